//! `saxaul demo`: makes the demo company, once, and prints how to sign in to it.

use clap::{Args, ValueEnum};
use saxaul_shared::format::Locale;

use super::CommandError;
use crate::{
    accounting::demo,
    auth::PasswordHasher,
    config::{Config, Overrides},
    platform::Platform,
    telemetry,
};

/// The password of everyone in the demo company.
const PASSWORD: &str = "saxaul-demo-2025";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Language of the demo company's names and notes.
    #[arg(long, value_enum, default_value = "zh")]
    language: Language,
    #[command(flatten)]
    overrides: Overrides,
}

impl Demo {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let config = Config::load(&self.overrides)?;
        telemetry::start(&config);
        let locale = match self.language {
            Language::Zh => Locale::ZhCn,
            Language::En => Locale::En,
        };
        super::runtime()?.block_on(async {
            let platform = Platform::build(&config.platform()).await?;
            let hash = PasswordHasher::new(config.password_cost)
                .hash(PASSWORD)
                .await?;
            let made = demo::make(&platform, &hash, locale).await?;
            platform.database.close().await;
            println!(
                "{}",
                if made {
                    "The demo company is ready."
                } else {
                    "The demo company is there already."
                }
            );
            println!("Sign in with the password {PASSWORD} as");
            for person in demo::PEOPLE {
                println!("  {:<28} {}", person.email, person.role);
            }
            Ok(())
        })
    }
}
