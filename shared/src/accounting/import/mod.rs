//! A file of activity data: cells in, drafts or typed refusals out.
//!
//! The server and the browser call the same functions, so what the preview says is what the import does.
//!
//! **Invariant:** every row that is not blank ends as exactly one [`row::RowOutcome`]: a draft, or all the reasons
//! why it is none. No row is dropped and none counts as zero.

pub mod cell;
pub mod columns;
pub mod row;

pub mod duplicates;
