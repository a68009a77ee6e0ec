//! The ledger: what is posted stands, once, in order, and can be checked from outside.

mod check;
mod expiry;
mod posting;
mod support;
mod transfers;
