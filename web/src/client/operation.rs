//! Typed GraphQL operations. Each document is checked against the schema when this crate is built.

use graphql_client::GraphQLQuery;
use serde::Deserialize;

use super::error::{ClientError, WireError};
use super::{http, session};

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
    session::renew_if_stale().await;
    match exchange::<Q>(&body).await {
        Err(ClientError::SignedOut) if session::renew().await => exchange::<Q>(&body).await,
        result => result,
    }
    .inspect_err(|error| {
        if *error == ClientError::SignedOut {
            session::forget();
        }
    })
}

/// Runs an operation as it stands: no renewal, no retry. For the operations that make a session.
pub async fn send_once<Q: GraphQLQuery>(
    variables: Q::Variables,
) -> Result<Q::ResponseData, ClientError> {
    exchange::<Q>(&encode::<Q>(variables)?).await
}

/// The JSON body of an operation.
pub fn encode<Q: GraphQLQuery>(variables: Q::Variables) -> Result<String, ClientError> {
    serde_json::to_string(&Q::build_query(variables))
        .map_err(|error| ClientError::Garbled(error.to_string()))
}

async fn exchange<Q: GraphQLQuery>(body: &str) -> Result<Q::ResponseData, ClientError> {
    http::parse::<Answer<Q::ResponseData>>(&http::post_graphql(body).await?)?.into_result()
}
