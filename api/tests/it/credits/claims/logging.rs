//! What is logged is worth what the rule says, once, and can be taken back.

use saxaul_api::{credits::claim::recompute_all, platform::db::Purpose};
use serde_json::{Value, json};

use super::support::{Circle, balances, log, logged, payload, refusal, refused, today, undo};

#[tokio::test]
async fn a_claim_is_posted_with_its_reason_and_sent_again_it_is_the_same() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    let claim = logged(&lin, "k1", "TRV_METRO_CN", "14.4", json!({})).await;
    assert_eq!(claim["state"], "ACCEPTED");
    assert_eq!(
        (&claim["grams"], &claim["points"]),
        (&json!(3031), &json!(3031))
    );
    assert_eq!(
        claim["explanation"]["formula"],
        "1000 × 14.4 × 0.210455 = 3030.552 → 3031 g"
    );
    assert_eq!(claim["explanation"]["ruleVersion"], 0);
    assert_eq!(balances(&lin).await, (3031, 3031));

    let again = logged(&lin, "k1", "TRV_METRO_CN", "14.40", json!({})).await;
    assert_eq!(again["id"], claim["id"]);
    let other = log(&lin, "k1", "TRV_METRO_CN", "10", json!({})).await;
    assert_eq!(refusal(&other), refused("idempotencyKey", "CONFLICT"));
    assert_eq!(balances(&lin).await, (3031, 3031));

    let list = lin
        .graphql(
            "{ actionClaims { totalCount edges { node { id name } } } }",
            json!({}),
        )
        .await;
    let claims = &list["data"]["actionClaims"];
    assert_eq!(claims["totalCount"], 1, "{list}");
    assert_eq!(
        claims["edges"][0]["node"]["name"],
        "Metro instead of private car"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_request_five_times_at_once_counts_once() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    let send = || logged(&lin, "once", "TRV_METRO_CN", "14.4", json!({}));
    let answers = <[_; 5]>::from(tokio::join!(send(), send(), send(), send(), send()));
    for other in &answers {
        assert_eq!(other["id"], answers[0]["id"]);
    }
    assert_eq!(balances(&lin).await, (3031, 3031));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn claims_at_the_same_time_do_not_both_see_the_same_cap_left() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    let send = |key: &'static str| {
        let lin = &lin;
        async move { log(lin, key, "LCL_NO_PLASTIC_BAG", "2", json!({})).await }
    };
    let (a, b, c) = tokio::join!(send("a"), send("b"), send("c"));
    let mut accepted: Vec<Value> = [&a, &b, &c]
        .iter()
        .map(|answer| answer["claim"]["unitsAccepted"].clone())
        .collect();
    accepted.sort_by_key(ToString::to_string);
    // Three bags a day: two, one, and nothing.
    assert_eq!(accepted, [json!("1"), json!("2"), Value::Null]);
}

#[tokio::test]
async fn over_a_cap_a_part_is_accepted_and_the_reason_is_said() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    let claim = logged(&lin, "a", "LCL_NO_PLASTIC_BAG", "5", json!({})).await;
    assert_eq!(claim["state"], "PARTLY_ACCEPTED");
    assert_eq!(claim["unitsAccepted"], "3");
    assert_eq!(claim["reasons"][0]["code"], "DAY_CAP");
    assert_eq!(
        claim["reasons"][0]["message"],
        "At most 3 bags count in a day; 3 were left."
    );
    // 1000 × 3 × 0.0237206 = 71.1618
    assert_eq!(claim["grams"], 71);
    let more = log(&lin, "b", "LCL_NO_PLASTIC_BAG", "1", json!({})).await;
    assert_eq!(refusal(&more), refused("units", "LIMIT_EXCEEDED"));
    let actions = lin
        .graphql(
            "{ circleActions { code leftToday leftThisYear lastUnits evidenceNote ruleText baseline } }",
            json!({}),
        )
        .await;
    let first = &actions["data"]["circleActions"][0];
    assert_eq!(first["code"], "LCL_NO_PLASTIC_BAG", "{actions}");
    assert_eq!(
        (
            &first["leftToday"],
            &first["leftThisYear"],
            &first["lastUnits"]
        ),
        (&json!("0"), &json!("397"), &json!("5"))
    );
}

#[tokio::test]
async fn a_preview_says_what_the_log_then_does_and_stores_nothing() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    let query = "query($input: ActionLogInput!) { actionPreview(input: $input) { unitsAccepted grams points state \
                 reasons { code } userErrors { field code } } }";
    let preview = |units: &'static str| {
        let input = json!({ "code": "TRV_METRO_CN", "units": units, "day": today().to_string() });
        lin.graphql(query, json!({ "input": input }))
    };
    let answer = preview("30").await;
    let told = payload(&answer, "actionPreview");
    assert_eq!(told["unitsAccepted"], "21.6");
    assert_eq!(told["reasons"][0]["code"], "OFFICE_DISTANCE");
    assert_eq!(balances(&lin).await, (0, 0));
    let claim = logged(&lin, "a", "TRV_METRO_CN", "30", json!({})).await;
    assert_eq!(
        (&claim["grams"], &claim["unitsAccepted"]),
        (&told["grams"], &told["unitsAccepted"])
    );
    let told = payload(&preview("0").await, "actionPreview");
    assert_eq!(told["userErrors"][0]["field"], json!(["units"]));
    assert_eq!(told["grams"], Value::Null);
}

#[tokio::test]
async fn what_is_wrong_is_named_and_nothing_is_half_posted() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    for (code, units, more, field, error) in [
        ("NO_SUCH", "1", json!({}), "code", "NOT_FOUND"),
        ("TRV_METRO_UK", "1", json!({}), "code", "WRONG_STATE"),
        ("ADJ_WFH_HOUR", "1", json!({}), "code", "WRONG_STATE"),
        ("TRV_METRO_CN", "-1", json!({}), "units", "OUT_OF_RANGE"),
        (
            "TRV_METRO_CN",
            "1.0000001",
            json!({}),
            "units",
            "OUT_OF_RANGE",
        ),
        ("TRV_BIKE_CN", "5", json!({}), "evidenceNumber", "REQUIRED"),
        (
            "TRV_BIKE_CN",
            "5",
            json!({ "evidenceNumber": "?" }),
            "evidenceNumber",
            "INVALID",
        ),
        (
            "TRV_METRO_CN",
            "5",
            json!({ "startedAt": "2020-01-01T00:00:00.000Z" }),
            "startedAt",
            "INVALID",
        ),
        (
            "TRV_METRO_CN",
            "5",
            json!({ "photoUploadId": "upl_1" }),
            "photoUploadId",
            "NOT_FOUND",
        ),
        (
            "SPT_STEPS_1000",
            "5",
            json!({}),
            "evidenceNumber",
            "REQUIRED",
        ),
    ] {
        let answer = log(&lin, "k", code, units, more.clone()).await;
        assert_eq!(
            refusal(&answer),
            refused(field, error),
            "{code} {units} {more}: {answer}"
        );
        assert_eq!(answer["claim"], Value::Null);
    }
    assert_eq!(balances(&lin).await, (0, 0));
    let tomorrow = today().next().unwrap().to_string();
    let answer = log(&lin, "k", "TRV_METRO_CN", "5", json!({ "day": tomorrow })).await;
    assert_eq!(refusal(&answer), refused("day", "OUT_OF_RANGE"));
    let no_key = log(&lin, "", "TRV_METRO_CN", "5", json!({})).await;
    assert_eq!(refusal(&no_key), refused("idempotencyKey", "INVALID"));
}

#[tokio::test]
async fn without_a_seat_or_the_role_nothing_can_be_logged() {
    let circle = Circle::new().await;
    let seatless = circle.app.join(&circle.owner, &["EMPLOYEE"], &[]).await;
    let answer = log(&seatless, "k", "TRV_METRO_CN", "5", json!({})).await;
    assert_eq!(answer["userErrors"][0]["code"], "WRONG_STATE");
    let verifier = circle.app.join(&circle.owner, &["VERIFIER"], &[]).await;
    let query = "mutation($input: ActionLogInput!) { actionLog(input: $input, idempotencyKey: \"k\") { userErrors { code } } }";
    let input = json!({ "code": "TRV_METRO_CN", "units": "1", "day": today().to_string() });
    assert_eq!(
        verifier.error_code(query, json!({ "input": input })).await,
        "FORBIDDEN"
    );
}

#[tokio::test]
async fn a_claim_is_taken_back_within_a_day_by_reversal() {
    let circle = Circle::new().await;
    let (lin, wang) = (circle.member().await, circle.member().await);
    let ride = json!({ "evidenceNumber": "RIDE-2026-0001" });
    let claim = logged(&lin, "a", "TRV_METRO_CN", "14.4", ride.clone()).await;
    assert_eq!(claim["trust"], "DOCUMENTED");
    assert_eq!(claim["numberHint"], "…0001");
    let theirs = "mutation($id: ID!) { actionUndo(id: $id) { userErrors { code } } }";
    let stolen = wang.error_code(theirs, json!({ "id": claim["id"] })).await;
    assert_eq!(stolen, "NOT_FOUND");
    for _ in 0..2 {
        let undone = undo(&lin, &claim["id"]).await;
        assert_eq!(undone["claim"]["state"], "UNDONE", "{undone}");
        assert_eq!(undone["claim"]["undoUntil"], Value::Null);
        assert_eq!(balances(&lin).await, (0, 0));
    }
    // The ride is free again, for whoever it belongs to.
    logged(&wang, "a", "TRV_METRO_CN", "14.4", ride).await;

    let old = logged(&lin, "b", "LCL_NO_PLASTIC_BAG", "1", json!({})).await;
    let sql = format!(
        "UPDATE action_claims SET created_at = '2026-01-01T00:00:00.000Z' WHERE id = {}",
        old["id"].to_string().replace('"', "'")
    );
    circle.behind(&sql).await.unwrap();
    let late = undo(&lin, &old["id"]).await;
    assert_eq!(refusal(&late), refused("id", "EXPIRED"));
}

#[tokio::test]
async fn pair_rules_hold_against_what_is_stored() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    logged(&lin, "a", "TRV_METRO_CN", "7", json!({})).await;
    let plate = json!({ "evidenceNumber": "京A12345" });
    let day = log(&lin, "b", "TRV_CAR_FREE_DAY_CN", "1", plate.clone()).await;
    assert_eq!(refusal(&day), refused("code", "CONFLICT"));
    let wang = circle.member().await;
    let day = logged(
        &wang,
        "a",
        "TRV_CAR_FREE_DAY_CN",
        "1",
        json!({ "evidenceNumber": "京B12345", "homeWorkMinutes": 480 }),
    )
    .await;
    assert_eq!(day["grams"], 1960);
    let metro = log(&wang, "b", "TRV_METRO_CN", "7", json!({})).await;
    assert_eq!(refusal(&metro), refused("code", "CONFLICT"));
    let whose = log(
        &circle.member().await,
        "a",
        "TRV_CAR_FREE_DAY_CN",
        "1",
        json!({ "evidenceNumber": "京B-12345" }),
    )
    .await;
    assert_eq!(refusal(&whose), refused("evidenceNumber", "TAKEN"));
}

#[tokio::test]
async fn every_stored_claim_follows_from_its_formula_and_cannot_be_rewritten() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    for (key, code, units, more) in [
        ("a", "TRV_METRO_CN", "14.4", json!({})),
        ("b", "LCL_NO_PLASTIC_BAG", "5", json!({})),
        ("c", "GOF_PAPERLESS_SHEET", "33", json!({})),
        ("d", "GOF_TAP_WATER_L", "1.5", json!({})),
        (
            "e",
            "LCL_PHONE_REUSE",
            "1",
            json!({ "evidenceNumber": "490154203237518", "secondNumber": "RC-1001" }),
        ),
        (
            "f",
            "TRV_VIDEO_VS_FLIGHT_CN",
            "2200",
            json!({ "evidenceNumber": "MEET-1001", "secondNumber": "TO-1001", "durationMinutes": 95 }),
        ),
        (
            "g",
            "GOF_NO_CUTLERY",
            "2",
            json!({ "evidenceNumber": "ORDER-1001" }),
        ),
        (
            "h",
            "LCL_BOOK_DONATE",
            "3",
            json!({ "evidenceNumber": "978-7-302-51164-9" }),
        ),
    ] {
        logged(&lin, key, code, units, more).await;
    }
    let database = &circle.app.platform.database;
    let tenants = database
        .read_system(Purpose::Operator)
        .await
        .unwrap()
        .tenants()
        .await
        .unwrap();
    let mut seen = 0;
    for tenant in &tenants {
        let tx = database.read(tenant).await.unwrap();
        let (claims, differing) = recompute_all(&tx).await.unwrap();
        assert_eq!(differing, []);
        seen += claims;
    }
    assert_eq!(seen, 8);
    for change in [
        "grams = grams + 1",
        "net_points = 0",
        "factor = '1'",
        "units_accepted_micro = 1",
        "factor_version = 'other'",
    ] {
        let told = circle
            .behind(&format!("UPDATE action_claims SET {change}"))
            .await
            .unwrap_err();
        assert!(told.contains("IMMUTABLE_CLAIM"), "{change}: {told}");
    }
    let told = circle
        .behind("DELETE FROM action_claims")
        .await
        .unwrap_err();
    assert!(told.contains("IMMUTABLE_CLAIM"), "{told}");
}
