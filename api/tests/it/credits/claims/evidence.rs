//! Numbers and pictures stand behind one claim only.

use serde_json::{Value, json};

use super::support::{Circle, balances, log, logged, refusal, refused, upload};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_ticket_belongs_to_one_person_also_at_the_same_moment() {
    let circle = Circle::new().await;
    let (lin, wang) = (circle.member().await, circle.member().await);
    let ride = json!({ "evidenceNumber": "bj 2026-77" });
    let (a, b) = tokio::join!(
        log(&lin, "a", "TRV_METRO_CN", "10", ride.clone()),
        log(&wang, "a", "TRV_METRO_CN", "10", ride.clone()),
    );
    let taken: Vec<&Value> = [&a, &b]
        .into_iter()
        .filter(|answer| answer["claim"] == Value::Null)
        .collect();
    assert_eq!(taken.len(), 1, "{a}\n{b}");
    assert_eq!(refusal(taken[0]), refused("evidenceNumber", "TAKEN"));
    // Spelled otherwise it is the same number, also for another action.
    let late = circle.member().await;
    let again = log(
        &late,
        "a",
        "TRV_BIKE_CN",
        "5",
        json!({ "evidenceNumber": "BJ2026-77" }),
    )
    .await;
    assert_eq!(refusal(&again), refused("evidenceNumber", "TAKEN"));
    // Another company's tickets are its own.
    let elsewhere = circle.app.sign_up().await;
    super::support::enrol(&elsewhere).await;
    logged(&elsewhere, "a", "TRV_METRO_CN", "10", ride).await;
}

#[tokio::test]
async fn a_device_is_reused_or_recycled_once_for_ever() {
    let circle = Circle::new().await;
    let (lin, wang) = (circle.member().await, circle.member().await);
    let phone = json!({ "evidenceNumber": "49-015420-323751-8", "secondNumber": "RC-100" });
    logged(&lin, "a", "LCL_PHONE_REUSE", "1", phone.clone()).await;
    let twice = log(&lin, "b", "LCL_PHONE_REUSE", "1", phone.clone()).await;
    assert_eq!(refusal(&twice), refused("evidenceNumber", "TAKEN"));
    let theirs = log(
        &wang,
        "a",
        "LCL_PHONE_REUSE",
        "1",
        json!({ "evidenceNumber": "490154203237518", "secondNumber": "RC-200" }),
    )
    .await;
    assert_eq!(refusal(&theirs), refused("evidenceNumber", "TAKEN"));
    let recycled = log(
        &wang,
        "b",
        "LCL_EWASTE_PORTABLE_KG",
        "0.2",
        json!({ "evidenceNumber": "W-1001", "secondNumber": "490154203237518" }),
    )
    .await;
    assert_eq!(refusal(&recycled), refused("secondNumber", "TAKEN"));
    let typing = log(
        &wang,
        "c",
        "LCL_PHONE_REUSE",
        "1",
        json!({ "evidenceNumber": "490154203237517", "secondNumber": "RC-200" }),
    )
    .await;
    assert_eq!(refusal(&typing), refused("evidenceNumber", "INVALID"));
}

#[tokio::test]
async fn a_photo_is_ones_own_and_used_once_and_shown_to_nobody_else() {
    let circle = Circle::new().await;
    let (lin, wang) = (circle.member().await, circle.member().await);
    let photo = upload(&circle, &lin, "one plate of tofu", "image/jpeg").await;
    let stolen = log(
        &wang,
        "a",
        "LCL_MEAL_VEGAN",
        "1",
        json!({ "photoUploadId": photo, "mealSlot": "LUNCH" }),
    )
    .await;
    assert_eq!(refusal(&stolen), refused("photoUploadId", "NOT_FOUND"));
    let meal = json!({ "photoUploadId": photo, "mealSlot": "LUNCH" });
    let claim = logged(&lin, "a", "LCL_MEAL_VEGAN", "1", meal.clone()).await;
    assert_eq!(claim["hasPhoto"], true);
    assert_eq!(claim["trust"], "DOCUMENTED");
    let again = log(
        &lin,
        "b",
        "LCL_MEAL_VEGAN",
        "1",
        json!({ "photoUploadId": photo, "mealSlot": "DINNER" }),
    )
    .await;
    assert_eq!(refusal(&again), refused("photoUploadId", "TAKEN"));
    let copy = upload(&circle, &wang, "one plate of tofu", "image/jpeg").await;
    let copied = log(
        &wang,
        "b",
        "LCL_MEAL_VEGAN",
        "1",
        json!({ "photoUploadId": copy, "mealSlot": "LUNCH" }),
    )
    .await;
    assert_eq!(refusal(&copied), refused("photoUploadId", "TAKEN"));
    let script = upload(&circle, &wang, "<svg/>", "image/svg+xml").await;
    let refused_type = log(
        &wang,
        "c",
        "LCL_MEAL_VEGAN",
        "1",
        json!({ "photoUploadId": script, "mealSlot": "LUNCH" }),
    )
    .await;
    assert_eq!(refusal(&refused_type), refused("photoUploadId", "INVALID"));
    assert_eq!(balances(&lin).await, (920, 920));

    let path = format!("/claims/{}/photo", claim["id"].as_str().unwrap());
    let read = |who: &crate::support::people::Caller| {
        who.client
            .get(circle.app.url(&path))
            .bearer_auth(&who.token)
            .send()
    };
    let own = read(&lin).await.unwrap();
    assert_eq!(own.status(), 200);
    assert_eq!(own.headers()["content-type"], "image/jpeg");
    assert_eq!(own.text().await.unwrap(), "one plate of tofu");
    // Neither a colleague nor the owner, whom nobody asked to review this claim; and nobody of another company.
    let stranger = circle.app.sign_up().await;
    for other in [&wang, &circle.owner, &stranger] {
        assert_eq!(read(other).await.unwrap().status(), 404);
    }
    let anonymous = reqwest::Client::new()
        .get(circle.app.url(&path))
        .send()
        .await
        .unwrap();
    assert_eq!(anonymous.status(), 401);
}

#[tokio::test]
async fn a_shared_car_counts_when_every_rider_has_claimed() {
    let circle = Circle::new().await;
    let (lin, wang) = (circle.member().await, circle.member().await);
    let trip = json!({ "evidenceNumber": "CAR-TRIP-1" });
    let first = logged(&lin, "a", "TRV_CARPOOL2_CN", "10", trip.clone()).await;
    assert_eq!(first["state"], "IN_REVIEW");
    assert_eq!(balances(&lin).await, (0, 0));
    let second = logged(&wang, "a", "TRV_CARPOOL2_CN", "10", trip.clone()).await;
    assert_eq!(second["state"], "ACCEPTED");
    // 1000 × 10 × 0.135909
    assert_eq!(balances(&wang).await, (1359, 1359));
    assert_eq!(balances(&lin).await, (1359, 1359));
    let third = log(&circle.member().await, "a", "TRV_CARPOOL2_CN", "10", trip).await;
    assert_eq!(refusal(&third), refused("evidenceNumber", "TAKEN"));
}
