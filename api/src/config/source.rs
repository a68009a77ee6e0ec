//! Where settings come from, and what is wrong with them.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use super::{SETTINGS, Setting};

const DEFAULTS: &str = include_str!("../../config/default.toml");

/// One thing wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What to correct: a variable, a flag or a line of a file.
    pub origin: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Everything wrong with the configuration, all at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// Each wrong value.
    pub problems: Vec<Problem>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration is not usable:")?;
        for problem in &self.problems {
            write!(f, "\n  {}: {}", problem.origin, problem.reason)?;
        }
        Ok(())
    }
}

/// Flags of the command line, one for each setting, and `--config FILE`.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    file: Option<PathBuf>,
    values: BTreeMap<String, String>,
}

impl Overrides {
    /// The file named by `--config`.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Overrides from pairs of setting and value; a name that is no setting is reported when they are read.
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Self {
        let values = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Self { file: None, values }
    }
}

impl FromArgMatches for Overrides {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let values = SETTINGS
            .iter()
            .filter_map(|setting| {
                Some((
                    setting.name.to_owned(),
                    matches.get_one::<String>(setting.name)?.clone(),
                ))
            })
            .collect();
        Ok(Self {
            file: matches.get_one::<PathBuf>("config").cloned(),
            values,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        let Self { file, values } = Self::from_arg_matches(matches)?;
        self.file = file.or(self.file.take());
        self.values.extend(values);
        Ok(())
    }
}

impl Args for Overrides {
    fn augment_args(command: Command) -> Command {
        let config = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help("TOML file with settings; variables and flags win over it.");
        SETTINGS
            .iter()
            .fold(command.arg(config), |command, setting| {
                let flag = Arg::new(setting.name)
                    .long(setting.flag())
                    .value_name("VALUE")
                    .help(format!("{} [env: {}]", setting.help, setting.variable()));
                command.arg(flag)
            })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// A value with where it came from.
struct Value {
    text: String,
    origin: String,
}

/// The layered settings while they are being read, and the problems met so far.
pub(super) struct Values {
    values: BTreeMap<&'static str, Value>,
    problems: Vec<Problem>,
}

impl Values {
    pub(super) fn defaults() -> Self {
        let mut values = Self {
            values: BTreeMap::new(),
            problems: Vec::new(),
        };
        values.add_toml(DEFAULTS, "the built-in defaults");
        values
    }

    pub(super) fn add_file(&mut self, file: &Path) {
        let origin = file.display().to_string();
        match std::fs::read_to_string(file) {
            Ok(text) => self.add_toml(&text, &origin),
            Err(error) => self.problem(origin, format!("cannot be read: {error}")),
        }
    }

    fn add_toml(&mut self, text: &str, origin: &str) {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                return self.problem(
                    origin.to_owned(),
                    format!("is not TOML: {}", error.message()),
                );
            }
        };
        for (name, value) in table {
            let origin = format!("`{name}` in {origin}");
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(flag) => flag.to_string(),
                _ => {
                    self.problem(
                        origin,
                        "expected text, a whole number, true or false".to_owned(),
                    );
                    continue;
                }
            };
            self.set(&name, &text, origin);
        }
    }

    pub(super) fn add_environment(&mut self, variables: impl Iterator<Item = (String, String)>) {
        let variables: BTreeMap<String, String> = variables.collect();
        for setting in SETTINGS {
            if let Some(text) = variables.get(&setting.variable()) {
                self.set(setting.name, text, setting.variable());
            }
        }
    }

    pub(super) fn add_flags(&mut self, overrides: &Overrides) {
        for (name, text) in &overrides.values {
            self.set(name, text, format!("--{}", name.replace('_', "-")));
        }
    }

    fn set(&mut self, name: &str, text: &str, origin: String) {
        match setting(name) {
            Some(setting) => {
                self.values.insert(
                    setting.name,
                    Value {
                        text: text.trim().to_owned(),
                        origin,
                    },
                );
            }
            None => self.problem(origin, "is no setting".to_owned()),
        }
    }

    fn problem(&mut self, origin: String, reason: String) {
        self.problems.push(Problem { origin, reason });
    }

    /// Parses a setting that must have a value; a problem is kept, and `None` returned.
    pub(super) fn read<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let Some(value) = self.values.get(name) else {
            self.problem(name.to_owned(), "has no value".to_owned());
            return None;
        };
        match parse(&value.text) {
            Ok(parsed) => Some(parsed),
            Err(reason) => {
                let secret = setting(name).is_some_and(|setting| setting.secret);
                let reason = if secret {
                    reason
                } else {
                    format!("`{}`: {reason}", value.text)
                };
                let origin = value.origin.clone();
                self.problem(origin, reason);
                None
            }
        }
    }

    /// Parses a setting for which empty means absent.
    pub(super) fn optional<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        self.read(name, |text| {
            if text.is_empty() {
                Ok(None)
            } else {
                parse(text).map(Some)
            }
        })
        .flatten()
    }

    /// Parses a whole number within limits; after a problem any number will do, since nothing starts with it.
    pub(super) fn number<T>(&mut self, name: &str, least: T, most: T) -> T
    where
        T: FromStr + PartialOrd + fmt::Display + Copy,
    {
        let parsed = self.read(name, |text| {
            text.parse::<T>()
                .ok()
                .filter(|number| (least..=most).contains(number))
                .ok_or_else(|| format!("expected a whole number from {least} to {most}"))
        });
        parsed.unwrap_or(least)
    }

    /// Parses a whole number of seconds within limits.
    pub(super) fn seconds(&mut self, name: &str, least: u64, most: u64) -> Duration {
        Duration::from_secs(self.number(name, least, most))
    }

    /// Parses `true` or `false`.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        self.read(name, |text| {
            text.parse()
                .map_err(|_| "expected `true` or `false`".to_owned())
        })
        .unwrap_or_default()
    }

    /// Parses a comma-separated list.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Vec<T> {
        self.read(name, |text| {
            text.split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .map(parse)
                .collect()
        })
        .unwrap_or_default()
    }

    /// The configuration, or everything that is wrong with it.
    pub(super) fn finish<T>(self, config: Option<T>) -> Result<T, ConfigError> {
        match config {
            Some(config) if self.problems.is_empty() => Ok(config),
            _ => Err(ConfigError {
                problems: self.problems,
            }),
        }
    }
}

fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}
