//! Reviews in the database.

use saxaul_shared::{credits::honesty::ReviewState, page::Page};
use sea_orm::{QueryResult, Value};

use crate::{
    accounting::cells::{Cells, marks},
    platform::db::{StoreResult, TenantTx},
};

/// Where the review of a claim stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReviewRow {
    pub(crate) claim_id: String,
    /// `per_…` of whose claim it is.
    pub(crate) claimant_id: String,
    pub(crate) state: ReviewState,
    pub(crate) first_reviewer_id: Option<String>,
    pub(crate) second_reviewer_id: Option<String>,
    pub(crate) opened_at: String,
    pub(crate) updated_at: String,
}

/// One step of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StepRow {
    pub(crate) claim_id: String,
    pub(crate) kind: String,
    /// `per_…`, or `system`.
    pub(crate) actor_id: String,
    pub(crate) actor_name: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) at: String,
}

const COLUMNS: &str =
    "claim_id, claimant_id, state, first_reviewer_id, second_reviewer_id, opened_at, updated_at";

fn review(row: &QueryResult) -> StoreResult<ReviewRow> {
    let mut cells = Cells::of(row);
    Ok(ReviewRow {
        claim_id: cells.take()?,
        claimant_id: cells.take()?,
        state: cells.parsed()?,
        first_reviewer_id: cells.take()?,
        second_reviewer_id: cells.take()?,
        opened_at: cells.take()?,
        updated_at: cells.take()?,
    })
}

/// The review of a claim.
pub(super) async fn find(tx: &TenantTx, claim_id: &str) -> StoreResult<Option<ReviewRow>> {
    let sql =
        format!("SELECT {COLUMNS} FROM claim_reviews WHERE organisation_id = $1 AND claim_id = $2");
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), claim_id.into()])
        .await?;
    row.as_ref().map(review).transpose()
}

/// The reviews of many claims in one statement.
pub(super) async fn find_all(tx: &TenantTx, claim_ids: &[String]) -> StoreResult<Vec<ReviewRow>> {
    if claim_ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM claim_reviews WHERE organisation_id = $1 AND claim_id IN ({})",
        marks(1, claim_ids.len())
    );
    let rows = tx.query_all(&sql, with_ids(tx, claim_ids)).await?;
    rows.iter().map(review).collect()
}

fn with_ids(tx: &TenantTx, ids: &[String]) -> Vec<Value> {
    let mut values: Vec<Value> = vec![tx.organisation_id().into()];
    values.extend(ids.iter().map(|id| Value::from(id.as_str())));
    values
}

/// A page of reviews, oldest claim first; of one state or of all.
pub(super) async fn page(
    tx: &TenantTx,
    state: Option<ReviewState>,
    page: &Page,
) -> StoreResult<Vec<ReviewRow>> {
    let mut sql = format!("SELECT {COLUMNS} FROM claim_reviews WHERE organisation_id = $1");
    let mut values: Vec<Value> = vec![tx.organisation_id().into()];
    if let Some(state) = state {
        values.push(state.as_str().into());
        sql.push_str(&format!(" AND state = ${}", values.len()));
    }
    if let Some(id) = page.after.as_ref().and_then(|cursor| cursor.0.first()) {
        values.push(id.as_str().into());
        sql.push_str(&format!(" AND claim_id > ${}", values.len()));
    }
    sql.push_str(&format!(" ORDER BY claim_id LIMIT {}", page.size + 1));
    let rows = tx.query_all(&sql, values).await?;
    rows.iter().map(review).collect()
}

/// How many reviews there are, of one state or of all.
pub(super) async fn count(tx: &TenantTx, state: Option<ReviewState>) -> StoreResult<i64> {
    let mut sql = "SELECT COUNT(*) FROM claim_reviews WHERE organisation_id = $1".to_owned();
    let mut values: Vec<Value> = vec![tx.organisation_id().into()];
    if let Some(state) = state {
        values.push(state.as_str().into());
        sql.push_str(" AND state = $2");
    }
    let row = tx.query_one(&sql, values).await?;
    row.as_ref().map_or(Ok(0), |row| Cells::of(row).take())
}

/// Adds a review; `false` when there is one.
pub(super) async fn insert(tx: &TenantTx, review: &ReviewRow) -> StoreResult<bool> {
    let inserted = tx
        .execute(
            "INSERT INTO claim_reviews (claim_id, organisation_id, claimant_id, state, first_reviewer_id, \
             second_reviewer_id, opened_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            vec![
                review.claim_id.as_str().into(),
                tx.organisation_id().into(),
                review.claimant_id.as_str().into(),
                review.state.as_str().into(),
                review.first_reviewer_id.clone().into(),
                review.second_reviewer_id.clone().into(),
                review.opened_at.as_str().into(),
                review.updated_at.as_str().into(),
            ],
        )
        .await?;
    Ok(inserted == 1)
}

/// Writes a new state of a review that stood in `before`; `false` when somebody else moved it since.
pub(super) async fn update(
    tx: &TenantTx,
    review: &ReviewRow,
    before: ReviewState,
) -> StoreResult<bool> {
    let changed = tx
        .execute(
            "UPDATE claim_reviews SET state = $3, first_reviewer_id = $4, second_reviewer_id = $5, updated_at = $6 \
             WHERE organisation_id = $1 AND claim_id = $2 AND state = $7",
            vec![
                tx.organisation_id().into(),
                review.claim_id.as_str().into(),
                review.state.as_str().into(),
                review.first_reviewer_id.clone().into(),
                review.second_reviewer_id.clone().into(),
                review.updated_at.as_str().into(),
                before.as_str().into(),
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Adds a step behind those that are there.
pub(super) async fn add_step(
    tx: &TenantTx,
    claim_id: &str,
    kind: &str,
    actor_id: &str,
    text: Option<&str>,
    at: &str,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO claim_review_steps (organisation_id, claim_id, number, kind, actor_id, text, at) \
         VALUES ($1, $2, (SELECT COALESCE(MAX(number), 0) + 1 FROM claim_review_steps WHERE organisation_id = $1 \
         AND claim_id = $2), $3, $4, $5, $6)",
        vec![
            tx.organisation_id().into(),
            claim_id.into(),
            kind.into(),
            actor_id.into(),
            text.into(),
            at.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The steps of many reviews in one statement, in order.
pub(super) async fn steps(tx: &TenantTx, claim_ids: &[String]) -> StoreResult<Vec<StepRow>> {
    if claim_ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT s.claim_id, s.kind, s.actor_id, p.name, s.text, s.at FROM claim_review_steps s LEFT JOIN people p \
         ON p.organisation_id = s.organisation_id AND p.id = s.actor_id \
         WHERE s.organisation_id = $1 AND s.claim_id IN ({}) ORDER BY s.claim_id, s.number",
        marks(1, claim_ids.len())
    );
    let rows = tx.query_all(&sql, with_ids(tx, claim_ids)).await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(StepRow {
                claim_id: cells.take()?,
                kind: cells.take()?,
                actor_id: cells.take()?,
                actor_name: cells.take()?,
                text: cells.take()?,
                at: cells.take()?,
            })
        })
        .collect()
}
