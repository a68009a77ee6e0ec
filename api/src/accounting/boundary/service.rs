//! Changing the boundary: check, save, pin open inventories anew, write the audit trail; one transaction.

use saxaul_shared::{
    accounting::boundary::{FinancialTie, OwnershipShare, UnitKind},
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
    store::{self, UnitRow, YearFigures},
};
use crate::{
    identity::limited_to_site,
    platform::{
        Platform,
        db::{StoreResult, TenantTx},
    },
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
    pub(crate) financial_tie: FinancialTie,
    pub(crate) ownership: Vec<OwnershipShare>,
}

/// Names of places, industries and packs that the reference data knows.
pub(super) fn check_names(industry: Option<&str>, region: Option<&str>) -> Vec<Violation> {
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

pub(super) fn refuse_if_any(violations: Vec<Violation>) -> Answer<()> {
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

/// Takes a unit out of the tree, when nothing stands below it, no record belongs to it, and nobody is limited to it.
pub(crate) async fn delete_unit(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    id: &str,
) -> Answer<UnitRow> {
    // Held from here on, so that nobody can be limited to it while it goes.
    store::lock_unit(tx, id).await?;
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
    let people = limited_to_site(tx, id, platform.clock.now()).await?;
    if !people.is_empty() {
        return Err(Refused::field(
            ErrorCode::InUse,
            "id",
            format!(
                "数据填报人或邀请仍指定该场所：{}。请先在“人员”中更改。",
                people.join("、")
            ),
            format!(
                "People or invitations are still limited to this site: {}. Change them under People first.",
                people.join(", ")
            ),
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
        financial_tie: draft.financial_tie,
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
        "financialTie": unit.financial_tie,
        "ownership": unit.ownership,
        "yearFigures": unit.year_figures,
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
