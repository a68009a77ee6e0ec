//! Nothing of one organisation reaches another: the whole schema walked with foreign ids, and the database itself.

mod documents;
mod rls;
mod world;

use std::{collections::BTreeSet, time::Duration};

use serde_json::{Value, json};

use self::{
    documents::{Kind, RootField, Schema},
    world::World,
};
use crate::support::{
    people::{browser, code_of, post},
    socket::{Received, Socket},
};

/// What a refusal of a foreign id looks like at the top level.
const REFUSALS: &[&str] = &["NOT_FOUND", "FORBIDDEN", "BAD_USER_INPUT"];

/// Root fields that anyone may use before signing in, each for a reason.
const PUBLIC: &[&str] = &[
    "serverInfo",         // version of the program
    "viewer",             // null for strangers
    "organisationSignUp", // the ways in
    "sessionCreate",
    "sessionRefresh",
    "sessionEnd",
    "invitationAccept",
    "passwordResetRequest",
    "passwordReset",
    "circleJoin", // by the secret of a link
    "circleJoinOffer",
];

/// A document that did not get as far as a resolver proves nothing.
fn assert_document_was_valid(field: &RootField, document: &str, answer: &Value) {
    let code = code_of(answer);
    assert!(
        !code.contains("VALIDATION") && !code.contains("PARSE") && !code.ends_with("_LIMIT"),
        "{}: the generated document is not valid: {document}\n{answer}",
        field.name
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn foreign_ids_find_nothing_and_change_nothing_in_any_field() {
    let world = World::new().await;
    let schema = Schema::read(&saxaul_api::graphql::schema::sdl());
    let fields: Vec<RootField> = schema
        .roots()
        .into_iter()
        .filter(|field| field.kind != Kind::Subscription && schema.takes_id(field))
        .collect();
    let names: BTreeSet<_> = fields.iter().map(|field| field.name.as_str()).collect();
    for known in [
        "sessionRevoke",
        "invitationRevoke",
        "personUpdate",
        "auditTrail",
    ] {
        assert!(
            names.contains(known),
            "the walk does not see {known}: {names:?}"
        );
    }
    let before = world.snapshot_of_first().await;
    for field in &fields {
        for (kind, id) in &world.first_ids {
            let document = schema.document(field, id);
            let answer = world.stranger.graphql(&document, json!({})).await;
            assert_document_was_valid(field, &document, &answer);
            let text = answer.to_string();
            assert!(
                !text.contains(world::MARK),
                "{} shows another organisation's {kind}: {answer}",
                field.name
            );
            let code = code_of(&answer);
            assert!(
                code.is_empty() || REFUSALS.contains(&code.as_str()),
                "{} given another organisation's {kind} answers {answer}",
                field.name
            );
        }
    }
    assert_eq!(
        world.snapshot_of_first().await,
        before,
        "something of the first organisation changed"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_without_ids_show_ones_own_only() {
    let world = World::new().await;
    let schema = Schema::read(&saxaul_api::graphql::schema::sdl());
    let mut shown_to_its_own = 0;
    for field in schema
        .roots()
        .into_iter()
        .filter(|field| field.kind == Kind::Query)
    {
        if schema.takes_required_id(&field) {
            continue;
        }
        let document = schema.document_without_ids(&field);
        let theirs = world.stranger.graphql(&document, json!({})).await;
        assert_document_was_valid(&field, &document, &theirs);
        assert!(
            !theirs.to_string().contains(world::MARK),
            "{} shows another organisation: {theirs}",
            field.name
        );
        let own = world.owner.graphql(&document, json!({})).await;
        shown_to_its_own += usize::from(own.to_string().contains(world::MARK));
    }
    // The mark must be visible to its owner, or the walk above could not have failed.
    assert!(
        shown_to_its_own >= 3,
        "only {shown_to_its_own} fields show the mark to its own organisation"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn strangers_without_a_token_are_turned_away_from_every_field_that_is_not_public() {
    let world = World::new().await;
    let schema = Schema::read(&saxaul_api::graphql::schema::sdl());
    let any_id = world.first_ids.values().next().unwrap();
    for field in schema
        .roots()
        .into_iter()
        .filter(|field| field.kind != Kind::Subscription)
    {
        let document = schema.document(&field, any_id);
        let answer = post(
            &browser(),
            &world.app.url("/graphql"),
            None,
            &document,
            json!({}),
        )
        .await;
        assert_document_was_valid(&field, &document, &answer);
        assert!(
            !answer.to_string().contains(world::MARK),
            "{}: {answer}",
            field.name
        );
        if !PUBLIC.contains(&field.name.as_str())
            && !world::REFERENCE.contains(&field.name.as_str())
        {
            assert_eq!(
                code_of(&answer),
                "UNAUTHENTICATED",
                "{}: {answer}",
                field.name
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn subscriptions_hear_nothing_of_another_organisation() {
    let world = World::new().await;
    let schema = Schema::read(&saxaul_api::graphql::schema::sdl());
    for field in schema
        .roots()
        .into_iter()
        .filter(|field| field.kind == Kind::Subscription)
    {
        let ids: Vec<_> = if schema.takes_id(&field) {
            world.first_ids.values().collect()
        } else {
            Vec::new()
        };
        for id in ids {
            let mut socket = Socket::acknowledged(&world.app, Some(&world.stranger.token)).await;
            socket.subscribe("1", &schema.document(&field, id)).await;
            let heard = tokio::time::timeout(Duration::from_millis(150), socket.next()).await;
            match heard {
                Err(_) => {}
                Ok(Received::Message(message)) => {
                    assert!(
                        !message.to_string().contains(world::MARK),
                        "{}: {message}",
                        field.name
                    );
                    let code = code_of(&message["payload"]);
                    let refused = message["type"] != "next"
                        || (message["payload"]["data"].is_null()
                            && REFUSALS.contains(&code.as_str()));
                    assert!(refused, "{} tells of {id}: {message}", field.name);
                }
                Ok(ended) => panic!("{}: the socket ended: {ended:?}", field.name),
            }
        }
    }
}
