//! Logging an action and taking it back.

use std::time::Duration;

use saxaul_shared::{
    credits::{
        ClaimState,
        action::{ActionCatalogue, EffectiveRule},
        claim::{Basis, Draft, Evaluation, evaluate, recompute},
    },
    decimal::{self, WireDecimal},
    violation::ErrorCode,
};
use sha2::{Digest, Sha256};

use super::{
    before::{self, Gathered},
    held,
    input::NewClaim,
    local, marks, photo, posting,
    row::{ClaimRow, Origin, Photo, StoredAdjustment},
    store,
};
use crate::{
    accounting::access::{Answer, Refused},
    credits::{
        action::service as actions, day::day_of, programme::store::MemberRow,
        review::service as reviews,
    },
    platform::{
        Platform,
        db::{StoreResult, TenantTx},
        storage::hex,
    },
};

/// How long a member may take a claim back.
pub(crate) const UNDO_WINDOW: Duration = Duration::from_hours(24);
/// Longest key of a request, in bytes.
const KEY_BYTES_MAX: usize = 100;
/// Longest remark, in characters.
const NOTE_CHARS_MAX: usize = 500;
/// Signs of a number that are kept to recognise it.
const HINT_CHARS: usize = 4;

/// What a claim would be worth, under which rule.
pub(crate) struct Previewed {
    pub(crate) rule: EffectiveRule<'static>,
    pub(crate) worth: Evaluation,
}

/// Evaluates a claim without storing anything.
pub(crate) async fn preview(
    platform: &Platform,
    tx: &TenantTx,
    member: &MemberRow,
    new: NewClaim,
) -> Answer<Previewed> {
    let judged = judge(platform, tx, member, &new).await?;
    Ok(Previewed {
        rule: judged.rule,
        worth: judged.worth,
    })
}

struct Judged {
    rule: EffectiveRule<'static>,
    draft: Draft,
    worth: Evaluation,
    gathered: Gathered,
    photo: Option<(Photo, String)>,
}

async fn judge(
    platform: &Platform,
    tx: &TenantTx,
    member: &MemberRow,
    new: &NewClaim,
) -> Answer<Judged> {
    let Some(rule) = actions::rule_for(tx, &new.code).await? else {
        return Err(actions::unknown(&new.code));
    };
    if new
        .note
        .as_deref()
        .is_some_and(|note| note.chars().count() > NOTE_CHARS_MAX)
    {
        return Err(Refused::field(
            ErrorCode::TooLong,
            "note",
            format!("备注至多 {NOTE_CHARS_MAX} 个字符。"),
            format!("A note has at most {NOTE_CHARS_MAX} characters."),
        ));
    }
    let photo = match &new.photo_upload_id {
        Some(id) => Some(photo::found(tx, &member.person_id, id).await?),
        None => None,
    };
    let (today, minute_now) = local::day_and_minute(tx, platform.clock.now()).await?;
    let started = match new.started_at {
        Some(at) => Some(local::day_and_minute(tx, at).await?),
        None => None,
    };
    if started.is_some_and(|(day, _)| day != new.day) {
        return Err(Refused::field(
            ErrorCode::Invalid,
            "startedAt",
            "开始时间不在所填日期内，请核对。",
            "The start does not lie on the day given. Check both.",
        ));
    }
    let draft = Draft {
        started_minute: started.map(|(_, minute)| minute),
        duration_minutes: new.duration_minutes,
        trips: new.trips,
        meal: new.meal,
        home_work_minutes: new.home_work_minutes,
        number: new.number.clone(),
        second_number: new.second_number.clone(),
        has_photo: photo.is_some(),
        import: new.import.as_ref().map(|import| import.trust),
        logged_minute: (new.day == today).then_some(minute_now),
        ..Draft::of(new.units, new.day)
    };
    let file = photo.as_ref().map(|(photo, _)| photo);
    let gathered = before::gather(platform, tx, member, &rule, &draft, file).await?;
    let worth = evaluate(&rule, &draft, &gathered.before, &gathered.member, today)
        .map_err(Refused::Violations)?;
    Ok(Judged {
        rule,
        draft,
        worth,
        gathered,
        photo,
    })
}

/// Logs an action of a member inside the caller's transaction: claim, numbers used, posting and event together. The same
/// key with the same content gives the same claim again; with other content it is refused.
///
/// Locks the member, then the numbers, then the ledger: nothing that may wait for another lock may follow.
pub(crate) async fn log(
    platform: &Platform,
    tx: &TenantTx,
    member: &MemberRow,
    new: NewClaim,
    key: &str,
) -> Answer<ClaimRow> {
    if key.is_empty() || key.len() > KEY_BYTES_MAX {
        return Err(Refused::field(
            ErrorCode::Invalid,
            "idempotencyKey",
            format!("幂等键应为 1 到 {KEY_BYTES_MAX} 字节。"),
            format!("An idempotency key has 1 to {KEY_BYTES_MAX} bytes."),
        ));
    }
    store::lock_member(tx, &member.id).await?;
    let fingerprint = fingerprint(&new);
    if let Some(earlier) = store::by_key(tx, &member.id, key).await? {
        if earlier.fingerprint == fingerprint {
            return Ok(earlier);
        }
        return Err(Refused::field(
            ErrorCode::Conflict,
            "idempotencyKey",
            "该幂等键已用于另一条内容不同的记录。",
            "This idempotency key was used for a claim with other content.",
        ));
    }
    let judged = judge(platform, tx, member, &new).await?;
    let mut claim = row(platform, member, &judged, &new, key, fingerprint);
    take_marks(tx, &judged, &claim).await?;
    if let Some((photo, upload_id)) = &judged.photo {
        photo::keep(platform, tx, photo, upload_id).await?;
    }
    let mut confirmed = if claim.state == ClaimState::InReview {
        Vec::new()
    } else {
        held::confirmed(platform, tx, &judged.gathered.sharing).await?
    };
    let mut posted: Vec<&mut ClaimRow> = vec![&mut claim];
    posted.extend(confirmed.iter_mut());
    // The row before the posting would do as well; but a refused posting then need not undo it.
    posting::post(platform, tx, &mut posted).await?;
    store::insert(tx, &claim).await?;
    if claim.state == ClaimState::InReview {
        reviews::open(platform, tx, &claim, member).await?;
    }
    for other in confirmed {
        if !store::update_state(tx, &other, other.version - 1).await? {
            return Err(Refused::conflict());
        }
        reviews::close_confirmed(platform, tx, &other).await?;
        changed(platform, tx, &other).await?;
    }
    changed(platform, tx, &claim).await?;
    Ok(claim)
}

fn row(
    platform: &Platform,
    member: &MemberRow,
    judged: &Judged,
    new: &NewClaim,
    key: &str,
    fingerprint: String,
) -> ClaimRow {
    let catalogue = ActionCatalogue::embedded();
    let (rule, worth) = (&judged.rule, &judged.worth);
    let now = platform.clock.now().to_rfc3339();
    let adjustments = worth.adjustment.iter().filter_map(|less| {
        Some(StoredAdjustment {
            code: less.code.clone(),
            units_micro: less.units_micro,
            factor: WireDecimal(catalogue.by_code(&less.code)?.factor_kg_per_unit),
            grams: less.grams,
            points: less.points,
        })
    });
    ClaimRow {
        id: platform.ids.prefixed("clm"),
        member_id: member.id.clone(),
        idempotency_key: key.to_owned(),
        fingerprint,
        action_code: rule.def.code.clone(),
        day: new.day,
        ledger: rule.def.ledger,
        inventory_link: rule.def.inventory_link,
        unit: rule.def.unit.clone(),
        claimed_micro: worth.claimed_micro,
        accepted_micro: worth.accepted_micro,
        factor: rule.def.factor_kg_per_unit,
        factor_version: catalogue.version().to_owned(),
        rule_version: rule.version,
        points_per_kg: rule.points_per_kg,
        grams: worth.grams,
        points: worth.points,
        adjustments: adjustments.collect(),
        net_grams: worth.net_grams(),
        net_points: worth.net_points(),
        state: worth.state,
        trust: worth.trust,
        self_reported: worth.basis == Basis::SelfReport,
        order_mark: judged.gathered.order_mark.clone(),
        number_hint: worth.number.as_deref().map(hint),
        photo: judged.photo.as_ref().map(|(photo, _)| photo.clone()),
        started_minute: judged.draft.started_minute,
        logged_minute: judged.draft.logged_minute,
        duration_minutes: judged.draft.duration_minutes,
        trips: worth.trips,
        meal: worth.meal,
        reasons: worth.reasons.clone(),
        signals: worth.signals.clone(),
        note: new.note.clone(),
        origin: if new.import.is_some() {
            Origin::Import
        } else {
            Origin::Member
        },
        origin_id: new.import.as_ref().map(|import| import.id.clone()),
        transaction_id: None,
        postings: 0,
        version: 1,
        created_at: now.clone(),
        updated_at: now,
    }
}

async fn take_marks(tx: &TenantTx, judged: &Judged, claim: &ClaimRow) -> Answer<()> {
    let gathered = &judged.gathered;
    let side = judged.rule.def.rule.side;
    for (mark, field) in [
        (&gathered.number, "evidenceNumber"),
        (&gathered.second, "secondNumber"),
        (&gathered.photo, "photoUploadId"),
    ] {
        let Some(mark) = mark else { continue };
        if !mark.take(tx, &claim.member_id, &claim.id, side).await? {
            return Err(Refused::field(
                ErrorCode::Taken,
                field,
                "刚刚已被另一条记录使用。",
                "Another claim has just used it.",
            ));
        }
    }
    Ok(())
}

/// Takes a claim back within [`UNDO_WINDOW`], by reversal of its posting. Taking back what is taken back already changes
/// nothing.
pub(crate) async fn undo(
    platform: &Platform,
    tx: &TenantTx,
    member: &MemberRow,
    id: &str,
) -> Answer<ClaimRow> {
    store::lock_member(tx, &member.id).await?;
    let before = match store::find(tx, id).await? {
        Some(claim) if claim.member_id == member.id => claim,
        _ => return Err(Refused::not_found()),
    };
    if before.state == ClaimState::Undone {
        return Ok(before);
    }
    if !before.counts() {
        return Err(Refused::field(
            ErrorCode::WrongState,
            "id",
            "该记录已被复核处理，无法撤销。",
            "A reviewer has decided on this claim; it cannot be taken back.",
        ));
    }
    let now = platform.clock.now();
    let until = undo_until(&before)?;
    if now > until {
        return Err(Refused::field(
            ErrorCode::Expired,
            "id",
            "只能在记录后 24 小时内撤销；如需更正，请联系项目管理员。",
            "A claim can be taken back within 24 hours. Ask the programme manager to correct it.",
        ));
    }
    let mut claim = ClaimRow {
        state: ClaimState::Undone,
        version: before.version + 1,
        updated_at: now.to_rfc3339(),
        ..before
    };
    marks::release(tx, &claim.id, &claim.updated_at).await?;
    let today = day_of(tx, now).await?;
    posting::reverse(platform, tx, &mut claim, today).await?;
    if !store::update_state(tx, &claim, claim.version - 1).await? {
        return Err(Refused::conflict());
    }
    reviews::close_undone(platform, tx, &claim).await?;
    changed(platform, tx, &claim).await?;
    Ok(claim)
}

/// Until when a claim may be taken back.
pub(crate) fn undo_until(claim: &ClaimRow) -> StoreResult<crate::platform::clock::Timestamp> {
    let created = crate::graphql::scalar::DateTime::from_stored(&claim.created_at)?;
    Ok(created.0.plus(UNDO_WINDOW))
}

/// Tells the outbox that a claim came to a state: reviewers' and members' screens live on it.
pub(crate) async fn changed(
    platform: &Platform,
    tx: &TenantTx,
    claim: &ClaimRow,
) -> StoreResult<()> {
    let payload = serde_json::json!({
        "claimId": claim.id,
        "memberId": claim.member_id,
        "state": claim.state,
    });
    platform
        .outbox
        .emit(tx, "claimChanged", claim.version, payload)
        .await
}

/// What a request must have in common with an earlier one to be the same.
fn fingerprint(new: &NewClaim) -> String {
    let parts = [
        new.code.clone(),
        new.units.normalize().to_string(),
        new.day.to_string(),
        format!(
            "{:?}",
            new.started_at
                .map(crate::platform::clock::Timestamp::unix_ms)
        ),
        format!("{:?}", new.duration_minutes),
        format!("{:?} {:?}", new.trips, new.meal),
        format!("{:?}", new.home_work_minutes),
        format!("{:?}", new.number),
        format!("{:?}", new.second_number),
        format!("{:?}", new.photo_upload_id),
        format!("{:?}", new.note),
        format!("{:?}", new.import.as_ref().map(|import| &import.id)),
    ];
    hex(Sha256::digest(parts.join("\u{1f}").as_bytes()).as_slice())
}

fn hint(number: &str) -> String {
    let length = number.chars().count();
    let shown: String = number
        .chars()
        .skip(length.saturating_sub(HINT_CHARS))
        .collect();
    format!("…{shown}")
}

/// A claim whose stored figures do not follow from its stored formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The claim, `clm_…`.
    pub claim_id: String,
    /// Grams and points by the formula; `None` when it cannot be computed.
    pub computed: Option<(i64, i64)>,
    /// Grams and points as stored.
    pub stored: (i64, i64),
}

/// Computes every claim of the organisation again from what is stored with it, and returns those that differ, with the
/// number of claims seen.
pub async fn recompute_all(tx: &TenantTx) -> StoreResult<(usize, Vec<Mismatch>)> {
    const PAGE: usize = 1000;
    let (mut seen, mut differing, mut after) = (0, Vec::new(), String::new());
    loop {
        let claims = store::in_order(tx, &after, PAGE).await?;
        let Some(last) = claims.last() else {
            return Ok((seen, differing));
        };
        after.clone_from(&last.id);
        seen += claims.len();
        for claim in claims {
            let computed = recompute(&claim.figures()).ok();
            let stored = (claim.net_grams, claim.net_points);
            if computed != Some(stored) {
                differing.push(Mismatch {
                    claim_id: claim.id,
                    computed,
                    stored,
                });
            }
        }
    }
}

/// Lets go of the numbers and pictures of a claim that does not count any more.
pub(crate) async fn release_marks(tx: &TenantTx, claim_id: &str, now: &str) -> StoreResult<()> {
    marks::release(tx, claim_id, now).await
}

/// Puts the numbers and pictures of a claim back to use; `false` when another claim uses one of them now.
pub(crate) async fn marks_back(tx: &TenantTx, claim_id: &str) -> StoreResult<bool> {
    marks::take_back(tx, claim_id).await
}

/// Units as the wire has them.
pub(crate) fn units(micro: i64) -> WireDecimal {
    WireDecimal(decimal::from_micro(micro).normalize())
}
