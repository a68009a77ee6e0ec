//! The rows of identity. Those before a tenant is known are found in a [`SystemTx`] for signing in.

mod invitations;
mod password_resets;
mod people;
mod sessions;

use saxaul_shared::format::Locale;
use sea_orm::QueryResult;
use sha2::{Digest as _, Sha256};

pub(super) use self::{invitations::*, password_resets::*, people::*, sessions::*};
use crate::platform::{
    clock::Timestamp,
    db::{NamesTenant, StoreError, StoreResult, SystemTx, Tenant, TenantTx},
    storage::hex,
};

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

impl Found {
    pub(super) fn tenant(&self) -> Tenant {
        Tenant::named_by(self)
    }
}

/// What is stored in place of a secret that a link or a cookie carries.
pub(super) fn secret_hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Where a secret's hash stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Secrets {
    RefreshTokens,
    Invitations,
    PasswordResets,
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
