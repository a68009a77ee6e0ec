//! Triggers that refuse a change, in both databases' words.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// A statement that a trigger refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// `UPDATE`.
    Update,
    /// `DELETE`.
    Delete,
}

/// Has `table` refuse `event` on every row for which `condition` holds (`None`: on every row), with an error that
/// begins with `message`. The condition speaks of `OLD` and, for updates, `NEW`, in SQL both databases read.
pub async fn refuse(
    manager: &SchemaManager<'_>,
    table: &str,
    event: Event,
    condition: Option<&str>,
    message: &str,
) -> Result<(), DbErr> {
    let (verb, name) = match event {
        Event::Update => ("UPDATE", format!("{table}_refuse_update")),
        Event::Delete => ("DELETE", format!("{table}_refuse_delete")),
    };
    let when = condition
        .map(|condition| format!("WHEN ({condition})"))
        .unwrap_or_default();
    let sql = match manager.get_database_backend() {
        DbBackend::Postgres => format!(
            "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN RAISE EXCEPTION '{message}'; END $$;
             CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}();"
        ),
        _ => format!(
            "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when}
             BEGIN SELECT RAISE(ABORT, '{message}'); END;"
        ),
    };
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}

/// Removes what [`refuse`] put in place.
pub async fn allow(manager: &SchemaManager<'_>, table: &str, event: Event) -> Result<(), DbErr> {
    let name = match event {
        Event::Update => format!("{table}_refuse_update"),
        Event::Delete => format!("{table}_refuse_delete"),
    };
    let sql = match manager.get_database_backend() {
        DbBackend::Postgres => {
            format!("DROP TRIGGER IF EXISTS {name} ON {table}; DROP FUNCTION IF EXISTS {name}();")
        }
        _ => format!("DROP TRIGGER IF EXISTS {name};"),
    };
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}
