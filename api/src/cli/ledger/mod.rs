//! `saxaul ledger check`: adds up every organisation's ledger again and names the first bad row.
//!
//! **Invariant:** nothing here calls the rooms that write the ledger. Statements, hashes and rules are written a second
//! time, from `docs/methods/ledger.md`, so that a mistake there is not repeated here.

mod fold;
mod hash;
mod projections;
mod walk;

use clap::{Args, Subcommand};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait as _, DatabaseConnection, DatabaseTransaction,
    DbBackend, IsolationLevel, QueryResult, Statement, TransactionTrait as _, Value,
};

use super::CommandError;
use crate::{
    config::{Config, Overrides},
    platform::secret::ServerSecret,
    telemetry,
};

#[derive(Debug, Args)]
pub(super) struct Ledger {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add up every ledger again, rebuild every balance and lot from entries, verify the chain of hashes.
    Check(Check),
}

#[derive(Debug, Args)]
struct Check {
    #[command(flatten)]
    overrides: Overrides,
}

/// What the check of one organisation came to.
enum Finding {
    Sound { transactions: i64, entries: i64 },
    Bad(Vec<String>),
}

impl Ledger {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let Command::Check(check) = self.command;
        let config = Config::load(&check.overrides)?;
        telemetry::start(&config);
        super::runtime()?.block_on(async {
            let wanted = config.platform();
            let secret = ServerSecret::load(wanted.secret.as_deref(), &wanted.data_folder)?;
            let mut options = ConnectOptions::new(wanted.database.url.clone());
            options.max_connections(1).sqlx_logging(false);
            let database = sea_orm::Database::connect(options).await?;
            let mut bad = 0;
            for organisation_id in organisations(&database).await? {
                match check_one(&database, &organisation_id, &secret).await? {
                    Finding::Sound { transactions, entries } => {
                        println!("{organisation_id}: sound, {transactions} transactions, {entries} entries");
                    }
                    Finding::Bad(faults) => {
                        bad += 1;
                        for fault in faults {
                            println!("{organisation_id}: BAD, {fault}");
                        }
                    }
                }
            }
            database.close().await?;
            if bad == 0 {
                Ok(())
            } else {
                Err(format!("{bad} ledgers are not as they were written").into())
            }
        })
    }
}

/// One organisation's ledger in one snapshot of the database.
struct Books<'t> {
    transaction: &'t DatabaseTransaction,
    organisation_id: &'t str,
}

impl Books<'_> {
    /// Runs a statement in which `$1` is the organisation.
    async fn query(&self, sql: &str, more: Vec<Value>) -> Result<Vec<QueryResult>, CommandError> {
        let mut values: Vec<Value> = vec![self.organisation_id.into()];
        values.extend(more);
        let backend = self.transaction.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, values);
        Ok(self.transaction.query_all_raw(statement).await?)
    }

    /// The first number of a statement that has one row.
    async fn number(&self, sql: &str, more: Vec<Value>) -> Result<i64, CommandError> {
        let rows = self.query(sql, more).await?;
        let row = rows.first().ok_or("a count has no row")?;
        Ok(row.try_get_by_index(0)?)
    }
}

async fn organisations(database: &DatabaseConnection) -> Result<Vec<String>, CommandError> {
    let transaction = snapshot(database, "saxaul.system", "operator").await?;
    let backend = transaction.get_database_backend();
    let sql = "SELECT id FROM organisations ORDER BY id";
    let rows = transaction
        .query_all_raw(Statement::from_string(backend, sql))
        .await?;
    let ids = rows
        .iter()
        .map(|row| row.try_get_by_index(0))
        .collect::<Result<_, _>>()?;
    Ok(ids)
}

/// A transaction that sees one moment of the database, with a setting that row-level security asks for.
async fn snapshot(
    database: &DatabaseConnection,
    setting: &str,
    value: &str,
) -> Result<DatabaseTransaction, CommandError> {
    let postgres = database.get_database_backend() == DbBackend::Postgres;
    let transaction = if postgres {
        database
            .begin_with_config(
                Some(IsolationLevel::RepeatableRead),
                Some(AccessMode::ReadOnly),
            )
            .await?
    } else {
        database.begin().await?
    };
    if postgres {
        let statement = Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT set_config($1, $2, true)",
            [setting.into(), value.into()],
        );
        transaction.execute_raw(statement).await?;
    }
    Ok(transaction)
}

async fn check_one(
    database: &DatabaseConnection,
    organisation_id: &str,
    secret: &ServerSecret,
) -> Result<Finding, CommandError> {
    let transaction = snapshot(database, "saxaul.tenant", organisation_id).await?;
    let books = Books {
        transaction: &transaction,
        organisation_id,
    };
    let walked = walk::walk(&books).await?;
    if !walked.faults.is_empty() {
        return Ok(Finding::Bad(walked.faults));
    }
    let faults = projections::compare(&books, &walked, secret).await?;
    if !faults.is_empty() {
        return Ok(Finding::Bad(faults));
    }
    Ok(Finding::Sound {
        transactions: walked.sequence,
        entries: walked.entries,
    })
}
