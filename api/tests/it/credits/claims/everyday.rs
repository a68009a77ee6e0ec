//! Everyday emissions, the quiz, the month's statement, and what the company learns of it.

use saxaul_api::{credits::everyday::travel_totals, platform::db::Purpose};
use saxaul_shared::credits::quiz::{DONT_KNOW, QUESTIONS};
use serde_json::{Value, json};

use super::support::{Circle, log, logged, payload, refusal, refused, today};
use crate::support::people::Caller;

async fn write_down(member: &Caller, key: &str, code: &str, units: &str, more: Value) -> Value {
    let query = "mutation($input: EverydayLogInput!, $key: String!) { everydayLog(input: $input, idempotencyKey: $key) { \
                 entry { id name emissionKg inventoryLink isUndone } userErrors { field code message } } }";
    let mut input = json!({ "code": code, "units": units, "day": today().to_string() });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    let answer = member
        .graphql(query, json!({ "input": input, "key": key }))
        .await;
    payload(&answer, "everydayLog")
}

async fn statement(member: &Caller) -> Value {
    let query = "query($month: String!) { personalStatement(month: $month) { emissionsByCategory { category kg } \
                 emissionsKg reductionsKg netKg budgetKg flightsKg insideEmployer { link emissionsKg reductionsKg } } }";
    let month = today().calendar_month().to_string();
    let answer = member.graphql(query, json!({ "month": month })).await;
    payload(&answer, "personalStatement")
}

#[tokio::test]
async fn emissions_reductions_and_net_stand_on_one_statement() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    logged(&lin, "a", "TRV_METRO_CN", "14.4", json!({})).await;
    let metro = write_down(&lin, "a", "EM_METRO_CN", "14.4", json!({})).await;
    assert_eq!(metro["entry"]["emissionKg"], "0.883636", "{metro}");
    write_down(&lin, "b", "EM_MEAL_BEEF", "1", json!({})).await;
    write_down(
        &lin,
        "c",
        "EM_FLIGHT_CN",
        "1000",
        json!({ "forWork": false }),
    )
    .await;
    let again = write_down(&lin, "b", "EM_MEAL_BEEF", "1", json!({})).await;
    assert_eq!(again["userErrors"], json!([]));
    let other = write_down(&lin, "b", "EM_MEAL_BEEF", "2", json!({})).await;
    assert_eq!(refusal(&other), refused("idempotencyKey", "CONFLICT"));

    let month = statement(&lin).await;
    assert_eq!(month["emissionsKg"], "118.753636");
    assert_eq!(month["reductionsKg"], "3.031000");
    assert_eq!(month["netKg"], "115.722636");
    assert_eq!(month["budgetKg"], "167.000000");
    assert_eq!(month["flightsKg"], "112.900000");
    // The flight was private: only the commute lies inside the employer's inventory.
    assert_eq!(
        month["insideEmployer"],
        json!([{ "link": "SCOPE_3_CATEGORY_7", "emissionsKg": "0.883636", "reductionsKg": "3.031000" }])
    );
    let undo =
        "mutation($id: ID!) { everydayUndo(id: $id) { entry { isUndone } userErrors { code } } }";
    for _ in 0..2 {
        let answer = lin
            .graphql(undo, json!({ "id": metro["entry"]["id"] }))
            .await;
        assert_eq!(
            answer["data"]["everydayUndo"]["entry"]["isUndone"], true,
            "{answer}"
        );
    }
    assert_eq!(statement(&lin).await["emissionsKg"], "117.870000");
    let wang = circle.member().await;
    assert_eq!(
        wang.error_code(undo, json!({ "id": metro["entry"]["id"] }))
            .await,
        "NOT_FOUND"
    );
    let entries = lin
        .graphql("{ everydayEntries { totalCount edges { node { code } } } everydayActivities { code kgPerUnit source } }", json!({}))
        .await;
    assert_eq!(entries["data"]["everydayEntries"]["totalCount"], 2);
    assert_eq!(
        entries["data"]["everydayActivities"]
            .as_array()
            .unwrap()
            .len(),
        135
    );
}

#[tokio::test]
async fn the_quiz_gives_a_year_with_its_assumptions_and_decides_on_meals() {
    let circle = Circle::new().await;
    let lin = circle.member().await;
    let submit = "mutation($answers: [QuizAnswerInput!]!) { footprintQuizSubmit(answers: $answers) { \
                  footprint { kgPerYear scope parts { category kgPerYear assumptions } } userErrors { field code } } }";
    let answers = |diet: &str| -> Vec<Value> {
        QUESTIONS
            .iter()
            .map(|question| {
                let option = if question.code == "DIET" {
                    diet
                } else {
                    DONT_KNOW
                };
                json!({ "question": question.code, "option": option })
            })
            .collect()
    };
    let taken = lin
        .graphql(submit, json!({ "answers": answers("VEGETARIAN") }))
        .await;
    let footprint = &taken["data"]["footprintQuizSubmit"]["footprint"];
    assert_eq!(footprint["parts"][2]["kgPerYear"], "1390.650", "{taken}");
    let asked = lin
        .graphql(
            "{ footprintQuiz { code options { code } } footprint { kgPerYear } }",
            json!({}),
        )
        .await;
    assert_eq!(
        asked["data"]["footprint"]["kgPerYear"],
        footprint["kgPerYear"]
    );
    let options = asked["data"]["footprintQuiz"][0]["options"]
        .as_array()
        .unwrap();
    assert_eq!(options.last().unwrap()["code"], DONT_KNOW);

    let till = json!({ "evidenceNumber": "TILL-1", "mealSlot": "LUNCH" });
    let meal = log(&lin, "a", "LCL_MEAL_VEGETARIAN", "1", till.clone()).await;
    assert_eq!(refusal(&meal), refused("code", "WRONG_STATE"));
    logged(&lin, "b", "LCL_MEAL_VEGAN", "1", till).await;

    let half = lin
        .graphql(
            submit,
            json!({ "answers": [{ "question": "DIET", "option": "VEGAN" }] }),
        )
        .await;
    let errors = &half["data"]["footprintQuizSubmit"]["userErrors"];
    assert_eq!(errors.as_array().unwrap().len(), QUESTIONS.len() - 1);
    assert_eq!(errors[0]["field"], json!(["answers", "COMMUTE_MODE"]));
}

#[tokio::test]
async fn the_company_learns_of_travel_only_from_five_people_on() {
    let circle = Circle::new().await;
    let database = &circle.app.platform.database;
    let tenant = database
        .read_system(Purpose::Operator)
        .await
        .unwrap()
        .tenants()
        .await
        .unwrap()
        .remove(0);
    let span = today().calendar_month().period();
    let totals = async || {
        let tx = database.read(&tenant).await.unwrap();
        travel_totals(&tx, span).await.unwrap()
    };
    for place in 0..5 {
        let got = totals().await;
        assert_eq!(got.totals, [], "{place} people");
        assert_eq!(got.held_back, usize::from(place > 0));
        let member = circle.member().await;
        logged(&member, "a", "TRV_METRO_CN", "14.4", json!({})).await;
        // The same trip as an emission: it counts once.
        write_down(&member, "a", "EM_METRO_CN", "14.4", json!({})).await;
    }
    let got = totals().await;
    assert_eq!(got.totals.len(), 1);
    assert_eq!(got.totals[0].micro, 5 * 14_400_000);
    assert_eq!(got.totals[0].people, 5);
    assert_eq!(got.totals[0].unit, "passenger_km");
}
