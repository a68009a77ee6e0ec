//! The server's own secret: what it seals in the database nobody with the database alone can open or forge.

use std::{fmt, io::Write as _, path::Path, sync::Arc};

use ring::{aead, hkdf, hmac};

use super::{
    ids::{encode_url_safe, random_bytes},
    storage::hex,
};

/// Shortest `SAXAUL_SECRET`, in bytes.
const SECRET_MIN: usize = 32;
const FILE_NAME: &str = "secret";

/// Why there is no usable secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// Too short to be one.
    #[error("must be at least {SECRET_MIN} bytes long")]
    TooShort,
    /// The file that keeps the generated one.
    #[error("the file {path}: {source}")]
    File {
        /// Which file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Sealed with another secret, or not sealed at all.
    #[error("what was sealed does not open with this secret; was it changed or lost?")]
    Sealed,
}

/// The server's own secret. Every instance of one installation has the same.
#[derive(Clone)]
pub struct ServerSecret {
    key: Arc<hkdf::Prk>,
}

impl fmt::Debug for ServerSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerSecret(…)")
    }
}

impl ServerSecret {
    /// Takes the configured secret, or the one in `folder`, made on the first start.
    pub fn load(configured: Option<&str>, folder: &Path) -> Result<Self, SecretError> {
        let text = match configured {
            Some(text) if text.len() < SECRET_MIN => return Err(SecretError::TooShort),
            Some(text) => text.to_owned(),
            None => read_or_make(folder)?,
        };
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"saxaul server secret");
        Ok(Self {
            key: Arc::new(salt.extract(text.as_bytes())),
        })
    }

    /// Seals `plain` for `purpose` (AES-256-GCM); it opens only for the same purpose and secret.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, SecretError> {
        let nonce: [u8; aead::NONCE_LEN] = random_bytes();
        let mut sealed = plain.to_vec();
        self.cipher()?
            .seal_in_place_append_tag(
                aead::Nonce::assume_unique_for_key(nonce),
                aead::Aad::from(purpose.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| SecretError::Sealed)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`seal`](Self::seal) made for `purpose`.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, SecretError> {
        let (nonce, rest) = sealed
            .split_at_checked(aead::NONCE_LEN)
            .ok_or(SecretError::Sealed)?;
        let nonce =
            aead::Nonce::try_assume_unique_for_key(nonce).map_err(|_| SecretError::Sealed)?;
        let mut rest = rest.to_vec();
        let plain = self
            .cipher()?
            .open_in_place(nonce, aead::Aad::from(purpose.as_bytes()), &mut rest)
            .map_err(|_| SecretError::Sealed)?;
        Ok(plain.to_vec())
    }

    /// A code over `text` that only this secret can make (HMAC-SHA-256, 64 hexadecimal digits).
    pub fn code(&self, purpose: &str, text: &str) -> Result<String, SecretError> {
        let info = [b"code ", purpose.as_bytes()];
        let okm = self
            .key
            .expand(&info, hmac::HMAC_SHA256)
            .map_err(|_| SecretError::Sealed)?;
        Ok(hex(
            hmac::sign(&hmac::Key::from(okm), text.as_bytes()).as_ref()
        ))
    }

    fn cipher(&self) -> Result<aead::LessSafeKey, SecretError> {
        let okm = self
            .key
            .expand(&[b"seal"], &aead::AES_256_GCM)
            .map_err(|_| SecretError::Sealed)?;
        Ok(aead::LessSafeKey::new(aead::UnboundKey::from(okm)))
    }
}

fn read_or_make(folder: &Path) -> Result<String, SecretError> {
    let path = folder.join(FILE_NAME);
    let failed = |source| SecretError::File {
        path: path.display().to_string(),
        source,
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&path) {
        Ok(mut file) => {
            let text = encode_url_safe(&random_bytes::<48>());
            file.write_all(text.as_bytes())
                .and_then(|()| file.sync_all())
                .map_err(failed)?;
            tracing::warn!(
                path = %path.display(),
                "a server secret was made; keep this file with the backups, or set SAXAUL_SECRET"
            );
            Ok(text)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let text = std::fs::read_to_string(&path)
                .map_err(failed)?
                .trim()
                .to_owned();
            if text.len() < SECRET_MIN {
                Err(SecretError::TooShort)
            } else {
                Ok(text)
            }
        }
        Err(error) => Err(failed(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> ServerSecret {
        ServerSecret::load(Some(text), Path::new(".")).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_only_for_its_purpose_and_secret() {
        let one = secret("0123456789abcdef0123456789abcdef");
        let sealed = one.seal("key a", b"private").unwrap();
        assert_eq!(one.open("key a", &sealed).unwrap(), b"private");
        assert!(one.open("key b", &sealed).is_err());
        assert!(
            secret("another 0123456789abcdef01234567")
                .open("key a", &sealed)
                .is_err()
        );
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(one.open("key a", &changed).is_err());
        assert!(one.open("key a", b"short").is_err());
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert!(matches!(
            ServerSecret::load(Some("short"), Path::new(".")),
            Err(SecretError::TooShort)
        ));
    }
}
