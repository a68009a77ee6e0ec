//! Sessions and the refresh tokens that carry them on.

use sea_orm::QueryResult;

use super::{maybe_time, secret_hash, time};
use crate::platform::{
    clock::Timestamp,
    db::{StoreResult, TenantTx},
};

/// A session's row.
#[derive(Debug, Clone)]
pub(in crate::identity) struct SessionRow {
    pub(in crate::identity) id: String,
    pub(in crate::identity) person_id: String,
    pub(in crate::identity) user_agent: Option<String>,
    pub(in crate::identity) address: Option<String>,
    pub(in crate::identity) created_at: Timestamp,
    pub(in crate::identity) last_used_at: Timestamp,
    pub(in crate::identity) expires_at: Timestamp,
    pub(in crate::identity) ended_at: Option<Timestamp>,
}

const SESSION: &str =
    "id, person_id, user_agent, address, created_at, last_used_at, expires_at, ended_at";

pub(in crate::identity) async fn insert_session(
    tx: &TenantTx,
    session: &SessionRow,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO sessions (id, organisation_id, person_id, user_agent, address, created_at, last_used_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7)",
        vec![
            session.id.clone().into(),
            tx.organisation_id().into(),
            session.person_id.clone().into(),
            session.user_agent.clone().into(),
            session.address.clone().into(),
            session.created_at.to_rfc3339().into(),
            session.expires_at.to_rfc3339().into(),
        ],
    )
    .await?;
    Ok(())
}

pub(in crate::identity) async fn session(
    tx: &TenantTx,
    id: &str,
) -> StoreResult<Option<SessionRow>> {
    let sql = format!("SELECT {SESSION} FROM sessions WHERE organisation_id = $1 AND id = $2");
    tx.query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?
        .as_ref()
        .map(session_of)
        .transpose()
}

/// A person's sessions that are still good, last used first.
pub(in crate::identity) async fn open_sessions(
    tx: &TenantTx,
    person_id: &str,
    now: Timestamp,
) -> StoreResult<Vec<SessionRow>> {
    let sql = format!(
        "SELECT {SESSION} FROM sessions WHERE organisation_id = $1 AND person_id = $2 AND ended_at IS NULL \
         AND expires_at > $3 ORDER BY last_used_at DESC, id LIMIT 100"
    );
    let values = vec![
        tx.organisation_id().into(),
        person_id.into(),
        now.to_rfc3339().into(),
    ];
    tx.query_all(&sql, values)
        .await?
        .iter()
        .map(session_of)
        .collect()
}

pub(in crate::identity) async fn touch_session(
    tx: &TenantTx,
    id: &str,
    user_agent: Option<&str>,
    address: &str,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE sessions SET last_used_at = $3, user_agent = $4, address = $5 WHERE organisation_id = $1 AND id = $2",
        vec![
            tx.organisation_id().into(),
            id.into(),
            now.to_rfc3339().into(),
            user_agent.map(str::to_owned).into(),
            address.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Ends a session. Answers whether it was open.
pub(in crate::identity) async fn end_session(
    tx: &TenantTx,
    id: &str,
    reason: &str,
    now: Timestamp,
) -> StoreResult<bool> {
    let changed = tx
        .execute(
            "UPDATE sessions SET ended_at = $3, end_reason = $4 WHERE organisation_id = $1 AND id = $2 AND ended_at IS NULL",
            vec![tx.organisation_id().into(), id.into(), now.to_rfc3339().into(), reason.into()],
        )
        .await?;
    Ok(changed == 1)
}

/// Ends every open session of a person and returns their ids.
pub(in crate::identity) async fn end_all_sessions(
    tx: &TenantTx,
    person_id: &str,
    reason: &str,
    now: Timestamp,
) -> StoreResult<Vec<String>> {
    let rows = tx
        .query_all(
            "UPDATE sessions SET ended_at = $3, end_reason = $4 \
             WHERE organisation_id = $1 AND person_id = $2 AND ended_at IS NULL RETURNING id",
            vec![
                tx.organisation_id().into(),
                person_id.into(),
                now.to_rfc3339().into(),
                reason.into(),
            ],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}

pub(in crate::identity) async fn insert_refresh_token(
    tx: &TenantTx,
    secret: &str,
    session_id: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO refresh_tokens (token_hash, organisation_id, session_id, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5)",
        vec![
            secret_hash(secret).into(),
            tx.organisation_id().into(),
            session_id.into(),
            now.to_rfc3339().into(),
            expires_at.to_rfc3339().into(),
        ],
    )
    .await?;
    Ok(())
}

/// What became of a refresh token.
pub(in crate::identity) enum Used {
    /// This transaction is the first to use it.
    Now { expires_at: Timestamp },
    /// It was used before, then.
    Before(Timestamp),
}

/// Uses a refresh token: of any number at once exactly one finds it unused.
pub(in crate::identity) async fn use_refresh_token(
    tx: &TenantTx,
    secret: &str,
    now: Timestamp,
) -> StoreResult<Option<Used>> {
    let hash = secret_hash(secret);
    let used = tx
        .query_one(
            "UPDATE refresh_tokens SET used_at = $3 WHERE token_hash = $1 AND organisation_id = $2 AND used_at IS NULL \
             RETURNING expires_at",
            vec![hash.clone().into(), tx.organisation_id().into(), now.to_rfc3339().into()],
        )
        .await?;
    if let Some(row) = used {
        return Ok(Some(Used::Now {
            expires_at: time(&row, "expires_at")?,
        }));
    }
    let sql = "SELECT used_at FROM refresh_tokens WHERE token_hash = $1 AND organisation_id = $2";
    let row = tx
        .query_one(sql, vec![hash.into(), tx.organisation_id().into()])
        .await?;
    row.map(|row| Ok(Used::Before(time(&row, "used_at")?)))
        .transpose()
}

fn session_of(row: &QueryResult) -> StoreResult<SessionRow> {
    Ok(SessionRow {
        id: row.try_get("", "id")?,
        person_id: row.try_get("", "person_id")?,
        user_agent: row.try_get("", "user_agent")?,
        address: row.try_get("", "address")?,
        created_at: time(row, "created_at")?,
        last_used_at: time(row, "last_used_at")?,
        expires_at: time(row, "expires_at")?,
        ended_at: maybe_time(row, "ended_at")?,
    })
}
