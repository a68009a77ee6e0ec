//! `saxaul schema`: the GraphQL schema as SDL, for `api/schema.graphql` and for integrators.

use std::io::Write;

use super::CommandError;

pub(super) fn run() -> Result<(), CommandError> {
    std::io::stdout().write_all(crate::graphql::schema::sdl().as_bytes())?;
    Ok(())
}
