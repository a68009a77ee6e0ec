//! The schema's roots, which note that execution has begun.
//!
//! An operation that does not fit the schema must be told from one that failed while it ran: it has another status over
//! HTTP and another code. An extension of the schema could tell them apart, but with any extension async-graphql looks
//! every field of an answer up in the registry and boxes it twice more, which doubles the time of a long list.

use std::{
    borrow::Cow,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, Response,
    ServerResult, SubscriptionType, Value, parser::types::Field, registry::Registry,
};
use futures_util::Stream;

/// Whether a resolver of this request's root was called. It is in the data of the request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Began(Arc<AtomicBool>);

impl Began {
    /// Whether execution has begun.
    pub(crate) fn is_so(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn note(ctx: &Context<'_>) {
        if let Some(began) = ctx.data_opt::<Self>() {
            began.0.store(true, Ordering::Relaxed);
        }
    }
}

/// A root of the schema as it is, noting when it is first asked.
#[derive(Debug, Default)]
pub struct Root<T>(pub T);

impl<T: ObjectType> ContainerType for Root<T> {
    fn is_empty() -> bool {
        T::is_empty()
    }

    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        Began::note(ctx);
        self.0.resolve_field(ctx).await
    }
}

impl<T: ObjectType> OutputType for Root<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        self.0.resolve(ctx, field).await
    }
}

impl<T: ObjectType> ObjectType for Root<T> {}

impl<T: SubscriptionType> SubscriptionType for Root<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    fn is_empty() -> bool {
        T::is_empty()
    }

    fn create_field_stream<'a>(
        &'a self,
        ctx: &'a Context<'_>,
    ) -> Option<Pin<Box<dyn Stream<Item = Response> + Send + 'a>>> {
        Began::note(ctx);
        self.0.create_field_stream(ctx)
    }
}
