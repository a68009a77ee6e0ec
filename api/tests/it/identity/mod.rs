//! The ways in, and what each role may do.

mod brakes;
mod flood;
mod invitations;
mod mail;
mod passwords;
mod people;
mod sessions;
mod sites;
mod tokens;
