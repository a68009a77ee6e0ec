//! Limits on a document, checked on its text and syntax tree before anything is validated, authorised or read.
//!
//! **Invariant:** a refused document has cost no SQL and time only in proportion to its length: fragments are looked at
//! once each, however often and deep they are spread.

mod analysis;
mod index;
mod lexical;

pub(crate) use analysis::Analyst;
pub(crate) use index::TypeIndex;
pub(crate) use lexical::check_text;

use async_graphql::{Variables, parser::parse_query};

use crate::{config::GraphqlLimits, http::locale::Locale};

/// Which limit refused a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Lexical tokens of the text.
    Tokens,
    /// Brackets open at once in the text.
    Nesting,
    /// Fields below one another, fragments expanded.
    Depth,
    /// Fields and fragment spreads altogether, fragments expanded.
    Fields,
    /// Objects the answer may hold.
    Cost,
    /// Aliases, fragments expanded.
    Aliases,
    /// Fields at the root, fragments expanded.
    RootFields,
    /// Directives in one place.
    Directives,
    /// Fragments spread inside one another.
    FragmentDepth,
    /// A fragment that spreads itself.
    FragmentCycle,
    /// `first` or `last` of one list.
    PageSize,
    /// Lists of the introspection inside one another.
    IntrospectionDepth,
    /// A mutation that may stand once in a document.
    Once,
}

impl Limit {
    /// The stable code, as `extensions.code`.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Tokens => "TOKEN_LIMIT",
            Self::Nesting => "NESTING_LIMIT",
            Self::Depth => "DEPTH_LIMIT",
            Self::Fields => "FIELD_LIMIT",
            Self::Cost => "COST_LIMIT",
            Self::Aliases => "ALIAS_LIMIT",
            Self::RootFields => "ROOT_FIELD_LIMIT",
            Self::Directives => "DIRECTIVE_LIMIT",
            Self::FragmentDepth => "FRAGMENT_DEPTH_LIMIT",
            Self::FragmentCycle => "FRAGMENT_CYCLE",
            Self::PageSize => "PAGE_SIZE_LIMIT",
            Self::IntrospectionDepth => "INTROSPECTION_DEPTH_LIMIT",
            Self::Once => "ONCE_PER_DOCUMENT",
        }
    }

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Tokens => ("词法单元数", "tokens"),
            Self::Nesting => ("括号嵌套层数", "nested brackets"),
            Self::Depth => ("查询深度", "depth"),
            Self::Fields => ("展开后的字段数", "fields after expansion"),
            Self::Cost => ("查询成本", "cost"),
            Self::Aliases => ("别名数", "aliases"),
            Self::RootFields => ("根字段数", "root fields"),
            Self::Directives => ("同一处的指令数", "directives in one place"),
            Self::FragmentDepth => ("片段嵌套层数", "nested fragments"),
            Self::FragmentCycle => ("片段循环", "fragment cycle"),
            Self::PageSize => ("每页条数", "page size"),
            Self::IntrospectionDepth => ("内省嵌套层数", "nested introspection lists"),
            Self::Once => ("每个文档只能出现一次", "once per document"),
        }
    }
}

/// A refusal that names the limit, what it allows and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LimitError {
    pub(crate) limit: Limit,
    pub(crate) allowed: u64,
    pub(crate) found: u64,
    /// The field, fragment or argument, where one is to blame.
    pub(crate) subject: Option<String>,
}

impl LimitError {
    pub(crate) fn new(limit: Limit, allowed: u64, found: u64) -> Self {
        Self {
            limit,
            allowed,
            found,
            subject: None,
        }
    }

    pub(crate) fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    pub(crate) fn message(&self, locale: Locale) -> String {
        let (zh_cn, en) = self.limit.names();
        let subject = self
            .subject
            .as_ref()
            .map(|subject| format!(" `{subject}`"))
            .unwrap_or_default();
        match (self.limit, locale) {
            (Limit::FragmentCycle, Locale::ZhCn) => format!("片段{subject} 引用了自身。"),
            (Limit::FragmentCycle, Locale::En) => format!("The fragment{subject} spreads itself."),
            (Limit::Once, Locale::ZhCn) => format!("{subject} 在一个文档中只能出现一次。")
                .trim_start()
                .to_owned(),
            (Limit::Once, Locale::En) => format!("Only one{subject} is allowed in a document."),
            (_, Locale::ZhCn) => format!(
                "超出限制：{zh_cn}{subject} 为 {}，上限 {}。",
                self.found, self.allowed
            ),
            (_, Locale::En) => format!(
                "Over the limit: {en}{subject} is {}, at most {} allowed.",
                self.found, self.allowed
            ),
        }
    }
}

/// What a document with one operation costs, or the limit that it is over.
pub(super) fn cost_of(text: &str, sdl: &str, limits: &GraphqlLimits) -> Result<u64, String> {
    let over = |error: LimitError| format!("{}: {}", error.limit.code(), error.message(Locale::En));
    check_text(text, limits.tokens).map_err(over)?;
    let index = TypeIndex::from_sdl(sdl).map_err(|error| error.to_string())?;
    let document = parse_query(text).map_err(|error| error.to_string())?;
    let operation = document
        .operations
        .iter()
        .next()
        .map(|(_, operation)| &operation.node);
    let operation = operation.ok_or("the document has no operation")?;
    let analyst = Analyst::new(index, limits.clone());
    let analysis = analyst
        .analyse(&document, operation, &Variables::default())
        .map_err(over)?;
    Ok(analysis.cost)
}

/// Checks that `found` is not more than `allowed`.
fn at_most(limit: Limit, allowed: u64, found: u64) -> Result<(), LimitError> {
    if found > allowed {
        Err(LimitError::new(limit, allowed, found))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
