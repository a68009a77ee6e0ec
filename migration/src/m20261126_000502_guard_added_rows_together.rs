//! On PostgreSQL, rows that are added to records and lines are held against closed years once for a statement, not once
//! for each row: an import adds a thousand rows with one statement. What is refused stays the same.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Rows added to records and lines are held against closed years once for a statement.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &DOWN).await
    }
}

/// SQLite has no triggers for whole statements, and needs none: its triggers are part of the statement's own program.
async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        for statement in statements {
            manager
                .get_connection()
                .execute_unprepared(statement)
                .await?;
        }
    }
    Ok(())
}

const UP: [&str; 6] = [
    "CREATE FUNCTION saxaul_guard_added_lines() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN \
       IF EXISTS (SELECT 1 FROM (SELECT DISTINCT inventory_id FROM added) a \
           JOIN inventories i ON i.id = a.inventory_id WHERE i.state <> 'OPEN') THEN \
         RAISE EXCEPTION 'LOCKED_PERIOD: the inventory is closed'; \
       END IF; \
       RETURN NULL; \
     END $$",
    "CREATE FUNCTION saxaul_guard_added_records() RETURNS trigger LANGUAGE plpgsql AS $$ \
     BEGIN \
       IF EXISTS (SELECT 1 FROM (SELECT DISTINCT organisation_id, start_year, end_year FROM added) a \
           JOIN inventories i ON i.organisation_id = a.organisation_id AND i.year BETWEEN a.start_year AND a.end_year \
           WHERE i.is_current AND i.state <> 'OPEN') THEN \
         RAISE EXCEPTION 'LOCKED_PERIOD: the year of this record is closed'; \
       END IF; \
       RETURN NULL; \
     END $$",
    "DROP TRIGGER inventory_lines_closed_insert ON inventory_lines",
    "DROP TRIGGER activity_records_closed_insert ON activity_records",
    "CREATE TRIGGER inventory_lines_closed_insert AFTER INSERT ON inventory_lines REFERENCING NEW TABLE AS added \
     FOR EACH STATEMENT EXECUTE FUNCTION saxaul_guard_added_lines()",
    "CREATE TRIGGER activity_records_closed_insert AFTER INSERT ON activity_records REFERENCING NEW TABLE AS added \
     FOR EACH STATEMENT EXECUTE FUNCTION saxaul_guard_added_records()",
];

const DOWN: [&str; 6] = [
    "DROP TRIGGER inventory_lines_closed_insert ON inventory_lines",
    "DROP TRIGGER activity_records_closed_insert ON activity_records",
    "DROP FUNCTION saxaul_guard_added_lines()",
    "DROP FUNCTION saxaul_guard_added_records()",
    "CREATE TRIGGER inventory_lines_closed_insert BEFORE INSERT ON inventory_lines FOR EACH ROW \
     EXECUTE FUNCTION saxaul_guard_inventory_part()",
    "CREATE TRIGGER activity_records_closed_insert BEFORE INSERT ON activity_records FOR EACH ROW \
     EXECUTE FUNCTION saxaul_guard_record()",
];
