//! Saxaul's database migrations: one set for SQLite and PostgreSQL, each with its way back.
//!
//! **Invariant:** every table with an `organisation_id` is passed to [`tenant::secure`] by the migration that creates
//! it; a test looks for one that was not.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod closed_parts;
pub mod tenant;
pub mod triggers;

mod m20261124_000101_create_application_role;
mod m20261124_000102_create_organisations;
mod m20261124_000103_create_people;
mod m20261124_000104_create_sessions;
mod m20261124_000105_create_invitations;
mod m20261124_000106_create_password_resets;
mod m20261124_000107_create_signing_keys;
mod m20261124_000108_create_audit_log;
mod m20261124_000109_create_outbox;
mod m20261124_000110_create_jobs;
mod m20261124_000201_create_accounting_settings;
mod m20261124_000202_create_boundary_units;
mod m20261124_000203_create_own_factors;
mod m20261124_000204_create_activity_records;
mod m20261124_000205_create_evidence_files;
mod m20261124_000206_create_inventories;
mod m20261124_000207_create_inventory_lines;
mod m20261124_000208_create_inventory_rollups;
mod m20261124_000209_protect_closed_inventories;
mod m20261124_000301_create_imports;
mod m20261126_000302_name_financial_ties;
mod m20261126_000401_create_programme_members;
mod m20261126_000411_create_ledger;
mod m20261126_000421_create_action_rules;
mod m20261126_000422_create_action_claims;
mod m20261126_000423_create_claim_reviews;
mod m20261126_000424_create_everyday_entries;
mod m20261126_000431_create_sport_imports;
mod m20261126_000441_create_board_places;
mod m20261126_000451_create_programme_join_links;
mod m20261126_000452_create_programme_settings;
mod m20261126_000453_create_programme_roster;
mod m20261126_000501_create_inventory_coverage;
mod m20261126_000502_guard_added_rows_together;

/// All migrations, oldest first.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000101_create_application_role::Migration),
            Box::new(m20261124_000102_create_organisations::Migration),
            Box::new(m20261124_000103_create_people::Migration),
            Box::new(m20261124_000104_create_sessions::Migration),
            Box::new(m20261124_000105_create_invitations::Migration),
            Box::new(m20261124_000106_create_password_resets::Migration),
            Box::new(m20261124_000107_create_signing_keys::Migration),
            Box::new(m20261124_000108_create_audit_log::Migration),
            Box::new(m20261124_000109_create_outbox::Migration),
            Box::new(m20261124_000110_create_jobs::Migration),
            Box::new(m20261124_000201_create_accounting_settings::Migration),
            Box::new(m20261124_000202_create_boundary_units::Migration),
            Box::new(m20261124_000203_create_own_factors::Migration),
            Box::new(m20261124_000204_create_activity_records::Migration),
            Box::new(m20261124_000205_create_evidence_files::Migration),
            Box::new(m20261124_000206_create_inventories::Migration),
            Box::new(m20261124_000207_create_inventory_lines::Migration),
            Box::new(m20261124_000208_create_inventory_rollups::Migration),
            Box::new(m20261124_000209_protect_closed_inventories::Migration),
            Box::new(m20261124_000301_create_imports::Migration),
            Box::new(m20261126_000302_name_financial_ties::Migration),
            Box::new(m20261126_000401_create_programme_members::Migration),
            Box::new(m20261126_000411_create_ledger::Migration),
            Box::new(m20261126_000421_create_action_rules::Migration),
            Box::new(m20261126_000422_create_action_claims::Migration),
            Box::new(m20261126_000423_create_claim_reviews::Migration),
            Box::new(m20261126_000424_create_everyday_entries::Migration),
            Box::new(m20261126_000431_create_sport_imports::Migration),
            Box::new(m20261126_000441_create_board_places::Migration),
            Box::new(m20261126_000451_create_programme_join_links::Migration),
            Box::new(m20261126_000452_create_programme_settings::Migration),
            Box::new(m20261126_000453_create_programme_roster::Migration),
            Box::new(m20261126_000501_create_inventory_coverage::Migration),
            Box::new(m20261126_000502_guard_added_rows_together::Migration),
        ]
    }
}
