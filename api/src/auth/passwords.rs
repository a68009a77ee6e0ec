//! Passwords: Argon2id, off the async threads, a few at a time.

use std::sync::{Arc, OnceLock};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use tokio::sync::Semaphore;

/// What hashing one password costs (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB. 19 456 (19 MiB) is the least that OWASP's Password Storage cheat sheet accepts with two passes.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for PasswordCost {
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
            lanes: 1,
        }
    }
}

impl PasswordCost {
    /// A cost that protects nothing, so that tests with hundreds of sign-ins end soon.
    pub const FOR_TESTS: Self = Self {
        memory_kib: 16,
        passes: 1,
        lanes: 1,
    };
}

/// What checking a password found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// The right one.
    Right,
    /// The right one, hashed at another cost than today's: hash it again.
    RightButOld,
    /// A wrong one, or nobody's.
    Wrong,
}

/// Hashing did not work.
#[derive(Debug, thiserror::Error)]
#[error("password hashing: {0}")]
pub struct HashError(String);

/// Hashes and checks passwords on blocking threads, as many at once as half the processors, so that sign-ins in
/// numbers do not starve everything else.
#[derive(Debug, Clone)]
pub struct PasswordHasher {
    cost: PasswordCost,
    permits: Arc<Semaphore>,
    /// The hash of no password, checked when nobody has the address, so that both take the same time.
    nobody: Arc<OnceLock<String>>,
}

impl PasswordHasher {
    /// A hasher at `cost`.
    pub fn new(cost: PasswordCost) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            cost,
            permits: Arc::new(Semaphore::new((processors / 2).max(1))),
            nobody: Arc::new(OnceLock::new()),
        }
    }

    /// The PHC string to store for `password`.
    pub async fn hash(&self, password: &str) -> Result<String, HashError> {
        let (cost, password) = (self.cost, password.to_owned());
        self.blocking(move || hash(cost, &password)).await?
    }

    /// Checks `password` against a stored PHC string; `None` takes as long and finds it wrong.
    pub async fn check(&self, password: &str, stored: Option<&str>) -> Result<Checked, HashError> {
        let (cost, password) = (self.cost, password.to_owned());
        let (stored, nobody) = (stored.map(str::to_owned), Arc::clone(&self.nobody));
        self.blocking(move || {
            let Some(stored) = stored else {
                let text = if let Some(text) = nobody.get() {
                    text.clone()
                } else {
                    let made = hash(cost, "nobody has this password")?;
                    nobody.get_or_init(|| made).clone()
                };
                check(cost, &password, &text)?;
                return Ok(Checked::Wrong);
            };
            check(cost, &password, &stored)
        })
        .await?
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let _permit = self
            .permits
            .acquire()
            .await
            .map_err(|error| HashError(error.to_string()))?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| HashError(error.to_string()))
    }
}

fn argon2(cost: PasswordCost) -> Result<Argon2<'static>, HashError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
        .map_err(|error| HashError(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(cost: PasswordCost, password: &str) -> Result<String, HashError> {
    argon2(cost)?
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|error| HashError(error.to_string()))
}

fn check(cost: PasswordCost, password: &str, stored: &str) -> Result<Checked, HashError> {
    let stored = PasswordHash::new(stored).map_err(|error| HashError(error.to_string()))?;
    if argon2(cost)?
        .verify_password(password.as_bytes(), &stored)
        .is_err()
    {
        return Ok(Checked::Wrong);
    }
    let params = Params::try_from(&stored).map_err(|error| HashError(error.to_string()))?;
    let same = params.m_cost() == cost.memory_kib
        && params.t_cost() == cost.passes
        && params.p_cost() == cost.lanes
        && stored.algorithm.as_str() == "argon2id";
    Ok(if same {
        Checked::Right
    } else {
        Checked::RightButOld
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_default_cost_is_what_owasp_asks_for() {
        let stored = PasswordHasher::new(PasswordCost::default())
            .hash("correct horse")
            .await
            .unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
    }

    #[tokio::test]
    async fn right_wrong_old_and_nobody_are_told_apart() {
        let cheap = PasswordHasher::new(PasswordCost::FOR_TESTS);
        let stored = cheap.hash("correct horse").await.unwrap();
        assert_eq!(
            cheap.check("correct horse", Some(&stored)).await.unwrap(),
            Checked::Right
        );
        assert_eq!(
            cheap.check("Correct horse", Some(&stored)).await.unwrap(),
            Checked::Wrong
        );
        assert_eq!(
            cheap.check("nobody has this password", None).await.unwrap(),
            Checked::Wrong
        );
        let dearer = PasswordHasher::new(PasswordCost {
            passes: 2,
            ..PasswordCost::FOR_TESTS
        });
        assert_eq!(
            dearer.check("correct horse", Some(&stored)).await.unwrap(),
            Checked::RightButOld
        );
    }
}
