//! The exact integers an inventory is made of, and how a record's figures fall on sites, months and gases.

use saxaul_shared::{
    accounting::gwp::Gas,
    period::{Date, Period},
};
use serde::{Deserialize, Serialize};

/// Columns of lines and rollups, in the order of [`Figures`]. Milligrams, kilojoules, grams of coal equivalent and
/// millilitres: whole numbers, so that sums in SQL are sums of the domain to the last digit.
pub(crate) const FIGURE_COLUMNS: [&str; 10] = [
    "co2e_mg",
    "market_mg",
    "biogenic_mg",
    "energy_kj",
    "renewable_kj",
    "calorific_gce",
    "equivalent_gce",
    "water_ml",
    "waste_mg",
    "hazardous_mg",
];

/// Sums, one for each of [`FIGURE_COLUMNS`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// mg CO2e, location-based.
    pub(crate) co2e_mg: i64,
    /// mg CO2e, market-based; equals the location-based figure where the two do not differ.
    pub(crate) market_mg: i64,
    /// mg biogenic CO2, never part of the others.
    pub(crate) biogenic_mg: i64,
    /// kJ.
    pub(crate) energy_kj: i64,
    /// kJ from renewable sources, part of `energy_kj`.
    pub(crate) renewable_kj: i64,
    /// g of coal equivalent, calorific value.
    pub(crate) calorific_gce: i64,
    /// g of coal equivalent, equivalent value.
    pub(crate) equivalent_gce: i64,
    /// ml of water.
    pub(crate) water_ml: i64,
    /// mg of waste, hazardous included.
    pub(crate) waste_mg: i64,
    /// mg of hazardous waste.
    pub(crate) hazardous_mg: i64,
}

impl Figures {
    /// The figures in the order of [`FIGURE_COLUMNS`].
    pub(crate) const fn to_array(self) -> [i64; 10] {
        [
            self.co2e_mg,
            self.market_mg,
            self.biogenic_mg,
            self.energy_kj,
            self.renewable_kj,
            self.calorific_gce,
            self.equivalent_gce,
            self.water_ml,
            self.waste_mg,
            self.hazardous_mg,
        ]
    }

    /// The figures from the order of [`FIGURE_COLUMNS`].
    pub(crate) const fn from_array(values: [i64; 10]) -> Self {
        let [
            co2e_mg,
            market_mg,
            biogenic_mg,
            energy_kj,
            renewable_kj,
            calorific_gce,
            equivalent_gce,
            water_ml,
            waste_mg,
            hazardous_mg,
        ] = values;
        Self {
            co2e_mg,
            market_mg,
            biogenic_mg,
            energy_kj,
            renewable_kj,
            calorific_gce,
            equivalent_gce,
            water_ml,
            waste_mg,
            hazardous_mg,
        }
    }

    /// Adds `sign` times `other`. Saturates far beyond what the columns' checks let through, so that an overflow is
    /// refused by the database and not wrapped here.
    pub(crate) fn add(&mut self, other: &Self, sign: i64) {
        let other = other.to_array();
        let mut values = self.to_array();
        for (value, by) in values.iter_mut().zip(other) {
            *value = value.saturating_add(by.saturating_mul(sign));
        }
        *self = Self::from_array(values);
    }
}

/// A gas of a line, or the part of its CO2e that the source of the factor gives no gas for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct GasKey(Option<Gas>);

impl GasKey {
    /// CO2e without a split into gases.
    pub(crate) const UNSPLIT: Self = Self(None);

    /// One gas.
    pub(crate) const fn of(gas: Gas) -> Self {
        Self(Some(gas))
    }

    /// The gas, if there is one.
    pub(crate) const fn gas(self) -> Option<Gas> {
        self.0
    }

    /// The spelling in the database.
    pub(crate) const fn as_str(self) -> &'static str {
        match self.0 {
            Some(gas) => gas.as_str(),
            None => "CO2E",
        }
    }

    /// Reads the spelling of the database.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text == "CO2E" {
            return Some(Self::UNSPLIT);
        }
        text.parse().ok().map(Self::of)
    }
}

/// One gas of a line: its mass where it is known, and what it comes to as CO2e.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GasFigure {
    /// Which gas.
    pub(crate) gas: GasKey,
    /// mg of the gas itself, 0 where only its CO2e is known.
    pub(crate) mass_mg: i64,
    /// mg CO2e.
    pub(crate) co2e_mg: i64,
}

/// What the engine returned for a whole record, before it is split over months and consolidated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gross {
    /// Gas by gas; their CO2e sums to the location-based figure.
    pub(crate) gases: Vec<GasFigure>,
    /// Everything else. `co2e_mg` is the sum of `gases`.
    pub(crate) figures: Figures,
    /// Whether the market-based figure is one of its own.
    pub(crate) dual: bool,
}

/// What one month of one inventory gets from a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MonthPart {
    /// 1 to 12.
    #[serde(rename = "m")]
    pub(crate) month: u8,
    /// The sums.
    #[serde(rename = "f")]
    pub(crate) figures: Figures,
    /// Gas by gas.
    #[serde(rename = "g")]
    pub(crate) gases: Vec<GasFigure>,
}

/// The consolidated share of a site over time, in millionths: from each day until the next entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ShareSchedule(pub(crate) Vec<(Date, i64)>);

/// A whole share.
pub(crate) const WHOLE_PPM: i64 = 1_000_000;

impl ShareSchedule {
    /// The share over `days` as (weighted millionths × days, days). Without entries a site counts whole.
    fn weighted(&self, span: Period) -> (i128, i128) {
        let days = i128::from(span.days());
        if self.0.is_empty() {
            return (days * i128::from(WHOLE_PPM), days);
        }
        let mut sum = 0;
        for (index, (from, ppm)) in self.0.iter().enumerate() {
            let until = self.0.get(index + 1).map(|(next, _)| next.day_number() - 1);
            let first = from.day_number().max(span.start().day_number());
            let last = until.unwrap_or(i64::MAX).min(span.end().day_number());
            if last >= first {
                sum += i128::from(last - first + 1) * i128::from(*ppm);
            }
        }
        (sum, days)
    }

    /// The share of the whole span in percent, for people: exact when it does not change inside.
    pub(crate) fn percent(&self, span: Period) -> rust_decimal::Decimal {
        let (sum, days) = self.weighted(span);
        let ppm = (sum + days / 2) / days;
        rust_decimal::Decimal::from_i128_with_scale(ppm, 4).normalize()
    }
}

/// Splits a record's figures over the months of `year` by days and takes the consolidated share of each.
///
/// The CO2e of a month is the sum of its gases there, not a split of its own: so totals by gas, by month, by site and
/// by source are the same number.
pub(crate) fn month_parts(
    gross: &Gross,
    period: Period,
    year: i32,
    shares: &ShareSchedule,
) -> Vec<MonthPart> {
    if let Some(part) = whole_part(gross, period, year, shares) {
        return vec![part];
    }
    let months: Vec<_> = period.months().map(|(month, _)| month).collect();
    let split = |total: i64| -> Vec<i64> {
        if months.len() == 1 {
            return vec![total];
        }
        period
            .split_by_days(total)
            .into_iter()
            .map(|(_, part)| part)
            .collect()
    };
    let gases: Vec<(GasKey, Vec<i64>, Vec<i64>)> = gross
        .gases
        .iter()
        .map(|gas| (gas.gas, split(gas.mass_mg), split(gas.co2e_mg)))
        .collect();
    let columns: Vec<Vec<i64>> = gross.figures.to_array().into_iter().map(split).collect();
    let mut parts = Vec::new();
    for (index, month) in months.iter().enumerate() {
        if month.year() != year {
            continue;
        }
        let Some(span) = month.period().overlap(period) else {
            continue;
        };
        let (weight, days) = shares.weighted(span);
        let whole = days * i128::from(WHOLE_PPM);
        let share = |value: i64| -> i64 {
            if weight == whole {
                return value;
            }
            let scaled = i128::from(value) * weight;
            let half = if scaled < 0 { -whole / 2 } else { whole / 2 };
            i64::try_from((scaled + half) / whole).unwrap_or(value)
        };
        let gases: Vec<GasFigure> = gases
            .iter()
            .map(|(gas, mass, co2e)| GasFigure {
                gas: *gas,
                mass_mg: share(mass.get(index).copied().unwrap_or(0)),
                co2e_mg: share(co2e.get(index).copied().unwrap_or(0)),
            })
            .collect();
        let mut values = [0_i64; 10];
        for (value, column) in values.iter_mut().zip(&columns) {
            *value = share(column.get(index).copied().unwrap_or(0));
        }
        let mut figures = Figures::from_array(values);
        figures.co2e_mg = gases.iter().map(|gas| gas.co2e_mg).sum();
        if !gross.dual {
            figures.market_mg = figures.co2e_mg;
        }
        parts.push(MonthPart {
            month: month.number(),
            figures,
            gases,
        });
    }
    parts
}

/// The only part of a record that lies in one month and counts whole: the figures as they are.
fn whole_part(
    gross: &Gross,
    period: Period,
    year: i32,
    shares: &ShareSchedule,
) -> Option<MonthPart> {
    let month = period.start().calendar_month();
    let whole = shares.0.is_empty() && month == period.end().calendar_month();
    if !whole || month.year() != year {
        return None;
    }
    let mut figures = gross.figures;
    figures.co2e_mg = gross.gases.iter().map(|gas| gas.co2e_mg).sum();
    if !gross.dual {
        figures.market_mg = figures.co2e_mg;
    }
    Some(MonthPart {
        month: month.number(),
        figures,
        gases: gross.gases.clone(),
    })
}

/// The sum of the parts, and their gases added up.
pub(crate) fn sum_parts(parts: &[MonthPart]) -> (Figures, Vec<GasFigure>) {
    if let [part] = parts {
        return (part.figures, part.gases.clone());
    }
    let mut total = Figures::default();
    let mut gases: Vec<GasFigure> = Vec::new();
    for part in parts {
        total.add(&part.figures, 1);
        for gas in &part.gases {
            match gases.iter_mut().find(|seen| seen.gas == gas.gas) {
                Some(seen) => {
                    seen.mass_mg += gas.mass_mg;
                    seen.co2e_mg += gas.co2e_mg;
                }
                None => gases.push(*gas),
            }
        }
    }
    (total, gases)
}

/// Gases as compact text for a column: `CO2:123:123;CH4:4:112`.
pub(crate) fn gases_to_text(gases: &[GasFigure]) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for gas in gases {
        if !text.is_empty() {
            text.push(';');
        }
        let _ = write!(text, "{}:{}:{}", gas.gas.as_str(), gas.mass_mg, gas.co2e_mg);
    }
    text
}

/// Reads what [`gases_to_text`] wrote; `None` when it is something else.
pub(crate) fn gases_from_text(text: &str) -> Option<Vec<GasFigure>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split(';')
        .map(|item| {
            let mut parts = item.split(':');
            Some(GasFigure {
                gas: GasKey::parse(parts.next()?)?,
                mass_mg: parts.next()?.parse().ok()?,
                co2e_mg: parts.next()?.parse().ok()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn gross(co2: i64, ch4: i64, energy: i64) -> Gross {
        let gases = vec![
            GasFigure {
                gas: GasKey::of(Gas::Co2),
                mass_mg: co2,
                co2e_mg: co2,
            },
            GasFigure {
                gas: GasKey::of(Gas::Ch4),
                mass_mg: ch4 / 28,
                co2e_mg: ch4,
            },
        ];
        let figures = Figures {
            co2e_mg: co2 + ch4,
            market_mg: co2 + ch4,
            energy_kj: energy,
            ..Figures::default()
        };
        Gross {
            gases,
            figures,
            dual: false,
        }
    }

    fn period(start: i64, days: i64) -> Period {
        let first = Date::new(2023, 1, 1).unwrap().day_number() + start;
        Period::new(
            Date::from_day_number(first).unwrap(),
            Date::from_day_number(first + days - 1).unwrap(),
        )
        .unwrap()
    }

    proptest! {
        #[test]
        fn the_parts_of_all_years_sum_to_the_whole(
            co2 in -1_000_000_000_i64..1_000_000_000_000, ch4 in 0_i64..1_000_000, energy in 0_i64..1_000_000_000,
            start in 0_i64..700, days in 1_i64..900,
        ) {
            let gross = gross(co2, ch4, energy);
            let period = period(start, days);
            let mut total = Figures::default();
            for year in period.start().year()..=period.end().year() {
                let (part, gases) = sum_parts(&month_parts(&gross, period, year, &ShareSchedule::default()));
                prop_assert_eq!(part.co2e_mg, gases.iter().map(|gas| gas.co2e_mg).sum::<i64>());
                total.add(&part, 1);
            }
            prop_assert_eq!(total, gross.figures);
        }

        #[test]
        fn gases_round_trip_through_their_column(co2 in any::<i64>(), ch4 in 0_i64..1_000_000) {
            let gases = vec![
                GasFigure { gas: GasKey::of(Gas::Co2), mass_mg: co2, co2e_mg: co2 },
                GasFigure { gas: GasKey::UNSPLIT, mass_mg: 0, co2e_mg: ch4 },
            ];
            prop_assert_eq!(gases_from_text(&gases_to_text(&gases)), Some(gases));
        }
    }

    #[test]
    fn a_record_inside_one_month_is_the_same_with_and_without_the_short_way() {
        let gross = gross(123, 28, 7);
        let january = period(3, 5);
        // A schedule that says "whole" in words takes the long way.
        let told = ShareSchedule(vec![(Date::new(1900, 1, 1).unwrap(), WHOLE_PPM)]);
        assert_eq!(
            month_parts(&gross, january, 2023, &ShareSchedule::default()),
            month_parts(&gross, january, 2023, &told)
        );
        assert!(month_parts(&gross, january, 2024, &ShareSchedule::default()).is_empty());
    }

    #[test]
    fn two_half_years_of_different_shares_are_prorated_by_days() {
        let shares = ShareSchedule(vec![
            (Date::new(2023, 1, 1).unwrap(), 400_000),
            (Date::new(2023, 1, 16).unwrap(), 800_000),
        ]);
        let january = period(0, 31);
        let parts = month_parts(&gross(31_000, 0, 0), january, 2023, &shares);
        // 15 days at 40 % and 16 days at 80 % of 1000 mg a day.
        assert_eq!(parts[0].figures.co2e_mg, 15 * 400 + 16 * 800);
    }
}
