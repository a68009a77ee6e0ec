//! What is known before a claim is evaluated.

use saxaul_shared::{
    credits::{
        action::{ActionCatalogue, ActionDef, EffectiveRule, NumberKind},
        claim::{Before, Draft, MemberFacts},
        honesty::SAME_AMOUNT_DAYS,
    },
    period::Period,
};

use super::{marks::Mark, row::Photo, store};
use crate::{
    credits::{everyday::service as everyday, programme::store::MemberRow},
    platform::{
        Platform,
        db::{StoreResult, TenantTx},
    },
};

/// Facts and marks of a claim.
pub(super) struct Gathered {
    pub(super) before: Before,
    pub(super) member: MemberFacts,
    pub(super) number: Option<Mark>,
    pub(super) second: Option<Mark>,
    pub(super) photo: Option<Mark>,
    /// Claims of the others who share its number.
    pub(super) sharing: Vec<String>,
    /// Keyed hash of the travel order it names.
    pub(super) order_mark: Option<String>,
}

/// Reads everything that matters for a claim.
pub(super) async fn gather(
    platform: &Platform,
    tx: &TenantTx,
    member: &MemberRow,
    rule: &EffectiveRule<'_>,
    draft: &Draft,
    photo: Option<&Photo>,
) -> StoreResult<Gathered> {
    let action = &rule.def.rule;
    let mark = |kind: Option<NumberKind>, text: Option<&str>| -> StoreResult<Option<Mark>> {
        let (Some(kind), Some(text)) = (kind, text) else {
            return Ok(None);
        };
        // A number that cannot be read has no mark; the evaluation refuses it.
        kind.normalise(text)
            .ok()
            .map(|number| Mark::of_number(platform, tx, &member.id, kind, &number, action.riders))
            .transpose()
    };
    let second_kind = action.second_number.map(|second| second.kind);
    let number = mark(action.number, draft.number.as_deref())?;
    let second = mark(second_kind, draft.second_number.as_deref())?;
    let photo = photo.map(|photo| Mark::of_photo(&photo.sha256));
    let order_mark = [(action.number, &number), (second_kind, &second)]
        .into_iter()
        .find(|(kind, _)| *kind == Some(NumberKind::TravelOrder))
        .and_then(|(_, mark)| mark.as_ref())
        .map(|mark| mark.hash().to_owned());

    let month = draft.day.calendar_month().period();
    let year = Period::year(draft.day.year()).unwrap_or(month);
    let group_codes = |group| -> Vec<&str> {
        ActionCatalogue::embedded()
            .in_group(group)
            .map(|def: &ActionDef| def.code.as_str())
            .collect()
    };
    let mut before = Before {
        claims: store::earlier(tx, &member.id, month).await?,
        year_accepted_micro: store::accepted_micro(tx, &member.id, &rule.def.code, year).await?,
        ..Before::default()
    };
    if let Some((group, _)) = action.times_a_year {
        before.year_times = store::times(tx, &member.id, &group_codes(group), year).await?;
    }
    if action.varies {
        before.same_amount_days = same_amount_days(tx, member, rule, draft).await?;
    }
    if let Some(mark) = &number {
        before.number_taken = mark.taken(tx, &member.id).await?;
    }
    if let Some(mark) = &second {
        before.second_taken = mark.taken(tx, &member.id).await?;
    }
    if let Some(mark) = &photo {
        before.photo_taken = mark.taken(tx, &member.id).await?;
    }
    let mut sharing = Vec::new();
    if let (Some(_), Some(mark)) = (action.riders, &number) {
        sharing = mark.others(tx, &member.id).await?;
        before.riders = i64::try_from(sharing.len()).unwrap_or(i64::MAX);
    }
    if let (Some(group), Some(order)) = (action.only_with, &order_mark) {
        before.has_companion =
            store::has_on_order(tx, &member.id, &group_codes(group), order).await?;
    }
    let diet = if action.not_for_diet.is_some() {
        everyday::diet(tx, &member.id).await?
    } else {
        None
    };
    Ok(Gathered {
        before,
        member: MemberFacts {
            joined_on: member.joined_on,
            office_distance_m: member.office_distance_m,
            diet,
        },
        number,
        second,
        photo,
        sharing,
        order_mark,
    })
}

/// Days in a row, before the claim's, with just the claimed amount.
async fn same_amount_days(
    tx: &TenantTx,
    member: &MemberRow,
    rule: &EffectiveRule<'_>,
    draft: &Draft,
) -> StoreResult<i64> {
    let most = usize::try_from(SAME_AMOUNT_DAYS).unwrap_or(usize::MAX);
    let days = store::amounts_before(tx, &member.id, &rule.def.code, draft.day, most).await?;
    let claimed = saxaul_shared::decimal::to_micro(draft.units).unwrap_or(0);
    let same = days
        .iter()
        .take_while(|(_, micro)| *micro == claimed)
        .count();
    Ok(i64::try_from(same).unwrap_or(i64::MAX))
}
