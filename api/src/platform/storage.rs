//! Files: uploads, evidence and reports, in a local folder or an S3-compatible bucket.
//!
//! Every path begins with the organisation's id, taken from the [`Tenant`]: no path of another organisation can be
//! named. Evidence is addressed by the SHA-256 of its content and so can never be changed in place.

use std::{path::Path as FilePath, sync::Arc};

use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use object_store::{
    ObjectStore, ObjectStoreExt as _, PutPayload, WriteMultipart, aws::AmazonS3Builder,
    local::LocalFileSystem, path::Path, prefix::PrefixStore,
};
use sha2::{Digest as _, Sha256};

use super::db::Tenant;

/// Bytes of one part of a large file on its way to the store (S3 wants at least 5 MiB).
const PART_BYTES: usize = 6 * 1024 * 1024;

/// Why a file could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The store refused or could not be reached.
    #[error(transparent)]
    Store(#[from] object_store::Error),
    /// A setting that cannot be understood.
    #[error("SAXAUL_FILES_URL: {0}")]
    Setting(String),
    /// A name with characters that a path may not have.
    #[error("not a file name: {0:?}")]
    Name(String),
}

/// A file's size and SHA-256 (64 lower-case hexadecimal digits).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Bytes.
    pub size_bytes: u64,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: String,
}

/// The file store.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
}

impl std::fmt::Debug for Storage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Storage({})", self.store)
    }
}

impl Storage {
    /// Opens the store at `url`: a folder (`file:folder`, `file:///var/lib/saxaul/files` or a plain path), or a bucket
    /// (`s3://bucket/prefix?endpoint=https://host&region=eu-1`; keys from `AWS_ACCESS_KEY_ID` and
    /// `AWS_SECRET_ACCESS_KEY`).
    pub fn open(url: &str) -> Result<Self, StorageError> {
        let store: Arc<dyn ObjectStore> = if let Some(rest) = url.strip_prefix("s3://") {
            open_s3(rest)?
        } else {
            let folder = url
                .strip_prefix("file://")
                .or_else(|| url.strip_prefix("file:"))
                .unwrap_or(url);
            let folder = FilePath::new(folder);
            std::fs::create_dir_all(folder)
                .map_err(|error| StorageError::Setting(format!("{}: {error}", folder.display())))?;
            Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true))
        };
        Ok(Self { store })
    }

    /// Keeps `bytes` under `room/name` of the organisation, replacing what was there.
    pub async fn put(
        &self,
        tenant: &Tenant,
        room: &str,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<Stored, StorageError> {
        let stored = Stored {
            size_bytes: bytes.len() as u64,
            sha256: sha256_hex(&bytes),
        };
        self.store
            .put(&path(tenant, room, name)?, PutPayload::from(bytes))
            .await?;
        Ok(stored)
    }

    /// Keeps `bytes` under their own hash in `room` of the organisation; the same content twice is one file.
    pub async fn put_by_hash(
        &self,
        tenant: &Tenant,
        room: &str,
        bytes: Vec<u8>,
    ) -> Result<Stored, StorageError> {
        let name = sha256_hex(&bytes);
        self.put(tenant, room, &name, bytes).await
    }

    /// Begins to write a large file under `room/name`. It appears there, whole, when the writer finishes.
    pub async fn writer(
        &self,
        tenant: &Tenant,
        room: &str,
        name: &str,
    ) -> Result<StorageWriter, StorageError> {
        let upload = self.store.put_multipart(&path(tenant, room, name)?).await?;
        Ok(StorageWriter {
            parts: WriteMultipart::new_with_chunk_size(upload, PART_BYTES),
            hash: Sha256::new(),
            size: 0,
        })
    }

    /// The whole file; use [`stream`](Self::stream) for those that may be large.
    pub async fn get(
        &self,
        tenant: &Tenant,
        room: &str,
        name: &str,
    ) -> Result<Vec<u8>, StorageError> {
        Ok(self
            .store
            .get(&path(tenant, room, name)?)
            .await?
            .bytes()
            .await?
            .to_vec())
    }

    /// The file, piece by piece.
    pub async fn stream(
        &self,
        tenant: &Tenant,
        room: &str,
        name: &str,
    ) -> Result<impl Stream<Item = Result<Vec<u8>, StorageError>> + Send + use<>, StorageError>
    {
        let found = self.store.get(&path(tenant, room, name)?).await?;
        Ok(found
            .into_stream()
            .map_ok(|bytes| bytes.to_vec())
            .map_err(StorageError::from)
            .boxed())
    }

    /// Copies a file within the organisation, for example an upload that becomes evidence.
    pub async fn copy(
        &self,
        tenant: &Tenant,
        from: (&str, &str),
        to: (&str, &str),
    ) -> Result<(), StorageError> {
        Ok(self
            .store
            .copy(&path(tenant, from.0, from.1)?, &path(tenant, to.0, to.1)?)
            .await?)
    }

    /// Removes a file; one that is not there is no error.
    pub async fn remove(
        &self,
        tenant: &Tenant,
        room: &str,
        name: &str,
    ) -> Result<(), StorageError> {
        match self.store.delete(&path(tenant, room, name)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Writes one large file in parts, hashing it on the way.
pub struct StorageWriter {
    parts: WriteMultipart,
    hash: Sha256,
    size: u64,
}

impl StorageWriter {
    /// Appends `bytes`, waiting when more than a few parts are on their way.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.parts.wait_for_capacity(4).await?;
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        self.parts.write(bytes);
        Ok(())
    }

    /// Bytes written so far.
    pub fn size_bytes(&self) -> u64 {
        self.size
    }

    /// Makes the file appear and returns its size and hash.
    pub async fn finish(self) -> Result<Stored, StorageError> {
        self.parts.finish().await?;
        Ok(Stored {
            size_bytes: self.size,
            sha256: hex(&self.hash.finalize()),
        })
    }

    /// Gives the file up; nothing appears.
    pub async fn abort(self) -> Result<(), StorageError> {
        Ok(self.parts.abort().await?)
    }
}

impl std::fmt::Debug for StorageWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StorageWriter")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The first 128 bits of the SHA-256 of `bytes`: enough to tell texts apart, in a quarter of their memory.
pub(crate) fn digest_128(bytes: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    for (to, from) in half.iter_mut().zip(Sha256::digest(bytes)) {
        *to = from;
    }
    half
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(DIGITS[usize::from(byte >> 4)]);
        text.push(DIGITS[usize::from(byte & 15)]);
    }
    text
}

fn path(tenant: &Tenant, room: &str, name: &str) -> Result<Path, StorageError> {
    let plain = |text: &str| {
        !text.is_empty()
            && text.len() <= 200
            && !text.starts_with('.')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
    };
    for part in [tenant.organisation_id(), room, name] {
        if !plain(part) {
            return Err(StorageError::Name(part.to_owned()));
        }
    }
    Ok(Path::from_iter([tenant.organisation_id(), room, name]))
}

fn open_s3(rest: &str) -> Result<Arc<dyn ObjectStore>, StorageError> {
    let (place, settings) = rest.split_once('?').unwrap_or((rest, ""));
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    if bucket.is_empty() {
        return Err(StorageError::Setting(
            "no bucket is named after s3://".to_owned(),
        ));
    }
    let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
    for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
        match setting.split_once('=') {
            Some(("endpoint", endpoint)) => {
                builder = builder
                    .with_endpoint(endpoint)
                    .with_allow_http(endpoint.starts_with("http://"));
            }
            Some(("region", region)) => builder = builder.with_region(region),
            _ => {
                return Err(StorageError::Setting(format!(
                    "unknown setting {setting:?}"
                )));
            }
        }
    }
    let store = builder.build()?;
    if prefix.is_empty() {
        Ok(Arc::new(store))
    } else {
        Ok(Arc::new(PrefixStore::new(store, prefix)))
    }
}
