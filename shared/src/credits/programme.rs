//! The rules a company sets for its employee programme, and their bounds.

use crate::violation::{ErrorCode, Violation};

/// What a company sets for its programme. Every change is a new version; postings keep the version they were made under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeSettings {
    /// Points for each kilogram of CO2e reduced, 0 to 10 000; 1000 makes one point of one gram.
    pub points_per_kg: i64,
    /// Months after which earned points expire, 1 to 60; none when they never do.
    pub expiry_months: Option<i64>,
    /// Points that may be earned and granted in a calendar year over all members; none when there is no limit.
    pub yearly_point_budget: Option<i64>,
    /// Share of enrolled members who must have logged something for a group to appear on a board, 0 to 100 per cent.
    pub board_floor_pct: i64,
    /// Points a member may give away in a calendar month, 0 to 1 000 000.
    pub give_limit_month: i64,
    /// Emissions budget of one person and month in kilograms CO2e, 1 to 2000.
    pub monthly_budget_kg: i64,
}

impl Default for ProgrammeSettings {
    /// What a programme starts with.
    ///
    /// 1 point for 1 gram and expiry after 24 months as the notes on employee schemes suggest; 60 % participation as in
    /// the published rules of team challenges; 167 kg a month are 2 t a year, the personal budget compatible with 1.5 °C
    /// that Nos Gestes Climat (ADEME) uses.
    fn default() -> Self {
        Self {
            points_per_kg: 1000,
            expiry_months: Some(24),
            yearly_point_budget: None,
            board_floor_pct: 60,
            give_limit_month: 20_000,
            monthly_budget_kg: 167,
        }
    }
}

impl ProgrammeSettings {
    /// Everything that is out of bounds; empty when nothing is.
    pub fn violations(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        let mut check = |field: &str, value: i64, least: i64, most: i64| {
            if !(least..=most).contains(&value) {
                found.push(Violation::field(
                    ErrorCode::OutOfRange,
                    field,
                    format!("应在 {least} 到 {most} 之间。"),
                    format!("Must be between {least} and {most}."),
                ));
            }
        };
        check("pointsPerKg", self.points_per_kg, 0, 10_000);
        check("expiryMonths", self.expiry_months.unwrap_or(1), 1, 60);
        check(
            "yearlyPointBudget",
            self.yearly_point_budget.unwrap_or(0),
            0,
            1_000_000_000_000,
        );
        check("boardFloorPct", self.board_floor_pct, 0, 100);
        check("giveLimitMonth", self.give_limit_month, 0, 1_000_000);
        check("monthlyBudgetKg", self.monthly_budget_kg, 1, 2000);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programme_starts_within_its_bounds() {
        assert_eq!(ProgrammeSettings::default().violations(), vec![]);
    }

    #[test]
    fn every_bound_is_named() {
        let wrong = ProgrammeSettings {
            points_per_kg: -1,
            expiry_months: Some(0),
            yearly_point_budget: Some(-1),
            board_floor_pct: 101,
            give_limit_month: -1,
            monthly_budget_kg: 0,
        };
        let fields: Vec<String> = wrong
            .violations()
            .into_iter()
            .map(|violation| violation.field.unwrap().join("."))
            .collect();
        assert_eq!(
            fields,
            [
                "pointsPerKg",
                "expiryMonths",
                "yearlyPointBudget",
                "boardFloorPct",
                "giveLimitMonth",
                "monthlyBudgetKg"
            ]
        );
    }
}
