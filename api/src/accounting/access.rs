//! Who calls and what a service may answer: the edge between the resolvers of this slice and its services.

use async_graphql::Context;
use saxaul_shared::{
    format::Locale,
    identity::{Action, Reach},
    violation::{ErrorCode, Violation},
};

use super::audit::Actor;
use crate::{
    auth::Principal,
    error::ApiError,
    graphql::guard,
    platform::{
        Platform,
        db::{StoreError, TenantTx},
    },
};

/// Why a service did not do what it was asked.
#[derive(Debug)]
pub(crate) enum Refused {
    /// Rules of the domain that the caller can mend: they go into `userErrors`.
    Violations(Vec<Violation>),
    /// Everything else: a top-level error.
    Api(ApiError),
}

/// The answer of a service.
pub(crate) type Answer<T> = Result<T, Refused>;

impl Refused {
    /// One rule broken in one field.
    pub(crate) fn field(
        code: ErrorCode,
        field: &str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self::Violations(vec![Violation::field(code, field, zh, en)])
    }

    /// One rule broken by the whole.
    pub(crate) fn whole(code: ErrorCode, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Violations(vec![Violation::whole(code, zh, en)])
    }

    /// There is no such object for the caller.
    pub(crate) fn not_found() -> Self {
        Self::Api(ApiError::not_found())
    }

    /// Somebody else changed it meanwhile.
    pub(crate) fn conflict() -> Self {
        Self::whole(
            ErrorCode::Conflict,
            "其他人刚刚修改了它，请刷新后重试。",
            "Somebody else has just changed it. Reload and try again.",
        )
    }

    /// The year's inventory is closed.
    pub(crate) fn locked(field: &str, year: Option<i32>) -> Self {
        let year = year.map_or_else(String::new, |year| year.to_string());
        Self::field(
            ErrorCode::Locked,
            field,
            format!("{year} 年度清单已提交或锁定，不能再修改。"),
            format!("The inventory of {year} has been submitted or locked and cannot change."),
        )
    }
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Superseded(_)) {
            return Self::conflict();
        }
        if error.mentions("LOCKED_PERIOD") {
            return Self::locked("id", None);
        }
        Self::Api(ApiError::internal(error))
    }
}

/// The caller of a request, with what services stand on.
#[derive(Clone, Copy)]
pub(crate) struct Caller<'c> {
    pub(crate) platform: &'c Platform,
    pub(crate) principal: &'c Principal,
    pub(crate) locale: Locale,
}

impl<'c> Caller<'c> {
    /// The signed-in caller, or UNAUTHENTICATED.
    pub(crate) fn of(ctx: &Context<'c>) -> Result<Self, ApiError> {
        let principal = guard::principal(ctx)?;
        let platform = ctx
            .data_opt::<Platform>()
            .ok_or_else(|| ApiError::internal("no platform in the schema"))?;
        Ok(Self {
            platform,
            principal,
            locale: locale(ctx),
        })
    }

    /// The signed-in caller, who may do `action` at least somewhere.
    pub(crate) fn who_may(ctx: &Context<'c>, action: Action) -> Result<Self, ApiError> {
        let caller = Self::of(ctx)?;
        caller.principal.require(action)?;
        Ok(caller)
    }

    /// The signed-in caller, who may do `action` in the whole organisation.
    pub(crate) fn who_may_everywhere(ctx: &Context<'c>, action: Action) -> Result<Self, ApiError> {
        let caller = Self::of(ctx)?;
        caller.principal.require_everywhere(action)?;
        Ok(caller)
    }

    /// The sites the caller may see; `None` is all of them.
    pub(crate) fn visible_sites(&self) -> Result<Option<Vec<String>>, ApiError> {
        Ok(self
            .principal
            .sites_for(Action::ViewAccounting)?
            .map(<[String]>::to_vec))
    }

    /// Whether the caller sees the whole organisation.
    pub(crate) fn sees_everything(&self) -> bool {
        matches!(
            self.principal.require(Action::ViewAccounting),
            Ok(Reach::Organisation)
        )
    }

    /// A transaction for reading.
    pub(crate) async fn read(&self) -> Result<TenantTx, ApiError> {
        self.platform
            .database
            .read(&self.principal.tenant)
            .await
            .map_err(ApiError::internal)
    }

    /// A transaction for writing.
    pub(crate) async fn begin(&self) -> Result<TenantTx, ApiError> {
        self.platform
            .database
            .begin(&self.principal.tenant)
            .await
            .map_err(ApiError::internal)
    }

    /// Who acts, for the audit trail.
    pub(crate) fn actor(&self) -> Actor {
        Actor::of(self.principal)
    }
}

/// The reader's language: that of the request.
pub(crate) fn locale(ctx: &Context<'_>) -> Locale {
    ctx.data_opt::<crate::http::request_context::RequestContext>()
        .map_or(Locale::ZhCn, |request| request.locale)
}

/// Turns a service's answer into a payload: the object, or what the caller can mend.
pub(crate) fn payload<T, P>(
    answer: Answer<T>,
    locale: Locale,
    good: impl FnOnce(T) -> P,
    bad: impl FnOnce(Vec<crate::graphql::user_error::UserError>) -> P,
) -> async_graphql::Result<P> {
    match answer {
        Ok(value) => Ok(good(value)),
        Err(Refused::Violations(violations)) => Ok(bad(violations
            .iter()
            .map(|violation| crate::graphql::user_error::UserError::of(violation, locale))
            .collect())),
        Err(Refused::Api(error)) => Err(error.into()),
    }
}

/// Declares the payload of a mutation: the changed object and what the caller can mend.
macro_rules! payload_type {
    ($(#[$meta:meta])* $name:ident { $(#[$field_meta:meta])* $field:ident: $type:ty }) => {
        $(#[$meta])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            $(#[$field_meta])*
            pub(crate) $field: Option<$type>,
            /// What the caller can mend; empty when it was done.
            pub(crate) user_errors: Vec<crate::graphql::user_error::UserError>,
        }

        impl $name {
            /// The payload of a service's answer.
            pub(crate) fn of(
                answer: crate::accounting::access::Answer<$type>,
                locale: saxaul_shared::format::Locale,
            ) -> async_graphql::Result<Self> {
                crate::accounting::access::payload(
                    answer,
                    locale,
                    |value| Self { $field: Some(value), user_errors: Vec::new() },
                    |user_errors| Self { $field: None, user_errors },
                )
            }
        }
    };
}
pub(crate) use payload_type;

/// Declares a Relay connection over a node.
macro_rules! connection_type {
    ($(#[$meta:meta])* $connection:ident, $edge:ident, $node:ty) => {
        $(#[$meta])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $connection {
            /// The entries of this page, in order.
            pub(crate) edges: Vec<$edge>,
            /// Whether and where the list goes on.
            pub(crate) page_info: async_graphql::connection::PageInfo,
            /// Entries of the whole list.
            pub(crate) total_count: i64,
        }

        /// An entry of a list and the place of it.
        #[derive(async_graphql::SimpleObject)]
        pub struct $edge {
            /// Opaque place in the list; give it as `after` to go on behind this entry.
            pub(crate) cursor: String,
            /// The entry.
            pub(crate) node: $node,
        }

        impl $connection {
            /// A page from at most `size + 1` entries with their cursors.
            pub(crate) fn of(mut entries: Vec<(String, $node)>, size: u32, more_before: bool, total_count: i64) -> Self {
                let size = usize::try_from(size).unwrap_or(usize::MAX);
                let more = entries.len() > size;
                entries.truncate(size);
                let page_info = async_graphql::connection::PageInfo {
                    has_previous_page: more_before,
                    has_next_page: more,
                    start_cursor: entries.first().map(|(cursor, _)| cursor.clone()),
                    end_cursor: entries.last().map(|(cursor, _)| cursor.clone()),
                };
                let edges = entries.into_iter().map(|(cursor, node)| $edge { cursor, node }).collect();
                Self { edges, page_info, total_count }
            }
        }
    };
}
pub(crate) use connection_type;

/// Checks `first` and `after`, or BAD_USER_INPUT.
pub(crate) fn page(
    first: Option<i32>,
    after: Option<&str>,
) -> Result<saxaul_shared::page::Page, ApiError> {
    saxaul_shared::page::Page::new(first, after).map_err(|error| {
        ApiError::bad_input(
            "分页参数无效：first 应为 1 到 100，after 应为本列表返回的游标。",
            error.to_string(),
        )
    })
}
