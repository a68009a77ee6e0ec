//! From claims to the ledger and back.

use saxaul_shared::{
    credits::{ClaimState, TransactionKind, ledger::expiry::last_day},
    id::{MemberId, TransactionId},
    period::Date,
    violation::{ErrorCode, Violation},
};

use super::row::ClaimRow;
use crate::{
    accounting::access::{Answer, Refused},
    credits::{
        day::day_of,
        ledger::{
            PostOutcome,
            service::{self as ledger, PostRequest},
        },
        programme::settings,
    },
    error::ApiError,
    platform::{Platform, db::TenantTx},
};

/// Posts what claims are worth, all or nothing, and notes the postings in the rows. Claims that wait for review, or are
/// worth nothing in either book, get none. The ledger is locked from here to the end of the transaction.
pub(crate) async fn post(
    platform: &Platform,
    tx: &TenantTx,
    claims: &mut [&mut ClaimRow],
) -> Answer<()> {
    let today = day_of(tx, platform.clock.now()).await?;
    let months = settings::current(tx).await?.rules.expiry_months;
    let months = months.and_then(|months| u32::try_from(months).ok());
    let mut worth: Vec<&mut ClaimRow> = claims
        .iter_mut()
        .map(|claim| &mut **claim)
        .filter(|claim| {
            claim.state != ClaimState::InReview && (claim.net_grams != 0 || claim.net_points != 0)
        })
        .collect();
    let mut requests = Vec::with_capacity(worth.len());
    for claim in &worth {
        requests.push(PostRequest {
            origin: Some(claim.id.clone()),
            rule_version: Some(claim.rule_version),
            factor_version: Some(claim.factor_version.clone()),
            claimed: Some(claim.claimed_micro),
            accepted: Some(claim.accepted_micro),
            expires_day: last_day(today, months),
            ..PostRequest::new(
                format!("claim:{}:{}", claim.id, claim.postings + 1),
                TransactionKind::Earn,
                ledger::earn(member(claim)?, claim.net_grams, claim.net_points),
                claim.day,
            )
        });
    }
    let outcomes = ledger::post(platform, tx, requests).await?;
    for (claim, outcome) in worth.iter_mut().zip(outcomes) {
        claim.transaction_id = Some(standing(&outcome)?.to_string());
        claim.postings += 1;
    }
    Ok(())
}

/// Reverses the posting of a claim, if it has one.
pub(crate) async fn reverse(
    platform: &Platform,
    tx: &TenantTx,
    claim: &mut ClaimRow,
    today: Date,
) -> Answer<()> {
    let Some(id) = claim.transaction_id.take() else {
        return Ok(());
    };
    let id = TransactionId::parse(&id).map_err(ApiError::internal)?;
    let posted = ledger::posted(tx, id).await?.ok_or_else(|| {
        ApiError::internal(format!("{} names a posting that is not there", claim.id))
    })?;
    // A reversal counts for the day of what it takes back, so that the boards of that day are right again.
    let day = claim.day.min(today);
    let outcomes = ledger::post(platform, tx, vec![ledger::reverse(&posted, day)]).await?;
    for outcome in outcomes {
        standing(&outcome)?;
    }
    Ok(())
}

fn member(claim: &ClaimRow) -> Answer<MemberId> {
    Ok(MemberId::parse(&claim.member_id).map_err(ApiError::internal)?)
}

fn standing(outcome: &PostOutcome) -> Answer<TransactionId> {
    match outcome {
        PostOutcome::Posted(id) | PostOutcome::Existing(id) => Ok(*id),
        PostOutcome::KeyMismatch => {
            Err(ApiError::internal("a claim's posting has another content").into())
        }
        PostOutcome::Refused(refusal) => Err(Refused::Violations(vec![refused(
            refusal.code(),
            refusal.violation("id"),
        )])),
    }
}

/// Points that were given away or spent cannot be taken back.
fn refused(code: ErrorCode, violation: Violation) -> Violation {
    if code == ErrorCode::Insufficient {
        return Violation::field(
            ErrorCode::WrongState,
            "id",
            "由此获得的积分已经花掉、转赠或锁定，无法撤销。",
            "The points or grams it earned are spent, given away or locked; it cannot be taken back.",
        );
    }
    violation
}
