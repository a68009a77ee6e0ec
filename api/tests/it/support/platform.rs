//! A platform without a server around it.

use saxaul_api::platform::{
    Platform, PlatformConfig,
    clock::Clock,
    db::{DatabaseConfig, Durability},
    ids::IdSource,
};

use super::database::TestDatabase;

/// A platform on `database`, with files in a folder that is removed when the second value is dropped.
pub async fn platform(database: &TestDatabase) -> (Platform, tempfile::TempDir) {
    platform_at(&database.url).await
}

/// A platform on the database at `url`.
pub async fn platform_at(url: &str) -> (Platform, tempfile::TempDir) {
    platform_with(url, Clock::System, IdSource::Random).await
}

/// A platform on the database at `url` with this clock and these ids.
pub async fn platform_with(
    url: &str,
    clock: Clock,
    ids: IdSource,
) -> (Platform, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let config = PlatformConfig {
        database: DatabaseConfig {
            connections_max: 4,
            durability: Durability::Normal,
            ..DatabaseConfig::new(url)
        },
        ..PlatformConfig::local(folder.path())
    };
    (
        Platform::build_with(&config, clock, ids).await.unwrap(),
        folder,
    )
}
