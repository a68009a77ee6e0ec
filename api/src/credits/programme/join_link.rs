//! Links by which employees join: made and revoked by those who run the programme, opened by anyone who has one.

use std::time::Duration;

use async_graphql::Context;
use saxaul_shared::violation::ErrorCode;
use sea_orm::QueryResult;

use super::store;
use crate::{
    accounting::{
        access::{Answer, Caller, Refused},
        audit::{self, Change, Entry},
        cells::Cells,
    },
    identity::joining,
    platform::{
        Platform,
        clock::Timestamp,
        db::{NamesTenant, Purpose, StoreResult, TenantTx},
    },
};

/// Longest a link can be good for, in days.
const DAYS_MAX: i32 = 365;
/// Links that can be open at the same time.
const OPEN_MAX: usize = 100;

/// A link by which employees join.
#[derive(Debug, Clone)]
pub(crate) struct JoinLinkRow {
    pub(crate) id: String,
    pub(crate) department_id: Option<String>,
    pub(crate) email_domain: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) revoked_at: Option<Timestamp>,
}

/// A link found by its secret; it names the organisation.
pub(crate) struct FoundLink {
    organisation_id: String,
    pub(crate) link: JoinLinkRow,
}

impl NamesTenant for FoundLink {
    fn organisation_id(&self) -> &str {
        &self.organisation_id
    }
}

/// What a link is to be.
#[derive(Debug)]
pub(crate) struct JoinLinkDraft {
    pub(crate) department_id: Option<String>,
    pub(crate) email_domain: Option<String>,
    pub(crate) days: Option<i32>,
}

const COLUMNS: &str = "id, department_id, email_domain, created_at, expires_at, revoked_at";

fn link_of(row: &QueryResult) -> StoreResult<JoinLinkRow> {
    let mut cells = Cells::of(row);
    Ok(JoinLinkRow {
        id: cells.take()?,
        department_id: cells.take()?,
        email_domain: cells.take()?,
        created_at: cells.parsed()?,
        expires_at: cells.parsed()?,
        revoked_at: cells.parsed_option()?,
    })
}

/// Makes a link. Its address is told once, here.
pub(super) async fn create(
    ctx: &Context<'_>,
    caller: &Caller<'_>,
    draft: JoinLinkDraft,
) -> Answer<(JoinLinkRow, String)> {
    let days = draft.days.unwrap_or(30);
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(Refused::field(
            ErrorCode::OutOfRange,
            "days",
            format!("有效期应为 1 到 {DAYS_MAX} 天。"),
            format!("A link is good for 1 to {DAYS_MAX} days."),
        ));
    }
    let email_domain = draft.email_domain.map(|text| domain(&text)).transpose()?;
    let now = caller.platform.clock.now();
    let secret = caller.platform.ids.secret();
    let link = JoinLinkRow {
        id: caller.platform.ids.prefixed("cjl"),
        department_id: draft.department_id,
        email_domain,
        created_at: now,
        expires_at: now.plus(Duration::from_hours(24 * u64::from(days.unsigned_abs()))),
        revoked_at: None,
    };
    let tx = caller.begin().await?;
    if let Some(department) = &link.department_id {
        store::require_department(&tx, department).await?;
    }
    if open(&tx, now).await?.len() >= OPEN_MAX {
        return Err(Refused::whole(
            ErrorCode::LimitExceeded,
            format!("最多同时有 {OPEN_MAX} 个有效链接，请先撤回不用的。"),
            format!("At most {OPEN_MAX} links are open at a time. Revoke one that is not needed."),
        ));
    }
    tx.execute(
        "INSERT INTO programme_join_links (id, organisation_id, token_hash, department_id, email_domain, created_by, \
         created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        vec![
            link.id.clone().into(),
            tx.organisation_id().into(),
            joining::secret_hash(&secret).into(),
            link.department_id.clone().into(),
            link.email_domain.clone().into(),
            caller.principal.person_id.clone().into(),
            now.to_rfc3339().into(),
            link.expires_at.to_rfc3339().into(),
        ],
    )
    .await?;
    let actor = caller.actor();
    let entry = Entry::new(&actor, "joinLink.created", &link.id)
        .with(Change::new(
            "departmentId",
            None,
            link.department_id.clone(),
        ))
        .with(Change::new("emailDomain", None, link.email_domain.clone()))
        .with(Change::new(
            "expiresAt",
            None,
            Some(link.expires_at.to_rfc3339()),
        ));
    audit::record(caller.platform, &tx, entry).await?;
    tx.commit().await?;
    let address = format!("{}/circle/join/{secret}", joining::public_address(ctx)?);
    Ok((link, address))
}

/// Takes a link back; nobody joins by it any more.
pub(super) async fn revoke(caller: &Caller<'_>, id: &str) -> Answer<JoinLinkRow> {
    let now = caller.platform.clock.now();
    let tx = caller.begin().await?;
    let sql = format!(
        "SELECT {COLUMNS} FROM programme_join_links WHERE organisation_id = $1 AND id = $2"
    );
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), id.into()])
        .await?
        .ok_or_else(Refused::not_found)?;
    let mut link = link_of(&row)?;
    if link.revoked_at.is_none() {
        link.revoked_at = Some(now);
        tx.execute(
            "UPDATE programme_join_links SET revoked_at = $3 WHERE organisation_id = $1 AND id = $2",
            vec![
                tx.organisation_id().into(),
                id.into(),
                now.to_rfc3339().into(),
            ],
        )
        .await?;
        let actor = caller.actor();
        audit::record(
            caller.platform,
            &tx,
            Entry::new(&actor, "joinLink.revoked", id),
        )
        .await?;
        tx.commit().await?;
    }
    Ok(link)
}

/// The links that can still be used, newest first; at most 100.
pub(super) async fn open(tx: &TenantTx, now: Timestamp) -> StoreResult<Vec<JoinLinkRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM programme_join_links WHERE organisation_id = $1 AND revoked_at IS NULL \
         AND expires_at > $2 ORDER BY id DESC LIMIT {OPEN_MAX}"
    );
    let rows = tx
        .query_all(
            &sql,
            vec![tx.organisation_id().into(), now.to_rfc3339().into()],
        )
        .await?;
    rows.iter().map(link_of).collect()
}

/// The link behind a secret, when it is still good. Counts as an attempt from the caller's address.
pub(super) async fn find(
    ctx: &Context<'_>,
    platform: &Platform,
    secret: &str,
) -> Answer<FoundLink> {
    joining::count_attempt(ctx).await?;
    let tx = platform.database.read_system(Purpose::SignIn).await?;
    let row = tx
        .query_one(
            "SELECT organisation_id, id, department_id, email_domain, created_at, expires_at, revoked_at \
             FROM programme_join_links WHERE token_hash = $1",
            vec![joining::secret_hash(secret).into()],
        )
        .await?
        .ok_or_else(joining::link_gone)?;
    let mut cells = Cells::of(&row);
    let found = FoundLink {
        organisation_id: cells.take()?,
        link: JoinLinkRow {
            id: cells.take()?,
            department_id: cells.take()?,
            email_domain: cells.take()?,
            created_at: cells.parsed()?,
            expires_at: cells.parsed()?,
            revoked_at: cells.parsed_option()?,
        },
    };
    if found.link.revoked_at.is_some() || found.link.expires_at <= platform.clock.now() {
        return Err(joining::link_gone());
    }
    Ok(found)
}

/// Reads the part of an address behind the `@`: letters, digits, dots and hyphens, with a dot inside.
pub(super) fn domain(text: &str) -> Answer<String> {
    let text = text.trim().trim_start_matches('@').to_lowercase();
    let labels_fit = text.split('.').all(|label| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '-')
    });
    if text.len() > 253 || !text.contains('.') || !labels_fit {
        return Err(Refused::field(
            ErrorCode::Invalid,
            "emailDomain",
            "请输入邮箱域名，例如 example.com。",
            "Enter the domain of the e-mail addresses, such as example.com.",
        ));
    }
    Ok(text)
}
