//! Names of what the wire calls by codes.

use crate::client::enums::{
    AttentionKind, Confidence, ConsolidationApproach, DataKind, DataQuality, Gas, GwpSet,
    ImportField, ImportState, InventoryState, RecordOrigin, RecordStatus, RefusalCode, Scope,
};
use crate::i18n::{Text, text};
use crate::locales::{accounting as w, overview};
use crate::ui::chart::scene::Paint;

/// Name of a scope.
pub fn scope(scope: Scope) -> Text {
    match scope {
        Scope::Scope1 => w::SCOPE_1,
        Scope::Scope2 => w::SCOPE_2,
        Scope::Scope3 => w::SCOPE_3,
        Scope::Outside => w::OUTSIDE,
    }
}

/// Colour of a scope, the same on every screen.
pub fn scope_paint(scope: Option<Scope>) -> Paint {
    match scope {
        Some(Scope::Scope1) => Paint::Scope1,
        Some(Scope::Scope2) => Paint::Scope2,
        Some(Scope::Scope3) => Paint::Scope3,
        Some(Scope::Outside) => Paint::Biogenic,
        None => Paint::Other(2),
    }
}

/// Name of a gas.
pub fn gas(gas: Gas) -> Text {
    match gas {
        Gas::Co2 => text("CO₂", "CO₂"),
        Gas::Ch4 => text("CH₄", "CH₄"),
        Gas::N2o => text("N₂O", "N₂O"),
        Gas::Hfc => w::GAS_HFC,
        Gas::Pfc => w::GAS_PFC,
        Gas::Sf6 => text("SF₆", "SF₆"),
        Gas::Nf3 => text("NF₃", "NF₃"),
    }
}

/// Name of a set of GWPs.
pub fn gwp_set(set: GwpSet) -> Text {
    match set {
        GwpSet::Sar => text("IPCC 第二次评估报告", "IPCC SAR"),
        GwpSet::Ar4 => text("IPCC 第四次评估报告", "IPCC AR4"),
        GwpSet::Ar5 => text("IPCC 第五次评估报告", "IPCC AR5"),
        GwpSet::Ar6 => text("IPCC 第六次评估报告", "IPCC AR6"),
    }
}

/// Name of a kind of data.
pub fn kind(kind: DataKind) -> Text {
    match kind {
        DataKind::Carbon => w::KIND_CARBON,
        DataKind::Energy => w::KIND_ENERGY,
        DataKind::Resource => w::KIND_RESOURCE,
        DataKind::Waste => w::KIND_WASTE,
        DataKind::Performance => w::KIND_PERFORMANCE,
    }
}

/// Name of a record's status.
pub fn status(status: RecordStatus) -> Text {
    match status {
        RecordStatus::Calculated => w::STATUS_CALCULATED,
        RecordStatus::Estimated => w::STATUS_ESTIMATED,
        RecordStatus::Refused => w::STATUS_REFUSED,
    }
}

/// Name of a data quality.
pub fn quality(quality: DataQuality) -> Text {
    match quality {
        DataQuality::Measured => w::QUALITY_MEASURED,
        DataQuality::Invoiced => w::QUALITY_INVOICED,
        DataQuality::Estimated => w::QUALITY_ESTIMATED,
        DataQuality::Proxy => w::QUALITY_PROXY,
    }
}

/// How a record came in.
pub fn origin(origin: RecordOrigin) -> Text {
    match origin {
        RecordOrigin::Form => w::ORIGIN_FORM,
        RecordOrigin::Import => w::ORIGIN_IMPORT,
        RecordOrigin::Api => w::ORIGIN_API,
        RecordOrigin::Demo => w::ORIGIN_DEMO,
    }
}

/// Where an inventory stands.
pub fn inventory_state(state: InventoryState) -> Text {
    match state {
        InventoryState::Open => w::STATE_OPEN,
        InventoryState::Submitted => w::STATE_SUBMITTED,
        InventoryState::Approved => w::STATE_APPROVED,
        InventoryState::Locked => w::STATE_LOCKED,
    }
}

/// Where an import stands.
pub fn import_state(state: ImportState) -> Text {
    match state {
        ImportState::Uploaded => w::IMPORT_UPLOADED,
        ImportState::Mapped => w::IMPORT_MAPPED,
        ImportState::Checking => w::IMPORT_CHECKING,
        ImportState::Checked => w::IMPORT_CHECKED,
        ImportState::Importing => w::IMPORT_IMPORTING,
        ImportState::Imported => w::IMPORT_IMPORTED,
        ImportState::Failed => w::IMPORT_FAILED,
        ImportState::Cancelled => w::IMPORT_CANCELLED,
    }
}

/// How sure a factor is.
pub fn confidence(confidence: Confidence) -> Text {
    match confidence {
        Confidence::Published => w::CONFIDENCE_PUBLISHED,
        Confidence::Recalled => w::CONFIDENCE_RECALLED,
        Confidence::Own => w::CONFIDENCE_OWN,
        Confidence::Supplier => w::CONFIDENCE_SUPPLIER,
    }
}

/// How the boundary is drawn.
pub fn approach(approach: ConsolidationApproach) -> Text {
    match approach {
        ConsolidationApproach::OperationalControl => w::APPROACH_OPERATIONAL,
        ConsolidationApproach::FinancialControl => w::APPROACH_FINANCIAL,
        ConsolidationApproach::EquityShare => w::APPROACH_EQUITY,
    }
}

/// What waits for somebody.
pub fn attention(kind: AttentionKind) -> Text {
    match kind {
        AttentionKind::MissingMonth => overview::ATTENTION_MISSING,
        AttentionKind::RefusedRow => overview::ATTENTION_REFUSED,
        AttentionKind::Outlier => overview::ATTENTION_OUTLIER,
        AttentionKind::AwaitingApproval => overview::ATTENTION_APPROVAL,
        AttentionKind::RecalledFactor => overview::ATTENTION_RECALLED,
        AttentionKind::ImportWaiting => overview::ATTENTION_IMPORT_WAITING,
        AttentionKind::ImportFailed => overview::ATTENTION_IMPORT_FAILED,
    }
}

/// What a column of a file means.
pub fn import_field(field: ImportField) -> Text {
    match field {
        ImportField::Site => w::FIELD_SITE,
        ImportField::Activity => w::FIELD_ACTIVITY,
        ImportField::Quantity => w::FIELD_QUANTITY,
        ImportField::Unit => w::FIELD_UNIT,
        ImportField::Start => w::FIELD_START,
        ImportField::End => w::FIELD_END,
        ImportField::FactorId => w::FIELD_FACTOR,
        ImportField::Supplier => w::FIELD_SUPPLIER,
        ImportField::Quality => w::FIELD_QUALITY,
        ImportField::UncertaintyPct => w::FIELD_UNCERTAINTY,
        ImportField::Reference => w::FIELD_REFERENCE,
        ImportField::Note => w::FIELD_NOTE,
        ImportField::Source => w::FIELD_SOURCE,
    }
}

/// What is wrong with a row, in a few words.
pub fn refusal(code: RefusalCode) -> Text {
    match code {
        RefusalCode::UnknownActivity => text("活动不在目录中", "Unknown activity"),
        RefusalCode::UnknownUnit => text("单位无法识别", "Unknown unit"),
        RefusalCode::AmbiguousUnit => text("单位有歧义", "Ambiguous unit"),
        RefusalCode::WrongDimension => text("单位与活动不符", "Unit does not fit"),
        RefusalCode::NoFactor => text("没有适用因子", "No factor"),
        RefusalCode::UnknownFactor => text("因子不存在", "Unknown factor"),
        RefusalCode::FactorMismatch => text("因子与活动不符", "Factor does not fit"),
        RefusalCode::UnknownSite => text("场所不存在", "Unknown site"),
        RefusalCode::UnknownRegion => text("地区无法识别", "Unknown region"),
        RefusalCode::BadNumber => text("数字有误", "Not a number"),
        RefusalCode::BadDate => text("日期有误", "Not a date"),
        RefusalCode::BadValue => text("取值有误", "Value not accepted"),
        RefusalCode::PeriodReversed => text("起止日期颠倒", "Period reversed"),
        RefusalCode::PeriodTooLong => text("期间过长", "Period too long"),
        RefusalCode::FuturePeriod => text("期间在未来", "In the future"),
        RefusalCode::NegativeQuantity => text("数量为负", "Negative quantity"),
        RefusalCode::TooLarge => text("数值过大", "Number too large"),
        RefusalCode::Overlap => text("期间重叠", "Overlapping period"),
        RefusalCode::Duplicate => text("重复", "Duplicate"),
        RefusalCode::MissingCell => text("缺少内容", "Empty cell"),
        RefusalCode::FormulaCell => text("公式无结果", "Formula without value"),
        RefusalCode::WrongColumnCount => text("列数不符", "Wrong number of cells"),
        RefusalCode::LockedPeriod => text("期间已锁定", "Locked period"),
        RefusalCode::UnknownGwp => text("没有 GWP 值", "No GWP"),
    }
}
