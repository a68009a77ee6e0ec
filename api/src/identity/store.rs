//! The rows of identity. Those before a tenant is known are found in a [`SystemTx`] for signing in.

use saxaul_shared::{format::Locale, identity::Role};
use sea_orm::QueryResult;
use sha2::{Digest as _, Sha256};

use crate::platform::{
    clock::Timestamp,
    db::{NamesTenant, StoreError, StoreResult, SystemTx, Tenant, TenantTx},
    storage::hex,
};

/// A person's row.
#[derive(Debug, Clone)]
pub(super) struct PersonRow {
    pub(super) id: String,
    pub(super) organisation_id: String,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) locale: Locale,
    pub(super) roles: Vec<Role>,
    pub(super) site_ids: Vec<String>,
    pub(super) password_hash: String,
    pub(super) active: bool,
    pub(super) created_at: Timestamp,
}

/// A session's row.
#[derive(Debug, Clone)]
pub(super) struct SessionRow {
    pub(super) id: String,
    pub(super) person_id: String,
    pub(super) user_agent: Option<String>,
    pub(super) address: Option<String>,
    pub(super) created_at: Timestamp,
    pub(super) last_used_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) ended_at: Option<Timestamp>,
}

/// An invitation's row.
#[derive(Debug, Clone)]
pub(super) struct InvitationRow {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) roles: Vec<Role>,
    pub(super) site_ids: Vec<String>,
    pub(super) expires_at: Timestamp,
    pub(super) accepted_at: Option<Timestamp>,
    pub(super) revoked_at: Option<Timestamp>,
}

/// A row found before a tenant was known; it names the tenant.
#[derive(Debug, Clone)]
pub(super) struct Found {
    organisation_id: String,
    /// The id of what was found: a person's, a session's, an invitation's or a reset's.
    pub(super) id: String,
}

impl NamesTenant for Found {
    fn organisation_id(&self) -> &str {
        &self.organisation_id
    }
}

impl NamesTenant for PersonRow {
    fn organisation_id(&self) -> &str {
        &self.organisation_id
    }
}

impl Found {
    pub(super) fn tenant(&self) -> Tenant {
        Tenant::named_by(self)
    }
}

impl PersonRow {
    pub(super) fn tenant(&self) -> Tenant {
        Tenant::named_by(self)
    }
}

/// What is stored in place of a secret that a link or a cookie carries.
pub(super) fn secret_hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

const PERSON: &str =
    "id, organisation_id, email, name, locale, roles, site_ids, password_hash, active, created_at";
const SESSION: &str =
    "id, person_id, user_agent, address, created_at, last_used_at, expires_at, ended_at";
const INVITATION: &str = "id, email, roles, site_ids, expires_at, accepted_at, revoked_at";

/// The person with this e-mail key, in whichever organisation.
pub(super) async fn person_by_email(
    tx: &SystemTx,
    email_key: &str,
) -> StoreResult<Option<PersonRow>> {
    let sql = format!("SELECT {PERSON} FROM people WHERE email_key = $1");
    tx.query_one(&sql, vec![email_key.into()])
        .await?
        .as_ref()
        .map(person_of)
        .transpose()
}

/// The row of `table` behind a link's or cookie's secret, whatever became of it. `id` names its column of the id.
pub(super) async fn find_by_secret(
    tx: &SystemTx,
    table: Secrets,
    secret: &str,
) -> StoreResult<Option<Found>> {
    if secret.len() > 100 {
        return Ok(None);
    }
    let sql = match table {
        Secrets::RefreshTokens => {
            "SELECT organisation_id, session_id AS id FROM refresh_tokens WHERE token_hash = $1"
        }
        Secrets::Invitations => "SELECT organisation_id, id FROM invitations WHERE token_hash = $1",
        Secrets::PasswordResets => {
            "SELECT organisation_id, id FROM password_resets WHERE token_hash = $1"
        }
    };
    let row = tx.query_one(sql, vec![secret_hash(secret).into()]).await?;
    row.map(|row| {
        Ok(Found {
            organisation_id: row.try_get("", "organisation_id")?,
            id: row.try_get("", "id")?,
        })
    })
    .transpose()
}

/// Where a secret's hash stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Secrets {
    RefreshTokens,
    Invitations,
    PasswordResets,
}

pub(super) async fn insert_organisation(
    tx: &TenantTx,
    name: &str,
    locale: Locale,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO organisations (id, name, locale, created_at) VALUES ($1, $2, $3, $4)",
        vec![
            tx.organisation_id().into(),
            name.into(),
            locale.as_str().into(),
            now.to_rfc3339().into(),
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn insert_person(
    tx: &TenantTx,
    person: &PersonRow,
    email_key: &str,
) -> StoreResult<()> {
    tx.execute(
        "INSERT INTO people (id, organisation_id, email, email_key, name, locale, roles, site_ids, password_hash, \
         active, rights_version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $11)",
        vec![
            person.id.clone().into(),
            tx.organisation_id().into(),
            person.email.clone().into(),
            email_key.into(),
            person.name.clone().into(),
            person.locale.as_str().into(),
            json(&person.roles)?.into(),
            json(&person.site_ids)?.into(),
            person.password_hash.clone().into(),
            person.active.into(),
            person.created_at.to_rfc3339().into(),
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn person(tx: &TenantTx, id: &str) -> StoreResult<Option<PersonRow>> {
    let sql = format!("SELECT {PERSON} FROM people WHERE organisation_id = $1 AND id = $2");
    tx.query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?
        .as_ref()
        .map(person_of)
        .transpose()
}

/// These people, in one statement and no order.
pub(super) async fn people_by_id(tx: &TenantTx, ids: &[&str]) -> StoreResult<Vec<PersonRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let marks: Vec<String> = (2..ids.len() + 2)
        .map(|number| format!("${number}"))
        .collect();
    let sql = format!(
        "SELECT {PERSON} FROM people WHERE organisation_id = $1 AND id IN ({})",
        marks.join(", ")
    );
    let mut values: Vec<sea_orm::Value> = vec![tx.organisation_id().into()];
    values.extend(ids.iter().map(|id| sea_orm::Value::from(*id)));
    tx.query_all(&sql, values)
        .await?
        .iter()
        .map(person_of)
        .collect()
}

/// People of the organisation by id, after `after`.
pub(super) async fn people(
    tx: &TenantTx,
    after: Option<&str>,
    size: u32,
) -> StoreResult<Vec<PersonRow>> {
    let sql = format!(
        "SELECT {PERSON} FROM people WHERE organisation_id = $1 AND id > $2 ORDER BY id LIMIT {size}"
    );
    let values = vec![
        tx.organisation_id().into(),
        after.unwrap_or_default().into(),
    ];
    tx.query_all(&sql, values)
        .await?
        .iter()
        .map(person_of)
        .collect()
}

/// Active owners other than `except`.
pub(super) async fn other_owners(tx: &TenantTx, except: &str) -> StoreResult<usize> {
    // Locked where the database can, so that two owners cannot leave at the same moment.
    let lock = if tx.backend() == sea_orm::DbBackend::Postgres {
        "FOR UPDATE"
    } else {
        ""
    };
    let sql = format!(
        "SELECT {PERSON} FROM people WHERE organisation_id = $1 AND active ORDER BY id {lock}"
    );
    let people: Vec<PersonRow> = tx
        .query_all(&sql, vec![tx.organisation_id().into()])
        .await?
        .iter()
        .map(person_of)
        .collect::<StoreResult<_>>()?;
    Ok(people
        .iter()
        .filter(|person| person.id != except && person.roles.contains(&Role::Owner))
        .count())
}

pub(super) async fn save_person(
    tx: &TenantTx,
    person: &PersonRow,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE people SET name = $3, locale = $4, roles = $5, site_ids = $6, active = $7, \
         rights_version = rights_version + 1, updated_at = $8 WHERE organisation_id = $1 AND id = $2",
        vec![
            tx.organisation_id().into(),
            person.id.clone().into(),
            person.name.clone().into(),
            person.locale.as_str().into(),
            json(&person.roles)?.into(),
            json(&person.site_ids)?.into(),
            person.active.into(),
            now.to_rfc3339().into(),
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn save_password(
    tx: &TenantTx,
    person_id: &str,
    hash: &str,
    now: Timestamp,
) -> StoreResult<()> {
    tx.execute(
        "UPDATE people SET password_hash = $3, updated_at = $4 WHERE organisation_id = $1 AND id = $2",
        vec![tx.organisation_id().into(), person_id.into(), hash.into(), now.to_rfc3339().into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn insert_session(tx: &TenantTx, session: &SessionRow) -> StoreResult<()> {
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

pub(super) async fn session(tx: &TenantTx, id: &str) -> StoreResult<Option<SessionRow>> {
    let sql = format!("SELECT {SESSION} FROM sessions WHERE organisation_id = $1 AND id = $2");
    tx.query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?
        .as_ref()
        .map(session_of)
        .transpose()
}

/// A person's sessions that are still good, last used first.
pub(super) async fn open_sessions(
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

pub(super) async fn touch_session(
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
pub(super) async fn end_session(
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
pub(super) async fn end_all_sessions(
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

pub(super) async fn insert_refresh_token(
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
pub(super) enum Used {
    /// This transaction is the first to use it.
    Now { expires_at: Timestamp },
    /// It was used before, then.
    Before(Timestamp),
}

/// Uses a refresh token: of any number at once exactly one finds it unused.
pub(super) async fn use_refresh_token(
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

pub(super) async fn insert_invitation(
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

pub(super) async fn invitation(tx: &TenantTx, id: &str) -> StoreResult<Option<InvitationRow>> {
    let sql =
        format!("SELECT {INVITATION} FROM invitations WHERE organisation_id = $1 AND id = $2");
    tx.query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?
        .as_ref()
        .map(invitation_of)
        .transpose()
}

/// Invitations that can still be accepted, newest first.
pub(super) async fn open_invitations(
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

/// Marks an open invitation accepted, or revoked. Answers whether it was open: of two at once one finds it so.
pub(super) async fn close_invitation(
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

pub(super) async fn insert_password_reset(
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
pub(super) async fn use_password_reset(
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

fn person_of(row: &QueryResult) -> StoreResult<PersonRow> {
    Ok(PersonRow {
        id: row.try_get("", "id")?,
        organisation_id: row.try_get("", "organisation_id")?,
        email: row.try_get("", "email")?,
        name: row.try_get("", "name")?,
        locale: parsed(row, "locale")?,
        roles: list(row, "roles")?,
        site_ids: list(row, "site_ids")?,
        password_hash: row.try_get("", "password_hash")?,
        active: row.try_get("", "active")?,
        created_at: time(row, "created_at")?,
    })
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

fn json<T: serde::Serialize>(list: &[T]) -> StoreResult<String> {
    serde_json::to_string(list).map_err(|error| StoreError::Corrupt(error.to_string()))
}

fn list<T: serde::de::DeserializeOwned>(row: &QueryResult, column: &str) -> StoreResult<Vec<T>> {
    let text: String = row.try_get("", column)?;
    serde_json::from_str(&text).map_err(|error| StoreError::Corrupt(format!("{column}: {error}")))
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
    row: &QueryResult,
    column: &str,
) -> StoreResult<T> {
    let text: String = row.try_get("", column)?;
    text.parse()
        .map_err(|error| StoreError::Corrupt(format!("{column}: {error}")))
}

fn time(row: &QueryResult, column: &str) -> StoreResult<Timestamp> {
    parsed(row, column)
}

fn maybe_time(row: &QueryResult, column: &str) -> StoreResult<Option<Timestamp>> {
    let text: Option<String> = row.try_get("", column)?;
    text.map(|text| {
        text.parse()
            .map_err(|error| StoreError::Corrupt(format!("{column}: {error}")))
    })
    .transpose()
}

/// The organisation's name.
pub(crate) async fn organisation_name(tx: &TenantTx) -> StoreResult<String> {
    let row = tx
        .query_one(
            "SELECT name FROM organisations WHERE id = $1",
            vec![tx.organisation_id().into()],
        )
        .await?;
    match row {
        Some(row) => Ok(row.try_get("", "name")?),
        None => Err(StoreError::Corrupt(format!(
            "organisation {} is missing",
            tx.organisation_id()
        ))),
    }
}
