//! Mutations of activity records.

use async_graphql::{Context, ID, InputObject, Object};
use saxaul_shared::{
    accounting::record::{DataQuality, RecordOrigin},
    decimal::WireDecimal,
    identity::{Action, Role},
    period::Date,
    violation::ErrorCode,
};

use super::{
    super::access::{Answer, Caller, Refused, payload_type},
    bundle::{self, Wanted},
    evidence,
    object::ActivityRecord,
    rules::RecordDraft,
    service,
    store::{self, RecordRow},
};
use crate::{error::ApiError, platform::db::TenantTx};

payload_type! {
    /// The record after a change.
    ActivityRecordPayload {
        /// The record; none when nothing was changed.
        activity_record: ActivityRecord
    }
}

/// One piece of activity data.
#[derive(Debug, InputObject)]
pub struct ActivityRecordInput {
    /// The site, `unit_…`.
    site_id: ID,
    /// Code, name or alias of the activity.
    activity: String,
    /// How much, not negative.
    quantity: WireDecimal,
    /// Unit, as people spell it.
    unit: String,
    /// First day, included; not in the future.
    start: Date,
    /// Last day, included; at most ten years after the first.
    end: Date,
    /// Factor to be used; the engine chooses when it is left out.
    factor_id: Option<ID>,
    /// Who supplied it, at most 200 characters.
    supplier: Option<String>,
    /// Meter, boiler or vehicle, at most 200 characters.
    source: Option<String>,
    /// How good the data is; INVOICED when left out.
    quality: Option<DataQuality>,
    /// Half width of the 95 % interval, 0 to 1000 per cent.
    uncertainty_pct: Option<WireDecimal>,
    /// Bill or document number, at most 200 characters.
    reference: Option<String>,
    /// Free text, at most 2000 characters.
    note: Option<String>,
}

impl From<ActivityRecordInput> for RecordDraft {
    fn from(input: ActivityRecordInput) -> Self {
        Self {
            site_id: input.site_id.0,
            activity: input.activity,
            quantity: input.quantity.0,
            unit: input.unit,
            start: input.start,
            end: input.end,
            factor_id: input.factor_id.map(|id| id.0),
            supplier: input.supplier,
            source: input.source,
            quality: input.quality,
            uncertainty_pct: input.uncertainty_pct.map(|pct| pct.0),
            reference: input.reference,
            note: input.note,
        }
    }
}

/// Mutations of activity records.
#[derive(Debug, Default)]
pub struct RecordMutation;

/// Lets a data owner touch the sites named for them only.
fn at_site(caller: &Caller<'_>, site_id: &str) -> Answer<()> {
    if caller.principal.may_at(Action::WriteRecords, site_id) {
        Ok(())
    } else {
        Err(ApiError::forbidden().into())
    }
}

/// The record, when the caller may change it.
async fn own(caller: &Caller<'_>, tx: &TenantTx, id: &str) -> Answer<RecordRow> {
    let Some(record) = store::find(tx, id).await? else {
        return Err(Refused::not_found());
    };
    at_site(caller, &record.site_id)?;
    Ok(record)
}

/// The payload of a record that was just written: shown as the committed database has it.
async fn shown(
    caller: &Caller<'_>,
    answer: Answer<RecordRow>,
) -> async_graphql::Result<ActivityRecordPayload> {
    let answer = match answer {
        Ok(record) => {
            let tx = caller.read().await?;
            match bundle::load(&tx, vec![record], Wanted::ALL).await?.pop() {
                Some(bundle) => Ok(ActivityRecord(bundle)),
                None => Err(Refused::not_found()),
            }
        }
        Err(refused) => Err(refused),
    };
    ActivityRecordPayload::of(answer, caller.locale)
}

#[Object]
impl RecordMutation {
    /// Adds a record; it is computed at once. The same key with the same data gives the same record again. Roles: owner,
    /// accountant, integrator; data owners on their sites.
    async fn activity_record_create(
        &self,
        ctx: &Context<'_>,
        input: ActivityRecordInput,
        #[graphql(
            desc = "Chosen by the caller, at most 128 characters; makes a repeated request harmless."
        )]
        idempotency_key: ID,
    ) -> async_graphql::Result<ActivityRecordPayload> {
        let caller = Caller::who_may(ctx, Action::WriteRecords)?;
        let answer: Answer<RecordRow> = async {
            at_site(&caller, &input.site_id)?;
            if idempotency_key.is_empty() || idempotency_key.len() > 128 {
                return Err(Refused::field(
                    ErrorCode::TooLong,
                    "idempotencyKey",
                    "幂等键应为 1 到 128 个字符。",
                    "An idempotency key has 1 to 128 characters.",
                ));
            }
            let origin = match caller.principal.roles.as_slice() {
                [Role::Integrator] => RecordOrigin::Api,
                _ => RecordOrigin::Form,
            };
            let tx = caller.begin().await?;
            let key = Some(idempotency_key.0);
            let record = service::create(
                caller.platform,
                &tx,
                &caller.actor(),
                input.into(),
                origin,
                key,
            )
            .await?;
            tx.commit().await?;
            Ok(record)
        }
        .await;
        shown(&caller, answer).await
    }

    /// Attaches an uploaded file to a record as evidence, kept by the hash of its content; the same file twice is one.
    /// Roles: owner, accountant, integrator; data owners on their sites.
    async fn evidence_attach(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record, `rec_…`.")] record_id: ID,
        #[graphql(desc = "The upload, `upl_…`, of this company.")] upload_id: ID,
    ) -> async_graphql::Result<ActivityRecordPayload> {
        let caller = Caller::who_may(ctx, Action::WriteRecords)?;
        let answer: Answer<RecordRow> = async {
            let tx = caller.begin().await?;
            own(&caller, &tx, &record_id).await?;
            let record = evidence::attach(
                caller.platform,
                &tx,
                &caller.actor(),
                &record_id,
                &upload_id,
            )
            .await?;
            tx.commit().await?;
            Ok(record)
        }
        .await;
        shown(&caller, answer).await
    }

    /// Changes a record that was read at `version`; it is computed anew. Roles: owner, accountant, integrator; data
    /// owners on their sites.
    async fn activity_record_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record, `rec_…`.")] id: ID,
        #[graphql(desc = "Version that was read; another one is a CONFLICT.")] version: i64,
        input: ActivityRecordInput,
        #[graphql(desc = "Why, for the audit trail.")] reason: Option<String>,
    ) -> async_graphql::Result<ActivityRecordPayload> {
        let caller = Caller::who_may(ctx, Action::WriteRecords)?;
        let answer: Answer<RecordRow> = async {
            at_site(&caller, &input.site_id)?;
            let tx = caller.begin().await?;
            own(&caller, &tx, &id).await?;
            let record = service::update(
                caller.platform,
                &tx,
                &caller.actor(),
                &id,
                version,
                input.into(),
                reason,
            )
            .await?;
            tx.commit().await?;
            Ok(record)
        }
        .await;
        shown(&caller, answer).await
    }

    /// Removes a record; `activityRecordRestore` brings it back. Roles: owner, accountant, integrator; data owners on
    /// their sites.
    async fn activity_record_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record, `rec_…`.")] id: ID,
    ) -> async_graphql::Result<ActivityRecordPayload> {
        let caller = Caller::who_may(ctx, Action::WriteRecords)?;
        let answer: Answer<RecordRow> = async {
            let tx = caller.begin().await?;
            own(&caller, &tx, &id).await?;
            let record = service::delete(caller.platform, &tx, &caller.actor(), &id).await?;
            tx.commit().await?;
            Ok(record)
        }
        .await;
        shown(&caller, answer).await
    }

    /// Brings a removed record back, computed as of now. Roles: owner, accountant, integrator; data owners on their
    /// sites.
    async fn activity_record_restore(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record, `rec_…`.")] id: ID,
    ) -> async_graphql::Result<ActivityRecordPayload> {
        let caller = Caller::who_may(ctx, Action::WriteRecords)?;
        let answer: Answer<RecordRow> = async {
            let tx = caller.begin().await?;
            own(&caller, &tx, &id).await?;
            let record = service::restore(caller.platform, &tx, &caller.actor(), &id).await?;
            tx.commit().await?;
            Ok(record)
        }
        .await;
        shown(&caller, answer).await
    }
}
