//! Import of steps and rides: the exports of health and sport services, and reports of other programs.

pub mod parse;

mod mutation;
mod object;
mod query;
mod report;
mod service;
mod settle;
mod store;
mod subscription;
mod work;

pub(crate) use self::work::register;
pub use self::{
    mutation::{SportImportPayload, SportMutation, StepsReportPayload},
    object::{
        SportDay, SportImport, SportImportProgress, SportMessage, StepsReport, StepsReportDay,
        StepsReportInput, StepsReportRow,
    },
    query::SportQuery,
    subscription::SportSubscription,
};
