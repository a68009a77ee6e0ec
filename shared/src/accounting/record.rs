//! What is written down about one piece of activity data besides its quantity.

crate::wire_enum! {
    /// How a record ended. There is no fourth way: nothing counts as zero in silence.
    pub enum RecordStatus {
        /// Computed from measured or invoiced data.
        Calculated = "CALCULATED",
        /// Computed from estimated or proxy data.
        Estimated = "ESTIMATED",
        /// Not computed; the reason is typed and stands with the record.
        Refused = "REFUSED",
    }
}

crate::wire_enum! {
    /// Where a quantity comes from, best first.
    pub enum DataQuality {
        /// Read from a calibrated meter or scale.
        Measured = "MEASURED",
        /// Taken from an invoice or a supplier's statement.
        Invoiced = "INVOICED",
        /// Estimated from other data of the company.
        Estimated = "ESTIMATED",
        /// Taken from an average or from something similar.
        Proxy = "PROXY",
    }
}

impl DataQuality {
    /// The status of a record of this quality once it is computed.
    pub const fn status_when_computed(self) -> RecordStatus {
        match self {
            Self::Measured | Self::Invoiced => RecordStatus::Calculated,
            Self::Estimated | Self::Proxy => RecordStatus::Estimated,
        }
    }
}

crate::wire_enum! {
    /// How a record came in.
    pub enum RecordOrigin {
        /// Typed into a form.
        Form = "FORM",
        /// Row of an imported file.
        Import = "IMPORT",
        /// Sent by another system.
        Api = "API",
        /// Part of the demo company.
        Demo = "DEMO",
    }
}

crate::wire_enum! {
    /// Where an own factor stands.
    pub enum FactorState {
        /// Written down, not yet used.
        Draft = "DRAFT",
        /// Approved by a second person: the engine may take it.
        Approved = "APPROVED",
        /// Not to be used for new data; inventories that pinned it keep it.
        Retired = "RETIRED",
    }
}

crate::wire_enum! {
    /// Where an import stands.
    pub enum ImportState {
        /// The file's head has been read; columns wait to be mapped.
        Uploaded = "UPLOADED",
        /// Columns are mapped; the check waits to run.
        Mapped = "MAPPED",
        /// Every row is being checked.
        Checking = "CHECKING",
        /// Every row has been checked; people fix what is wrong or start.
        Checked = "CHECKED",
        /// Rows are being written.
        Importing = "IMPORTING",
        /// Every good row is in.
        Imported = "IMPORTED",
        /// The file cannot be imported; the reason is told.
        Failed = "FAILED",
        /// Given up; nothing of it is left.
        Cancelled = "CANCELLED",
    }
}

crate::wire_enum! {
    /// Why something asks for a person's attention.
    pub enum AttentionKind {
        /// A source that reports in other months has nothing in this one.
        MissingMonth = "MISSING_MONTH",
        /// Records or rows that could not be computed.
        RefusedRow = "REFUSED_ROW",
        /// A month far from its source's usual level.
        Outlier = "OUTLIER",
        /// An inventory or a factor waits for approval.
        AwaitingApproval = "AWAITING_APPROVAL",
        /// Figures rest on factors that were transcribed from memory.
        RecalledFactor = "RECALLED_FACTOR",
        /// An import cannot go on until a person has mapped, mended or started it.
        ImportWaiting = "IMPORT_WAITING",
        /// An import ended without being done.
        ImportFailed = "IMPORT_FAILED",
    }
}
