//! Forged, foreign and outdated access tokens (ASVS 9.1, 9.2): all refused alike.

use std::time::Duration;

use base64::Engine as _;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use saxaul_api::{
    auth::{Auth, AuthConfig, AuthError, Grant},
    platform::{Platform, clock::Clock, db::Tenant, ids::IdSource},
};
use saxaul_shared::{format::Locale, identity::Role};
use serde_json::{Value, json};

use crate::support::{
    database::TestDatabase, people::post, platform::platform_with, spawn_app, tenants::two_tenants,
};

fn part(value: &Value) -> String {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string())
}

fn decoded(part: &str) -> Value {
    serde_json::from_slice(
        &base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(part)
            .unwrap(),
    )
    .unwrap()
}

#[tokio::test]
async fn forged_tokens_are_all_refused_with_one_answer() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let jwks: Value = app
        .client
        .get(app.url("/.well-known/jwks.json"))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let public = jwks["keys"][0]["x"].as_str().unwrap();
    let pieces: Vec<&str> = owner.token.split('.').collect();
    let (header, claims) = (decoded(pieces[0]), decoded(pieces[1]));
    let changed = |base: &Value, key: &str, value: Value| {
        let mut changed = base.clone();
        changed[key] = value;
        changed
    };
    let with =
        |header: &Value, claims: &Value| format!("{}.{}.{}", part(header), part(claims), pieces[2]);
    let mut own_header = Header::new(Algorithm::EdDSA);
    own_header.typ = Some("at+jwt".to_owned());
    own_header.kid = header["kid"].as_str().map(str::to_owned);
    let document =
        ring::signature::Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new()).unwrap();
    let own_key = EncodingKey::from_ed_der(document.as_ref());
    let mut hs = own_header.clone();
    hs.alg = Algorithm::HS256;

    let forged = [
        (
            "alg none",
            format!(
                "{}.{}.",
                part(&changed(&header, "alg", json!("none"))),
                pieces[1]
            ),
        ),
        (
            "HS256 keyed with the public key",
            jsonwebtoken::encode(&hs, &claims, &EncodingKey::from_secret(public.as_bytes()))
                .unwrap(),
        ),
        (
            "a key of one's own",
            jsonwebtoken::encode(&own_header, &claims, &own_key).unwrap(),
        ),
        (
            "unknown kid",
            with(&changed(&header, "kid", json!("key_0")), &claims),
        ),
        (
            "kid with a path",
            with(&changed(&header, "kid", json!("../../x")), &claims),
        ),
        (
            "jku",
            with(
                &changed(&header, "jku", json!("https://evil.example/jwks.json")),
                &claims,
            ),
        ),
        (
            "embedded jwk",
            with(&changed(&header, "jwk", jwks["keys"][0].clone()), &claims),
        ),
        (
            "another typ",
            with(&changed(&header, "typ", json!("JWT")), &claims),
        ),
        (
            "another organisation",
            with(&header, &changed(&claims, "org", json!("org_other"))),
        ),
        (
            "a later end",
            with(&header, &changed(&claims, "exp", json!(9_999_999_999_i64))),
        ),
        ("no signature", format!("{}.{}.", pieces[0], pieces[1])),
        ("not a token", "x".to_owned()),
        ("too long", "x".repeat(10_000)),
    ];
    let mut answers = Vec::new();
    for (what, token) in &forged {
        let mut answer = post(
            &owner.client,
            &app.url("/graphql"),
            Some(token),
            "{ viewer { id } }",
            json!({}),
        )
        .await;
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED",
            "{what}: {answer}"
        );
        assert!(
            answer.get("data").is_none_or(Value::is_null),
            "{what}: {answer}"
        );
        if let Some(error) = answer["errors"][0].as_object_mut() {
            error.remove("path");
        }
        answers.push(answer);
    }
    answers.dedup();
    assert_eq!(
        answers.len(),
        1,
        "the answers tell the forgeries apart: {answers:?}"
    );
}

struct Bench {
    database: TestDatabase,
    _folder: tempfile::TempDir,
    platform: Platform,
    auth: Auth,
    tenant: Tenant,
    clock: Clock,
}

async fn bench() -> Bench {
    let database = TestDatabase::fresh().await;
    let clock = Clock::manual("2025-01-01T00:00:00.000Z".parse().unwrap());
    let (platform, folder) = platform_with(&database.url, clock.clone(), IdSource::Random).await;
    let (tenant, _) = two_tenants(&platform.database).await;
    let auth = Auth::build(&platform, AuthConfig::new("https://saxaul.example"))
        .await
        .unwrap();
    Bench {
        database,
        _folder: folder,
        platform,
        auth,
        tenant,
        clock,
    }
}

async fn token(auth: &Auth, tenant: &Tenant) -> String {
    let grant = Grant {
        person_id: "per_1",
        name: "李娜",
        tenant,
        roles: &[Role::Owner],
        site_ids: &[],
        locale: Locale::ZhCn,
        session_id: "ses_1",
    };
    auth.authenticator.issue(&grant).await.unwrap().text
}

fn refused<T>(outcome: &Result<T, AuthError>) -> bool {
    matches!(outcome, Err(AuthError::Token(_)))
}

#[tokio::test]
async fn a_token_is_good_for_fifteen_minutes_for_its_issuer_only() {
    let bench = bench().await;
    let text = token(&bench.auth, &bench.tenant).await;
    let principal = bench.auth.authenticator.verify(&text).await.unwrap();
    assert_eq!(principal.tenant, bench.tenant);
    assert_eq!(
        principal.expires_at.unix_ms() - bench.clock.now().unix_ms(),
        900_000
    );

    let elsewhere = Auth::build(&bench.platform, AuthConfig::new("https://other.example"))
        .await
        .unwrap();
    assert!(
        refused(&elsewhere.authenticator.verify(&text).await),
        "taken by another issuer"
    );

    bench.clock.advance(Duration::from_secs(899));
    assert!(bench.auth.authenticator.verify(&text).await.is_ok());
    bench.clock.advance(Duration::from_secs(1));
    assert!(
        refused(&bench.auth.authenticator.verify(&text).await),
        "taken after its end"
    );
    assert!(!bench.auth.authenticator.still_good(&principal).await);
}

#[tokio::test]
async fn keys_turn_over_and_old_ones_verify_until_their_tokens_have_run_out() {
    let bench = bench().await;
    let old = token(&bench.auth, &bench.tenant).await;
    // Another instance of the same installation knows the old key only.
    let other = Auth::build(&bench.platform, AuthConfig::new("https://saxaul.example"))
        .await
        .unwrap();
    bench.auth.keys.rotate().await.unwrap();
    bench.clock.advance(Duration::from_secs(6));
    let new = token(&bench.auth, &bench.tenant).await;
    assert_ne!(
        decoded(old.split('.').next().unwrap())["kid"],
        decoded(new.split('.').next().unwrap())["kid"]
    );
    assert!(
        bench.auth.authenticator.verify(&old).await.is_ok(),
        "the old key was refused too early"
    );
    assert!(
        other.authenticator.verify(&new).await.is_ok(),
        "the other instance does not learn the new key"
    );
    assert_eq!(
        bench.auth.keys.jwks().await.unwrap()["keys"]
            .as_array()
            .unwrap()
            .len(),
        2
    );

    bench.clock.advance(Duration::from_mins(20));
    assert!(refused(&bench.auth.authenticator.verify(&old).await));
    assert_eq!(
        bench.auth.keys.jwks().await.unwrap()["keys"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    // After 30 days a new key takes over by itself.
    bench.clock.advance(Duration::from_hours(31 * 24));
    let later = token(&bench.auth, &bench.tenant).await;
    assert_ne!(
        decoded(new.split('.').next().unwrap())["kid"],
        decoded(later.split('.').next().unwrap())["kid"]
    );
    assert!(bench.auth.authenticator.verify(&later).await.is_ok());
}

#[tokio::test]
async fn private_keys_are_sealed_in_the_database() {
    use sea_orm::{ConnectionTrait as _, Statement};
    let bench = bench().await;
    let connection = bench.database.as_owner().await;
    let sql = "SELECT private_key_sealed FROM signing_keys";
    let row = connection
        .query_one_raw(Statement::from_string(
            connection.get_database_backend(),
            sql,
        ))
        .await
        .unwrap();
    let sealed: String = row.unwrap().try_get_by_index(0).unwrap();
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(&sealed)
        .unwrap();
    assert!(
        ring::signature::Ed25519KeyPair::from_pkcs8_maybe_unchecked(&bytes).is_err(),
        "stored in the clear"
    );
    connection.close().await.unwrap();

    let (stranger, _folder) =
        platform_with(&bench.database.url, bench.clock.clone(), IdSource::Random).await;
    let outcome = Auth::build(&stranger, AuthConfig::new("https://saxaul.example")).await;
    assert!(outcome.is_err(), "another server's secret opened the keys");
}

#[tokio::test]
async fn changed_rights_and_ended_sessions_hold_at_once() {
    let bench = bench().await;
    let text = token(&bench.auth, &bench.tenant).await;
    let principal = bench.auth.authenticator.verify(&text).await.unwrap();
    assert!(bench.auth.authenticator.still_good(&principal).await);
    bench.auth.authenticator.expire_person("per_1").await;
    assert!(refused(&bench.auth.authenticator.verify(&text).await));
    assert!(!bench.auth.authenticator.still_good(&principal).await);
    bench.clock.advance(Duration::from_millis(1));
    let fresh = token(&bench.auth, &bench.tenant).await;
    assert!(
        bench.auth.authenticator.verify(&fresh).await.is_ok(),
        "the refreshed token is refused too"
    );
    bench.auth.authenticator.revoke_session("ses_1").await;
    assert!(refused(&bench.auth.authenticator.verify(&fresh).await));
}
