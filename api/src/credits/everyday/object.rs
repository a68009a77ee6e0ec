//! Everyday activities and entries as a member sees them.

use async_graphql::{ID, Object};
use saxaul_shared::{
    credits::{
        InventoryLink,
        action::{ActionConfidence, source, unit_name},
        everyday::{EverydayCategory, EverydayDef, by_code},
    },
    decimal::{WireDecimal, from_micro},
    format::Locale,
    period::Date,
};

use super::store::EntryRow;
use crate::{
    accounting::access::connection_type, credits::claim::service::units, graphql::scalar::DateTime,
};

/// Something that everybody does and that emits.
pub struct EverydayActivity {
    pub(super) def: &'static EverydayDef,
    pub(super) locale: Locale,
}

#[Object]
impl EverydayActivity {
    /// Code, such as `EM_METRO_CN`.
    async fn code(&self) -> &str {
        &self.def.code
    }

    /// Name in the language of the request.
    async fn name(&self) -> &str {
        self.def.name(self.locale)
    }

    /// What part of life it belongs to.
    async fn category(&self) -> EverydayCategory {
        self.def.category
    }

    /// Name of the part of life in the language of the request.
    async fn category_name(&self) -> &str {
        self.def.category.name(self.locale)
    }

    /// Code of its unit.
    async fn unit(&self) -> &str {
        &self.def.unit
    }

    /// Name of its unit in the language of the request.
    async fn unit_name(&self) -> &str {
        unit_name(&self.def.unit, self.locale)
    }

    /// kg CO2e per unit.
    async fn kg_per_unit(&self) -> WireDecimal {
        WireDecimal(self.def.factor_kg_per_unit)
    }

    /// How far the figure can be relied on.
    async fn confidence(&self) -> ActionConfidence {
        self.def.confidence
    }

    /// Publication of the figure, in its own language.
    async fn source(&self) -> &str {
        source::of_everyday(&self.def.code).map_or("", |source| source.title.as_str())
    }

    /// How the figure was computed.
    async fn formula(&self) -> &str {
        source::of_everyday(&self.def.code).map_or("", |source| source.formula.as_str())
    }

    /// Region the figure describes.
    async fn region(&self) -> &str {
        &self.def.region
    }

    /// Where an entry made for work stands in the employer's inventory.
    async fn inventory_link(&self) -> InventoryLink {
        self.def.category.inventory_link()
    }

    /// Whether an entry is for work when nothing is said.
    async fn is_for_work(&self) -> bool {
        self.def.category.is_for_work()
    }
}

/// An everyday emission that the caller wrote down.
pub struct EverydayEntry {
    pub(super) row: EntryRow,
    pub(super) locale: Locale,
}

connection_type! {
    /// Everyday emissions, latest written first.
    EverydayEntryConnection, EverydayEntryEdge, EverydayEntry
}

#[Object]
impl EverydayEntry {
    /// The entry's id, `evy_…`.
    async fn id(&self) -> ID {
        ID(self.row.id.clone())
    }

    /// Code of the activity.
    async fn code(&self) -> &str {
        &self.row.activity_code
    }

    /// Name of the activity in the language of the request.
    async fn name(&self) -> &str {
        by_code(&self.row.activity_code)
            .map_or(&self.row.activity_code, |def| def.name(self.locale))
    }

    /// What part of life it belongs to.
    async fn category(&self) -> EverydayCategory {
        self.row.category
    }

    /// The day.
    async fn day(&self) -> Date {
        self.row.day
    }

    /// How much.
    async fn units(&self) -> WireDecimal {
        units(self.row.units_micro)
    }

    /// Code of the unit.
    async fn unit(&self) -> &str {
        &self.row.unit
    }

    /// Name of the unit in the language of the request.
    async fn unit_name(&self) -> &str {
        unit_name(&self.row.unit, self.locale)
    }

    /// Emission in kg CO2e.
    async fn emission_kg(&self) -> WireDecimal {
        WireDecimal(from_micro(self.row.emission_mg))
    }

    /// kg CO2e per unit, as it was when the entry was made.
    async fn kg_per_unit(&self) -> WireDecimal {
        WireDecimal(self.row.factor)
    }

    /// Where it stands in the employer's inventory.
    async fn inventory_link(&self) -> InventoryLink {
        self.row.inventory_link
    }

    /// Whether it was taken back.
    async fn is_undone(&self) -> bool {
        self.row.undone_at.is_some()
    }

    /// When it was written down.
    async fn created_at(&self) -> async_graphql::Result<DateTime> {
        Ok(DateTime::from_stored(&self.row.created_at)?)
    }
}
