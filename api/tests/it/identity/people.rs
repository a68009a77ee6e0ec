//! People, their rights, and who may change them.

use saxaul_shared::identity::{Action, Role, can};
use serde_json::json;

use crate::support::spawn_app;

const UPDATE: &str = "mutation($id: ID!, $input: PersonUpdateInput!) { personUpdate(id: $id, input: $input) { \
                      person { name roles siteIds active } userErrors { field code } } }";

#[tokio::test]
async fn every_role_sees_and_manages_people_exactly_as_the_table_says() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let site = owner.add_site("佛山工厂", "CN-GD").await;
    let invite = "mutation { invitationCreate(input: { email: \"x@example.cn\", roles: [] }) { userErrors { code } } }";
    for role in Role::ALL {
        let person = app.join(&owner, &[role.as_str()], &[&site]).await;
        let expected = |action| if can(*role, action) { "" } else { "FORBIDDEN" };
        let people = person
            .error_code("{ people { edges { node { id } } } }", json!({}))
            .await;
        assert_eq!(people, expected(Action::ViewPeople), "{role} people");
        assert_eq!(
            person.error_code(invite, json!({})).await,
            expected(Action::ManagePeople),
            "{role} invites"
        );
        let trail = person
            .error_code("{ auditTrail { edges { node { id } } } }", json!({}))
            .await;
        assert_eq!(trail, expected(Action::ViewAudit), "{role} audit trail");
    }
}

#[tokio::test]
async fn new_rights_hold_at_once_and_come_with_the_next_refresh() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let person = app.join(&owner, &["VERIFIER"], &[]).await;
    let people = "{ people { edges { node { id } } } }";
    assert_eq!(person.error_code(people, json!({})).await, "");
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let variables = json!({ "id": person.person_id, "input": { "roles": ["EMPLOYEE"] } });
    let updated = owner.graphql(UPDATE, variables).await["data"]["personUpdate"].clone();
    assert_eq!(updated["person"]["roles"], json!(["EMPLOYEE"]));
    assert_eq!(
        person.error_code(people, json!({})).await,
        "UNAUTHENTICATED"
    );
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let refresh = "mutation { sessionRefresh { session { accessToken viewer { roles } } } }";
    let refreshed =
        person.without_token(refresh).await["data"]["sessionRefresh"]["session"].clone();
    assert_eq!(refreshed["viewer"]["roles"], json!(["EMPLOYEE"]));
}

#[tokio::test]
async fn a_person_who_is_closed_out_is_out_everywhere() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let person = app.join(&owner, &["ACCOUNTANT"], &[]).await;
    owner
        .graphql(
            UPDATE,
            json!({ "id": person.person_id, "input": { "active": false } }),
        )
        .await;
    assert_eq!(
        person.error_code("{ sessions { id } }", json!({})).await,
        "UNAUTHENTICATED"
    );
    let refreshed = person
        .without_token("mutation { sessionRefresh { userErrors { code } } }")
        .await;
    assert_eq!(
        refreshed["data"]["sessionRefresh"]["userErrors"][0]["code"],
        "EXPIRED"
    );
    let signed_in = app
        .try_sign_in(
            &person.client,
            &person.email,
            crate::support::people::PASSWORD,
        )
        .await;
    assert_eq!(
        signed_in["data"]["sessionCreate"]["userErrors"][0]["code"],
        "BAD_CREDENTIALS"
    );
}

#[tokio::test]
async fn the_last_owner_cannot_leave() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    for (input, field) in [
        (json!({ "active": false }), "active"),
        (json!({ "roles": ["VERIFIER"] }), "roles"),
    ] {
        let answer = owner
            .graphql(UPDATE, json!({ "id": owner.person_id, "input": input }))
            .await;
        let errors = &answer["data"]["personUpdate"]["userErrors"];
        assert_eq!(
            *errors,
            json!([{ "field": [field], "code": "WRONG_STATE" }])
        );
    }
    let second = app.join(&owner, &["OWNER"], &[]).await;
    let answer = second
        .graphql(
            UPDATE,
            json!({ "id": owner.person_id, "input": { "active": false } }),
        )
        .await;
    assert_eq!(answer["data"]["personUpdate"]["userErrors"], json!([]));
}

#[tokio::test]
async fn people_come_in_pages_that_meet_without_gaps() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    for _ in 0..4 {
        app.join(&owner, &["EMPLOYEE"], &[]).await;
    }
    let query = "query($after: String) { people(first: 2, after: $after) { \
                 edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    let (mut seen, mut after) = (Vec::new(), json!(null));
    loop {
        let page = owner.graphql(query, json!({ "after": after })).await["data"]["people"].clone();
        seen.extend(
            page["edges"]
                .as_array()
                .unwrap()
                .iter()
                .map(|edge| edge["node"]["id"].clone()),
        );
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
    }
    let mut unique = seen.clone();
    unique.dedup();
    assert_eq!((seen.len(), unique.len()), (5, 5));
    for (bad, code) in [
        (
            "{ people(first: 0) { edges { cursor } } }",
            "BAD_USER_INPUT",
        ),
        (
            "{ people(first: 101) { edges { cursor } } }",
            "PAGE_SIZE_LIMIT",
        ),
        (
            "{ people(after: \"zz\") { edges { cursor } } }",
            "BAD_USER_INPUT",
        ),
    ] {
        assert_eq!(owner.error_code(bad, json!({})).await, code, "{bad}");
    }
}

#[tokio::test]
async fn people_change_their_own_name_and_language_only() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let person = app.join(&owner, &["EMPLOYEE"], &[]).await;
    let mutation = "mutation { viewerUpdate(input: { name: \"  Wang Qiang \", locale: ZH_CN }) { \
                    viewer { name locale roles } userErrors { code } } }";
    let viewer =
        person.graphql(mutation, json!({})).await["data"]["viewerUpdate"]["viewer"].clone();
    assert_eq!(
        viewer,
        json!({ "name": "Wang Qiang", "locale": "ZH_CN", "roles": ["EMPLOYEE"] })
    );
    let roles = "mutation { viewerUpdate(input: { roles: [OWNER] }) { userErrors { code } } }";
    assert!(
        person.graphql(roles, json!({})).await["errors"].is_array(),
        "roles slipped in"
    );
    let other = person
        .error_code(
            UPDATE,
            json!({ "id": owner.person_id, "input": { "name": "x" } }),
        )
        .await;
    assert_eq!(other, "FORBIDDEN");
}
