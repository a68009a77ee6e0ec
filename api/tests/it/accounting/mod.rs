//! Boundary, records, inventories.

mod inventories;
mod records;
mod support;
