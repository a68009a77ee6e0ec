//! What a company sets for an action, over what the catalogue says.

use super::ActionDef;
use crate::violation::{ErrorCode, Violation};

/// Points for a kilogram where the company has not set its own.
pub const POINTS_PER_KG_DEFAULT: i64 = 1000;
/// Most points a kilogram may earn.
pub const POINTS_PER_KG_MAX: i64 = 10_000;

/// What a company sets for one action. `None` leaves the catalogue's or the programme's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleSetting {
    /// Whether members may log it.
    pub enabled: Option<bool>,
    /// Points for a kilogram.
    pub points_per_kg: Option<i64>,
    /// Most units a day, in micro-units.
    pub cap_per_day_micro: Option<i64>,
    /// Most units a year, in micro-units.
    pub cap_per_year_micro: Option<i64>,
}

impl RuleSetting {
    /// Checks a setting against the catalogue: a company may be stricter than the published caps, never laxer, and what
    /// is posted by itself cannot be switched.
    pub fn check(&self, def: &ActionDef) -> Result<(), Vec<Violation>> {
        let mut violations = Vec::new();
        if def.is_automatic() {
            violations.push(Violation::field(
                ErrorCode::WrongState,
                "code",
                "该扣减项随所属行为自动记入，不能单独设置。",
                "This deduction is posted with its action and cannot be set by itself.",
            ));
        }
        if let Some(points) = self.points_per_kg
            && !(0..=POINTS_PER_KG_MAX).contains(&points)
        {
            violations.push(Violation::field(
                ErrorCode::OutOfRange,
                "pointsPerKg",
                format!("每千克积分应为 0 到 {POINTS_PER_KG_MAX}。"),
                format!("Points per kilogram are 0 to {POINTS_PER_KG_MAX}."),
            ));
        }
        for (field, cap, most) in [
            (
                "capPerDay",
                self.cap_per_day_micro,
                def.rule.cap_per_day_micro,
            ),
            (
                "capPerYear",
                self.cap_per_year_micro,
                def.rule.cap_per_year_micro,
            ),
        ] {
            if let Some(cap) = cap
                && !(1..=most).contains(&cap)
            {
                let most = crate::credits::claim::plain(most);
                violations.push(Violation::field(
                    ErrorCode::OutOfRange,
                    field,
                    format!("上限应大于 0，且不超过目录中的 {most}。"),
                    format!("A cap is over 0 and at most the catalogue's {most}."),
                ));
            }
        }
        if violations.is_empty() {
            Ok(())
        } else {
            Err(violations)
        }
    }
}

/// An action as it holds in one company now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EffectiveRule<'c> {
    /// What the catalogue says.
    pub def: &'c ActionDef,
    /// Whether members may log it.
    pub enabled: bool,
    /// Points for a kilogram.
    pub points_per_kg: i64,
    /// Most units a day, in micro-units.
    pub cap_per_day_micro: i64,
    /// Most units a year, in micro-units.
    pub cap_per_year_micro: i64,
    /// Version of the company's setting; 0 where it never set any.
    pub version: i64,
}

impl<'c> EffectiveRule<'c> {
    /// The catalogue's rule under a company's setting and the programme's points per kilogram.
    pub fn of(
        def: &'c ActionDef,
        setting: RuleSetting,
        version: i64,
        programme_points_per_kg: i64,
    ) -> Self {
        let (day, year) = (def.rule.cap_per_day_micro, def.rule.cap_per_year_micro);
        Self {
            def,
            enabled: setting.enabled.unwrap_or(def.is_default) && !def.is_automatic(),
            points_per_kg: setting.points_per_kg.unwrap_or(programme_points_per_kg),
            // The catalogue may become stricter than what the company once set.
            cap_per_day_micro: setting.cap_per_day_micro.map_or(day, |cap| cap.min(day)),
            cap_per_year_micro: setting.cap_per_year_micro.map_or(year, |cap| cap.min(year)),
            version,
        }
    }
}
