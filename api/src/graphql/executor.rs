//! From a document to an answer: the same checks for HTTP and WebSocket, in the order of their price.

mod documents;
mod validation;

use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use async_graphql::{
    Data, Request, Response, ServerError, Value, Variables,
    parser::types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
};
use futures_util::{FutureExt as _, StreamExt as _, stream::BoxStream};

use self::documents::Documents;
use super::{
    budget::{Budget, Spent},
    fault,
    limits::{Analyst, TypeIndex, check_text},
    root::Began,
    schema::Schema,
};
use crate::{
    config::{Config, Introspection},
    error::{ApiError, ErrorCode},
    http::{caller::Caller, request_context::RequestContext},
};

/// One operation as a client sends it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Call {
    pub(crate) query: String,
    pub(crate) operation_name: Option<String>,
    pub(crate) variables: Variables,
}

/// Why a call was not executed.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) error: ServerError,
    /// The cost, where it was known.
    pub(crate) cost: Option<Cost>,
    /// Set when the caller may try again after a while.
    pub(crate) retry_after: Option<Duration>,
}

impl Refusal {
    fn of(error: ServerError) -> Box<Self> {
        Box::new(Self {
            error,
            cost: None,
            retry_after: None,
        })
    }

    /// The refusal as an answer.
    pub(crate) fn into_response(self) -> Response {
        let response = Response::from_errors(vec![self.error]);
        match self.cost {
            Some(cost) => cost.onto(response),
            None => response,
        }
    }
}

/// What a document costs, shown in `extensions.cost`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    requested: u64,
    limit: u64,
    remaining: Option<u64>,
}

impl Cost {
    fn onto(self, response: Response) -> Response {
        let mut cost = async_graphql::indexmap::IndexMap::new();
        cost.insert(
            async_graphql::Name::new("requested"),
            Value::from(self.requested),
        );
        cost.insert(async_graphql::Name::new("limit"), Value::from(self.limit));
        if let Some(remaining) = self.remaining {
            cost.insert(
                async_graphql::Name::new("remaining"),
                Value::from(remaining),
            );
        }
        response.extension("cost", Value::Object(cost))
    }
}

/// A call that has passed every check that needs no database.
pub(crate) struct Prepared {
    request: Request,
    context: RequestContext,
    pub(crate) operation: OperationType,
    cost: Cost,
    began: Began,
}

/// Executes calls on the schema.
pub(crate) struct Executor<S = Schema> {
    schema: S,
    analyst: Analyst,
    introspection: Introspection,
    budget: Option<Budget>,
    documents: Documents,
}

impl<S: async_graphql::Executor> Executor<S> {
    /// An executor for the schema with this SDL, with the limits of the configuration.
    pub(crate) fn new(
        schema: S,
        sdl: &str,
        config: &Config,
    ) -> Result<Self, async_graphql::parser::Error> {
        let index = TypeIndex::from_sdl(sdl)?;
        Ok(Self {
            schema,
            analyst: Analyst::new(index, config.graphql.clone()),
            introspection: config.introspection,
            budget: Budget::new(config.rate_cost_burst, config.rate_cost_per_second),
            documents: Documents::default(),
        })
    }

    /// Checks a call as far as that is possible without the database: text, syntax, limits, introspection, budget.
    pub(crate) fn prepare(&self, call: Call, caller: &Caller) -> Result<Prepared, Box<Refusal>> {
        let context = &caller.context;
        let limits = self.analyst.limits();
        let by_limit = |error| Refusal::of(fault::from_limit(&error, context));
        check_text(&call.query, limits.tokens).map_err(by_limit)?;
        let document = self.documents.parse(&call.query).map_err(|error| {
            let mut error = ServerError::from(error);
            fault::set_code(&mut error, fault::PARSE_FAILED);
            Refusal::of(error)
        })?;
        let operation = operation(&document, call.operation_name.as_deref()).ok_or_else(|| {
            Refusal::of(fault::coded(
                fault::OPERATION_UNKNOWN,
                "The document has no such operation.",
            ))
        })?;
        let analysis = self
            .analyst
            .analyse(&document, operation, &call.variables)
            .map_err(by_limit)?;
        if analysis.introspects && !self.may_introspect(caller) {
            let error = fault::coded(
                "INTROSPECTION_REFUSED",
                "The schema is published as a file; introspection is off.",
            );
            return Err(Refusal::of(error));
        }
        validation::check_variables(operation, &call.variables).map_err(Refusal::of)?;
        let mut cost = Cost {
            requested: analysis.cost,
            limit: limits.cost,
            remaining: None,
        };
        if let Some(budget) = &self.budget {
            match budget.spend(&caller.budget_key(), analysis.cost, Instant::now()) {
                Spent::Left(units) => cost.remaining = Some(units),
                Spent::Wait(wait) => {
                    cost.remaining = Some(0);
                    let error =
                        fault::from_api_error(&ApiError::new(ErrorCode::RateLimited), context);
                    return Err(Box::new(Refusal {
                        error,
                        cost: Some(cost),
                        retry_after: Some(wait),
                    }));
                }
            }
        }
        let mut request = Request::new(call.query).variables(call.variables);
        request.operation_name = call.operation_name;
        request.set_parsed_query(ExecutableDocument::clone(&document));
        let began = Began::default();
        request.data = caller_data(caller);
        request.data.insert(began.clone());
        Ok(Prepared {
            request,
            began,
            context: context.clone(),
            operation: analysis.operation,
            cost,
        })
    }

    /// Executes a query or mutation. A panic in a resolver fails this call only.
    pub(crate) async fn execute(&self, prepared: Prepared) -> Response {
        let Prepared {
            request,
            context,
            cost,
            began,
            ..
        } = prepared;
        let answer = AssertUnwindSafe(self.schema.execute(request))
            .catch_unwind()
            .await;
        let mut response = match answer {
            Ok(mut response) => {
                validation::name_refusals(&mut response, &began);
                response
            }
            Err(_) => Response::from_errors(vec![fault::from_panic(&context)]),
        };
        fault::present(&mut response, &context);
        cost.onto(response)
    }

    /// Executes any operation as a stream of answers; of a query or mutation it has one.
    pub(crate) fn stream(&self, prepared: Prepared) -> BoxStream<'static, Response> {
        let Prepared {
            request,
            context,
            began,
            ..
        } = prepared;
        let panicked = context.clone();
        let answers = AssertUnwindSafe(self.schema.execute_stream(request, None)).catch_unwind();
        answers
            .map(move |answer| {
                let mut response = match answer {
                    Ok(mut response) => {
                        validation::name_refusals(&mut response, &began);
                        response
                    }
                    Err(_) => Response::from_errors(vec![fault::from_panic(&panicked)]),
                };
                fault::present(&mut response, &context);
                response
            })
            .boxed()
    }

    /// Whether bare `GET` queries, without a JSON type in `Accept`, are answered: only where the API is public anyway.
    pub(crate) fn answers_bare_get(&self) -> bool {
        self.introspection == Introspection::Open
    }

    fn may_introspect(&self, caller: &Caller) -> bool {
        match self.introspection {
            Introspection::Open => true,
            Introspection::SignedIn => caller.is_signed_in(),
            Introspection::Off => false,
        }
    }
}

fn caller_data(caller: &Caller) -> Data {
    let mut data = Data::default();
    data.insert(caller.context.clone());
    data.insert(caller.principal.clone());
    data
}

/// The operation that the name picks; without a name there must be only one.
fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(&operation.node),
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).map(|operation| &operation.node)
        }
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next().map(|operation| &operation.node)
        }
        // A single anonymous operation has no name to ask for; of several, one must be named.
        (DocumentOperations::Single(_), Some(_)) | (DocumentOperations::Multiple(_), None) => None,
    }
}

#[cfg(test)]
mod tests;
