//! The role whose rights the server takes on PostgreSQL.
//!
//! The server's login is this role, or a member of it that takes the role on connecting. It owns no table, so it can
//! drop no trigger, and it does not bypass row-level security. A migrating login that may not create roles leaves it
//! out; the server then runs as the owner, still under FORCE ROW LEVEL SECURITY.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The role whose rights the server takes on PostgreSQL.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(UP).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(DOWN).await?;
        }
        Ok(())
    }
}

// Roles belong to the whole cluster: another database's migrations may have made this one, even just now.
const UP: &str = "
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'saxaul_app') THEN
        CREATE ROLE saxaul_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN RAISE NOTICE 'role saxaul_app is left out: this login may not create roles';
END $$;
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'saxaul_app') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO saxaul_app', current_schema());
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO saxaul_app', current_schema());
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE ON SEQUENCES TO saxaul_app', current_schema());
    END IF;
END $$;
";

// The role itself stays: other databases of the cluster may use it.
const DOWN: &str = "
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'saxaul_app') THEN
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE USAGE ON SEQUENCES FROM saxaul_app', current_schema());
        EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM saxaul_app', current_schema());
        EXECUTE format('REVOKE USAGE ON SCHEMA %I FROM saxaul_app', current_schema());
    END IF;
END $$;
";
