//! From a bearer token to a [`Principal`].

use std::time::Duration;

use jsonwebtoken::{Algorithm, Header, Validation};

use super::{
    AuthConfig, Principal,
    keys::{KeyError, KeyRing},
    token::{AUDIENCE, AccessToken, Claims, Grant, TYPE, TokenError, VerifiedClaims},
};
use crate::platform::{
    Platform,
    cache::Cache,
    clock::{Clock, Timestamp},
    db::Tenant,
};

/// How far the clocks of two instances may be apart.
const LEEWAY: Duration = Duration::from_secs(5);
/// Longer than any token of ours.
const TOKEN_MAX_BYTES: usize = 8192;

/// Why nobody could be recognised.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The token was refused: 401, whatever the reason.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// A fault of ours: 500.
    #[error(transparent)]
    Fault(#[from] KeyError),
}

/// Makes and checks access tokens.
#[derive(Debug, Clone)]
pub struct Authenticator {
    keys: KeyRing,
    cache: Cache,
    clock: Clock,
    issuer: String,
    good_for: Duration,
}

impl Authenticator {
    pub(super) fn new(keys: KeyRing, platform: &Platform, config: &AuthConfig) -> Self {
        Self {
            keys,
            cache: platform.cache.clone(),
            clock: platform.clock.clone(),
            issuer: config.issuer.clone(),
            good_for: config.access_token,
        }
    }

    /// The caller behind `bearer`, the token without the word `Bearer`.
    pub async fn verify(&self, bearer: &str) -> Result<Principal, AuthError> {
        let verified = self.check_token(bearer).await?;
        let tenant = Tenant::named_by(&verified);
        let VerifiedClaims(claims) = verified;
        let principal = Principal {
            organisation_id: claims.org,
            person_id: claims.sub,
            name: claims.name,
            tenant,
            roles: claims.roles,
            site_ids: claims.sites,
            locale: claims.locale,
            session_id: claims.sid,
            expires_at: Timestamp::from_unix_ms(claims.exp * 1000),
        };
        self.check_not_revoked(&principal, claims.iat_ms).await?;
        Ok(principal)
    }

    /// Signs an access token for `grant`.
    pub async fn issue(&self, grant: &Grant<'_>) -> Result<AccessToken, KeyError> {
        let now = self.clock.now();
        let key = self.keys.signing_key().await?;
        let expires_at = now.plus(self.good_for);
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: AUDIENCE.to_owned(),
            sub: grant.person_id.to_owned(),
            sid: grant.session_id.to_owned(),
            org: grant.tenant.organisation_id().to_owned(),
            name: grant.name.to_owned(),
            roles: grant.roles.to_vec(),
            sites: grant.site_ids.to_vec(),
            locale: grant.locale,
            iat: now.unix_seconds(),
            nbf: now.unix_seconds(),
            exp: expires_at.unix_seconds(),
            iat_ms: now.unix_ms(),
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(key.id.clone());
        let text = jsonwebtoken::encode(&header, &claims, &key.encoding)
            .map_err(|error| KeyError::Unusable(error.to_string()))?;
        Ok(AccessToken {
            text,
            expires_at: Timestamp::from_unix_ms(claims.exp * 1000),
        })
    }

    /// Refuses from now on the access tokens of a session that has ended.
    pub async fn revoke_session(&self, session_id: &str) {
        self.cache
            .set(&session_key(session_id), vec![1], self.good_for + LEEWAY)
            .await;
    }

    /// Refuses from now on the access tokens made for a person until now: the next refresh brings the new rights.
    pub async fn expire_person(&self, person_id: &str) {
        let now = self.clock.now().unix_ms().to_string();
        self.cache
            .set(
                &person_key(person_id),
                now.into_bytes(),
                self.good_for + LEEWAY,
            )
            .await;
    }

    /// Whether a principal verified earlier may go on, for what lives longer than a request (a WebSocket).
    pub async fn still_good(&self, principal: &Principal) -> bool {
        principal.expires_at > self.clock.now()
            && self
                .cache
                .get(&session_key(&principal.session_id))
                .await
                .is_none()
            && !self
                .expired_since(principal, self.issued_ms(principal))
                .await
    }

    async fn check_token(&self, bearer: &str) -> Result<VerifiedClaims, AuthError> {
        if bearer.len() > TOKEN_MAX_BYTES {
            return Err(TokenError::Invalid.into());
        }
        let header = jsonwebtoken::decode_header(bearer).map_err(|_| TokenError::Invalid)?;
        // A key inside or beside the token is never looked at: only one of ours, by its id.
        let (Algorithm::EdDSA, Some(TYPE), Some(kid)) =
            (header.alg, header.typ.as_deref(), header.kid)
        else {
            return Err(TokenError::Invalid.into());
        };
        let key = self
            .keys
            .verifying_key(&kid)
            .await?
            .ok_or(TokenError::Invalid)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[&self.issuer]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // Times are checked below against the injected clock.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims = jsonwebtoken::decode::<Claims>(bearer, &key.decoding, &validation)
            .map_err(|_| TokenError::Invalid)?
            .claims;
        let now = self.clock.now();
        if claims.exp <= now.unix_seconds() || claims.nbf > now.plus(LEEWAY).unix_seconds() {
            return Err(TokenError::OutOfTime.into());
        }
        Ok(VerifiedClaims(claims))
    }

    async fn check_not_revoked(
        &self,
        principal: &Principal,
        issued_ms: i64,
    ) -> Result<(), TokenError> {
        if self
            .cache
            .get(&session_key(&principal.session_id))
            .await
            .is_some()
            || self.expired_since(principal, issued_ms).await
        {
            return Err(TokenError::Revoked);
        }
        Ok(())
    }

    async fn expired_since(&self, principal: &Principal, issued_ms: i64) -> bool {
        let Some(bytes) = self.cache.get(&person_key(&principal.person_id)).await else {
            return false;
        };
        // A value that cannot be read refuses: the person refreshes, that is all.
        let changed_ms = String::from_utf8(bytes)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(i64::MAX);
        issued_ms <= changed_ms
    }

    fn issued_ms(&self, principal: &Principal) -> i64 {
        principal.expires_at.minus(self.good_for).unix_ms()
    }
}

fn session_key(session_id: &str) -> String {
    format!("revoked:{session_id}")
}

fn person_key(person_id: &str) -> String {
    format!("rights:{person_id}")
}
