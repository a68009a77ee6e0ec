//! Tables with a column of days and one of steps: Google's daily metrics in several languages, Zepp's, and any other.

use std::collections::BTreeMap;

use super::{DayTotal, FileProblem, Moment, RowProblem, SportSource, minutes::MinuteBook, signal};
use crate::{credits::TrustLevel, period::Date};

/// Names of the column of days, folded.
const DAY: &[&str] = &["date", "day", "日期", "日付", "日"];
/// Names of the column of steps, folded.
const STEPS: &[&str] = &[
    "step count",
    "steps",
    "step",
    "stepcount",
    "步数",
    "步数计数",
    "歩数",
];
/// Names of the column of the time of day, folded.
const TIME: &[&str] = &["time", "时刻", "时间"];
/// Names of columns that only Google's daily metrics have, folded.
const GOOGLE: &[&str] = &[
    "move minutes count",
    "heart points",
    "calories (kcal)",
    "distance (m)",
    "运动分钟数",
    "移动分钟数",
    "心肺强化分数",
    "卡路里（千卡）",
    "距离（米）",
    "通常の運動（分）",
    "強めの運動",
    "カロリー（kcal）",
    "距離（m）",
];
/// Names of the column where a row of Google's files of one day begins, folded.
const START: &[&str] = &["start time", "开始时间", "開始時間"];

/// Longest cell, in bytes.
const CELL_BYTES_MAX: usize = 4096;

/// A header as it is compared: without surrounding space, byte order mark and upper case.
pub fn fold(header: &str) -> String {
    header.trim_start_matches('\u{feff}').trim().to_lowercase()
}

/// The first headers, for a message.
pub(super) fn shown(headers: &[&str]) -> String {
    let mut text = String::new();
    for header in headers.iter().take(8) {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.extend(header.chars().filter(|c| !c.is_control()).take(30));
    }
    text
}

fn place(headers: &[String], names: &[&str]) -> Option<usize> {
    headers
        .iter()
        .position(|header| names.contains(&header.as_str()))
}

/// Where the columns of a table stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// What kind of table it is.
    pub source: SportSource,
    day: Option<usize>,
    time: Option<usize>,
    steps: usize,
}

impl Columns {
    /// Finds the columns by name. `day_of_file` is the day in the name of a file of one day, whose rows have times only.
    pub fn find(headers: &[&str], day_of_file: Option<Date>) -> Result<Self, FileProblem> {
        let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
        let missing = |zh, en| FileProblem::MissingColumn {
            zh,
            en,
            found: shown(headers),
        };
        let steps = place(&folded, STEPS).ok_or_else(|| missing("步数", "steps"))?;
        if day_of_file.is_some() && place(&folded, START).is_some() {
            return Ok(Self {
                source: SportSource::GoogleFit,
                day: None,
                time: None,
                steps,
            });
        }
        let day = place(&folded, DAY).ok_or_else(|| missing("日期", "date"))?;
        let time = place(&folded, TIME);
        let source = if place(&folded, GOOGLE).is_some() {
            SportSource::GoogleFit
        } else if time.is_some() {
            SportSource::Zepp
        } else {
            SportSource::Table
        };
        Ok(Self {
            source,
            day: Some(day),
            time: time.filter(|_| source == SportSource::Zepp),
            steps,
        })
    }

    /// How far days of this table can be relied on: Google's were counted by a phone, minutes by a band; what stands in
    /// any other table may have been typed.
    pub const fn trust(&self) -> TrustLevel {
        match self.source {
            SportSource::GoogleFit => TrustLevel::DailyTotal,
            SportSource::Zepp => TrustLevel::DeviceInterval,
            _ => TrustLevel::Manual,
        }
    }
}

/// Collects the rows of a table.
#[derive(Debug)]
pub struct TableBook {
    columns: Columns,
    day_of_file: Option<Date>,
    keep_from: Date,
    days: BTreeMap<Date, i64>,
    minutes: MinuteBook,
    older: u64,
}

impl TableBook {
    /// A book for a table with these columns.
    pub fn new(columns: Columns, day_of_file: Option<Date>, keep_from: Date) -> Self {
        Self {
            columns,
            day_of_file,
            keep_from,
            days: BTreeMap::new(),
            minutes: MinuteBook::new(keep_from),
            older: 0,
        }
    }

    /// Rows of days before those that are kept.
    pub fn older(&self) -> u64 {
        self.older + self.minutes.older()
    }

    /// Takes a row. An empty cell and a nought are no data: nobody takes no step in a day.
    pub fn add(&mut self, cells: &[&str]) -> Result<(), RowProblem> {
        if cells.iter().any(|cell| cell.len() > CELL_BYTES_MAX) {
            return Err(RowProblem::TooLong);
        }
        let cell = |at: usize| {
            let cell = cells.get(at).map(|cell| cell.trim());
            cell.ok_or(RowProblem::Short)
        };
        let bad_day = |text: &str| RowProblem::Day {
            text: text.to_owned(),
        };
        let steps = steps_of(cell(self.columns.steps)?)?;
        let day = match (self.columns.day, self.day_of_file) {
            (Some(at), _) => {
                let text = cell(at)?;
                Date::parse(text).map_err(|_| bad_day(text))?
            }
            (None, Some(day)) => day,
            (None, None) => return Err(RowProblem::Short),
        };
        let Some(steps) = steps.filter(|steps| *steps > 0) else {
            return Ok(());
        };
        if let Some(at) = self.columns.time {
            let text = cell(at)?;
            let start = Moment::parse_local(&day.to_string(), text).ok_or_else(|| bad_day(text))?;
            let end = Moment {
                utc_s: start.utc_s + 60,
                ..start
            };
            // A book of minutes that is full has far more than a year: the rest cannot matter.
            return match self.minutes.add(0, 0, start, end, steps) {
                Ok(_) => Ok(()),
                Err(_) => Err(RowProblem::TooLong),
            };
        }
        if day < self.keep_from {
            self.older += 1;
            return Ok(());
        }
        let total = self.days.entry(day).or_default();
        *total = total.saturating_add(steps);
        Ok(())
    }

    /// The days, oldest first.
    pub fn finish(self) -> Vec<DayTotal> {
        if self.columns.time.is_some() {
            return self.minutes.finish();
        }
        let trust = self.columns.trust();
        let mut totals: Vec<DayTotal> = self
            .days
            .into_iter()
            .map(|(day, steps)| DayTotal {
                day,
                steps,
                trust,
                signals: signal::of_total(steps),
            })
            .collect();
        signal::mark_repeated(&mut totals);
        totals
    }
}

/// A whole number, also with thousands separators or a fraction of nought; none for an empty cell.
fn steps_of(text: &str) -> Result<Option<i64>, RowProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    let bad = || RowProblem::Steps {
        text: text.to_owned(),
    };
    let separators = [',', ' ', '\u{a0}', '\u{202f}'];
    let plain: String = text.chars().filter(|c| !separators.contains(c)).collect();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    if digits.is_empty()
        || digits.len() > 15
        || !digits.bytes().all(|byte| byte.is_ascii_digit())
        || !fraction.bytes().all(|byte| byte == b'0')
    {
        return Err(bad());
    }
    let steps = digits.parse::<i64>().map_err(|_| bad())?;
    if whole.starts_with('-') && steps > 0 {
        return Err(RowProblem::Negative {
            text: text.to_owned(),
        });
    }
    Ok(Some(steps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Locale;

    fn read(headers: &str, rows: &[&str]) -> (Vec<(String, i64)>, Vec<&'static str>, SportSource) {
        let headers: Vec<&str> = headers.split(',').collect();
        let columns = Columns::find(&headers, None).unwrap();
        let mut book = TableBook::new(columns, None, Date::new(2018, 1, 1).unwrap());
        let mut problems = Vec::new();
        for row in rows {
            let cells: Vec<&str> = row.split(',').collect();
            if let Err(problem) = book.add(&cells) {
                problems.push(problem.code());
            }
        }
        let totals = book.finish();
        let days = totals
            .into_iter()
            .map(|total| (total.day.to_string(), total.steps))
            .collect();
        (days, problems, columns.source)
    }

    fn first_of_march(steps: i64) -> Vec<(String, i64)> {
        vec![("2026-03-01".to_owned(), steps)]
    }

    #[test]
    fn googles_first_day_has_7420_steps_and_its_second_has_no_data() {
        let seen = read(
            "Date,Move Minutes count,Calories (kcal),Distance (m),Step count,Biking duration (ms)",
            &[
                "2026-03-01,48,2110.4,5310.2,7420,1260000",
                "2026-03-02,0,0,0,0,",
                "2026-03-03,0,0,0,,",
            ],
        );
        assert_eq!(seen, (first_of_march(7420), vec![], SportSource::GoogleFit));
    }

    #[test]
    fn headers_may_be_chinese_or_japanese_and_in_any_order() {
        let seen = read("\u{feff}步数,日期,移动分钟数", &["7420,2026-03-01,48"]);
        assert_eq!(seen, (first_of_march(7420), vec![], SportSource::GoogleFit));
        let seen = read("日付,通常の運動（分）,歩数", &["2026-03-01,48,7420"]);
        assert_eq!(seen, (first_of_march(7420), vec![], SportSource::GoogleFit));
    }

    #[test]
    fn several_rows_of_a_day_are_added_and_bad_cells_are_refused_by_row() {
        let seen = read(
            "Date,Steps",
            &[
                "2026-03-01,100",
                "2026/3/1,23.0",
                "2026-03-02,-5",
                "2026-03-02,many",
                "yesterday,5",
                "2026-03-04",
                "2026-03-05,1e9",
            ],
        );
        let problems = vec![
            "NEGATIVE_STEPS",
            "BAD_STEPS",
            "BAD_DAY",
            "ROW_TOO_SHORT",
            "BAD_STEPS",
        ];
        assert_eq!(seen, (first_of_march(123), problems, SportSource::Table));
    }

    #[test]
    fn zepps_minutes_are_minutes() {
        let rows: Vec<String> = (0..61)
            .map(|minute| format!("2018-03-24,18:{:02},12", minute % 60))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let seen = read("date,time,steps", &rows);
        let days = vec![("2018-03-24".to_owned(), 60 * 12)];
        assert_eq!(seen, (days, vec![], SportSource::Zepp));
    }

    #[test]
    fn a_file_of_one_day_takes_its_day_from_its_name() {
        let day = Date::new(2026, 3, 1).unwrap();
        let headers = ["Start time", "End time", "Move Minutes count", "Step count"];
        let columns = Columns::find(&headers, Some(day)).unwrap();
        let mut book = TableBook::new(columns, Some(day), Date::new(2026, 1, 1).unwrap());
        for (start, steps) in [("08:00", "420"), ("08:15", ""), ("08:30", "80")] {
            book.add(&[start, "-", "5", steps]).unwrap();
        }
        let totals = book.finish();
        assert_eq!((totals[0].day, totals[0].steps), (day, 500));
        assert_eq!(totals[0].trust, TrustLevel::DailyTotal);
    }

    #[test]
    fn a_table_without_the_columns_says_what_is_missing_and_what_is_there() {
        let problem = Columns::find(&["Datum", "Schritte"], None).unwrap_err();
        assert_eq!(problem.code(), "MISSING_COLUMN");
        assert_eq!(
            problem.message(Locale::En),
            "There is no column for “steps”. The file has: Datum, Schritte."
        );
        let problem = Columns::find(&["Datum", "Steps"], None).unwrap_err();
        assert!(problem.message(Locale::ZhCn).contains("日期"));
    }
}
