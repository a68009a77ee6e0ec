//! Greenhouse gases and the global warming potentials that make them comparable.

use serde::{Deserialize, Serialize};

/// The seven gases of the Kyoto Protocol as amended in Doha. Biogenic CO2 is kept apart and is not one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum Gas {
    /// Carbon dioxide, fossil.
    #[serde(rename = "CO2")]
    #[cfg_attr(feature = "graphql", graphql(name = "CO2"))]
    Co2,
    /// Methane.
    #[serde(rename = "CH4")]
    #[cfg_attr(feature = "graphql", graphql(name = "CH4"))]
    Ch4,
    /// Nitrous oxide.
    #[serde(rename = "N2O")]
    #[cfg_attr(feature = "graphql", graphql(name = "N2O"))]
    N2o,
    /// Hydrofluorocarbons, as a group.
    #[serde(rename = "HFC")]
    #[cfg_attr(feature = "graphql", graphql(name = "HFC"))]
    Hfc,
    /// Perfluorocarbons, as a group.
    #[serde(rename = "PFC")]
    #[cfg_attr(feature = "graphql", graphql(name = "PFC"))]
    Pfc,
    /// Sulphur hexafluoride.
    #[serde(rename = "SF6")]
    #[cfg_attr(feature = "graphql", graphql(name = "SF6"))]
    Sf6,
    /// Nitrogen trifluoride.
    #[serde(rename = "NF3")]
    #[cfg_attr(feature = "graphql", graphql(name = "NF3"))]
    Nf3,
}

/// The IPCC assessment whose 100-year GWPs an inventory uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "graphql", derive(async_graphql::Enum))]
pub enum GwpSet {
    /// Second Assessment Report, 1995 (the NDRC guidelines of 2013 to 2015).
    #[serde(rename = "SAR")]
    #[cfg_attr(feature = "graphql", graphql(name = "SAR"))]
    Sar,
    /// Fourth Assessment Report, 2007.
    #[serde(rename = "AR4")]
    #[cfg_attr(feature = "graphql", graphql(name = "AR4"))]
    Ar4,
    /// Fifth Assessment Report, 2013.
    #[serde(rename = "AR5")]
    #[cfg_attr(feature = "graphql", graphql(name = "AR5"))]
    Ar5,
    /// Sixth Assessment Report, 2021.
    #[serde(rename = "AR6")]
    #[cfg_attr(feature = "graphql", graphql(name = "AR6"))]
    Ar6,
}
