//! Members who walk: a company with an employee programme and a program that reports steps.

use saxaul_shared::{credits::member::CONSENT_VERSION, period::Date};
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    people::{Caller, PASSWORD, browser, new_email, post},
};

/// A company whose members walk.
pub struct Walkers {
    pub owner: Caller,
    pub reporter: Caller,
    pub link: String,
    batches: std::cell::Cell<u32>,
}

/// Someone who takes part.
pub struct Walker {
    pub email: String,
    pub token: String,
}

impl Walkers {
    pub async fn of(app: &TestApp) -> Self {
        let owner = app.sign_up().await;
        let reporter = app.join(&owner, &["INTEGRATOR"], &[]).await;
        let link = link(&owner, None).await;
        Self {
            owner,
            reporter,
            link,
            batches: std::cell::Cell::new(0),
        }
    }

    /// A link that leads into a new department.
    pub async fn department(&self, name: &str) -> String {
        let query = "mutation($name: String!) { departmentCreate(input: { name: $name }) { \
                     department { id } userErrors { message } } }";
        let answer = self.owner.graphql(query, json!({ "name": name })).await;
        let id = &answer["data"]["departmentCreate"]["department"]["id"];
        assert!(id.is_string(), "{answer}");
        link(&self.owner, id.as_str()).await
    }

    /// Someone joins by a link.
    pub async fn join(
        &self,
        app: &TestApp,
        link: &str,
        visibility: &str,
        alias: Option<&str>,
    ) -> Walker {
        let email = new_email();
        let query = "mutation($input: CircleJoinInput!) { circleJoin(input: $input) { \
                     session { accessToken } userErrors { field message } } }";
        let input = json!({
            "token": link, "email": email, "name": format!("名 {email}"), "password": PASSWORD, "locale": "EN",
            "consentVersion": CONSENT_VERSION, "visibility": visibility, "alias": alias,
        });
        let answer = post(
            &browser(),
            &app.url("/graphql"),
            None,
            query,
            json!({ "input": input }),
        )
        .await;
        let token = &answer["data"]["circleJoin"]["session"]["accessToken"];
        Walker {
            token: token
                .as_str()
                .unwrap_or_else(|| panic!("{answer}"))
                .to_owned(),
            email,
        }
    }

    /// Reports steps of today.
    pub async fn walk(&self, day: Date, steps: &[(&Walker, i64)]) {
        self.batches.set(self.batches.get() + 1);
        let days: Vec<Value> = steps
            .iter()
            .map(|(walker, steps)| {
                json!({ "email": walker.email, "day": day, "steps": steps, "trust": "DEVICE_DAILY" })
            })
            .collect();
        let input = json!({ "clientId": format!("batch {}", self.batches.get()), "days": days });
        let answer = report(&self.reporter, input).await;
        assert_eq!(answer["userErrors"], json!([]), "{answer}");
    }
}

/// Sends a batch.
pub async fn report(caller: &Caller, input: Value) -> Value {
    let query = "mutation($input: StepsReportInput!) { stepsReport(input: $input) { \
                 report { clientId points rows { creditedSteps code message } } userErrors { code field } } }";
    let answer = caller.graphql(query, json!({ "input": input })).await;
    answer["data"]["stepsReport"].clone()
}

async fn link(owner: &Caller, department: Option<&str>) -> String {
    let query = "mutation($input: CircleJoinLinkInput!) { circleJoinLinkCreate(input: $input) { \
                 joinLink { address } userErrors { message } } }";
    let input = json!({ "departmentId": department });
    let answer = owner.graphql(query, json!({ "input": input })).await;
    let address = &answer["data"]["circleJoinLinkCreate"]["joinLink"]["address"];
    let address = address.as_str().unwrap_or_else(|| panic!("{answer}"));
    address.rsplit('/').next().unwrap().to_owned()
}

impl Walker {
    pub async fn ask(&self, app: &TestApp, query: &str, variables: Value) -> Value {
        let answer = app.graphql_as(&self.token, query, variables).await;
        assert!(answer["errors"].is_null(), "{answer}");
        answer["data"].clone()
    }

    /// Points that can be spent.
    pub async fn points(&self, app: &TestApp) -> i64 {
        let answer = self
            .ask(app, "{ creditBalances { book available } }", json!({}))
            .await;
        let balances = answer["creditBalances"].as_array().unwrap();
        let points = balances.iter().find(|balance| balance["book"] == "POINT");
        points.map_or(0, |balance| balance["available"].as_i64().unwrap())
    }
}

/// The day it is in the companies of the tests.
pub fn today() -> Date {
    let shifted = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs()
        + 8 * 3600;
    Date::from_day_number(i64::try_from(shifted / 86_400).unwrap()).unwrap()
}

/// So many days before today.
pub fn days_ago(days: i64) -> Date {
    Date::from_day_number(today().day_number() - days).unwrap()
}
