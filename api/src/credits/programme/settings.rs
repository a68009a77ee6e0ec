//! The company's settings for its programme: read, and changed as a new version.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, SimpleObject};
use saxaul_shared::{credits::programme::ProgrammeSettings as Rules, identity::Action};
use sea_orm::QueryResult;

use crate::{
    accounting::{
        access::{Answer, Caller, Refused, payload_type},
        audit::{self, Change, Entry},
        cells::Cells,
    },
    error::ApiError,
    platform::db::{StoreResult, TenantTx},
};

/// Versions shown of the history.
const HISTORY_MAX: usize = 50;

/// Settings with their version.
#[derive(Debug, Clone)]
pub(crate) struct Versioned {
    /// 0 while the company has set nothing.
    pub(crate) version: i64,
    pub(crate) rules: Rules,
    reason: Option<String>,
    created_at: Option<String>,
}

fn versioned(row: &QueryResult) -> StoreResult<Versioned> {
    let mut cells = Cells::of(row);
    Ok(Versioned {
        version: cells.take()?,
        rules: Rules {
            points_per_kg: cells.take()?,
            expiry_months: cells.take()?,
            yearly_point_budget: cells.take()?,
            board_floor_pct: cells.take()?,
            give_limit_month: cells.take()?,
            monthly_budget_kg: cells.take()?,
        },
        reason: cells.take()?,
        created_at: cells.take()?,
    })
}

async fn versions(tx: &TenantTx, most: usize) -> StoreResult<Vec<Versioned>> {
    let sql = format!(
        "SELECT version, points_per_kg, expiry_months, yearly_point_budget, board_floor_pct, give_limit_month, \
         monthly_budget_kg, reason, created_at FROM programme_settings WHERE organisation_id = $1 \
         ORDER BY version DESC LIMIT {most}"
    );
    let rows = tx
        .query_all(&sql, vec![tx.organisation_id().into()])
        .await?;
    rows.iter().map(versioned).collect()
}

/// The settings in force.
pub(crate) async fn current(tx: &TenantTx) -> StoreResult<Versioned> {
    Ok(versions(tx, 1).await?.pop().unwrap_or(Versioned {
        version: 0,
        rules: Rules::default(),
        reason: None,
        created_at: None,
    }))
}

/// What a company sets for its employee programme.
#[derive(Debug, SimpleObject)]
pub struct ProgrammeSettings {
    /// Grows with every change; 0 while nothing was set.
    version: i64,
    /// Points for each kilogram of CO2e reduced; 1000 makes one point of one gram.
    points_per_kg: i64,
    /// Months after which earned points expire; null when they never do.
    expiry_months: Option<i64>,
    /// Points that may be earned and granted in a calendar year over all members; null for no limit.
    yearly_point_budget: Option<i64>,
    /// Share of enrolled members who must have logged something for a group to appear on a board, in per cent.
    board_floor_pct: i64,
    /// Points a member may give away in a calendar month.
    give_limit_month: i64,
    /// Emissions budget of one person and month, in kilograms CO2e.
    monthly_budget_kg: i64,
    /// Why this version was made.
    reason: Option<String>,
    /// When this version was made; null for what a programme starts with.
    created_at: Option<String>,
}

impl From<Versioned> for ProgrammeSettings {
    fn from(from: Versioned) -> Self {
        Self {
            version: from.version,
            points_per_kg: from.rules.points_per_kg,
            expiry_months: from.rules.expiry_months,
            yearly_point_budget: from.rules.yearly_point_budget,
            board_floor_pct: from.rules.board_floor_pct,
            give_limit_month: from.rules.give_limit_month,
            monthly_budget_kg: from.rules.monthly_budget_kg,
            reason: from.reason,
            created_at: from.created_at,
        }
    }
}

payload_type! {
    /// The settings after a change.
    ProgrammeSettingsPayload {
        /// The settings; none when nothing was changed.
        settings: ProgrammeSettings
    }
}

/// What to change; what is left out stays, null takes a limit away.
#[derive(Debug, InputObject)]
pub(crate) struct ProgrammeSettingsInput {
    /// Points for each kilogram of CO2e reduced, 0 to 10 000.
    points_per_kg: Option<i64>,
    /// Months after which earned points expire, 1 to 60; null for never.
    expiry_months: MaybeUndefined<i64>,
    /// Points a calendar year over all members; null for no limit.
    yearly_point_budget: MaybeUndefined<i64>,
    /// Share of enrolled members who must take part for a group to appear on a board, 0 to 100 per cent.
    board_floor_pct: Option<i64>,
    /// Points a member may give away in a calendar month, 0 to 1 000 000.
    give_limit_month: Option<i64>,
    /// Emissions budget of one person and month, 1 to 2000 kilograms CO2e.
    monthly_budget_kg: Option<i64>,
    /// Why, for the history.
    reason: Option<String>,
}

/// Queries of the programme's settings.
#[derive(Debug, Default)]
pub struct SettingsQuery;

#[Object]
impl SettingsQuery {
    /// The settings of the employee programme in force. For members and those who run the programme.
    async fn programme_settings(
        &self,
        ctx: &Context<'_>,
    ) -> async_graphql::Result<ProgrammeSettings> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let tx = caller.read().await?;
        Ok(current(&tx).await.map_err(ApiError::internal)?.into())
    }

    /// Every version of the settings, newest first; at most 50. Roles: owner, programme manager.
    async fn programme_settings_history(
        &self,
        ctx: &Context<'_>,
    ) -> async_graphql::Result<Vec<ProgrammeSettings>> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let tx = caller.read().await?;
        let found = versions(&tx, HISTORY_MAX)
            .await
            .map_err(ApiError::internal)?;
        Ok(found.into_iter().map(Into::into).collect())
    }
}

/// Mutations of the programme's settings.
#[derive(Debug, Default)]
pub struct SettingsMutation;

#[Object]
impl SettingsMutation {
    /// Changes the settings of the employee programme from now on; postings keep the version they were made under.
    /// Roles: owner, programme manager.
    async fn programme_settings_update(
        &self,
        ctx: &Context<'_>,
        input: ProgrammeSettingsInput,
    ) -> async_graphql::Result<ProgrammeSettingsPayload> {
        let caller = Caller::who_may(ctx, Action::RunProgramme)?;
        let answer = update(&caller, input).await;
        ProgrammeSettingsPayload::of(answer.map(Into::into), caller.locale)
    }
}

async fn update(caller: &Caller<'_>, input: ProgrammeSettingsInput) -> Answer<Versioned> {
    let tx = caller.begin().await?;
    let before = current(&tx).await?;
    let old = &before.rules;
    let rules = Rules {
        points_per_kg: input.points_per_kg.unwrap_or(old.points_per_kg),
        expiry_months: limit(input.expiry_months, old.expiry_months),
        yearly_point_budget: limit(input.yearly_point_budget, old.yearly_point_budget),
        board_floor_pct: input.board_floor_pct.unwrap_or(old.board_floor_pct),
        give_limit_month: input.give_limit_month.unwrap_or(old.give_limit_month),
        monthly_budget_kg: input.monthly_budget_kg.unwrap_or(old.monthly_budget_kg),
    };
    let violations = rules.violations();
    if !violations.is_empty() {
        return Err(Refused::Violations(violations));
    }
    if rules == *old && before.version > 0 {
        return Ok(before);
    }
    let now = caller.platform.clock.now().to_rfc3339();
    let after = Versioned {
        version: before.version + 1,
        rules,
        reason: input.reason,
        created_at: Some(now.clone()),
    };
    // Two changes at the same time meet at the primary key: the second is told to read again.
    tx.execute(
        "INSERT INTO programme_settings (organisation_id, version, points_per_kg, expiry_months, yearly_point_budget, \
         board_floor_pct, give_limit_month, monthly_budget_kg, changed_by, reason, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        vec![
            tx.organisation_id().into(),
            after.version.into(),
            after.rules.points_per_kg.into(),
            after.rules.expiry_months.into(),
            after.rules.yearly_point_budget.into(),
            after.rules.board_floor_pct.into(),
            after.rules.give_limit_month.into(),
            after.rules.monthly_budget_kg.into(),
            caller.principal.person_id.clone().into(),
            after.reason.clone().into(),
            now.into(),
        ],
    )
    .await
    .map_err(|error| {
        if error.is_unique_violation() {
            Refused::conflict()
        } else {
            error.into()
        }
    })?;
    let change = |field: &str, old: Option<i64>, new: Option<i64>| {
        Change::new(
            field,
            old.map(|value| value.to_string()),
            new.map(|value| value.to_string()),
        )
    };
    let (old, new) = (&before.rules, &after.rules);
    let actor = caller.actor();
    let organisation = tx.organisation_id().to_owned();
    let entry = Entry::new(&actor, "programme.changed", &organisation)
        .with(change(
            "pointsPerKg",
            Some(old.points_per_kg),
            Some(new.points_per_kg),
        ))
        .with(change("expiryMonths", old.expiry_months, new.expiry_months))
        .with(change(
            "yearlyPointBudget",
            old.yearly_point_budget,
            new.yearly_point_budget,
        ))
        .with(change(
            "boardFloorPct",
            Some(old.board_floor_pct),
            Some(new.board_floor_pct),
        ))
        .with(change(
            "giveLimitMonth",
            Some(old.give_limit_month),
            Some(new.give_limit_month),
        ))
        .with(change(
            "monthlyBudgetKg",
            Some(old.monthly_budget_kg),
            Some(new.monthly_budget_kg),
        ))
        .because(after.reason.clone());
    audit::record(caller.platform, &tx, entry).await?;
    tx.commit().await?;
    Ok(after)
}

fn limit(given: MaybeUndefined<i64>, old: Option<i64>) -> Option<i64> {
    match given {
        MaybeUndefined::Undefined => old,
        MaybeUndefined::Null => None,
        MaybeUndefined::Value(value) => Some(value),
    }
}
