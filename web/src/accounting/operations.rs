//! Typed operations of the accounting screens; each document is checked against the schema when this crate is built.

use graphql_client::GraphQLQuery;

use crate::client::enums::{
    AttentionKind, Confidence, ConsolidationApproach, DataKind, DataQuality, ErrorCode,
    FactorState, Gas, GwpSet, ImportField, ImportState, InventoryState, RecordOrigin, RecordStatus,
    RefusalCode, Scope, UnitKind,
};

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $file:tt;)+) => { $(
        $(#[$doc])*
        #[derive(GraphQLQuery)]
        #[graphql(
            schema_path = "../api/schema.graphql",
            query_path = $file,
            custom_scalars_module = "crate::client::scalars",
            extern_enums(
                "AttentionKind", "Confidence", "ConsolidationApproach", "DataKind", "DataQuality", "ErrorCode", "FactorState", "Gas",
                "GwpSet", "ImportField", "ImportState", "InventoryState", "RecordOrigin", "RecordStatus", "RefusalCode", "Scope", "UnitKind"
            ),
            variables_derives = "Clone, Debug, PartialEq",
            response_derives = "Clone, Debug, PartialEq"
        )]
        pub struct $name;
    )+ };
}

operations! {
    /// The figures of the overview.
    Overview = "src/accounting/graphql/overview.graphql";
    /// An inventory was computed again.
    InventoryRecalculated = "src/accounting/graphql/inventory_recalculated.graphql";
    /// Sites and activities a record can be of.
    EntryChoices = "src/accounting/graphql/entry_choices.graphql";
    /// Units an activity can be measured in.
    UnitChoices = "src/accounting/graphql/unit_choices.graphql";
    /// Factors for an activity, best first.
    FactorChoices = "src/accounting/graphql/factor_choices.graphql";
    /// A page of records.
    ActivityRecords = "src/accounting/graphql/activity_records.graphql";
    /// One record with everything about it.
    ActivityRecordById = "src/accounting/graphql/activity_record.graphql";
    /// Adds a record.
    ActivityRecordCreate = "src/accounting/graphql/activity_record_create.graphql";
    /// Changes a record.
    ActivityRecordUpdate = "src/accounting/graphql/activity_record_update.graphql";
    /// Deletes a record.
    ActivityRecordDelete = "src/accounting/graphql/activity_record_delete.graphql";
    /// Takes a deletion back.
    ActivityRecordRestore = "src/accounting/graphql/activity_record_restore.graphql";
    /// Adds a file to a record.
    EvidenceAttach = "src/accounting/graphql/evidence_attach.graphql";
    /// Which days of which source at which site have data.
    Completeness = "src/accounting/graphql/completeness.graphql";
    /// Recent files and the templates.
    Imports = "src/accounting/graphql/imports.graphql";
    /// Makes an import of an upload.
    ImportCreate = "src/accounting/graphql/import_create.graphql";
    /// One import with its columns.
    ImportById = "src/accounting/graphql/import_by_id.graphql";
    /// A page of refused rows.
    ImportProblems = "src/accounting/graphql/import_problems.graphql";
    /// Sets what the columns mean and starts the check.
    ImportMap = "src/accounting/graphql/import_map.graphql";
    /// Changes cells of a row.
    ImportRowUpdate = "src/accounting/graphql/import_row_update.graphql";
    /// Leaves rows out.
    ImportRowDiscard = "src/accounting/graphql/import_row_discard.graphql";
    /// Writes the rows.
    ImportStart = "src/accounting/graphql/import_start.graphql";
    /// Gives an import up.
    ImportCancel = "src/accounting/graphql/import_cancel.graphql";
    /// An import came further.
    ImportProgressed = "src/accounting/graphql/import_progressed.graphql";
    /// All inventories, newest first.
    Inventories = "src/accounting/graphql/inventories.graphql";
    /// One inventory with its figures.
    InventoryById = "src/accounting/graphql/inventory_by_id.graphql";
    /// A page of calculated records.
    InventoryLines = "src/accounting/graphql/inventory_lines.graphql";
    /// How one figure came about.
    LineExplanation = "src/accounting/graphql/line_explanation.graphql";
    /// Asks for approval.
    InventorySubmit = "src/accounting/graphql/inventory_submit.graphql";
    /// Vouches for an inventory.
    InventoryApprove = "src/accounting/graphql/inventory_approve.graphql";
    /// Closes an inventory for good.
    InventoryLock = "src/accounting/graphql/inventory_lock.graphql";
    /// Opens a submitted or approved inventory again.
    InventoryReopen = "src/accounting/graphql/inventory_reopen.graphql";
    /// Starts a new version.
    InventoryCreate = "src/accounting/graphql/inventory_create.graphql";
}
