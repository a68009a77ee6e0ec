//! Imports of steps and rides as GraphQL shows them. They are shown to their member alone.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use saxaul_shared::{
    credits::{
        TrustLevel,
        sport::{SportImportState, SportSource, StepReason, StepSignal},
    },
    format::Locale,
    period::Date,
};

use super::{
    report::{Report, Reported, Row},
    settle,
    store::{self, ImportRow, Message},
};
use crate::{
    accounting::access::{Caller, locale},
    error::ApiError,
};

/// Days of an import that are shown.
const DAYS_MAX: usize = 366;

/// An import of steps and rides from a file.
#[derive(Debug, Clone)]
pub struct SportImport(pub(super) ImportRow);

/// A day of an import.
#[derive(Debug, Clone, SimpleObject)]
pub struct SportDay {
    /// The day, where the device was.
    day: Date,
    /// Steps, devices merged, never summed.
    steps: i64,
    /// Of which may earn points.
    credited_steps: i64,
    /// How far the count can be relied on.
    trust: TrustLevel,
    /// Why not all of them earn; none when they do.
    reason: Option<StepReason>,
    /// What a person should look at before the day counts.
    signals: Vec<StepSignal>,
    /// The reason in words, in the reader's language.
    message: Option<String>,
    /// Points that the ledger has for the day, from all imports together.
    points: i64,
}

/// Something that a file or a row of it said wrong.
#[derive(Debug, Clone, SimpleObject)]
pub struct SportMessage {
    /// Stable code.
    code: String,
    /// What is wrong and what to do, in the reader's language.
    message: String,
}

impl SportMessage {
    fn of(message: &Message, locale: Locale) -> Self {
        Self {
            code: message.code.clone(),
            message: locale.pick(&message.zh, &message.en).clone(),
        }
    }
}

#[Object]
impl SportImport {
    /// `spi_…`.
    pub(crate) async fn id(&self) -> ID {
        ID(self.0.id.clone())
    }

    /// Where the file comes from; none until it was read.
    async fn source(&self) -> Option<SportSource> {
        self.0.source
    }

    /// Where the import stands.
    async fn state(&self) -> SportImportState {
        self.0.state
    }

    /// Version of the consent under which it was imported.
    async fn consent_version(&self) -> i64 {
        self.0.consent_version
    }

    /// Its days, the latest first; at most a year.
    async fn days(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<SportDay>> {
        let caller = Caller::of(ctx)?;
        let tx = caller.read().await?;
        let days = store::days_of(&tx, &self.0.id, DAYS_MAX)
            .await
            .map_err(ApiError::internal)?;
        let Some(first) = days.last().map(|day| day.day) else {
            return Ok(Vec::new());
        };
        let settled = settle::of_days(&tx, &self.0.member_id, first)
            .await
            .map_err(ApiError::internal)?;
        let locale = locale(ctx);
        Ok(days
            .into_iter()
            .map(|day| {
                let of_day = settled.iter().find(|(on, ..)| *on == day.day);
                let words = day.signals.first().map(|signal| signal.words());
                let words = words.or_else(|| day.reason.map(StepReason::words));
                SportDay {
                    day: day.day,
                    steps: day.steps,
                    credited_steps: day.credited,
                    trust: day.trust,
                    reason: day.reason,
                    signals: day.signals,
                    message: words.map(|(zh, en)| locale.pick(zh, en).to_owned()),
                    points: of_day.map_or(0, |(_, _, points)| *points),
                }
            })
            .collect())
    }

    /// Rides, runs and walks with a distance in the file.
    async fn rides(&self) -> i64 {
        self.0.rides_total
    }

    /// Of which were claimed as commutes.
    async fn accepted(&self) -> i64 {
        self.0.rides_accepted
    }

    /// Rows and samples that could not be read.
    async fn refused(&self) -> i64 {
        self.0.refused
    }

    /// Samples that a person typed; they never count.
    async fn manual(&self) -> i64 {
        self.0.manual
    }

    /// Samples and rows that lie further back than a year; they are not kept.
    async fn older(&self) -> i64 {
        self.0.older
    }

    /// What could not be taken, and why.
    async fn messages(&self, ctx: &Context<'_>) -> Vec<SportMessage> {
        let locale = locale(ctx);
        let messages = self.0.messages.iter();
        messages
            .map(|message| SportMessage::of(message, locale))
            .collect()
    }

    /// When it was begun.
    async fn created_at(&self) -> &str {
        &self.0.created_at
    }

    /// When it last moved on.
    async fn updated_at(&self) -> &str {
        &self.0.updated_at
    }

    /// Grows with every change.
    async fn version(&self) -> i64 {
        self.0.revision
    }
}

/// An import that moved on.
#[derive(Clone, SimpleObject)]
pub struct SportImportProgress {
    /// The import as it stands now.
    pub(super) import: SportImport,
    /// Bytes read so far, unpacked.
    pub(super) done: i64,
    /// Bytes to be read, unpacked; 0 while that is not known.
    pub(super) total: i64,
    /// Version of the import; while a file is being read several tellings have the same.
    pub(super) version: i64,
}

/// A day of steps of a member, as another program counted it.
#[derive(Debug, InputObject)]
pub struct StepsReportDay {
    /// Whose steps; or give `email`.
    person_id: Option<ID>,
    /// Whose steps, by e-mail address.
    #[graphql(validator(max_length = 254))]
    email: Option<String>,
    /// The day, where the device was.
    day: Date,
    /// Steps.
    steps: i64,
    /// How far the count can be relied on; what was typed by hand earns nothing.
    trust: TrustLevel,
}

/// A batch of days.
#[derive(Debug, InputObject)]
pub struct StepsReportInput {
    /// What makes it the same batch when it is sent again: it is taken once.
    #[graphql(validator(max_length = 100))]
    pub(super) client_id: String,
    /// The days, at most 1000.
    #[graphql(validator(max_items = 1000))]
    pub(super) days: Vec<StepsReportDay>,
}

impl From<StepsReportDay> for Reported {
    fn from(day: StepsReportDay) -> Self {
        Self {
            person_id: day.person_id.map(|id| id.0),
            email: day.email,
            day: day.day,
            steps: day.steps,
            trust: day.trust,
        }
    }
}

/// What became of a batch; the same for the same batch however often it is sent.
#[derive(Debug, Clone)]
pub struct StepsReport(pub(super) Report);

/// What became of a reported day.
#[derive(Debug, Clone)]
pub struct StepsReportRow(Row);

#[Object]
impl StepsReport {
    /// The batch.
    async fn client_id(&self) -> &str {
        &self.0.client_id
    }

    /// One for each day, in the order of the batch.
    async fn rows(&self) -> Vec<StepsReportRow> {
        self.0.rows.iter().cloned().map(StepsReportRow).collect()
    }

    /// Points that came by the batch, of all members together.
    async fn points(&self) -> i64 {
        self.0.points
    }
}

#[Object]
impl StepsReportRow {
    /// Steps that may earn; a better count of the day from another source may stand already.
    async fn credited_steps(&self) -> i64 {
        self.0.credited
    }

    /// Stable code of why not all of them do.
    async fn code(&self) -> Option<&str> {
        self.0.message.as_ref().map(|message| message.code.as_str())
    }

    /// The same in words, in the reader's language.
    async fn message(&self, ctx: &Context<'_>) -> Option<String> {
        let message = self.0.message.as_ref()?;
        Some(locale(ctx).pick(&message.zh, &message.en).clone())
    }
}
