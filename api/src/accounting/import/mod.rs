//! Import of activity data from files: upload → map columns → check every row → mend in place → write → summary.

pub mod mutation;
pub mod object;
pub mod query;
pub mod subscription;
pub mod template;
pub mod upload;

pub(crate) mod file;
pub(crate) mod service;
pub(crate) mod waiting;
pub(crate) mod work;

mod assess;
mod head;
mod names;
mod progress;
mod rows;
mod store;

use saxaul_shared::accounting::{import::columns::ImportField, refusal::RefusalCode};

/// The column that a refusal of the engine concerns.
fn field_of(code: RefusalCode) -> Option<ImportField> {
    match code {
        RefusalCode::UnknownActivity => Some(ImportField::Activity),
        RefusalCode::UnknownUnit | RefusalCode::AmbiguousUnit | RefusalCode::WrongDimension => {
            Some(ImportField::Unit)
        }
        RefusalCode::UnknownFactor | RefusalCode::FactorMismatch => Some(ImportField::FactorId),
        RefusalCode::UnknownSite => Some(ImportField::Site),
        RefusalCode::BadNumber | RefusalCode::NegativeQuantity | RefusalCode::TooLarge => {
            Some(ImportField::Quantity)
        }
        RefusalCode::BadDate | RefusalCode::LockedPeriod | RefusalCode::FuturePeriod => {
            Some(ImportField::Start)
        }
        RefusalCode::PeriodReversed | RefusalCode::PeriodTooLong => Some(ImportField::End),
        _ => None,
    }
}
