//! The Ed25519 keys that sign access tokens. They live in the database, the private halves sealed with the server's
//! secret, so that every instance signs and verifies alike; a new one takes over before the old one retires.

use std::{collections::HashMap, fmt, sync::Arc, time::Duration};

use jsonwebtoken::{DecodingKey, EncodingKey};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use tokio::sync::RwLock;

use super::AuthConfig;
use crate::platform::{
    Platform,
    clock::{Clock, Timestamp},
    db::{Database, Purpose, StoreError},
    ids::{IdSource, encode_url_safe},
    secret::{SecretError, ServerSecret},
};

/// How often an unknown `kid` may make us look into the database.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// Longest `kid` worth looking up.
const KID_MAX: usize = 40;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The server's secret does not open it.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// Stored or made, but not usable.
    #[error("a signing key is unusable: {0}")]
    Unusable(String),
}

pub(super) struct SigningKey {
    pub(super) id: String,
    pub(super) encoding: EncodingKey,
    signs_until: Timestamp,
}

pub(super) struct VerifyingKey {
    pub(super) decoding: DecodingKey,
    public: String,
    verifies_until: Timestamp,
}

/// The keys of the installation. Cheap to clone.
#[derive(Clone)]
pub struct KeyRing {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    clock: Clock,
    ids: IdSource,
    secret: ServerSecret,
    signs: Duration,
    /// How long after its last signature a key must still verify.
    tail: Duration,
    keys: RwLock<Keys>,
}

#[derive(Default)]
struct Keys {
    signing: Option<Arc<SigningKey>>,
    verifying: HashMap<String, Arc<VerifyingKey>>,
    read_at: Option<Timestamp>,
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyRing")
    }
}

impl KeyRing {
    pub(super) async fn open(platform: &Platform, config: &AuthConfig) -> Result<Self, KeyError> {
        let ring = Self {
            inner: Arc::new(Inner {
                database: platform.database.clone(),
                clock: platform.clock.clone(),
                ids: platform.ids.clone(),
                secret: platform.secret.clone(),
                signs: config.key_signs,
                tail: config.access_token + Duration::from_mins(1),
                keys: RwLock::default(),
            }),
        };
        ring.signing_key().await?;
        Ok(ring)
    }

    /// The JSON Web Key Set (RFC 7517) for `/.well-known/jwks.json`: the public halves that still verify.
    pub async fn jwks(&self) -> Result<serde_json::Value, KeyError> {
        self.signing_key().await?;
        let now = self.inner.clock.now();
        let keys = self.inner.keys.read().await;
        let mut good: Vec<_> = keys
            .verifying
            .iter()
            .filter(|(_, key)| key.verifies_until > now)
            .collect();
        good.sort_by_key(|(kid, _)| (*kid).clone());
        let set: Vec<_> = good
            .into_iter()
            .map(|(kid, key)| {
                serde_json::json!({
                    "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": kid, "x": key.public,
                })
            })
            .collect();
        Ok(serde_json::json!({ "keys": set }))
    }

    /// Has a new key sign from now on; the old ones verify until the tokens they signed have run out.
    pub async fn rotate(&self) -> Result<(), KeyError> {
        let mut keys = self.inner.keys.write().await;
        let now = self.inner.clock.now();
        let tx = self.inner.database.begin_system(Purpose::SignIn).await?;
        tx.execute(
            "UPDATE signing_keys SET signs_until = $1, verifies_until = $2 WHERE signs_until > $1",
            vec![
                now.to_rfc3339().into(),
                now.plus(self.inner.tail).to_rfc3339().into(),
            ],
        )
        .await?;
        tx.commit().await?;
        self.inner.make(now).await?;
        self.inner.read(&mut keys, now).await
    }

    pub(super) async fn signing_key(&self) -> Result<Arc<SigningKey>, KeyError> {
        let now = self.inner.clock.now();
        if let Some(key) = &self.inner.keys.read().await.signing
            && key.signs_until > now
        {
            return Ok(Arc::clone(key));
        }
        let mut keys = self.inner.keys.write().await;
        self.inner.read(&mut keys, now).await?;
        if keys.signing.is_none() {
            self.inner.make(now).await?;
            self.inner.read(&mut keys, now).await?;
        }
        keys.signing
            .clone()
            .ok_or_else(|| KeyError::Unusable("none could be made".to_owned()))
    }

    pub(super) async fn verifying_key(
        &self,
        kid: &str,
    ) -> Result<Option<Arc<VerifyingKey>>, KeyError> {
        if kid.len() > KID_MAX {
            return Ok(None);
        }
        let now = self.inner.clock.now();
        let good = |keys: &Keys| {
            keys.verifying
                .get(kid)
                .filter(|key| key.verifies_until > now)
                .cloned()
        };
        {
            let keys = self.inner.keys.read().await;
            let recent = keys.read_at.is_some_and(|at| at.plus(LOOK_AGAIN) > now);
            if recent || keys.verifying.contains_key(kid) {
                return Ok(good(&keys));
            }
        }
        // Perhaps another instance made it since.
        let mut keys = self.inner.keys.write().await;
        self.inner.read(&mut keys, now).await?;
        Ok(good(&keys))
    }
}

impl Inner {
    async fn make(&self, now: Timestamp) -> Result<(), KeyError> {
        let unusable = |error: &dyn fmt::Display| KeyError::Unusable(error.to_string());
        let document = Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new())
            .map_err(|error| unusable(&error))?;
        let pair =
            Ed25519KeyPair::from_pkcs8(document.as_ref()).map_err(|error| unusable(&error))?;
        let id = self.ids.prefixed("key");
        let sealed = self.secret.seal(&id, document.as_ref())?;
        let signs_until = now.plus(self.signs);
        let tx = self.database.begin_system(Purpose::SignIn).await?;
        tx.execute(
            "INSERT INTO signing_keys (id, public_key, private_key_sealed, created_at, signs_until, verifies_until) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            vec![
                id.into(),
                encode_url_safe(pair.public_key().as_ref()).into(),
                encode_url_safe(&sealed).into(),
                now.to_rfc3339().into(),
                signs_until.to_rfc3339().into(),
                signs_until.plus(self.tail).to_rfc3339().into(),
            ],
        )
        .await?;
        Ok(tx.commit().await?)
    }

    async fn read(&self, keys: &mut Keys, now: Timestamp) -> Result<(), KeyError> {
        let tx = self.database.read_system(Purpose::SignIn).await?;
        let rows = tx
            .query_all(
                "SELECT id, public_key, private_key_sealed, signs_until, verifies_until FROM signing_keys \
                 WHERE verifies_until > $1 ORDER BY created_at, id",
                vec![now.to_rfc3339().into()],
            )
            .await?;
        drop(tx);
        let mut read = Keys {
            read_at: Some(now),
            ..Keys::default()
        };
        for row in rows {
            let text = |column: &str| row.try_get::<String>("", column).map_err(StoreError::from);
            let time = |column: &str| -> Result<Timestamp, KeyError> {
                text(column)?
                    .parse()
                    .map_err(|error| KeyError::Unusable(format!("{error}")))
            };
            let (id, public) = (text("id")?, text("public_key")?);
            let decoding = DecodingKey::from_ed_components(&public)
                .map_err(|error| KeyError::Unusable(error.to_string()))?;
            let (signs_until, verifies_until) = (time("signs_until")?, time("verifies_until")?);
            if signs_until > now {
                let private = self
                    .secret
                    .open(&id, &decode_url_safe(&text("private_key_sealed")?)?)?;
                let encoding = EncodingKey::from_ed_der(&private);
                read.signing = Some(Arc::new(SigningKey {
                    id: id.clone(),
                    encoding,
                    signs_until,
                }));
            }
            read.verifying.insert(
                id,
                Arc::new(VerifyingKey {
                    decoding,
                    public,
                    verifies_until,
                }),
            );
        }
        *keys = read;
        Ok(())
    }
}

fn decode_url_safe(text: &str) -> Result<Vec<u8>, KeyError> {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|error| KeyError::Unusable(error.to_string()))
}
