//! Imports of steps and rides, and reports of other programs.

use std::{io::Write as _, time::Duration};

use serde_json::{Value, json};

use super::walkers::{Walker, Walkers, days_ago, report, today};
use crate::support::{TestApp, spawn_app};

fn apple(watch: i64) -> Vec<u8> {
    let day = days_ago(1);
    let record = |source: &str, from: &str, to: &str, value: i64, inside: &str| {
        format!(
            "<Record type=\"HKQuantityTypeIdentifierStepCount\" sourceName=\"{source}\" unit=\"count\" startDate=\"{day} {from} +0800\" endDate=\"{day} {to} +0800\" value=\"{value}\">{inside}</Record>"
        )
    };
    let typed = "<MetadataEntry key=\"HKWasUserEntered\" value=\"1\"/>";
    let text = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE HealthData [<!ELEMENT HealthData (Record*)>]><HealthData locale=\"zh_CN\">{}{}{}</HealthData>",
        record("Lin's iPhone", "08:00:00", "08:10:00", 920, ""),
        record("Lin's Watch", "08:01:00", "08:10:00", watch, ""),
        record("Health", "22:00:00", "22:00:00", 30_000, typed),
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file(
            "apple_health_export/export.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    archive.write_all(text.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

async fn upload(app: &TestApp, walker: &Walker, bytes: Vec<u8>) -> String {
    let response = app
        .client
        .post(app.url("/uploads"))
        .bearer_auth(&walker.token)
        .header("x-file-name", "export.zip")
        .body(bytes)
        .send()
        .await
        .unwrap();
    let answer: Value = response.json().await.unwrap();
    answer["uploadId"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer}"))
        .to_owned()
}

const IMPORT: &str = "id source state rides accepted refused manual older messages { code message } \
     days { day steps creditedSteps trust reason signals points }";

async fn create(app: &TestApp, walker: &Walker, upload: &str, consent: bool) -> Value {
    let query = format!(
        "mutation($id: ID!, $consent: Boolean!) {{ sportImportCreate(uploadId: $id, consent: $consent) {{ \
         import {{ {IMPORT} }} userErrors {{ code field }} }} }}"
    );
    let variables = json!({ "id": upload, "consent": consent });
    walker.ask(app, &query, variables).await["sportImportCreate"].clone()
}

/// Imports a file and waits until it was read.
async fn import(app: &TestApp, walker: &Walker, bytes: Vec<u8>) -> Value {
    let upload = upload(app, walker, bytes).await;
    let created = create(app, walker, &upload, true).await;
    let id = created["import"]["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{created}"))
        .to_owned();
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let list = walker
            .ask(
                app,
                &format!("{{ sportImports {{ {IMPORT} }} }}"),
                json!({}),
            )
            .await;
        let all = list["sportImports"].as_array().unwrap();
        let found = all
            .iter()
            .find(|import| import["id"] == id.as_str())
            .unwrap();
        if found["state"] == "DONE" || found["state"] == "FAILED" {
            return found.clone();
        }
    }
    panic!("the import {id} does not end");
}

async fn delete(app: &TestApp, walker: &Walker, import: &Value) -> Value {
    let query = "mutation($id: ID!) { sportImportDelete(id: $id) { import { state messages { code } } userErrors { code } } }";
    walker.ask(app, query, json!({ "id": import["id"] })).await["sportImportDelete"].clone()
}

#[tokio::test]
async fn an_apple_export_gives_1010_steps_once_whatever_is_imported_again() {
    let app = spawn_app().await;
    let walkers = Walkers::of(&app).await;
    let walker = walkers.join(&app, &walkers.link, "HIDDEN", None).await;
    let first = import(&app, &walker, apple(1010)).await;
    assert_eq!(
        (&first["state"], &first["source"], &first["manual"]),
        (&json!("DONE"), &json!("APPLE_HEALTH"), &json!(1))
    );
    assert_eq!(
        first["days"],
        json!([{ "day": days_ago(1), "steps": 1010, "creditedSteps": 1010, "trust": "DEVICE_INTERVAL",
                 "reason": null, "signals": [], "points": 15 }])
    );
    assert_eq!(walker.points(&app).await, 15);
    import(&app, &walker, apple(1010)).await;
    assert_eq!(walker.points(&app).await, 15);
    // A better count of the day adds only the difference.
    let better = import(&app, &walker, apple(1900)).await;
    assert_eq!(walker.points(&app).await, 28);
    // Taking it back leaves what the others say; taking all back leaves nothing.
    let deleted = delete(&app, &walker, &better).await;
    assert_eq!(deleted["import"]["state"], json!("DELETED"), "{deleted}");
    assert_eq!(walker.points(&app).await, 15);
    let list = walker
        .ask(
            &app,
            &format!("{{ sportImports {{ {IMPORT} }} }}"),
            json!({}),
        )
        .await;
    for left in list["sportImports"].as_array().unwrap() {
        delete(&app, &walker, left).await;
    }
    assert_eq!(walker.points(&app).await, 0);
    // Neither the files nor their rows are left.
    let connection = app.database.as_owner().await;
    use sea_orm::ConnectionTrait as _;
    let statement = sea_orm::Statement::from_string(
        connection.get_database_backend(),
        "SELECT COUNT(*) AS n FROM uploads",
    );
    let row = connection.query_one_raw(statement).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "n").unwrap(), 0);
}

#[tokio::test]
async fn imports_in_another_order_come_to_the_same() {
    let app = spawn_app().await;
    let walkers = Walkers::of(&app).await;
    let one = walkers.join(&app, &walkers.link, "HIDDEN", None).await;
    let two = walkers.join(&app, &walkers.link, "HIDDEN", None).await;
    for watch in [1034, 1500, 1960] {
        import(&app, &one, apple(watch)).await;
    }
    for watch in [1960, 1034, 1500] {
        import(&app, &two, apple(watch)).await;
    }
    assert_eq!(one.points(&app).await, two.points(&app).await);
    assert_eq!(one.points(&app).await, 29);
}

#[tokio::test]
async fn a_commute_from_strava_is_claimed_once_and_the_rest_says_why_not() {
    let app = spawn_app().await;
    let walkers = Walkers::of(&app).await;
    let walker = walkers.join(&app, &walkers.link, "HIDDEN", None).await;
    // Only what came after joining counts, and the ride is of yesterday.
    let sql = format!("UPDATE programme_members SET joined_on = '{}'", days_ago(2));
    use sea_orm::ConnectionTrait as _;
    let connection = app.database.as_owner().await;
    connection.execute_unprepared(&sql).await.unwrap();
    let day = days_ago(1);
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let date = format!(
        "{} {}, {}",
        months[usize::from(day.month()) - 1],
        day.day(),
        day.year()
    );
    let csv = format!(
        "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Commute,Filename,Elapsed Time,Moving Time,Distance\n\
         9000000001,\"{date}, 12:20:00 AM\",\"To work, sunny\",Ride,1500,7.20,true,activities/1.fit.gz,1500.0,1380.0,7201.5\n\
         9000000002,\"{date}, 10:05:00 AM\",Manual entry,Walk,3600,30.00,false,,3600.0,3600.0,30000.0\n"
    );
    let first = import(&app, &walker, csv.clone().into_bytes()).await;
    assert_eq!(
        (&first["rides"], &first["accepted"]),
        (&json!(2), &json!(1)),
        "{first}"
    );
    let codes: Vec<&str> = first["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["RIDE_MANUAL", "RIDE_NOT_COMMUTE", "RIDE_SPEED"]);
    let claims = walker
        .ask(
            &app,
            "{ actionClaims(first: 10) { edges { node { code unitsClaimed trust grams } } } }",
            json!({}),
        )
        .await;
    let edges = claims["actionClaims"]["edges"].as_array().unwrap();
    assert_eq!(edges.len(), 1);
    assert_eq!(edges[0]["node"]["code"], json!("SPT_CYCLE_COMMUTE_KM"));
    assert_eq!(edges[0]["node"]["unitsClaimed"], json!("7.2015"));
    assert_eq!(edges[0]["node"]["trust"], json!("DEVICE_INTERVAL"));
    // 7.2015 km × 48.7 g is 350.71305 g.
    assert_eq!(edges[0]["node"]["grams"], json!(351));
    let again = import(&app, &walker, csv.into_bytes()).await;
    assert_eq!(again["accepted"], json!(0));
    assert_eq!(walker.points(&app).await, 351);
}

#[tokio::test]
async fn without_consent_or_with_somebody_elses_file_nothing_is_read() {
    let app = spawn_app().await;
    let walkers = Walkers::of(&app).await;
    let one = walkers.join(&app, &walkers.link, "HIDDEN", None).await;
    let two = walkers.join(&app, &walkers.link, "HIDDEN", None).await;
    let file = upload(&app, &one, apple(1010)).await;
    let refused = create(&app, &one, &file, false).await;
    assert_eq!(
        refused["userErrors"],
        json!([{ "code": "REQUIRED", "field": ["consent"] }])
    );
    let foreign = create(&app, &two, &file, true).await;
    assert_eq!(
        foreign["userErrors"],
        json!([{ "code": "NOT_FOUND", "field": ["uploadId"] }])
    );
    let bad = import(&app, &one, b"PK\x03\x04 cut off".to_vec()).await;
    assert_eq!(
        (&bad["state"], &bad["messages"][0]["code"]),
        (&json!("FAILED"), &json!("DAMAGED"))
    );
    // Nobody else sees an import, not even the owner.
    let mine = import(&app, &one, apple(1010)).await;
    let query = format!(
        "mutation {{ sportImportDelete(id: \"{}\") {{ import {{ id }} }} }}",
        mine["id"].as_str().unwrap()
    );
    let answer = app.graphql_as(&two.token, &query, json!({})).await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"],
        json!("NOT_FOUND"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_batch_delivered_five_times_at_once_is_taken_once() {
    let app = spawn_app().await;
    let walkers = Walkers::of(&app).await;
    let walker = walkers.join(&app, &walkers.link, "HIDDEN", None).await;
    let day = |day, steps: i64, trust: &str| json!({ "email": walker.email, "day": day, "steps": steps, "trust": trust });
    let input = json!({ "clientId": "night 1", "days": [
        day(today(), 7420, "DEVICE_DAILY"), day(days_ago(1), 25_000, "DEVICE_DAILY"), day(days_ago(8), 9000, "DEVICE_DAILY"),
        day(days_ago(2), 5000, "MANUAL"), day(days_ago(-1), 5000, "DEVICE_DAILY"), day(days_ago(3), -1, "DEVICE_DAILY"),
        json!({ "email": "nobody@example.cn", "day": today(), "steps": 10, "trust": "DEVICE_DAILY" }),
    ] });
    let answers =
        futures_util::future::join_all((0..5).map(|_| report(&walkers.reporter, input.clone())))
            .await;
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    let rows = answers[0]["report"]["rows"].as_array().unwrap();
    let codes: Vec<&Value> = rows.iter().map(|row| &row["code"]).collect();
    let expected = [
        json!(null),
        json!("CAP"),
        json!("TOO_OLD"),
        json!("MANUAL"),
        json!("FUTURE"),
        json!("NEGATIVE_STEPS"),
        json!("UNKNOWN_MEMBER"),
    ];
    assert_eq!(codes, expected.iter().collect::<Vec<_>>());
    assert_eq!(walker.points(&app).await, 110 + 296);
    let other = json!({ "clientId": "night 1", "days": [day(today(), 1, "DEVICE_DAILY")] });
    let refused = report(&walkers.reporter, other).await;
    assert_eq!(refused["userErrors"][0]["code"], json!("CONFLICT"));
    // Only a program of the company reports.
    let code = walkers.owner.error_code("mutation { stepsReport(input: { clientId: \"x\", days: [] }) { userErrors { code } } }", json!({})).await;
    assert_eq!(code, "");
    let answer = app.graphql_as(&walker.token, "mutation { stepsReport(input: { clientId: \"x\", days: [] }) { userErrors { code } } }", json!({})).await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"],
        json!("FORBIDDEN")
    );
}
