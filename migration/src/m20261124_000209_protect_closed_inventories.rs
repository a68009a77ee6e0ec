//! Database triggers that keep submitted, approved and locked inventories as they are.
//!
//! The application refuses such changes itself; these stand behind it, so that a mistake in the application, or a
//! person with raw SQL and the application's role, cannot change a figure that someone relied on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// Database triggers that keep submitted, approved and locked inventories as they are.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Tables whose rows belong to one inventory and may change only while it is open.
const PARTS: [&str; 5] = [
    "inventory_lines",
    "inventory_rollups",
    "inventory_gas_rollups",
    "inventory_spans",
    "inventory_factors",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statements = match manager.get_database_backend() {
            DbBackend::Postgres => postgres_up(),
            _ => sqlite_up(),
        };
        for statement in statements {
            manager
                .get_connection()
                .execute_unprepared(&statement)
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        let mut statements = Vec::new();
        for table in PARTS
            .iter()
            .chain(["inventories", "activity_records"].iter())
        {
            for event in ["insert", "update", "delete"] {
                statements.push(if postgres {
                    format!("DROP TRIGGER IF EXISTS {table}_closed_{event} ON {table}")
                } else {
                    format!("DROP TRIGGER IF EXISTS {table}_closed_{event}")
                });
            }
        }
        if postgres {
            for function in [
                "saxaul_guard_inventory_part",
                "saxaul_guard_inventory",
                "saxaul_guard_record",
            ] {
                statements.push(format!("DROP FUNCTION IF EXISTS {function}()"));
            }
        }
        for statement in statements {
            manager
                .get_connection()
                .execute_unprepared(&statement)
                .await?;
        }
        Ok(())
    }
}

/// What may change on an inventory that is no longer open: its state one step forward with who and when, and the
/// flag that a newer version has taken its place.
const PINNED: [&str; 10] = [
    "id",
    "organisation_id",
    "year",
    "version",
    "gwp_set",
    "factor_release",
    "consolidation_approach",
    "pinned",
    "revision",
    "created_at",
];

fn pinned_changed() -> String {
    PINNED
        .iter()
        .map(|column| format!("NEW.{column} <> OLD.{column}"))
        .collect::<Vec<_>>()
        .join(" OR ")
}

const STEP_REFUSED: &str = "NOT (NEW.state = OLD.state OR (OLD.state = 'OPEN' AND NEW.state = 'SUBMITTED') \
     OR (OLD.state = 'SUBMITTED' AND NEW.state = 'APPROVED') OR (OLD.state = 'APPROVED' AND NEW.state = 'LOCKED'))";

fn sqlite_up() -> Vec<String> {
    let mut statements = Vec::new();
    for table in PARTS {
        for (event, row) in [("insert", "NEW"), ("update", "OLD"), ("delete", "OLD")] {
            statements.push(format!(
                "CREATE TRIGGER {table}_closed_{event} BEFORE {event} ON {table} \
                 WHEN (SELECT state FROM inventories WHERE id = {row}.inventory_id) <> 'OPEN' \
                 BEGIN SELECT RAISE(ABORT, 'LOCKED_PERIOD: the inventory is closed'); END"
            ));
        }
    }
    statements.push(format!(
        "CREATE TRIGGER inventories_closed_update BEFORE UPDATE ON inventories \
         WHEN ({STEP_REFUSED}) OR (OLD.state <> 'OPEN' AND ({} \
             OR NEW.submitted_by IS NOT OLD.submitted_by OR (NEW.is_current AND NOT OLD.is_current) \
             OR (OLD.state <> 'SUBMITTED' AND NEW.approved_by IS NOT OLD.approved_by))) \
         BEGIN SELECT RAISE(ABORT, 'LOCKED_PERIOD: the inventory is closed'); END",
        pinned_changed()
    ));
    statements.push(
        "CREATE TRIGGER inventories_closed_delete BEFORE DELETE ON inventories WHEN OLD.state <> 'OPEN' \
         BEGIN SELECT RAISE(ABORT, 'LOCKED_PERIOD: the inventory is closed'); END"
            .to_owned(),
    );
    for (event, rows) in [
        ("insert", vec!["NEW"]),
        ("update", vec!["OLD", "NEW"]),
        ("delete", vec!["OLD"]),
    ] {
        let conditions = rows
            .iter()
            .map(|row| {
                format!(
                    "EXISTS (SELECT 1 FROM inventories i WHERE i.organisation_id = {row}.organisation_id \
                     AND i.year BETWEEN {row}.start_year AND {row}.end_year AND i.is_current AND i.state <> 'OPEN')"
                )
            })
            .collect::<Vec<_>>()
            .join(" OR ");
        statements.push(format!(
            "CREATE TRIGGER activity_records_closed_{event} BEFORE {event} ON activity_records WHEN {conditions} \
             BEGIN SELECT RAISE(ABORT, 'LOCKED_PERIOD: the year of this record is closed'); END"
        ));
    }
    statements
}

fn postgres_up() -> Vec<String> {
    let mut statements = vec![
        "CREATE FUNCTION saxaul_guard_inventory_part() RETURNS trigger LANGUAGE plpgsql AS $$ \
         DECLARE held text; \
         BEGIN \
           IF TG_OP = 'INSERT' THEN \
             SELECT state INTO held FROM inventories WHERE id = NEW.inventory_id; \
           ELSE \
             SELECT state INTO held FROM inventories WHERE id = OLD.inventory_id; \
           END IF; \
           IF held <> 'OPEN' THEN RAISE EXCEPTION 'LOCKED_PERIOD: the inventory is closed'; END IF; \
           IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; \
           RETURN NEW; \
         END $$"
            .to_owned(),
        format!(
            "CREATE FUNCTION saxaul_guard_inventory() RETURNS trigger LANGUAGE plpgsql AS $$ \
             BEGIN \
               IF TG_OP = 'DELETE' THEN \
                 IF OLD.state <> 'OPEN' THEN RAISE EXCEPTION 'LOCKED_PERIOD: the inventory is closed'; END IF; \
                 RETURN OLD; \
               END IF; \
               IF ({STEP_REFUSED}) OR (OLD.state <> 'OPEN' AND ({} \
                   OR NEW.submitted_by IS DISTINCT FROM OLD.submitted_by OR (NEW.is_current AND NOT OLD.is_current) \
                   OR (OLD.state <> 'SUBMITTED' AND NEW.approved_by IS DISTINCT FROM OLD.approved_by))) THEN \
                 RAISE EXCEPTION 'LOCKED_PERIOD: the inventory is closed'; \
               END IF; \
               RETURN NEW; \
             END $$",
            pinned_changed()
        ),
        "CREATE FUNCTION saxaul_guard_record() RETURNS trigger LANGUAGE plpgsql AS $$ \
         BEGIN \
           IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM inventories i WHERE i.organisation_id = OLD.organisation_id \
               AND i.year BETWEEN OLD.start_year AND OLD.end_year AND i.is_current AND i.state <> 'OPEN') THEN \
             RAISE EXCEPTION 'LOCKED_PERIOD: the year of this record is closed'; \
           END IF; \
           IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM inventories i WHERE i.organisation_id = NEW.organisation_id \
               AND i.year BETWEEN NEW.start_year AND NEW.end_year AND i.is_current AND i.state <> 'OPEN') THEN \
             RAISE EXCEPTION 'LOCKED_PERIOD: the year of this record is closed'; \
           END IF; \
           IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; \
           RETURN NEW; \
         END $$"
            .to_owned(),
    ];
    for table in PARTS {
        for event in ["insert", "update", "delete"] {
            statements.push(format!(
                "CREATE TRIGGER {table}_closed_{event} BEFORE {event} ON {table} FOR EACH ROW \
                 EXECUTE FUNCTION saxaul_guard_inventory_part()"
            ));
        }
    }
    for event in ["update", "delete"] {
        statements.push(format!(
            "CREATE TRIGGER inventories_closed_{event} BEFORE {event} ON inventories FOR EACH ROW \
             EXECUTE FUNCTION saxaul_guard_inventory()"
        ));
    }
    for event in ["insert", "update", "delete"] {
        statements.push(format!(
            "CREATE TRIGGER activity_records_closed_{event} BEFORE {event} ON activity_records FOR EACH ROW \
             EXECUTE FUNCTION saxaul_guard_record()"
        ));
    }
    statements
}
