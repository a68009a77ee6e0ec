//! Enums of the schema under the names of the schema, for graphql_client's `extern_enums`.

pub use saxaul_shared::accounting::activity::{DataKind, Scope};
pub use saxaul_shared::accounting::factor::Confidence;
pub use saxaul_shared::accounting::gwp::{Gas, GwpSet};

use serde::{Deserialize, Serialize};

macro_rules! wire_enum {
    ($(#[$doc:meta])* $name:ident { $($variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum $name { $(#[allow(missing_docs, reason = "named as in the schema")] $variant),+ }
        impl $name {
            /// All values, in the schema's order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
        }
    };
}

wire_enum!(
    /// What a person may do.
    Role { Owner, Accountant, DataOwner, Approver, Verifier, Employee, ProgrammeManager, Integrator }
);
wire_enum!(
    /// Language of a person.
    Locale { ZhCn, En }
);
wire_enum!(
    /// Whose emissions count.
    ConsolidationApproach { OperationalControl, FinancialControl, EquityShare }
);
wire_enum!(
    /// Place in the boundary tree.
    UnitKind { Group, Company, Site }
);
wire_enum!(
    /// What became of a record.
    RecordStatus { Calculated, Estimated, Refused }
);
wire_enum!(
    /// Where a quantity comes from.
    DataQuality { Measured, Invoiced, Estimated, Proxy }
);
wire_enum!(
    /// How a record came in.
    RecordOrigin { Form, Import, Api, Demo }
);
wire_enum!(
    /// Where an inventory stands.
    InventoryState { Open, Submitted, Approved, Locked }
);
wire_enum!(
    /// Where an import stands.
    ImportState { Uploaded, Mapped, Checking, Checked, Importing, Imported, Failed, Cancelled }
);
wire_enum!(
    /// Where an own factor stands.
    FactorState { Draft, Approved, Retired }
);
wire_enum!(
    /// Why a row was refused.
    RefusalCode {
        UnknownActivity, UnknownUnit, WrongDimension, NoFactor, UnknownSite, BadNumber, BadDate, PeriodReversed, NegativeQuantity,
        TooLarge, Overlap, Duplicate, MissingCell, FormulaCell, LockedPeriod, UnknownFactor,
    }
);
wire_enum!(
    /// What asks for somebody's attention.
    AttentionKind { MissingMonth, RefusedRow, Outlier, AwaitingApproval, RecalledFactor }
);
wire_enum!(
    /// What a column of a file means.
    ImportField { Site, Activity, Quantity, Unit, Start, End, FactorId, Supplier, Quality, UncertaintyPct, Reference, Note, Source }
);
wire_enum!(
    /// Why an input was refused, for programs; people get the message.
    ErrorCode { Required, Invalid, TooLong, TooShort, NotFound, Taken, Conflict, WrongCredentials, Expired, Forbidden, Locked }
);
