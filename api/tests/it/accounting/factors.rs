//! The factor library, own factors and what they do to open inventories.

use serde_json::{Value, json};

use super::support::{company, create, electricity, text, totals};

#[tokio::test]
async fn an_own_factor_counts_once_somebody_else_has_approved_it() {
    let company = company().await;
    let input = electricity(&company.site, "1000", "2023-03-01", "2023-03-31");
    create(&company.owner, "a", input).await;
    let before = totals(&company.owner, 2023).await["totals"]["scope2LocationKgCo2e"].clone();
    let answer = company
        .owner
        .graphql(
            "mutation($input: FactorInput!) { factorCreate(input: $input) { factor { id state confidence } userErrors { code field message } } }",
            json!({ "input": {
                "name": "厂内电厂", "activityCodes": ["purchased_electricity"], "unit": "kWh", "region": "CN-GD", "year": 2023,
                "kgCo2ePerUnit": "0.25", "sourceRef": "2023 年检测报告",
            } }),
        )
        .await;
    let id = text(&answer, "/data/factorCreate/factor/id");
    assert_eq!(answer["data"]["factorCreate"]["factor"]["state"], "DRAFT");
    assert_eq!(
        totals(&company.owner, 2023).await["totals"]["scope2LocationKgCo2e"],
        before,
        "a draft changes nothing"
    );

    let approve =
        "mutation($id: ID!) { factorApprove(id: $id) { factor { state } userErrors { code } } }";
    let own = company.owner.graphql(approve, json!({ "id": id })).await;
    assert_eq!(
        own["data"]["factorApprove"]["userErrors"][0]["code"], "FOUR_EYES",
        "{own}"
    );
    let approver = company.app.join(&company.owner, &["APPROVER"], &[]).await;
    let approved = approver.graphql(approve, json!({ "id": id })).await;
    assert_eq!(
        approved["data"]["factorApprove"]["factor"]["state"], "APPROVED",
        "{approved}"
    );
    assert_eq!(
        totals(&company.owner, 2023).await["totals"]["scope2LocationKgCo2e"],
        "250.000000"
    );

    let retire =
        "mutation($id: ID!) { factorRetire(id: $id) { factor { state } userErrors { code } } }";
    approver.graphql(retire, json!({ "id": id })).await;
    assert_eq!(
        totals(&company.owner, 2023).await["totals"]["scope2LocationKgCo2e"],
        before
    );
}

#[tokio::test]
async fn the_first_choice_is_what_the_engine_takes() {
    let company = company().await;
    let input = electricity(&company.site, "1000", "2023-03-01", "2023-03-31");
    let taken = create(&company.owner, "a", input).await;
    let choices = company
        .owner
        .graphql(
            "query($site: ID!) { factorChoices(activity: \"purchased_electricity\", siteId: $site, unit: \"kWh\", date: \"2023-03-01\") {
               rank reason factor { id region } } }",
            json!({ "site": company.site }),
        )
        .await;
    let first = &choices["data"]["factorChoices"][0];
    assert_eq!(first["rank"], 1, "{choices}");
    assert_eq!(
        first["factor"]["id"],
        taken["activityRecord"]["result"]["factor"]["id"]
    );
    assert!(!first["reason"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn factors_are_found_in_both_languages_with_slips_and_turned_page_by_page() {
    let company = company().await;
    let query = "query($search: String!, $after: String) { factors(search: $search, first: 2, after: $after) {
      totalCount edges { node { id sourceRef } } pageInfo { hasNextPage endCursor } } }";
    for search in ["天然气", "natrual gas"] {
        let mut seen: Vec<String> = Vec::new();
        let mut after = Value::Null;
        for _ in 0..2 {
            let answer = company
                .owner
                .graphql(query, json!({ "search": search, "after": after }))
                .await;
            let page = &answer["data"]["factors"];
            for edge in page["edges"]
                .as_array()
                .unwrap_or_else(|| panic!("{answer}"))
            {
                assert!(!edge["node"]["sourceRef"].as_str().unwrap().is_empty());
                seen.push(text(&edge["node"], "/id"));
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(seen.len(), 4, "{search}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 4, "{search}: an entry came twice");
    }
}

#[tokio::test]
async fn gaps_and_coverage_of_a_year_are_told() {
    let company = company().await;
    for month in [1, 2, 4] {
        let (start, end) = (format!("2023-{month:02}-01"), format!("2023-{month:02}-20"));
        create(
            &company.owner,
            &format!("k{month}"),
            electricity(&company.site, "1000", &start, &end),
        )
        .await;
    }
    let answer = company
        .owner
        .graphql(
            "{ attention(year: 2023) { kind month siteId activity } completeness(year: 2023) { month recordCount coveredDays daysInMonth } }",
            json!({}),
        )
        .await;
    let gaps: Vec<&Value> = answer["data"]["attention"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| item["kind"] == "MISSING_MONTH")
        .collect();
    assert_eq!(gaps.len(), 1, "{answer}");
    assert_eq!(gaps[0]["month"], "2023-03");
    let cells = answer["data"]["completeness"].as_array().unwrap();
    assert_eq!(cells.len(), 12);
    assert_eq!(
        cells[1],
        json!({ "month": 2, "recordCount": 1, "coveredDays": 20, "daysInMonth": 28 })
    );
    assert_eq!(cells[2]["coveredDays"], 0);
}
