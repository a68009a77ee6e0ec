//! Typed operations of the settings.

use graphql_client::GraphQLQuery;

use crate::client::enums::{
    Confidence, ConsolidationApproach, ErrorCode, FactorState, FinancialTie, Gas, GwpSet, Role,
    UnitKind,
};
use crate::ui::form::user_error_from;

/// `companySettings`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/company_settings.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("ConsolidationApproach", "GwpSet"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct CompanySettings;

/// `organisationUpdate`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/organisation_update.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("ConsolidationApproach", "GwpSet", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct OrganisationUpdate;

/// `dataPackSet`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/data_pack_set.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct DataPackSet;

/// `boundary`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/boundary.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("FinancialTie", "UnitKind"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct Boundary;

/// `boundaryUnitCreate`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/boundary_unit_create.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("FinancialTie", "UnitKind", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct BoundaryUnitCreate;

/// `boundaryUnitUpdate`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/boundary_unit_update.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("FinancialTie", "UnitKind", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct BoundaryUnitUpdate;

/// `boundaryUnitDelete`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/boundary_unit_delete.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct BoundaryUnitDelete;

/// `yearFiguresSet`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/year_figures_set.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct YearFiguresSet;

/// `people`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/people.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Role", "UnitKind"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct People;

/// `invitationCreate`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/invitation_create.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Role", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct InvitationCreate;

/// `invitationRevoke`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/invitation_revoke.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct InvitationRevoke;

/// `personUpdate`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/person_update.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Role", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct PersonUpdate;

/// `sessions`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/sessions.graphql",
    custom_scalars_module = "crate::client::scalars",
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct Sessions;

/// `sessionRevoke`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/session_revoke.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct SessionRevoke;

/// `factors`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/factors.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Confidence", "FactorState", "Gas"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct Factors;

/// `factorDetails`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/factor_details.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Gas", "GwpSet", "Confidence", "FactorState"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct FactorDetails;

/// `factorFormChoices`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/factor_form_choices.graphql",
    custom_scalars_module = "crate::client::scalars",
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct FactorFormChoices;

/// `regionChoices`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/region_choices.graphql",
    custom_scalars_module = "crate::client::scalars",
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct RegionChoices;

/// `factorCreate`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/factor_create.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Gas", "GwpSet", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct FactorCreate;

/// `factorApprove`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/factor_approve.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("FactorState", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct FactorApprove;

/// `factorRetire`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/factor_retire.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("FactorState", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct FactorRetire;

/// `auditTrail`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/settings/graphql/audit_trail.graphql",
    custom_scalars_module = "crate::client::scalars",
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct AuditTrail;

user_error_from!(
    organisation_update,
    OrganisationUpdateOrganisationUpdateUserErrors
);
user_error_from!(data_pack_set, DataPackSetDataPackSetUserErrors);
user_error_from!(
    boundary_unit_create,
    BoundaryUnitCreateBoundaryUnitCreateUserErrors
);
user_error_from!(
    boundary_unit_update,
    BoundaryUnitUpdateBoundaryUnitUpdateUserErrors
);
user_error_from!(
    boundary_unit_delete,
    BoundaryUnitDeleteBoundaryUnitDeleteUserErrors
);
user_error_from!(year_figures_set, YearFiguresSetYearFiguresSetUserErrors);
user_error_from!(
    invitation_create,
    InvitationCreateInvitationCreateUserErrors
);
user_error_from!(
    invitation_revoke,
    InvitationRevokeInvitationRevokeUserErrors
);
user_error_from!(person_update, PersonUpdatePersonUpdateUserErrors);
user_error_from!(session_revoke, SessionRevokeSessionRevokeUserErrors);
user_error_from!(factor_create, FactorCreateFactorCreateUserErrors);
user_error_from!(factor_approve, FactorApproveFactorApproveUserErrors);
user_error_from!(factor_retire, FactorRetireFactorRetireUserErrors);
