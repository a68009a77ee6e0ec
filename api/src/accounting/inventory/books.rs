//! Keeping the books: every change of records becomes lines and sums of the open inventories, in one transaction.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use saxaul_shared::accounting::{
    factor::Factor,
    inventory::InventoryState,
    record::RecordStatus,
    refusal::{Refusal, RefusalCode},
};

use super::{
    super::{
        boundary::store as boundary_store, factor::store as factor_store, record::store::RecordRow,
    },
    compute::{Booking, Computer, LineBasis},
    line_store::{self, LineRow},
    pinned_factors::pin_factors,
    rollup::Delta,
    store::{self, InventoryRow, Pinned},
};
use crate::platform::{
    Platform,
    db::{StoreError, StoreResult, TenantTx},
};

/// Topic of the event that an inventory's figures have changed.
pub(crate) const RECALCULATED: &str = "inventoryRecalculated";

/// Why a change could not be booked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BookError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The inventory of that year is closed.
    #[error("the inventory of {0} is closed")]
    Closed(i32),
}

impl BookError {
    /// The refusal a person sees, or the fault that only the log sees.
    pub(crate) fn into_refusal(self) -> StoreResult<Refusal> {
        match self {
            Self::Closed(year) => Ok(Refusal::new(RefusalCode::LockedPeriod, year.to_string())),
            // The triggers stand behind the check: someone closed the year between the two.
            Self::Store(error) if error.mentions("LOCKED_PERIOD") => {
                Ok(Refusal::bare(RefusalCode::LockedPeriod))
            }
            Self::Store(error) => Err(error),
        }
    }
}

/// The books of one transaction: the inventories it touches and what it changes in them.
pub(crate) struct Books<'a> {
    platform: &'a Platform,
    tx: &'a TenantTx,
    now: String,
    person_id: Option<String>,
    own: Option<Vec<Factor>>,
    open: BTreeMap<i32, OpenBook>,
}

struct OpenBook {
    inventory: InventoryRow,
    computer: Computer,
    delta: Delta,
    removed: Vec<String>,
    added: Vec<LineRow>,
    factors: HashMap<String, Arc<Factor>>,
}

impl<'a> Books<'a> {
    /// Opens no year yet. `person_id` is who the lines name as having caused them.
    pub(crate) fn open(
        platform: &'a Platform,
        tx: &'a TenantTx,
        person_id: Option<String>,
    ) -> Self {
        let now = platform.clock.now().to_rfc3339();
        Self {
            platform,
            tx,
            now,
            person_id,
            own: None,
            open: BTreeMap::new(),
        }
    }

    /// The moment this transaction writes down.
    pub(crate) fn now(&self) -> &str {
        &self.now
    }

    /// Opens the books of a year, with a first inventory when there is none, and holds them.
    async fn year(&mut self, year: i32) -> Result<&mut OpenBook, BookError> {
        if !self.open.contains_key(&year) {
            let mut inventory = match store::current(self.tx, year).await? {
                Some(inventory) => inventory,
                None => begin_year(self.platform, self.tx, year, &self.now).await?,
            };
            let Some(revision) = store::touch_open(self.tx, &inventory.id, &self.now).await? else {
                return Err(BookError::Closed(year));
            };
            inventory.revision = revision;
            let pinned = store::pinned(self.tx, &inventory.id).await?;
            if self.own.is_none() {
                self.own = Some(factor_store::approved(self.tx).await?);
            }
            let computer =
                Computer::new(&inventory, &pinned, self.own.as_deref().unwrap_or_default());
            let book = OpenBook {
                inventory,
                computer,
                delta: Delta::new(year),
                removed: Vec::new(),
                added: Vec::new(),
                factors: HashMap::new(),
            };
            self.open.insert(year, book);
        }
        self.open.get_mut(&year).ok_or(BookError::Closed(year))
    }

    /// Opens every year that these years name, in order, so that two writers never hold each other's years.
    pub(crate) async fn hold(
        &mut self,
        years: impl IntoIterator<Item = i32> + Send,
    ) -> Result<(), BookError> {
        let new: BTreeSet<i32> = years
            .into_iter()
            .filter(|year| !self.open.contains_key(year))
            .collect();
        for year in new {
            self.year(year).await?;
        }
        Ok(())
    }

    /// Takes records out of one year's book, as they were booked there; those that were not stay as they are.
    pub(crate) async fn take_out(
        &mut self,
        year: i32,
        records: &[RecordRow],
    ) -> Result<(), BookError> {
        let tx = self.tx;
        let book = self.year(year).await?;
        let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
        for line in line_store::of_records(tx, &book.inventory.id, &ids).await? {
            book.delta.line(&line, -1);
            book.removed.push(line.record_id);
        }
        Ok(())
    }

    /// Computes a record for one open year without booking it.
    fn compute(
        &mut self,
        year: i32,
        record: &RecordRow,
    ) -> Result<Result<Booking, Refusal>, BookError> {
        let basis = LineBasis {
            id: self.platform.ids.prefixed("line"),
            person_id: self.person_id.clone(),
            now: self.now.clone(),
        };
        let book = self.open.get_mut(&year).ok_or(BookError::Closed(year))?;
        Ok(book.computer.line(record, year, basis))
    }

    fn book(&mut self, year: i32, booking: Booking) -> Result<(), BookError> {
        let book = self.open.get_mut(&year).ok_or(BookError::Closed(year))?;
        for factor in booking.factors {
            if !book.factors.contains_key(&factor.id) {
                book.factors.insert(factor.id.clone(), factor);
            }
        }
        book.delta.line(&booking.line, 1);
        book.added.push(booking.line);
        Ok(())
    }

    /// Computes a record and books it in every year it touches, and writes into it how it ended. A record that one
    /// year refuses is booked in none; [`keep_refused`](Self::keep_refused) books it as what it is.
    pub(crate) async fn put_in_all(&mut self, record: &mut RecordRow) -> Result<(), BookError> {
        let years: Vec<i32> = record.years().collect();
        self.put_in(&years, record).await
    }

    /// Like [`put_in_all`](Self::put_in_all), in these years only.
    pub(crate) async fn put_in(
        &mut self,
        years: &[i32],
        record: &mut RecordRow,
    ) -> Result<(), BookError> {
        self.hold(years.iter().copied()).await?;
        let mut bookings = Vec::with_capacity(years.len());
        for year in years {
            match self.compute(*year, record)? {
                Ok(booking) => bookings.push((*year, booking)),
                Err(refusal) => {
                    record.status = RecordStatus::Refused;
                    record.refusal = Some(refusal);
                    return Ok(());
                }
            }
        }
        let estimated = bookings
            .iter()
            .any(|(_, booking)| booking.line.status == RecordStatus::Estimated);
        record.status = if estimated {
            RecordStatus::Estimated
        } else {
            RecordStatus::Calculated
        };
        record.refusal = None;
        for (year, booking) in bookings {
            self.book(year, booking)?;
        }
        Ok(())
    }

    /// Books a refused record that is kept: it counts as refused and adds to no figure.
    pub(crate) async fn keep_refused(
        &mut self,
        years: &[i32],
        record: &RecordRow,
    ) -> Result<(), BookError> {
        self.hold(years.iter().copied()).await?;
        for year in years {
            let basis = LineBasis {
                id: self.platform.ids.prefixed("line"),
                person_id: self.person_id.clone(),
                now: self.now.clone(),
            };
            let book = self.open.get_mut(year).ok_or(BookError::Closed(*year))?;
            let line = book.computer.refused_line(record, *year, basis);
            self.book(
                *year,
                Booking {
                    line,
                    factors: Vec::new(),
                },
            )?;
        }
        Ok(())
    }

    /// Takes a record out of every year it touches.
    pub(crate) async fn take_out_all(&mut self, record: &RecordRow) -> Result<(), BookError> {
        self.hold(record.years()).await?;
        for year in record.years() {
            self.take_out(year, std::slice::from_ref(record)).await?;
        }
        Ok(())
    }

    /// Writes lines, pinned factors and sums, and tells who listens once the transaction has committed. Records must
    /// have been written before.
    pub(crate) async fn close(self) -> Result<(), BookError> {
        let tx = self.tx;
        for book in self.open.into_values() {
            line_store::delete_of_records(tx, &book.inventory.id, &book.removed).await?;
            pin_factors(tx, &book.inventory.id, &book.factors).await?;
            line_store::insert(tx, book.added).await?;
            book.delta.apply(tx, &book.inventory.id).await?;
            tell(self.platform, tx, &book.inventory).await?;
        }
        Ok(())
    }
}

/// Tells that an inventory's figures have changed.
pub(crate) async fn tell(
    platform: &Platform,
    tx: &TenantTx,
    inventory: &InventoryRow,
) -> StoreResult<()> {
    let payload = serde_json::json!({ "inventoryId": inventory.id, "year": inventory.year });
    platform
        .outbox
        .emit(tx, RECALCULATED, inventory.revision, payload)
        .await
}

/// The first inventory of a year: open, pinned to the present settings and boundary.
async fn begin_year(
    platform: &Platform,
    tx: &TenantTx,
    year: i32,
    now: &str,
) -> StoreResult<InventoryRow> {
    let settings = boundary_store::settings_or_start(tx).await?;
    let units = boundary_store::units(tx).await?;
    let row = InventoryRow {
        id: platform.ids.prefixed("inv"),
        year,
        version: 1,
        is_current: true,
        state: InventoryState::Open,
        gwp_set: settings.gwp_set,
        factor_release: super::compute::release(),
        consolidation_approach: settings.consolidation_approach,
        revision: 0,
        created_at: now.to_owned(),
        updated_at: now.to_owned(),
        submitted_by: None,
    };
    store::insert(tx, &row, &Pinned::present(&settings, &units)).await?;
    Ok(row)
}
