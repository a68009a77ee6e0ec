//! What scopes and gases are called, in both languages.

use saxaul_shared::{
    accounting::{activity::Scope, gwp::Gas},
    format::Locale,
};

/// A scope.
pub(crate) fn scope(scope: Scope, locale: Locale) -> String {
    let (zh, en) = match scope {
        Scope::Scope1 => ("范围一 直接排放", "Scope 1, direct"),
        Scope::Scope2 => ("范围二 外购能源", "Scope 2, purchased energy"),
        Scope::Scope3 => ("范围三 价值链", "Scope 3, value chain"),
        Scope::Outside => ("范围外", "Outside the scopes"),
    };
    locale.pick(zh, en).to_owned()
}

/// A gas, or CO2e without a split into gases.
pub(crate) fn gas(gas: Option<Gas>, locale: Locale) -> String {
    let (zh, en) = match gas {
        Some(Gas::Co2) => ("二氧化碳 CO₂", "Carbon dioxide, CO₂"),
        Some(Gas::Ch4) => ("甲烷 CH₄", "Methane, CH₄"),
        Some(Gas::N2o) => ("氧化亚氮 N₂O", "Nitrous oxide, N₂O"),
        Some(Gas::Hfc) => ("氢氟碳化物 HFCs", "Hydrofluorocarbons, HFCs"),
        Some(Gas::Pfc) => ("全氟化碳 PFCs", "Perfluorocarbons, PFCs"),
        Some(Gas::Sf6) => ("六氟化硫 SF₆", "Sulphur hexafluoride, SF₆"),
        Some(Gas::Nf3) => ("三氟化氮 NF₃", "Nitrogen trifluoride, NF₃"),
        None => ("未分气体的 CO₂e", "CO₂e not split by gas"),
    };
    locale.pick(zh, en).to_owned()
}
