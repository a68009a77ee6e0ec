//! A company whose members hold points, and the program that checks its books.

use std::{path::Path, process::Command};

use saxaul_api::{
    auth::{Auth, Grant},
    credits::ledger::{PostOutcome, service},
    platform::{
        Platform,
        clock::Clock,
        db::{Database, Tenant},
        ids::IdSource,
    },
};
use saxaul_shared::{
    credits::{
        CreditBook, TransactionKind,
        ledger::{AccountRef, Leg, PostRequest, earn},
    },
    format::Locale,
    id::{MemberId, TransactionId},
    identity::Role,
    period::Date,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    database::TestDatabase,
    people::{browser, post},
    platform::platform_with,
    tenants::two_tenants,
};

/// Seals the head of the ledger in every test that runs the checking program.
pub const SECRET: &str = "the ledger's tests all seal with this secret";

/// The ledger of an organisation below the API.
pub struct Ledger {
    pub database: TestDatabase,
    pub platform: Platform,
    pub folder: tempfile::TempDir,
    pub tenant: Tenant,
    pub other: Tenant,
}

pub fn member(n: u128) -> MemberId {
    MemberId::from_uuid(Uuid::from_u128(n))
}

pub fn of(n: u128) -> AccountRef {
    AccountRef::Member(member(n))
}

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// A request that counts for a fixed day.
pub fn request(key: &str, kind: TransactionKind, legs: Vec<Leg>) -> PostRequest {
    PostRequest::new(key, kind, legs, day("2026-03-02"))
}

pub fn earned(key: &str, who: u128, grams: i64, points: i64) -> PostRequest {
    request(key, TransactionKind::Earn, earn(member(who), grams, points))
}

pub fn given(key: &str, from: u128, to: u128, points: i64) -> PostRequest {
    let legs = service::give(member(from), of(to), points);
    request(key, TransactionKind::Give, legs)
}

impl Ledger {
    pub async fn fresh() -> Self {
        Self::at(Clock::System).await
    }

    pub async fn at(clock: Clock) -> Self {
        let database = TestDatabase::fresh().await;
        let (platform, folder) = platform_with(&database.url, clock, IdSource::Random).await;
        let (tenant, other) = two_tenants(&platform.database).await;
        Self {
            database,
            platform,
            folder,
            tenant,
            other,
        }
    }

    /// Posts in a transaction of its own.
    pub async fn post(&self, requests: Vec<PostRequest>) -> Vec<PostOutcome> {
        let tx = self.platform.database.begin(&self.tenant).await.unwrap();
        let outcomes = service::post(&self.platform, &tx, requests).await.unwrap();
        tx.commit().await.unwrap();
        outcomes
    }

    /// Posts one request that must be taken.
    pub async fn posted(&self, request: PostRequest) -> TransactionId {
        let outcome = self.post(vec![request]).await.remove(0);
        let PostOutcome::Posted(id) = outcome else {
            panic!("{outcome:?}")
        };
        id
    }

    pub async fn balance(&self, account: AccountRef, book: CreditBook) -> i64 {
        let tx = self.platform.database.read(&self.tenant).await.unwrap();
        service::balance_of(&tx, account, book).await.unwrap()
    }

    pub async fn points(&self, who: u128) -> i64 {
        self.balance(of(who), CreditBook::Point).await
    }

    /// What `saxaul ledger check` says of the whole database, and whether it is content.
    pub fn check(&self) -> (bool, String) {
        check_with(&self.database.url, self.folder.path(), None)
    }

    /// The books must be sound.
    pub fn assert_sound(&self) {
        let (sound, said) = self.check();
        assert!(sound, "{said}");
        assert!(said.contains("org_first: sound"), "{said}");
    }
}

/// Runs `saxaul ledger check` on a database.
pub fn check_with(url: &str, data_folder: &Path, secret: Option<&str>) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_saxaul"));
    command
        .args(["ledger", "check"])
        .env("SAXAUL_DATABASE_URL", url)
        .env("SAXAUL_DATA_FOLDER", data_folder)
        .env("SAXAUL_LOG", "warn")
        .current_dir(data_folder);
    if let Some(secret) = secret {
        command.env("SAXAUL_SECRET", secret);
    }
    let output = command.output().unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    (output.status.success(), said)
}

/// The only number of a statement of the tenant.
pub async fn number(database: &Database, tenant: &Tenant, sql: &str) -> i64 {
    let tx = database.read(tenant).await.unwrap();
    let row = tx.query_one(sql, vec![]).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// A member of a company who can be asked for over HTTP.
#[derive(Clone)]
pub struct Person {
    pub member: MemberId,
    pub token: String,
}

/// Makes `count` members with a seat each and a token that a server with the same keys takes.
pub async fn people(platform: &Platform, auth: &Auth, tenant: &Tenant, count: u128) -> Vec<Person> {
    let mut people = Vec::new();
    let tx = platform.database.begin(tenant).await.unwrap();
    for n in 1..=count {
        let person_id = format!("per_{n:032x}");
        let member = member(n);
        let at = "2026-01-01T00:00:00.000Z";
        tx.execute(
            "INSERT INTO people (id, organisation_id, email, email_key, name, locale, roles, site_ids, password_hash, active, \
             rights_version, created_at, updated_at) \
             VALUES ($1, $2, $1, $1, $3, 'EN', '[\"EMPLOYEE\"]', '[]', 'x', true, 1, $4, $4)",
            vec![person_id.clone().into(), tx.organisation_id().into(), format!("Member {n}").into(), at.into()],
        )
        .await
        .unwrap();
        tx.execute(
            "INSERT INTO programme_members (id, organisation_id, person_id, visibility, consent_version, \
             declares_elsewhere, joined_on, version, created_at, updated_at) \
             VALUES ($1, $2, $3, 'HIDDEN', 1, false, '2026-01-01', 1, $4, $4)",
            vec![member.to_string().into(), tx.organisation_id().into(), person_id.clone().into(), at.into()],
        )
        .await
        .unwrap();
        let grant = Grant {
            tenant,
            person_id: &person_id,
            session_id: "ses_test",
            name: "Member",
            roles: &[Role::Employee],
            site_ids: &[],
            locale: Locale::En,
        };
        let token = auth.authenticator.issue(&grant).await.unwrap().text;
        people.push(Person { member, token });
    }
    tx.commit().await.unwrap();
    people
}

/// Gives every person points that do not expire.
pub async fn endow(platform: &Platform, tenant: &Tenant, people: &[Person], points: i64) {
    let requests = people
        .iter()
        .map(|person| {
            let key = format!("start:{}", person.member);
            request(&key, TransactionKind::Earn, earn(person.member, 0, points))
        })
        .collect();
    let tx = platform.database.begin(tenant).await.unwrap();
    let outcomes = service::post(platform, &tx, requests).await.unwrap();
    assert!(outcomes.iter().all(|outcome| outcome.standing().is_some()));
    tx.commit().await.unwrap();
}

/// The mutation, and what it is given.
pub const TRANSFER: &str = "mutation($input: CreditTransferInput!, $key: ID!) { \
     creditTransfer(input: $input, idempotencyKey: $key) { \
     creditTransfer { transactionId sequence toMemberId amount day balanceAfter isReciprocal recordedAt } \
     userErrors { code field message } } }";

/// Asks a server for a gift and returns the whole answer.
pub async fn transfer(
    url: &str,
    client: &reqwest::Client,
    token: &str,
    to: MemberId,
    amount: i64,
    key: &str,
) -> Value {
    let input = json!({ "toMemberId": to.to_string(), "amount": amount });
    post(
        client,
        url,
        Some(token),
        TRANSFER,
        json!({ "input": input, "key": key }),
    )
    .await
}

/// A client without cookies.
pub fn client() -> reqwest::Client {
    browser()
}
