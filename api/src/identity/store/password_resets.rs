//! Links by which a password is set anew.

use super::secret_hash;
use crate::platform::{
    clock::Timestamp,
    db::{StoreResult, TenantTx},
};

pub(in crate::identity) async fn insert_password_reset(
    tx: &TenantTx,
    id: &str,
    person_id: &str,
    secret: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO password_resets (id, organisation_id, person_id, token_hash, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        vec![
            id.into(),
            tx.organisation_id().into(),
            person_id.into(),
            secret_hash(secret).into(),
            now.to_rfc3339().into(),
            expires_at.to_rfc3339().into(),
        ],
    )
    .await?;
    Ok(())
}

/// Uses a reset that is still good, and all others of the same person with it. The person's id, if it was good.
pub(in crate::identity) async fn use_password_reset(
    tx: &TenantTx,
    id: &str,
    now: Timestamp,
) -> StoreResult<Option<String>> {
    let sql = "UPDATE password_resets SET used_at = $3 WHERE organisation_id = $1 AND id = $2 AND used_at IS NULL \
               AND expires_at > $3 RETURNING person_id";
    let row = tx
        .query_one(
            sql,
            vec![
                tx.organisation_id().into(),
                id.into(),
                now.to_rfc3339().into(),
            ],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let person_id: String = row.try_get("", "person_id")?;
    tx.execute(
        "UPDATE password_resets SET used_at = $3 WHERE organisation_id = $1 AND person_id = $2 AND used_at IS NULL",
        vec![tx.organisation_id().into(), person_id.clone().into(), now.to_rfc3339().into()],
    )
    .await?;
    Ok(Some(person_id))
}
