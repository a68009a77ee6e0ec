//! The demo company: a manufacturing group with three plants and two years of data of all five kinds.
//!
//! Everything is a table under `reference/demo`; this module multiplies the usual month by the season, the trend and a
//! little noise. The noise comes from a seeded generator, so the same seed makes the same company everywhere. A few months
//! are missing or out of line on purpose, and two rows stand in a unit that cannot be computed.

mod noise;

use std::sync::OnceLock;

use rust_decimal::Decimal;

use super::boundary::UnitKind;
use super::record::DataQuality;
use super::table::{Row, Table};
use crate::format::Locale;
use crate::period::{Date, Month, Period};
use noise::Noise;

/// First year of the demo data.
pub const FIRST_YEAR: i32 = 2024;
/// Last year of the demo data.
pub const LAST_YEAR: i32 = 2025;

/// A node of the demo company's boundary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoUnit {
    /// Key within the demo data.
    pub key: String,
    /// Key of the node above; `None` for the group.
    pub parent: Option<String>,
    /// Group, company or site.
    pub kind: UnitKind,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Region code.
    pub region: String,
    /// Division of GB/T 4754.
    pub industry: String,
    /// Percent held by the node above; `None` where it is not a company.
    pub share_percent: Option<Decimal>,
}

/// Denominators of one site and year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFigures {
    /// Key of the site.
    pub site: String,
    /// Year.
    pub year: i32,
    /// Revenue, yuan.
    pub revenue_cny: Decimal,
    /// Output, tonnes of product.
    pub output_t: Decimal,
    /// Floor area, m2.
    pub floor_area_m2: Decimal,
    /// People, yearly average.
    pub headcount: Decimal,
}

/// One record to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoRecord {
    /// Key of the site.
    pub site: String,
    /// Code of the activity.
    pub activity: String,
    /// Meter, boiler or vehicle.
    pub source: String,
    /// Supplier, where there is one.
    pub supplier: Option<String>,
    /// Amount.
    pub quantity: Decimal,
    /// Unit code.
    pub unit: String,
    /// Days it covers.
    pub period: Period,
    /// Where the amount comes from.
    pub quality: DataQuality,
    /// Half width of the 95 % interval, per cent.
    pub uncertainty_pct: Option<Decimal>,
    /// Number of the bill or the sheet.
    pub reference: String,
    /// Why it is out of line, where it is.
    pub note: Option<String>,
}

/// The boundary, parents before children.
pub fn units() -> Vec<DemoUnit> {
    Table::parse(include_str!("../../reference/demo/units.csv"))
        .rows()
        .filter_map(|row| {
            Some(DemoUnit {
                key: row.get("key").to_owned(),
                parent: filled(row.get("parent")),
                kind: row.get("kind").parse().ok()?,
                name_zh: row.get("name_zh").to_owned(),
                name_en: row.get("name_en").to_owned(),
                region: row.get("region").to_owned(),
                industry: row.get("industry").to_owned(),
                share_percent: row.get("share_percent").parse().ok(),
            })
        })
        .collect()
}

/// Revenue, output, area and people by site and year.
pub fn figures() -> Vec<DemoFigures> {
    Table::parse(include_str!("../../reference/demo/figures.csv"))
        .rows()
        .filter_map(|row| {
            Some(DemoFigures {
                site: row.get("site").to_owned(),
                year: row.get("year").parse().ok()?,
                revenue_cny: row.get("revenue_cny").parse().ok()?,
                output_t: row.get("output_t").parse().ok()?,
                floor_area_m2: row.get("floor_area_m2").parse().ok()?,
                headcount: row.get("headcount").parse().ok()?,
            })
        })
        .collect()
}

/// All records, in the order of sites, sources and months. Names and notes are in one language.
pub fn records(seed: u64, locale: Locale) -> Vec<DemoRecord> {
    let mut records = Vec::new();
    for (number, source) in sources().iter().enumerate() {
        // Each source has a generator of its own, so that one more row in the table leaves the others as they are.
        let mut noise = Noise::new(seed, number as u64);
        let mut month = Some(source.from);
        while let Some(first) = month.filter(|month| *month <= source.to) {
            let last = (1..source.rhythm.months()).try_fold(first, |at, _| at.next());
            let Some(last) = last else { break };
            records.extend(source.record(first, last, &mut noise, locale));
            month = last.next();
        }
    }
    records
}

#[derive(Clone, Copy)]
enum Rhythm {
    Monthly,
    /// A month from the 26th to the 25th, as power bills run.
    Billing,
    Quarterly,
    Yearly,
}

impl Rhythm {
    fn months(self) -> u32 {
        match self {
            Self::Monthly | Self::Billing => 1,
            Self::Quarterly => 3,
            Self::Yearly => 12,
        }
    }
}

struct Source {
    site: String,
    activity: String,
    name: (String, String),
    supplier: (String, String),
    unit: String,
    /// Usual amount of a month (of the whole period for quarterly and yearly rows).
    usual: Decimal,
    decimals: u32,
    season: [u32; 12],
    noise_pct: u32,
    growth_pct: i64,
    rhythm: Rhythm,
    quality: DataQuality,
    uncertainty_pct: Option<Decimal>,
    from: Month,
    to: Month,
    exceptions: Vec<Exception>,
}

struct Exception {
    what: String,
    month: Month,
    value: String,
    note: (String, String),
}

fn sources() -> &'static [Source] {
    static SOURCES: OnceLock<Vec<Source>> = OnceLock::new();
    SOURCES.get_or_init(|| {
        let exceptions = Table::parse(include_str!("../../reference/demo/exceptions.csv"));
        Table::parse(include_str!("../../reference/demo/sources.csv"))
            .rows()
            .filter_map(|row| read(&row, &exceptions))
            .collect()
    })
}

fn read(row: &Row<'_, '_>, exceptions: &Table<'_>) -> Option<Source> {
    let pair = |zh: &str, en: &str| (row.get(zh).to_owned(), row.get(en).to_owned());
    let here = |other: &Row<'_, '_>| {
        other.get("site") == row.get("site") && other.get("activity") == row.get("activity")
    };
    Some(Source {
        site: row.get("site").to_owned(),
        activity: row.get("activity").to_owned(),
        name: pair("source_zh", "source_en"),
        supplier: pair("supplier_zh", "supplier_en"),
        unit: row.get("unit").to_owned(),
        usual: row.get("usual").parse().ok()?,
        decimals: row.get("decimals").parse().ok()?,
        season: season(row.get("season"))?,
        noise_pct: row.get("noise_pct").parse().ok()?,
        growth_pct: row.get("growth_pct").parse().ok()?,
        rhythm: match row.get("rhythm") {
            "monthly" => Rhythm::Monthly,
            "billing" => Rhythm::Billing,
            "quarterly" => Rhythm::Quarterly,
            "yearly" => Rhythm::Yearly,
            _ => return None,
        },
        quality: row.get("quality").parse().ok()?,
        uncertainty_pct: row.get("uncertainty_pct").parse().ok(),
        from: Month::parse(row.get("from")).ok()?,
        to: Month::parse(row.get("to")).ok()?,
        exceptions: exceptions
            .rows()
            .filter(here)
            .filter_map(|one| {
                Some(Exception {
                    what: one.get("what").to_owned(),
                    month: Month::parse(one.get("month")).ok()?,
                    value: one.get("value").to_owned(),
                    note: (one.get("note_zh").to_owned(), one.get("note_en").to_owned()),
                })
            })
            .collect(),
    })
}

/// Share of the usual month, per cent, January first.
fn season(name: &str) -> Option<[u32; 12]> {
    Some(match name {
        "flat" => [100; 12],
        // Spring festival in February, a busy second half.
        "production" => [88, 62, 101, 103, 104, 102, 98, 97, 106, 104, 110, 112],
        // Production with cooling on top.
        "summer" => [86, 66, 94, 97, 104, 114, 124, 123, 112, 100, 97, 99],
        "solar" => [62, 68, 88, 104, 118, 122, 131, 128, 112, 96, 76, 64],
        "heating" => [138, 116, 118, 98, 86, 78, 74, 74, 82, 92, 112, 132],
        "winter" => [175, 140, 70, 0, 0, 0, 0, 0, 0, 0, 60, 155],
        "commute" => [92, 70, 104, 100, 98, 102, 104, 103, 101, 92, 104, 106],
        "travel" => [70, 55, 112, 115, 104, 108, 96, 92, 118, 102, 124, 104],
        _ => return None,
    })
}

impl Source {
    fn record(
        &self,
        first: Month,
        last: Month,
        noise: &mut Noise,
        locale: Locale,
    ) -> Option<DemoRecord> {
        // Drawn before anything is left out, so that a gap changes nothing else.
        let noise_pm = noise.per_mille(self.noise_pct * 10);
        let exception = self.exceptions.iter().find(|one| one.month == first);
        if exception.is_some_and(|one| one.what == "gap") {
            return None;
        }
        let season = match self.rhythm {
            Rhythm::Quarterly | Rhythm::Yearly => 100,
            Rhythm::Monthly | Rhythm::Billing => self
                .season
                .get(usize::from(first.number()) - 1)
                .copied()
                .unwrap_or(100),
        };
        if season == 0 {
            return None;
        }
        // The trend runs evenly over the two years: half of it lies before the middle.
        let months = i64::from(first.year() - FIRST_YEAR) * 12 + i64::from(first.number()) - 1;
        let trend_pm = 1000 + self.growth_pct * 10 * months / 12;
        let times_pct = exception
            .filter(|one| one.what == "times")
            .and_then(|one| one.value.parse::<i64>().ok())
            .unwrap_or(100);
        let quantity = self.usual
            * Decimal::new(i64::from(season), 2)
            * Decimal::new(trend_pm, 3)
            * Decimal::new(noise_pm, 3)
            * Decimal::new(times_pct, 2);
        let unit = exception
            .filter(|one| one.what == "unit")
            .map_or_else(|| self.unit.clone(), |one| one.value.clone());
        let pick = |pair: &(String, String)| locale.pick(&pair.0, &pair.1).clone();
        Some(DemoRecord {
            site: self.site.clone(),
            activity: self.activity.clone(),
            source: pick(&self.name),
            supplier: filled(&pick(&self.supplier)),
            quantity: crate::decimal::round(quantity, self.decimals),
            unit,
            period: self.period(first, last)?,
            quality: self.quality,
            uncertainty_pct: self.uncertainty_pct,
            reference: format!(
                "{}-{}{:02}-{:04}",
                self.site.to_uppercase(),
                first.year(),
                first.number(),
                noise.up_to(9999)
            ),
            note: exception.map(|one| pick(&one.note)),
        })
    }

    /// The days of the months; a power bill of a month runs from the 26th of the month before to the 25th, and the first
    /// one of the data begins with the year.
    fn period(&self, first: Month, last: Month) -> Option<Period> {
        let (mut start, mut end) = (first.first_day(), last.last_day());
        if matches!(self.rhythm, Rhythm::Billing) {
            if first != self.from {
                let before = Date::from_day_number(start.day_number() - 1)?;
                start = Date::new(before.year(), before.month(), 26)?;
            }
            if last != self.to {
                end = Date::new(last.year(), last.number(), 25)?;
            }
        }
        Period::new(start, end).ok()
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}
