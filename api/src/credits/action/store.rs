//! Rules of actions in the database: one row per version, never changed.

use saxaul_shared::credits::action::RuleSetting;
use sea_orm::QueryResult;

use crate::{
    accounting::cells::Cells,
    platform::db::{StoreResult, TenantTx},
};

/// A version of a company's rule for an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleRow {
    pub(crate) action_code: String,
    pub(crate) version: i64,
    pub(crate) setting: RuleSetting,
    pub(crate) reason: Option<String>,
    pub(crate) set_by: String,
    pub(crate) set_at: String,
}

const COLUMNS: &str = "action_code, version, enabled, points_per_kg, cap_per_day_micro, cap_per_year_micro, reason, \
     set_by, set_at";

fn rule(row: &QueryResult) -> StoreResult<RuleRow> {
    let mut cells = Cells::of(row);
    Ok(RuleRow {
        action_code: cells.take()?,
        version: cells.take()?,
        setting: RuleSetting {
            enabled: cells.take()?,
            points_per_kg: cells.take()?,
            cap_per_day_micro: cells.take()?,
            cap_per_year_micro: cells.take()?,
        },
        reason: cells.take()?,
        set_by: cells.take()?,
        set_at: cells.take()?,
    })
}

/// The rule in force of every action that the company has set one for.
pub(super) async fn latest(tx: &TenantTx) -> StoreResult<Vec<RuleRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM action_rules r WHERE organisation_id = $1 AND version = (SELECT MAX(version) \
         FROM action_rules n WHERE n.organisation_id = r.organisation_id AND n.action_code = r.action_code)"
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into()])
        .await?;
    rows.iter().map(rule).collect()
}

/// Every version of an action's rule, newest first, at most `most`.
pub(super) async fn history(tx: &TenantTx, code: &str, most: usize) -> StoreResult<Vec<RuleRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM action_rules WHERE organisation_id = $1 AND action_code = $2 ORDER BY version DESC \
         LIMIT {most}"
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into(), code.into()])
        .await?;
    rows.iter().map(rule).collect()
}

/// Writes a version. Two at the same time meet at the primary key: `false` for the second.
pub(super) async fn insert(tx: &TenantTx, row: &RuleRow) -> StoreResult<bool> {
    let inserted = tx
        .execute(
            "INSERT INTO action_rules (organisation_id, action_code, version, enabled, points_per_kg, \
             cap_per_day_micro, cap_per_year_micro, reason, set_by, set_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
            vec![
                tx.organisation_id().into(),
                row.action_code.as_str().into(),
                row.version.into(),
                row.setting.enabled.into(),
                row.setting.points_per_kg.into(),
                row.setting.cap_per_day_micro.into(),
                row.setting.cap_per_year_micro.into(),
                row.reason.clone().into(),
                row.set_by.as_str().into(),
                row.set_at.as_str().into(),
            ],
        )
        .await?;
    Ok(inserted == 1)
}
