//! Enums of the schema under the names of the schema, for graphql_client's `extern_enums`.

pub use saxaul_shared::accounting::activity::{DataKind, Scope};
pub use saxaul_shared::accounting::boundary::{ConsolidationApproach, FinancialTie, UnitKind};
pub use saxaul_shared::accounting::factor::Confidence;
pub use saxaul_shared::accounting::gwp::{Gas, GwpSet};
pub use saxaul_shared::accounting::import::columns::ImportField;
pub use saxaul_shared::accounting::inventory::InventoryState;
pub use saxaul_shared::accounting::record::{
    AttentionKind, DataQuality, FactorState, ImportState, RecordOrigin, RecordStatus,
};
pub use saxaul_shared::accounting::refusal::RefusalCode;
pub use saxaul_shared::credits::action::ActionConfidence;
pub use saxaul_shared::credits::claim::MealSlot;
pub use saxaul_shared::credits::everyday::EverydayCategory;
pub use saxaul_shared::credits::sport::{SportImportState, SportSource};
pub use saxaul_shared::credits::{
    ActionLedger, ActionScene, BoardPeriod, BoardScope, BoardVisibility, ClaimState, CreditBook,
    EvidenceKind, InventoryLink, SizeClass, TransactionKind, TrustLevel,
};
pub use saxaul_shared::format::Locale;
pub use saxaul_shared::identity::Role;
pub use saxaul_shared::violation::ErrorCode;
