//! The spelling of every enumeration: the same in JSON, GraphQL and SQL.

use std::{collections::BTreeMap, fmt, str::FromStr};

use apollo_compiler::{Schema, schema::ExtendedType};
use saxaul_api::graphql::schema;
use saxaul_shared::{
    accounting::{
        activity::{DataKind, Scope},
        boundary::{ConsolidationApproach, FinancialTie, UnitKind},
        factor::Confidence,
        gwp::{Gas, GwpSet},
        import::columns::ImportField,
        inventory::InventoryState,
        record::{
            AttentionKind, DataQuality, FactorState, ImportState, RecordOrigin, RecordStatus,
        },
        refusal::RefusalCode,
    },
    credits::{
        ActionLedger, ActionScene, BoardPeriod, BoardScope, BoardVisibility, ClaimState,
        CreditBook, EvidenceKind, InventoryLink, SizeClass, TransactionKind, TrustLevel,
        action::ActionConfidence,
        claim::MealSlot,
        everyday::EverydayCategory,
        honesty::{ReviewDecision, ReviewState},
        ledger::LedgerRemark,
        quiz::FootprintCategory,
        sport::{SportImportState, SportSource, StepReason, StepSignal},
    },
    format::Locale,
    identity::Role,
    violation::ErrorCode,
};
use serde::{Serialize, de::DeserializeOwned};

/// Enumerations of the schema and the spellings of their values.
fn live() -> BTreeMap<String, Vec<String>> {
    let schema = Schema::parse(schema::sdl(), "schema.graphql")
        .unwrap_or_else(|bad| panic!("{}", bad.errors));
    let enums = schema
        .types
        .iter()
        .filter(|(name, _)| !name.starts_with("__"));
    enums
        .filter_map(|(name, definition)| match definition {
            ExtendedType::Enum(definition) => {
                let mut values: Vec<String> =
                    definition.values.keys().map(ToString::to_string).collect();
                values.sort();
                Some((name.to_string(), values))
            }
            _ => None,
        })
        .collect()
}

/// Checks one enumeration of the domain and strikes it off the list.
fn check<T>(
    live: &mut BTreeMap<String, Vec<String>>,
    name: &str,
    all: &[T],
    as_str: impl Fn(T) -> &'static str,
) where
    T: Copy + PartialEq + fmt::Debug + Serialize + DeserializeOwned + FromStr,
{
    let mut stored = Vec::new();
    for value in all {
        let text = as_str(*value);
        // The column holds `as_str` and is read back by `FromStr`.
        assert_eq!(text.parse::<T>().ok(), Some(*value), "{name}: SQL");
        assert_eq!(serde_json::to_value(value).unwrap(), text, "{name}: JSON");
        assert_eq!(
            serde_json::from_value::<T>(text.into()).unwrap(),
            *value,
            "{name}: JSON"
        );
        stored.push(text.to_owned());
    }
    stored.sort();
    if let Some(served) = live.remove(name) {
        assert_eq!(served, stored, "{name}: GraphQL");
    }
}

macro_rules! check_all {
    ($live:ident, $($name:literal = $type:ty),+ $(,)?) => {
        $(check::<$type>(&mut $live, $name, <$type>::ALL, <$type>::as_str);)+
    };
}

#[test]
fn every_enumeration_has_one_spelling() {
    let mut live = live();
    check_all!(
        live,
        "ActionConfidence" = ActionConfidence,
        "ActionLedger" = ActionLedger,
        "ActionScene" = ActionScene,
        "AttentionKind" = AttentionKind,
        "BoardPeriod" = BoardPeriod,
        "BoardScope" = BoardScope,
        "BoardVisibility" = BoardVisibility,
        "ClaimState" = ClaimState,
        "Confidence" = Confidence,
        "ConsolidationApproach" = ConsolidationApproach,
        "CreditBook" = CreditBook,
        "DataKind" = DataKind,
        "DataQuality" = DataQuality,
        "ErrorCode" = ErrorCode,
        "EverydayCategory" = EverydayCategory,
        "EvidenceKind" = EvidenceKind,
        "FactorState" = FactorState,
        "FinancialTie" = FinancialTie,
        "FootprintCategory" = FootprintCategory,
        "Gas" = Gas,
        "GwpSet" = GwpSet,
        "ImportField" = ImportField,
        "ImportState" = ImportState,
        "InventoryLink" = InventoryLink,
        "InventoryState" = InventoryState,
        "LedgerRemark" = LedgerRemark,
        "Locale" = Locale,
        "MealSlot" = MealSlot,
        "RecordOrigin" = RecordOrigin,
        "RecordStatus" = RecordStatus,
        "RefusalCode" = RefusalCode,
        "ReviewDecision" = ReviewDecision,
        "ReviewState" = ReviewState,
        "Role" = Role,
        "Scope" = Scope,
        "RosterField" = saxaul_shared::credits::roster::RosterField,
        "SizeClass" = SizeClass,
        "SportImportState" = SportImportState,
        "SportSource" = SportSource,
        "StepReason" = StepReason,
        "StepSignal" = StepSignal,
        "TransactionKind" = TransactionKind,
        "TrustLevel" = TrustLevel,
        "UnitKind" = UnitKind,
    );
    assert!(
        live.is_empty(),
        "these enumerations of the schema have no case here: {:?}",
        live.keys()
    );
}
