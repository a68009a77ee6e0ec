//! Writing everyday emissions down and taking them back.

use async_graphql::{Context, ID, InputObject, Object};
use saxaul_shared::{decimal::WireDecimal, identity::Action, period::Date};

use super::{
    object::EverydayEntry,
    service::{self, NewEntry},
};
use crate::{
    accounting::access::{Answer, Caller, payload_type},
    credits::seat::seat,
};

payload_type! {
    /// The entry after a change.
    EverydayEntryPayload {
        /// The entry; none when nothing was changed.
        entry: EverydayEntry
    }
}

/// An everyday emission to write down.
#[derive(Debug, InputObject)]
pub struct EverydayLogInput {
    /// Code of the activity, such as `EM_METRO_CN`.
    #[graphql(validator(max_length = 40))]
    code: String,
    /// How much, in the activity's unit: over 0, at most a million, at most six decimal places.
    units: WireDecimal,
    /// The day, at most 366 days ago.
    day: Date,
    /// Whether it was for work, so that it lies inside the employer's inventory; what is usual when left out.
    for_work: Option<bool>,
}

/// Mutations of everyday emissions.
#[derive(Debug, Default)]
pub struct EverydayMutation;

#[Object]
impl EverydayMutation {
    /// Writes an everyday emission down, for the caller's own statement. It earns nothing. For members.
    async fn everyday_log(
        &self,
        ctx: &Context<'_>,
        input: EverydayLogInput,
        #[graphql(
            desc = "Drawn by the client for this entry, 1 to 100 bytes: sent again it writes nothing twice."
        )]
        idempotency_key: String,
    ) -> async_graphql::Result<EverydayEntryPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let new = NewEntry {
            code: input.code,
            units: input.units.0,
            day: input.day,
            for_work: input.for_work,
        };
        let answer: Answer<EverydayEntry> = async {
            let tx = caller.begin().await?;
            let member = seat(&caller, &tx).await?;
            let row = service::log(caller.platform, &tx, &member, new, &idempotency_key).await?;
            tx.commit().await?;
            let locale = caller.locale;
            Ok(EverydayEntry { row, locale })
        }
        .await;
        EverydayEntryPayload::of(answer, caller.locale)
    }

    /// Takes an own everyday emission back. For members.
    async fn everyday_undo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry, `evy_…`.")] id: ID,
    ) -> async_graphql::Result<EverydayEntryPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let answer: Answer<EverydayEntry> = async {
            let tx = caller.begin().await?;
            let member = seat(&caller, &tx).await?;
            let row = service::undo(caller.platform, &tx, &member, &id).await?;
            tx.commit().await?;
            let locale = caller.locale;
            Ok(EverydayEntry { row, locale })
        }
        .await;
        EverydayEntryPayload::of(answer, caller.locale)
    }
}
