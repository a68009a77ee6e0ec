//! The people of an organisation.

use saxaul_shared::{
    format::Locale,
    identity::{Action, Role},
    page::{Cursor, Page},
    violation::ErrorCode,
};

use super::object::Person;
use super::{
    answer::{Answer, Desk, Refused},
    entry::Checks,
    invitation::names,
    session, sites,
    store::{self, PersonRow},
};
use crate::{
    accounting::audit::{self, Actor, Change, Entry},
    auth::Principal,
    error::ApiError,
    platform::db::{StoreResult, TenantTx},
};

/// What a person is to be; nothing stays as it is.
#[derive(Debug, Default)]
pub(super) struct PersonDraft {
    pub(super) name: Option<String>,
    pub(super) roles: Option<Vec<Role>>,
    pub(super) site_ids: Option<Vec<String>>,
    pub(super) active: Option<bool>,
}

/// The caller's own row.
pub(super) async fn viewer(desk: Desk<'_>, principal: &Principal) -> Answer<PersonRow> {
    let tx = desk.platform.database.read(&principal.tenant).await?;
    Ok(store::person(&tx, &principal.person_id)
        .await?
        .ok_or_else(ApiError::unauthenticated)?)
}

/// A page of the organisation's people, one more than asked for when there are more.
pub(super) async fn list(
    desk: Desk<'_>,
    principal: &Principal,
    page: &Page,
) -> Answer<Vec<PersonRow>> {
    principal.require_everywhere(Action::ViewPeople)?;
    let after = page
        .after
        .as_ref()
        .and_then(|Cursor(parts)| parts.first().map(String::as_str));
    let tx = desk.platform.database.read(&principal.tenant).await?;
    Ok(store::people(&tx, after, page.size + 1).await?)
}

/// One person, when the caller may see people or is that person.
pub(super) async fn by_id(
    desk: Desk<'_>,
    principal: &Principal,
    id: &str,
) -> Answer<Option<PersonRow>> {
    if id != principal.person_id {
        principal.require_everywhere(Action::ViewPeople)?;
    }
    let tx = desk.platform.database.read(&principal.tenant).await?;
    Ok(store::person(&tx, id).await?)
}

/// These people as GraphQL shows them, in one statement and no order: for what they did elsewhere.
pub(crate) async fn shown(tx: &TenantTx, ids: &[&str]) -> StoreResult<Vec<Person>> {
    let rows = store::people_by_id(tx, ids).await?;
    Ok(rows.into_iter().map(Person::of).collect())
}

/// Changes a person's name, rights or whether they may come in at all.
pub(super) async fn update(
    desk: Desk<'_>,
    principal: &Principal,
    id: &str,
    draft: PersonDraft,
) -> Answer<PersonRow> {
    principal.require_everywhere(Action::ManagePeople)?;
    let tx = desk.platform.database.begin(&principal.tenant).await?;
    let before = store::person(&tx, id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let mut checks = Checks::default();
    let name = match &draft.name {
        Some(name) => checks.name("name", name),
        None => Some(before.name.clone()),
    };
    let (roles, site_ids) = if draft.roles.is_some() || draft.site_ids.is_some() {
        let roles = draft.roles.as_ref().unwrap_or(&before.roles);
        checks.rights(roles, draft.site_ids.as_ref().unwrap_or(&before.site_ids))
    } else {
        (before.roles.clone(), before.site_ids.clone())
    };
    let active = draft.active.unwrap_or(before.active);
    // A site may have been removed while the person was away: coming back is checked like a change of rights.
    if site_ids != before.site_ids || (active && !before.active) {
        sites::check(&tx, &mut checks, &site_ids).await?;
    }
    let owned = before.active && before.roles.contains(&Role::Owner);
    let owns = active && roles.contains(&Role::Owner);
    if owned && !owns && store::other_owners(&tx, id).await? == 0 {
        checks.add(
            ErrorCode::WrongState,
            if active { "roles" } else { "active" },
            "企业至少需要一位在职的所有者。",
            "The company needs at least one active owner.",
        );
    }
    checks.done()?;
    let name = name.ok_or_else(|| ApiError::internal("a checked entry is missing"))?;
    let after = PersonRow {
        name,
        roles,
        site_ids,
        active,
        ..before.clone()
    };
    save(desk, tx, principal, &before, after).await
}

/// Changes the caller's own name or language.
pub(super) async fn update_viewer(
    desk: Desk<'_>,
    principal: &Principal,
    name: Option<&str>,
    locale: Option<Locale>,
) -> Answer<PersonRow> {
    let tx = desk.platform.database.begin(&principal.tenant).await?;
    let before = store::person(&tx, &principal.person_id)
        .await?
        .ok_or_else(ApiError::unauthenticated)?;
    let mut checks = Checks::default();
    let name = match name {
        Some(name) => checks.name("name", name),
        None => Some(before.name.clone()),
    };
    checks.done()?;
    let name = name.ok_or_else(|| ApiError::internal("a checked entry is missing"))?;
    let after = PersonRow {
        name,
        locale: locale.unwrap_or(before.locale),
        ..before.clone()
    };
    save(desk, tx, principal, &before, after).await
}

async fn save(
    desk: Desk<'_>,
    tx: crate::platform::db::TenantTx,
    principal: &Principal,
    before: &PersonRow,
    after: PersonRow,
) -> Answer<PersonRow> {
    let actor = Actor::of(principal);
    let text = |text: &str| Some(text.to_owned());
    let entry = Entry::new(&actor, "person.updated", &after.id)
        .with(Change::new("name", text(&before.name), text(&after.name)))
        .with(Change::new(
            "locale",
            text(before.locale.as_str()),
            text(after.locale.as_str()),
        ))
        .with(Change::new(
            "roles",
            text(&names(&before.roles)),
            text(&names(&after.roles)),
        ))
        .with(Change::new(
            "siteIds",
            text(&before.site_ids.join(" ")),
            text(&after.site_ids.join(" ")),
        ))
        .with(Change::new(
            "active",
            text(&before.active.to_string()),
            text(&after.active.to_string()),
        ));
    if entry.changes.is_empty() {
        return Ok(after);
    }
    let now = desk.platform.clock.now();
    let rights_changed = before.roles != after.roles
        || before.site_ids != after.site_ids
        || before.active != after.active;
    store::save_person(&tx, &after, now).await?;
    audit::record(desk.platform, &tx, entry).await?;
    let ended = if after.active {
        Vec::new()
    } else {
        store::end_all_sessions(&tx, &after.id, "DEACTIVATED", now).await?
    };
    if rights_changed {
        session::tell(desk, &tx, &after.id, None).await?;
    }
    tx.commit().await?;
    if rights_changed {
        desk.auth.authenticator.expire_person(&after.id).await;
    }
    for id in ended {
        desk.auth.authenticator.revoke_session(&id).await;
    }
    Ok(after)
}

/// The keyset of a list of people.
pub(super) fn cursor(person: &PersonRow) -> String {
    Cursor(vec![person.id.clone()]).encode()
}

impl From<saxaul_shared::page::PageError> for Refused {
    fn from(error: saxaul_shared::page::PageError) -> Self {
        ApiError::bad_input(
            "分页参数无效：first 应为 1 到 100，after 应为本列表返回的游标。",
            error.to_string(),
        )
        .into()
    }
}
