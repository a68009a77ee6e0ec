//! What a service answers, and what it stands on.

use async_graphql::Context;
use saxaul_shared::{
    format::Locale,
    violation::{ErrorCode, Violation},
};

use crate::{
    auth::{Auth, Throttled},
    error::ApiError,
    graphql::{guard, user_error::UserError},
    http::request_context::RequestContext,
    platform::Platform,
};

/// Why a service did not do what it was asked.
#[derive(Debug)]
pub(super) enum Refused {
    /// What the caller can mend: into `userErrors`.
    Violations(Vec<Violation>),
    /// Everything else: a top-level error.
    Api(ApiError),
}

/// The answer of a service.
pub(super) type Answer<T> = Result<T, Refused>;

impl Refused {
    pub(super) fn field(code: ErrorCode, field: &str, zh: &str, en: &str) -> Self {
        Self::Violations(vec![Violation::field(code, field, zh, en)])
    }

    pub(super) fn whole(code: ErrorCode, zh: &str, en: &str) -> Self {
        Self::Violations(vec![Violation::whole(code, zh, en)])
    }
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<Throttled> for Refused {
    fn from(throttled: Throttled) -> Self {
        let minutes = throttled.minutes;
        Self::whole(
            ErrorCode::LimitExceeded,
            &format!("尝试次数过多，请在 {minutes} 分钟后再试。"),
            &format!("Too many attempts. Try again in {minutes} minutes."),
        )
    }
}

macro_rules! faults {
    ($($error:ty),+) => {$(
        impl From<$error> for Refused {
            fn from(error: $error) -> Self {
                Self::Api(ApiError::internal(error))
            }
        }
    )+};
}
faults!(
    crate::platform::db::StoreError,
    crate::auth::KeyError,
    crate::auth::HashError
);

/// The way of an answer into a payload.
pub(super) fn payload<T>(
    answer: Answer<T>,
    locale: Locale,
) -> async_graphql::Result<(Option<T>, Vec<UserError>)> {
    match answer {
        Ok(value) => Ok((Some(value), Vec::new())),
        Err(Refused::Violations(violations)) => Ok((None, UserError::all(&violations, locale))),
        Err(Refused::Api(error)) => Err(error.into()),
    }
}

/// What services stand on, and the request they serve.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) platform: &'a Platform,
    pub(super) auth: &'a Auth,
    pub(super) request: &'a RequestContext,
}

impl<'a> Desk<'a> {
    pub(super) fn of(ctx: &Context<'a>) -> async_graphql::Result<Self> {
        Ok(Self {
            platform: ctx.data::<Platform>()?,
            auth: ctx.data::<Auth>()?,
            request: guard::request(ctx)?,
        })
    }

    pub(super) fn locale(&self) -> Locale {
        self.request.locale
    }
}
