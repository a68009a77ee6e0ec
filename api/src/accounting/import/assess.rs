//! What the rows of an import come to: read, compared with each other and with the books, computed.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use saxaul_shared::{
    accounting::{
        import::{
            duplicates::{self, Coverage},
            row::{ActivityDraft, CellRefusal, read_row},
        },
        record::RecordOrigin,
        refusal::{Refusal, RefusalCode},
    },
    period::Date,
};

use super::{
    super::{
        boundary::store as boundary_store,
        inventory::books::Books,
        record::{
            service::today,
            store::{self as record_store, RecordRow},
        },
    },
    names::CompanyNames,
    rows::DataRow,
    store::{self, ImportRecord},
    work::ImportTask,
};
use crate::platform::{
    Platform,
    db::{StoreResult, TenantTx},
    jobs::JobError,
    storage::digest_128,
};

/// What a row says, and what tells it from other rows.
pub(super) struct Draft {
    draft: ActivityDraft,
    /// As the database holds it.
    fingerprint: String,
    /// The same for rows that may not overlap.
    track: [u8; 16],
}

/// A row of the file and what it says, or why it cannot be read.
pub(super) struct ReadRow {
    pub(super) row: DataRow,
    outcome: Result<Box<Draft>, Vec<CellRefusal>>,
}

impl ReadRow {
    /// Reads a row. Needs no database: many rows are read on a thread of their own.
    pub(super) fn read(row: DataRow, names: &CompanyNames) -> Self {
        let outcome = read_row(&row.cells, names, row.start_is_month).map(|draft| {
            Box::new(Draft {
                fingerprint: record_store::fingerprint_of_draft(&draft),
                track: digest_128(duplicates::track(&draft).as_bytes()),
                draft,
            })
        });
        Self { row, outcome }
    }
}

/// What a row came to before anything is written.
pub(super) struct Assessed {
    pub(super) row: DataRow,
    pub(super) outcome: Result<Good, Vec<CellRefusal>>,
}

pub(super) enum Good {
    /// It can be computed; how it would end.
    New(Box<RecordRow>),
    /// The same data is already there, in the file or in the books.
    Duplicate,
}

/// What stays the same from batch to batch.
pub(super) struct Assessor {
    platform: Platform,
    names: Arc<CompanyNames>,
    import_id: String,
    person_id: String,
    coverage: Coverage<[u8; 16]>,
    /// Fingerprints of the rows of this file so far.
    seen: HashSet<[u8; 16]>,
}

impl Assessor {
    pub(super) async fn new(
        platform: &Platform,
        tx: &TenantTx,
        task: &ImportTask,
        import: &ImportRecord,
    ) -> StoreResult<Self> {
        let units = boundary_store::units(tx).await?;
        let names = CompanyNames::new(&units, task.site_ids.as_deref(), task.locale);
        Ok(Self {
            platform: platform.clone(),
            names: Arc::new(names),
            import_id: import.id.clone(),
            person_id: import.created_by.clone(),
            coverage: Coverage::default(),
            seen: HashSet::new(),
        })
    }

    /// What the names in the file mean.
    pub(super) fn names(&self) -> Arc<CompanyNames> {
        Arc::clone(&self.names)
    }

    /// Compares and computes one batch inside `tx`. The caller writes the records and closes the books, or rolls the
    /// transaction back when this is only a check.
    pub(super) async fn assess(
        &mut self,
        tx: &TenantTx,
        books: &mut Books<'_>,
        batch: Vec<ReadRow>,
    ) -> Result<Vec<Assessed>, JobError> {
        let drafts = || batch.iter().filter_map(|read| read.outcome.as_ref().ok());
        let prints: Vec<&str> = drafts().map(|draft| draft.fingerprint.as_str()).collect();
        let known: HashSet<String> = record_store::with_fingerprints(tx, &prints)
            .await?
            .into_iter()
            .map(|(fingerprint, _)| fingerprint)
            .collect();
        self.claim_existing(tx, drafts().map(|draft| &draft.draft))
            .await?;
        let clock = self.platform.clock.now();
        let moment = Moment {
            now: clock.to_rfc3339(),
            today: today(&self.platform),
        };
        let mut assessed = Vec::with_capacity(batch.len());
        for ReadRow { row, outcome } in batch {
            let outcome = match outcome {
                Ok(draft) => {
                    let is_known = known.contains(&draft.fingerprint);
                    self.assess_draft(books, is_known, &row, *draft, &moment)
                        .await?
                }
                Err(refusals) => Err(refusals),
            };
            assessed.push(Assessed { row, outcome });
        }
        Ok(assessed)
    }

    /// Claims the days that records of the books already cover, for the tracks of this batch.
    async fn claim_existing(
        &mut self,
        tx: &TenantTx,
        drafts: impl Iterator<Item = &ActivityDraft>,
    ) -> Result<(), JobError> {
        let mut pairs: HashMap<(&str, &str), (Date, Date)> = HashMap::new();
        for draft in drafts {
            let (start, end) = (draft.period.start(), draft.period.end());
            pairs
                .entry((&draft.site_id, &draft.activity_code))
                .and_modify(|span| *span = (span.0.min(start), span.1.max(end)))
                .or_insert((start, end));
        }
        for covered in store::covered(tx, &self.import_id, &pairs).await? {
            // Records that overlap each other were let in before; the first one stands for them.
            let track = digest_128(covered.track.as_bytes());
            let _ = self.coverage.claim(track, covered.period, 0);
        }
        Ok(())
    }

    async fn assess_draft(
        &mut self,
        books: &mut Books<'_>,
        is_known: bool,
        row: &DataRow,
        draft: Draft,
        moment: &Moment,
    ) -> Result<Result<Good, Vec<CellRefusal>>, JobError> {
        let Draft {
            draft,
            fingerprint,
            track,
        } = draft;
        let print = digest_128(fingerprint.as_bytes());
        let number = u64::from(row.number);
        if is_known || self.seen.contains(&print) {
            return Ok(Ok(Good::Duplicate));
        }
        if let Err(holder) = self.coverage.claim(track, draft.period, number) {
            let subject = format!("{} – {}", draft.period.start(), draft.period.end());
            let mut refusal = Refusal::new(RefusalCode::Overlap, subject);
            if holder > 0 {
                refusal = refusal.context(format!("#{holder}"));
            }
            return Ok(Err(vec![CellRefusal {
                field: None,
                refusal,
            }]));
        }
        if moment
            .today
            .is_some_and(|today| draft.period.start() > today)
        {
            let refusal = Refusal::new(RefusalCode::FuturePeriod, draft.period.start().to_string());
            return Ok(Err(vec![CellRefusal {
                field: super::field_of(refusal.code),
                refusal,
            }]));
        }
        self.seen.insert(print);
        let mut record = self.record(row, draft, fingerprint, &moment.now);
        match books.put_in_all(&mut record).await {
            Ok(()) => {}
            Err(error) => {
                let refusal = error.into_refusal()?;
                return Ok(Err(vec![CellRefusal {
                    field: None,
                    refusal,
                }]));
            }
        }
        Ok(match record.refusal.take() {
            None => Ok(Good::New(Box::new(record))),
            Some(refusal) => Err(vec![CellRefusal {
                field: super::field_of(refusal.code),
                refusal,
            }]),
        })
    }

    fn record(
        &self,
        row: &DataRow,
        draft: ActivityDraft,
        fingerprint: String,
        now: &str,
    ) -> RecordRow {
        let at = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        RecordRow {
            import_id: Some(self.import_id.clone()),
            import_sheet: i32::try_from(row.sheet).ok(),
            import_row: Some(at(row.number)),
            created_by: Some(self.person_id.clone()),
            ..record_store::from_draft(
                self.platform.ids.prefixed("rec"),
                draft,
                fingerprint,
                RecordOrigin::Import,
                now.to_owned(),
            )
        }
    }
}

/// The same for all rows of a batch.
struct Moment {
    now: String,
    today: Option<Date>,
}

/// What is wrong with one row as it stands, compared with the books. The caller rolls `tx` back.
pub(crate) async fn refusals_of(
    platform: &Platform,
    tx: &TenantTx,
    task: &ImportTask,
    import: &ImportRecord,
    row: DataRow,
) -> Result<Vec<CellRefusal>, JobError> {
    let mut assessor = Assessor::new(platform, tx, task, import).await?;
    let mut books = Books::open(platform, tx, Some(import.created_by.clone()));
    let read = ReadRow::read(row, &assessor.names);
    let assessed = assessor.assess(tx, &mut books, vec![read]).await?;
    Ok(assessed
        .into_iter()
        .filter_map(|assessed| assessed.outcome.err())
        .flatten()
        .collect())
}
