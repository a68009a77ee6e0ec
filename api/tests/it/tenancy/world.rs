//! Two organisations, the first full of things that carry a mark.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, QueryResult, Statement};
use serde_json::json;

use crate::support::{
    TestApp,
    people::{Caller, new_email},
    spawn_app_with,
};

/// A word in every name of the first organisation, which no answer to the second may hold.
pub const MARK: &str = "秘密标记";

/// Root fields that only show published reference data, the same for everyone: whether they ask for a sign-in is
/// theirs to say.
pub const REFERENCE: &[&str] = &[
    "industries",
    "regions",
    "units",
    "importTemplates",
    "activityTypes",
];

/// A server with two organisations.
pub struct World {
    pub app: TestApp,
    /// Of the first organisation.
    pub owner: Caller,
    /// The owner of the second.
    pub stranger: Caller,
    /// One id of each kind of thing in the first organisation, by prefix.
    pub first_ids: BTreeMap<String, String>,
}

impl World {
    pub async fn new() -> Self {
        let app = spawn_app_with(&[("rate_cost_burst", "0"), ("graphql_cost", "1000000")]).await;
        let owner = app.sign_up().await;
        let stranger = app.sign_up().await;
        furnish(&app, &owner).await;
        let first_ids = ids(&app.database.as_owner().await, &owner.organisation_id).await;
        for prefix in [
            "org", "per", "ses", "ivt", "aud", "unit", "rec", "fac", "inv", "line", "evd", "imp",
            "upl", "mem", "cjl", "dep", "team", "clm", "evy",
        ] {
            assert!(
                first_ids.contains_key(prefix),
                "the first organisation has no {prefix}_…: {first_ids:?}"
            );
        }
        Self {
            app,
            owner,
            stranger,
            first_ids,
        }
    }

    /// Every row of the first organisation in every table, as text. The audit trail is part of it: what changed
    /// anything would have left an entry.
    pub async fn snapshot_of_first(&self) -> Vec<String> {
        let connection = self.app.database.as_owner().await;
        let mut lines = Vec::new();
        for table in tenant_tables(&connection).await {
            // Passing rows of the live bus and of jobs come and go by themselves.
            if ["outbox", "jobs"].contains(&table.as_str()) {
                continue;
            }
            let sql = if connection.get_database_backend() == DbBackend::Postgres {
                format!("SELECT t::text FROM {table} t WHERE organisation_id = $1 ORDER BY 1")
            } else {
                let sql = format!("SELECT name FROM pragma_table_info('{table}')");
                let columns: Vec<String> = query(&connection, &sql, &[])
                    .await
                    .iter()
                    .map(|row| {
                        format!(
                            "COALESCE({}, '∅')",
                            row.try_get_by_index::<String>(0).unwrap()
                        )
                    })
                    .collect();
                format!(
                    "SELECT {} FROM {table} WHERE organisation_id = $1 ORDER BY 1",
                    columns.join(" || '|' || ")
                )
            };
            for row in query(&connection, &sql, &[&self.owner.organisation_id]).await {
                lines.push(format!(
                    "{table} {}",
                    row.try_get_by_index::<String>(0).unwrap()
                ));
            }
        }
        assert!(lines.len() > 5, "the snapshot holds nothing");
        lines
    }
}

/// Fills the first organisation through the API.
async fn furnish(app: &TestApp, owner: &Caller) {
    let rename = format!(
        "mutation {{ viewerUpdate(input: {{ name: \"{MARK}\" }}) {{ userErrors {{ code }} }} }}"
    );
    done(owner, &rename).await;
    app.join(owner, &["EMPLOYEE"], &[]).await;
    let unit = |kind: &str, parent: &str| {
        format!(
            "mutation {{ boundaryUnitCreate(input: {{ kind: {kind}, name: \"{MARK} {kind}\", {parent} \
             region: \"CN\", operationalControl: true, financialTie: SUBSIDIARY, \
             ownership: [{{ from: \"2020-01-01\", sharePercent: \"100\" }}] }}) \
             {{ boundaryUnit {{ id }} userErrors {{ field code message }} }} }}"
        )
    };
    let mut parent = String::new();
    let mut site = String::new();
    for kind in ["GROUP", "COMPANY", "SITE"] {
        let made = done(owner, &unit(kind, &parent)).await;
        made["boundaryUnitCreate"]["boundaryUnit"]["id"]
            .as_str()
            .unwrap()
            .clone_into(&mut site);
        parent = format!("parentId: \"{site}\",");
    }
    app.invite(
        owner,
        &format!("{MARK}.{}", new_email()),
        &["DATA_OWNER"],
        &[&site],
    )
    .await;
    let record = format!(
        "mutation {{ activityRecordCreate(idempotencyKey: \"key-1\", input: {{ siteId: \"{site}\", \
         activity: \"外购电力\", quantity: \"1000\", unit: \"kWh\", start: \"2025-01-01\", end: \"2025-01-31\", \
         note: \"{MARK}\" }}) {{ activityRecord {{ id }} userErrors {{ field code message }} }} }}"
    );
    let made = done(owner, &record).await;
    let record = made["activityRecordCreate"]["activityRecord"]["id"]
        .as_str()
        .unwrap();
    let bill = owner.upload(&format!("{MARK}.pdf"), MARK).await;
    let attach = format!(
        "mutation {{ evidenceAttach(recordId: \"{record}\", uploadId: \"{bill}\") {{ userErrors {{ code }} }} }}"
    );
    done(owner, &attach).await;
    let header = "site,activity,quantity,unit,start,end\n";
    let file = owner.upload(&format!("{MARK}.csv"), header).await;
    let import = format!(
        "mutation {{ importCreate(uploadId: \"{file}\", fileName: \"\") {{ import {{ id }} userErrors {{ code }} }} }}"
    );
    done(owner, &import).await;
    let factor = format!(
        "mutation {{ factorCreate(input: {{ name: \"{MARK}\", activityCodes: [\"purchased_electricity\"], unit: \"kWh\", \
         year: 2025, kgCo2ePerUnit: \"0.5\", sourceRef: \"{MARK}\" }}) {{ factor {{ id }} userErrors {{ field code message }} }} }}"
    );
    done(owner, &factor).await;
    furnish_programme(owner).await;
}

/// Gives the first organisation an employee programme.
async fn furnish_programme(owner: &Caller) {
    let enrol = format!(
        "mutation {{ circleEnrol(input: {{ consentVersion: {}, visibility: ALIAS, alias: \"{MARK}\" }}) \
         {{ member {{ id }} userErrors {{ field code message }} }} }}",
        saxaul_shared::credits::member::CONSENT_VERSION
    );
    done(owner, &enrol).await;
    let link = "mutation { circleJoinLinkCreate(input: { emailDomain: \"secret-mark.example\" }) \
                { joinLink { id } userErrors { field code message } } }";
    done(owner, link).await;
    let groups = format!(
        "mutation {{ departmentCreate(input: {{ name: \"{MARK}\" }}) {{ department {{ id }} userErrors {{ field code message }} }} }}"
    );
    done(owner, &groups).await;
    let team = format!(
        "mutation {{ teamCreate(name: \"{MARK}\") {{ team {{ id }} userErrors {{ field code message }} }} }}"
    );
    done(owner, &team).await;
    let today = crate::credits::claims::support::today();
    let claim = format!(
        "mutation {{ actionLog(idempotencyKey: \"key-1\", input: {{ code: \"LCL_NO_PLASTIC_BAG\", units: \"1\", \
         day: \"{today}\", note: \"{MARK}\" }}) {{ claim {{ id }} userErrors {{ field code message }} }} }}"
    );
    done(owner, &claim).await;
    let entry = format!(
        "mutation {{ everydayLog(idempotencyKey: \"key-1\", input: {{ code: \"EM_MEAL_BEEF\", units: \"1\", \
         day: \"{today}\" }}) {{ entry {{ id }} userErrors {{ field code message }} }} }}"
    );
    done(owner, &entry).await;
}

/// Runs a mutation that must succeed and returns its data.
async fn done(owner: &Caller, mutation: &str) -> serde_json::Value {
    let answer = owner.graphql(mutation, json!({})).await;
    let payload = answer["data"]
        .as_object()
        .and_then(|data| data.values().next());
    let clean = payload.is_some_and(|payload| payload["userErrors"] == json!([]));
    assert!(clean, "{mutation}\n{answer}");
    answer["data"].clone()
}

/// One id of each prefix among the rows of an organisation.
async fn ids(connection: &DatabaseConnection, organisation_id: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::from([("org".to_owned(), organisation_id.to_owned())]);
    for table in tenant_tables(connection).await {
        let has_id = match connection.get_database_backend() {
            DbBackend::Postgres => {
                "SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id' AND table_name = $1"
            }
            _ => "SELECT 1 FROM pragma_table_info($1) WHERE name = 'id'",
        };
        if query(connection, has_id, &[&table]).await.is_empty() {
            continue;
        }
        let sql =
            format!("SELECT id FROM {table} WHERE organisation_id = $1 ORDER BY id DESC LIMIT 1");
        for row in query(connection, &sql, &[organisation_id]).await {
            let id: String = row.try_get_by_index(0).unwrap();
            let prefix = id.split('_').next().unwrap().to_owned();
            found.entry(prefix).or_insert(id);
        }
    }
    found
}

/// Every table with a column for the organisation.
pub async fn tenant_tables(connection: &DatabaseConnection) -> Vec<String> {
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name::text FROM information_schema.columns \
             WHERE table_schema = 'public' AND column_name = 'organisation_id' ORDER BY 1"
        }
        _ => {
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'organisation_id' \
             WHERE m.type = 'table' ORDER BY 1"
        }
    };
    query(connection, sql, &[])
        .await
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

async fn query(connection: &DatabaseConnection, sql: &str, values: &[&str]) -> Vec<QueryResult> {
    let values: Vec<sea_orm::Value> = values.iter().map(|value| (*value).into()).collect();
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    connection.query_all_raw(statement).await.unwrap()
}
