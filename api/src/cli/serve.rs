//! `saxaul serve`: the server, until it is told to stop.

use clap::Args;

use super::CommandError;
use crate::{
    config::{Config, Overrides},
    startup::Application,
    telemetry,
};

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    overrides: Overrides,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let config = Config::load(&self.overrides)?;
        telemetry::start(&config);
        super::runtime()?.block_on(async {
            let application = Application::build(config).await?;
            application
                .run(|address| println!("Saxaul listens on {address}"))
                .await?;
            Ok(())
        })
    }
}
