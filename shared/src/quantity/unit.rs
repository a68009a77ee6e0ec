//! Units: what they measure, their exact ratio to the base unit, and how people spell them.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::ratio::Ratio;
use super::table::{CURRENCIES, MONEY_MULTIPLES, UNITS, UnitRow};
use crate::format::Locale;

/// ISO 4217 code of a currency, three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The code as text.
    pub fn code(self) -> String {
        self.0.iter().map(|b| char::from(*b)).collect()
    }

    fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        CURRENCIES
            .iter()
            .any(|c| c.code == code)
            .then_some(Self(bytes))
    }
}

/// What a unit measures. The base unit of each is named in its comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// kg.
    Mass,
    /// m3, as measured.
    Volume,
    /// m3 of gas at 0 °C and 101.325 kPa.
    GasVolume,
    /// GJ.
    Energy,
    /// km, of a vehicle or a thing; vehicle-kilometres too.
    Distance,
    /// passenger-km.
    PassengerDistance,
    /// tonne-km.
    TonneDistance,
    /// m2.
    Area,
    /// m2·day.
    AreaTime,
    /// m3·day, for storage.
    VolumeTime,
    /// Money of one currency; with a price year when the prices are those of a given year. One unit of the currency.
    Money {
        /// Which currency.
        currency: Currency,
        /// Year of the prices, for spend-based factors.
        price_year: Option<u16>,
    },
    /// Pieces, head, uses.
    Count,
    /// Persons.
    Person,
    /// Hours.
    Time,
    /// Working hours of one full-time person.
    PersonTime,
    /// Nights of one room.
    RoomNight,
    /// mg/L in water.
    WaterConcentration,
    /// mg/m3 in air.
    AirConcentration,
    /// A pure number; percentages.
    Dimensionless,
}

impl Dimension {
    /// Stable name in snake case, `gas_volume`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mass => "mass",
            Self::Volume => "volume",
            Self::GasVolume => "gas_volume",
            Self::Energy => "energy",
            Self::Distance => "distance",
            Self::PassengerDistance => "passenger_distance",
            Self::TonneDistance => "tonne_distance",
            Self::Area => "area",
            Self::AreaTime => "area_time",
            Self::VolumeTime => "volume_time",
            Self::Money { .. } => "money",
            Self::Count => "count",
            Self::Person => "person",
            Self::Time => "time",
            Self::PersonTime => "person_time",
            Self::RoomNight => "room_night",
            Self::WaterConcentration => "water_concentration",
            Self::AirConcentration => "air_concentration",
            Self::Dimensionless => "dimensionless",
        }
    }

    /// What a person calls it.
    pub fn label(self, locale: Locale) -> &'static str {
        let (zh, en) = match self {
            Self::Mass => ("质量", "mass"),
            Self::Volume => ("体积", "volume"),
            Self::GasVolume => ("标准状态气体体积", "gas volume at normal conditions"),
            Self::Energy => ("能量", "energy"),
            Self::Distance => ("距离", "distance"),
            Self::PassengerDistance => ("客运周转量", "passenger distance"),
            Self::TonneDistance => ("货运周转量", "freight distance"),
            Self::Area => ("面积", "area"),
            Self::AreaTime => ("面积×时间", "area over time"),
            Self::VolumeTime => ("体积×时间", "volume over time"),
            Self::Money { .. } => ("金额", "money"),
            Self::Count => ("数量", "count"),
            Self::Person => ("人数", "persons"),
            Self::Time => ("时间", "time"),
            Self::PersonTime => ("人工时", "working time"),
            Self::RoomNight => ("间夜", "room nights"),
            Self::WaterConcentration => ("水中浓度", "concentration in water"),
            Self::AirConcentration => ("空气中浓度", "concentration in air"),
            Self::Dimensionless => ("无量纲", "a pure number"),
        };
        locale.pick(zh, en)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    /// Row of the unit table.
    Physical(u16),
    /// Currency, multiple, price year.
    Money {
        currency: Currency,
        multiple: u8,
        price_year: Option<u16>,
    },
}

/// A unit this system knows. Small, comparable, written as its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unit(Kind);

/// Why a unit was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// No unit is spelled like that.
    #[error("unknown unit")]
    Unknown {
        /// Codes of units spelled nearly like it, best first.
        suggestions: Vec<String>,
    },
    /// Several units are spelled like that (`ton`, `MT`).
    #[error("ambiguous unit")]
    Ambiguous {
        /// Codes of the units it may mean.
        candidates: Vec<String>,
    },
}

struct Index {
    exact: HashMap<String, u16>,
    folded: HashMap<String, Option<u16>>,
}

/// Spellings that mean different units to different readers, refused with a question.
const AMBIGUOUS: &[(&str, &[&str])] = &[
    ("ton", &["t", "short ton", "long ton"]),
    ("tons", &["t", "short ton", "long ton"]),
    ("MT", &["t", "Mt"]),
    ("mt", &["t", "Mt"]),
    ("mt.", &["t", "Mt"]),
];

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut exact = HashMap::new();
        let mut folded: HashMap<String, Option<u16>> = HashMap::new();
        for (position, row) in UNITS.iter().enumerate() {
            let position = u16::try_from(position).unwrap_or(u16::MAX);
            for spelling in std::iter::once(&row.code).chain(row.aliases) {
                let clean = clean(spelling);
                folded
                    .entry(clean.to_lowercase())
                    .and_modify(|known| {
                        if *known != Some(position) {
                            *known = None;
                        }
                    })
                    .or_insert(Some(position));
                exact.entry(clean).or_insert(position);
            }
        }
        Index { exact, folded }
    })
}

/// Brings spellings of the same thing together: full-width forms, superscripts, middle dots, spaces.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '³' => out.push('3'),
            '²' => out.push('2'),
            '⁴' => out.push('4'),
            '⁸' => out.push('8'),
            '・' | '·' | '•' | '×' | '∙' | '⋅' | '*' => out.push('.'),
            '–' | '—' | '−' | '‐' => out.push('-'),
            '\u{3000}' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t' => out.push(' '),
            '（' => out.push('('),
            '）' => out.push(')'),
            '／' => out.push('/'),
            '\u{ff01}'..='\u{ff5e}' => out.push(char::from_u32(c as u32 - 0xfee0).unwrap_or(c)),
            _ => out.push(c),
        }
    }
    let mut spaced = String::with_capacity(out.len());
    for word in out.split(' ').filter(|w| !w.is_empty()) {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

impl Unit {
    /// Reads a unit as people and publications spell it, in Chinese or English. Case matters only where it tells two
    /// units apart.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let text = clean(text);
        if let Some((_, candidates)) = AMBIGUOUS.iter().find(|(spelling, _)| *spelling == text) {
            return Err(UnitError::Ambiguous {
                candidates: candidates.iter().map(|c| (*c).to_owned()).collect(),
            });
        }
        let index = index();
        if let Some(position) = index.exact.get(&text) {
            return Ok(Self(Kind::Physical(*position)));
        }
        if let Some(money) = parse_money(&text) {
            return Ok(money);
        }
        let folded = text.to_lowercase();
        let tight: String = folded.chars().filter(|c| *c != ' ').collect();
        for spelling in [&folded, &tight] {
            match index.folded.get(spelling) {
                Some(Some(position)) => return Ok(Self(Kind::Physical(*position))),
                Some(None) => {
                    return Err(UnitError::Ambiguous {
                        candidates: spelled_like(spelling),
                    });
                }
                None => {}
            }
        }
        Err(UnitError::Unknown {
            suggestions: nearest(&folded),
        })
    }

    /// The unit with exactly this code.
    pub fn from_code(code: &str) -> Option<Self> {
        match index().exact.get(code) {
            Some(position) => Some(Self(Kind::Physical(*position))),
            None => parse_money(code),
        }
        .filter(|unit| unit.is_coded(code))
    }

    fn is_coded(self, code: &str) -> bool {
        match self.row() {
            Some(row) => row.code == code,
            None => self.code() == code,
        }
    }

    fn row(self) -> Option<&'static UnitRow> {
        match self.0 {
            Kind::Physical(position) => UNITS.get(usize::from(position)),
            Kind::Money { .. } => None,
        }
    }

    /// Stable code, as stored and sent: `kWh`, `万Nm3`, `USD2021`.
    pub fn code(self) -> String {
        match self.0 {
            Kind::Physical(_) => self
                .row()
                .map_or_else(String::new, |row| row.code.to_owned()),
            Kind::Money {
                currency,
                multiple,
                price_year,
            } => {
                let multiple = MONEY_MULTIPLES
                    .get(usize::from(multiple))
                    .map_or("", |m| m.code);
                let year = price_year.map_or_else(String::new, |y| y.to_string());
                format!("{multiple}{}{year}", currency.code())
            }
        }
    }

    /// Name for people.
    pub fn name(self, locale: Locale) -> String {
        match self.0 {
            Kind::Physical(_) => self.row().map_or_else(String::new, |row| {
                locale.pick(row.name_zh, row.name_en).to_owned()
            }),
            Kind::Money {
                currency,
                multiple,
                price_year,
            } => {
                let multiple = MONEY_MULTIPLES.get(usize::from(multiple));
                let names = CURRENCIES.iter().find(|c| c.code == currency.code());
                let base = names.map_or_else(String::new, |c| {
                    locale.pick(c.name_zh, c.name_en).to_owned()
                });
                match (locale, price_year) {
                    (Locale::ZhCn, Some(year)) => format!(
                        "{}{base}（{year}年价格）",
                        multiple.map_or("", |m| m.name_zh)
                    ),
                    (Locale::ZhCn, None) => format!("{}{base}", multiple.map_or("", |m| m.name_zh)),
                    (Locale::En, Some(year)) => format!(
                        "{}{base} at {year} prices",
                        multiple.map_or("", |m| m.name_en)
                    ),
                    (Locale::En, None) => format!("{}{base}", multiple.map_or("", |m| m.name_en)),
                }
            }
        }
    }

    /// What it measures.
    pub fn dimension(self) -> Dimension {
        match self.0 {
            Kind::Physical(_) => self
                .row()
                .map_or(Dimension::Dimensionless, |row| row.dimension),
            Kind::Money {
                currency,
                price_year,
                ..
            } => Dimension::Money {
                currency,
                price_year,
            },
        }
    }

    /// Base units of its dimension in one of it, exactly.
    pub fn ratio(self) -> Ratio {
        let (numerator, denominator) = match self.0 {
            Kind::Physical(_) => self
                .row()
                .map_or((1, 1), |row| (row.numerator, row.denominator)),
            Kind::Money { multiple, .. } => (
                MONEY_MULTIPLES
                    .get(usize::from(multiple))
                    .map_or(1, |m| m.factor),
                1,
            ),
        };
        Ratio::new(numerator, denominator).unwrap_or(Ratio::ONE)
    }

    /// For gas volumes at stated conditions: m3 in one of it at those conditions. The meter shows these m3.
    pub fn geometric_m3(self) -> Option<Ratio> {
        match self.dimension() {
            Dimension::Volume => Some(self.ratio()),
            Dimension::GasVolume => self
                .row()
                .and_then(|row| Ratio::new(row.geometric.0, row.geometric.1)),
            _ => None,
        }
    }

    /// Every unit of the table with the given dimension name, in the order of the table; money units of the usual
    /// currencies come last.
    pub fn all() -> impl Iterator<Item = Self> {
        let physical = (0..UNITS.len())
            .filter_map(|i| u16::try_from(i).ok())
            .map(|i| Self(Kind::Physical(i)));
        let money = CURRENCIES.iter().flat_map(|c| {
            (0..MONEY_MULTIPLES.len()).filter_map(move |m| {
                let multiple = u8::try_from(m).ok()?;
                Some(Self(Kind::Money {
                    currency: Currency::from_code(c.code)?,
                    multiple,
                    price_year: None,
                }))
            })
        });
        physical.chain(money)
    }
}

fn parse_money(text: &str) -> Option<Unit> {
    let text = text.strip_suffix(" purchaser price").unwrap_or(text);
    let digits_at = text
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(text.len());
    let (rest, year) = text.split_at(digits_at);
    let price_year = match year {
        "" => None,
        _ if year.len() == 4 => Some(
            year.parse::<u16>()
                .ok()
                .filter(|y| (1990..=2100).contains(y))?,
        ),
        _ => return None,
    };
    let rest = rest.trim();
    for (position, multiple) in MONEY_MULTIPLES.iter().enumerate().rev() {
        for prefix in multiple.prefixes {
            let Some(currency) = rest.strip_prefix(prefix) else {
                continue;
            };
            let currency = currency.trim();
            let known = CURRENCIES
                .iter()
                .find(|c| c.code.eq_ignore_ascii_case(currency) || c.aliases.contains(&currency))
                .and_then(|c| Currency::from_code(c.code));
            if let Some(currency) = known {
                let multiple = u8::try_from(position).ok()?;
                return Some(Unit(Kind::Money {
                    currency,
                    multiple,
                    price_year,
                }));
            }
        }
    }
    None
}

fn spelled_like(folded: &str) -> Vec<String> {
    let matches = UNITS.iter().filter(|row| {
        std::iter::once(&row.code)
            .chain(row.aliases)
            .any(|spelling| clean(spelling).to_lowercase() == folded)
    });
    matches.map(|row| row.code.to_owned()).collect()
}

/// Up to three units whose spelling is at most two letters away.
fn nearest(folded: &str) -> Vec<String> {
    const MAX_LEN: usize = 24;
    if folded.is_empty() || folded.chars().count() > MAX_LEN {
        return Vec::new();
    }
    let mut scored: Vec<(usize, &str)> = UNITS
        .iter()
        .filter_map(|row| {
            let best = std::iter::once(&row.code)
                .chain(row.aliases)
                .map(|spelling| edit_distance(&clean(spelling).to_lowercase(), folded))
                .min()?;
            (best <= 2 && best < folded.chars().count()).then_some((best, row.code))
        })
        .collect();
    scored.sort_by_key(|(distance, _)| *distance);
    scored
        .into_iter()
        .take(3)
        .map(|(_, code)| code.to_owned())
        .collect()
}

fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let cost = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Unit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_people_are_understood() {
        for (spelling, code) in [
            ("度", "kWh"),
            ("千瓦时", "kWh"),
            ("KWH", "kWh"),
            ("万千瓦时", "万kWh"),
            ("万kWh", "万kWh"),
            ("亿kWh", "亿kWh"),
            ("吨", "t"),
            ("tonnes", "t"),
            ("公斤", "kg"),
            ("10^4 Nm3", "万Nm3"),
            ("万标方", "万Nm3"),
            ("万立方米", "万m3"),
            ("m³", "m3"),
            ("Ｎｍ³", "Nm3"),
            ("gallon", "gal"),
            ("short-ton-mile", "short-ton-mile"),
            ("FTE-hour", "FTE-hour"),
            ("passenger.km", "pkm"),
            ("tonne.km", "tkm"),
            ("吨标准煤", "tce"),
            ("USD2021 purchaser price", "USD2021"),
            ("万元", "万CNY"),
            ("元", "CNY"),
            ("usd", "USD"),
            ("间夜", "room-night"),
            ("million litre", "ML"),
        ] {
            assert_eq!(
                Unit::parse(spelling).map(Unit::code),
                Ok(code.to_owned()),
                "{spelling}"
            );
        }
    }

    #[test]
    fn doubtful_units_are_asked_about() {
        assert!(
            matches!(Unit::parse("ton"), Err(UnitError::Ambiguous { candidates }) if candidates.contains(&"t".to_owned()))
        );
        assert!(matches!(
            Unit::parse("MT"),
            Err(UnitError::Ambiguous { .. })
        ));
        assert!(
            matches!(Unit::parse("kWhh"), Err(UnitError::Unknown { suggestions }) if suggestions[0] == "kWh")
        );
        assert!(
            matches!(Unit::parse(""), Err(UnitError::Unknown { suggestions }) if suggestions.is_empty())
        );
    }

    #[test]
    fn every_code_is_unique_and_reads_back() {
        let mut seen = std::collections::HashSet::new();
        for unit in Unit::all() {
            assert!(seen.insert(unit.code()), "{unit} twice");
            assert_eq!(Unit::parse(&unit.code()).map(Unit::code), Ok(unit.code()));
            assert_eq!(Unit::from_code(&unit.code()), Some(unit));
            assert!(!unit.name(Locale::ZhCn).is_empty() && !unit.name(Locale::En).is_empty());
            assert!(unit.ratio().numerator() > 0);
        }
        for row in UNITS {
            for alias in row.aliases {
                assert_eq!(
                    Unit::parse(alias).map(Unit::code),
                    Ok(row.code.to_owned()),
                    "alias {alias}"
                );
            }
        }
    }
}
