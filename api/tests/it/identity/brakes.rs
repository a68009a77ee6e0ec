//! Guessing is slowed down, aliases count one by one, and a flood of sign-ins leaves room for others.

use serde_json::json;

use crate::support::{
    people::{PASSWORD, browser, new_email},
    spawn_app,
};

fn code(answer: &serde_json::Value) -> String {
    answer["data"]["sessionCreate"]["userErrors"][0]["code"]
        .as_str()
        .unwrap_or("OK")
        .to_owned()
}

#[tokio::test]
async fn after_ten_attempts_on_one_account_even_the_right_password_waits() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let client = browser();
    for attempt in 1..=10 {
        let answer = app
            .try_sign_in(&client, &owner.email, "a wrong guess")
            .await;
        assert_eq!(code(&answer), "BAD_CREDENTIALS", "attempt {attempt}");
    }
    assert_eq!(
        code(&app.try_sign_in(&client, &owner.email, PASSWORD).await),
        "LIMIT_EXCEEDED"
    );
    assert_eq!(
        code(
            &app.try_sign_in(&client, &owner.email.to_uppercase(), PASSWORD)
                .await
        ),
        "LIMIT_EXCEEDED"
    );
    let other = app.sign_up().await;
    assert_eq!(
        code(&app.try_sign_in(&client, &other.email, PASSWORD).await),
        "OK"
    );
}

#[tokio::test]
async fn unknown_accounts_are_braked_like_known_ones() {
    let app = spawn_app().await;
    let (client, email) = (browser(), new_email());
    for _ in 0..10 {
        assert_eq!(
            code(&app.try_sign_in(&client, &email, "a wrong guess").await),
            "BAD_CREDENTIALS"
        );
    }
    assert_eq!(
        code(&app.try_sign_in(&client, &email, "a wrong guess").await),
        "LIMIT_EXCEEDED"
    );
}

#[tokio::test]
async fn the_right_password_forgives_the_wrong_ones_before() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let client = browser();
    for _ in 0..3 {
        for _ in 0..9 {
            assert_eq!(
                code(
                    &app.try_sign_in(&client, &owner.email, "a wrong guess")
                        .await
                ),
                "BAD_CREDENTIALS"
            );
        }
        assert_eq!(
            code(&app.try_sign_in(&client, &owner.email, PASSWORD).await),
            "OK"
        );
    }
}

#[tokio::test]
async fn letters_about_one_address_are_limited() {
    let app = spawn_app().await;
    let email = new_email();
    let query = "mutation($email: String!) { passwordResetRequest(email: $email) { accepted userErrors { code } } }";
    for _ in 0..5 {
        let answer = app.graphql(query, json!({ "email": email })).await;
        assert_eq!(answer["data"]["passwordResetRequest"]["accepted"], true);
    }
    let answer = app.graphql(query, json!({ "email": email })).await;
    assert_eq!(
        answer["data"]["passwordResetRequest"]["userErrors"][0]["code"],
        "LIMIT_EXCEEDED"
    );
}
