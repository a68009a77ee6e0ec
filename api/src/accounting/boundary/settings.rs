//! Changing the company's accounting settings, and the books a new company begins with.

use saxaul_shared::{
    accounting::{
        boundary::{ConsolidationApproach, FinancialTie, UnitKind},
        gwp::GwpSet,
    },
    violation::{ErrorCode, Violation},
};
use serde_json::{Value, json};

use super::{
    super::{
        access::{Answer, Refused},
        audit::Actor,
        inventory::recalculate,
        trail,
    },
    service::{check_names, refuse_if_any},
    store::{self, Settings, UnitRow},
};
use crate::platform::{
    Platform,
    db::{StoreResult, TenantTx},
};

/// What the settings are to be; nothing stays as it is.
#[derive(Debug, Clone, Default)]
pub(crate) struct SettingsDraft {
    pub(crate) industry: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) time_zone: Option<String>,
    pub(crate) currency: Option<String>,
    pub(crate) consolidation_approach: Option<ConsolidationApproach>,
    pub(crate) gwp_set: Option<GwpSet>,
    pub(crate) base_year: Option<i32>,
    pub(crate) dataset_preference: Option<Vec<String>>,
}

/// Changes the settings.
pub(crate) async fn update(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    draft: SettingsDraft,
) -> Answer<Settings> {
    let before = store::settings_or_start(tx).await?;
    let mut violations = check_names(draft.industry.as_deref(), draft.region.as_deref());
    if draft
        .currency
        .as_deref()
        .is_some_and(|code| code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()))
    {
        violations.push(Violation::field(
            ErrorCode::Invalid,
            "currency",
            "币种为三位大写字母，如 CNY。",
            "A currency is three capital letters, such as CNY.",
        ));
    }
    if draft
        .base_year
        .is_some_and(|year| !(1990..=2100).contains(&year))
    {
        violations.push(Violation::field(
            ErrorCode::OutOfRange,
            "baseYear",
            "基准年应在 1990 到 2100 之间。",
            "A base year lies between 1990 and 2100.",
        ));
    }
    if draft
        .time_zone
        .as_deref()
        .is_some_and(|zone| zone.is_empty() || zone.len() > 64)
    {
        violations.push(Violation::field(
            ErrorCode::Invalid,
            "timeZone",
            "时区应为 IANA 名称，如 Asia/Shanghai。",
            "A time zone is an IANA name, such as Asia/Shanghai.",
        ));
    }
    refuse_if_any(violations)?;
    let after = Settings {
        industry: draft.industry.unwrap_or_else(|| before.industry.clone()),
        region: draft.region.unwrap_or_else(|| before.region.clone()),
        time_zone: draft.time_zone.unwrap_or_else(|| before.time_zone.clone()),
        currency: draft.currency.unwrap_or_else(|| before.currency.clone()),
        consolidation_approach: draft
            .consolidation_approach
            .unwrap_or(before.consolidation_approach),
        gwp_set: draft.gwp_set.unwrap_or(before.gwp_set),
        base_year: draft.base_year.or(before.base_year),
        dataset_preference: draft
            .dataset_preference
            .unwrap_or_else(|| before.dataset_preference.clone()),
        packs: before.packs.clone(),
        version: before.version + 1,
    };
    save(platform, tx, actor, "organisationUpdate", &before, after).await
}

/// Switches a data pack on or off.
pub(crate) async fn set_pack(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    code: &str,
    enabled: bool,
) -> Answer<Settings> {
    if !super::super::reference::is_pack(code) {
        return Err(Refused::field(
            ErrorCode::NotFound,
            "code",
            "没有该数据包。",
            "There is no such data pack.",
        ));
    }
    let before = store::settings_or_start(tx).await?;
    let mut packs: Vec<String> = before
        .packs
        .iter()
        .filter(|pack| *pack != code)
        .cloned()
        .collect();
    if enabled {
        packs.push(code.to_owned());
        packs.sort_unstable();
    }
    let after = Settings {
        packs,
        version: before.version + 1,
        ..before.clone()
    };
    save(platform, tx, actor, "dataPackSet", &before, after).await
}

/// Writes the settings a new company starts with, and the company itself as the root of its boundary.
pub async fn open_books(platform: &Platform, tx: &TenantTx, name: &str) -> StoreResult<()> {
    let settings = Settings::starting("C", "CN", "CNY");
    let now = platform.clock.now().to_rfc3339();
    store::save_settings(tx, &settings, &now).await?;
    let unit = UnitRow {
        id: platform.ids.prefixed("unit"),
        kind: UnitKind::Company,
        name: name.to_owned(),
        parent_id: None,
        region: None,
        industry: None,
        operational_control: true,
        financial_tie: FinancialTie::Subsidiary,
        ownership: Vec::new(),
        year_figures: Vec::new(),
        version: 1,
    };
    store::insert_unit(tx, &unit, &now).await
}

async fn save(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    action: &'static str,
    before: &Settings,
    after: Settings,
) -> Answer<Settings> {
    store::save_settings(tx, &after, &platform.clock.now().to_rfc3339()).await?;
    let changes = trail::changed(&settings_described(before), &settings_described(&after));
    let organisation = tx.organisation_id().to_owned();
    trail::note(platform, tx, actor, action, &organisation, None, changes).await?;
    recalculate::boundary_changed(platform, tx).await?;
    Ok(after)
}

fn settings_described(settings: &Settings) -> Value {
    json!({
        "industry": settings.industry,
        "region": settings.region,
        "timeZone": settings.time_zone,
        "currency": settings.currency,
        "consolidationApproach": settings.consolidation_approach,
        "gwpSet": settings.gwp_set,
        "baseYear": settings.base_year,
        "datasetPreference": settings.dataset_preference,
        "packs": settings.packs,
    })
}
