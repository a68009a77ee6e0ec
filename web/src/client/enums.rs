//! Enums of the schema under the names of the schema, for graphql_client's `extern_enums`.

pub use saxaul_shared::accounting::activity::{DataKind, Scope};
pub use saxaul_shared::accounting::boundary::{ConsolidationApproach, UnitKind};
pub use saxaul_shared::accounting::factor::Confidence;
pub use saxaul_shared::accounting::gwp::{Gas, GwpSet};
pub use saxaul_shared::accounting::inventory::InventoryState;
pub use saxaul_shared::accounting::record::{
    AttentionKind, DataQuality, FactorState, ImportState, RecordOrigin, RecordStatus,
};

pub use saxaul_shared::accounting::import::columns::ImportField;
pub use saxaul_shared::accounting::refusal::RefusalCode;
pub use saxaul_shared::violation::ErrorCode;

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
