//! The documents of the console against the live schema.
//!
//! The console's build checks them against the committed schema; this checks them against the code, against the limits
//! of a server as it is installed, and runs those that need no variables.

use std::{
    fs,
    path::{Path, PathBuf},
};

use apollo_compiler::{ExecutableDocument, Schema};
use saxaul_api::{config::Config, graphql::schema};
use serde_json::{Value, json};

use crate::support::spawn_app;

/// Every document of the console: its file and its text.
fn documents() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src");
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "graphql")
            {
                found.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_document_of_the_console_fits_the_live_schema() {
    let sdl = schema::sdl();
    let schema = Schema::parse_and_validate(&sdl, "schema.graphql")
        .unwrap_or_else(|bad| panic!("{}", bad.errors));
    let documents = documents();
    assert!(
        documents.len() > 30,
        "only {} documents were found",
        documents.len()
    );
    let mut problems = Vec::new();
    for (path, text) in documents {
        match ExecutableDocument::parse_and_validate(&schema, &text, &path) {
            Ok(document) => assert_eq!(
                document.operations.len(),
                1,
                "{}: one operation each",
                path.display()
            ),
            Err(bad) => problems.push(bad.errors.to_string()),
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_document_of_the_console_is_within_the_limits_of_a_server_as_installed() {
    let config = Config::with(&[]).unwrap();
    let mut problems = Vec::new();
    for (path, text) in documents() {
        if let Err(problem) = schema::cost_of(&text, &config) {
            problems.push(format!("{}: {problem}", path.display()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[tokio::test]
async fn the_queries_of_the_console_that_need_no_variables_are_answered_to_a_new_company() {
    let app = spawn_app().await;
    let session = app
        .graphql(
            "mutation($input: OrganisationSignUpInput!) {
                organisationSignUp(input: $input) { session { accessToken } userErrors { message field code } } }",
            json!({ "input": {
                "organisationName": "Dune Works", "name": "Ada", "email": "ada@dune.example",
                "password": "correct horse battery staple", "locale": "EN"
            } }),
        )
        .await;
    let token = session["data"]["organisationSignUp"]["session"]["accessToken"].as_str();
    let token = token.unwrap_or_else(|| panic!("{session}"));
    // The circle's screens are there once there is a seat.
    let enrol = format!(
        "mutation {{ circleEnrol(input: {{ consentVersion: {} }}) {{ userErrors {{ message }} }} }}",
        saxaul_shared::credits::member::CONSENT_VERSION
    );
    let enrolled = app.graphql_as(token, &enrol, Value::Null).await;
    assert_eq!(
        enrolled["data"]["circleEnrol"]["userErrors"],
        json!([]),
        "{enrolled}"
    );
    let mut run = 0;
    for (path, text) in documents() {
        let head = text.split('{').next().unwrap_or_default();
        if !head.trim_start().starts_with("query") || head.contains('!') {
            continue;
        }
        let answer = app.graphql_as(token, &text, Value::Null).await;
        assert!(
            answer.get("errors").is_none(),
            "{}: {answer}",
            path.display()
        );
        run += 1;
    }
    assert!(run > 5, "only {run} documents were run");
}
