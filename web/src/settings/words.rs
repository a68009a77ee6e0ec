//! Names of enumerated things, for people.

use crate::client::enums::{
    Confidence, ConsolidationApproach, FactorState, FinancialTie, Gas, GwpSet, Role, UnitKind,
};
use crate::i18n::Text;
use crate::locales::settings as words;
use crate::ui::{Choice, Tone};

/// What a role is called.
pub const fn role(role: Role) -> Text {
    match role {
        Role::Owner => words::ROLE_OWNER,
        Role::Accountant => words::ROLE_ACCOUNTANT,
        Role::DataOwner => words::ROLE_DATA_OWNER,
        Role::Approver => words::ROLE_APPROVER,
        Role::Verifier => words::ROLE_VERIFIER,
        Role::Employee => words::ROLE_EMPLOYEE,
        Role::ProgrammeManager => words::ROLE_PROGRAMME_MANAGER,
        Role::Integrator => words::ROLE_INTEGRATOR,
    }
}

/// What a kind of unit is called.
pub const fn unit_kind(kind: UnitKind) -> Text {
    match kind {
        UnitKind::Group => words::KIND_GROUP,
        UnitKind::Company => words::KIND_COMPANY,
        UnitKind::Site => words::KIND_SITE,
    }
}

/// What a tie in the accounts is called.
pub const fn financial_tie(tie: FinancialTie) -> Text {
    match tie {
        FinancialTie::Subsidiary => words::TIE_SUBSIDIARY,
        FinancialTie::Joint => words::TIE_JOINT,
        FinancialTie::Associate => words::TIE_ASSOCIATE,
        FinancialTie::Investment => words::TIE_INVESTMENT,
    }
}

/// What a consolidation approach is called.
pub const fn consolidation(approach: ConsolidationApproach) -> Text {
    match approach {
        ConsolidationApproach::OperationalControl => words::OPERATIONAL_CONTROL,
        ConsolidationApproach::FinancialControl => words::FINANCIAL_CONTROL,
        ConsolidationApproach::EquityShare => words::EQUITY_SHARE,
    }
}

/// What a set of GWPs is called.
pub const fn gwp_set(set: GwpSet) -> Text {
    match set {
        GwpSet::Sar => words::GWP_SAR,
        GwpSet::Ar4 => words::GWP_AR4,
        GwpSet::Ar5 => words::GWP_AR5,
        GwpSet::Ar6 => words::GWP_AR6,
    }
}

/// Where a factor comes from, and how much that should worry.
pub const fn confidence(confidence: Confidence) -> (Text, Tone) {
    match confidence {
        Confidence::Published => (words::CONFIDENCE_PUBLISHED, Tone::Good),
        Confidence::Recalled => (words::CONFIDENCE_RECALLED, Tone::Warning),
        Confidence::Own => (words::CONFIDENCE_OWN, Tone::Info),
        Confidence::Supplier => (words::CONFIDENCE_SUPPLIER, Tone::Info),
    }
}

/// Where an own factor stands.
pub const fn factor_state(state: FactorState) -> (Text, Tone) {
    match state {
        FactorState::Draft => (words::FACTOR_DRAFT, Tone::Warning),
        FactorState::Approved => (words::FACTOR_APPROVED, Tone::Good),
        FactorState::Retired => (words::FACTOR_RETIRED, Tone::Neutral),
    }
}

/// A gas as it is written.
pub const fn gas(gas: Gas) -> &'static str {
    match gas {
        Gas::Co2 => "CO₂",
        Gas::Ch4 => "CH₄",
        Gas::N2o => "N₂O",
        Gas::Hfc => "HFC",
        Gas::Pfc => "PFC",
        Gas::Sf6 => "SF₆",
        Gas::Nf3 => "NF₃",
    }
}

/// How a factor is meant: the words used in the tables, in the order of the source.
pub fn basis(codes: &[String]) -> String {
    let name = |code: &String| {
        let known = BASES.iter().find(|(known, _)| known == code);
        known.map_or_else(|| code.replace('_', " "), |(_, name)| name.now().to_owned())
    };
    codes.iter().map(name).collect::<Vec<_>>().join(" · ")
}

const BASES: [(&str, Text); 8] = [
    ("gross_cv", words::BASIS_GROSS_CV),
    ("net_cv", words::BASIS_NET_CV),
    ("location", words::BASIS_LOCATION),
    ("market", words::BASIS_MARKET),
    ("residual mix", words::BASIS_RESIDUAL),
    ("lifecycle", words::BASIS_LIFECYCLE),
    ("generation", words::BASIS_GENERATION),
    ("combustion", words::BASIS_COMBUSTION),
];

/// Choices of an enum: the wire name is sent, the words are shown in the language of the screen.
pub fn choices<E: Copy + std::fmt::Display>(all: &[E], name: impl Fn(E) -> Text) -> Vec<Choice> {
    all.iter()
        .map(|&value| Choice::new(value.to_string(), name(value).now()))
        .collect()
}
