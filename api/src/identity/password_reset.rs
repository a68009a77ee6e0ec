//! A new password by a link, for those who forgot the old one.

use std::time::Duration;

use saxaul_shared::{identity::entry::Email, violation::ErrorCode};

use super::{
    answer::{Answer, Desk, Refused},
    entry::Checks,
    letter,
    session::{self, SignedIn},
    store::{self, PersonRow, Secrets},
};
use crate::{
    accounting::audit::{self, Actor, Entry},
    error::ApiError,
    platform::{
        Platform,
        db::{Purpose, StoreResult},
    },
};

/// How long a link is good.
const GOOD_FOR: Duration = Duration::from_hours(1);

/// Sends a link when somebody has the address. The answer is the same, and as quick, when nobody has.
pub(super) async fn request(desk: Desk<'_>, email: &str) -> Answer<()> {
    desk.auth
        .throttle
        .attempt_from(desk.request.client_address)
        .await?;
    let mut checks = Checks::default();
    let email = checks.email("email", email);
    checks.done()?;
    let email = email.ok_or_else(|| ApiError::internal("a checked entry is missing"))?;
    desk.auth.throttle.letter(&email.key()).await?;
    let (platform, issuer) = (desk.platform.clone(), desk.auth.config.issuer.clone());
    tokio::spawn(async move {
        if let Err(error) = send_link(&platform, &issuer, &email).await {
            tracing::error!(%error, "a password link could not be made");
        }
    });
    Ok(())
}

async fn send_link(platform: &Platform, issuer: &str, email: &Email) -> StoreResult<()> {
    let tx = platform.database.read_system(Purpose::SignIn).await?;
    let found = store::person_by_email(&tx, &email.key()).await?;
    drop(tx);
    let Some(person) = found.filter(|person: &PersonRow| person.active) else {
        return Ok(());
    };
    let now = platform.clock.now();
    let (id, secret) = (platform.ids.prefixed("pwr"), platform.ids.secret());
    let tx = platform.database.begin(&person.tenant()).await?;
    store::insert_password_reset(&tx, &id, &person.id, &secret, now, now.plus(GOOD_FOR)).await?;
    let actor = Actor {
        id: person.id.clone(),
        name: person.name.clone(),
    };
    audit::record(
        platform,
        &tx,
        Entry::new(&actor, "password.resetRequested", &person.id),
    )
    .await?;
    tx.commit().await?;
    letter::send(
        platform,
        letter::password_reset(
            person.locale,
            &person.email,
            &format!("{issuer}/reset/{secret}"),
        ),
    );
    Ok(())
}

/// Sets a new password by a link, ends every session of the person and begins a new one.
pub(super) async fn reset(desk: Desk<'_>, secret: &str, password: &str) -> Answer<SignedIn> {
    let gone = || {
        Refused::field(
            ErrorCode::Expired,
            "token",
            "链接无效或已过期，请重新申请。",
            "The link is not valid any more. Ask for a new one.",
        )
    };
    desk.auth
        .throttle
        .attempt_from(desk.request.client_address)
        .await?;
    let mut checks = Checks::default();
    checks.new_password("password", password, None);
    checks.done()?;
    let tx = desk.platform.database.read_system(Purpose::SignIn).await?;
    let found = store::find_by_secret(&tx, Secrets::PasswordResets, secret)
        .await?
        .ok_or_else(gone)?;
    drop(tx);
    let hash = desk.auth.passwords.hash(password).await?;
    let now = desk.platform.clock.now();
    let tx = desk.platform.database.begin(&found.tenant()).await?;
    let person_id = store::use_password_reset(&tx, &found.id, now)
        .await?
        .ok_or_else(gone)?;
    let person = store::person(&tx, &person_id)
        .await?
        .filter(|person| person.active)
        .ok_or_else(gone)?;
    if Email::parse(&person.email).is_ok_and(|email| email.key() == password.to_lowercase()) {
        let mut checks = Checks::default();
        checks.new_password(
            "password",
            password,
            Email::parse(&person.email).ok().as_ref(),
        );
        checks.done()?;
    }
    store::save_password(&tx, &person_id, &hash, now).await?;
    let ended = store::end_all_sessions(&tx, &person_id, "PASSWORD_RESET", now).await?;
    session::tell(desk, &tx, &person_id, None).await?;
    let email_key = person.email.to_lowercase();
    let begun = session::begin(desk, &tx, person).await?;
    let actor = begun.actor();
    audit::record(
        desk.platform,
        &tx,
        Entry::new(&actor, "password.reset", &person_id),
    )
    .await?;
    tx.commit().await?;
    for id in ended {
        desk.auth.authenticator.revoke_session(&id).await;
    }
    desk.auth.throttle.forgive(&email_key).await;
    begun.finish(desk).await
}
