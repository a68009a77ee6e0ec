//! How long a choice stays the same.

use crate::accounting::factor::Factor;
use crate::accounting::source::FactorSource;
use crate::period::{Date, Period};

/// The days around `day` on which [`super::choose`] decides as it does on `day`, for whatever unit, region, supplier and
/// purpose. A choice depends on the day by the validity of the factors that might serve, and by the number of years that
/// an old one is carried forward: so these are days of one calendar year, and no validity begins or ends among them.
pub fn steady_days<S: FactorSource + ?Sized>(
    activity_code: &str,
    factor_id: Option<&str>,
    day: Date,
    source: &S,
) -> Period {
    let year = Period::year(day.year()).unwrap_or(Period::of_day(day));
    let mut days = Span {
        first: year.start(),
        last: year.end(),
    };
    for factor in source.factors_for(activity_code) {
        days.narrow(day, factor);
    }
    if let Some(named) = factor_id.and_then(|id| source.factor(id)) {
        days.narrow(day, named);
    }
    // The span shrinks towards the day and keeps it, so it is never reversed.
    Period::new(days.first, days.last).unwrap_or(Period::of_day(day))
}

/// Days that hold the one in question.
struct Span {
    first: Date,
    last: Date,
}

impl Span {
    /// Leaves out the days on which the factor's validity differs.
    fn narrow(&mut self, day: Date, factor: &Factor) {
        match factor.valid_from {
            // Not yet valid: the day before is the last one of its kind.
            Some(from) if day < from => self.last = self.last.min(previous(from)),
            Some(from) => self.first = self.first.max(from),
            None => {}
        }
        match factor.valid_to {
            Some(to) if to < day => self.first = self.first.max(to.next().unwrap_or(day)),
            Some(to) => self.last = self.last.min(to),
            None => {}
        }
    }
}

fn previous(day: Date) -> Date {
    Date::from_day_number(day.day_number() - 1).unwrap_or(day)
}
