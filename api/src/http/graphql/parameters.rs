//! The parameters of a GraphQL request, from a body or a query string.

use actix_web::http::StatusCode;
use async_graphql::Variables;
use serde_json::{Map, Value};

use crate::graphql::executor::Call;

/// Why the parameters cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadParameters {
    pub(super) status: StatusCode,
    pub(super) code: &'static str,
    pub(super) message: String,
}

impl BadParameters {
    fn new(message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code: "BAD_REQUEST",
            message: message.into(),
        }
    }
}

/// Reads a JSON body.
pub(super) fn from_body(body: &[u8]) -> Result<Call, BadParameters> {
    let body =
        std::str::from_utf8(body).map_err(|_| BadParameters::new("The body is not UTF-8."))?;
    match serde_json::from_str(body) {
        Ok(Value::Object(parameters)) => from_map(parameters),
        Ok(Value::Array(_)) => Err(BadParameters {
            code: "BATCH_REFUSED",
            ..BadParameters::new("Send one operation at a time: batches are not answered.")
        }),
        Ok(_) => Err(BadParameters::new("The body must be a JSON object.")),
        Err(error) => Err(BadParameters::new(format!("The body is not JSON: {error}"))),
    }
}

/// Reads a query string.
pub(super) fn from_query_string(text: &str) -> Result<Call, BadParameters> {
    let mut parameters = Map::new();
    for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
        let value = match name.as_ref() {
            "query" | "operationName" => Value::String(value.into_owned()),
            "variables" | "extensions" if value.is_empty() => continue,
            "variables" | "extensions" => serde_json::from_str(&value)
                .map_err(|error| BadParameters::new(format!("`{name}` is not JSON: {error}")))?,
            _ => continue,
        };
        if parameters
            .insert(name.clone().into_owned(), value)
            .is_some()
        {
            return Err(BadParameters::new(format!("`{name}` is given twice.")));
        }
    }
    from_map(parameters)
}

/// Reads the payload of a `subscribe` message or a parsed body.
pub(crate) fn from_map(mut parameters: Map<String, Value>) -> Result<Call, BadParameters> {
    let query = match parameters.remove("query") {
        Some(Value::String(query)) if !query.trim().is_empty() => query,
        Some(Value::String(_) | Value::Null) | None => {
            return Err(BadParameters::new("`query` is missing."));
        }
        Some(_) => return Err(BadParameters::new("`query` must be a string.")),
    };
    let operation_name = match parameters.remove("operationName") {
        Some(Value::String(name)) => Some(name).filter(|name| !name.is_empty()),
        Some(Value::Null) | None => None,
        Some(_) => return Err(BadParameters::new("`operationName` must be a string.")),
    };
    let variables = match parameters.remove("variables") {
        Some(variables @ Value::Object(_)) => Variables::from_json(variables),
        Some(Value::Null) | None => Variables::default(),
        Some(_) => return Err(BadParameters::new("`variables` must be an object.")),
    };
    match parameters.remove("extensions") {
        Some(Value::Object(_) | Value::Null) | None => {}
        Some(_) => return Err(BadParameters::new("`extensions` must be an object.")),
    }
    Ok(Call {
        query,
        operation_name,
        variables,
    })
}
