//! Boards: equal to the ledger, private by default, live, and whole again after Redis was lost.

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};

use super::walkers::{Walker, Walkers, days_ago, today};
use crate::support::{
    TestApp,
    database::redis_url,
    socket::{Received, Socket},
    spawn_app, spawn_app_with,
};

const BOARD: &str = "query($scope: BoardScope!, $period: BoardPeriod!) { leaderboard(scope: $scope, period: $period) { \
     scope period startsOn endsOn version entries { rank name isOwn score perHead members sizeClass change } \
     own { rank name score isOwn } ownAt participants enrolled participationPct floorPct hiddenGroups } }";

async fn board(app: &TestApp, walker: &Walker, scope: &str, period: &str) -> Value {
    let variables = json!({ "scope": scope, "period": period });
    walker.ask(app, BOARD, variables).await["leaderboard"].clone()
}

async fn hide(app: &TestApp, walker: &Walker) {
    let query =
        "mutation { circleMemberUpdate(input: { visibility: HIDDEN }) { userErrors { message } } }";
    let answer = walker.ask(app, query, json!({})).await;
    assert_eq!(
        answer["circleMemberUpdate"]["userErrors"],
        json!([]),
        "{answer}"
    );
}

/// Everyone's points by plain SQL, highest first.
async fn by_sql(app: &TestApp) -> Vec<i64> {
    let connection = app.database.as_owner().await;
    let sql = "SELECT CAST(SUM(l.amount) AS BIGINT) AS points FROM ledger_entries l JOIN ledger_transactions t \
               ON t.organisation_id = l.organisation_id AND t.sequence = l.transaction_sequence \
               WHERE l.book = 'POINT' AND l.account LIKE 'mem%' AND t.kind IN ('EARN', 'REVERSE') \
               GROUP BY l.account ORDER BY points DESC";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "points").unwrap())
        .collect()
}

/// Eight members of one department; every second one under their own name.
async fn eight(app: &TestApp, walkers: &Walkers, link: &str) -> Vec<Walker> {
    let mut all = Vec::new();
    for number in 0..8 {
        let visibility = if number % 2 == 0 { "NAME" } else { "HIDDEN" };
        all.push(walkers.join(app, link, visibility, None).await);
    }
    all
}

#[tokio::test]
async fn a_board_is_what_the_ledger_says_and_lists_only_those_who_chose_to_appear() {
    let app = spawn_app().await;
    let walkers = Walkers::of(&app).await;
    let department = walkers.department("研发部").await;
    let all = eight(&app, &walkers, &department).await;
    let steps: Vec<(&Walker, i64)> = all.iter().zip((1..).map(|n| n * 2000)).collect();
    walkers.walk(today(), &steps).await;
    let people = board(&app, &all[0], "PERSON", "WEEK").await;
    // 2,000 steps are 29.6 points, rounded half away from zero.
    assert_eq!(by_sql(&app).await, [237, 207, 178, 148, 118, 89, 59, 30]);
    let scores: Vec<i64> = people["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["score"].as_i64().unwrap())
        .collect();
    let ranks: Vec<i64> = people["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["rank"].as_i64().unwrap())
        .collect();
    assert_eq!((scores, ranks), (vec![207, 148, 89, 30], vec![2, 4, 6, 8]));
    assert_eq!(
        people["own"],
        json!({ "rank": 8, "name": format!("名 {}", all[0].email), "score": 30, "isOwn": true })
    );
    assert_eq!(
        (
            &people["ownAt"],
            &people["participants"],
            &people["enrolled"]
        ),
        (&json!(3), &json!(8), &json!(8))
    );
    assert_eq!(people["entries"][3]["isOwn"], json!(true));
    // A hidden member is ranked and sees it, and nobody else does.
    let hidden = board(&app, &all[7], "PERSON", "ALL_TIME").await;
    assert_eq!(
        hidden["own"],
        json!({ "rank": 1, "name": null, "score": 237, "isOwn": true })
    );
    assert_eq!(
        (&hidden["ownAt"], &hidden["startsOn"]),
        (&json!(null), &json!(null))
    );
    // Four are unnamed: fewer than five, so the department's sum would tell theirs.
    let departments = board(&app, &all[0], "DEPARTMENT", "WEEK").await;
    assert_eq!(
        (&departments["entries"], &departments["hiddenGroups"]),
        (&json!([]), &json!(1))
    );
    hide(&app, &all[0]).await;
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let departments = board(&app, &all[0], "DEPARTMENT", "WEEK").await;
    let entry = &departments["entries"][0];
    assert_eq!(
        (&entry["score"], &entry["members"], &entry["sizeClass"]),
        (&json!(1066), &json!(8), &json!("SMALL"))
    );
    assert_eq!(
        (&entry["perHead"], &entry["isOwn"]),
        (&json!("133.3"), &json!(true))
    );
}

#[tokio::test]
async fn whoever_moves_takes_no_points_along_and_a_reversal_counts_on_its_own_day() {
    let app = spawn_app().await;
    let walkers = Walkers::of(&app).await;
    let (one, two) = (
        walkers.department("一部").await,
        walkers.department("二部").await,
    );
    let mut all = Vec::new();
    for link in [&one, &two] {
        for _ in 0..6 {
            all.push(walkers.join(&app, link, "HIDDEN", None).await);
        }
    }
    let steps: Vec<(&Walker, i64)> = all.iter().map(|walker| (walker, 10_000)).collect();
    walkers.walk(today(), &steps).await;
    let before = board(&app, &all[0], "DEPARTMENT", "WEEK").await;
    assert_eq!(before["entries"].as_array().unwrap().len(), 2, "{before}");
    let list = all[0]
        .ask(&app, "{ departments { id name } }", json!({}))
        .await;
    let departments = list["departments"].as_array().unwrap();
    let second = departments
        .iter()
        .find(|department| department["name"] == "二部")
        .unwrap();
    let moved = all[0]
        .ask(
            &app,
            "mutation($id: ID!) { circleMemberUpdate(input: { departmentId: $id }) { userErrors { message } } }",
            json!({ "id": second["id"] }),
        )
        .await;
    assert_eq!(
        moved["circleMemberUpdate"]["userErrors"],
        json!([]),
        "{moved}"
    );
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let after = board(&app, &all[0], "DEPARTMENT", "WEEK").await;
    assert_eq!(before["entries"], after["entries"]);
}

async fn next_board(socket: &mut Socket) -> Value {
    match socket.next().await {
        Received::Message(message) => message["payload"]["data"]["leaderboardUpdated"].clone(),
        ended => panic!("{ended:?}"),
    }
}

#[tokio::test]
async fn open_screens_move_and_lose_a_name_within_two_seconds() {
    let app = spawn_app().await;
    let walkers = Walkers::of(&app).await;
    let shown = walkers
        .join(&app, &walkers.link, "ALIAS", Some("骑手"))
        .await;
    let watcher = walkers.join(&app, &walkers.link, "HIDDEN", None).await;
    let mut socket = Socket::acknowledged(&app, Some(&watcher.token)).await;
    socket
        .subscribe("1", "subscription { leaderboardUpdated(scope: PERSON, period: WEEK) { version entries { name score } own { rank score } } }")
        .await;
    let first = next_board(&mut socket).await;
    assert_eq!(
        (&first["entries"], &first["own"]),
        (&json!([]), &json!({ "rank": 1, "score": 0 }))
    );
    walkers.walk(today(), &[(&shown, 10_000)]).await;
    let second = next_board(&mut socket).await;
    assert_eq!(second["entries"], json!([{ "name": "骑手", "score": 148 }]));
    assert_eq!(second["own"], json!({ "rank": 2, "score": 0 }));
    assert!(second["version"].as_i64() > first["version"].as_i64());
    // Several changes in a second are one push.
    for steps in [11_000, 12_000, 13_000] {
        walkers.walk(today(), &[(&shown, steps)]).await;
    }
    let began = Instant::now();
    let mut pushes = 1;
    while next_board(&mut socket).await["entries"][0]["score"] != json!(192) {
        pushes += 1;
    }
    assert!(pushes <= 2 + began.elapsed().as_secs(), "{pushes}");
    let began = Instant::now();
    hide(&app, &shown).await;
    let last = next_board(&mut socket).await;
    assert_eq!(last["entries"], json!([]));
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
    // Whoever connects again begins with the board as it is.
    let mut again = Socket::acknowledged(&app, Some(&watcher.token)).await;
    again
        .subscribe("2", "subscription { leaderboardUpdated(scope: PERSON, period: WEEK) { version entries { name score } } }")
        .await;
    let resumed = next_board(&mut again).await;
    assert_eq!(
        (&resumed["entries"], &resumed["version"]),
        (&last["entries"], &last["version"])
    );
}

#[tokio::test]
async fn with_redis_a_board_is_the_same_and_is_whole_again_after_it_was_emptied() {
    let url = redis_url();
    let app = spawn_app_with(&[("redis_url", url.as_str())]).await;
    let walkers = Walkers::of(&app).await;
    let all = eight(&app, &walkers, &walkers.link).await;
    let steps: Vec<(&Walker, i64)> = all.iter().zip((1..).map(|n| n * 2000)).collect();
    walkers.walk(days_ago(1), &steps).await;
    let before = board(&app, &all[0], "PERSON", "ALL_TIME").await;
    assert_eq!(before["entries"].as_array().unwrap().len(), 4);
    let mut redis = redis::Client::open(url)
        .unwrap()
        .get_multiplexed_async_connection()
        .await
        .unwrap();
    let keys: Vec<String> = redis::cmd("KEYS")
        .arg("saxaul:board:*")
        .query_async(&mut redis)
        .await
        .unwrap();
    let mine: Vec<&String> = keys
        .iter()
        .filter(|key| key.contains(&walkers.owner.organisation_id))
        .collect();
    assert!(mine.iter().any(|key| key.ends_with(":all")), "{keys:?}");
    // Only this test's sets: others use the same Redis.
    let _: i64 = redis::cmd("DEL")
        .arg(&mine)
        .query_async(&mut redis)
        .await
        .unwrap();
    assert_eq!(board(&app, &all[0], "PERSON", "ALL_TIME").await, before);
    walkers.walk(today(), &[(&all[0], 20_000)]).await;
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let after = board(&app, &all[0], "PERSON", "ALL_TIME").await;
    assert_eq!(after["own"]["score"], json!(30 + 296));
    assert_eq!(after["own"]["rank"], json!(1));
    let keys: Vec<String> = redis::cmd("KEYS")
        .arg("saxaul:board:*")
        .query_async(&mut redis)
        .await
        .unwrap();
    assert!(
        keys.iter()
            .any(|key| key.contains(&walkers.owner.organisation_id)),
        "written anew"
    );
}

#[tokio::test]
async fn what_is_written_for_many_is_what_the_ordinary_way_answers() {
    let app = spawn_app().await;
    let walkers = Walkers::of(&app).await;
    let all = eight(&app, &walkers, &walkers.link).await;
    let fields = "__typename scope period startsOn endsOn version entries { __typename rank name score perHead members sizeClass change } \
                  mine: own { rank name score isOwn } ownAt participants enrolled participationPct floorPct hiddenGroups sizeClass";
    // One field more in the list, which differs by viewer, has the ordinary way taken.
    let plain = format!(
        "subscription Plain {{ board: leaderboardUpdated(scope: PERSON, period: MONTH) {{ {fields} }} }}"
    );
    let other = plain.replace("rank name score perHead", "isOwn rank name score perHead");
    let mut socket = Socket::acknowledged(&app, Some(&all[2].token)).await;
    socket.subscribe("shared \"1\"", &plain).await;
    let first = socket.next().await;
    socket.subscribe("ordinary", &other).await;
    let second = socket.next().await;
    let data = |received: Received| match received {
        Received::Message(message) => message,
        ended => panic!("{ended:?}"),
    };
    assert_eq!(data(first)["id"], json!("shared \"1\""));
    data(second);
    let steps: Vec<(&Walker, i64)> = all.iter().zip((1..).map(|n| n * 2000)).collect();
    walkers.walk(today(), &steps).await;
    let mut answers = [json!(null), json!(null)];
    while answers.iter().any(Value::is_null) {
        let mut message = data(socket.next().await);
        assert_eq!(message["type"], json!("next"));
        let board = message["payload"]["data"]["board"].take();
        assert_eq!(board["participants"], json!(8));
        answers[usize::from(message["id"] == "ordinary")] = board;
    }
    let [shared, mut ordinary] = answers;
    for entry in ordinary["entries"].as_array_mut().unwrap() {
        entry.as_object_mut().unwrap().remove("isOwn");
    }
    assert_eq!(shared, ordinary);
    assert_eq!(shared["mine"]["rank"], json!(6));
    // Keys stand in the order of the document.
    let order: Vec<&String> = shared.as_object().unwrap().keys().collect();
    assert!(order.contains(&&"mine".to_owned()));
}
