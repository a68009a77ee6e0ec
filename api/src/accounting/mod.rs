//! What a company emits: boundary, factors, activity data, inventories, and the trail of every change to them.

pub(crate) mod access;
pub(crate) mod cells;
mod reference;
mod trail;

pub mod audit;
pub mod boundary;
pub mod demo;
pub mod factor;
pub mod import;
pub mod inventory;
pub mod record;

use async_graphql::{MergedObject, MergedSubscription};

pub use self::boundary::object::Organisation;
use crate::platform::{Platform, jobs::JobRegistry};

/// Everything of this slice that can be read.
#[derive(Default, MergedObject)]
pub struct AccountingQuery(
    boundary::query::BoundaryQuery,
    factor::query::FactorQuery,
    record::query::RecordQuery,
    import::query::ImportQuery,
    import::template::TemplateQuery,
    inventory::query::InventoryQuery,
    inventory::review::ReviewQuery,
    audit::AuditQuery,
);

/// Everything of this slice that can be done.
#[derive(Default, MergedObject)]
pub struct AccountingMutation(
    boundary::mutation::BoundaryMutation,
    factor::mutation::FactorMutation,
    record::mutation::RecordMutation,
    import::mutation::ImportMutation,
    inventory::mutation::InventoryMutation,
);

/// Everything of this slice that can be followed live.
#[derive(Default, MergedSubscription)]
pub struct AccountingSubscription(
    inventory::subscription::InventorySubscription,
    import::subscription::ImportSubscription,
);

/// Registers the slice's jobs.
pub fn jobs(platform: &Platform, registry: JobRegistry) -> JobRegistry {
    let registry = inventory::recalculate::register(platform, registry);
    import::work::register(platform, registry)
}
