//! The audit trail keeps stable names; people read words.

use super::words as names;
use crate::client::enums::{
    ConsolidationApproach, FactorState, GwpSet, InventoryState, Role, UnitKind,
};
use crate::i18n::Text;
use crate::locales::audit as words;

/// What was done. Tracked: follows the language.
pub fn action(name: &str) -> String {
    look_up(words::ACTIONS, name)
}

/// Which field. Fields inside others are written `a › b`.
pub fn field(name: &str) -> String {
    name.split('.')
        .map(|part| look_up(words::FIELDS, part))
        .collect::<Vec<_>>()
        .join(" › ")
}

/// A value as it stood.
pub fn value(text: &str) -> String {
    let known = match text {
        "true" => Some(words::YES),
        "false" => Some(words::NO),
        _ => enumerated(text),
    };
    known.map_or_else(|| text.to_owned(), |known| known.now().to_owned())
}

fn enumerated(text: &str) -> Option<Text> {
    let consolidation = || {
        text.parse::<ConsolidationApproach>()
            .ok()
            .map(names::consolidation)
    };
    let kind = || text.parse::<UnitKind>().ok().map(names::unit_kind);
    let gwp = || text.parse::<GwpSet>().ok().map(names::gwp_set);
    let role = || text.parse::<Role>().ok().map(names::role);
    let inventory = || text.parse::<InventoryState>().ok().map(inventory_state);
    let factor = || {
        text.parse::<FactorState>()
            .ok()
            .map(|state| names::factor_state(state).0)
    };
    consolidation()
        .or_else(kind)
        .or_else(gwp)
        .or_else(role)
        .or_else(inventory)
        .or_else(factor)
}

const fn inventory_state(state: InventoryState) -> Text {
    match state {
        InventoryState::Open => words::STATE_OPEN,
        InventoryState::Submitted => words::STATE_SUBMITTED,
        InventoryState::Approved => words::STATE_APPROVED,
        InventoryState::Locked => words::STATE_LOCKED,
    }
}

fn look_up(table: &[(&str, Text)], name: &str) -> String {
    let known = table.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| apart(name), |(_, text)| text.now().to_owned())
}

/// A name nobody gave words to yet, at least with spaces: `fooBar` becomes `foo bar`.
fn apart(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            words.push(' ');
            words.push(letter.to_ascii_lowercase());
        } else {
            words.push(if matches!(letter, '_' | '.') {
                ' '
            } else {
                letter
            });
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn an_unknown_name_is_at_least_readable() {
        assert_eq!(apart("meterReadingSet"), "meter reading set");
        assert_eq!(apart("meter.read_out"), "meter read out");
    }
}
