//! The caller's seat in the programme.

use saxaul_shared::{identity::Action, violation::ErrorCode};

use super::programme::store::{self, MemberRow};
use crate::{
    accounting::access::{Answer, Caller, Refused},
    error::ApiError,
    platform::db::TenantTx,
};

/// The caller's own seat, for everything a member does for themselves.
///
/// FORBIDDEN without the role; a user error that says what to do without a seat, or after leaving.
pub(crate) async fn seat(caller: &Caller<'_>, tx: &TenantTx) -> Answer<MemberRow> {
    caller.principal.require(Action::TakePart)?;
    match store::member_of_person(tx, &caller.principal.person_id).await? {
        Some(member) if member.left_on.is_none() => Ok(member),
        _ => Err(Refused::whole(
            ErrorCode::WrongState,
            "你还没有加入公司的碳圈，请先加入。",
            "You do not take part in the company's programme yet. Join first.",
        )),
    }
}

/// The caller's own seat, for what is only looked at: none without one, or after leaving.
pub(crate) async fn own_seat(
    caller: &Caller<'_>,
    tx: &TenantTx,
) -> Result<Option<MemberRow>, ApiError> {
    match seat(caller, tx).await {
        Ok(member) => Ok(Some(member)),
        Err(Refused::Violations(_)) => Ok(None),
        Err(Refused::Api(error)) => Err(error),
    }
}
