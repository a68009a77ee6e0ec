//! The budget of each caller: a bucket of cost units that refills with time.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Most callers remembered at once; past it, those whose buckets are full again are forgotten first.
const CALLERS_MAX: usize = 50_000;

/// What was left, or how long to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spent {
    /// The cost is paid; so many units are left.
    Left(u64),
    /// Not enough; so long until there is.
    Wait(Duration),
}

/// One token bucket for each caller.
#[derive(Debug)]
pub(crate) struct Budget {
    burst: f64,
    per_second: f64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    units: f64,
    at: Instant,
}

impl Budget {
    /// A budget of `burst` units that refills by `per_second`; a burst of zero means none is kept.
    pub(crate) fn new(burst: u64, per_second: u64) -> Option<Self> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "units of work, not of carbon: a rounding here is harmless"
        )]
        let (burst, per_second) = (burst as f64, per_second as f64);
        (burst > 0.0).then(|| Self {
            burst,
            per_second,
            buckets: Mutex::default(),
        })
    }

    /// Takes `cost` from the caller's bucket, or nothing when it holds too little.
    pub(crate) fn spend(&self, caller: &str, cost: u64, now: Instant) -> Spent {
        #[expect(clippy::cast_precision_loss, reason = "as above")]
        let cost = (cost.max(1) as f64).min(self.burst);
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= CALLERS_MAX && !buckets.contains_key(caller) {
            buckets.retain(|_, bucket| self.refilled(bucket, now) < self.burst);
            if buckets.len() >= CALLERS_MAX {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(caller.to_owned()).or_insert(Bucket {
            units: self.burst,
            at: now,
        });
        let units = self.refilled(bucket, now);
        let enough = units >= cost;
        *bucket = Bucket {
            units: if enough { units - cost } else { units },
            at: now,
        };
        if enough {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "between zero and the burst"
            )]
            return Spent::Left((units - cost) as u64);
        }
        let wait = if self.per_second > 0.0 {
            (cost - units) / self.per_second
        } else {
            3_600.0
        };
        Spent::Wait(Duration::from_secs_f64(wait.clamp(1.0, 3_600.0)))
    }

    fn refilled(&self, bucket: &Bucket, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(bucket.at).as_secs_f64();
        seconds
            .mul_add(self.per_second, bucket.units)
            .min(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spent_bucket_refills_with_time_and_each_caller_has_their_own() {
        let budget = Budget::new(100, 10).unwrap();
        let start = Instant::now();
        assert_eq!(budget.spend("a", 60, start), Spent::Left(40));
        assert_eq!(
            budget.spend("a", 60, start),
            Spent::Wait(Duration::from_secs(2))
        );
        assert_eq!(budget.spend("b", 60, start), Spent::Left(40));
        assert_eq!(
            budget.spend("a", 60, start + Duration::from_secs(2)),
            Spent::Left(0)
        );
    }

    #[test]
    fn a_burst_of_zero_keeps_no_budget() {
        assert!(Budget::new(0, 10).is_none());
    }
}
