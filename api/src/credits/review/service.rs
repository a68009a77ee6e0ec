//! Deciding on claims, and appealing.

use saxaul_shared::{
    credits::{
        ClaimState,
        honesty::{ReviewDecision, ReviewState, Reviewers, decide as decided},
    },
    violation::ErrorCode,
};

use super::store;
pub(crate) use super::store::{ReviewRow, StepRow};
use crate::{
    accounting::{
        access::{Answer, Caller, Refused},
        audit::{self, Change, Entry},
    },
    credits::{
        claim::{posting, row::ClaimRow, service as claims, store as claim_store},
        day::day_of,
        programme::store::{self as members, MemberRow},
    },
    platform::{
        Platform,
        db::{StoreResult, TenantTx},
    },
};

/// Shortest and longest reason or appeal, in characters.
const TEXT_CHARS: std::ops::RangeInclusive<usize> = 2..=1000;
/// Who acts when nobody does.
const SYSTEM: &str = "system";

/// Puts a claim into the queue.
pub(crate) async fn open(
    platform: &Platform,
    tx: &TenantTx,
    claim: &ClaimRow,
    member: &MemberRow,
) -> StoreResult<()> {
    let now = platform.clock.now().to_rfc3339();
    let review = ReviewRow {
        claim_id: claim.id.clone(),
        claimant_id: member.person_id.clone(),
        state: ReviewState::Open,
        first_reviewer_id: None,
        second_reviewer_id: None,
        opened_at: now.clone(),
        updated_at: now.clone(),
    };
    store::insert(tx, &review).await?;
    store::add_step(tx, &claim.id, "OPENED", SYSTEM, None, &now).await
}

/// Closes the review of a claim that the member took back.
pub(crate) async fn close_undone(
    platform: &Platform,
    tx: &TenantTx,
    claim: &ClaimRow,
) -> StoreResult<()> {
    close(platform, tx, claim, "UNDONE").await
}

/// Closes the review of a claim that the other riders confirmed.
pub(crate) async fn close_confirmed(
    platform: &Platform,
    tx: &TenantTx,
    claim: &ClaimRow,
) -> StoreResult<()> {
    close(platform, tx, claim, "CONFIRMED").await
}

async fn close(
    platform: &Platform,
    tx: &TenantTx,
    claim: &ClaimRow,
    step: &str,
) -> StoreResult<()> {
    let Some(review) = store::find(tx, &claim.id).await? else {
        return Ok(());
    };
    let now = platform.clock.now().to_rfc3339();
    let before = review.state;
    let closed = ReviewRow {
        state: ReviewState::Closed,
        updated_at: now.clone(),
        ..review
    };
    store::update(tx, &closed, before).await?;
    store::add_step(tx, &claim.id, step, SYSTEM, None, &now).await
}

/// Decides on a claim that waits or was appealed, or reverses one that counts. One transaction: state, posting, log and
/// audit trail.
pub(crate) async fn decide(
    caller: &Caller<'_>,
    tx: &TenantTx,
    claim_id: &str,
    decision: ReviewDecision,
    reason: Option<String>,
) -> Answer<ReviewRow> {
    let platform = caller.platform;
    let person = caller.principal.person_id.as_str();
    let Some(claim) = claim_store::find(tx, claim_id).await? else {
        return Err(Refused::not_found());
    };
    let reason = text(reason, "reason", decision != ReviewDecision::Accept)?;
    let (review, is_new) = review_of(platform, tx, &claim).await?;
    let reviewers = Reviewers {
        claimant: &review.claimant_id,
        first: review.first_reviewer_id.as_deref(),
        second: review.second_reviewer_id.as_deref(),
    };
    let before = standing(review.state, &claim);
    let state = decided(before, decision, person, &reviewers)
        .map_err(|violation| Refused::Violations(vec![violation]))?;
    let now = platform.clock.now().to_rfc3339();
    let on_appeal = review.state == ReviewState::Appealed;
    let me = Some(person.to_owned());
    // A decision that is no appeal's begins anew: whoever takes it is the first reviewer.
    let (first_reviewer_id, second_reviewer_id) = if on_appeal {
        (review.first_reviewer_id.clone(), me)
    } else {
        (me, None)
    };
    let after = ReviewRow {
        state,
        first_reviewer_id,
        second_reviewer_id,
        updated_at: now.clone(),
        ..review.clone()
    };
    let actor = caller.actor();
    let entry = Entry::new(&actor, "claim.reviewed", claim_id)
        .with(Change::new(
            "state",
            Some(claim.state.to_string()),
            Some(claim_state(state, &claim).to_string()),
        ))
        .because(reason.clone());
    // The audit trail's head before the ledger's: every posting that is audited takes the two in this order.
    audit::record(platform, tx, entry).await?;
    carry_out(platform, tx, &claim, state, &now).await?;
    let saved = if is_new {
        store::insert(tx, &after).await?
    } else {
        store::update(tx, &after, review.state).await?
    };
    if !saved {
        return Err(Refused::conflict());
    }
    store::add_step(
        tx,
        claim_id,
        state.as_str(),
        person,
        reason.as_deref(),
        &now,
    )
    .await?;
    Ok(after)
}

/// The review of a claim, made up where nobody has looked at it yet.
async fn review_of(
    platform: &Platform,
    tx: &TenantTx,
    claim: &ClaimRow,
) -> Answer<(ReviewRow, bool)> {
    if let Some(review) = store::find(tx, &claim.id).await? {
        return Ok((review, false));
    }
    let Some(member) = members::member_by_id(tx, &claim.member_id).await? else {
        return Err(Refused::not_found());
    };
    let now = platform.clock.now().to_rfc3339();
    let review = ReviewRow {
        claim_id: claim.id.clone(),
        claimant_id: member.person_id,
        state: ReviewState::Accepted,
        first_reviewer_id: None,
        second_reviewer_id: None,
        opened_at: now.clone(),
        updated_at: now,
    };
    Ok((review, true))
}

/// Where the review stands, seen with the claim: what the member took back is not decided on.
fn standing(review: ReviewState, claim: &ClaimRow) -> ReviewState {
    match (review, claim.state) {
        (_, ClaimState::Undone) => ReviewState::Rejected,
        (ReviewState::Closed, ClaimState::Accepted | ClaimState::PartlyAccepted) => {
            ReviewState::Accepted
        }
        _ => review,
    }
}

fn claim_state(review: ReviewState, claim: &ClaimRow) -> ClaimState {
    match review {
        ReviewState::Accepted => claim.accepted_state(),
        ReviewState::Reversed => ClaimState::Reversed,
        // An appeal against a reversal that is turned down leaves it reversed.
        _ if claim.state == ClaimState::Reversed => ClaimState::Reversed,
        _ => ClaimState::Rejected,
    }
}

async fn carry_out(
    platform: &Platform,
    tx: &TenantTx,
    claim: &ClaimRow,
    state: ReviewState,
    now: &str,
) -> Answer<()> {
    let mut after = ClaimRow {
        state: claim_state(state, claim),
        version: claim.version + 1,
        updated_at: now.to_owned(),
        ..claim.clone()
    };
    if state == ReviewState::Accepted {
        if !claim.counts() && !claims::marks_back(tx, &claim.id).await? {
            return Err(Refused::field(
                ErrorCode::Taken,
                "id",
                "它的凭证号已被另一条记录使用，请先处理那一条。",
                "Another claim uses its number now. Decide on that one first.",
            ));
        }
        posting::post(platform, tx, &mut [&mut after]).await?;
    } else if claim.counts() {
        claims::release_marks(tx, &claim.id, now).await?;
        let today = day_of(tx, platform.clock.now()).await?;
        posting::reverse(platform, tx, &mut after, today).await?;
    }
    if !claim_store::update_state(tx, &after, claim.version).await? {
        return Err(Refused::conflict());
    }
    claims::changed(platform, tx, &after).await?;
    Ok(())
}

/// Appeals against a rejection or reversal of one's own claim, once.
pub(crate) async fn appeal(
    platform: &Platform,
    tx: &TenantTx,
    member: &MemberRow,
    claim_id: &str,
    words: String,
) -> Answer<ClaimRow> {
    let claim = match claim_store::find(tx, claim_id).await? {
        Some(claim) if claim.member_id == member.id => claim,
        _ => return Err(Refused::not_found()),
    };
    let words = text(Some(words), "text", true)?;
    let review = store::find(tx, claim_id).await?;
    let open = matches!(claim.state, ClaimState::Rejected | ClaimState::Reversed);
    let Some(review) = review.filter(|review| open && review.second_reviewer_id.is_none()) else {
        return Err(Refused::field(
            ErrorCode::WrongState,
            "id",
            "只能对被驳回或被撤回的记录申诉一次。",
            "Only a claim that was rejected or reversed can be appealed, and only once.",
        ));
    };
    if review.state == ReviewState::Appealed {
        return Err(Refused::field(
            ErrorCode::WrongState,
            "id",
            "已经申诉，等待另一位复核人处理。",
            "It is appealed already and waits for a second reviewer.",
        ));
    }
    let now = platform.clock.now().to_rfc3339();
    let before = review.state;
    let after = ReviewRow {
        state: ReviewState::Appealed,
        updated_at: now.clone(),
        ..review
    };
    if !store::update(tx, &after, before).await? {
        return Err(Refused::conflict());
    }
    store::add_step(
        tx,
        claim_id,
        ReviewState::Appealed.as_str(),
        &member.person_id,
        words.as_deref(),
        &now,
    )
    .await?;
    claims::changed(platform, tx, &claim).await?;
    Ok(claim)
}

fn text(text: Option<String>, field: &str, required: bool) -> Answer<Option<String>> {
    let text = text
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    let Some(text) = text else {
        return if required {
            Err(Refused::field(
                ErrorCode::Required,
                field,
                "请写明理由。",
                "Give the reason.",
            ))
        } else {
            Ok(None)
        };
    };
    if !TEXT_CHARS.contains(&text.chars().count()) {
        let (least, most) = (TEXT_CHARS.start(), TEXT_CHARS.end());
        return Err(Refused::field(
            ErrorCode::TooLong,
            field,
            format!("应为 {least} 到 {most} 个字符。"),
            format!("It has {least} to {most} characters."),
        ));
    }
    Ok(Some(text))
}

/// Whether anybody was asked to look at a claim.
pub(crate) async fn has_review(tx: &TenantTx, claim_id: &str) -> StoreResult<bool> {
    Ok(store::find(tx, claim_id).await?.is_some())
}

/// The reviews and steps of claims, for their owners.
pub(crate) async fn of_claims(
    tx: &TenantTx,
    claim_ids: &[String],
) -> StoreResult<(Vec<ReviewRow>, Vec<StepRow>)> {
    Ok((
        store::find_all(tx, claim_ids).await?,
        store::steps(tx, claim_ids).await?,
    ))
}
