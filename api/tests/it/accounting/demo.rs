//! The demo company.

use saxaul_api::accounting::demo;
use saxaul_shared::format::Locale;
use serde_json::json;

use crate::support::{people::PASSWORD, spawn_app};

#[tokio::test]
async fn the_demo_company_is_made_once_with_a_filed_and_an_open_year() {
    let app = spawn_app().await;
    let hash = app.auth.passwords.hash(PASSWORD).await.unwrap();
    assert!(
        demo::make(&app.platform, &hash, Locale::ZhCn)
            .await
            .unwrap()
    );
    assert!(
        !demo::make(&app.platform, &hash, Locale::ZhCn)
            .await
            .unwrap(),
        "a second one was made"
    );
    let owner = app.sign_in(demo::PEOPLE[0].email).await;
    let answer = owner
        .graphql(
            "{ inventories { edges { node { year state totals { recordCount refusedCount } byCategory { key } byMonth { scope1KgCo2e } } } }
               boundary { kind } }",
            json!({}),
        )
        .await;
    let years: Vec<(i64, String)> = answer["data"]["inventories"]["edges"]
        .as_array()
        .unwrap_or_else(|| panic!("{answer}"))
        .iter()
        .map(|edge| {
            (
                edge["node"]["year"].as_i64().unwrap(),
                edge["node"]["state"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    assert_eq!(
        years,
        [(2025, "OPEN".to_owned()), (2024, "LOCKED".to_owned())]
    );
    let sites = answer["data"]["boundary"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|unit| unit["kind"] == "SITE")
        .count();
    assert_eq!(sites, 3);
}
