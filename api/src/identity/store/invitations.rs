//! Invitations.

use saxaul_shared::identity::Role;
use sea_orm::QueryResult;

use super::{json, list, maybe_time, secret_hash, time};
use crate::platform::{
    clock::Timestamp,
    db::{StoreResult, TenantTx},
};

/// An invitation's row.
#[derive(Debug, Clone)]
pub(in crate::identity) struct InvitationRow {
    pub(in crate::identity) id: String,
    pub(in crate::identity) email: String,
    pub(in crate::identity) roles: Vec<Role>,
    pub(in crate::identity) site_ids: Vec<String>,
    pub(in crate::identity) expires_at: Timestamp,
    pub(in crate::identity) accepted_at: Option<Timestamp>,
    pub(in crate::identity) revoked_at: Option<Timestamp>,
}

const INVITATION: &str = "id, email, roles, site_ids, expires_at, accepted_at, revoked_at";

pub(in crate::identity) async fn insert_invitation(
    tx: &TenantTx,
    invitation: &InvitationRow,
    secret: &str,
    invited_by: &str,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO invitations (id, organisation_id, email, roles, site_ids, token_hash, invited_by, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        vec![
            invitation.id.clone().into(),
            tx.organisation_id().into(),
            invitation.email.clone().into(),
            json(&invitation.roles)?.into(),
            json(&invitation.site_ids)?.into(),
            secret_hash(secret).into(),
            invited_by.into(),
            now.to_rfc3339().into(),
            invitation.expires_at.to_rfc3339().into(),
        ],
    )
    .await?;
    Ok(())
}

pub(in crate::identity) async fn invitation(
    tx: &TenantTx,
    id: &str,
) -> StoreResult<Option<InvitationRow>> {
    let sql =
        format!("SELECT {INVITATION} FROM invitations WHERE organisation_id = $1 AND id = $2");
    tx.query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?
        .as_ref()
        .map(invitation_of)
        .transpose()
}

/// Invitations that can still be accepted, newest first.
pub(in crate::identity) async fn open_invitations(
    tx: &TenantTx,
    now: Timestamp,
) -> StoreResult<Vec<InvitationRow>> {
    let sql = format!(
        "SELECT {INVITATION} FROM invitations WHERE organisation_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL \
         AND expires_at > $2 ORDER BY id DESC LIMIT 100"
    );
    tx.query_all(
        &sql,
        vec![tx.organisation_id().into(), now.to_rfc3339().into()],
    )
    .await?
    .iter()
    .map(invitation_of)
    .collect()
}

/// Addresses of the invitations that can still be accepted and are limited to sites of which `site_id` is one.
pub(in crate::identity) async fn invited_for_site(
    tx: &TenantTx,
    site_id: &str,
    now: Timestamp,
) -> StoreResult<Vec<String>> {
    let sql = format!(
        "SELECT {INVITATION} FROM invitations WHERE organisation_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL \
         AND expires_at > $2 AND site_ids LIKE $3 ORDER BY id"
    );
    let values = vec![
        tx.organisation_id().into(),
        now.to_rfc3339().into(),
        format!("%\"{site_id}\"%").into(),
    ];
    let open: Vec<InvitationRow> = tx
        .query_all(&sql, values)
        .await?
        .iter()
        .map(invitation_of)
        .collect::<StoreResult<_>>()?;
    // As with people, `_` in the pattern is any character.
    Ok(open
        .into_iter()
        .filter(|invitation| invitation.site_ids.iter().any(|site| site == site_id))
        .map(|invitation| invitation.email)
        .collect())
}

/// Marks an open invitation accepted, or revoked. Answers whether it was open: of two at once one finds it so.
pub(in crate::identity) async fn close_invitation(
    tx: &TenantTx,
    id: &str,
    accepted: bool,
    now: Timestamp,
) -> StoreResult<bool> {
    let column = if accepted {
        "accepted_at"
    } else {
        "revoked_at"
    };
    let sql = format!(
        "UPDATE invitations SET {column} = $3 WHERE organisation_id = $1 AND id = $2 \
         AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3"
    );
    let changed = tx
        .execute(
            &sql,
            vec![
                tx.organisation_id().into(),
                id.into(),
                now.to_rfc3339().into(),
            ],
        )
        .await?;
    Ok(changed == 1)
}

fn invitation_of(row: &QueryResult) -> StoreResult<InvitationRow> {
    Ok(InvitationRow {
        id: row.try_get("", "id")?,
        email: row.try_get("", "email")?,
        roles: list(row, "roles")?,
        site_ids: list(row, "site_ids")?,
        expires_at: time(row, "expires_at")?,
        accepted_at: maybe_time(row, "accepted_at")?,
        revoked_at: maybe_time(row, "revoked_at")?,
    })
}
