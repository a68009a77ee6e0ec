//! `saxaul migrate`: brings the database up to date and stops, for deployments that do not let the server do it.

use clap::Args;

use super::CommandError;
use crate::{
    config::{Config, Overrides},
    platform::db::{Database, DatabaseConfig},
    telemetry,
};

#[derive(Debug, Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    overrides: Overrides,
}

impl Migrate {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let config = Config::load(&self.overrides)?;
        telemetry::start(&config);
        super::runtime()?.block_on(async {
            let wanted = DatabaseConfig {
                migrate: true,
                ..config.platform().database
            };
            Database::connect(&wanted).await?.close().await;
            println!("The database is up to date.");
            Ok(())
        })
    }
}
