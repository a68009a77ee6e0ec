//! Answers of long lists without a future for each field.
//!
//! async-graphql makes a boxed future of every field of every entry, because a resolver may wait. The fields of most
//! lists wait for nothing: their object is at hand. Where a query asks a list for such fields only, the answer is put
//! together in one pass; for anything else (a field that has to be loaded, a fragment, an argument) the list goes the
//! usual way. Both ways give the same answer.

use std::{borrow::Cow, sync::Arc};

use async_graphql::{
    ContextSelectionSet, Name, OutputType, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
};
use saxaul_shared::format::Locale;

use crate::http::request_context::RequestContext;

/// A type whose fields, or some of them, are at hand.
pub(crate) trait Plain {
    /// The value with the fields that are wanted; `None` when one of them is not at hand.
    fn plain(&self, wanted: &SelectionSet, locale: Locale) -> Option<Value>;
}

/// The value of an object: `field` gives each field by its name, with what is wanted of it; `None` when it is not at
/// hand.
pub(crate) fn object(
    wanted: &SelectionSet,
    type_name: &str,
    field: impl Fn(&str, &SelectionSet) -> Option<Value>,
) -> Option<Value> {
    let mut fields = IndexMap::with_capacity(wanted.items.len());
    for selection in &wanted.items {
        let Selection::Field(asked) = &selection.node else {
            return None;
        };
        let asked = &asked.node;
        if !asked.arguments.is_empty() || !asked.directives.is_empty() {
            return None;
        }
        let value = match asked.name.node.as_str() {
            "__typename" => Value::String(type_name.to_owned()),
            name => field(name, &asked.selection_set.node)?,
        };
        // A field asked for twice has to be merged: that is left to the usual way.
        if fields
            .insert(asked.response_key().node.clone(), value)
            .is_some()
        {
            return None;
        }
    }
    Some(Value::Object(fields))
}

/// An enumeration's value by its spelling.
pub(crate) fn spelled(text: &str) -> Value {
    Value::Enum(Name::new(text))
}

/// The value of an optional one.
pub(crate) fn optional<T: Into<Value>>(value: Option<T>) -> Value {
    value.map_or(Value::Null, Into::into)
}

impl<T: Plain> Plain for Vec<T> {
    fn plain(&self, wanted: &SelectionSet, locale: Locale) -> Option<Value> {
        let values: Option<Vec<Value>> = self.iter().map(|one| one.plain(wanted, locale)).collect();
        Some(Value::List(values?))
    }
}

impl<T: Plain> Plain for Arc<T> {
    fn plain(&self, wanted: &SelectionSet, locale: Locale) -> Option<Value> {
        T::plain(self, wanted, locale)
    }
}

impl<T: Plain> Plain for Option<T> {
    fn plain(&self, wanted: &SelectionSet, locale: Locale) -> Option<Value> {
        match self {
            Some(one) => one.plain(wanted, locale),
            None => Some(Value::Null),
        }
    }
}

/// A value that is answered in one pass where that is possible. To the schema it is the value itself.
#[derive(Debug, Clone)]
pub struct InOnePass<T>(pub(crate) T);

impl<T: OutputType + Plain> OutputType for InOnePass<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn qualified_type_name() -> String {
        T::qualified_type_name()
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.0.introspection_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let locale = ctx
            .data_opt::<RequestContext>()
            .map_or(Locale::ZhCn, |request| request.locale);
        if let Some(value) = self.0.plain(&ctx.item.node, locale) {
            return Ok(value);
        }
        self.0.resolve(ctx, field).await
    }
}
