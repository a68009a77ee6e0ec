//! Exact decimals: the only numbers emissions are made of.

pub use rust_decimal::Decimal;
