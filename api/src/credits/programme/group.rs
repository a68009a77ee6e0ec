//! Departments and teams: made, renamed and removed by those who run the programme.

use saxaul_shared::{
    credits::member,
    violation::{ErrorCode, Violation},
};

use super::store::{self, GroupKind, GroupRow};
use crate::{
    accounting::{
        access::{Answer, Caller, Refused},
        audit::{self, Change, Entry},
        boundary::service::is_company,
    },
    platform::db::{StoreError, TenantTx},
};

/// Groups of one kind a company can have.
const GROUPS_MAX: usize = 2000;

/// Makes a department or a team.
pub(super) async fn create(
    caller: &Caller<'_>,
    kind: GroupKind,
    name: &str,
    company_id: Option<String>,
) -> Answer<GroupRow> {
    let name = read_name(name)?;
    let tx = caller.begin().await?;
    if store::groups(&tx, kind).await?.len() >= GROUPS_MAX {
        return Err(Refused::whole(
            ErrorCode::LimitExceeded,
            format!("最多 {GROUPS_MAX} 个。"),
            format!("There can be at most {GROUPS_MAX}."),
        ));
    }
    require_company(&tx, company_id.as_deref()).await?;
    let row = GroupRow {
        id: caller.platform.ids.prefixed(kind.prefix()),
        name,
        company_id,
        member_count: 0,
    };
    store::insert_group(&tx, kind, &row, caller.platform.clock.now())
        .await
        .map_err(taken)?;
    let actor = caller.actor();
    let entry = Entry::new(&actor, kind.created(), &row.id)
        .with(Change::new("name", None, Some(row.name.clone())))
        .with(Change::new("companyId", None, row.company_id.clone()));
    audit::record(caller.platform, &tx, entry).await?;
    tx.commit().await?;
    Ok(row)
}

/// Renames a department or a team, or moves a department to another company.
pub(super) async fn update(
    caller: &Caller<'_>,
    kind: GroupKind,
    id: &str,
    name: &str,
    company_id: Option<String>,
) -> Answer<GroupRow> {
    let name = read_name(name)?;
    let tx = caller.begin().await?;
    require_company(&tx, company_id.as_deref()).await?;
    let before = find(&tx, kind, id).await?;
    let row = GroupRow {
        name,
        company_id,
        ..before.clone()
    };
    store::update_group(&tx, kind, &row).await.map_err(taken)?;
    let actor = caller.actor();
    let entry = Entry::new(&actor, kind.changed(), id)
        .with(Change::new(
            "name",
            Some(before.name),
            Some(row.name.clone()),
        ))
        .with(Change::new(
            "companyId",
            before.company_id,
            row.company_id.clone(),
        ));
    audit::record(caller.platform, &tx, entry).await?;
    tx.commit().await?;
    Ok(row)
}

/// Removes a department or a team that nobody is in.
pub(super) async fn delete(caller: &Caller<'_>, kind: GroupKind, id: &str) -> Answer<GroupRow> {
    let tx = caller.begin().await?;
    let row = find(&tx, kind, id).await?;
    if row.member_count > 0 {
        return Err(Refused::field(
            ErrorCode::InUse,
            "id",
            format!("还有 {} 名成员，请先把他们移到别处。", row.member_count),
            format!("{} members are in it. Move them first.", row.member_count),
        ));
    }
    store::remove_group(&tx, kind, id, caller.platform.clock.now()).await?;
    let actor = caller.actor();
    audit::record(caller.platform, &tx, Entry::new(&actor, kind.removed(), id)).await?;
    tx.commit().await?;
    Ok(row)
}

async fn find(tx: &TenantTx, kind: GroupKind, id: &str) -> Answer<GroupRow> {
    let rows = store::groups(tx, kind).await?;
    rows.into_iter()
        .find(|row| row.id == id)
        .ok_or_else(Refused::not_found)
}

fn read_name(text: &str) -> Answer<String> {
    member::group_name(text).map_err(|violation: Violation| Refused::Violations(vec![violation]))
}

async fn require_company(tx: &TenantTx, company_id: Option<&str>) -> Answer<()> {
    let Some(id) = company_id else {
        return Ok(());
    };
    if is_company(tx, id).await? {
        return Ok(());
    }
    Err(Refused::field(
        ErrorCode::NotFound,
        "companyId",
        "组织边界里没有这家公司。",
        "There is no such company in the boundary.",
    ))
}

fn taken(error: StoreError) -> Refused {
    if error.is_unique_violation() {
        return Refused::field(
            ErrorCode::Taken,
            "name",
            "已有同名的，请换一个名称。",
            "There is one of this name already. Choose another.",
        );
    }
    error.into()
}
