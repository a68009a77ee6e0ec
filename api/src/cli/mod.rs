//! The command line: one file per command.

mod account;
mod audit;
mod demo;
mod generate;
mod ledger;
mod migrate;
mod schema;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Saxaul: carbon accounting that explains itself.
#[derive(Debug, Parser)]
#[command(
    name = "saxaul",
    version,
    about,
    propagate_version = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the web console.
    Serve(serve::Serve),
    /// Make the demo company and print how to sign in to it.
    Demo(demo::Demo),
    /// Compute a file of activity data with no database.
    Account(account::Account),
    /// Write made-up activity data for load tests and trials.
    Generate(generate::Generate),
    /// Bring the database up to date and stop.
    Migrate(migrate::Migrate),
    /// Recompute the audit trails and name the first bad entry of each.
    Audit(audit::Audit),
    /// Add up the ledgers of points and grams again and name the first bad row of each.
    Ledger(ledger::Ledger),
    /// Print the GraphQL schema.
    Schema,
}

/// An error that ends a command; its text is for the person at the terminal.
pub(crate) type CommandError = Box<dyn std::error::Error + Send + Sync>;

/// Runs the command the arguments name and tells how it ended.
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(serve) => serve.run(),
        Command::Demo(demo) => demo.run(),
        Command::Account(account) => account.run(),
        Command::Generate(generate) => generate.run(),
        Command::Migrate(migrate) => migrate.run(),
        Command::Audit(audit) => audit.run(),
        Command::Ledger(ledger) => ledger.run(),
        Command::Schema => schema::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("saxaul: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A runtime for a command that waits for the network, the database or a timer.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, CommandError> {
    Ok(tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?)
}
