//! Journeys in a real browser. One binary, one file per journey.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod company;

mod circle;
mod first_year;
mod front_door;
mod live;
