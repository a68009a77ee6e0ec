//! What a company emits: boundary, factors, activity data, inventories, and the trail of every change to them.

pub mod audit;
