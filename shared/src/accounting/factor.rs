//! Emission factors as published, dated, with their source. A factor is never changed, only superseded.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::gwp::{Gas, GwpSet};

crate::wire_enum! {
    /// How sure we are that the figure is the publication's.
    pub enum Confidence {
        /// Read in the named publication or a transcription that was cross-checked.
        Published = "PUBLISHED",
        /// From memory of the publication, not seen; marked wherever it is shown.
        Recalled = "RECALLED",
        /// The company's own factor, approved by a second person.
        Own = "OWN",
        /// Given by a supplier.
        Supplier = "SUPPLIER",
    }
}

/// Amount of one gas per activity unit, in the form the source gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum GasAmount {
    /// kg of the gas per activity unit. Can be weighed with any GWP set.
    MassKg(Decimal),
    /// kg CO2e per activity unit under the factor's own `gwp_set`. Cannot be converted to another set.
    Co2eKg(Decimal),
}

/// What a factor multiplies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FactorValue {
    /// Gas by gas, per activity unit.
    Gases(Vec<(Gas, GasAmount)>),
    /// One figure of kg CO2e per activity unit where the source gives no split.
    Total {
        /// kg CO2e per activity unit.
        kg_co2e: Decimal,
    },
    /// Fuel properties: kg CO2 = amount × NCV × carbon content × oxidation × 44/12 × 1000.
    Fuel {
        /// Net calorific value, GJ per activity unit.
        ncv_gj_per_unit: Decimal,
        /// Carbon content, tC/GJ.
        carbon_content_tc_per_gj: Decimal,
        /// Oxidation rate, fraction of one.
        oxidation_rate: Decimal,
    },
}

/// One published factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// Unique and stable, as in the source table (`grid_average.CN.2022`, `desnz-2025-…`).
    pub id: String,
    /// The same factor across versions.
    pub series_id: String,
    /// Codes of the activities it serves. Empty: only usable by naming its id.
    pub activity_codes: Vec<String>,
    /// Name as published (zh where the source is Chinese).
    pub name_zh: Option<String>,
    /// Name in English as published or translated.
    pub name_en: Option<String>,
    /// Who published it.
    pub publisher: String,
    /// Data set or document.
    pub dataset: String,
    /// Short code of the data set for preferences and packs: `desnz`, `epa_hub`, `egrid`, `mee_grid`, `ndrc_other_2015`, `ember`…
    pub dataset_code: String,
    /// Version or edition of the data set.
    pub version: String,
    /// Year the figure describes.
    pub year: i32,
    /// First day of activity it serves (ISO date), `None` = open.
    pub valid_from: Option<crate::period::Date>,
    /// Last day of activity it serves, `None` = open. The window of the publication itself: the engine carries the newest
    /// edition forward on its own and marks the result estimated, so a loader must not widen it.
    pub valid_to: Option<crate::period::Date>,
    /// `CN`, `CN-GD`, `US-eGRID-…`, `001` for the world.
    pub region: String,
    /// Unit code of one activity unit.
    pub unit: String,
    /// The figures.
    pub value: FactorValue,
    /// kg CO2e per activity unit as printed by the source beside its split by gas; `None` where it prints none. Used
    /// when all gases stay in the source's own GWP set, because sources round the split and the total apart.
    pub total_kg_co2e: Option<Decimal>,
    /// kg biogenic CO2 per activity unit, reported apart.
    pub biogenic_co2_kg: Option<Decimal>,
    /// GWP set inside CO2e figures, when the source says.
    pub gwp_set: Option<GwpSet>,
    /// `gross_cv`, `net_cv`, `location`, `market`, `residual mix`, `lifecycle`…
    pub basis: Vec<String>,
    /// Scope it is published for, for filtering.
    pub scope: Option<super::activity::Scope>,
    /// Table, sheet or id in the publication. Never empty: no row without its source is used.
    pub source_ref: String,
    /// How sure we are.
    pub confidence: Confidence,
    /// Pack that must be switched on, for share-alike sets (`electricity_maps`, `oefdb`).
    pub pack: Option<String>,
    /// Name of the supplier who gave the factor; only with `Confidence::Supplier`.
    pub supplier: Option<String>,
    /// Remarks of the source or the transcription.
    pub note: Option<String>,
}
