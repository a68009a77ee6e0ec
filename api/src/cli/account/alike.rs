//! Plain rows that say the same but for their amount and their days, and the plans that compute them.

use std::collections::HashMap;

use saxaul_shared::period::{Date, Period};

/// Plans by the text that rows share and by their days.
#[derive(Debug, Default)]
pub(super) struct AlikeRows {
    groups: Vec<Group>,
    by_text: HashMap<Vec<u8>, usize>,
    /// Group of the row before: files are mostly sorted by what they count.
    last: usize,
}

#[derive(Debug)]
struct Group {
    text: Vec<u8>,
    /// Plans with the days that they hold for; without days when the text says these as well.
    plans: Vec<(Option<Period>, usize)>,
}

impl AlikeRows {
    /// The plan of rows with this text on this day.
    pub(super) fn plan(&mut self, text: &[u8], day: Option<Date>) -> Option<usize> {
        match self.groups.get(self.last) {
            Some(group) if group.text == text => {}
            _ => self.last = *self.by_text.get(text)?,
        }
        let plans = &self.groups.get(self.last)?.plans;
        let holds = |days: &Option<Period>| match (days, day) {
            (Some(days), Some(day)) => days.contains(day),
            (None, None) => true,
            _ => false,
        };
        plans
            .iter()
            .find(|(days, _)| holds(days))
            .map(|(_, plan)| *plan)
    }

    /// Keeps the plan of rows with this text on these days.
    pub(super) fn keep(&mut self, text: &[u8], days: Option<Period>, plan: usize) {
        let next = self.groups.len();
        let at = *self.by_text.entry(text.to_vec()).or_insert(next);
        if at == next {
            self.groups.push(Group {
                text: text.to_vec(),
                plans: Vec::new(),
            });
        }
        if let Some(group) = self.groups.get_mut(at) {
            group.plans.push((days, plan));
        }
    }

    /// Number of different texts.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    pub(super) fn clear(&mut self) {
        self.groups.clear();
        self.by_text.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_alike_by_text_and_day() {
        let day = |text: &str| Date::parse(text).ok();
        let mut alike = AlikeRows::default();
        alike.keep(b"power", Period::year(2023), 7);
        alike.keep(b"power", Period::year(2024), 8);
        alike.keep(b"gas", None, 9);
        assert_eq!(alike.plan(b"power", day("2023-12-31")), Some(7));
        assert_eq!(alike.plan(b"power", day("2024-01-01")), Some(8));
        assert_eq!(alike.plan(b"power", day("2025-01-01")), None);
        assert_eq!(alike.plan(b"power", None), None);
        assert_eq!(alike.plan(b"gas", None), Some(9));
        assert_eq!(alike.plan(b"coal", None), None);
        assert_eq!(alike.len(), 2);
        alike.clear();
        assert_eq!(alike.plan(b"gas", None), None);
    }
}
