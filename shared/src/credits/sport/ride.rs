//! Rides, runs and walks with a distance: which of them may be claimed as a commute, and why the others may not.

use super::SportSource;
use crate::{decimal::Decimal, period::Date};

crate::wire_enum! {
    /// What kind of movement it was.
    pub enum RideKind {
        /// On a bicycle.
        Cycle = "CYCLE",
        /// On a bicycle with a motor.
        EBike = "E_BIKE",
        /// Running.
        Run = "RUN",
        /// Walking.
        Walk = "WALK",
        /// Anything else.
        Other = "OTHER",
    }
}

impl RideKind {
    /// The action of the catalogue that a commute of this kind is.
    pub const fn action(self) -> Option<&'static str> {
        match self {
            Self::Cycle => Some("SPT_CYCLE_COMMUTE_KM"),
            Self::EBike => Some("TRV_EBIKE_CN"),
            Self::Run => Some("SPT_RUN_COMMUTE_KM"),
            Self::Walk => Some("TRV_WALK_CN"),
            Self::Other => None,
        }
    }

    /// Slowest and fastest average in km/h that this kind of movement has: of the catalogue's rules.
    const fn speeds(self) -> (u32, u32) {
        match self {
            Self::Cycle | Self::EBike => (5, 35),
            Self::Run => (4, 20),
            Self::Walk | Self::Other => (1, 10),
        }
    }
}

crate::wire_enum! {
    /// Why a ride is not credited.
    pub enum RideReason {
        /// Entered by hand: no file of a device behind it.
        Manual = "MANUAL",
        /// Flagged by the service it comes from.
        Flagged = "FLAGGED",
        /// On rollers or in a game.
        Virtual = "VIRTUAL",
        /// Not marked as a way to work: no trip was replaced.
        NotCommute = "NOT_COMMUTE",
        /// Too slow or too fast for what it says it is.
        Speed = "SPEED",
        /// No distance or no time.
        Empty = "EMPTY",
        /// Not a kind of movement that saves anything.
        Kind = "KIND",
        /// Too long ago.
        TooOld = "TOO_OLD",
        /// Has not come yet.
        Future = "FUTURE",
        /// The same ride from another source.
        SameRide = "SAME_RIDE",
        /// The rules for claims refused it: the action is switched off, a cap is reached, a pair of claims excludes it.
        Rules = "RULES",
    }
}

impl RideReason {
    /// Words for people, in Chinese and English.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Manual => (
                "手工添加的记录没有设备文件，不计入。",
                "Entered by hand, without a file of a device: not counted.",
            ),
            Self::Flagged => (
                "该记录已被运动平台标记，不计入。请先在平台上更正。",
                "Flagged on the sport service: not counted. Settle it there first.",
            ),
            Self::Virtual => ("虚拟骑行不计入。", "Virtual rides are not counted."),
            Self::NotCommute => (
                "未标记为通勤，不计减排。请在运动平台上标记通勤后重新导出。",
                "Not marked as a commute, so nothing was saved. Mark commutes on the sport service and export again.",
            ),
            Self::Speed => (
                "平均速度与运动类型不符，不计入。",
                "The average speed does not fit the kind of movement: not counted.",
            ),
            Self::Empty => (
                "没有距离或时间，不计入。",
                "Without a distance or a time: not counted.",
            ),
            Self::Kind => (
                "该运动类型不计减排。",
                "This kind of movement saves nothing.",
            ),
            Self::TooOld => (
                "日期太早，超过可补记的天数。请更频繁地导入。",
                "Too long ago to be claimed. Import more often.",
            ),
            Self::Future => (
                "日期在今天之后，不计入。",
                "The day has not come yet: not counted.",
            ),
            Self::SameRide => (
                "与已导入的另一条骑行时间重叠一半以上，视为同一次。",
                "Overlaps a ride that is there already by half or more: the same ride.",
            ),
            Self::Rules => (
                "记录规则不允许：行为未启用、已达上限或与其他记录重复。",
                "The rules for claims do not allow it: switched off, over a cap, or claimed in another way.",
            ),
        }
    }
}

/// A ride, run or walk from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ride {
    /// Where it comes from.
    pub source: SportSource,
    /// The number that the source gave it; empty when it has none.
    pub number: String,
    /// What it was.
    pub kind: RideKind,
    /// Seconds since 1970, UTC, when it began.
    pub start_s: i64,
    /// From beginning to end, in seconds.
    pub elapsed_s: i64,
    /// Of which moving, in seconds.
    pub moving_s: i64,
    /// Metres.
    pub distance_m: Decimal,
    /// Marked as a way to work.
    pub is_commute: bool,
    /// Entered by hand.
    pub is_manual: bool,
    /// Flagged by the service.
    pub is_flagged: bool,
    /// On rollers or in a game.
    pub is_virtual: bool,
}

impl Ride {
    /// Kilometres, exactly.
    pub fn distance_km(&self) -> Decimal {
        let mut km = self.distance_m;
        // Three places more: a division by 1000 that cannot round.
        if km.set_scale(km.scale() + 3).is_err() {
            return Decimal::ZERO;
        }
        km.normalize()
    }

    /// Everything that speaks against crediting it on `today`, when it happened on `day`; empty when it may be claimed.
    pub fn reasons(&self, day: Date, today: Date, backdate_days: i64) -> Vec<RideReason> {
        let age = today.day_number() - day.day_number();
        let empty = self.distance_m <= Decimal::ZERO || self.moving_s <= 0;
        let no_kind = self.kind == RideKind::Other;
        let found = [
            (self.is_manual, RideReason::Manual),
            (self.is_flagged, RideReason::Flagged),
            (self.is_virtual, RideReason::Virtual),
            (no_kind, RideReason::Kind),
            (empty, RideReason::Empty),
            (!empty && !no_kind && !self.speed_fits(), RideReason::Speed),
            (!self.is_commute, RideReason::NotCommute),
            (age < 0, RideReason::Future),
            (age > backdate_days, RideReason::TooOld),
        ];
        let found = found.into_iter().filter(|(applies, _)| *applies);
        found.map(|(_, reason)| reason).collect()
    }

    /// Whether the average moving speed is one that this kind of movement has, compared without dividing.
    fn speed_fits(&self) -> bool {
        let (slowest, fastest) = self.kind.speeds();
        // km/h × s = m × 3.6; both sides times ten.
        let Some(metres) = self.distance_m.checked_mul(Decimal::from(36)) else {
            return false;
        };
        let at = |km_h: u32| Decimal::from(km_h * 10).checked_mul(Decimal::from(self.moving_s));
        at(slowest).is_some_and(|least| least <= metres)
            && at(fastest).is_some_and(|most| metres <= most)
    }

    /// Whether two rides are one: they overlap in time by at least half of the shorter one.
    pub fn is_same_as(&self, other: &Self) -> bool {
        same_ride(self.start_s, self.elapsed_s, other.start_s, other.elapsed_s)
    }
}

/// Whether two rides, each with a start and a length in seconds, overlap by at least half of the shorter one.
pub fn same_ride(a_start: i64, a_length: i64, b_start: i64, b_length: i64) -> bool {
    let end = |start: i64, length: i64| start.saturating_add(length);
    let from = a_start.max(b_start);
    let to = end(a_start, a_length).min(end(b_start, b_length));
    let shorter = a_length.min(b_length);
    shorter > 0 && to.saturating_sub(from).saturating_mul(2) >= shorter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ride(kind: RideKind, metres: &str, seconds: i64) -> Ride {
        Ride {
            source: SportSource::Strava,
            number: "1".to_owned(),
            kind,
            start_s: 1_772_410_800,
            elapsed_s: seconds + 60,
            moving_s: seconds,
            distance_m: metres.parse().unwrap(),
            is_commute: true,
            is_manual: false,
            is_flagged: false,
            is_virtual: false,
        }
    }

    fn reasons(ride: &Ride) -> Vec<RideReason> {
        let day: Date = "2026-03-02".parse().unwrap();
        ride.reasons(day, "2026-03-04".parse().unwrap(), 3)
    }

    #[test]
    fn a_commute_at_a_cyclists_speed_is_credited() {
        let commute = ride(RideKind::Cycle, "7201.5", 1380);
        assert_eq!(reasons(&commute), []);
        assert_eq!(commute.distance_km().to_string(), "7.2015");
    }

    #[test]
    fn speeds_end_exactly_where_the_rules_say() {
        let of = |kind, metres| reasons(&ride(kind, metres, 3600));
        // 35 km/h for 3,600 s is 35,000 m.
        assert_eq!(of(RideKind::Cycle, "35000"), []);
        assert_eq!(of(RideKind::Cycle, "35000.1"), [RideReason::Speed]);
        assert_eq!(of(RideKind::Cycle, "5000"), []);
        assert_eq!(of(RideKind::Cycle, "4999.9"), [RideReason::Speed]);
        assert_eq!(of(RideKind::Run, "20000.1"), [RideReason::Speed]);
        assert_eq!(of(RideKind::Walk, "30000"), [RideReason::Speed]);
    }

    #[test]
    fn every_reason_is_named_at_once() {
        let mut bad = ride(RideKind::Walk, "30000.0", 3600);
        bad.is_commute = false;
        bad.is_manual = true;
        assert_eq!(
            reasons(&bad),
            [
                RideReason::Manual,
                RideReason::Speed,
                RideReason::NotCommute
            ]
        );
        bad.is_flagged = true;
        bad.is_virtual = true;
        bad.kind = RideKind::Other;
        bad.distance_m = Decimal::ZERO;
        assert_eq!(
            reasons(&bad),
            [
                RideReason::Manual,
                RideReason::Flagged,
                RideReason::Virtual,
                RideReason::Kind,
                RideReason::Empty,
                RideReason::NotCommute,
            ]
        );
        let good = ride(RideKind::Cycle, "7000", 1400);
        let on = |today: &str| {
            let day: Date = "2026-03-02".parse().unwrap();
            good.reasons(day, today.parse().unwrap(), 3)
        };
        assert_eq!(on("2026-03-06"), [RideReason::TooOld]);
        assert_eq!(on("2026-03-01"), [RideReason::Future]);
    }

    #[test]
    fn half_of_the_shorter_ride_makes_two_rides_one() {
        assert!(same_ride(0, 1000, 500, 1000));
        assert!(!same_ride(0, 1000, 501, 1000));
        assert!(same_ride(0, 10_000, 9900, 200));
        assert!(!same_ride(0, 1000, 1000, 1000));
        assert!(!same_ride(0, 0, 0, 0));
    }
}
