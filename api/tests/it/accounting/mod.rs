//! Boundary, records, imports, inventories.

mod attention;
mod behind_figures;
mod consolidation;
mod coverage;
mod demo;
mod evidence;
mod factors;
mod import;
mod inventories;
mod killed;
mod node;
mod records;
mod support;
