//! Typed operations of sign-in, sign-up and the account.

use graphql_client::GraphQLQuery;

use super::viewer::{Viewer, ViewerOrganisation};
use crate::client::enums::{ErrorCode, Locale, Role};
use crate::client::session::NewSession;
use crate::ui::form::user_error_from;

/// `organisationSignUp`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/identity/graphql/organisation_sign_up.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Locale", "Role", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct OrganisationSignUp;

/// `sessionCreate`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/identity/graphql/session_create.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Locale", "Role", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct SessionCreate;

/// `sessionRefresh`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/identity/graphql/session_refresh.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Locale", "Role", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct SessionRefresh;

/// `invitationAccept`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/identity/graphql/invitation_accept.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Locale", "Role", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct InvitationAccept;

/// `passwordReset`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/identity/graphql/password_reset.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Locale", "Role", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct PasswordReset;

/// `viewerUpdate`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/identity/graphql/viewer_update.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("Locale", "ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct ViewerUpdate;

/// `sessionEnd`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/identity/graphql/session_end.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct SessionEnd;

/// `passwordResetRequest`.
#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../api/schema.graphql",
    query_path = "src/identity/graphql/password_reset_request.graphql",
    custom_scalars_module = "crate::client::scalars",
    extern_enums("ErrorCode"),
    response_derives = "Clone, Debug, PartialEq"
)]
pub struct PasswordResetRequest;

/// The viewer of each document is a type of its own; all become the one [`Viewer`].
macro_rules! viewer_from {
    ($module:ident, $prefix:ident) => {
        impl From<$module::$prefix> for Viewer {
            fn from(viewer: $module::$prefix) -> Self {
                let organisation = viewer.organisation;
                Self {
                    id: viewer.id,
                    name: viewer.name,
                    email: viewer.email,
                    locale: viewer.locale,
                    roles: viewer.roles,
                    organisation: ViewerOrganisation {
                        id: organisation.id,
                        name: organisation.name,
                        time_zone: organisation.time_zone,
                        currency: organisation.currency,
                        reporting_years: organisation.reporting_years,
                    },
                }
            }
        }
    };
}

macro_rules! session_from {
    ($module:ident, $session:ident, $viewer:ident, $error:ident) => {
        viewer_from!($module, $viewer);
        impl From<$module::$session> for NewSession {
            fn from(session: $module::$session) -> Self {
                Self {
                    access_token: session.access_token,
                    expires_at: session.expires_at,
                    viewer: session.viewer.into(),
                }
            }
        }
        user_error_from!($module, $error);
    };
}

session_from!(
    organisation_sign_up,
    OrganisationSignUpOrganisationSignUpSession,
    OrganisationSignUpOrganisationSignUpSessionViewer,
    OrganisationSignUpOrganisationSignUpUserErrors
);
session_from!(
    session_create,
    SessionCreateSessionCreateSession,
    SessionCreateSessionCreateSessionViewer,
    SessionCreateSessionCreateUserErrors
);
session_from!(
    session_refresh,
    SessionRefreshSessionRefreshSession,
    SessionRefreshSessionRefreshSessionViewer,
    SessionRefreshSessionRefreshUserErrors
);
session_from!(
    invitation_accept,
    InvitationAcceptInvitationAcceptSession,
    InvitationAcceptInvitationAcceptSessionViewer,
    InvitationAcceptInvitationAcceptUserErrors
);
session_from!(
    password_reset,
    PasswordResetPasswordResetSession,
    PasswordResetPasswordResetSessionViewer,
    PasswordResetPasswordResetUserErrors
);
user_error_from!(
    password_reset_request,
    PasswordResetRequestPasswordResetRequestUserErrors
);
