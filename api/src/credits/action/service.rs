//! The rules that hold in a company, and how they are set.

use std::collections::HashMap;

use saxaul_shared::{
    credits::{
        action::{ActionCatalogue, EffectiveRule, RuleSetting},
        claim::plain,
    },
    violation::ErrorCode,
};

use super::store;
pub(crate) use super::store::RuleRow;
use crate::{
    accounting::{
        access::{Answer, Refused},
        audit::{self, Actor, Change, Entry},
    },
    credits::programme::settings,
    platform::{
        Platform,
        db::{StoreResult, TenantTx},
    },
};

/// Longest reason for a change, in characters.
const REASON_CHARS_MAX: usize = 500;
/// Versions of a rule that are shown.
const HISTORY_MAX: usize = 50;

/// Every action of the catalogue as it holds in the company now, in the order of the catalogue.
pub(crate) async fn rules_for(tx: &TenantTx) -> StoreResult<Vec<EffectiveRule<'static>>> {
    let points_per_kg = settings::current(tx).await?.rules.points_per_kg;
    let set: HashMap<String, RuleRow> = store::latest(tx)
        .await?
        .into_iter()
        .map(|row| (row.action_code.clone(), row))
        .collect();
    Ok(ActionCatalogue::embedded()
        .all()
        .iter()
        .map(|def| {
            let row = set.get(&def.code);
            EffectiveRule::of(
                def,
                row.map(|row| row.setting).unwrap_or_default(),
                row.map_or(0, |row| row.version),
                points_per_kg,
            )
        })
        .collect())
}

/// One action as it holds in the company now; `None` when the catalogue has no such action.
pub(crate) async fn rule_for(
    tx: &TenantTx,
    code: &str,
) -> StoreResult<Option<EffectiveRule<'static>>> {
    let Some(def) = ActionCatalogue::embedded().by_code(code) else {
        return Ok(None);
    };
    let points_per_kg = settings::current(tx).await?.rules.points_per_kg;
    let row = store::history(tx, code, 1).await?.pop();
    let (setting, version) = row.map_or_else(Default::default, |row| (row.setting, row.version));
    Ok(Some(EffectiveRule::of(
        def,
        setting,
        version,
        points_per_kg,
    )))
}

#[allow(dead_code, reason = "the programme's pages show it")]
/// Every version of an action's rule that the company has set, newest first, at most 50.
pub(crate) async fn history(tx: &TenantTx, code: &str) -> StoreResult<Vec<RuleRow>> {
    store::history(tx, code, HISTORY_MAX).await
}

#[allow(dead_code, reason = "the programme's mutation calls it")]
/// Sets the company's rule for an action as a new version, and writes it into the audit trail. The same setting again
/// makes no new version. Claims made before keep theirs.
pub(crate) async fn set_rule(
    platform: &Platform,
    tx: &TenantTx,
    actor: &Actor,
    code: &str,
    setting: RuleSetting,
    reason: Option<String>,
) -> Answer<EffectiveRule<'static>> {
    let Some(def) = ActionCatalogue::embedded().by_code(code) else {
        return Err(unknown(code));
    };
    setting.check(def).map_err(Refused::Violations)?;
    let reason = reason
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    if reason
        .as_deref()
        .is_some_and(|text| text.chars().count() > REASON_CHARS_MAX)
    {
        return Err(Refused::field(
            ErrorCode::TooLong,
            "reason",
            format!("原因至多 {REASON_CHARS_MAX} 个字符。"),
            format!("A reason has at most {REASON_CHARS_MAX} characters."),
        ));
    }
    let before = store::history(tx, code, 1).await?.pop();
    let (old, version) = before.map_or_else(Default::default, |row| (row.setting, row.version));
    if old != setting {
        let row = RuleRow {
            action_code: def.code.clone(),
            version: version + 1,
            setting,
            reason: reason.clone(),
            set_by: actor.id.clone(),
            set_at: platform.clock.now().to_rfc3339(),
        };
        if !store::insert(tx, &row).await? {
            return Err(Refused::conflict());
        }
        let entry = changes(
            Entry::new(actor, "action.ruleChanged", code),
            &old,
            &setting,
        )
        .because(reason);
        audit::record(platform, tx, entry).await?;
    }
    rule_for(tx, code).await?.ok_or_else(|| unknown(code))
}

fn changes<'a>(entry: Entry<'a>, old: &RuleSetting, new: &RuleSetting) -> Entry<'a> {
    let flag = |value: Option<bool>| value.map(|on| on.to_string());
    let whole = |value: Option<i64>| value.map(|points| points.to_string());
    let cap = |value: Option<i64>| value.map(plain);
    entry
        .with(Change::new("enabled", flag(old.enabled), flag(new.enabled)))
        .with(Change::new(
            "pointsPerKg",
            whole(old.points_per_kg),
            whole(new.points_per_kg),
        ))
        .with(Change::new(
            "capPerDay",
            cap(old.cap_per_day_micro),
            cap(new.cap_per_day_micro),
        ))
        .with(Change::new(
            "capPerYear",
            cap(old.cap_per_year_micro),
            cap(new.cap_per_year_micro),
        ))
}

/// There is no such action.
pub(crate) fn unknown(code: &str) -> Refused {
    Refused::field(
        ErrorCode::NotFound,
        "code",
        format!("没有代码为“{code}”的行为，请从列表中选择。"),
        format!("There is no action “{code}”. Choose one of the list."),
    )
}
