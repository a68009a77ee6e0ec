//! A company with members, and what they send.

use std::time::{SystemTime, UNIX_EPOCH};

use saxaul_shared::{credits::member::CONSENT_VERSION, period::Date};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};

use crate::support::{TestApp, people::Caller, spawn_app_with};

/// The fields of a claim that the tests look at.
pub const CLAIM: &str = "claim { id code state unitsClaimed unitsAccepted grams points trust reasons { code message } \
     signals { code message } undoUntil numberHint hasPhoto canAppeal decisionReason appeal { state text answer } \
     explanation { formula steps source factorVersion ruleVersion } } userErrors { field code message }";

/// A company whose owner takes part.
pub struct Circle {
    pub app: TestApp,
    pub owner: Caller,
}

impl Circle {
    pub async fn new() -> Self {
        // Budgets of requests are not what these tests are about.
        let app = spawn_app_with(&[("rate_cost_burst", "0"), ("graphql_cost", "1000000")]).await;
        let owner = app.sign_up().await;
        enrol(&owner).await;
        Self { app, owner }
    }

    /// An employee with a seat who lives 7.2 km from the office.
    pub async fn member(&self) -> Caller {
        self.member_as(&["EMPLOYEE"]).await
    }

    /// Somebody with these roles and a seat.
    pub async fn member_as(&self, roles: &[&str]) -> Caller {
        let member = self.app.join(&self.owner, roles, &[]).await;
        enrol(&member).await;
        member
    }

    /// Runs a statement past the server, as the owner of the database; what it says when it refuses.
    pub async fn behind(&self, sql: &str) -> Result<(), String> {
        let connection = self.app.database.as_owner().await;
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        connection
            .execute_raw(statement)
            .await
            .map(|_| ())
            .map_err(|error| error.to_string())
    }
}

pub async fn enrol(person: &Caller) {
    let query = "mutation($input: CircleEnrolInput!) { circleEnrol(input: $input) { member { id } userErrors { code message } } }";
    let input = json!({ "consentVersion": CONSENT_VERSION, "officeDistanceKm": "7.2" });
    let answer = person.graphql(query, json!({ "input": input })).await;
    assert_eq!(
        answer["data"]["circleEnrol"]["userErrors"],
        json!([]),
        "{answer}"
    );
}

/// Today in Shanghai, where new companies are.
pub fn today() -> Date {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    Date::from_day_number(i64::try_from((seconds + 8 * 3600) / 86_400).unwrap()).unwrap()
}

/// Logs an action today and returns the payload.
pub async fn log(member: &Caller, key: &str, code: &str, units: &str, more: Value) -> Value {
    let mut input = json!({ "code": code, "units": units, "day": today().to_string() });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    let query = format!(
        "mutation($input: ActionLogInput!, $key: String!) {{ actionLog(input: $input, idempotencyKey: $key) {{ {CLAIM} }} }}"
    );
    let answer = member
        .graphql(&query, json!({ "input": input, "key": key }))
        .await;
    payload(&answer, "actionLog")
}

/// Logs an action that must be taken and returns the claim.
pub async fn logged(member: &Caller, key: &str, code: &str, units: &str, more: Value) -> Value {
    let payload = log(member, key, code, units, more).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    payload["claim"].clone()
}

pub async fn undo(member: &Caller, id: &Value) -> Value {
    let query = format!("mutation($id: ID!) {{ actionUndo(id: $id) {{ {CLAIM} }} }}");
    payload(
        &member.graphql(&query, json!({ "id": id })).await,
        "actionUndo",
    )
}

pub async fn decide(reviewer: &Caller, id: &Value, decision: &str, reason: Option<&str>) -> Value {
    let query = "mutation($id: ID!, $decision: ReviewDecision!, $reason: String) { \
                 reviewDecide(id: $id, decision: $decision, reason: $reason) { \
                 case { state memberName steps { kind actorName text } claim { state grams } } userErrors { field code message } } }";
    let variables = json!({ "id": id, "decision": decision, "reason": reason });
    payload(&reviewer.graphql(query, variables).await, "reviewDecide")
}

pub fn payload(answer: &Value, field: &str) -> Value {
    let payload = &answer["data"][field];
    assert!(payload.is_object(), "{answer}");
    payload.clone()
}

/// Field and code of the first user error.
pub fn refusal(payload: &Value) -> (String, String) {
    let first = &payload["userErrors"][0];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&first["field"][0]), text(&first["code"]))
}

pub fn refused(field: &str, code: &str) -> (String, String) {
    (field.to_owned(), code.to_owned())
}

/// Grams and points of a member.
pub async fn balances(member: &Caller) -> (i64, i64) {
    let answer = member
        .graphql("{ creditBalances { book available } }", json!({}))
        .await;
    let of = |book: &str| {
        answer["data"]["creditBalances"]
            .as_array()
            .unwrap_or_else(|| panic!("{answer}"))
            .iter()
            .find(|balance| balance["book"] == book)
            .map_or(0, |balance| balance["available"].as_i64().unwrap())
    };
    (of("GRAM"), of("POINT"))
}

/// Uploads bytes as a picture and returns the upload's id.
pub async fn upload(
    circle: &Circle,
    member: &Caller,
    bytes: &'static str,
    media_type: &str,
) -> Value {
    let answer: Value = member
        .client
        .post(circle.app.url("/uploads"))
        .bearer_auth(&member.token)
        .header("x-file-name", "photo.jpg")
        .header("content-type", media_type)
        .body(bytes)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(answer["uploadId"].is_string(), "{answer}");
    answer["uploadId"].clone()
}
