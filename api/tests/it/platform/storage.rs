//! Files of one organisation.

use futures_util::TryStreamExt as _;
use saxaul_api::platform::storage::{Storage, StorageError, sha256_hex};

use crate::support::{database::TestDatabase, tenants::two_tenants};

#[tokio::test]
async fn files_are_kept_by_content_and_part_the_tenants() {
    let database = TestDatabase::fresh().await;
    let (first, second) = two_tenants(&database.open().await).await;
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::open(&format!("file:{}", folder.path().display())).unwrap();

    let bill = b"a bill".to_vec();
    let stored = storage
        .put_by_hash(&first, "evidence", bill.clone())
        .await
        .unwrap();
    assert_eq!(
        (stored.size_bytes, stored.sha256.as_str()),
        (6, sha256_hex(&bill).as_str())
    );
    assert_eq!(
        storage
            .put_by_hash(&first, "evidence", bill.clone())
            .await
            .unwrap(),
        stored
    );
    assert_eq!(
        storage
            .get(&first, "evidence", &stored.sha256)
            .await
            .unwrap(),
        bill
    );
    let other = storage.get(&second, "evidence", &stored.sha256).await;
    assert!(matches!(
        other,
        Err(StorageError::Store(object_store::Error::NotFound { .. }))
    ));
}

#[tokio::test]
async fn a_large_file_appears_whole_or_not_at_all() {
    let database = TestDatabase::fresh().await;
    let (first, _) = two_tenants(&database.open().await).await;
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::open(&folder.path().display().to_string()).unwrap();
    let chunk: Vec<u8> = (0..1_000_003_u32)
        .map(|n| u8::try_from(n % 251).unwrap())
        .collect();

    let mut writer = storage.writer(&first, "uploads", "upl_1").await.unwrap();
    for _ in 0..13 {
        writer.write(&chunk).await.unwrap();
    }
    assert!(storage.get(&first, "uploads", "upl_1").await.is_err());
    let stored = writer.finish().await.unwrap();
    assert_eq!(stored.size_bytes, 13 * 1_000_003);
    let read: Vec<Vec<u8>> = storage
        .stream(&first, "uploads", "upl_1")
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(sha256_hex(&read.concat()), stored.sha256);

    let mut writer = storage.writer(&first, "uploads", "upl_2").await.unwrap();
    writer.write(&chunk).await.unwrap();
    writer.abort().await.unwrap();
    assert!(storage.get(&first, "uploads", "upl_2").await.is_err());
    storage.remove(&first, "uploads", "upl_1").await.unwrap();
    storage.remove(&first, "uploads", "upl_1").await.unwrap();
}

#[tokio::test]
async fn names_that_leave_the_folder_are_refused() {
    let database = TestDatabase::fresh().await;
    let (first, _) = two_tenants(&database.open().await).await;
    let folder = tempfile::tempdir().unwrap();
    let storage = Storage::open(&folder.path().display().to_string()).unwrap();
    for name in ["..", "../x", "a/b", "", ".hidden", "a\0b", "%2e%2e", "名"] {
        let refused = storage.put(&first, "uploads", name, vec![1]).await;
        assert!(matches!(refused, Err(StorageError::Name(_))), "{name:?}");
    }
    assert!(Storage::open("s3://").is_err());
    assert!(Storage::open("s3://bucket?colour=red").is_err());
}
