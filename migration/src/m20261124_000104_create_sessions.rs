//! Sessions (families of refresh tokens) and the tokens, as hashes only.

use sea_orm_migration::prelude::*;

use crate::tenant::{self, Access};

/// Sessions (families of refresh tokens) and the tokens, as hashes only.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(UP).await?;
        tenant::secure(manager, "sessions").await?;
        tenant::secure(manager, "refresh_tokens").await?;
        tenant::open_to(manager, "sessions", "sign_in", Access::Read).await?;
        tenant::open_to(manager, "refresh_tokens", "sign_in", Access::Read).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .get_connection()
            .execute_unprepared("DROP TABLE refresh_tokens; DROP TABLE sessions")
            .await?;
        Ok(())
    }
}

// Spelled so that SQLite and PostgreSQL read the same text alike.
const UP: &str = "
CREATE TABLE sessions (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    person_id VARCHAR(40) NOT NULL REFERENCES people (id),
    user_agent TEXT,
    address TEXT,
    created_at VARCHAR(32) NOT NULL,
    last_used_at VARCHAR(32) NOT NULL,
    expires_at VARCHAR(32) NOT NULL,
    ended_at VARCHAR(32),
    end_reason VARCHAR(32)
);
CREATE INDEX sessions_by_person ON sessions (organisation_id, person_id, id);
CREATE INDEX sessions_by_person_id ON sessions (person_id);
CREATE TABLE refresh_tokens (
    token_hash VARCHAR(64) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    session_id VARCHAR(40) NOT NULL REFERENCES sessions (id),
    created_at VARCHAR(32) NOT NULL,
    expires_at VARCHAR(32) NOT NULL,
    used_at VARCHAR(32)
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
";
