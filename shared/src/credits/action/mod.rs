//! The catalogue of low-carbon actions: what one unit saves, how much counts, and what must be shown for it.
//!
//! Figures, caps and windows are published data (`reference/employee`); how the free texts there are read stands beside
//! them in `action_rules.csv` and is parsed once, here, into types. The long texts (baseline, formula, source) are for
//! the server only: see [`source`].

mod catalogue;
mod number;
mod rule;
mod sentence;
mod setting;
#[cfg(feature = "reference-data")]
pub mod source;
mod unit;

#[cfg(test)]
mod tests;

pub use catalogue::{ActionCatalogue, ActionDef};
pub use number::{NumberError, NumberKind, Uniqueness};
pub use rule::{
    ActionRule, AdjustedBy, Adjustment, Check, Diet, Evidence, Exclusion, Group, SecondNumber,
    Side, SpeedLimit, Window,
};
pub(crate) use sentence::exclusion_text;
pub use setting::{EffectiveRule, POINTS_PER_KG_DEFAULT, POINTS_PER_KG_MAX, RuleSetting};
pub use unit::unit_name;

crate::wire_enum! {
    /// How far a figure of the employee tables can be relied on.
    pub enum ActionConfidence {
        /// Printed in the source.
        Published = "PUBLISHED",
        /// Arithmetic on published figures only.
        Derived = "DERIVED",
        /// At least one input is assumed or recalled.
        Estimate = "ESTIMATE",
    }
}

crate::wire_enum! {
    /// How somebody travels, lodges or works, as far as it matters to the employer's inventory.
    pub enum TravelMode {
        /// Car with an engine, taxis apart.
        Car = "CAR",
        /// Battery electric car.
        ElectricCar = "ELECTRIC_CAR",
        /// Taxi.
        Taxi = "TAXI",
        /// Motorcycle.
        Motorbike = "MOTORBIKE",
        /// Metro.
        Metro = "METRO",
        /// Tram and light rail.
        Tram = "TRAM",
        /// City bus.
        Bus = "BUS",
        /// Coach.
        Coach = "COACH",
        /// Train.
        Rail = "RAIL",
        /// High-speed train.
        HighSpeedRail = "HIGH_SPEED_RAIL",
        /// Aeroplane.
        Flight = "FLIGHT",
        /// Ferry.
        Ferry = "FERRY",
        /// Bicycle.
        Bike = "BIKE",
        /// Electric bicycle or kick scooter.
        Ebike = "EBIKE",
        /// On foot.
        Walk = "WALK",
        /// Nights in a hotel.
        Hotel = "HOTEL",
        /// Hours worked at home.
        HomeWork = "HOME_WORK",
    }
}

/// The link of a table's spelling (`S3C7`).
pub(crate) fn inventory_link(text: &str) -> Option<super::InventoryLink> {
    use super::InventoryLink as Link;
    Some(match text {
        "none" => Link::None,
        "S2" => Link::Scope2,
        "S3C1" => Link::Scope3Category1,
        "S3C5" => Link::Scope3Category5,
        "S3C6" => Link::Scope3Category6,
        "S3C7" => Link::Scope3Category7,
        _ => return None,
    })
}

/// The confidence of a table's spelling (`published`).
pub(crate) fn confidence(text: &str) -> Option<ActionConfidence> {
    Some(match text {
        "published" => ActionConfidence::Published,
        "derived" => ActionConfidence::Derived,
        "estimate" => ActionConfidence::Estimate,
        _ => return None,
    })
}
