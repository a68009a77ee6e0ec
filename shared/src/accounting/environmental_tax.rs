//! Environmental protection tax of the People's Republic of China, as far as it follows from quantities.
//!
//! Environmental Protection Tax Law (in force 2018-01-01, amended 2018-10-26): article 8 (pollution equivalents),
//! article 9 (which pollutants of an outlet are taxed), article 11 (tax = base × rate), annex 1 (rates), annex 2
//! (equivalent values).

use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::decimal::{self, DecimalError};

crate::wire_enum! {
    /// Groups of pollutants that article 9 treats apart at each outlet.
    pub enum TaxGroup {
        /// Air pollutants: the three with the most equivalents are taxed.
        Air = "AIR",
        /// Water pollutants of class 1 (annex 2, table 1): the five with the most equivalents are taxed.
        WaterClass1 = "WATER_CLASS_1",
        /// Other water pollutants: the three with the most equivalents are taxed.
        WaterOther = "WATER_OTHER",
    }
}

impl TaxGroup {
    /// How many pollutants of one outlet are taxed (article 9).
    pub const fn taxed_max(self) -> usize {
        match self {
            Self::Air | Self::WaterOther => 3,
            Self::WaterClass1 => 5,
        }
    }
}

/// One pollutant discharged at one outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discharge {
    /// Code of the pollutant.
    pub pollutant: String,
    /// Mass discharged, kg.
    pub mass_kg: Decimal,
    /// Pollution equivalent value, kg per equivalent (annex 2).
    pub equivalent_kg: Decimal,
}

/// What one pollutant of an outlet comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxedPollutant {
    /// Code of the pollutant.
    pub pollutant: String,
    /// Pollution equivalents: mass over equivalent value, exact to 20 decimal places.
    pub equivalents: Decimal,
    /// Whether it is among those that are taxed.
    pub taxed: bool,
    /// Tax before reliefs, CNY; zero when it is not taxed.
    pub tax_cny: Decimal,
}

/// The tax of one group of pollutants at one outlet: every pollutant with its equivalents, the largest first.
pub fn outlet_tax(
    group: TaxGroup,
    discharges: &[Discharge],
    rate_cny_per_equivalent: Decimal,
) -> Result<Vec<TaxedPollutant>, DecimalError> {
    let mut pollutants = discharges
        .iter()
        .map(|discharge| {
            let equivalents = discharge
                .mass_kg
                .checked_div(discharge.equivalent_kg)
                .ok_or(DecimalError::Overflow)?;
            let equivalents = decimal::round(equivalents, 20);
            Ok((discharge.pollutant.clone(), equivalents))
        })
        .collect::<Result<Vec<_>, DecimalError>>()?;
    // Where two tie the one named first comes first: the sum is the same.
    pollutants.sort_by_key(|(_, equivalents)| Reverse(*equivalents));
    pollutants
        .into_iter()
        .enumerate()
        .map(|(rank, (pollutant, equivalents))| {
            let taxed = rank < group.taxed_max();
            let tax_cny = if taxed {
                decimal::mul(equivalents, rate_cny_per_equivalent)?
            } else {
                Decimal::ZERO
            };
            Ok(TaxedPollutant {
                pollutant,
                equivalents,
                taxed,
                tax_cny,
            })
        })
        .collect()
}

/// Tax on solid waste, CNY: what was produced less what was used or stored and treated as the rules ask, in tonnes, at
/// the rate of annex 1. More taken off than was produced gives zero.
pub fn solid_waste_tax(
    produced_t: Decimal,
    utilised_t: Decimal,
    stored_compliant_t: Decimal,
    disposed_compliant_t: Decimal,
    rate_cny_per_t: Decimal,
) -> Result<Decimal, DecimalError> {
    let off = decimal::add(
        decimal::add(utilised_t, stored_compliant_t)?,
        disposed_compliant_t,
    )?;
    let base_t = decimal::sub(produced_t, off)?.max(Decimal::ZERO);
    decimal::mul(base_t, rate_cny_per_t)
}

/// Mass of a pollutant in water, kg: volume in m³ times concentration in mg/L (= g/m³), over 1 000.
pub fn pollutant_kg(
    volume_m3: Decimal,
    concentration_mg_per_l: Decimal,
) -> Result<Decimal, DecimalError> {
    decimal::mul(
        decimal::mul(volume_m3, concentration_mg_per_l)?,
        Decimal::new(1, 3),
    )
}
