//! Everyday entries and quiz answers in the database.

use saxaul_shared::{
    credits::{InventoryLink, action::Diet, everyday::EverydayCategory},
    decimal::Decimal,
    page::Page,
    period::{Date, Period},
};
use sea_orm::{QueryResult, Value};

use crate::{
    accounting::cells::Cells,
    platform::db::{StoreResult, TenantTx},
};

/// An everyday emission that a member wrote down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntryRow {
    pub(crate) id: String,
    pub(crate) member_id: String,
    pub(crate) idempotency_key: String,
    pub(crate) activity_code: String,
    pub(crate) category: EverydayCategory,
    pub(crate) day: Date,
    pub(crate) unit: String,
    pub(crate) units_micro: i64,
    pub(crate) factor: Decimal,
    pub(crate) factor_version: String,
    pub(crate) emission_mg: i64,
    pub(crate) inventory_link: InventoryLink,
    pub(crate) created_at: String,
    pub(crate) undone_at: Option<String>,
}

const COLUMNS: &str = "id, member_id, idempotency_key, activity_code, category, day, unit, units_micro, factor, \
     factor_version, emission_mg, inventory_link, created_at, undone_at";

fn entry(row: &QueryResult) -> StoreResult<EntryRow> {
    let mut cells = Cells::of(row);
    Ok(EntryRow {
        id: cells.take()?,
        member_id: cells.take()?,
        idempotency_key: cells.take()?,
        activity_code: cells.take()?,
        category: cells.parsed()?,
        day: cells.parsed()?,
        unit: cells.take()?,
        units_micro: cells.take()?,
        factor: cells.parsed()?,
        factor_version: cells.take()?,
        emission_mg: cells.take()?,
        inventory_link: cells.parsed()?,
        created_at: cells.take()?,
        undone_at: cells.take()?,
    })
}

/// Adds an entry; `false` when the member has one with this key.
pub(super) async fn insert(tx: &TenantTx, entry: &EntryRow) -> StoreResult<bool> {
    let sql = format!(
        "INSERT INTO everyday_entries ({COLUMNS}, organisation_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING"
    );
    let inserted = tx
        .execute(
            &sql,
            vec![
                entry.id.as_str().into(),
                entry.member_id.as_str().into(),
                entry.idempotency_key.as_str().into(),
                entry.activity_code.as_str().into(),
                entry.category.as_str().into(),
                entry.day.to_string().into(),
                entry.unit.as_str().into(),
                entry.units_micro.into(),
                entry.factor.to_string().into(),
                entry.factor_version.as_str().into(),
                entry.emission_mg.into(),
                entry.inventory_link.as_str().into(),
                entry.created_at.as_str().into(),
                entry.undone_at.clone().into(),
                tx.organisation_id().into(),
            ],
        )
        .await?;
    Ok(inserted == 1)
}

async fn one(tx: &TenantTx, and: &str, values: Vec<Value>) -> StoreResult<Option<EntryRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM everyday_entries WHERE organisation_id = $1 AND member_id = $2 AND {and}"
    );
    let row = tx.query_one(&sql, values).await?;
    row.as_ref().map(entry).transpose()
}

/// The entry a member made with this key.
pub(super) async fn by_key(
    tx: &TenantTx,
    member_id: &str,
    key: &str,
) -> StoreResult<Option<EntryRow>> {
    let values = vec![tx.organisation_id().into(), member_id.into(), key.into()];
    one(tx, "idempotency_key = $3", values).await
}

/// An entry of a member.
pub(super) async fn find(
    tx: &TenantTx,
    member_id: &str,
    id: &str,
) -> StoreResult<Option<EntryRow>> {
    let values = vec![tx.organisation_id().into(), member_id.into(), id.into()];
    one(tx, "id = $3", values).await
}

/// Takes an entry back, once.
pub(super) async fn undo(tx: &TenantTx, id: &str, now: &str) -> StoreResult<()> {
    tx.execute(
        "UPDATE everyday_entries SET undone_at = $3 WHERE organisation_id = $1 AND id = $2 AND undone_at IS NULL",
        vec![tx.organisation_id().into(), id.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// A page of a member's entries that stand, latest written first; one more than asked for tells that there are more.
pub(super) async fn page(
    tx: &TenantTx,
    member_id: &str,
    page: &Page,
) -> StoreResult<Vec<EntryRow>> {
    let mut sql = format!(
        "SELECT {COLUMNS} FROM everyday_entries WHERE organisation_id = $1 AND member_id = $2 AND undone_at IS NULL"
    );
    let mut values: Vec<Value> = vec![tx.organisation_id().into(), member_id.into()];
    if let Some(id) = page.after.as_ref().and_then(|cursor| cursor.0.first()) {
        sql.push_str(" AND id < $3");
        values.push(id.as_str().into());
    }
    sql.push_str(&format!(" ORDER BY id DESC LIMIT {}", page.size + 1));
    let rows = tx.query_all(&sql, values).await?;
    rows.iter().map(entry).collect()
}

/// How many entries of a member stand.
pub(super) async fn count(tx: &TenantTx, member_id: &str) -> StoreResult<i64> {
    let row = tx
        .query_one(
            "SELECT COUNT(*) FROM everyday_entries WHERE organisation_id = $1 AND member_id = $2 AND undone_at IS NULL",
            vec![tx.organisation_id().into(), member_id.into()],
        )
        .await?;
    row.as_ref().map_or(Ok(0), |row| Cells::of(row).take())
}

/// What a member emitted by one activity, inside one part of the employer's inventory.
pub(super) struct Sum {
    pub(super) activity_code: String,
    pub(super) category: EverydayCategory,
    pub(super) link: InventoryLink,
    pub(super) mg: i64,
}

/// A member's emissions of a span that stand, added up.
pub(super) async fn sums(tx: &TenantTx, member_id: &str, span: Period) -> StoreResult<Vec<Sum>> {
    let rows = tx
        .query_all(
            "SELECT activity_code, category, inventory_link, CAST(SUM(emission_mg) AS BIGINT) FROM everyday_entries \
             WHERE organisation_id = $1 AND member_id = $2 AND day >= $3 AND day <= $4 AND undone_at IS NULL \
             GROUP BY activity_code, category, inventory_link",
            vec![
                tx.organisation_id().into(),
                member_id.into(),
                span.start().to_string().into(),
                span.end().to_string().into(),
            ],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(Sum {
                activity_code: cells.take()?,
                category: cells.parsed()?,
                link: cells.parsed()?,
                mg: cells.take()?,
            })
        })
        .collect()
}

/// What one member did of one activity on one day, inside one part of the employer's inventory.
pub(super) struct MemberDay {
    pub(super) member_id: String,
    pub(super) day: Date,
    pub(super) activity_code: String,
    pub(super) link: InventoryLink,
    pub(super) micro: i64,
}

/// What members wrote down in a span that lies inside scope 3 categories 6 and 7.
pub(super) async fn by_member_day(tx: &TenantTx, span: Period) -> StoreResult<Vec<MemberDay>> {
    let rows = tx
        .query_all(
            "SELECT member_id, day, activity_code, inventory_link, CAST(SUM(units_micro) AS BIGINT) \
             FROM everyday_entries WHERE organisation_id = $1 AND day >= $2 AND day <= $3 AND undone_at IS NULL \
             AND inventory_link IN ('SCOPE_3_CATEGORY_6', 'SCOPE_3_CATEGORY_7') \
             GROUP BY member_id, day, activity_code, inventory_link",
            vec![
                tx.organisation_id().into(),
                span.start().to_string().into(),
                span.end().to_string().into(),
            ],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(MemberDay {
                member_id: cells.take()?,
                day: cells.parsed()?,
                activity_code: cells.take()?,
                link: cells.parsed()?,
                micro: cells.take()?,
            })
        })
        .collect()
}

/// A quiz that a member took.
pub(super) struct QuizRow {
    pub(super) version: i64,
    /// JSON.
    pub(super) answers: String,
    pub(super) diet: Option<Diet>,
    pub(super) grams_per_year: i64,
    pub(super) taken_at: String,
}

/// The quiz a member took last.
pub(super) async fn latest_quiz(tx: &TenantTx, member_id: &str) -> StoreResult<Option<QuizRow>> {
    let row = tx
        .query_one(
            "SELECT version, answers, diet, grams_per_year, taken_at FROM footprint_answers \
             WHERE organisation_id = $1 AND member_id = $2 ORDER BY version DESC LIMIT 1",
            vec![tx.organisation_id().into(), member_id.into()],
        )
        .await?;
    row.map(|row| {
        let mut cells = Cells::of(&row);
        Ok(QuizRow {
            version: cells.take()?,
            answers: cells.take()?,
            diet: cells.parsed_option()?,
            grams_per_year: cells.take()?,
            taken_at: cells.take()?,
        })
    })
    .transpose()
}

/// Keeps a quiz as a new version; `false` when another one was taken at the same time.
pub(super) async fn insert_quiz(
    tx: &TenantTx,
    member_id: &str,
    quiz: &QuizRow,
) -> StoreResult<bool> {
    let inserted = tx
        .execute(
            "INSERT INTO footprint_answers (organisation_id, member_id, version, answers, diet, grams_per_year, taken_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            vec![
                tx.organisation_id().into(),
                member_id.into(),
                quiz.version.into(),
                quiz.answers.as_str().into(),
                quiz.diet.map(Diet::as_str).into(),
                quiz.grams_per_year.into(),
                quiz.taken_at.as_str().into(),
            ],
        )
        .await?;
    Ok(inserted == 1)
}
