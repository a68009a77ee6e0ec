//! Journeys in a real browser. One binary, one file per journey.

mod front_door;
