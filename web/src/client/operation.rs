//! Typed GraphQL operations. Each document is checked against the schema when this crate is built.

use futures_util::FutureExt;
use graphql_client::GraphQLQuery;
use serde::Deserialize;

use super::error::{ClientError, WireError};
use super::http;
use super::session::{self, Renewal};

/// A GraphQL answer, over HTTP or in a `next` message.
#[derive(Debug, Deserialize)]
pub struct Answer<D> {
    data: Option<D>,
    #[serde(default = "Vec::new")]
    errors: Vec<WireError>,
}

impl<D> Answer<D> {
    /// The data, or the first error.
    pub fn into_result(self) -> Result<D, ClientError> {
        if let Some(error) = self.errors.into_iter().next() {
            return Err(error.into());
        }
        self.data
            .ok_or_else(|| ClientError::Garbled("neither data nor errors".to_owned()))
    }
}

/// Runs a query or mutation. A token that has expired is renewed through the cookie and the operation run once more;
/// the server refuses before it acts, so nothing happens twice.
pub async fn send<Q: GraphQLQuery>(
    variables: Q::Variables,
) -> Result<Q::ResponseData, ClientError> {
    let body = encode::<Q>(variables)?;
    // In a box, or each operation would carry a copy of the whole exchange.
    let text = deliver(body).boxed_local().await?;
    read::<Q>(&text)
}

/// Runs an operation as it stands: no renewal, no retry. For the operations that make a session.
pub async fn send_once<Q: GraphQLQuery>(
    variables: Q::Variables,
) -> Result<Q::ResponseData, ClientError> {
    let body = encode::<Q>(variables)?;
    let text = exchange(&body).boxed_local().await?;
    read::<Q>(&text)
}

/// The JSON body of an operation.
pub fn encode<Q: GraphQLQuery>(variables: Q::Variables) -> Result<String, ClientError> {
    serde_json::to_string(&Q::build_query(variables))
        .map_err(|error| ClientError::Garbled(error.to_string()))
}

/// Reads the text of an answer.
pub(super) fn read<Q: GraphQLQuery>(text: &str) -> Result<Q::ResponseData, ClientError> {
    http::parse::<Answer<Q::ResponseData>>(text)?.into_result()
}

// What follows is the same for every operation and therefore not generic: each operation would carry a copy.

/// Sends a body, with a renewed token if need be; answers the text of an answer without errors.
pub(super) async fn deliver(body: String) -> Result<String, ClientError> {
    session::renew_if_stale().await;
    let refused = match exchange(&body).await {
        Err(ClientError::SignedOut) => session::renew().await,
        result => return result,
    };
    match refused {
        Renewal::Renewed => exchange(&body).await,
        Renewal::Refused => {
            session::forget();
            Err(ClientError::SignedOut)
        }
        // Whoever was signed in still is: the server could not say otherwise.
        Renewal::Unreachable => Err(ClientError::Offline),
    }
}

/// The text of an answer without errors, or the first error.
async fn exchange(body: &str) -> Result<String, ClientError> {
    let text = http::post_graphql(body).await?;
    // Most answers have none, and need not be read twice.
    if text.contains("\"errors\"") {
        let refused = http::parse::<Refused>(&text)?;
        if let Some(error) = refused.errors.into_iter().next() {
            return Err(error.into());
        }
    }
    Ok(text)
}

#[derive(Deserialize)]
struct Refused {
    #[serde(default)]
    errors: Vec<WireError>,
}
