//! Founding an organisation.

use saxaul_shared::{format::Locale, identity::Role, violation::ErrorCode};

use super::{
    answer::{Answer, Desk, Refused},
    entry::Checks,
    session::{self, SignedIn},
    store::{self, PersonRow},
};
use crate::{
    accounting::{
        audit::{self, Actor, Change, Entry},
        boundary::settings::open_books,
    },
    platform::{
        Platform,
        db::{StoreError, StoreResult, Tenant, TenantTx},
    },
};

/// Who founds an organisation, and its name.
#[derive(Debug, Clone)]
pub struct Founder {
    /// The organisation's name.
    pub organisation_name: String,
    /// The person's name.
    pub name: String,
    /// The person's e-mail address, as typed.
    pub email: String,
    /// The PHC string of the person's password.
    pub password_hash: String,
    /// The language of both.
    pub locale: Locale,
}

/// Begins a transaction in a new organisation and writes it, with its owner. Commit it to found the organisation; on an
/// address that is taken the store says so ([`StoreError::is_unique_violation`]).
///
/// For signing up and for demo data; the caller has checked the entries.
pub async fn found_organisation(
    platform: &Platform,
    founder: &Founder,
) -> StoreResult<(TenantTx, Actor)> {
    let (tx, person) = found(platform, founder).await?;
    let actor = Actor {
        id: person.id,
        name: person.name,
    };
    Ok((tx, actor))
}

/// Adds a person with `roles` to the organisation of `tx`, without an invitation: for demo data.
pub async fn add_person(
    platform: &Platform,
    tx: &TenantTx,
    person: &Founder,
    roles: Vec<Role>,
    site_ids: Vec<String>,
) -> StoreResult<Actor> {
    let row = PersonRow {
        id: platform.ids.prefixed("per"),
        organisation_id: tx.organisation_id().to_owned(),
        email: person.email.trim().to_owned(),
        name: person.name.clone(),
        locale: person.locale,
        roles,
        site_ids,
        password_hash: person.password_hash.clone(),
        active: true,
        created_at: platform.clock.now(),
    };
    store::insert_person(tx, &row, &row.email.to_lowercase()).await?;
    Ok(Actor {
        id: row.id,
        name: row.name,
    })
}

async fn found(platform: &Platform, founder: &Founder) -> StoreResult<(TenantTx, PersonRow)> {
    let now = platform.clock.now();
    let tenant: Tenant = session::founding(&platform.ids.prefixed("org"));
    let tx = platform.database.begin(&tenant).await?;
    store::insert_organisation(&tx, &founder.organisation_name, founder.locale, now).await?;
    let person = PersonRow {
        id: platform.ids.prefixed("per"),
        organisation_id: tenant.organisation_id().to_owned(),
        email: founder.email.trim().to_owned(),
        name: founder.name.clone(),
        locale: founder.locale,
        roles: vec![Role::Owner],
        site_ids: Vec::new(),
        password_hash: founder.password_hash.clone(),
        active: true,
        created_at: now,
    };
    store::insert_person(&tx, &person, &person.email.to_lowercase()).await?;
    let actor = Actor {
        id: person.id.clone(),
        name: person.name.clone(),
    };
    let entry = Entry::new(&actor, "organisation.founded", tenant.organisation_id())
        .with(Change::new(
            "name",
            None,
            Some(founder.organisation_name.clone()),
        ))
        .with(Change::new("owner", None, Some(person.email.clone())));
    audit::record(platform, &tx, entry).await?;
    open_books(platform, &tx, &founder.organisation_name).await?;
    Ok((tx, person))
}

/// What a person enters to sign a company up.
pub(super) struct SignUp<'a> {
    pub(super) organisation_name: &'a str,
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) password: &'a str,
    pub(super) locale: Locale,
}

/// Signs a company up and its first person in, as owner.
pub(super) async fn sign_up(desk: Desk<'_>, input: SignUp<'_>) -> Answer<SignedIn> {
    desk.auth
        .throttle
        .attempt_from(desk.request.client_address)
        .await?;
    let mut checks = Checks::default();
    let organisation_name = checks.name("organisationName", input.organisation_name);
    let name = checks.name("name", input.name);
    let email = checks.email("email", input.email);
    checks.new_password("password", input.password, email.as_ref());
    checks.done()?;
    let (Some(organisation_name), Some(name), Some(email)) = (organisation_name, name, email)
    else {
        return Err(crate::error::ApiError::internal("a checked entry is missing").into());
    };
    let founder = Founder {
        organisation_name,
        name,
        email: email.as_str().to_owned(),
        password_hash: desk.auth.passwords.hash(input.password).await?,
        locale: input.locale,
    };
    let (tx, person) = found(desk.platform, &founder)
        .await
        .map_err(|error| taken(error, "email"))?;
    let begun = session::begin(desk, &tx, person).await?;
    tx.commit().await?;
    begun.finish(desk).await
}

/// Tells a taken address apart from a fault.
pub(super) fn taken(error: StoreError, field: &str) -> Refused {
    if error.is_unique_violation() {
        Refused::field(
            ErrorCode::Taken,
            field,
            "这个邮箱已注册，请直接登录或找回密码。",
            "This e-mail address is already in use. Sign in or reset the password.",
        )
    } else {
        error.into()
    }
}
