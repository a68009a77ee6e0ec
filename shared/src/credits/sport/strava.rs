//! Strava's `activities.csv`: columns by name, of which some stand twice.
//!
//! The first `Distance` is kilometres, but metres for swimming and rowing; the second is always metres and is preferred.
//! Times are UTC. A row without a file name was entered by hand. Names of activities, routes and paces are not kept.

use super::{
    FileProblem, Moment, Ride, RideKind, RowProblem, SportSource,
    table::{fold, shown},
};
use crate::decimal::{self, Decimal};

/// Names of the columns, folded: English, and Chinese as accounts in that language may export them.
const NUMBER: &[&str] = &["activity id", "活动 id", "活动id", "活动编号"];
const DATE: &[&str] = &["activity date", "活动日期"];
const KIND: &[&str] = &["activity type", "活动类型", "运动类型"];
const ELAPSED: &[&str] = &["elapsed time", "已用时间", "耗时", "总时间"];
const MOVING: &[&str] = &["moving time", "移动时间", "运动时间"];
const DISTANCE: &[&str] = &["distance", "距离"];
const COMMUTE: &[&str] = &["commute", "通勤"];
const FILE: &[&str] = &["filename", "文件名"];
const FLAGGED: &[&str] = &["flagged", "已标记"];

/// Where the columns stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    number: usize,
    date: usize,
    kind: usize,
    elapsed: Vec<usize>,
    moving: Option<usize>,
    distance: Vec<usize>,
    commute: Vec<usize>,
    file: Option<usize>,
    flagged: Option<usize>,
}

impl Columns {
    /// Whether these are the headers of `activities.csv`.
    pub fn fit(headers: &[&str]) -> bool {
        headers
            .iter()
            .any(|header| NUMBER.contains(&fold(header).as_str()))
    }

    /// Finds the columns by name.
    pub fn find(headers: &[&str]) -> Result<Self, FileProblem> {
        let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
        let all = |names: &[&str]| -> Vec<usize> {
            let places = 0..folded.len();
            places
                .filter(|at| names.contains(&folded[*at].as_str()))
                .collect()
        };
        let first = |names: &[&str]| all(names).first().copied();
        let need = |names: &[&str], zh: &'static str, en: &'static str| {
            first(names).ok_or_else(|| FileProblem::MissingColumn {
                zh,
                en,
                found: shown(headers),
            })
        };
        need(DISTANCE, "距离", "Distance")?;
        Ok(Self {
            number: need(NUMBER, "活动 ID", "Activity ID")?,
            date: need(DATE, "活动日期", "Activity Date")?,
            kind: need(KIND, "活动类型", "Activity Type")?,
            elapsed: all(ELAPSED),
            moving: first(MOVING),
            distance: all(DISTANCE),
            commute: all(COMMUTE),
            file: first(FILE),
            flagged: first(FLAGGED),
        })
    }

    /// The activity of a row.
    pub fn ride(&self, cells: &[&str]) -> Result<Ride, RowProblem> {
        let cell = |at: usize| cells.get(at).map(|cell| cell.trim());
        let needed = |at: usize| cell(at).ok_or(RowProblem::Short);
        let date = needed(self.date)?;
        let start = Moment::parse_strava(date).ok_or_else(|| RowProblem::Day {
            text: date.to_owned(),
        })?;
        let (kind, is_virtual) = kind_of(needed(self.kind)?);
        let distance_m = match self.distance.as_slice() {
            [_, metres, ..] => number(needed(*metres)?)?,
            [kilometres] => number(needed(*kilometres)?)?
                .checked_mul(Decimal::ONE_THOUSAND)
                .unwrap_or(Decimal::ZERO),
            [] => Decimal::ZERO,
        };
        let elapsed_s = match self.elapsed.last() {
            Some(at) => seconds(needed(*at)?)?,
            None => 0,
        };
        let moving_s = match self.moving {
            Some(at) => seconds(needed(at)?)?,
            None => elapsed_s,
        };
        let is_true = |at: &usize| {
            let yes = ["true", "1", "1.0", "是"];
            cell(*at).is_some_and(|text| yes.iter().any(|yes| text.eq_ignore_ascii_case(yes)))
        };
        Ok(Ride {
            source: SportSource::Strava,
            number: needed(self.number)?.chars().take(32).collect(),
            kind,
            start_s: start.utc_s,
            elapsed_s: elapsed_s.max(moving_s),
            moving_s: if moving_s > 0 { moving_s } else { elapsed_s },
            distance_m,
            is_commute: self.commute.iter().any(is_true),
            is_manual: self
                .file
                .is_none_or(|at| cell(at).is_none_or(str::is_empty)),
            is_flagged: self.flagged.as_ref().is_some_and(is_true),
            is_virtual,
        })
    }
}

/// What a type of activity is, and whether it is virtual.
fn kind_of(text: &str) -> (RideKind, bool) {
    let folded = text.to_lowercase().replace([' ', '-', '_'], "");
    match folded.as_str() {
        "ride" | "骑行" | "gravelride" | "mountainbikeride" | "handcycle" => {
            (RideKind::Cycle, false)
        }
        "ebikeride" | "emountainbikeride" | "电动自行车骑行" | "电助力骑行" => {
            (RideKind::EBike, false)
        }
        "run" | "trailrun" | "跑步" => (RideKind::Run, false),
        "walk" | "hike" | "步行" | "徒步" => (RideKind::Walk, false),
        "virtualride" | "虚拟骑行" => (RideKind::Cycle, true),
        "virtualrun" | "虚拟跑步" => (RideKind::Run, true),
        _ => (RideKind::Other, false),
    }
}

fn number(text: &str) -> Result<Decimal, RowProblem> {
    if text.is_empty() {
        return Ok(Decimal::ZERO);
    }
    decimal::parse(text)
        .ok()
        .filter(|number| *number >= Decimal::ZERO && *number < Decimal::from(100_000_000))
        .ok_or_else(|| RowProblem::Number {
            text: text.to_owned(),
        })
}

/// Whole seconds of a number of seconds.
fn seconds(text: &str) -> Result<i64, RowProblem> {
    let number = number(text)?;
    let whole = number.mantissa() / 10_i128.pow(number.scale());
    Ok(i64::try_from(whole).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{credits::sport::RideReason, format::Locale, period::Date};

    const HEADERS: &str = "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,Average Speed";
    const COMMUTE_ROW: [&str; 20] = [
        "9000000001",
        "Mar 2, 2026, 12:20:00 AM",
        "To work, sunny",
        "Ride",
        "",
        "1500",
        "7.20",
        "",
        "",
        "true",
        "",
        "City bike",
        "activities/1.fit.gz",
        "",
        "",
        "1500.0",
        "1380.0",
        "7201.5",
        "9.8",
        "5.2",
    ];
    const MANUAL_ROW: [&str; 20] = [
        "9000000002",
        "Mar 2, 2026, 10:05:00 AM",
        "Manual entry",
        "Walk",
        "",
        "3600",
        "30.00",
        "",
        "",
        "false",
        "",
        "",
        "",
        "",
        "",
        "3600.0",
        "3600.0",
        "30000.0",
        "",
        "8.3",
    ];

    fn columns() -> Columns {
        Columns::find(&HEADERS.split(',').collect::<Vec<_>>()).unwrap()
    }

    fn reasons(ride: &Ride) -> Vec<RideReason> {
        let day: Date = "2026-03-02".parse().unwrap();
        ride.reasons(day, "2026-03-03".parse().unwrap(), 3)
    }

    #[test]
    fn the_commute_is_credited_as_7_20_km() {
        let ride = columns().ride(&COMMUTE_ROW).unwrap();
        assert_eq!(reasons(&ride), []);
        assert_eq!(decimal::round(ride.distance_km(), 2).to_string(), "7.20");
        assert_eq!((ride.moving_s, ride.elapsed_s), (1380, 1500));
        assert_eq!(ride.number, "9000000001");
        assert_eq!(ride.kind.action(), Some("SPT_CYCLE_COMMUTE_KM"));
    }

    #[test]
    fn the_manual_walk_at_thirty_kilometres_an_hour_is_refused() {
        let ride = columns().ride(&MANUAL_ROW).unwrap();
        assert_eq!(
            reasons(&ride),
            [
                RideReason::Manual,
                RideReason::Speed,
                RideReason::NotCommute
            ]
        );
    }

    #[test]
    fn the_second_distance_counts_whatever_the_first_says() {
        let mut row = COMMUTE_ROW;
        row[6] = "7201";
        let ride = columns().ride(&row).unwrap();
        assert_eq!(ride.distance_m.to_string(), "7201.5");
        let few = [
            "Activity ID",
            "Activity Date",
            "Activity Type",
            "Distance",
            "Elapsed Time",
            "Filename",
        ];
        let cells = [
            "1",
            "Mar 2, 2026, 12:20:00 AM",
            "Ride",
            "7.2",
            "1500",
            "a.fit",
        ];
        let ride = Columns::find(&few).unwrap().ride(&cells).unwrap();
        assert_eq!(ride.distance_km().to_string(), "7.2");
        assert_eq!((ride.moving_s, ride.is_manual), (1500, false));
    }

    #[test]
    fn flagged_virtual_and_electric_rides_are_told_apart() {
        let mut headers: Vec<&str> = HEADERS.split(',').collect();
        headers.extend(["Flagged", "Commute"]);
        let columns = Columns::find(&headers).unwrap();
        let mut row = COMMUTE_ROW.to_vec();
        row.extend(["1.0", "0.0"]);
        let seen = |row: &[&str]| reasons(&columns.ride(row).unwrap());
        assert_eq!(seen(&row), [RideReason::Flagged]);
        row[20] = "0.0";
        row[9] = "false";
        row[21] = "1.0";
        assert_eq!(seen(&row), []);
        row[3] = "Virtual Ride";
        assert_eq!(seen(&row), [RideReason::Virtual]);
        row[3] = "EBikeRide";
        assert_eq!(columns.ride(&row).unwrap().kind, RideKind::EBike);
        row[3] = "Swim";
        assert_eq!(seen(&row), [RideReason::Kind]);
    }

    #[test]
    fn rows_that_cannot_be_read_say_why() {
        let columns = columns();
        assert_eq!(columns.ride(&["1"]).unwrap_err().code(), "ROW_TOO_SHORT");
        let mut row = COMMUTE_ROW;
        row[1] = "2026-03-02";
        assert_eq!(columns.ride(&row).unwrap_err().code(), "BAD_DAY");
        row[1] = COMMUTE_ROW[1];
        row[17] = "far";
        assert_eq!(columns.ride(&row).unwrap_err().code(), "BAD_NUMBER");
        let problem = Columns::find(&["Activity ID", "Distance"]).unwrap_err();
        assert!(problem.message(Locale::En).contains("Activity Date"));
    }
}
