//! An inventory as the screens know it, whichever document it came in.

use saxaul_shared::decimal::Decimal;

use super::operations::inventory_by_id;
use super::pictures::{Basis, Month, Share};
use crate::client::enums::{ConsolidationApproach, Gas, GwpSet, InventoryState, Scope};

/// A way to cut an inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// By scope.
    Scope,
    /// By category within the scopes.
    Category,
    /// By greenhouse gas.
    Gas,
    /// By site.
    Site,
    /// By month.
    Month,
    /// By activity.
    Source,
}

impl Cut {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 6] = [
        Self::Scope,
        Self::Category,
        Self::Gas,
        Self::Site,
        Self::Month,
        Self::Source,
    ];

    /// Name in keys and addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scope => "scope",
            Self::Category => "category",
            Self::Gas => "gas",
            Self::Site => "site",
            Self::Month => "month",
            Self::Source => "source",
        }
    }

    /// The cut of this name.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cut| cut.name() == name)
    }
}

/// One figure of a cut.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Key on the wire.
    pub key: String,
    /// Name in the reader's language.
    pub label: String,
    /// kg CO2e, location-based.
    pub location_kg: Decimal,
    /// kg CO2e, market-based.
    pub market_kg: Decimal,
    /// kg biogenic CO2, not in the above.
    pub biogenic_kg: Decimal,
    /// GJ, where it is energy.
    pub energy_gj: Option<Decimal>,
    /// Records behind it.
    pub record_count: i64,
    /// Scope, where all of it lies in one.
    pub scope: Option<Scope>,
    /// The gas, in the cut by gas.
    pub gas: Option<Gas>,
    /// kg of the gas itself.
    pub mass_kg: Option<Decimal>,
}

impl Figure {
    /// kg CO2e on a basis.
    pub fn kg(&self, basis: Basis) -> Decimal {
        if basis == Basis::Market {
            self.market_kg
        } else {
            self.location_kg
        }
    }

    /// As charts take it.
    pub fn share(&self, basis: Basis) -> Share {
        Share {
            key: self.key.clone(),
            label: self.label.clone(),
            kg_co2e: self.kg(basis),
            scope: self.scope,
        }
    }
}

/// Sums of an inventory.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    /// kg CO2e, scope 2 location-based.
    pub location_kg: Decimal,
    /// kg CO2e, scope 2 market-based.
    pub market_kg: Decimal,
    /// kg CO2e.
    pub scope1_kg: Decimal,
    /// kg CO2e.
    pub scope2_location_kg: Decimal,
    /// kg CO2e.
    pub scope2_market_kg: Decimal,
    /// kg CO2e.
    pub scope3_kg: Decimal,
    /// kg.
    pub biogenic_co2_kg: Decimal,
    /// GJ.
    pub energy_gj: Decimal,
    /// tce, calorific.
    pub tce_calorific: Decimal,
    /// tce, equivalent.
    pub tce_equivalent: Decimal,
    /// GJ from renewable sources.
    pub renewable_energy_gj: Decimal,
    /// m³ of water.
    pub water_m3: Decimal,
    /// kg of waste.
    pub waste_kg: Decimal,
    /// kg of it hazardous.
    pub hazardous_waste_kg: Decimal,
    /// All records.
    pub record_count: i64,
    /// Computed from data.
    pub calculated_count: i64,
    /// Computed from an estimate.
    pub estimated_count: i64,
    /// Not computed.
    pub refused_count: i64,
    /// Per cent of site × month × source with data.
    pub completeness_pct: Decimal,
}

/// Builds [`Totals`] from a generated type with the same fields.
macro_rules! totals_from {
    ($type:ty) => {
        impl From<$type> for $crate::accounting::inventory_model::Totals {
            fn from(totals: $type) -> Self {
                Self {
                    location_kg: totals.location_kg_co2e,
                    market_kg: totals.market_kg_co2e,
                    scope1_kg: totals.scope1_kg_co2e,
                    scope2_location_kg: totals.scope2_location_kg_co2e,
                    scope2_market_kg: totals.scope2_market_kg_co2e,
                    scope3_kg: totals.scope3_kg_co2e,
                    biogenic_co2_kg: totals.biogenic_co2_kg,
                    energy_gj: totals.energy_gj,
                    tce_calorific: totals.tce_calorific,
                    tce_equivalent: totals.tce_equivalent,
                    renewable_energy_gj: totals.renewable_energy_gj,
                    water_m3: totals.water_m3,
                    waste_kg: totals.waste_kg,
                    hazardous_waste_kg: totals.hazardous_waste_kg,
                    record_count: totals.record_count,
                    calculated_count: totals.calculated_count,
                    estimated_count: totals.estimated_count,
                    refused_count: totals.refused_count,
                    completeness_pct: totals.completeness_pct,
                }
            }
        }
    };
}
pub(crate) use totals_from;

totals_from!(inventory_by_id::InventoryByIdInventoryTotals);

/// An intensity.
#[derive(Debug, Clone, PartialEq)]
pub struct Intensity {
    /// Key on the wire.
    pub key: String,
    /// Name in the reader's language.
    pub label: String,
    /// Value.
    pub value: Decimal,
    /// Its unit, `kgCO2e/m²`.
    pub unit: String,
}

/// One event in an inventory's life.
pub type Event = inventory_by_id::InventoryByIdInventoryHistory;

/// An inventory.
#[derive(Debug, Clone, PartialEq)]
pub struct Inventory {
    /// `inv_…`.
    pub id: String,
    /// Calendar year.
    pub year: i64,
    /// Counted from 1 within the year.
    pub version: i64,
    /// Where it stands.
    pub state: InventoryState,
    /// GWPs it is computed with.
    pub gwp_set: GwpSet,
    /// Release of the factor library it is pinned to.
    pub factor_release: String,
    /// Boundary it is pinned to.
    pub approach: ConsolidationApproach,
    /// RFC 3339.
    pub updated_at: String,
    /// Sums.
    pub totals: Totals,
    /// Emissions of each month.
    pub months: Vec<Month>,
    /// Intensities, where there is something to divide by.
    pub intensities: Vec<Intensity>,
    /// What happened to it.
    pub history: Vec<Event>,
    scopes: Vec<Figure>,
    categories: Vec<Figure>,
    gases: Vec<Figure>,
    sites: Vec<Figure>,
    sources: Vec<Figure>,
}

impl Inventory {
    /// The figures of a cut; those by month stand in `months`.
    pub fn cut(&self, cut: Cut) -> &[Figure] {
        match cut {
            Cut::Scope => &self.scopes,
            Cut::Category => &self.categories,
            Cut::Gas => &self.gases,
            Cut::Site => &self.sites,
            Cut::Source => &self.sources,
            Cut::Month => &[],
        }
    }

    /// kg CO2e in all, on a basis.
    pub fn total(&self, basis: Basis) -> Decimal {
        if basis == Basis::Market {
            self.totals.market_kg
        } else {
            self.totals.location_kg
        }
    }
}

impl From<inventory_by_id::FigureParts> for Figure {
    fn from(figure: inventory_by_id::FigureParts) -> Self {
        Self {
            key: figure.key,
            label: figure.label,
            location_kg: figure.kg_co2e,
            market_kg: figure.market_kg_co2e,
            biogenic_kg: figure.biogenic_co2_kg,
            energy_gj: (!figure.energy_gj.is_zero()).then_some(figure.energy_gj),
            record_count: figure.record_count,
            scope: figure.scope,
            gas: figure.gas,
            mass_kg: figure.mass_kg,
        }
    }
}

impl From<inventory_by_id::InventoryByIdInventory> for Inventory {
    fn from(inventory: inventory_by_id::InventoryByIdInventory) -> Self {
        let figures =
            |list: Vec<inventory_by_id::FigureParts>| list.into_iter().map(Figure::from).collect();
        Self {
            id: inventory.id,
            year: inventory.year,
            version: inventory.version,
            state: inventory.state,
            gwp_set: inventory.gwp_set,
            factor_release: inventory.factor_release,
            approach: inventory.consolidation_approach,
            updated_at: inventory.updated_at.0,
            totals: inventory.totals.into(),
            months: inventory
                .by_month
                .into_iter()
                .map(|month| Month {
                    number: month.month,
                    scope1: month.scope1_kg_co2e,
                    scope2_location: month.scope2_kg_co2e,
                    scope2_market: month.scope2_market_kg_co2e,
                    scope3: month.scope3_kg_co2e,
                })
                .collect(),
            intensities: inventory
                .intensities
                .into_iter()
                .map(|figure| Intensity {
                    key: figure.key,
                    label: figure.label,
                    value: figure.value,
                    unit: figure.unit,
                })
                .collect(),
            history: inventory.history,
            scopes: figures(inventory.by_scope),
            categories: figures(inventory.by_category),
            gases: figures(inventory.by_gas),
            sites: figures(inventory.by_site),
            sources: figures(inventory.by_source),
        }
    }
}
