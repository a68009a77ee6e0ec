//! What an action would come to, before it is sent: computed here, by the function that decides on the server.

use saxaul_shared::credits::action::{ActionCatalogue, ActionDef, EffectiveRule};
use saxaul_shared::credits::claim::{Before, Draft, Evaluation, MemberFacts, evaluate};
use saxaul_shared::decimal::{self, Decimal};
use saxaul_shared::period::Date;

use super::figures;
use super::operations::{Action, Seat};
use crate::i18n;
use crate::locales::circle as words;

/// What a claim would come to.
#[derive(Debug, Clone, PartialEq)]
pub enum Preview {
    /// It would count.
    Worth(Box<Evaluation>),
    /// It would be refused: what is wrong, and at which field.
    Refused(Vec<(Option<String>, String)>),
}

/// The catalogue's own row of an action.
pub fn def_of(code: &str) -> Option<&'static ActionDef> {
    ActionCatalogue::embedded().by_code(code)
}

/// Evaluates a draft with what the company has set and what is left of the caps.
pub fn evaluate_draft(action: &Action, draft: &Draft, seat: Option<&Seat>) -> Option<Preview> {
    let today = Date::parse(&figures::today()).ok()?;
    let micro = |value: Decimal| decimal::to_micro(value).ok();
    // What is left stands in for what was logged before, which only the server knows whole.
    let left_of_day = if draft.day == today {
        action.left_today
    } else {
        action.cap_per_day
    };
    let rule = EffectiveRule {
        def: def_of(&action.code)?,
        enabled: true,
        points_per_kg: action.points_per_kg,
        cap_per_day_micro: micro(left_of_day)?,
        cap_per_year_micro: micro(action.left_this_year)?,
        version: action.rule_version,
    };
    let member = MemberFacts {
        joined_on: seat
            .and_then(|seat| Date::parse(&seat.joined_on.0).ok())
            .unwrap_or(today),
        office_distance_m: seat
            .and_then(|seat| seat.office_distance_km)
            .and_then(|km| i64::try_from(decimal::round(km * Decimal::ONE_THOUSAND, 0)).ok()),
        diet: None,
    };
    let locale = i18n::language();
    Some(
        match evaluate(&rule, draft, &Before::default(), &member, today) {
            Ok(evaluation) => Preview::Worth(Box::new(evaluation)),
            Err(violations) => Preview::Refused(
                violations
                    .iter()
                    .map(|violation| {
                        let field = violation
                            .field
                            .as_ref()
                            .and_then(|path| path.last().cloned());
                        (field, violation.message(locale).to_owned())
                    })
                    .collect(),
            ),
        },
    )
}

/// What a tile says it brings: `−1.9 kg · +1 894 points`.
pub fn gain(evaluation: &Evaluation) -> String {
    let points = words::POINTS_PLUS.fill(
        i18n::language(),
        &[("count", &figures::count(evaluation.net_points()))],
    );
    match evaluation.net_grams() {
        0 => points,
        grams => format!("{} · {points}", figures::grams(-grams)),
    }
}
