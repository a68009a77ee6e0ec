//! `saxaul audit`: recomputes every organisation's audit trail and names the first bad entry.

use clap::Args;

use super::CommandError;
use crate::{
    accounting::audit::{self, Fault, Finding},
    config::{Config, Overrides},
    platform::Platform,
    telemetry,
};

#[derive(Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    overrides: Overrides,
}

impl Audit {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let config = Config::load(&self.overrides)?;
        telemetry::start(&config);
        super::runtime()?.block_on(async {
            let mut wanted = config.platform();
            // Looking must not change anything.
            wanted.database.migrate = false;
            let platform = Platform::build(&wanted).await?;
            let mut bad = 0;
            for (tenant, finding) in audit::verify_all(&platform).await? {
                println!("{tenant}: {}", told(&finding));
                bad += usize::from(matches!(finding, Finding::Bad { .. }));
            }
            platform.database.close().await;
            if bad == 0 {
                Ok(())
            } else {
                Err(format!("{bad} audit trails were tampered with").into())
            }
        })
    }
}

fn told(finding: &Finding) -> String {
    match finding {
        Finding::Sound { entries } => format!("sound, {entries} entries"),
        Finding::Bad {
            sequence,
            entry_id,
            fault,
        } => {
            let id = entry_id
                .as_deref()
                .map(|id| format!(" ({id})"))
                .unwrap_or_default();
            let what = match fault {
                Fault::Altered => "was altered, moved or put in",
                Fault::Missing => "is missing",
                Fault::HeadForged => {
                    "is the last one, but the end of the trail was not written by this server"
                }
            };
            format!("BAD, entry {sequence}{id} {what}")
        }
    }
}
