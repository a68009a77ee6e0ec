//! Commuting and business travel of a company's people, for its inventory: amounts by way of travelling, only where
//! enough people stand behind them.

use std::collections::{BTreeMap, BTreeSet};

use super::{InventoryLink, action::TravelMode};

/// Fewest people a figure handed to the company may be made of.
pub const PEOPLE_MIN: usize = 5;

/// One member's travel of one day by one way of travelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TravelFact {
    /// Whose, as any text that tells members apart.
    pub member: String,
    /// Which day, as any number that tells days apart.
    pub day_number: i64,
    /// Which part of the inventory.
    pub link: InventoryLink,
    /// How.
    pub mode: TravelMode,
    /// Unit of the amount.
    pub unit: String,
    /// Amount, in micro-units.
    pub micro: i64,
    /// From a claim (a saving), not from the everyday log (an emission).
    pub is_claim: bool,
}

/// Travel of many people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TravelTotal {
    /// Which part of the inventory: commuting or business travel.
    pub link: InventoryLink,
    /// How.
    pub mode: TravelMode,
    /// Unit of the amount: `passenger_km`, `vehicle_km`, `room_night`, `person_hour`.
    pub unit: String,
    /// Amount, in micro-units.
    pub micro: i64,
    /// People behind it, at least [`PEOPLE_MIN`].
    pub people: usize,
}

/// Totals, and what was held back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TravelTotals {
    /// Totals of at least [`PEOPLE_MIN`] people, in fixed order.
    pub totals: Vec<TravelTotal>,
    /// Ways of travelling left out because fewer people stand behind them.
    pub held_back: usize,
}

/// Adds up. The same trip may stand in both logs, as a saving and as an emission: of a member's day and way of
/// travelling the larger of the two counts, never their sum. Kilometres on foot, by bicycle and by car are
/// passenger-kilometres.
pub fn totals(facts: &[TravelFact]) -> TravelTotals {
    type Key = (InventoryLink, TravelMode, &'static str);
    let mut days: BTreeMap<(Key, &str, i64), [i64; 2]> = BTreeMap::new();
    for fact in facts {
        let inside = matches!(
            fact.link,
            InventoryLink::Scope3Category6 | InventoryLink::Scope3Category7
        );
        let Some(unit) = measure(&fact.unit).filter(|_| inside) else {
            continue;
        };
        let key = (fact.link, fact.mode, unit);
        let both = days
            .entry((key, fact.member.as_str(), fact.day_number))
            .or_default();
        both[usize::from(fact.is_claim)] += fact.micro;
    }
    let mut sums: BTreeMap<Key, (i64, BTreeSet<&str>)> = BTreeMap::new();
    for ((key, member, _), [logged, claimed]) in days {
        let (sum, people) = sums.entry(key).or_default();
        *sum += logged.max(claimed);
        people.insert(member);
    }
    let ways = sums.len();
    let totals: Vec<TravelTotal> = sums
        .into_iter()
        .filter(|(_, (_, people))| people.len() >= PEOPLE_MIN)
        .map(|((link, mode, unit), (micro, people))| TravelTotal {
            link,
            mode,
            unit: unit.to_owned(),
            micro,
            people: people.len(),
        })
        .collect();
    TravelTotals {
        held_back: ways - totals.len(),
        totals,
    }
}

/// The unit that amounts are added up in; `None` for what is no travel.
fn measure(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "passenger_km" | "km" => "passenger_km",
        "vehicle_km" => "vehicle_km",
        "room_night" => "room_night",
        "person_hour" => "person_hour",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(member: &str, day_number: i64, micro: i64, is_claim: bool) -> TravelFact {
        TravelFact {
            member: member.to_owned(),
            day_number,
            link: InventoryLink::Scope3Category7,
            mode: TravelMode::Metro,
            unit: "passenger_km".to_owned(),
            micro,
            is_claim,
        }
    }

    #[test]
    fn a_trip_in_both_logs_counts_once() {
        let mut facts: Vec<TravelFact> = ["a", "b", "c", "d", "e"]
            .iter()
            .map(|member| fact(member, 1, 14_400_000, true))
            .collect();
        facts.push(fact("a", 1, 14_400_000, false));
        facts.push(fact("a", 2, 5_000_000, false));
        let got = totals(&facts);
        assert_eq!(got.held_back, 0);
        assert_eq!(got.totals.len(), 1);
        assert_eq!(got.totals[0].micro, 5 * 14_400_000 + 5_000_000);
        assert_eq!(got.totals[0].people, 5);
    }

    #[test]
    fn fewer_than_five_people_are_held_back() {
        let facts: Vec<TravelFact> = ["a", "b", "c", "d"]
            .iter()
            .map(|member| fact(member, 1, 1_000_000, true))
            .collect();
        let got = totals(&facts);
        assert!(got.totals.is_empty());
        assert_eq!(got.held_back, 1);
    }
}
