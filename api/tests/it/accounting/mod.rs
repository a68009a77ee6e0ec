//! Boundary, records, imports, inventories.

mod import;
mod inventories;
mod records;
mod support;
