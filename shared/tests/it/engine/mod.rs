//! The engine against the published worked examples and against its own laws.

mod choice;
mod laws;
mod running;
mod support;
mod worked_cn;
mod worked_desnz;
mod worked_epa;
mod worked_protocol;
mod worked_scope3;
