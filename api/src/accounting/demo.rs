//! The demo company, made through the same services that people use.

use std::collections::HashMap;

use saxaul_shared::{
    accounting::{
        boundary::{FinancialTie, OwnershipShare, UnitKind},
        demo::{self, DemoRecord, DemoUnit},
        import::row::ActivityDraft,
        inventory::InventoryStep,
        record::{RecordOrigin, RecordStatus},
    },
    decimal::WireDecimal,
    format::Locale,
    identity::Role,
    period::Date,
    quantity::Unit,
};

use super::{
    access::Refused,
    audit::Actor,
    boundary::{
        service::{self as boundary, UnitDraft},
        settings::{self, SettingsDraft},
        store::{self as boundary_store, YearFigures},
    },
    inventory::{
        books::{BookError, Books},
        service as inventory, store as inventory_store,
    },
    record::store::{self as record_store, RecordRow},
    trail,
};
use crate::{
    identity::{Founder, add_person, found_organisation},
    platform::{
        Platform,
        db::{StoreError, StoreResult, TenantTx},
    },
};

/// Seed of the demo's noise: the same company everywhere.
const SEED: u64 = 20;

/// Someone who can sign in to the demo company.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    /// E-mail address to sign in with.
    pub email: &'static str,
    /// Name.
    pub name: &'static str,
    /// What the person is there.
    pub role: Role,
}

/// The people of the demo company; the first is its owner.
pub const PEOPLE: [DemoPerson; 4] = [
    DemoPerson {
        email: "owner@demo.saxaul.org",
        name: "林悦 Lin Yue",
        role: Role::Owner,
    },
    DemoPerson {
        email: "accountant@demo.saxaul.org",
        name: "周航 Zhou Hang",
        role: Role::Accountant,
    },
    DemoPerson {
        email: "approver@demo.saxaul.org",
        name: "陈敏 Chen Min",
        role: Role::Approver,
    },
    DemoPerson {
        email: "verifier@demo.saxaul.org",
        name: "高远 Gao Yuan",
        role: Role::Verifier,
    },
];

/// Makes the demo company with this password for everyone. `false` when it is there already.
pub async fn make(platform: &Platform, password_hash: &str, locale: Locale) -> StoreResult<bool> {
    let founder = |person: &DemoPerson, organisation_name: &str| Founder {
        organisation_name: organisation_name.to_owned(),
        name: person.name.to_owned(),
        email: person.email.to_owned(),
        password_hash: password_hash.to_owned(),
        locale,
    };
    let units = demo::units();
    let root = units.iter().find(|unit| unit.parent.is_none());
    let name = root.map_or("Saxaul Demo", |unit| {
        locale.pick(&unit.name_zh, &unit.name_en)
    });
    let [owner, others @ ..] = &PEOPLE;
    let (tx, owner) = match found_organisation(platform, &founder(owner, name)).await {
        Ok(founded) => founded,
        Err(error) if error.is_unique_violation() => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut people: HashMap<Role, Actor> = HashMap::new();
    for person in others {
        let actor = add_person(
            platform,
            &tx,
            &founder(person, name),
            vec![person.role],
            Vec::new(),
        )
        .await?;
        people.insert(person.role, actor);
    }
    let accountant = people.get(&Role::Accountant).unwrap_or(&owner);
    let approver = people.get(&Role::Approver).unwrap_or(&owner);
    let sites = make_boundary(platform, &tx, &owner, &units, locale).await?;
    let written = make_records(platform, &tx, accountant, &sites, locale).await?;
    let changes = vec![super::audit::Change::new(
        "records",
        None,
        Some(written.to_string()),
    )];
    let organisation = tx.organisation_id().to_owned();
    trail::note(
        platform,
        &tx,
        accountant,
        "demoCompanyMade",
        &organisation,
        None,
        changes,
    )
    .await?;
    file_first_year(platform, &tx, accountant, approver, locale).await?;
    tx.commit().await?;
    Ok(true)
}

/// The services speak to people; here a refusal is a fault of the demo data.
fn fault(refused: Refused) -> StoreError {
    StoreError::Corrupt(format!("demo data: {refused:?}"))
}

fn book_fault(error: BookError) -> StoreError {
    match error {
        BookError::Store(error) => error,
        closed @ BookError::Closed(_) => StoreError::Corrupt(format!("demo data: {closed}")),
    }
}

async fn make_boundary(
    platform: &Platform,
    tx: &TenantTx,
    owner: &Actor,
    units: &[DemoUnit],
    locale: Locale,
) -> StoreResult<HashMap<String, String>> {
    // Founding made the company the root of its boundary; the demo has a root of its own.
    for unit in boundary_store::units(tx).await? {
        boundary::delete_unit(platform, tx, owner, &unit.id)
            .await
            .map_err(fault)?;
    }
    let industry = units
        .iter()
        .find(|unit| unit.parent.is_none())
        .map(|unit| unit.industry.clone());
    let draft = SettingsDraft {
        industry,
        base_year: Some(demo::FIRST_YEAR),
        ..SettingsDraft::default()
    };
    settings::update(platform, tx, owner, draft)
        .await
        .map_err(fault)?;
    let mut ids: HashMap<String, String> = HashMap::new();
    for unit in units {
        let held_since = Date::new(demo::FIRST_YEAR - 10, 1, 1);
        let draft = UnitDraft {
            kind: unit.kind,
            name: locale.pick(&unit.name_zh, &unit.name_en).clone(),
            parent_id: unit.parent.as_ref().and_then(|key| ids.get(key)).cloned(),
            region: Some(unit.region.clone()),
            industry: Some(unit.industry.clone()),
            operational_control: true,
            financial_tie: FinancialTie::Subsidiary,
            ownership: unit
                .share_percent
                .zip(held_since)
                .map(|(share_percent, from)| OwnershipShare {
                    from,
                    share_percent,
                })
                .into_iter()
                .collect(),
        };
        let made = boundary::create_unit(platform, tx, owner, draft)
            .await
            .map_err(fault)?;
        ids.insert(unit.key.clone(), made.id);
    }
    for figures in demo::figures() {
        let Some(site) = ids.get(&figures.site) else {
            continue;
        };
        let of_year = YearFigures {
            year: figures.year,
            revenue: Some(WireDecimal(figures.revenue_cny)),
            currency: Some("CNY".to_owned()),
            output: Some(WireDecimal(figures.output_t)),
            output_unit: Some("t".to_owned()),
            floor_area_m2: Some(WireDecimal(figures.floor_area_m2)),
            head_count: Some(WireDecimal(figures.headcount)),
        };
        boundary::set_year_figures(platform, tx, owner, site, of_year)
            .await
            .map_err(fault)?;
    }
    let sites = units
        .iter()
        .filter(|unit| unit.kind == UnitKind::Site)
        .map(|unit| unit.key.clone());
    Ok(sites
        .filter_map(|key| ids.get(&key).map(|id| (key.clone(), id.clone())))
        .collect())
}

/// Books every record in one go and answers how many.
async fn make_records(
    platform: &Platform,
    tx: &TenantTx,
    accountant: &Actor,
    sites: &HashMap<String, String>,
    locale: Locale,
) -> StoreResult<usize> {
    let mut books = Books::open(platform, tx, Some(accountant.id.clone()));
    let mut records: Vec<RecordRow> = Vec::new();
    for demo in demo::records(SEED, locale) {
        let Some(draft) = draft_of(&demo, sites) else {
            continue;
        };
        let fingerprint = record_store::fingerprint_of_draft(&draft);
        let id = platform.ids.prefixed("rec");
        let mut record = RecordRow {
            created_by: Some(accountant.id.clone()),
            ..record_store::from_draft(
                id,
                draft,
                fingerprint,
                RecordOrigin::Demo,
                books.now().to_owned(),
            )
        };
        books.put_in_all(&mut record).await.map_err(book_fault)?;
        if record.status == RecordStatus::Refused {
            let years: Vec<i32> = record.years().collect();
            books
                .keep_refused(&years, &record)
                .await
                .map_err(book_fault)?;
        }
        records.push(record);
    }
    let count = records.len();
    record_store::insert(tx, records).await?;
    books.close().await.map_err(book_fault)?;
    Ok(count)
}

fn draft_of(record: &DemoRecord, sites: &HashMap<String, String>) -> Option<ActivityDraft> {
    Some(ActivityDraft {
        site_id: sites.get(&record.site)?.clone(),
        activity_code: record.activity.clone(),
        quantity: record.quantity,
        unit: Unit::parse(&record.unit).ok()?,
        period: record.period,
        source: Some(record.source.clone()),
        factor_id: None,
        supplier: record.supplier.clone(),
        quality: record.quality,
        uncertainty_pct: record.uncertainty_pct,
        reference: Some(record.reference.clone()),
        note: record.note.clone(),
    })
}

/// Submits, approves and locks the first year, so that the screens show a filed inventory beside an open one.
async fn file_first_year(
    platform: &Platform,
    tx: &TenantTx,
    accountant: &Actor,
    approver: &Actor,
    locale: Locale,
) -> StoreResult<()> {
    let Some(first) = inventory_store::current(tx, demo::FIRST_YEAR).await? else {
        return Ok(());
    };
    let reason = Some(
        locale
            .pick("年度核算完成", "The year is complete")
            .to_owned(),
    );
    for (step, actor) in [
        (InventoryStep::Submit, accountant),
        (InventoryStep::Approve, approver),
        (InventoryStep::Lock, approver),
    ] {
        inventory::step(platform, tx, actor, &first.id, step, reason.clone())
            .await
            .map_err(fault)?;
    }
    Ok(())
}
