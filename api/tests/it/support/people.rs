//! People who are signed in to a test's server.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::TestApp;

/// The password of everyone in the tests.
pub const PASSWORD: &str = "saxaul grows slowly";

/// A signed-in person with a browser of their own.
pub struct Caller {
    pub email: String,
    pub person_id: String,
    pub organisation_id: String,
    pub token: String,
    pub client: reqwest::Client,
    url: String,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// An address that nobody has yet.
pub fn new_email() -> String {
    format!("person{}@example.cn", COUNT.fetch_add(1, Ordering::Relaxed))
}

const SESSION: &str = "session { accessToken expiresAt viewer { id email roles siteIds organisation { id name } } } userErrors { field code message }";

impl TestApp {
    /// A new company and its owner.
    pub async fn sign_up(&self) -> Caller {
        sign_up_at(&self.address).await
    }

    /// Signs in from a new browser.
    pub async fn sign_in(&self, email: &str) -> Caller {
        let client = browser();
        let answer = self.try_sign_in(&client, email, PASSWORD).await;
        caller(
            &self.address,
            client,
            email.to_owned(),
            &answer["data"]["sessionCreate"],
        )
    }

    /// The whole answer of an attempt to sign in.
    pub async fn try_sign_in(
        &self,
        client: &reqwest::Client,
        email: &str,
        password: &str,
    ) -> Value {
        let query = format!(
            "mutation($input: SessionCreateInput!) {{ sessionCreate(input: $input) {{ {SESSION} }} }}"
        );
        let input = json!({ "email": email, "password": password });
        post(
            client,
            &self.url("/graphql"),
            None,
            &query,
            json!({ "input": input }),
        )
        .await
    }

    /// A person whom `owner` invites with these roles and sites.
    pub async fn join(&self, owner: &Caller, roles: &[&str], site_ids: &[&str]) -> Caller {
        let email = new_email();
        let token = self.invite(owner, &email, roles, site_ids).await;
        let query = format!(
            "mutation($input: InvitationAcceptInput!) {{ invitationAccept(input: $input) {{ {SESSION} }} }}"
        );
        let input = json!({ "token": token, "name": "王强", "password": PASSWORD, "locale": "EN" });
        let client = browser();
        let answer = post(
            &client,
            &self.url("/graphql"),
            None,
            &query,
            json!({ "input": input }),
        )
        .await;
        caller(
            &self.address,
            client,
            email,
            &answer["data"]["invitationAccept"],
        )
    }

    /// The secret of a link by which `owner` invites `email`.
    pub async fn invite(
        &self,
        owner: &Caller,
        email: &str,
        roles: &[&str],
        site_ids: &[&str],
    ) -> String {
        let query = "mutation($input: InvitationCreateInput!) { invitationCreate(input: $input) { \
                     invitation { id link } userErrors { code } } }";
        let input = json!({ "email": email, "roles": roles, "siteIds": site_ids });
        let answer = owner.graphql(query, json!({ "input": input })).await;
        let link = answer["data"]["invitationCreate"]["invitation"]["link"]
            .as_str()
            .unwrap_or_else(|| panic!("{answer}"))
            .to_owned();
        link.rsplit('/').next().unwrap().to_owned()
    }
}

/// A new company and its owner, on the server at this address.
pub async fn sign_up_at(address: &str) -> Caller {
    let email = new_email();
    let query = format!(
        "mutation($input: OrganisationSignUpInput!) {{ organisationSignUp(input: $input) {{ {SESSION} }} }}"
    );
    let input = json!({
        "organisationName": "梭梭集团", "name": "李娜", "email": email, "password": PASSWORD, "locale": "ZH_CN",
    });
    let client = browser();
    let answer = post(
        &client,
        &format!("{address}/graphql"),
        None,
        &query,
        json!({ "input": input }),
    )
    .await;
    caller(
        address,
        client,
        email,
        &answer["data"]["organisationSignUp"],
    )
}

fn caller(address: &str, client: reqwest::Client, email: String, payload: &Value) -> Caller {
    assert_eq!(payload["userErrors"], json!([]), "{payload}");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let viewer = &payload["session"]["viewer"];
    Caller {
        email,
        person_id: text(&viewer["id"]),
        organisation_id: text(&viewer["organisation"]["id"]),
        token: text(&payload["session"]["accessToken"]),
        client,
        url: format!("{address}/graphql"),
    }
}

impl Caller {
    /// The same person on another address: the server was started again, or it is another instance.
    pub fn at(self, address: &str) -> Self {
        Self {
            url: format!("{address}/graphql"),
            ..self
        }
    }

    /// Posts a document as this person and returns the whole answer.
    pub async fn graphql(&self, query: &str, variables: Value) -> Value {
        post(&self.client, &self.url, Some(&self.token), query, variables).await
    }

    /// Uploads a file. Its id.
    pub async fn upload(&self, name: &str, content: impl Into<reqwest::Body>) -> String {
        let request = self
            .client
            .post(self.url("/uploads"))
            .bearer_auth(&self.token)
            .header("x-file-name", percent_encoded(name))
            .header("content-type", "application/octet-stream")
            .body(content);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["uploadId"]
            .as_str()
            .unwrap_or_else(|| panic!("{answer}"))
            .to_owned()
    }

    /// Asks for a path of the server as this person.
    pub async fn get(&self, path: &str) -> reqwest::Response {
        let request = self.client.get(self.url(path)).bearer_auth(&self.token);
        request.send().await.unwrap()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url.trim_end_matches("/graphql"))
    }

    /// Adds a site at the root of the company's boundary. Its id.
    pub async fn add_site(&self, name: &str, region: &str) -> String {
        let answer = self
            .graphql(
                "mutation($input: BoundaryUnitInput!) { boundaryUnitCreate(input: $input) { boundaryUnit { id } userErrors { code message } } }",
                json!({ "input": { "kind": "SITE", "name": name, "region": region } }),
            )
            .await;
        answer["data"]["boundaryUnitCreate"]["boundaryUnit"]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{answer}"))
            .to_owned()
    }

    /// Posts a document with this person's cookies only.
    pub async fn without_token(&self, query: &str) -> Value {
        post(&self.client, &self.url, None, query, json!({})).await
    }

    /// The code of the first top-level error, or an empty text.
    pub async fn error_code(&self, query: &str, variables: Value) -> String {
        code_of(&self.graphql(query, variables).await)
    }
}

/// The code of the first top-level error, or an empty text.
pub fn code_of(answer: &Value) -> String {
    answer["errors"][0]["extensions"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// A text as a browser writes it into a header.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A browser without cookies yet.
pub fn browser() -> reqwest::Client {
    reqwest::Client::builder()
        .cookie_store(true)
        .build()
        .unwrap()
}

/// Posts a GraphQL request.
pub async fn post(
    client: &reqwest::Client,
    url: &str,
    token: Option<&str>,
    query: &str,
    variables: Value,
) -> Value {
    let mut request = client
        .post(url)
        .json(&json!({ "query": query, "variables": variables }));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request.send().await.unwrap().json().await.unwrap()
}
