//! The brakes on guessing passwords, links and refresh tokens.

use std::{net::IpAddr, time::Duration};

use sha2::{Digest as _, Sha256};

use crate::platform::{cache::Cache, storage::hex};

/// Attempts on one account in [`WINDOW`], from anywhere.
const PER_ACCOUNT_MAX: u64 = 10;
/// Attempts from one address in [`WINDOW`], on any account.
const PER_ADDRESS_MAX: u64 = 100;
/// Refreshes from one address in [`WINDOW`]: a whole office may sit behind one.
const REFRESHES_MAX: u64 = 1000;
/// Letters asked for by or about one account in [`WINDOW`].
const LETTERS_MAX: u64 = 5;
const WINDOW: Duration = Duration::from_mins(15);

/// Too many attempts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts; wait {minutes} minutes")]
pub struct Throttled {
    /// After how many minutes at the latest the next attempt is taken.
    pub minutes: u64,
}

/// Counts attempts per account and per address: in the process, or in Redis for many processes. When Redis is away
/// every process goes on counting for itself; the brakes are never off.
#[derive(Debug, Clone)]
pub struct Throttle {
    cache: Cache,
}

impl Throttle {
    /// Brakes that count in `cache`.
    pub fn new(cache: Cache) -> Self {
        Self { cache }
    }

    /// Counts one attempt on `account` (an e-mail key, whether or not anyone has it) from `address`. Every attempt
    /// counts before it is looked at: twenty in one document count twenty.
    pub async fn attempt(&self, account: &str, address: IpAddr) -> Result<(), Throttled> {
        self.count(&account_key(account), PER_ACCOUNT_MAX).await?;
        self.count(&format!("attempts:from:{address}"), PER_ADDRESS_MAX)
            .await
    }

    /// Counts one attempt from `address` that names no account: a sign-up, a link, a refresh token.
    pub async fn attempt_from(&self, address: IpAddr) -> Result<(), Throttled> {
        self.count(&format!("attempts:from:{address}"), PER_ADDRESS_MAX)
            .await
    }

    /// Counts one refresh from `address`; apart from attempts, because pages refresh by themselves.
    pub async fn refresh_from(&self, address: IpAddr) -> Result<(), Throttled> {
        self.count(&format!("refreshes:from:{address}"), REFRESHES_MAX)
            .await
    }

    /// Counts one letter about `account`.
    pub async fn letter(&self, account: &str) -> Result<(), Throttled> {
        self.count(&format!("letters:{}", digest(account)), LETTERS_MAX)
            .await
    }

    /// Forgets the attempts on `account`, because its owner has just shown the password.
    pub async fn forgive(&self, account: &str) {
        self.cache.remove(&account_key(account)).await;
    }

    async fn count(&self, key: &str, max: u64) -> Result<(), Throttled> {
        if self.cache.count(key, WINDOW).await > max {
            return Err(Throttled {
                minutes: WINDOW.as_secs() / 60,
            });
        }
        Ok(())
    }
}

fn account_key(account: &str) -> String {
    format!("attempts:on:{}", digest(account))
}

/// Keeps addresses out of the cache's keys, and keys short.
fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
