//! The roster: departments and seats follow a file; nobody is enrolled by it.

use saxaul_shared::credits::member::CONSENT_VERSION;
use serde_json::{Value, json};

use crate::support::{TestApp, people::Caller, spawn_app};

const IMPORT: &str = "mutation($id: ID!) { circleRosterImport(uploadId: $id) { result { rows taken refused groupsMade \
     seatsMoved seatsEnded refusals { row field value message } } userErrors { field code message } } }";

async fn import(app: &TestApp, manager: &Caller, text: String) -> Value {
    let answer = manager
        .client
        .post(app.url("/uploads"))
        .bearer_auth(&manager.token)
        .header("Content-Type", "text/csv")
        .header("X-File-Name", "roster.csv")
        .body(text)
        .send()
        .await
        .unwrap();
    let uploaded: Value = answer.json().await.unwrap();
    let id = uploaded["uploadId"]
        .as_str()
        .unwrap_or_else(|| panic!("{uploaded}"));
    manager.graphql(IMPORT, json!({ "id": id })).await["data"]["circleRosterImport"].clone()
}

async fn enrol(person: &Caller) -> Value {
    let query = "mutation($input: CircleEnrolInput!) { circleEnrol(input: $input) { member { id departmentName teamName } \
                 userErrors { code } } }";
    let input = json!({ "input": { "consentVersion": CONSENT_VERSION } });
    person.graphql(query, input).await["data"]["circleEnrol"]["member"].clone()
}

#[tokio::test]
async fn seats_follow_the_roster_and_nobody_is_enrolled_by_it() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let early = app.join(&owner, &["EMPLOYEE"], &[]).await;
    let late = app.join(&owner, &["EMPLOYEE"], &[]).await;
    enrol(&early).await;
    let file = format!(
        "邮箱,姓名,部门,团队\n{},王强,生产部,骑行队\n{},李丽,财务部,\nstranger@example.cn,张三,财务部,骑行队\n",
        early.email, late.email
    );
    let first = import(&app, &owner, file.clone()).await;
    let result = &first["result"];
    assert_eq!(result["rows"], 3, "{first}");
    assert_eq!(
        [
            &result["taken"],
            &result["refused"],
            &result["groupsMade"],
            &result["seatsMoved"]
        ],
        [&json!(3), &json!(0), &json!(3), &json!(1)]
    );
    let members =
        "{ circleMembers { totalCount edges { node { name departmentName teamName } } } }";
    let listed = owner.graphql(members, json!({})).await["data"]["circleMembers"].clone();
    assert_eq!(listed["totalCount"], 1, "only who enrolled is a member");
    assert_eq!(
        listed["edges"][0]["node"],
        json!({ "name": "王强", "departmentName": "生产部", "teamName": "骑行队" })
    );
    // Who takes part later finds their place.
    let seat = enrol(&late).await;
    assert_eq!(seat["departmentName"], "财务部");

    let again = import(&app, &owner, file).await;
    let result = &again["result"];
    assert_eq!(
        [
            &result["groupsMade"],
            &result["seatsMoved"],
            &result["seatsEnded"]
        ],
        [&json!(0), &json!(0), &json!(0)],
        "the same file changes nothing"
    );

    let leaving = format!("email,left\n{},2099-12-31\n", early.email);
    let ended = import(&app, &owner, leaving).await;
    assert_eq!(ended["result"]["seatsEnded"], 1, "{ended}");
}

#[tokio::test]
async fn wrong_rows_are_named_and_the_right_ones_taken() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let file = "email,name,department,left\nli@example.cn,Li,Plant,\nnobody,Wang,Plant,\nli@example.cn,Li,Plant,\n\
                zhao@example.cn,Zhao,Plant,soon\n";
    let answer = import(&app, &owner, file.to_owned()).await;
    let result = &answer["result"];
    assert_eq!(
        (&result["taken"], &result["refused"]),
        (&json!(1), &json!(3)),
        "{answer}"
    );
    let named: Vec<(i64, &str)> = result["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refusal| {
            (
                refusal["row"].as_i64().unwrap(),
                refusal["field"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(named, [(3, "EMAIL"), (4, "EMAIL"), (5, "LEFT")]);

    let headless = import(&app, &owner, "a,b\n1,2\n".to_owned()).await;
    assert_eq!(headless["userErrors"][0]["code"], "INVALID", "{headless}");
    assert_eq!(headless["result"], Value::Null);
}

#[tokio::test]
async fn a_seat_ends_and_comes_back() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let person = app.join(&owner, &["EMPLOYEE"], &[]).await;
    let id = enrol(&person).await["id"].as_str().unwrap().to_owned();
    let call = |name: &str| {
        let query = format!(
            "mutation($id: ID!) {{ {name}(id: $id) {{ member {{ leftOn }} userErrors {{ code }} }} }}"
        );
        let (owner, id) = (&owner, &id);
        async move { owner.graphql(&query, json!({ "id": id })).await }
    };
    let removed = call("circleMemberRemove").await;
    assert!(
        removed["data"]["circleMemberRemove"]["member"]["leftOn"].is_string(),
        "{removed}"
    );
    let update = "mutation { circleMemberUpdate(input: { declaresElsewhere: true }) { userErrors { code } } }";
    let refused = person.graphql(update, json!({})).await;
    assert_eq!(
        refused["data"]["circleMemberUpdate"]["userErrors"][0]["code"],
        "WRONG_STATE"
    );
    let restored = call("circleMemberRestore").await;
    assert_eq!(
        restored["data"]["circleMemberRestore"]["member"]["leftOn"],
        Value::Null
    );
    let taken = person.graphql(update, json!({})).await;
    assert_eq!(
        taken["data"]["circleMemberUpdate"]["userErrors"],
        json!([]),
        "{taken}"
    );
    let query = "{ circleMembers { totalCount } }";
    assert_eq!(person.error_code(query, json!({})).await, "FORBIDDEN");
    let manager = app.join(&owner, &["PROGRAMME_MANAGER"], &[]).await;
    let searched = manager
        .graphql(
            "{ circleMembers(search: \"王\") { edges { node { id } } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        searched["data"]["circleMembers"]["edges"][0]["node"]["id"],
        id.as_str(),
        "{searched}"
    );
}
