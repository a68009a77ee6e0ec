//! Finding a colleague: only who shows a name or an alias, and under that name alone.

use saxaul_shared::credits::member::CONSENT_VERSION;
use serde_json::{Value, json};

use crate::support::{
    people::{Caller, PASSWORD, browser, new_email, post},
    spawn_app,
};

const FIND: &str = "query($search: String!) { circleColleagues(search: $search) { memberId name departmentName } }";

async fn names(caller: &Caller, search: &str) -> Vec<String> {
    let answer = caller.graphql(FIND, json!({ "search": search })).await;
    answer["data"]["circleColleagues"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"))
        .iter()
        .map(|found| found["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn enrol(caller: &Caller) {
    let enrol = format!(
        "mutation {{ circleEnrol(input: {{ consentVersion: {CONSENT_VERSION}, visibility: NAME }}) {{ userErrors {{ message }} }} }}"
    );
    let answer = caller.graphql(&enrol, json!({})).await;
    assert_eq!(
        answer["data"]["circleEnrol"]["userErrors"],
        json!([]),
        "{answer}"
    );
}

#[tokio::test]
async fn a_colleague_is_found_by_what_they_show_and_nobody_else_is() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let link = "mutation { circleJoinLinkCreate(input: {}) { joinLink { address } } }";
    let made = owner.graphql(link, json!({})).await;
    let address = made["data"]["circleJoinLinkCreate"]["joinLink"]["address"]
        .as_str()
        .unwrap()
        .to_owned();
    let token = address.rsplit('/').next().unwrap().to_owned();
    let join = async |name: &str, visibility: &str, alias: Value| {
        let input = json!({
            "token": token, "email": new_email(), "name": name, "password": PASSWORD, "locale": "ZH_CN",
            "consentVersion": CONSENT_VERSION, "visibility": visibility, "alias": alias,
        });
        let query = "mutation($input: CircleJoinInput!) { circleJoin(input: $input) { userErrors { message } } }";
        let answer = post(
            &browser(),
            &app.url("/graphql"),
            None,
            query,
            json!({ "input": input }),
        )
        .await;
        assert_eq!(
            answer["data"]["circleJoin"]["userErrors"],
            json!([]),
            "{answer}"
        );
    };
    join("欧阳若水", "ALIAS", json!("小树_苗")).await;
    join("Ada Lovelace", "NAME", Value::Null).await;
    join("赵无名", "HIDDEN", Value::Null).await;

    // Without a seat of one's own there is nobody to give to.
    assert!(names(&owner, "").await.is_empty());
    enrol(&owner).await;
    assert_eq!(names(&owner, "").await, ["Ada Lovelace", "小树_苗"]);
    assert_eq!(names(&owner, "love").await, ["Ada Lovelace"]);
    assert_eq!(names(&owner, "树_").await, ["小树_苗"]);
    for hidden in ["欧阳", "无名", "%", "Ada_"] {
        assert!(names(&owner, hidden).await.is_empty(), "{hidden}");
    }

    // Another company finds none of them.
    let stranger = app.sign_up().await;
    enrol(&stranger).await;
    assert!(names(&stranger, "").await.is_empty());
}
