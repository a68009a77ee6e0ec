//! Sites that people are limited to: whether they are there, and who is limited to one.

use saxaul_shared::violation::ErrorCode;

use super::{entry::Checks, store};
use crate::{
    accounting::boundary::sites,
    platform::{
        clock::Timestamp,
        db::{StoreResult, TenantTx},
    },
};

/// Unknown sites that are named in one message; more are told once these are mended.
const NAMED_MAX: usize = 10;

/// Notes each of `site_ids` that is no site of the company.
pub(super) async fn check(
    tx: &TenantTx,
    checks: &mut Checks,
    site_ids: &[String],
) -> StoreResult<()> {
    let mut missing = sites::missing(tx, site_ids).await?;
    if !missing.is_empty() {
        missing.truncate(NAMED_MAX);
        let named = missing.join(", ");
        checks.add(
            ErrorCode::NotFound,
            "siteIds",
            &format!("本企业没有这些场所：{named}。请从场所列表中选择。"),
            &format!("The company has no such site: {named}. Choose from its sites."),
        );
    }
    Ok(())
}

/// Who is limited to this site: the names of people who may sign in, and the addresses of invitations that can still
/// be accepted.
pub(crate) async fn limited_to(
    tx: &TenantTx,
    site_id: &str,
    now: Timestamp,
) -> StoreResult<Vec<String>> {
    let mut named = store::people_of_site(tx, site_id).await?;
    named.extend(store::invited_for_site(tx, site_id, now).await?);
    Ok(named)
}
