//! People.

use saxaul_shared::{format::Locale, identity::Role};
use sea_orm::QueryResult;

use super::{json, list, parsed, time};
use crate::platform::{
    clock::Timestamp,
    db::{NamesTenant, StoreResult, SystemTx, Tenant, TenantTx},
};

/// A person's row.
#[derive(Debug, Clone)]
pub(in crate::identity) struct PersonRow {
    pub(in crate::identity) id: String,
    pub(in crate::identity) organisation_id: String,
    pub(in crate::identity) email: String,
    pub(in crate::identity) name: String,
    pub(in crate::identity) locale: Locale,
    pub(in crate::identity) roles: Vec<Role>,
    pub(in crate::identity) site_ids: Vec<String>,
    pub(in crate::identity) password_hash: String,
    pub(in crate::identity) active: bool,
    pub(in crate::identity) created_at: Timestamp,
}

impl NamesTenant for PersonRow {
    fn organisation_id(&self) -> &str {
        &self.organisation_id
    }
}

impl PersonRow {
    pub(in crate::identity) fn tenant(&self) -> Tenant {
        Tenant::named_by(self)
    }
}

const PERSON: &str =
    "id, organisation_id, email, name, locale, roles, site_ids, password_hash, active, created_at";

/// The person with this e-mail key, in whichever organisation.
pub(in crate::identity) async fn person_by_email(
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

pub(in crate::identity) async fn insert_person(
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

pub(in crate::identity) async fn person(tx: &TenantTx, id: &str) -> StoreResult<Option<PersonRow>> {
    let sql = format!("SELECT {PERSON} FROM people WHERE organisation_id = $1 AND id = $2");
    tx.query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?
        .as_ref()
        .map(person_of)
        .transpose()
}

/// These people, in one statement and no order.
pub(in crate::identity) async fn people_by_id(
    tx: &TenantTx,
    ids: &[&str],
) -> StoreResult<Vec<PersonRow>> {
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
pub(in crate::identity) async fn people(
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

/// Names of active people who are limited to sites of which `site_id` is one.
pub(in crate::identity) async fn people_of_site(
    tx: &TenantTx,
    site_id: &str,
) -> StoreResult<Vec<String>> {
    let sql = format!(
        "SELECT {PERSON} FROM people WHERE organisation_id = $1 AND active AND site_ids LIKE $2 ORDER BY id"
    );
    let values = vec![
        tx.organisation_id().into(),
        format!("%\"{site_id}\"%").into(),
    ];
    let people: Vec<PersonRow> = tx
        .query_all(&sql, values)
        .await?
        .iter()
        .map(person_of)
        .collect::<StoreResult<_>>()?;
    // `_` in an id stands for any character in a pattern: the rows themselves decide.
    Ok(people
        .into_iter()
        .filter(|person| person.site_ids.iter().any(|site| site == site_id))
        .map(|person| person.name)
        .collect())
}

/// Active owners other than `except`.
pub(in crate::identity) async fn other_owners(tx: &TenantTx, except: &str) -> StoreResult<usize> {
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

pub(in crate::identity) async fn save_person(
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

pub(in crate::identity) async fn save_password(
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
