//! Typed operations of imports.

use graphql_client::GraphQLQuery;

use super::operations::operations;
use crate::client::enums::{ErrorCode, SportImportState, SportSource};
use crate::ui::form::user_error_from;

operations! {
    /// Makes an import of an upload.
    SportImportCreate = "src/circle/graphql/sport_import_create.graphql";
    /// The own imports.
    SportImports = "src/circle/graphql/sport_imports.graphql";
    /// Deletes an import.
    SportImportDelete = "src/circle/graphql/sport_import_delete.graphql";
    /// An import came further.
    SportImportProgressed = "src/circle/graphql/sport_import_progressed.graphql";
}

/// An import.
pub type SportImport = sport_imports::SportImportsSportImports;

user_error_from!(
    sport_import_create,
    SportImportCreateSportImportCreateUserErrors
);
user_error_from!(
    sport_import_delete,
    SportImportDeleteSportImportDeleteUserErrors
);
