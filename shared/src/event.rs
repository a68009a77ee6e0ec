//! Facts in the past tense that slices tell each other and the screens. Delivered at least once, with a version:
//! whoever listens drops doubles and heals gaps by reading the present state.

use serde::{Deserialize, Serialize};

use crate::id::{ImportId, InventoryId, OrganisationId, RecordId};

/// A fact about one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Whose fact it is. Nobody else ever receives it.
    pub organisation: OrganisationId,
    /// Grows with every fact about the same object; an older version than one already seen is dropped.
    pub version: i64,
    /// What happened.
    pub fact: Fact,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Fact {
    /// An import moved on.
    ImportProgressed {
        /// Which import.
        import: ImportId,
        /// Rows dealt with in the present stage.
        done: i64,
        /// Rows in all.
        total: i64,
    },
    /// Records of a year were added, changed or removed.
    ActivityRecordsChanged {
        /// Calendar year they touch.
        year: i32,
        /// One of them when it was a single change, `None` for a batch.
        record: Option<RecordId>,
    },
    /// An inventory was computed anew.
    InventoryRecalculated {
        /// Which inventory.
        inventory: InventoryId,
        /// Its reporting year.
        year: i32,
    },
    /// An inventory went to another state.
    InventoryStateChanged {
        /// Which inventory.
        inventory: InventoryId,
        /// Its reporting year.
        year: i32,
    },
    /// The boundary, a factor or a preference changed, so inventories must be computed anew.
    BoundaryChanged,
}
