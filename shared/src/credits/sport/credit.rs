//! How much of a day's steps earns points.

use super::{BACKDATE_DAYS, STEPS_PER_DAY_MAX, StepSignal};
use crate::{
    credits::TrustLevel,
    decimal::{self, Decimal, DecimalError},
    period::Date,
};

crate::wire_enum! {
    /// Why steps of a day do not earn, or not all of them.
    pub enum StepReason {
        /// Above the cap of a day: the rest is shown only.
        Cap = "CAP",
        /// More than seven days ago when it was imported.
        TooOld = "TOO_OLD",
        /// A day that has not come yet.
        Future = "FUTURE",
        /// Entered by hand, or in a table that names no device.
        Manual = "MANUAL",
        /// Looks unlike walking; waits for a review.
        Review = "REVIEW",
        /// Steps earn nothing in this company.
        SwitchedOff = "SWITCHED_OFF",
        /// The cap of the year is reached.
        YearCap = "YEAR_CAP",
    }
}

impl StepReason {
    /// Words for people, in Chinese and English.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Cap => (
                "每天最多 20,000 步可得积分，其余只作展示。",
                "At most 20,000 steps a day earn points; the rest is shown only.",
            ),
            Self::TooOld => (
                "超过 7 天的步数只作展示，请每周至少导入一次。",
                "Steps from more than 7 days ago are shown only. Import at least once a week.",
            ),
            Self::Future => (
                "日期在今天之后，不计积分。请检查手机的日期和时区。",
                "The day has not come yet and earns nothing. Check the date and time zone of the phone.",
            ),
            Self::Manual => (
                "手工录入的步数不计积分，也不进入榜单。",
                "Steps entered by hand earn nothing and never reach a board.",
            ),
            Self::Review => (
                "这一天的步数需要复核，暂不计积分。",
                "The steps of this day wait for a review and earn nothing yet.",
            ),
            Self::SwitchedOff => (
                "公司没有启用步数积分。",
                "Steps earn nothing in this company.",
            ),
            Self::YearCap => (
                "本年度步数积分已达上限。",
                "The year's cap on points for steps is reached.",
            ),
        }
    }
}

/// What of a day's steps earns points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Steps that earn.
    pub steps: i64,
    /// Why it is not all of them; none when it is.
    pub reason: Option<StepReason>,
}

/// Decides how many of a day's `steps` earn points when they are imported on `today`.
pub fn credited_steps(
    day: Date,
    steps: i64,
    trust: TrustLevel,
    signals: &[StepSignal],
    today: Date,
) -> Verdict {
    let age = today.day_number() - day.day_number();
    let none = |reason| Verdict {
        steps: 0,
        reason: Some(reason),
    };
    if age < 0 {
        none(StepReason::Future)
    } else if trust == TrustLevel::Manual {
        none(StepReason::Manual)
    } else if age > BACKDATE_DAYS {
        none(StepReason::TooOld)
    } else if !signals.is_empty() {
        none(StepReason::Review)
    } else if steps > STEPS_PER_DAY_MAX {
        Verdict {
            steps: STEPS_PER_DAY_MAX,
            reason: Some(StepReason::Cap),
        }
    } else {
        Verdict {
            steps: steps.max(0),
            reason: None,
        }
    }
}

/// Points of a day's steps: `steps / 1000 × kg per 1,000 steps × points per kg`, rounded once, half away from zero.
/// The factor is 0.0148 (`SPT_STEPS_1000`), so that 20,000 steps give 296 points at 1,000 points a kilogram.
///
/// The points of a day are always computed from its whole count, and what was posted before is taken off: the order in
/// which parts of a day arrive cannot change its total.
pub fn points_of_steps(
    steps: i64,
    kg_per_1000: Decimal,
    points_per_kg: i64,
) -> Result<i64, DecimalError> {
    let thousands = Decimal::from_i128_with_scale(i128::from(steps), 3);
    let kg = decimal::mul(thousands, kg_per_1000)?;
    let points = decimal::round(decimal::mul(kg, Decimal::from(points_per_kg))?, 0);
    let whole = points.mantissa() / 10_i128.pow(points.scale());
    i64::try_from(whole).map_err(|_| DecimalError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(
        on: &str,
        steps: i64,
        trust: TrustLevel,
        signals: &[StepSignal],
    ) -> (i64, Option<StepReason>) {
        let today = "2026-03-10".parse().unwrap();
        let verdict = credited_steps(on.parse().unwrap(), steps, trust, signals, today);
        (verdict.steps, verdict.reason)
    }

    #[test]
    fn twenty_thousand_steps_a_day_of_the_last_week_earn() {
        let steps = |on: &str, steps| verdict(on, steps, TrustLevel::DeviceInterval, &[]);
        assert_eq!(steps("2026-03-10", 7420), (7420, None));
        assert_eq!(steps("2026-03-03", 20_000), (20_000, None));
        let capped = (20_000, Some(StepReason::Cap));
        assert_eq!(steps("2026-03-03", 20_001), capped);
        assert_eq!(steps("2026-03-02", 7420), (0, Some(StepReason::TooOld)));
        assert_eq!(steps("2026-03-11", 7420), (0, Some(StepReason::Future)));
    }

    #[test]
    fn manual_steps_and_suspicious_days_do_not() {
        let manual = verdict("2026-03-09", 500, TrustLevel::Manual, &[]);
        assert_eq!(manual, (0, Some(StepReason::Manual)));
        let fast = [StepSignal::Cadence];
        let looked_at = verdict("2026-03-09", 500, TrustLevel::DeviceInterval, &fast);
        assert_eq!(looked_at, (0, Some(StepReason::Review)));
    }

    #[test]
    fn a_day_of_twenty_thousand_steps_is_worth_296_points() {
        let factor: Decimal = "0.0148".parse().unwrap();
        let points = |steps, per_kg| points_of_steps(steps, factor, per_kg).unwrap();
        assert_eq!(points(20_000, 1000), 296);
        assert_eq!(points(1010, 1000), 15);
        assert_eq!(points(7420, 1000), 110);
        assert_eq!(points(500, 1000), 7);
        assert_eq!(points(0, 1000), 0);
        assert_eq!(points(20_000, 0), 0);
        assert_eq!(points(20_000, 10_000), 2960);
        // 34 × 0.0148 is 0.5032, 33 × 0.0148 is 0.4884.
        assert_eq!((points(34, 1000), points(33, 1000)), (1, 0));
    }
}
