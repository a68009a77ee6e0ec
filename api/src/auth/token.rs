//! Access tokens: JWT signed with EdDSA (RFC 8037), `kid` naming the key, 15 minutes.

use saxaul_shared::{format::Locale, identity::Role};
use serde::{Deserialize, Serialize};

use crate::platform::{
    clock::Timestamp,
    db::{NamesTenant, Tenant},
};

/// Who the tokens are for.
pub(super) const AUDIENCE: &str = "saxaul";
/// The header's `typ` (RFC 9068 section 2.1): no other kind of JWT passes for an access token.
pub(super) const TYPE: &str = "at+jwt";

/// Why a token was refused. Callers are told only that it was.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Not a token of ours, forged, or altered.
    #[error("the token is not one of this server's")]
    Invalid,
    /// No longer or not yet good.
    #[error("the token is out of time")]
    OutOfTime,
    /// Its session was ended, or the person's rights changed since.
    #[error("the token was revoked")]
    Revoked,
}

/// Whom a token is made for.
#[derive(Debug, Clone)]
pub struct Grant<'a> {
    /// `per_…`.
    pub person_id: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// The organisation.
    pub tenant: &'a Tenant,
    /// What the person is there.
    pub roles: &'a [Role],
    /// A data owner's sites.
    pub site_ids: &'a [String],
    /// The person's language.
    pub locale: Locale,
    /// `ses_…`.
    pub session_id: &'a str,
}

/// A signed access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// The token's text.
    pub text: String,
    /// When it runs out.
    pub expires_at: Timestamp,
}

/// What a token says. Times in seconds since 1970 (RFC 7519); `iat_ms` orders tokens within a second.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Claims {
    pub(super) iss: String,
    pub(super) aud: String,
    pub(super) sub: String,
    pub(super) sid: String,
    pub(super) org: String,
    pub(super) name: String,
    pub(super) roles: Vec<Role>,
    pub(super) sites: Vec<String>,
    pub(super) locale: Locale,
    pub(super) iat: i64,
    pub(super) nbf: i64,
    pub(super) exp: i64,
    pub(super) iat_ms: i64,
}

/// Claims whose signature, issuer, audience, type and times were checked.
pub(super) struct VerifiedClaims(pub(super) Claims);

impl NamesTenant for VerifiedClaims {
    fn organisation_id(&self) -> &str {
        &self.0.org
    }
}
