//! Who is calling: access tokens, the keys that sign them, passwords, and the brakes on guessing.
//!
//! **Invariant:** a [`Principal`] is made only here, from a verified access token; with it comes the only [`Tenant`] a
//! request can have.
//!
//! [`Tenant`]: crate::platform::db::Tenant

mod authenticator;
mod keys;
mod passwords;
mod principal;
mod throttle;
mod token;

use std::time::Duration;

pub use self::{
    authenticator::{AuthError, Authenticator},
    keys::{KeyError, KeyRing},
    passwords::{Checked, HashError, PasswordCost, PasswordHasher},
    principal::Principal,
    throttle::{Throttle, Throttled},
    token::{AccessToken, Grant, TokenError},
};
use crate::platform::Platform;

/// How people and programs get in.
#[derive(Debug, Clone)]
pub struct AuthConfig {
    /// Who issues tokens: the public address.
    pub issuer: String,
    /// What hashing a password costs.
    pub password_cost: PasswordCost,
    /// How long an access token is good. 15 minutes.
    pub access_token: Duration,
    /// How long a refresh token is good when it is not used. 30 days.
    pub refresh_idle: Duration,
    /// How long a session is good however often it is refreshed. 90 days.
    pub session_max: Duration,
    /// How long a key signs before another takes over. 30 days.
    pub key_signs: Duration,
}

impl AuthConfig {
    /// The usual settings for a server at `issuer`.
    pub fn new(issuer: impl Into<String>) -> Self {
        Self {
            issuer: issuer.into(),
            password_cost: PasswordCost::default(),
            access_token: Duration::from_mins(15),
            refresh_idle: Duration::from_hours(30 * 24),
            session_max: Duration::from_hours(90 * 24),
            key_signs: Duration::from_hours(30 * 24),
        }
    }
}

/// Everything about who is calling. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Auth {
    /// Checks access tokens.
    pub authenticator: Authenticator,
    /// The keys that sign them.
    pub keys: KeyRing,
    /// Hashes and checks passwords.
    pub passwords: PasswordHasher,
    /// The brakes on guessing.
    pub throttle: Throttle,
    /// The settings.
    pub config: AuthConfig,
}

impl Auth {
    /// Loads the signing keys, or makes the first.
    pub async fn build(platform: &Platform, config: AuthConfig) -> Result<Self, KeyError> {
        let keys = KeyRing::open(platform, &config).await?;
        Ok(Self {
            authenticator: Authenticator::new(keys.clone(), platform, &config),
            keys,
            passwords: PasswordHasher::new(config.password_cost),
            throttle: Throttle::new(platform.cache.clone()),
            config,
        })
    }
}
