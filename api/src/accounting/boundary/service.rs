//! Changing settings and the boundary: check, save, pin open inventories anew, write the audit trail; one transaction.

use saxaul_shared::{
    accounting::{
        boundary::{ConsolidationApproach, OwnershipShare, UnitKind},
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
    rules,
    store::{self, Settings, UnitRow, YearFigures},
};
use crate::platform::{
    Platform,
    db::{StoreResult, TenantTx},
};

/// What a unit is to be.
#[derive(Debug, Clone)]
pub(crate) struct UnitDraft {
    pub(crate) kind: UnitKind,
    pub(crate) name: String,
    pub(crate) parent_id: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) industry: Option<String>,
    pub(crate) operational_control: bool,
    pub(crate) financial_control: bool,
    pub(crate) ownership: Vec<OwnershipShare>,
}

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

/// Names of places, industries and packs that the reference data knows.
fn check_names(industry: Option<&str>, region: Option<&str>) -> Vec<Violation> {
    let mut found = Vec::new();
    if industry.is_some_and(|code| super::super::reference::industry(code).is_none()) {
        found.push(Violation::field(
            ErrorCode::NotFound,
            "industry",
            "没有该行业代码（GB/T 4754）。",
            "There is no such industry code (GB/T 4754).",
        ));
    }
    if region.is_some_and(|code| !super::super::reference::is_region(code)) {
        found.push(Violation::field(
            ErrorCode::NotFound,
            "region",
            "没有该地区代码。",
            "There is no such region code.",
        ));
    }
    found
}

fn refuse_if_any(violations: Vec<Violation>) -> Answer<()> {
    if violations.is_empty() {
        Ok(())
    } else {
        Err(Refused::Violations(violations))
    }
}

/// Adds a unit to the boundary.
pub(crate) async fn create_unit(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    draft: UnitDraft,
) -> Answer<UnitRow> {
    let others = store::units(tx).await?;
    let unit = unit_of(platform.ids.prefixed("unit"), 1, draft, Vec::new());
    let mut violations = rules::check_unit(&unit, &others);
    violations.extend(check_names(
        unit.industry.as_deref(),
        unit.region.as_deref(),
    ));
    refuse_if_any(violations)?;
    store::insert_unit(tx, &unit, &platform.clock.now().to_rfc3339()).await?;
    trail::note(
        platform,
        tx,
        actor,
        "boundaryUnitCreate",
        &unit.id,
        None,
        trail::created(&described(&unit)),
    )
    .await?;
    recalculate::boundary_changed(platform, tx).await?;
    Ok(unit)
}

/// Changes a unit; its kind stays.
pub(crate) async fn update_unit(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    id: &str,
    draft: UnitDraft,
) -> Answer<UnitRow> {
    let mut others = store::units(tx).await?;
    let Some(index) = others.iter().position(|unit| unit.id == id) else {
        return Err(Refused::not_found());
    };
    let before = others.swap_remove(index);
    if draft.kind != before.kind {
        return Err(Refused::field(
            ErrorCode::Invalid,
            "kind",
            "单位类型不能更改。",
            "The kind of a unit cannot change.",
        ));
    }
    let unit = unit_of(
        before.id.clone(),
        before.version + 1,
        draft,
        before.year_figures.clone(),
    );
    let mut violations = rules::check_unit(&unit, &others);
    violations.extend(check_names(
        unit.industry.as_deref(),
        unit.region.as_deref(),
    ));
    refuse_if_any(violations)?;
    store::update_unit(tx, &unit, &platform.clock.now().to_rfc3339()).await?;
    let changes = trail::changed(&described(&before), &described(&unit));
    trail::note(platform, tx, actor, "boundaryUnitUpdate", id, None, changes).await?;
    recalculate::boundary_changed(platform, tx).await?;
    Ok(unit)
}

/// Takes a unit out of the tree, when nothing stands below it and no record belongs to it.
pub(crate) async fn delete_unit(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    id: &str,
) -> Answer<UnitRow> {
    let units = store::units(tx).await?;
    let Some(unit) = units.iter().find(|unit| unit.id == id) else {
        return Err(Refused::not_found());
    };
    if units
        .iter()
        .any(|other| other.parent_id.as_deref() == Some(id))
    {
        return Err(Refused::field(
            ErrorCode::InUse,
            "id",
            "请先移除其下级单位。",
            "Remove the units below it first.",
        ));
    }
    if store::site_has_records(tx, id).await? {
        return Err(Refused::field(
            ErrorCode::InUse,
            "id",
            "该场所已有活动数据。",
            "Activity data belongs to this site.",
        ));
    }
    store::delete_unit(tx, id, &platform.clock.now().to_rfc3339()).await?;
    trail::note(
        platform,
        tx,
        actor,
        "boundaryUnitDelete",
        id,
        None,
        trail::removed(&described(unit)),
    )
    .await?;
    recalculate::boundary_changed(platform, tx).await?;
    Ok(unit.clone())
}

/// Writes the figures of one year of a unit.
pub(crate) async fn set_year_figures(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    unit_id: &str,
    figures: YearFigures,
) -> Answer<UnitRow> {
    let units = store::units(tx).await?;
    let Some(before) = units.into_iter().find(|unit| unit.id == unit_id) else {
        return Err(Refused::not_found());
    };
    refuse_if_any(rules::check_year_figures(&figures))?;
    let mut unit = before.clone();
    unit.version += 1;
    unit.year_figures.retain(|other| other.year != figures.year);
    unit.year_figures.push(figures);
    unit.year_figures.sort_by_key(|figures| figures.year);
    store::update_unit(tx, &unit, &platform.clock.now().to_rfc3339()).await?;
    let changes = trail::changed(&described(&before), &described(&unit));
    trail::note(
        platform,
        tx,
        actor,
        "yearFiguresSet",
        unit_id,
        None,
        changes,
    )
    .await?;
    recalculate::boundary_changed(platform, tx).await?;
    Ok(unit)
}

/// Changes the settings.
pub(crate) async fn update_settings(
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
        financial_control: true,
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

fn unit_of(id: String, version: i64, draft: UnitDraft, year_figures: Vec<YearFigures>) -> UnitRow {
    let mut ownership = draft.ownership;
    ownership.sort_by_key(|share| share.from);
    UnitRow {
        id,
        kind: draft.kind,
        name: draft.name.trim().to_owned(),
        parent_id: draft.parent_id,
        region: draft.region,
        industry: draft.industry,
        operational_control: draft.operational_control,
        financial_control: draft.financial_control,
        ownership,
        year_figures,
        version,
    }
}

fn described(unit: &UnitRow) -> Value {
    json!({
        "kind": unit.kind,
        "name": unit.name,
        "parentId": unit.parent_id,
        "region": unit.region,
        "industry": unit.industry,
        "operationalControl": unit.operational_control,
        "financialControl": unit.financial_control,
        "ownership": unit.ownership,
        "yearFigures": unit.year_figures,
    })
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

/// The name of the time zone of the transaction's organisation (IANA), also before its books were opened.
pub(crate) async fn time_zone(tx: &TenantTx) -> StoreResult<String> {
    Ok(store::settings(tx)
        .await?
        .map_or_else(|| "Asia/Shanghai".to_owned(), |settings| settings.time_zone))
}

/// Whether `id` is a company of the boundary.
pub(crate) async fn is_company(tx: &TenantTx, id: &str) -> StoreResult<bool> {
    let units = store::units(tx).await?;
    Ok(units
        .iter()
        .any(|unit| unit.id == id && unit.kind == UnitKind::Company))
}
