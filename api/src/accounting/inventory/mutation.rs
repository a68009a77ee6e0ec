//! Mutations of inventories.

use async_graphql::{Context, ID, InputObject, Object};
use saxaul_shared::{
    accounting::{boundary::ConsolidationApproach, gwp::GwpSet, inventory::InventoryStep},
    identity::Action,
};

use super::{
    super::access::{Answer, Caller, payload_type},
    object::Inventory,
    service,
    store::InventoryRow,
};

payload_type! {
    /// The inventory after a step.
    InventoryPayload {
        /// The inventory; none when nothing was changed. Reopening gives the newer version.
        inventory: Inventory
    }
}

/// A version of a year to be begun.
#[derive(Debug, InputObject)]
pub struct InventoryCreateInput {
    /// Calendar year, 1990 to 2100.
    year: i32,
    /// Assessment report; the company's when left out.
    gwp_set: Option<GwpSet>,
    /// How the boundary is drawn; the company's when left out.
    consolidation_approach: Option<ConsolidationApproach>,
}

/// Mutations of inventories.
#[derive(Debug, Default)]
pub struct InventoryMutation;

fn shown(
    caller: &Caller<'_>,
    answer: Answer<InventoryRow>,
) -> async_graphql::Result<InventoryPayload> {
    let answer = match answer {
        Ok(row) => Ok(Inventory::of(&row)?),
        Err(refused) => Err(refused),
    };
    InventoryPayload::of(answer, caller.locale)
}

async fn step(
    ctx: &Context<'_>,
    action: Action,
    id: ID,
    step: InventoryStep,
    reason: Option<String>,
) -> async_graphql::Result<InventoryPayload> {
    let caller = Caller::who_may_everywhere(ctx, action)?;
    let answer: Answer<InventoryRow> = async {
        let tx = caller.begin().await?;
        let row = service::step(caller.platform, &tx, &caller.actor(), &id, step, reason).await?;
        tx.commit().await?;
        Ok(row)
    }
    .await;
    shown(&caller, answer)
}

#[Object]
impl InventoryMutation {
    /// Begins a version of a year, pinned to the present boundary and factor release; its figures are computed by a job.
    /// Refused while a version of the year is open. Roles: owner, accountant.
    async fn inventory_create(
        &self,
        ctx: &Context<'_>,
        input: InventoryCreateInput,
    ) -> async_graphql::Result<InventoryPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::PrepareInventories)?;
        let answer: Answer<InventoryRow> = async {
            let tx = caller.begin().await?;
            let (gwp_set, approach) = (input.gwp_set, input.consolidation_approach);
            let row = service::create(
                caller.platform,
                &tx,
                &caller.actor(),
                input.year,
                gwp_set,
                approach,
            )
            .await?;
            tx.commit().await?;
            Ok(row)
        }
        .await;
        shown(&caller, answer)
    }

    /// Hands an open inventory in: nothing of its year can change any more. Roles: owner, accountant.
    async fn inventory_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The inventory, `inv_…`.")] id: ID,
        #[graphql(desc = "Remark for the audit trail.")] reason: Option<String>,
    ) -> async_graphql::Result<InventoryPayload> {
        step(
            ctx,
            Action::PrepareInventories,
            id,
            InventoryStep::Submit,
            reason,
        )
        .await
    }

    /// Agrees to a submitted inventory, as somebody else than who submitted it. Roles: owner, approver.
    async fn inventory_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The inventory, `inv_…`.")] id: ID,
        #[graphql(desc = "Remark for the audit trail.")] reason: Option<String>,
    ) -> async_graphql::Result<InventoryPayload> {
        step(
            ctx,
            Action::ApproveInventories,
            id,
            InventoryStep::Approve,
            reason,
        )
        .await
    }

    /// Files an approved inventory for good. Roles: owner, approver.
    async fn inventory_lock(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The inventory, `inv_…`.")] id: ID,
        #[graphql(desc = "Remark for the audit trail.")] reason: Option<String>,
    ) -> async_graphql::Result<InventoryPayload> {
        step(
            ctx,
            Action::ApproveInventories,
            id,
            InventoryStep::Lock,
            reason,
        )
        .await
    }

    /// Begins a newer, open version with the same pins and figures; the closed one stays as it is. Roles: owner,
    /// approver.
    async fn inventory_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The inventory, `inv_…`.")] id: ID,
        #[graphql(desc = "Why, for the audit trail.")] reason: String,
    ) -> async_graphql::Result<InventoryPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::ApproveInventories)?;
        let answer: Answer<InventoryRow> = async {
            let tx = caller.begin().await?;
            let row = service::reopen(caller.platform, &tx, &caller.actor(), &id, reason).await?;
            tx.commit().await?;
            Ok(row)
        }
        .await;
        shown(&caller, answer)
    }
}
