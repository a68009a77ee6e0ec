//! `saxaul account`: computes a file of activity data with no database, on all cores.

mod chunks;
mod records;
