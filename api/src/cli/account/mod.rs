//! `saxaul account`: computes a file of activity data with no database, on all cores.

mod alike;
mod chunks;
mod plain;
mod plans;
mod records;
mod report;
mod run;
mod sheets;
mod totals;
mod work;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use saxaul_shared::{
    accounting::{engine::Settings, gwp::GwpSet, region, source::LibrarySource},
    format::Locale,
};

use self::{report::Format, work::Task};
use super::CommandError;
use crate::accounting::import::file;

/// Compute a CSV or XLSX file of activity data, without a server or a database.
///
/// Each row is computed by itself; rows that say the same twice or overlap are found when a file is imported into a
/// company, which knows its other data.
#[derive(Debug, Args)]
pub(super) struct Account {
    /// File of activity data, with headers in Chinese or English.
    file: PathBuf,
    /// Region of all sites, such as `CN`, `CN-GD` or `GB`.
    #[arg(long, default_value = "CN")]
    region: String,
    /// Assessment report whose global warming potentials weigh the gases.
    #[arg(long, value_enum, default_value_t = Gwp::Ar6)]
    gwp: Gwp,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write the totals only, not every row.
    #[arg(long)]
    totals: bool,
    /// Language of messages: `zh-CN` or `en`.
    #[arg(long, default_value = "en")]
    language: String,
}

/// Spelled in lower case on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Gwp {
    /// Second Assessment Report.
    Sar,
    /// Fourth Assessment Report.
    Ar4,
    /// Fifth Assessment Report.
    Ar5,
    /// Sixth Assessment Report.
    Ar6,
}

impl From<Gwp> for GwpSet {
    fn from(gwp: Gwp) -> Self {
        match gwp {
            Gwp::Sar => Self::Sar,
            Gwp::Ar4 => Self::Ar4,
            Gwp::Ar5 => Self::Ar5,
            Gwp::Ar6 => Self::Ar6,
        }
    }
}

impl Account {
    pub(super) fn run(self) -> Result<(), CommandError> {
        if region::by_code(&self.region).is_none() {
            return Err(format!("--region: no region has the code {:?}", self.region).into());
        }
        let locale = Locale::from_accept_language(&self.language)
            .ok_or_else(|| format!("--language: {:?} is not zh-CN or en", self.language))?;
        let task = Task {
            source: LibrarySource::embedded(Vec::new()),
            settings: Settings {
                gwp_set: self.gwp.into(),
                ..Settings::default()
            },
            region: self.region,
            locale,
            format: self.format,
            rows: !self.totals && self.format != Format::Table,
            threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        };
        let done = run::run(&self.file, &task, &mut std::io::stdout().lock());
        match done {
            // `saxaul account … | head` has seen enough: that is no failure.
            Err(error)
                if error
                    .downcast_ref::<std::io::Error>()
                    .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe) =>
            {
                Ok(())
            }
            done => done,
        }
    }
}
