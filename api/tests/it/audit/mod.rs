//! The audit trail: it grows by itself, and what is done to it behind the server's back is found and named.

use saxaul_api::{
    accounting::audit::{self, Actor, Change, Entry, Fault, Finding},
    platform::{Platform, db::Tenant},
};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend};
use serde_json::json;

use crate::support::{database::TestDatabase, platform::platform, spawn_app, tenants::two_tenants};

struct Trail {
    database: TestDatabase,
    _folder: tempfile::TempDir,
    platform: Platform,
    first: Tenant,
    second: Tenant,
    owner: DatabaseConnection,
}

/// Two organisations with five entries each.
async fn trail() -> Trail {
    let database = TestDatabase::fresh().await;
    let (platform, folder) = platform(&database).await;
    let (first, second) = two_tenants(&platform.database).await;
    let actor = Actor {
        id: "per_1".to_owned(),
        name: "李娜".to_owned(),
    };
    for n in 1..=5 {
        for tenant in [&first, &second] {
            let tx = platform.database.begin(tenant).await.unwrap();
            let entry = Entry::new(&actor, "record.updated", "rec_1")
                .with(Change::new(
                    "quantity",
                    Some(n.to_string()),
                    Some((n + 1).to_string()),
                ))
                .because(Some("抄错了".to_owned()));
            audit::record(&platform, &tx, entry).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
    let owner = database.as_owner().await;
    Trail {
        database,
        _folder: folder,
        platform,
        first,
        second,
        owner,
    }
}

impl Trail {
    async fn finding(&self, tenant: &Tenant) -> Finding {
        let tx = self.platform.database.read(tenant).await.unwrap();
        audit::verify(&self.platform, &tx).await.unwrap()
    }

    /// Runs SQL as the owner of the tables with the triggers out of the way.
    async fn forge(&self, sql: &str) {
        let drop: Vec<String> = ["audit_log_refuse_update", "audit_log_refuse_delete"]
            .iter()
            .map(|name| match self.owner.get_database_backend() {
                DbBackend::Postgres => format!("DROP TRIGGER IF EXISTS {name} ON audit_log"),
                _ => format!("DROP TRIGGER IF EXISTS {name}"),
            })
            .collect();
        for statement in drop {
            self.owner.execute_unprepared(&statement).await.unwrap();
        }
        self.owner.execute_unprepared(sql).await.unwrap();
    }

    async fn assert_bad(&self, sequence: i64, fault: Fault) {
        let found = self.finding(&self.first).await;
        let Finding::Bad {
            sequence: at,
            fault: what,
            ..
        } = found
        else {
            panic!("{found:?}")
        };
        assert_eq!((at, what), (sequence, fault));
        assert_eq!(
            self.finding(&self.second).await,
            Finding::Sound { entries: 5 },
            "the other trail is blamed too"
        );
        let all = audit::verify_all(&self.platform).await.unwrap();
        assert_eq!(
            all.iter()
                .filter(|(_, finding)| matches!(finding, Finding::Bad { .. }))
                .count(),
            1
        );
    }
}

#[tokio::test]
async fn an_untouched_trail_is_sound() {
    let trail = trail().await;
    assert_eq!(
        trail.finding(&trail.first).await,
        Finding::Sound { entries: 5 }
    );
}

#[tokio::test]
async fn a_forged_entry_is_named() {
    let trail = trail().await;
    trail.forge("UPDATE audit_log SET actor_name = '王强' WHERE organisation_id = 'org_first' AND sequence = 3").await;
    trail.assert_bad(3, Fault::Altered).await;
}

#[tokio::test]
async fn a_removed_entry_is_named() {
    let trail = trail().await;
    trail
        .forge("DELETE FROM audit_log WHERE organisation_id = 'org_first' AND sequence = 2")
        .await;
    trail.assert_bad(2, Fault::Missing).await;
}

#[tokio::test]
async fn the_last_entry_removed_is_named() {
    let trail = trail().await;
    trail
        .forge("DELETE FROM audit_log WHERE organisation_id = 'org_first' AND sequence = 5")
        .await;
    trail.assert_bad(5, Fault::Missing).await;
}

#[tokio::test]
async fn entries_in_another_order_are_named() {
    let trail = trail().await;
    for (from, to) in [(3, 1000), (4, 3), (1000, 4)] {
        trail
            .forge(&format!(
                "UPDATE audit_log SET sequence = {to} WHERE organisation_id = 'org_first' AND sequence = {from}"
            ))
            .await;
    }
    trail.assert_bad(3, Fault::Altered).await;
}

#[tokio::test]
async fn a_trail_cut_short_together_with_its_head_is_named() {
    let trail = trail().await;
    trail
        .forge("DELETE FROM audit_log WHERE organisation_id = 'org_first' AND sequence > 3")
        .await;
    trail
        .forge(
            "UPDATE audit_heads SET sequence = 3, hash = (SELECT hash FROM audit_log \
             WHERE organisation_id = 'org_first' AND sequence = 3) WHERE organisation_id = 'org_first'",
        )
        .await;
    trail.assert_bad(3, Fault::HeadForged).await;
}

#[tokio::test]
async fn the_database_refuses_to_alter_or_remove_entries() {
    let trail = trail().await;
    for sql in [
        "UPDATE audit_log SET reason = 'x'",
        "DELETE FROM audit_log",
        "DELETE FROM audit_heads",
    ] {
        let tx = trail.platform.database.begin(&trail.first).await.unwrap();
        let refused = tx.execute(sql, vec![]).await.unwrap_err();
        assert!(refused.mentions("AUDIT_APPEND_ONLY"), "{sql}: {refused}");
    }
    assert_eq!(
        trail.finding(&trail.first).await,
        Finding::Sound { entries: 5 }
    );
    drop(trail.database);
}

#[tokio::test]
async fn entries_written_at_the_same_time_stand_in_one_row() {
    let trail = trail().await;
    let writers: Vec<_> = (0..20)
        .map(|n| {
            let (platform, tenant) = (trail.platform.clone(), trail.first.clone());
            tokio::spawn(async move {
                let actor = Actor {
                    id: format!("per_{n}"),
                    name: "n".to_owned(),
                };
                let tx = platform.database.begin(&tenant).await.unwrap();
                audit::record(
                    &platform,
                    &tx,
                    Entry::new(&actor, "record.created", "rec_2"),
                )
                .await
                .unwrap();
                if n % 5 == 0 {
                    tx.rollback().await.unwrap();
                } else {
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(
        trail.finding(&trail.first).await,
        Finding::Sound { entries: 21 }
    );
}

#[tokio::test]
async fn what_people_do_is_in_the_trail_of_their_organisation_only() {
    let app = spawn_app().await;
    let owner = app.sign_up().await;
    let person = app.join(&owner, &["ACCOUNTANT"], &[]).await;
    let update = "mutation($id: ID!) { personUpdate(id: $id, input: { name: \"新名字\" }) { userErrors { code } } }";
    owner
        .graphql(update, json!({ "id": person.person_id }))
        .await;
    let query = "query($id: ID) { auditTrail(objectId: $id) { edges { node { \
                 sequence action actor objectId reason changes { field old new } } } } }";
    let of_person = owner
        .graphql(query, json!({ "id": person.person_id }))
        .await["data"]["auditTrail"]["edges"]
        .clone();
    assert_eq!(of_person.as_array().unwrap().len(), 1);
    assert_eq!(
        of_person[0]["node"]["changes"],
        json!([{ "field": "name", "old": "王强", "new": "新名字" }])
    );
    assert_eq!(of_person[0]["node"]["actor"], "李娜");
    let all = owner.graphql(query, json!({})).await["data"]["auditTrail"]["edges"].clone();
    let actions: Vec<_> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| edge["node"]["action"].as_str().unwrap())
        .collect();
    assert_eq!(
        actions,
        [
            "person.updated",
            "invitation.accepted",
            "invitation.created",
            "organisation.founded"
        ]
    );
    let stranger = app.sign_up().await;
    let theirs = stranger
        .graphql(query, json!({ "id": person.person_id }))
        .await;
    assert_eq!(theirs["data"]["auditTrail"]["edges"], json!([]));
}
