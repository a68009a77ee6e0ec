//! The triggers that let the parts of an inventory change only while it is open, for tables made after the first ones.
//!
//! On PostgreSQL they call the function that `m20261124_000209_protect_closed_inventories` makes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const EVENTS: [(&str, &str); 3] = [("insert", "NEW"), ("update", "OLD"), ("delete", "OLD")];

/// Has the rows of `table`, which has an `inventory_id`, change only while that inventory is open.
pub(crate) async fn protect(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    for (event, row) in EVENTS {
        let sql = match manager.get_database_backend() {
            DbBackend::Postgres => format!(
                "CREATE TRIGGER {table}_closed_{event} BEFORE {event} ON {table} FOR EACH ROW \
                 EXECUTE FUNCTION saxaul_guard_inventory_part()"
            ),
            _ => format!(
                "CREATE TRIGGER {table}_closed_{event} BEFORE {event} ON {table} \
                 WHEN (SELECT state FROM inventories WHERE id = {row}.inventory_id) <> 'OPEN' \
                 BEGIN SELECT RAISE(ABORT, 'LOCKED_PERIOD: the inventory is closed'); END"
            ),
        };
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

/// Removes what [`protect`] put in place.
pub(crate) async fn release(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    for (event, _) in EVENTS {
        let sql = match manager.get_database_backend() {
            DbBackend::Postgres => {
                format!("DROP TRIGGER IF EXISTS {table}_closed_{event} ON {table}")
            }
            _ => format!("DROP TRIGGER IF EXISTS {table}_closed_{event}"),
        };
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}
