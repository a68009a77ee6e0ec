//! What makes a table a tenant's: row-level security on PostgreSQL.
//!
//! SQLite has none; there the server's own filters stand alone, which is why they are part of a type.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// The role whose rights the server takes on PostgreSQL. It owns nothing and cannot bypass row-level security.
pub const APPLICATION_ROLE: &str = "saxaul_app";

/// Confines the rows of `table` to the organisation set for the transaction (`saxaul.tenant`), also for the owner.
///
/// The table has a column `organisation_id`.
pub async fn secure(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    secure_by(manager, table, "organisation_id").await
}

/// Like [`secure`], for a table whose organisation stands in another column.
pub async fn secure_by(
    manager: &SchemaManager<'_>,
    table: &str,
    column: &str,
) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let sql = format!(
        "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
         ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
         CREATE POLICY tenant ON {table}
             USING ({column} = current_setting('saxaul.tenant', true))
             WITH CHECK ({column} = current_setting('saxaul.tenant', true));"
    );
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}

/// What a system purpose may do with a table that [`secure`] closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Look at rows of all organisations.
    Read,
    /// Change rows of all organisations.
    Write,
}

/// Opens `table` to system transactions of `purpose` (`sign_in`, `jobs`, `outbox`, `operator`), and to no others.
pub async fn open_to(
    manager: &SchemaManager<'_>,
    table: &str,
    purpose: &str,
    access: Access,
) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let setting = format!("current_setting('saxaul.system', true) = '{purpose}'");
    let sql = match access {
        Access::Read => {
            format!("CREATE POLICY system_{purpose} ON {table} FOR SELECT USING ({setting});")
        }
        Access::Write => {
            format!(
                "CREATE POLICY system_{purpose} ON {table} USING ({setting}) WITH CHECK ({setting});"
            )
        }
    };
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}
