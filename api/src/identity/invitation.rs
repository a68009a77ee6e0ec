//! Inviting people by link.

use std::time::Duration;

use saxaul_shared::{
    format::Locale,
    identity::{Action, Role},
    violation::ErrorCode,
};

use super::{
    answer::{Answer, Desk, Refused},
    entry::Checks,
    letter,
    session::{self, SignedIn},
    sign_up::taken,
    sites,
    store::{self, InvitationRow, PersonRow, Secrets},
};
use crate::{
    accounting::audit::{self, Actor, Change, Entry},
    auth::Principal,
    error::ApiError,
    platform::db::Purpose,
};

/// How long an invitation can be accepted.
const GOOD_FOR: Duration = Duration::from_hours(7 * 24);

/// Invites `email`; the link is told once, here, and sent by letter.
pub(super) async fn create(
    desk: Desk<'_>,
    principal: &Principal,
    email: &str,
    roles: &[Role],
    site_ids: &[String],
) -> Answer<(InvitationRow, String)> {
    principal.require_everywhere(Action::ManagePeople)?;
    let mut checks = Checks::default();
    let email = checks.email("email", email);
    let (roles, site_ids) = checks.rights(roles, site_ids);
    checks.done()?;
    let email = email.ok_or_else(|| ApiError::internal("a checked entry is missing"))?;
    desk.auth.throttle.letter(&email.key()).await?;
    let now = desk.platform.clock.now();
    let secret = desk.platform.ids.secret();
    let invitation = InvitationRow {
        id: desk.platform.ids.prefixed("ivt"),
        email: email.as_str().to_owned(),
        roles,
        site_ids,
        expires_at: now.plus(GOOD_FOR),
        accepted_at: None,
        revoked_at: None,
    };
    let tx = desk.platform.database.begin(&principal.tenant).await?;
    let mut checks = Checks::default();
    sites::check(&tx, &mut checks, &invitation.site_ids).await?;
    checks.done()?;
    store::insert_invitation(&tx, &invitation, &secret, &principal.person_id, now).await?;
    let actor = Actor::of(principal);
    let entry = Entry::new(&actor, "invitation.created", &invitation.id)
        .with(Change::new("email", None, Some(invitation.email.clone())))
        .with(Change::new("roles", None, Some(names(&invitation.roles))))
        .with(Change::new(
            "siteIds",
            None,
            Some(invitation.site_ids.join(" ")),
        ));
    audit::record(desk.platform, &tx, entry).await?;
    tx.commit().await?;
    let link = format!("{}/invitation/{secret}", desk.auth.config.issuer);
    letter::send(
        desk.platform,
        letter::invitation(principal.locale, &invitation.email, &principal.name, &link),
    );
    Ok((invitation, link))
}

/// Takes an invitation: makes the person and signs them in.
pub(super) async fn accept(
    desk: Desk<'_>,
    secret: &str,
    name: &str,
    password: &str,
    locale: Locale,
) -> Answer<SignedIn> {
    let gone = || {
        Refused::field(
            ErrorCode::Expired,
            "token",
            "邀请链接无效或已过期，请联系邀请人。",
            "The invitation is not valid any more. Ask for a new one.",
        )
    };
    desk.auth
        .throttle
        .attempt_from(desk.request.client_address)
        .await?;
    let tx = desk.platform.database.read_system(Purpose::SignIn).await?;
    let found = store::find_by_secret(&tx, Secrets::Invitations, secret)
        .await?
        .ok_or_else(gone)?;
    drop(tx);
    let tenant = found.tenant();
    let tx = desk.platform.database.read(&tenant).await?;
    let invitation = store::invitation(&tx, &found.id).await?.ok_or_else(gone)?;
    drop(tx);
    let now = desk.platform.clock.now();
    if invitation.accepted_at.is_some()
        || invitation.revoked_at.is_some()
        || invitation.expires_at <= now
    {
        return Err(gone());
    }
    let mut checks = Checks::default();
    let name = checks.name("name", name);
    let email = checks.email("email", &invitation.email);
    checks.new_password("password", password, email.as_ref());
    checks.done()?;
    let (Some(name), Some(email)) = (name, email) else {
        return Err(ApiError::internal("a checked entry is missing").into());
    };
    let person = PersonRow {
        id: desk.platform.ids.prefixed("per"),
        organisation_id: tenant.organisation_id().to_owned(),
        email: email.as_str().to_owned(),
        name,
        locale,
        roles: invitation.roles,
        site_ids: invitation.site_ids,
        password_hash: desk.auth.passwords.hash(password).await?,
        active: true,
        created_at: now,
    };
    let tx = desk.platform.database.begin(&tenant).await?;
    if !store::close_invitation(&tx, &found.id, true, now).await? {
        return Err(gone());
    }
    store::insert_person(&tx, &person, &email.key())
        .await
        .map_err(|error| taken(error, "token"))?;
    let actor = Actor {
        id: person.id.clone(),
        name: person.name.clone(),
    };
    let entry = Entry::new(&actor, "invitation.accepted", &found.id).with(Change::new(
        "personId",
        None,
        Some(person.id.clone()),
    ));
    audit::record(desk.platform, &tx, entry).await?;
    let begun = session::begin(desk, &tx, person).await?;
    tx.commit().await?;
    begun.finish(desk).await
}

/// Takes an invitation back.
pub(super) async fn revoke(
    desk: Desk<'_>,
    principal: &Principal,
    id: &str,
) -> Answer<InvitationRow> {
    principal.require_everywhere(Action::ManagePeople)?;
    let now = desk.platform.clock.now();
    let tx = desk.platform.database.begin(&principal.tenant).await?;
    let mut invitation = store::invitation(&tx, id)
        .await?
        .ok_or_else(ApiError::not_found)?;
    if !store::close_invitation(&tx, id, false, now).await? {
        return Err(Refused::field(
            ErrorCode::WrongState,
            "id",
            "邀请已被接受、撤回或过期。",
            "The invitation was accepted, taken back or has expired.",
        ));
    }
    invitation.revoked_at = Some(now);
    audit::record(
        desk.platform,
        &tx,
        Entry::new(&Actor::of(principal), "invitation.revoked", id),
    )
    .await?;
    tx.commit().await?;
    Ok(invitation)
}

/// The invitations that can still be accepted.
pub(super) async fn list(desk: Desk<'_>, principal: &Principal) -> Answer<Vec<InvitationRow>> {
    principal.require_everywhere(Action::ManagePeople)?;
    let tx = desk.platform.database.read(&principal.tenant).await?;
    Ok(store::open_invitations(&tx, desk.platform.clock.now()).await?)
}

/// Roles as the trail shows them.
pub(super) fn names(roles: &[Role]) -> String {
    roles
        .iter()
        .map(|role| role.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}
