//! The one error type of the edge, and which error belongs where.
//!
//! - A rule of the domain that a person can mend goes into the payload's `userErrors`, with a code from `shared`.
//! - A request that may not or cannot be answered is an [`ApiError`]: a top-level GraphQL error with a stable code.
//! - Anything else that a resolver returns (`sea_orm::DbErr`, I/O, …) is a fault of ours: the edge logs it with an id
//!   and the caller sees only that id.

use std::fmt;

use crate::http::locale::Locale;

/// Stable codes of top-level GraphQL errors, as `extensions.code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// Nobody is signed in, or the token is no longer good.
    Unauthenticated,
    /// The caller's role does not allow it.
    Forbidden,
    /// There is no such object in the caller's organisation.
    NotFound,
    /// A value in the request cannot be used.
    BadUserInput,
    /// The caller must slow down.
    RateLimited,
    /// The server is stopping or a part it needs is away; try again.
    Unavailable,
    /// A fault of the server; `extensions.errorId` names it in the log.
    Internal,
}

impl ErrorCode {
    /// The spelling on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::RateLimited => "RATE_LIMITED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// What is said when the error brings no words of its own.
    pub const fn message(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Unauthenticated, Locale::En) => "Sign in to do this.",
            (Self::Unauthenticated, Locale::ZhCn) => "请先登录。",
            (Self::Forbidden, Locale::En) => "Your role does not allow this.",
            (Self::Forbidden, Locale::ZhCn) => "您的角色无权执行此操作。",
            (Self::NotFound, Locale::En) => "There is no such object.",
            (Self::NotFound, Locale::ZhCn) => "没有找到该对象。",
            (Self::BadUserInput, Locale::En) => "A value in the request cannot be used.",
            (Self::BadUserInput, Locale::ZhCn) => "请求中有无法使用的值。",
            (Self::RateLimited, Locale::En) => "Too many requests. Wait a moment and try again.",
            (Self::RateLimited, Locale::ZhCn) => "请求过于频繁，请稍后再试。",
            (Self::Unavailable, Locale::En) => {
                "The service is not available right now. Try again shortly."
            }
            (Self::Unavailable, Locale::ZhCn) => "服务暂时不可用，请稍后再试。",
            (Self::Internal, Locale::En) => "Something went wrong on our side.",
            (Self::Internal, Locale::ZhCn) => "服务器内部出错。",
        }
    }
}

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// An error that a caller may see. Return it from a resolver with `?`; the edge adds code, locale and path.
#[derive(Debug)]
pub struct ApiError {
    code: ErrorCode,
    words: Option<(String, String)>,
    cause: Option<Cause>,
}

impl ApiError {
    /// An error with the usual words of its code.
    pub const fn new(code: ErrorCode) -> Self {
        Self {
            code,
            words: None,
            cause: None,
        }
    }

    /// Nobody is signed in.
    pub const fn unauthenticated() -> Self {
        Self::new(ErrorCode::Unauthenticated)
    }

    /// The caller's role does not allow it.
    pub const fn forbidden() -> Self {
        Self::new(ErrorCode::Forbidden)
    }

    /// There is no such object in the caller's organisation.
    pub const fn not_found() -> Self {
        Self::new(ErrorCode::NotFound)
    }

    /// A value that cannot be used, told in both languages.
    pub fn bad_input(zh_cn: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code: ErrorCode::BadUserInput,
            words: Some((zh_cn.into(), en.into())),
            cause: None,
        }
    }

    /// A fault of ours; only the log sees the cause.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self {
            code: ErrorCode::Internal,
            words: None,
            cause: Some(cause.into()),
        }
    }

    /// The same error with words of its own in both languages.
    #[must_use]
    pub fn with_words(mut self, zh_cn: impl Into<String>, en: impl Into<String>) -> Self {
        self.words = Some((zh_cn.into(), en.into()));
        self
    }

    /// The stable code.
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// What the caller reads.
    pub fn message(&self, locale: Locale) -> &str {
        match (&self.words, locale) {
            (Some((zh_cn, _)), Locale::ZhCn) => zh_cn,
            (Some((_, en)), Locale::En) => en,
            (None, _) => self.code.message(locale),
        }
    }

    /// What the log reads, when there is a cause.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.cause.as_deref()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message(Locale::En))
    }
}

impl std::error::Error for ApiError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause
            .as_deref()
            .map(|cause| cause as &(dyn std::error::Error + 'static))
    }
}
