//! Own and supplier factors: written down by one person, approved by another.

use rust_decimal::Decimal;
use saxaul_shared::{
    accounting::{
        factor::{Confidence, Factor, FactorValue, GasAmount},
        gwp::{Gas, GwpSet},
        record::FactorState,
    },
    period::Date,
    quantity::Unit,
    violation::{ErrorCode, Violation},
};
use serde_json::{Value, json};

use super::{
    super::{
        access::{Answer, Refused},
        audit::Actor,
        inventory::recalculate,
        reference, trail,
    },
    store::{self, OwnFactor},
};
use crate::platform::{Platform, db::TenantTx};

/// A factor of the company or of a supplier, as it is written down.
#[derive(Debug, Clone)]
pub(crate) struct FactorDraft {
    pub(crate) name: String,
    pub(crate) activity_codes: Vec<String>,
    pub(crate) supplier: Option<String>,
    pub(crate) unit: String,
    pub(crate) region: String,
    pub(crate) year: i32,
    pub(crate) valid_from: Option<Date>,
    pub(crate) valid_to: Option<Date>,
    pub(crate) kg_co2e_per_unit: Option<Decimal>,
    pub(crate) gases: Vec<(Gas, Decimal)>,
    pub(crate) gwp_set: Option<GwpSet>,
    pub(crate) biogenic_co2_kg_per_unit: Option<Decimal>,
    pub(crate) market_based: bool,
    pub(crate) source_ref: String,
    pub(crate) note: Option<String>,
}

/// Everything wrong with a draft.
fn check(draft: &FactorDraft) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut wrong = |is_wrong: bool, code: ErrorCode, field: &str, zh: &str, en: &str| {
        if is_wrong {
            found.push(Violation::field(code, field, zh, en));
        }
    };
    let name = draft.name.trim();
    wrong(
        name.is_empty(),
        ErrorCode::Required,
        "name",
        "请填写名称。",
        "Give it a name.",
    );
    wrong(
        name.chars().count() > 200,
        ErrorCode::TooLong,
        "name",
        "名称不能超过 200 个字符。",
        "A name has at most 200 characters.",
    );
    wrong(
        draft.source_ref.trim().is_empty(),
        ErrorCode::Required,
        "sourceRef",
        "请写明来源，没有来源的因子不会被使用。",
        "Say where it comes from: no factor is used without its source.",
    );
    wrong(
        draft.activity_codes.is_empty(),
        ErrorCode::Required,
        "activityCodes",
        "请至少选择一项活动。",
        "Choose at least one activity.",
    );
    wrong(
        draft.activity_codes.len() > 50
            || draft
                .activity_codes
                .iter()
                .any(|code| reference::activity(code).is_none()),
        ErrorCode::NotFound,
        "activityCodes",
        "没有该活动代码。",
        "There is no such activity code.",
    );
    wrong(
        Unit::parse(&draft.unit).is_err(),
        ErrorCode::Invalid,
        "unit",
        "无法识别单位。",
        "The unit is not known.",
    );
    wrong(
        !reference::is_region(&draft.region),
        ErrorCode::NotFound,
        "region",
        "没有该地区代码。",
        "There is no such region code.",
    );
    wrong(
        !(1990..=2100).contains(&draft.year),
        ErrorCode::OutOfRange,
        "year",
        "年份应在 1990 到 2100 之间。",
        "A year lies between 1990 and 2100.",
    );
    wrong(
        draft
            .valid_from
            .zip(draft.valid_to)
            .is_some_and(|(from, to)| to < from),
        ErrorCode::Invalid,
        "validTo",
        "有效期结束早于开始。",
        "Its validity ends before it starts.",
    );
    wrong(
        draft.kg_co2e_per_unit.is_some() != draft.gases.is_empty(),
        ErrorCode::Invalid,
        "kgCo2ePerUnit",
        "请填写 CO2e 总值或分气体的数值，二者选一。",
        "Give either one figure of CO2e or figures by gas.",
    );
    let limit = Decimal::from(1_000_000_000_000_i64);
    wrong(
        draft
            .gases
            .iter()
            .map(|(_, kg)| *kg)
            .chain(draft.kg_co2e_per_unit)
            .chain(draft.biogenic_co2_kg_per_unit)
            .any(|kg| kg < Decimal::ZERO || kg > limit || kg.scale() > 18),
        ErrorCode::OutOfRange,
        "kgCo2ePerUnit",
        "数值应不小于 0，最多 18 位小数。",
        "A figure is not negative and has at most 18 decimal places.",
    );
    found
}

/// Writes a draft down.
pub(crate) async fn create(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    draft: FactorDraft,
) -> Answer<OwnFactor> {
    let violations = check(&draft);
    if !violations.is_empty() {
        return Err(Refused::Violations(violations));
    }
    let id = platform.ids.prefixed("fac");
    let value = match draft.kg_co2e_per_unit {
        Some(kg_co2e) => FactorValue::Total { kg_co2e },
        None => FactorValue::Gases(
            draft
                .gases
                .iter()
                .map(|(gas, kg)| (*gas, GasAmount::MassKg(*kg)))
                .collect(),
        ),
    };
    let publisher = draft.supplier.clone().unwrap_or_else(|| actor.name.clone());
    let own = OwnFactor {
        state: FactorState::Draft,
        factor: Factor {
            id: id.clone(),
            series_id: id.clone(),
            activity_codes: draft.activity_codes,
            name_zh: Some(draft.name.trim().to_owned()),
            name_en: None,
            publisher,
            dataset: "own".to_owned(),
            dataset_code: "own".to_owned(),
            version: draft.year.to_string(),
            year: draft.year,
            valid_from: draft.valid_from,
            valid_to: draft.valid_to,
            region: draft.region,
            unit: draft.unit,
            value,
            total_kg_co2e: None,
            biogenic_co2_kg: draft.biogenic_co2_kg_per_unit,
            gwp_set: draft.gwp_set,
            basis: if draft.market_based {
                vec!["market".to_owned()]
            } else {
                Vec::new()
            },
            scope: None,
            source_ref: draft.source_ref.trim().to_owned(),
            supplier: draft.supplier.clone(),
            confidence: if draft.supplier.is_some() {
                Confidence::Supplier
            } else {
                Confidence::Own
            },
            pack: None,
            note: draft.note,
        },
        id,
        created_by: actor.id.clone(),
        created_at: platform.clock.now().to_rfc3339(),
    };
    store::insert(tx, &own).await?;
    trail::note(
        platform,
        tx,
        actor,
        "factorCreate",
        &own.id,
        None,
        trail::created(&described(&own)),
    )
    .await?;
    Ok(own)
}

/// Approves a draft that somebody else wrote; open inventories may then use it.
pub(crate) async fn approve(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    id: &str,
) -> Answer<OwnFactor> {
    let Some(own) = store::find(tx, id).await? else {
        return Err(Refused::not_found());
    };
    if own.created_by == actor.id {
        return Err(Refused::field(
            ErrorCode::FourEyes,
            "id",
            "因子须由另一人审批。",
            "A factor is approved by somebody else than its author.",
        ));
    }
    let now = platform.clock.now().to_rfc3339();
    if !store::approve(tx, id, &actor.id, &now).await? {
        return Err(Refused::field(
            ErrorCode::WrongState,
            "id",
            "只有草稿可以审批。",
            "Only a draft can be approved.",
        ));
    }
    step(
        platform,
        tx,
        actor,
        "factorApprove",
        own,
        FactorState::Approved,
    )
    .await
}

/// Retires a factor; closed inventories keep it.
pub(crate) async fn retire(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    id: &str,
) -> Answer<OwnFactor> {
    let Some(own) = store::find(tx, id).await? else {
        return Err(Refused::not_found());
    };
    if !store::retire(tx, id, &platform.clock.now().to_rfc3339()).await? {
        return Err(Refused::field(
            ErrorCode::WrongState,
            "id",
            "该因子已停用。",
            "The factor is retired already.",
        ));
    }
    step(
        platform,
        tx,
        actor,
        "factorRetire",
        own,
        FactorState::Retired,
    )
    .await
}

async fn step(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    action: &'static str,
    before: OwnFactor,
    state: FactorState,
) -> Answer<OwnFactor> {
    let after = OwnFactor {
        state,
        ..before.clone()
    };
    let changes = trail::changed(&described(&before), &described(&after));
    trail::note(platform, tx, actor, action, &after.id, None, changes).await?;
    recalculate::boundary_changed(platform, tx).await?;
    Ok(after)
}

fn described(own: &OwnFactor) -> Value {
    json!({ "state": own.state, "factor": own.factor })
}
