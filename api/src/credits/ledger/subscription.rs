//! One's own account, live.

use async_graphql::{Context, Subscription};
use futures_util::{Stream, StreamExt as _, stream};
use saxaul_shared::{id::MemberId, identity::Action};

use super::{
    balance, event,
    object::{BalanceChanged, CreditBalance},
    query::own_seat,
};
use crate::{
    accounting::access::Caller,
    platform::{
        Platform,
        db::{StoreResult, Tenant},
    },
};

/// The ledger, live.
#[derive(Debug, Default)]
pub struct LedgerSubscription;

#[Subscription]
impl LedgerSubscription {
    /// What the caller has: at once as it is, then whenever it has changed. Several changes in a row may be told as one.
    /// For everyone who takes part in the programme.
    async fn balance_changed(
        &self,
        ctx: &Context<'_>,
    ) -> async_graphql::Result<impl Stream<Item = async_graphql::Result<BalanceChanged>> + use<>>
    {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let tx = caller.read().await?;
        let member = own_seat(&caller, &tx).await?;
        drop(tx);
        let (platform, tenant) = (caller.platform.clone(), caller.principal.tenant.clone());
        // Listening begins before the first look, so that nothing falls between the two.
        let changes = platform
            .broker
            .subscribe(&tenant, event::TOPIC)
            .filter(move |event| {
                let mine = event::postings(event)
                    .iter()
                    .any(|fact| fact.members.iter().any(|delta| delta.member_id == member));
                async move { mine }
            })
            .map(|_| ());
        let looks = stream::once(async {}).chain(changes);
        let seen = i64::MIN;
        Ok(Box::pin(looks)
            .then(move |()| {
                let (platform, tenant) = (platform.clone(), tenant.clone());
                async move { look(&platform, &tenant, member).await }
            })
            .scan(seen, |seen, looked| {
                let told = match looked {
                    Ok(changed) if changed.version <= *seen => None,
                    Ok(changed) => {
                        *seen = changed.version;
                        Some(Ok(changed))
                    }
                    Err(error) => Some(Err(error.into())),
                };
                async move { Some(told) }
            })
            .filter_map(|told| async move { told }))
    }
}

async fn look(
    platform: &Platform,
    tenant: &Tenant,
    member: MemberId,
) -> StoreResult<BalanceChanged> {
    let tx = platform.database.read(tenant).await?;
    let balances = balance::of_member(&tx, member).await?;
    Ok(BalanceChanged {
        version: balances.iter().map(|balance| balance.version).sum(),
        balances: balances.into_iter().map(CreditBalance::of).collect(),
    })
}
