//! The one function that says what a claim is worth.

use super::{
    AdjustmentOutcome, Basis, Before, Draft, Evaluation, MealSlot, MemberFacts, Reason, exclusion,
    figures, limits, plain,
    refuse::{self, Refusals},
};
use crate::{
    credits::{
        ClaimState, TrustLevel,
        action::{
            ActionCatalogue, AdjustedBy, Check, Diet, EffectiveRule, Evidence, NumberKind, Side,
            Uniqueness,
        },
        honesty::{DAY_GRAMS_MAX, ReviewSignal, SAME_AMOUNT_DAYS, Signal},
    },
    decimal,
    period::Date,
    violation::Violation,
};

/// Largest amount of one claim, in micro-units: far above every cap, far below where sums could overflow.
const UNITS_MICRO_MAX: i64 = 1_000_000_000_000;
/// Trips of a commute when nothing is said: there and back.
const TRIPS_DEFAULT: i64 = 2;
/// A claim spans at most a day.
const MINUTES_PER_DAY: i64 = 1440;

/// Says what a claim is worth, or everything that is wrong with it.
///
/// Pure: the same rule, claim, history and day give the same answer in the browser and on the server. Units over a cap
/// are left out and said so; a claim of which nothing counts is refused. Signals put it in review: nothing is posted
/// before a person has looked.
pub fn evaluate(
    rule: &EffectiveRule<'_>,
    draft: &Draft,
    before: &Before,
    member: &MemberFacts,
    today: Date,
) -> Result<Evaluation, Vec<Violation>> {
    let mut refused = Refusals::default();
    let action = &rule.def.rule;
    refused.unless(rule.enabled, || refuse::switched_off(rule.def));
    let claimed_micro = units(rule, draft, &mut refused);
    check_day(rule, draft, member, today, &mut refused);
    let number = number_of(
        action.number,
        draft.number.as_deref(),
        "evidenceNumber",
        &mut refused,
    );
    let second_kind = action.second_number.map(|second| second.kind);
    let second_number = number_of(
        second_kind,
        draft.second_number.as_deref(),
        "secondNumber",
        &mut refused,
    );
    if let Some(second) = action.second_number
        && second.required
        && draft.second_number.is_none()
    {
        refused.push(refuse::second_number_missing(second.kind));
    }
    let basis = basis(rule, draft, member, number.is_some());
    refused.unless(basis.is_some(), || refuse::evidence_missing(rule.def));
    let trips = trips(rule, draft, before, &mut refused);
    let meal = meal(rule, draft, &mut refused);
    check_times(rule, draft, before, &mut refused);
    check_habits(rule, before, member, meal, draft, &mut refused);
    refused.extend(exclusion::broken(rule.def, draft, before));
    let trade = check_taken(rule, before, &mut refused);
    let adjustment_minutes = adjustment_minutes(rule, draft, &mut refused);
    refused.into_result()?;
    let (Some(claimed_micro), Some(basis)) = (claimed_micro, basis) else {
        return Err(vec![refuse::evidence_missing(rule.def)]);
    };

    let believed = limits::believed_distance(rule, member.office_distance_m, trips);
    let (accepted_micro, reasons) =
        limits::accepted(rule, claimed_micro, draft, before, basis, believed, trips);
    if accepted_micro == 0 {
        return Err(vec![refuse::nothing_left(rule.def, reasons.last())]);
    }
    let (grams, points, adjustment) = worth(rule, accepted_micro, adjustment_minutes)?;
    let mut signals = Vec::new();
    signals.extend(trade);
    signals.extend(speed(rule, claimed_micro, draft.duration_minutes));
    if basis == Basis::Number
        && let Some(most) = believed
        && claimed_micro > most
    {
        signals.push(Signal::new(
            ReviewSignal::Distance,
            plain(claimed_micro),
            plain(most),
        ));
    }
    let on_travel_order = [(action.number, &number), (second_kind, &second_number)]
        .iter()
        .any(|(kind, text)| *kind == Some(NumberKind::TravelOrder) && text.is_some());
    if !on_travel_order {
        signals.extend(day_total(draft, before, grams));
    }
    if action.varies
        && basis == Basis::SelfReport
        && before.same_amount_days + 1 >= SAME_AMOUNT_DAYS
    {
        let days = before.same_amount_days + 1;
        signals.push(Signal::new(
            ReviewSignal::ConstantPattern,
            days.to_string(),
            "",
        ));
    }
    signals.extend(asked(rule, before));
    let state = match (signals.is_empty(), accepted_micro < claimed_micro) {
        (false, _) => ClaimState::InReview,
        (true, true) => ClaimState::PartlyAccepted,
        (true, false) => ClaimState::Accepted,
    };
    Ok(Evaluation {
        claimed_micro,
        accepted_micro,
        grams,
        points,
        adjustment,
        reasons,
        basis,
        trust: match basis {
            Basis::Import => draft.import.unwrap_or(TrustLevel::Manual),
            Basis::Number | Basis::Photo => TrustLevel::Documented,
            Basis::OfficeDistance | Basis::SelfReport => TrustLevel::Manual,
        },
        signals,
        state,
        trips,
        meal,
        number,
        second_number,
    })
}

fn units(rule: &EffectiveRule<'_>, draft: &Draft, refused: &mut Refusals) -> Option<i64> {
    let exact = decimal::to_micro(draft.units)
        .ok()
        .filter(|micro| decimal::from_micro(*micro) == draft.units)
        .filter(|micro| (1..=UNITS_MICRO_MAX).contains(micro));
    let Some(micro) = exact else {
        refused.push(refuse::bad_units());
        return None;
    };
    if let Some(least) = rule.def.rule.least_micro
        && micro < least
    {
        refused.push(refuse::too_short(rule.def, least));
        return None;
    }
    Some(micro)
}

fn check_day(
    rule: &EffectiveRule<'_>,
    draft: &Draft,
    member: &MemberFacts,
    today: Date,
    refused: &mut Refusals,
) {
    let days_ago = today.day_number() - draft.day.day_number();
    let window = rule.def.rule.max_backdate_days;
    if days_ago < 0 {
        refused.push(refuse::future());
    } else if days_ago > window {
        refused.push(refuse::too_late(window));
    }
    refused.unless(draft.day >= member.joined_on, || {
        refuse::before_joining(member.joined_on)
    });
}

fn number_of(
    kind: Option<NumberKind>,
    text: Option<&str>,
    field: &str,
    refused: &mut Refusals,
) -> Option<String> {
    let (kind, text) = (kind?, text.map(str::trim).filter(|text| !text.is_empty())?);
    match kind.normalise(text) {
        Ok(number) => Some(number),
        Err(error) => {
            refused.push(refuse::bad_number(kind, field, error));
            None
        }
    }
}

/// The best evidence at hand of those the rule takes.
fn basis(
    rule: &EffectiveRule<'_>,
    draft: &Draft,
    member: &MemberFacts,
    has_number: bool,
) -> Option<Basis> {
    let takes = |wanted: Evidence| rule.def.rule.evidence.contains(&wanted);
    if draft.import.is_some() {
        // What a device recorded never passes for something typed by hand.
        return takes(Evidence::Import).then_some(Basis::Import);
    }
    if has_number && takes(Evidence::Number) {
        Some(Basis::Number)
    } else if draft.has_photo && takes(Evidence::Photo) {
        Some(Basis::Photo)
    } else if member.office_distance_m.is_some() && takes(Evidence::OfficeDistance) {
        Some(Basis::OfficeDistance)
    } else {
        let by_word = |evidence: &Evidence| matches!(evidence, Evidence::SelfReport { .. });
        rule.def
            .rule
            .evidence
            .iter()
            .any(by_word)
            .then_some(Basis::SelfReport)
    }
}

fn trips(rule: &EffectiveRule<'_>, draft: &Draft, before: &Before, refused: &mut Refusals) -> i64 {
    let Some(most) = rule.def.rule.trips_per_day else {
        return draft.trips.unwrap_or(1).max(1);
    };
    let catalogue = ActionCatalogue::embedded();
    let used: i64 = before
        .claims
        .iter()
        .filter(|claim| claim.day == draft.day)
        .filter(|claim| {
            catalogue
                .by_code(&claim.code)
                .is_some_and(|def| def.rule.trips_per_day.is_some())
        })
        .map(|claim| claim.trips)
        .sum();
    let left = (most - used).max(0);
    let trips = draft.trips.unwrap_or(TRIPS_DEFAULT.min(left.max(1)));
    refused.unless((1..=left).contains(&trips), || {
        refuse::too_many_trips(most, left)
    });
    trips.max(1)
}

fn meal(rule: &EffectiveRule<'_>, draft: &Draft, refused: &mut Refusals) -> Option<MealSlot> {
    if !rule.def.rule.per_meal {
        return None;
    }
    let meal = draft.meal.or(draft.minute().map(MealSlot::at));
    refused.unless(meal.is_some(), refuse::meal_missing);
    meal
}

fn check_times(rule: &EffectiveRule<'_>, draft: &Draft, before: &Before, refused: &mut Refusals) {
    let plausible = |minutes: Option<i64>, least: i64| {
        minutes.is_none_or(|minutes| (least..=MINUTES_PER_DAY).contains(&minutes))
    };
    refused.unless(plausible(draft.duration_minutes, 1), || {
        refuse::bad_minutes("durationMinutes")
    });
    refused.unless(plausible(draft.home_work_minutes, 0), || {
        refuse::bad_minutes("homeWorkMinutes")
    });
    if let Some(apart) = rule.def.rule.minutes_apart {
        let near = before
            .claims
            .iter()
            .filter(|claim| claim.code == rule.def.code && claim.day == draft.day)
            .any(|claim| {
                let other = claim.started_minute.or(claim.logged_minute);
                match (draft.minute(), other) {
                    (Some(a), Some(b)) => (a - b).abs() < apart,
                    _ => true,
                }
            });
        refused.unless(!near, || refuse::too_soon(apart));
    }
}

fn check_habits(
    rule: &EffectiveRule<'_>,
    before: &Before,
    member: &MemberFacts,
    meal: Option<MealSlot>,
    draft: &Draft,
    refused: &mut Refusals,
) {
    let action = &rule.def.rule;
    let usual = matches!(
        (action.not_for_diet, member.diet),
        (Some(Diet::Vegetarian), Some(Diet::Vegetarian | Diet::Vegan))
            | (Some(Diet::Vegan), Some(Diet::Vegan))
    );
    refused.unless(!usual, refuse::usual_diet);
    if let Some(meal) = meal {
        let catalogue = ActionCatalogue::embedded();
        let eaten = before.claims.iter().any(|claim| {
            claim.day == draft.day
                && claim.meal == Some(meal)
                && catalogue
                    .by_code(&claim.code)
                    .is_some_and(|def| def.rule.per_meal)
        });
        refused.unless(!eaten, || refuse::meal_taken(meal));
    }
    if let Some((_, times)) = action.times_a_year {
        refused.unless(before.year_times < times, || refuse::too_often(times));
    }
    if action.only_with.is_some() {
        refused.unless(before.has_companion, refuse::no_companion);
    }
    if let Some(seats) = action.riders {
        refused.unless(before.riders < seats, || refuse::car_full(seats));
    }
}

/// Numbers and pictures used before. A buyer's claim on an order the seller claimed is no refusal but a signal.
fn check_taken(
    rule: &EffectiveRule<'_>,
    before: &Before,
    refused: &mut Refusals,
) -> Option<Signal> {
    let action = &rule.def.rule;
    let mut trade = None;
    if let (Some(kind), Some(taken)) = (action.number, before.number_taken) {
        let bought = action.side == Some(Side::Buyer) && taken.side == Some(Side::Seller);
        if bought && !taken.by_self {
            trade = Some(Signal::bare(ReviewSignal::BuyerAndSeller));
        } else if clashes(kind, taken.by_self) {
            refused.push(refuse::number_taken(kind, "evidenceNumber", taken.by_self));
        }
    }
    if let (Some(second), Some(taken)) = (action.second_number, before.second_taken)
        && clashes(second.kind, taken.by_self)
    {
        refused.push(refuse::number_taken(
            second.kind,
            "secondNumber",
            taken.by_self,
        ));
    }
    if let Some(taken) = before.photo_taken {
        refused.push(refuse::photo_taken(taken.by_self));
    }
    trade
}

fn clashes(kind: NumberKind, by_self: bool) -> bool {
    match kind.uniqueness() {
        Uniqueness::Once => true,
        Uniqueness::OneOwner => !by_self,
        Uniqueness::OncePerMember | Uniqueness::Shared => by_self,
    }
}

fn adjustment_minutes(
    rule: &EffectiveRule<'_>,
    draft: &Draft,
    refused: &mut Refusals,
) -> Option<i64> {
    let by = rule
        .def
        .rule
        .adjustment
        .as_ref()
        .map(|adjustment| adjustment.by);
    if by != Some(AdjustedBy::HomeWork) && draft.home_work_minutes.is_some() {
        refused.push(refuse::no_home_work());
    }
    match by? {
        AdjustedBy::Duration => {
            refused.unless(draft.duration_minutes.is_some(), refuse::duration_missing);
            draft.duration_minutes
        }
        AdjustedBy::HomeWork => draft.home_work_minutes.filter(|minutes| *minutes > 0),
    }
}

type Worth = (i64, i64, Option<AdjustmentOutcome>);

fn worth(
    rule: &EffectiveRule<'_>,
    accepted_micro: i64,
    adjustment_minutes: Option<i64>,
) -> Result<Worth, Vec<Violation>> {
    let too_large = |_| vec![refuse::bad_units()];
    let of = |def: &crate::credits::action::ActionDef, micro: i64| {
        figures::one(
            def.ledger,
            micro,
            def.factor_kg_per_unit,
            rule.points_per_kg,
        )
        .map_err(too_large)
    };
    let (grams, points) = of(rule.def, accepted_micro)?;
    let deduction = rule.def.rule.adjustment.as_ref().zip(adjustment_minutes);
    let Some((adjustment, minutes)) = deduction else {
        return Ok((grams, points, None));
    };
    let Some(def) = ActionCatalogue::embedded().by_code(&adjustment.code) else {
        return Ok((grams, points, None));
    };
    let units_micro = figures::hours_micro(minutes);
    if units_micro > def.rule.cap_per_day_micro {
        return Err(vec![refuse::too_many_hours(def.rule.cap_per_day_micro)]);
    }
    let (less_grams, less_points) = of(def, units_micro)?;
    if grams + less_grams <= 0 {
        return Err(vec![refuse::nothing_saved()]);
    }
    let outcome = AdjustmentOutcome {
        code: def.code.clone(),
        units_micro,
        grams: less_grams,
        points: less_points,
    };
    Ok((grams, points, Some(outcome)))
}

fn speed(rule: &EffectiveRule<'_>, claimed_micro: i64, minutes: Option<i64>) -> Option<Signal> {
    let (limit, minutes) = (
        rule.def.rule.speed?,
        minutes.filter(|minutes| *minutes > 0)?,
    );
    let micro_km_60 = i128::from(claimed_micro) * 60;
    let at = |kmh: i64| i128::from(kmh) * i128::from(minutes) * 1_000_000;
    if (at(limit.least_kmh)..=at(limit.most_kmh)).contains(&micro_km_60) {
        return None;
    }
    let micro_kmh = i64::try_from(micro_km_60 / i128::from(minutes)).unwrap_or(i64::MAX);
    let seen = decimal::round(decimal::from_micro(micro_kmh), 1);
    Some(Signal::new(
        ReviewSignal::Speed,
        seen.normalize().to_string(),
        format!("{}–{}", limit.least_kmh, limit.most_kmh),
    ))
}

fn day_total(draft: &Draft, before: &Before, grams: i64) -> Option<Signal> {
    let earlier: i64 = before
        .claims
        .iter()
        .filter(|claim| claim.day == draft.day && !claim.has_travel_order)
        .map(|claim| claim.grams)
        .sum();
    let total = earlier + grams;
    (total > DAY_GRAMS_MAX).then(|| {
        Signal::new(
            ReviewSignal::DayTotal,
            plain(total * 1000),
            plain(DAY_GRAMS_MAX * 1000),
        )
    })
}

/// What the rule itself asks a person to look at. The last rider of a shared car confirms for all.
fn asked(rule: &EffectiveRule<'_>, before: &Before) -> Option<Signal> {
    let check = rule.def.rule.check?;
    let all_aboard = rule
        .def
        .rule
        .riders
        .is_some_and(|seats| before.riders + 1 >= seats);
    (!(check == Check::Riders && all_aboard)).then(|| Signal::asked(check))
}

impl Evaluation {
    /// The sentences of what limited it.
    pub fn reason_texts(&self, unit: &str, locale: crate::format::Locale) -> Vec<String> {
        self.reasons
            .iter()
            .map(|reason: &Reason| reason.message(unit, locale))
            .collect()
    }
}
