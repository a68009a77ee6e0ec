//! Who may ask the schema about itself (quality bar S6).

use saxaul_shared::identity::Role;
use serde_json::{Value, json};

use crate::support::{spawn_app, spawn_app_with};

const QUESTIONS: [&str; 3] = [
    "{ __schema { queryType { name } } }",
    "{ __type(name: \"Query\") { name } }",
    "{ ...F } fragment F on Query { s: __schema { types { name } } }",
];

#[tokio::test]
async fn strangers_learn_nothing_about_the_schema_in_production() {
    let app = spawn_app_with(&[("introspection", "signed-in")]).await;
    for question in QUESTIONS {
        let answer = app.graphql(question, Value::Null).await;
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], "INTROSPECTION_REFUSED",
            "{answer}"
        );
        assert!(answer.get("data").is_none());
    }
    let answer = app
        .graphql("{ __typename serverInf { version } }", Value::Null)
        .await;
    let message = answer["errors"][0]["message"].as_str().unwrap();
    assert!(
        !message.contains("Did you mean") && !message.contains("serverInfo"),
        "{message}"
    );
    assert_eq!(
        app.graphql("{ __typename }", Value::Null).await["data"],
        json!({ "__typename": "Query" })
    );
}

#[tokio::test]
async fn the_signed_in_may_ask_and_nobody_when_it_is_off() {
    let app = spawn_app_with(&[("introspection", "signed-in")]).await;
    let token = app.token(Role::Employee).await;
    let answer = app.graphql_as(&token, QUESTIONS[0], Value::Null).await;
    assert_eq!(answer["data"]["__schema"]["queryType"]["name"], "Query");
    let app = spawn_app_with(&[("introspection", "off")]).await;
    let token = app.token(Role::Owner).await;
    let answer = app.graphql_as(&token, QUESTIONS[0], Value::Null).await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"],
        "INTROSPECTION_REFUSED"
    );
}

#[tokio::test]
async fn the_usual_introspection_of_tools_passes_where_it_is_open() {
    let app = spawn_app().await;
    let types = "kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
        ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }";
    let query = format!(
        "query IntrospectionQuery {{ __schema {{ description queryType {{ name kind }} mutationType {{ name kind }}
            subscriptionType {{ name kind }} types {{ ...FullType }}
            directives {{ name description isRepeatable locations args(includeDeprecated: true) {{ ...InputValue }} }} }} }}
        fragment FullType on __Type {{ kind name description specifiedByURL
            fields(includeDeprecated: true) {{ name description args(includeDeprecated: true) {{ ...InputValue }}
                type {{ ...TypeRef }} isDeprecated deprecationReason }}
            inputFields(includeDeprecated: true) {{ ...InputValue }} interfaces {{ ...TypeRef }}
            enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
            possibleTypes {{ ...TypeRef }} }}
        fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue isDeprecated deprecationReason }}
        fragment TypeRef on __Type {{ {types} }}"
    );
    let answer = app.graphql(&query, Value::Null).await;
    assert!(answer.get("errors").is_none(), "{}", answer["errors"]);
    assert!(
        answer["data"]["__schema"]["types"]
            .as_array()
            .unwrap()
            .len()
            > 20
    );
    let circles = format!(
        "{{ __schema {{ types {{ {} name {} }} }} }}",
        "fields { type { ".repeat(4),
        "} } ".repeat(4)
    );
    let answer = app.graphql(&circles, Value::Null).await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"], "INTROSPECTION_DEPTH_LIMIT",
        "{answer}"
    );
}

#[tokio::test]
async fn bare_get_queries_are_answered_only_where_the_api_is_public() {
    for (introspection, status) in [("open", 200), ("signed-in", 406)] {
        let app = spawn_app_with(&[("introspection", introspection)]).await;
        let response = app
            .client
            .get(app.url("/graphql?query={__typename}"))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), status, "{introspection}");
        let request = app
            .client
            .get(app.url("/graphql?query={__typename}"))
            .header("Accept", "application/json");
        assert_eq!(request.send().await.unwrap().status(), 200);
    }
}
