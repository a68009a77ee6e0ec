//! Who stands behind a field: the one way for a resolver to learn it.

use async_graphql::Context;

use crate::{auth::Principal, error::ApiError, http::request_context::RequestContext};

/// The signed-in caller, or UNAUTHENTICATED.
pub fn principal<'a>(ctx: &Context<'a>) -> Result<&'a Principal, ApiError> {
    optional_principal(ctx).ok_or_else(ApiError::unauthenticated)
}

/// The signed-in caller, when there is one.
pub fn optional_principal<'a>(ctx: &Context<'a>) -> Option<&'a Principal> {
    ctx.data_opt::<Option<Principal>>().and_then(Option::as_ref)
}

/// The request behind the field.
pub fn request<'a>(ctx: &Context<'a>) -> Result<&'a RequestContext, ApiError> {
    ctx.data_opt::<RequestContext>()
        .ok_or_else(|| ApiError::internal("the request context is missing"))
}
