//! A person looks first: decisions, appeals, four eyes.

use serde_json::{Value, json};

use super::support::{Circle, balances, decide, logged, payload, refusal, refused, undo};

const CASES: &str = "query($state: ReviewState) { reviewCases(state: $state) { totalCount edges { node { id state \
     memberName signals { code message } steps { kind actorName text } canDecide claim { code grams } } } } }";

fn meeting(number: &str) -> Value {
    json!({ "evidenceNumber": number, "secondNumber": format!("TO-{number}"), "durationMinutes": 90 })
}

async fn appeal(member: &crate::support::people::Caller, id: &Value, text: &str) -> Value {
    let query = "mutation($id: ID!, $text: String!) { claimAppeal(id: $id, text: $text) { claim { state canAppeal \
                 decisionReason appeal { state text answer } } userErrors { field code } } }";
    let answer = member
        .graphql(query, json!({ "id": id, "text": text }))
        .await;
    payload(&answer, "claimAppeal")
}

#[tokio::test]
async fn nothing_is_posted_before_a_person_has_looked() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    let manager = circle.member_as(&["PROGRAMME_MANAGER"]).await;
    let claim = logged(
        &lin,
        "a",
        "TRV_VIDEO_VS_FLIGHT_CN",
        "2200",
        meeting("M-100"),
    )
    .await;
    assert_eq!(claim["state"], "IN_REVIEW");
    assert_eq!(claim["signals"][0]["code"], "RULE_ASKS");
    assert_eq!(balances(&lin).await, (0, 0));

    let open = manager.graphql(CASES, json!({ "state": "OPEN" })).await;
    let case = &open["data"]["reviewCases"]["edges"][0]["node"];
    assert_eq!(case["id"], claim["id"], "{open}");
    assert_eq!(case["memberName"], "王强");
    assert_eq!(case["canDecide"], true);
    assert_eq!(lin.error_code(CASES, json!({})).await, "FORBIDDEN");

    let done = decide(&manager, &claim["id"], "ACCEPT", None).await;
    assert_eq!(done["case"]["state"], "ACCEPTED", "{done}");
    assert_eq!(balances(&lin).await, (238_174, 238_174));
    let twice = decide(&manager, &claim["id"], "ACCEPT", None).await;
    assert_eq!(refusal(&twice), refused("decision", "WRONG_STATE"));
    assert_eq!(balances(&lin).await, (238_174, 238_174));

    let trail = circle
        .owner
        .graphql("{ auditTrail(first: 5) { edges { node { action objectId changes { field old new } } } } }", json!({}))
        .await;
    let entries = trail["data"]["auditTrail"]["edges"].as_array().unwrap();
    let reviewed = entries
        .iter()
        .find(|entry| entry["node"]["action"] == "claim.reviewed")
        .unwrap_or_else(|| panic!("{trail}"));
    assert_eq!(reviewed["node"]["objectId"], claim["id"]);
    assert_eq!(reviewed["node"]["changes"][0]["new"], "ACCEPTED");
}

#[tokio::test]
async fn an_appeal_is_decided_by_another_person_and_both_stay_in_the_log() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    let manager = circle.member_as(&["PROGRAMME_MANAGER"]).await;
    let claim = logged(
        &lin,
        "a",
        "TRV_VIDEO_VS_FLIGHT_CN",
        "2200",
        meeting("M-200"),
    )
    .await;
    let unsaid = decide(&manager, &claim["id"], "REJECT", None).await;
    assert_eq!(refusal(&unsaid), refused("reason", "REQUIRED"));
    let early = appeal(&lin, &claim["id"], "Please look again").await;
    assert_eq!(refusal(&early), refused("id", "WRONG_STATE"));
    let rejected = decide(&manager, &claim["id"], "REJECT", Some("no cancelled trip")).await;
    assert_eq!(rejected["case"]["claim"]["state"], "REJECTED");

    let appealed = appeal(&lin, &claim["id"], "The order is TO-M-200").await;
    assert_eq!(
        appealed["claim"]["appeal"]["state"], "APPEALED",
        "{appealed}"
    );
    assert_eq!(appealed["claim"]["decisionReason"], "no cancelled trip");
    let same = decide(&manager, &claim["id"], "ACCEPT", None).await;
    assert_eq!(refusal(&same), refused("id", "FOUR_EYES"));
    let done = decide(
        &circle.owner,
        &claim["id"],
        "ACCEPT",
        Some("found the order"),
    )
    .await;
    assert_eq!(done["case"]["state"], "ACCEPTED", "{done}");
    let kinds: Vec<&str> = done["case"]["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["OPENED", "REJECTED", "APPEALED", "ACCEPTED"]);
    assert_eq!(balances(&lin).await, (238_174, 238_174));
    let again = appeal(&lin, &claim["id"], "once more").await;
    assert_eq!(refusal(&again), refused("id", "WRONG_STATE"));
    for change in [
        "UPDATE claim_review_steps SET text = 'x'",
        "DELETE FROM claim_review_steps",
    ] {
        let told = circle.behind(change).await.unwrap_err();
        assert!(told.contains("IMMUTABLE_REVIEW"), "{told}");
    }
}

#[tokio::test]
async fn nobody_reviews_a_claim_of_their_own() {
    let circle = Circle::new().await;
    let manager = circle.member_as(&["PROGRAMME_MANAGER"]).await;
    let claim = logged(
        &manager,
        "a",
        "TRV_VIDEO_VS_FLIGHT_CN",
        "2200",
        meeting("M-300"),
    )
    .await;
    let own = decide(&manager, &claim["id"], "ACCEPT", None).await;
    assert_eq!(refusal(&own), refused("id", "FOUR_EYES"));
    let cases = manager.graphql(CASES, json!({})).await;
    assert_eq!(
        cases["data"]["reviewCases"]["edges"][0]["node"]["canDecide"],
        false
    );
    let done = decide(
        &circle.owner,
        &claim["id"],
        "REJECT",
        Some("routine meeting"),
    )
    .await;
    assert_eq!(done["case"]["state"], "REJECTED");
    // What was rejected is free again: the meeting, and the one avoided trip of the day.
    logged(
        &manager,
        "b",
        "TRV_VIDEO_VS_FLIGHT_CN",
        "2200",
        meeting("M-300"),
    )
    .await;
    // Then the rejected one cannot come back beside it.
    let appealed = appeal(&manager, &claim["id"], "It was a trip").await;
    assert_eq!(appealed["userErrors"], json!([]), "{appealed}");
    let other = circle.member_as(&["PROGRAMME_MANAGER"]).await;
    let clash = decide(&other, &claim["id"], "ACCEPT", None).await;
    assert_eq!(refusal(&clash), refused("id", "TAKEN"));
}

#[tokio::test]
async fn what_counts_already_can_be_reversed_by_a_reviewer() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    let claim = logged(&lin, "a", "TRV_METRO_CN", "14.4", json!({})).await;
    let done = decide(
        &circle.owner,
        &claim["id"],
        "REVERSE",
        Some("he was on leave"),
    )
    .await;
    assert_eq!(done["case"]["claim"]["state"], "REVERSED", "{done}");
    assert_eq!(balances(&lin).await, (0, 0));
    let late = undo(&lin, &claim["id"]).await;
    assert_eq!(refusal(&late), refused("id", "WRONG_STATE"));
    let appealed = appeal(&lin, &claim["id"], "I was at work").await;
    assert_eq!(appealed["claim"]["state"], "REVERSED");
    let manager = circle.member_as(&["PROGRAMME_MANAGER"]).await;
    let back = decide(&manager, &claim["id"], "ACCEPT", None).await;
    assert_eq!(back["case"]["claim"]["state"], "ACCEPTED", "{back}");
    assert_eq!(balances(&lin).await, (3031, 3031));
}

#[tokio::test]
async fn a_claim_that_waits_can_be_taken_back_and_is_then_not_decided_on() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    let claim = logged(
        &lin,
        "a",
        "TRV_VIDEO_VS_FLIGHT_CN",
        "2200",
        meeting("M-400"),
    )
    .await;
    let undone = undo(&lin, &claim["id"]).await;
    assert_eq!(undone["claim"]["state"], "UNDONE");
    let late = decide(&circle.owner, &claim["id"], "ACCEPT", None).await;
    assert_eq!(refusal(&late), refused("decision", "WRONG_STATE"));
    let open = circle
        .owner
        .graphql(CASES, json!({ "state": "OPEN" }))
        .await;
    assert_eq!(open["data"]["reviewCases"]["edges"], json!([]));
    assert_eq!(balances(&lin).await, (0, 0));
}
