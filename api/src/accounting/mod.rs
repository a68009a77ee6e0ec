//! What a company emits: boundary, factors, activity data, inventories, and the trail of every change to them.

mod access;
mod cells;
mod reference;
mod trail;

pub mod audit;
pub mod boundary;
pub mod demo;
pub mod factor;
pub mod inventory;
pub mod record;

use async_graphql::MergedObject;

pub use self::boundary::object::Organisation;
use crate::platform::{Platform, jobs::JobRegistry};

/// Everything of this slice that can be read.
#[derive(Default, MergedObject)]
pub struct AccountingQuery(
    boundary::query::BoundaryQuery,
    factor::query::FactorQuery,
    record::query::RecordQuery,
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
    inventory::mutation::InventoryMutation,
);

/// Everything of this slice that can be followed live.
pub use self::inventory::subscription::InventorySubscription as AccountingSubscription;

/// Registers the slice's jobs.
pub fn jobs(platform: &Platform, registry: JobRegistry) -> JobRegistry {
    inventory::recalculate::register(platform, registry)
}
