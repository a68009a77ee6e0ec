//! Signing in, staying in, signing out.

use saxaul_shared::{identity::Action, violation::ErrorCode};
use serde_json::json;

use super::{
    ACCESS_CHANGED,
    answer::{Answer, Desk, Refused},
    store::{self, PersonRow, Secrets, SessionRow, Used},
};
use crate::{
    accounting::audit::{self, Actor, Entry},
    auth::{AccessToken, Checked, Grant, Principal},
    error::ApiError,
    http::request_context::{Cookie, REFRESH_COOKIE},
    platform::{
        clock::Timestamp,
        db::{Purpose, Tenant, TenantTx},
    },
};

/// A person who is in: the row and the access token. The refresh cookie is set already.
pub(super) struct SignedIn {
    pub(super) person: PersonRow,
    pub(super) token: AccessToken,
}

/// A session begun inside a transaction; it becomes a [`SignedIn`] once that has committed.
pub(super) struct Begun {
    person: PersonRow,
    session_id: String,
    refresh: String,
    refresh_until: Timestamp,
}

/// Signs in with address and password. Unknown address and wrong password look and take the same.
pub(super) async fn create(desk: Desk<'_>, email: &str, password: &str) -> Answer<SignedIn> {
    let wrong = || {
        Refused::whole(
            ErrorCode::BadCredentials,
            "邮箱或密码不正确。",
            "The e-mail address or the password is not right.",
        )
    };
    let email_key = email.trim().to_lowercase();
    desk.auth
        .throttle
        .attempt(&email_key, desk.request.client_address)
        .await?;
    if password.len() > saxaul_shared::identity::entry::PASSWORD_MAX_BYTES {
        return Err(wrong());
    }
    let tx = desk.platform.database.read_system(Purpose::SignIn).await?;
    let person = store::person_by_email(&tx, &email_key)
        .await?
        .filter(|person| person.active);
    drop(tx);
    let stored = person.as_ref().map(|person| person.password_hash.as_str());
    let checked = desk.auth.passwords.check(password, stored).await?;
    let (Checked::Right | Checked::RightButOld, Some(person)) = (checked, person) else {
        return Err(wrong());
    };
    desk.auth.throttle.forgive(&email_key).await;
    let new_hash = match checked {
        Checked::RightButOld => Some(desk.auth.passwords.hash(password).await?),
        _ => None,
    };
    let tx = desk.platform.database.begin(&person.tenant()).await?;
    if let Some(hash) = new_hash {
        store::save_password(&tx, &person.id, &hash, desk.platform.clock.now()).await?;
    }
    let begun = begin(desk, &tx, person).await?;
    let actor = begun.actor();
    audit::record(
        desk.platform,
        &tx,
        Entry::new(&actor, "session.created", &begun.session_id),
    )
    .await?;
    tx.commit().await?;
    begun.finish(desk).await
}

/// Begins a session for `person` in `tx`.
pub(super) async fn begin(desk: Desk<'_>, tx: &TenantTx, person: PersonRow) -> Answer<Begun> {
    let now = desk.platform.clock.now();
    let expires_at = now.plus(desk.auth.config.session_max);
    let session = SessionRow {
        id: desk.platform.ids.prefixed("ses"),
        person_id: person.id.clone(),
        user_agent: desk.request.user_agent.clone(),
        address: Some(desk.request.client_address.to_string()),
        created_at: now,
        last_used_at: now,
        expires_at,
        ended_at: None,
    };
    store::insert_session(tx, &session).await?;
    let (refresh, refresh_until) = hand_out(desk, tx, &session).await?;
    Ok(Begun {
        person,
        session_id: session.id,
        refresh,
        refresh_until,
    })
}

/// Makes the next refresh token of a session.
async fn hand_out(
    desk: Desk<'_>,
    tx: &TenantTx,
    session: &SessionRow,
) -> Answer<(String, Timestamp)> {
    let now = desk.platform.clock.now();
    let until = now
        .plus(desk.auth.config.refresh_idle)
        .min(session.expires_at);
    let secret = desk.platform.ids.secret();
    store::insert_refresh_token(tx, &secret, &session.id, now, until).await?;
    Ok((secret, until))
}

impl Begun {
    pub(super) fn actor(&self) -> Actor {
        Actor {
            id: self.person.id.clone(),
            name: self.person.name.clone(),
        }
    }

    /// Signs the access token and sets the refresh cookie, after the commit.
    pub(super) async fn finish(self, desk: Desk<'_>) -> Answer<SignedIn> {
        let token = desk
            .auth
            .authenticator
            .issue(&Grant {
                person_id: &self.person.id,
                name: &self.person.name,
                tenant: &self.person.tenant(),
                roles: &self.person.roles,
                site_ids: &self.person.site_ids,
                locale: self.person.locale,
                session_id: &self.session_id,
            })
            .await?;
        let seconds = self.refresh_until.unix_seconds() - desk.platform.clock.now().unix_seconds();
        set_cookie(desk, self.refresh, seconds);
        Ok(SignedIn {
            person: self.person,
            token,
        })
    }
}

/// Exchanges the refresh cookie for a new access token and a new cookie.
///
/// A token that was used before this request began is a copy in someone else's hands: the whole session ends. One
/// used while this request was on its way is a race between two tabs: this one only loses.
pub(super) async fn refresh(desk: Desk<'_>) -> Answer<SignedIn> {
    let began = desk.platform.clock.now();
    let gone = || {
        Refused::whole(
            ErrorCode::Expired,
            "会话已结束，请重新登录。",
            "Your session has ended. Sign in again.",
        )
    };
    desk.auth
        .throttle
        .refresh_from(desk.request.client_address)
        .await?;
    let Some(secret) = desk.request.refresh_cookie.as_deref() else {
        return Err(gone());
    };
    let tx = desk.platform.database.read_system(Purpose::SignIn).await?;
    let found = store::find_by_secret(&tx, Secrets::RefreshTokens, secret).await?;
    drop(tx);
    let Some(found) = found else {
        clear_cookie(desk);
        return Err(gone());
    };
    let tx = desk.platform.database.begin(&found.tenant()).await?;
    let now = desk.platform.clock.now();
    let used = store::use_refresh_token(&tx, secret, now).await?;
    let session = store::session(&tx, &found.id).await?;
    let (Some(used), Some(session)) = (used, session) else {
        return Err(gone());
    };
    match used {
        Used::Before(at) if at < began => {
            clear_cookie(desk);
            revoke_stolen(desk, tx, &session, now).await?;
            return Err(gone());
        }
        Used::Before(_) => {
            return Err(Refused::whole(
                ErrorCode::Conflict,
                "另一个页面刚刚刷新了会话，请重试。",
                "Another page has just refreshed the session. Try again.",
            ));
        }
        Used::Now { expires_at }
            if expires_at <= now || session.expires_at <= now || session.ended_at.is_some() =>
        {
            clear_cookie(desk);
            return Err(gone());
        }
        Used::Now { .. } => {}
    }
    let Some(person) = store::person(&tx, &session.person_id)
        .await?
        .filter(|person| person.active)
    else {
        clear_cookie(desk);
        return Err(gone());
    };
    let address = desk.request.client_address.to_string();
    store::touch_session(
        &tx,
        &session.id,
        desk.request.user_agent.as_deref(),
        &address,
        now,
    )
    .await?;
    let (refresh, refresh_until) = hand_out(desk, &tx, &session).await?;
    tx.commit().await?;
    Begun {
        person,
        session_id: session.id,
        refresh,
        refresh_until,
    }
    .finish(desk)
    .await
}

async fn revoke_stolen(
    desk: Desk<'_>,
    tx: TenantTx,
    session: &SessionRow,
    now: Timestamp,
) -> Answer<()> {
    if store::end_session(&tx, &session.id, "REUSED", now).await? {
        let actor = Actor {
            id: session.person_id.clone(),
            name: desk.request.client_address.to_string(),
        };
        audit::record(
            desk.platform,
            &tx,
            Entry::new(&actor, "session.reuseDetected", &session.id),
        )
        .await?;
        tell(desk, &tx, &session.person_id, Some(&session.id)).await?;
        tracing::warn!(
            session = session.id,
            "a refresh token was used twice; its session is revoked"
        );
    }
    tx.commit().await?;
    desk.auth.authenticator.revoke_session(&session.id).await;
    Ok(())
}

/// Ends the caller's session, by access token or by cookie, and clears the cookie. Answers whether one was open.
pub(super) async fn end(desk: Desk<'_>, principal: Option<&Principal>) -> Answer<bool> {
    clear_cookie(desk);
    let (tenant, session_id) = if let Some(principal) = principal {
        (principal.tenant.clone(), principal.session_id.clone())
    } else {
        let Some(secret) = desk.request.refresh_cookie.as_deref() else {
            return Ok(false);
        };
        desk.auth
            .throttle
            .attempt_from(desk.request.client_address)
            .await?;
        let tx = desk.platform.database.read_system(Purpose::SignIn).await?;
        let Some(found) = store::find_by_secret(&tx, Secrets::RefreshTokens, secret).await? else {
            return Ok(false);
        };
        (found.tenant(), found.id)
    };
    let tx = desk.platform.database.begin(&tenant).await?;
    let Some(session) = store::session(&tx, &session_id).await? else {
        return Ok(false);
    };
    let name = store::person(&tx, &session.person_id)
        .await?
        .map(|person| person.name)
        .unwrap_or_default();
    let actor = Actor {
        id: session.person_id.clone(),
        name,
    };
    let ended = end_one(desk, &tx, &session, "SIGNED_OUT", &actor).await?;
    tx.commit().await?;
    desk.auth.authenticator.revoke_session(&session_id).await;
    Ok(ended)
}

/// Ends one of the caller's sessions; whoever manages people may end anyone's.
pub(super) async fn revoke(desk: Desk<'_>, principal: &Principal, id: &str) -> Answer<SessionRow> {
    let tx = desk.platform.database.begin(&principal.tenant).await?;
    let allowed = |session: &SessionRow| {
        session.person_id == principal.person_id || principal.may(Action::ManagePeople)
    };
    let session = store::session(&tx, id)
        .await?
        .filter(allowed)
        .ok_or_else(ApiError::not_found)?;
    end_one(desk, &tx, &session, "REVOKED", &Actor::of(principal)).await?;
    tx.commit().await?;
    desk.auth.authenticator.revoke_session(id).await;
    Ok(session)
}

async fn end_one(
    desk: Desk<'_>,
    tx: &TenantTx,
    session: &SessionRow,
    reason: &str,
    actor: &Actor,
) -> Answer<bool> {
    let ended = store::end_session(tx, &session.id, reason, desk.platform.clock.now()).await?;
    if ended {
        audit::record(
            desk.platform,
            tx,
            Entry::new(actor, "session.ended", &session.id).because(Some(reason.to_owned())),
        )
        .await?;
        tell(desk, tx, &session.person_id, Some(&session.id)).await?;
    }
    Ok(ended)
}

/// Tells sockets to look again: the session, or all of the person's, may have ended or changed.
pub(super) async fn tell(
    desk: Desk<'_>,
    tx: &TenantTx,
    person_id: &str,
    session_id: Option<&str>,
) -> Answer<()> {
    let payload = json!({ "personId": person_id, "sessionId": session_id });
    let version = desk.platform.clock.now().unix_ms();
    Ok(desk
        .platform
        .outbox
        .emit(tx, ACCESS_CHANGED, version, payload)
        .await?)
}

/// The caller's sessions that are still good.
pub(super) async fn list(desk: Desk<'_>, principal: &Principal) -> Answer<Vec<SessionRow>> {
    let tx = desk.platform.database.read(&principal.tenant).await?;
    Ok(store::open_sessions(&tx, &principal.person_id, desk.platform.clock.now()).await?)
}

/// The tenant of an organisation that is being founded.
pub(super) fn founding(id: &str) -> Tenant {
    struct Founded<'a>(&'a str);
    impl crate::platform::db::NamesTenant for Founded<'_> {
        fn organisation_id(&self) -> &str {
            self.0
        }
    }
    Tenant::named_by(&Founded(id))
}

fn set_cookie(desk: Desk<'_>, value: String, seconds: i64) {
    use cookie::{SameSite, time::Duration};
    let cookie = Cookie::build((REFRESH_COOKIE, value))
        .path("/graphql")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(desk.auth.config.issuer.starts_with("https://"))
        .max_age(Duration::seconds(seconds.max(0)))
        .build();
    desk.request.cookies.set(cookie);
}

fn clear_cookie(desk: Desk<'_>) {
    set_cookie(desk, String::new(), 0);
}
