//! The ledger: transactions and entries that are only ever added to, and what is folded from them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::{
    tenant::{self, APPLICATION_ROLE},
    triggers::{self, Event},
};

/// The ledger: transactions and entries that are only ever added to, and what is folded from them.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Tables whose rows are never altered or removed.
const IMMUTABLE: [&str; 2] = ["ledger_transactions", "ledger_entries"];
/// Tables whose rows are altered but never removed.
const LASTING: [&str; 2] = ["ledger_heads", "ledger_accounts"];
/// Everything made here, what refers to others first.
const TABLES: [&str; 9] = [
    "ledger_runs",
    "ledger_notices",
    "ledger_gifts",
    "ledger_notes",
    "ledger_lots",
    "ledger_accounts",
    "ledger_entries",
    "ledger_transactions",
    "ledger_heads",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        // Rows that are found by their key alone: SQLite keeps them in one tree instead of two.
        let keyed = if postgres { "" } else { " WITHOUT ROWID" };
        let connection = manager.get_connection();
        connection
            .execute_unprepared(&UP.replace("{keyed}", keyed))
            .await?;
        for table in TABLES {
            tenant::secure(manager, table).await?;
        }
        for table in IMMUTABLE {
            triggers::refuse(manager, table, Event::Update, None, "LEDGER_APPEND_ONLY").await?;
        }
        for table in IMMUTABLE.iter().chain(&LASTING) {
            triggers::refuse(manager, table, Event::Delete, None, "LEDGER_APPEND_ONLY").await?;
        }
        if postgres {
            connection.execute_unprepared(&revoke()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in IMMUTABLE {
            triggers::allow(manager, table, Event::Update).await?;
        }
        for table in IMMUTABLE.iter().chain(&LASTING) {
            triggers::allow(manager, table, Event::Delete).await?;
        }
        for table in TABLES {
            let sql = format!("DROP TABLE {table}");
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}

/// Takes the right to alter or remove entries from the application's role, where there is one.
fn revoke() -> String {
    let tables = IMMUTABLE.join(", ");
    format!(
        "DO $$
         BEGIN
             IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{APPLICATION_ROLE}') THEN
                 REVOKE UPDATE, DELETE ON {tables} FROM {APPLICATION_ROLE};
             END IF;
         END $$;"
    )
}

// Spelled so that SQLite and PostgreSQL read the same text alike. Accounts are named by their owner (`mem_…`,
// `mem_…/locked`, `team_…`, `ISSUANCE`…). Entries refer to transactions by sequence without a foreign key, and amounts
// need not be checked by the database again: `saxaul ledger check` rebuilds all of it. A lot that never expires has the day
// 9999-12-31. Notes stand apart, because words about people can be erased and the chain of hashes cannot.
const UP: &str = "
CREATE TABLE ledger_heads (
    organisation_id VARCHAR(40) PRIMARY KEY REFERENCES organisations (id),
    sequence BIGINT NOT NULL,
    recorded_at_us BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    seal VARCHAR(64) NOT NULL
);
CREATE TABLE ledger_transactions (
    organisation_id VARCHAR(40) NOT NULL,
    sequence BIGINT NOT NULL,
    id VARCHAR(40) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    request_key VARCHAR(200) NOT NULL,
    request_hash VARCHAR(64) NOT NULL,
    origin VARCHAR(64),
    rule_version BIGINT,
    factor_version TEXT,
    claimed BIGINT,
    accepted BIGINT,
    effective_day VARCHAR(10) NOT NULL,
    expires_day VARCHAR(10),
    refers_to VARCHAR(40),
    remark VARCHAR(32),
    note_hash VARCHAR(64),
    recorded_at_us BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    PRIMARY KEY (organisation_id, sequence)
);
CREATE UNIQUE INDEX ledger_transactions_by_id ON ledger_transactions (organisation_id, id);
CREATE UNIQUE INDEX ledger_transactions_by_key ON ledger_transactions (organisation_id, request_key);
CREATE UNIQUE INDEX ledger_transactions_by_reference ON ledger_transactions (organisation_id, refers_to)
    WHERE refers_to IS NOT NULL;
CREATE INDEX ledger_transactions_by_origin ON ledger_transactions (organisation_id, origin, sequence)
    WHERE origin IS NOT NULL;
CREATE INDEX ledger_transactions_by_hold ON ledger_transactions (organisation_id, expires_day)
    WHERE kind = 'HOLD';
CREATE TABLE ledger_entries (
    organisation_id VARCHAR(40) NOT NULL,
    transaction_sequence BIGINT NOT NULL,
    place BIGINT NOT NULL,
    account VARCHAR(48) NOT NULL,
    book VARCHAR(8) NOT NULL,
    amount BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    balance_after BIGINT NOT NULL,
    lot_day VARCHAR(10),
    PRIMARY KEY (organisation_id, transaction_sequence, place)
){keyed};
CREATE UNIQUE INDEX ledger_entries_by_account ON ledger_entries (organisation_id, account, book, sequence);
CREATE TABLE ledger_accounts (
    organisation_id VARCHAR(40) NOT NULL,
    account VARCHAR(48) NOT NULL,
    book VARCHAR(8) NOT NULL,
    balance BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, account, book),
    CHECK (balance >= 0 OR account = 'ISSUANCE')
){keyed};
CREATE TABLE ledger_lots (
    organisation_id VARCHAR(40) NOT NULL,
    account VARCHAR(48) NOT NULL,
    book VARCHAR(8) NOT NULL,
    expires_day VARCHAR(10) NOT NULL,
    remaining BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, account, book, expires_day),
    CHECK (remaining >= 0)
){keyed};
CREATE INDEX ledger_lots_by_day ON ledger_lots (organisation_id, expires_day);
CREATE TABLE ledger_notes (
    organisation_id VARCHAR(40) NOT NULL,
    transaction_sequence BIGINT NOT NULL,
    salt VARCHAR(64) NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (organisation_id, transaction_sequence)
);
CREATE TABLE ledger_gifts (
    organisation_id VARCHAR(40) NOT NULL,
    month VARCHAR(7) NOT NULL,
    receiver VARCHAR(48) NOT NULL,
    giver VARCHAR(48) NOT NULL,
    amount BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, month, receiver, giver)
){keyed};
CREATE TABLE ledger_notices (
    id VARCHAR(40) PRIMARY KEY,
    organisation_id VARCHAR(40) NOT NULL REFERENCES organisations (id),
    member_id VARCHAR(40) NOT NULL,
    expires_day VARCHAR(10) NOT NULL,
    days_before BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    created_at VARCHAR(32) NOT NULL
);
CREATE UNIQUE INDEX ledger_notices_by_lot ON ledger_notices (organisation_id, member_id, expires_day, days_before);
CREATE TABLE ledger_runs (
    organisation_id VARCHAR(40) PRIMARY KEY REFERENCES organisations (id),
    expired_through VARCHAR(10) NOT NULL
);
";
