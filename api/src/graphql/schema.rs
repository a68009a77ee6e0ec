//! The schema: each slice's roots merged, built without any I/O so that the SDL can be printed anywhere.

use async_graphql::{MergedObject, MergedSubscription, Schema as GraphqlSchema, SchemaBuilder};

use crate::{
    accounting::{AccountingMutation, AccountingQuery, AccountingSubscription},
    auth::Auth,
    config::{Config, Introspection},
    credits::{self, CreditsMutation, CreditsQuery, CreditsSubscription},
    identity::{IdentityMutation, IdentityQuery},
    platform::Platform,
};

use super::{
    heartbeat::ServerSubscription, limits, node::NodeQuery, root::Root, server_info::ServerQuery,
};

/// Everything that can be read.
#[derive(Default, MergedObject)]
pub struct Query(
    ServerQuery,
    NodeQuery,
    IdentityQuery,
    AccountingQuery,
    CreditsQuery,
);

/// Everything that can be done.
#[derive(Default, MergedObject)]
pub struct Mutation(IdentityMutation, AccountingMutation, CreditsMutation);

/// Everything that can be followed live.
#[derive(Default, MergedSubscription)]
pub struct Subscription(
    ServerSubscription,
    AccountingSubscription,
    CreditsSubscription,
);

/// The schema with its resolvers.
pub type Schema = GraphqlSchema<Root<Query>, Root<Mutation>, Root<Subscription>>;

/// The schema before anything is put into its data.
pub fn builder() -> SchemaBuilder<Root<Query>, Root<Mutation>, Root<Subscription>> {
    Schema::build(Root::default(), Root::default(), Root::default())
}

/// The schema as the server runs it.
pub(crate) fn build(
    platform: &Platform,
    auth: &Auth,
    config: &Config,
    boards: &credits::board::Boards,
) -> Schema {
    let mut schema = builder()
        .data(platform.clone())
        .data(auth.clone())
        .data(credits::ledger::Writer::new(platform.clone()))
        .data(boards.clone());
    if config.introspection != Introspection::Open {
        schema = schema.disable_suggestions();
    }
    schema.finish()
}

/// The schema as SDL, as `api/schema.graphql` holds it.
pub fn sdl() -> String {
    builder().finish().sdl()
}

/// What a document with one operation costs within the limits of the configuration, its variables left to their
/// defaults; or the code and words of the limit that it is over.
pub fn cost_of(document: &str, config: &Config) -> Result<u64, String> {
    limits::cost_of(document, &sdl(), &config.graphql)
}
