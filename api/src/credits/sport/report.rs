//! Steps that another program reports for members: a batch is taken once, whatever happens on the way.

use std::collections::BTreeSet;

use saxaul_shared::{
    credits::{
        TrustLevel,
        sport::{SportSource, StepSignal, credited_steps, signal},
    },
    period::Date,
    violation::ErrorCode,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    settle,
    store::{self, DayRow, Message},
    work::today,
};
use crate::{
    accounting::{
        access::{Answer, Caller, Refused},
        cells::{Cells, to_json},
    },
    error::ApiError,
    platform::db::{StoreResult, TenantTx},
    platform::storage::hex,
};

/// Most days of one batch.
pub(super) const DAYS_MAX: usize = 1000;

/// One reported day.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Reported {
    pub(super) person_id: Option<String>,
    pub(super) email: Option<String>,
    pub(super) day: Date,
    pub(super) steps: i64,
    pub(super) trust: TrustLevel,
}

/// What became of a reported day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) credited: i64,
    /// Why it is not all, or nothing.
    pub(super) message: Option<Message>,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Report {
    pub(super) client_id: String,
    pub(super) rows: Vec<Row>,
    /// Points that came by it.
    pub(super) points: i64,
}

/// Takes a batch, or answers what became of it before.
pub(super) async fn take(
    caller: &Caller<'_>,
    client_id: &str,
    days: Vec<Reported>,
) -> Answer<Report> {
    if client_id.is_empty() || client_id.len() > 100 {
        return Err(Refused::field(
            ErrorCode::Invalid,
            "clientId",
            "clientId 应为 1 到 100 字节。",
            "A clientId has 1 to 100 bytes.",
        ));
    }
    if days.is_empty() || days.len() > DAYS_MAX {
        return Err(Refused::field(
            ErrorCode::OutOfRange,
            "days",
            format!("每批 1 到 {DAYS_MAX} 天，请拆分。"),
            format!("A batch has 1 to {DAYS_MAX} days. Split it."),
        ));
    }
    let fingerprint = fingerprint(&days)?;
    let tx = caller.begin().await?;
    let now = caller.platform.clock.now().to_rfc3339();
    // Taken first: of batches that come at once with the same id all but one wait here, and then find the answer.
    let is_new = tx
        .execute(
            "INSERT INTO sport_reports (organisation_id, client_id, fingerprint, answer, created_at) \
             VALUES ($1, $2, $3, '', $4) ON CONFLICT (organisation_id, client_id) DO NOTHING",
            vec![
                tx.organisation_id().into(),
                client_id.into(),
                fingerprint.clone().into(),
                now.into(),
            ],
        )
        .await?;
    if is_new == 0 {
        return earlier(&tx, client_id, &fingerprint).await;
    }
    let today = today(caller.platform, &tx).await?;
    let import_id = caller.platform.ids.prefixed("spi");
    let mut rows = Vec::with_capacity(days.len());
    let mut kept: Vec<DayRow> = Vec::new();
    for day in &days {
        let Some(member_id) = member_of(&tx, day).await? else {
            rows.push(Row {
                credited: 0,
                message: Some(Message::fixed(
                    "UNKNOWN_MEMBER",
                    (
                        "没有这个成员，或其尚未加入碳圈。",
                        "There is no such member, or they do not take part.",
                    ),
                )),
            });
            continue;
        };
        if day.steps < 0 {
            rows.push(Row {
                credited: 0,
                message: Some(Message::fixed(
                    "NEGATIVE_STEPS",
                    ("步数不能为负。", "A number of steps is not negative."),
                )),
            });
            continue;
        }
        let signals: Vec<StepSignal> = signal::of_total(day.steps);
        let verdict = credited_steps(day.day, day.steps, day.trust, &signals, today);
        rows.push(Row {
            credited: verdict.steps,
            message: verdict
                .reason
                .map(|reason| Message::fixed(reason.as_str(), reason.words())),
        });
        let row = DayRow {
            member_id,
            import_id: import_id.clone(),
            day: day.day,
            steps: day.steps,
            credited: verdict.steps,
            trust: day.trust,
            source: SportSource::Report,
            reason: verdict.reason,
            signals,
        };
        // A batch that names a day twice means its higher count.
        let same = |other: &&mut DayRow| (&other.member_id, other.day) == (&row.member_id, row.day);
        match kept.iter_mut().find(same) {
            Some(other) if other.credited >= row.credited => {}
            Some(other) => *other = row,
            None => kept.push(row),
        }
    }
    store::insert_days(&tx, &kept).await?;
    let touched: BTreeSet<(String, Date)> = kept
        .into_iter()
        .filter(|day| day.credited > 0)
        .map(|day| (day.member_id, day.day))
        .collect();
    let outcome = settle::settle(caller.platform, &tx, &touched).await?;
    let report = Report {
        client_id: client_id.to_owned(),
        rows,
        points: outcome.points,
    };
    tx.execute(
        "UPDATE sport_reports SET answer = $3 WHERE organisation_id = $1 AND client_id = $2",
        vec![
            tx.organisation_id().into(),
            client_id.into(),
            to_json(&report)?.into(),
        ],
    )
    .await?;
    tx.commit().await?;
    Ok(report)
}

fn fingerprint(days: &[Reported]) -> Result<String, ApiError> {
    let text = serde_json::to_vec(days).map_err(ApiError::internal)?;
    Ok(hex(&Sha256::digest(&text)))
}

async fn earlier(tx: &TenantTx, client_id: &str, fingerprint: &str) -> Answer<Report> {
    let row = tx
        .query_one(
            "SELECT fingerprint, answer FROM sport_reports WHERE organisation_id = $1 AND client_id = $2",
            vec![tx.organisation_id().into(), client_id.into()],
        )
        .await?
        .ok_or_else(Refused::not_found)?;
    let mut cells = Cells::of(&row);
    let known: String = cells.take()?;
    if known != fingerprint {
        return Err(Refused::field(
            ErrorCode::Conflict,
            "clientId",
            "该 clientId 已用于另一批内容不同的数据，请换一个。",
            "This clientId was used for a batch with other content. Choose another.",
        ));
    }
    Ok(cells.json()?)
}

/// The member that a row means, if they take part.
async fn member_of(tx: &TenantTx, day: &Reported) -> StoreResult<Option<String>> {
    let (column, value) = match (&day.person_id, &day.email) {
        (Some(person), _) => ("p.id", person.clone()),
        (None, Some(email)) => ("p.email_key", email.trim().to_lowercase()),
        (None, None) => return Ok(None),
    };
    let sql = format!(
        "SELECT m.id FROM programme_members m JOIN people p ON p.organisation_id = m.organisation_id \
         AND p.id = m.person_id WHERE m.organisation_id = $1 AND {column} = $2 AND m.left_on IS NULL"
    );
    let row = tx
        .query_one(&sql, vec![tx.organisation_id().into(), value.into()])
        .await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}
