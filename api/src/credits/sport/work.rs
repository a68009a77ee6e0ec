//! The job that reads a file: parse, keep the totals of days, claim rides, settle points, delete the file.

use std::{collections::BTreeSet, time::Duration};

use saxaul_shared::{
    credits::{
        TrustLevel,
        sport::{
            FileProblem, KEPT_DAYS, Ride, RideReason, SportImportState, StepReason, credited_steps,
            ride::same_ride,
        },
    },
    format::Locale,
    period::Date,
};
use serde_json::json;

use super::{
    super::{
        action::service as actions,
        claim::{
            self,
            input::{ImportOrigin, NewClaim},
        },
        day::day_of,
        programme::store::{MemberRow, member_by_id},
    },
    parse::{Parsed, Watch, read_file},
    service::{self, PROGRESSED},
    settle,
    store::{self, DayRow, ImportRow, Message},
};
use crate::{
    accounting::{access::Refused, import::work::fetch},
    platform::{
        Platform,
        broker::Event,
        clock::Timestamp,
        db::{StoreResult, Tenant, TenantTx},
        jobs::{JobContext, JobError, JobOutcome, JobRegistry},
    },
};

/// Kind of the job.
pub(super) const READ: &str = "sport_import_read";
/// How often progress is told.
const TELL: Duration = Duration::from_millis(400);
/// Messages that are kept.
const MESSAGES_MAX: usize = 60;

/// Registers the job.
pub(crate) fn register(platform: &Platform, registry: JobRegistry) -> JobRegistry {
    let (reads, fails) = (platform.clone(), platform.clone());
    registry
        .on(READ, move |context| run(reads.clone(), context))
        .on_given_up(READ, move |context, reason| {
            give_up(fails.clone(), context, reason)
        })
}

fn import_id(context: &JobContext) -> Result<String, JobError> {
    let id = context.payload().get("importId").and_then(|id| id.as_str());
    id.map(str::to_owned)
        .ok_or_else(|| JobError::Fatal("no import".to_owned()))
}

async fn run(platform: Platform, context: JobContext) -> JobOutcome {
    let id = import_id(&context)?;
    let tx = context.begin().await?;
    let Some(mut import) = store::find(&tx, &id).await? else {
        return Ok(());
    };
    let (SportImportState::Queued | SportImportState::Reading, Some(upload)) =
        (import.state, import.upload_id.clone())
    else {
        return Ok(());
    };
    import.state = SportImportState::Reading;
    service::save(&platform, &tx, &mut import).await?;
    let today = day_of(&tx, platform.clock.now()).await?;
    context.commit(tx, &json!({})).await?;
    let keep_from = Date::from_day_number(today.day_number() - KEPT_DAYS).unwrap_or(today);
    let parsed = read(&platform, &context, &import, &upload, keep_from).await?;
    let tx = context.begin().await?;
    let Some(mut import) = store::find(&tx, &id).await? else {
        return Ok(());
    };
    if import.state != SportImportState::Reading {
        return Ok(());
    }
    match parsed {
        Ok(parsed) => take(&platform, &tx, &mut import, parsed).await?,
        Err(problem) => fail(&mut import, &problem),
    }
    import.upload_id = None;
    store::forget_upload(&tx, &upload).await?;
    service::save(&platform, &tx, &mut import).await?;
    context.commit(tx, &json!({})).await?;
    remove_file(&platform, &context.tenant(), &upload).await;
    Ok(())
}

/// Parses the file on a thread of its own, telling how far it is.
async fn read(
    platform: &Platform,
    context: &JobContext,
    import: &ImportRow,
    upload: &str,
    keep_from: Date,
) -> Result<Result<Parsed, FileProblem>, JobError> {
    let file = fetch(platform, &context.tenant(), upload).await?;
    let watch = Watch::start();
    let inside = watch.clone();
    let mut parsing = tokio::task::spawn_blocking(move || {
        let parsed = read_file(file.path(), keep_from, &inside);
        // The copy goes before anything else happens with what it said.
        drop(file);
        parsed
    });
    let mut told = 0;
    loop {
        tokio::select! {
            parsed = &mut parsing => {
                return parsed.map_err(|error| JobError::Fatal(error.to_string()));
            }
            () = tokio::time::sleep(TELL) => {
                if context.should_stop() {
                    watch.stop();
                    let _ = parsing.await;
                    return Err(JobError::Lost);
                }
                let (done, total) = watch.progress();
                if done != told {
                    told = done;
                    tell(platform, &context.tenant(), import, done, total).await;
                }
            }
        }
    }
}

/// Tells who listens now; what is missed is made good by the next telling.
async fn tell(platform: &Platform, tenant: &Tenant, import: &ImportRow, done: u64, total: u64) {
    let event = Event {
        id: platform.ids.prefixed("evt"),
        organisation_id: tenant.organisation_id().to_owned(),
        topic: PROGRESSED.to_owned(),
        version: import.revision,
        payload: json!({ "importId": import.id, "done": done, "total": total }),
    };
    if let Err(error) = platform.broker.publish(&event).await {
        tracing::debug!(%error, "progress is not told to other processes");
    }
}

fn fail(import: &mut ImportRow, problem: &FileProblem) {
    import.state = SportImportState::Failed;
    import.messages = vec![Message {
        code: problem.code().to_owned(),
        zh: problem.message(Locale::ZhCn),
        en: problem.message(Locale::En),
    }];
}

/// Keeps what a file said and credits it.
async fn take(
    platform: &Platform,
    tx: &TenantTx,
    import: &mut ImportRow,
    parsed: Parsed,
) -> Result<(), JobError> {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let today = day_of(tx, platform.clock.now()).await?;
    import.state = SportImportState::Done;
    import.source = Some(parsed.source);
    import.refused = count(parsed.refused);
    import.manual = count(parsed.manual);
    import.older = count(parsed.older);
    import.messages = parsed
        .row_problems
        .iter()
        .map(|(row, problem)| Message {
            code: problem.code().to_owned(),
            zh: problem.message(*row, Locale::ZhCn),
            en: problem.message(*row, Locale::En),
        })
        .collect();
    store::lock_member(tx, &import.member_id).await?;
    rides(platform, tx, import, &parsed.rides, today).await?;
    let days: Vec<DayRow> = parsed
        .days
        .into_iter()
        .map(|total| {
            let verdict =
                credited_steps(total.day, total.steps, total.trust, &total.signals, today);
            DayRow {
                member_id: import.member_id.clone(),
                import_id: import.id.clone(),
                day: total.day,
                steps: total.steps,
                credited: verdict.steps,
                trust: total.trust,
                source: parsed.source,
                reason: verdict.reason,
                signals: total.signals,
            }
        })
        .collect();
    store::insert_days(tx, &days).await?;
    let touched: BTreeSet<(String, Date)> = days
        .iter()
        .filter(|day| day.credited > 0)
        .map(|day| (day.member_id.clone(), day.day))
        .collect();
    let outcome = settle::settle(platform, tx, &touched).await?;
    for (applies, reason) in [
        (
            outcome.is_switched_off && !touched.is_empty(),
            StepReason::SwitchedOff,
        ),
        (outcome.is_year_full, StepReason::YearCap),
    ] {
        if applies {
            let message = Message::fixed(reason.as_str(), reason.words());
            import.messages.push(message);
        }
    }
    import.messages.truncate(MESSAGES_MAX);
    Ok(())
}

/// Claims the rides that may be claimed, and says of the others why not.
async fn rides(
    platform: &Platform,
    tx: &TenantTx,
    import: &mut ImportRow,
    rides: &[Ride],
    today: Date,
) -> Result<(), JobError> {
    let Some(member) = member_by_id(tx, &import.member_id).await? else {
        return Ok(());
    };
    let mut known = store::rides_of_member(tx, &member.id).await?;
    let mut counts: std::collections::BTreeMap<RideReason, u32> = std::collections::BTreeMap::new();
    for (place, ride) in rides.iter().enumerate() {
        import.rides_total += 1;
        let Some(began) = ride.start_s.checked_mul(1000).map(Timestamp::from_unix_ms) else {
            continue;
        };
        let Some(day) = day_of_ride(tx, ride, began, today).await? else {
            continue;
        };
        let backdate = backdate_days(ride);
        let mut reasons = ride.reasons(day, today, backdate);
        let is_known = known
            .iter()
            .any(|(start, length)| same_ride(*start, *length, ride.start_s, ride.elapsed_s));
        if is_known {
            reasons.push(RideReason::SameRide);
        }
        if reasons.is_empty() {
            match claim_ride(platform, tx, &member, import, ride, day, began, place).await? {
                Some(claim_id) => {
                    store::insert_ride(tx, import, ride.start_s, ride.elapsed_s, &claim_id).await?;
                    known.push((ride.start_s, ride.elapsed_s));
                    import.rides_accepted += 1;
                }
                None => reasons.push(RideReason::Rules),
            }
        }
        for reason in reasons {
            *counts.entry(reason).or_default() += 1;
        }
    }
    for (reason, count) in counts {
        let (zh, en) = reason.words();
        import.messages.push(Message {
            code: format!("RIDE_{reason}"),
            zh: format!("{count} 条记录：{zh}"),
            en: format!("{count} activities: {en}"),
        });
    }
    Ok(())
}

/// The day of a ride where the company is; of rides that are long over the day in UTC will do.
async fn day_of_ride(
    tx: &TenantTx,
    ride: &Ride,
    began: Timestamp,
    today: Date,
) -> StoreResult<Option<Date>> {
    let day = Date::from_day_number(ride.start_s.div_euclid(86_400));
    match day {
        Some(day) if today.day_number() - day.day_number() < 30 => {
            day_of(tx, began).await.map(Some)
        }
        day => Ok(day),
    }
}

/// The days back that the catalogue allows for what the ride would be claimed as.
fn backdate_days(ride: &Ride) -> i64 {
    let catalogue = saxaul_shared::credits::action::ActionCatalogue::embedded();
    let def = ride.kind.action().and_then(|code| catalogue.by_code(code));
    def.map_or(0, |def| def.rule.max_backdate_days)
}

/// Claims a ride; none when the rules for claims refuse it.
async fn claim_ride(
    platform: &Platform,
    tx: &TenantTx,
    member: &MemberRow,
    import: &ImportRow,
    ride: &Ride,
    day: Date,
    began: Timestamp,
    place: usize,
) -> Result<Option<String>, JobError> {
    let Some(code) = ride.kind.action() else {
        return Ok(None);
    };
    if actions::rule_for(tx, code)
        .await?
        .is_none_or(|rule| !rule.enabled)
    {
        return Ok(None);
    }
    let new = NewClaim {
        started_at: Some(began),
        // Whole minutes, at least one.
        duration_minutes: Some(((ride.moving_s + 59) / 60).max(1)),
        import: Some(ImportOrigin {
            trust: TrustLevel::DeviceInterval,
            id: import.id.clone(),
        }),
        ..NewClaim::of(code, ride.distance_km(), day)
    };
    // A ride has one key whatever file it comes from: its number, or when it began.
    let key = if ride.number.is_empty() {
        format!("ride:{}:{}:{place}", import.id, ride.start_s)
    } else {
        format!("ride:{}:{}", ride.source, ride.number)
    };
    match claim::service::log(platform, tx, member, new, &key).await {
        Ok(claim) => Ok(Some(claim.id)),
        Err(Refused::Violations(_)) => Ok(None),
        Err(Refused::Api(error)) => Err(JobError::Retry(format!("{error:?}"))),
    }
}

/// Deletes the uploaded file. What cannot be deleted now is told to the operator.
pub(super) async fn remove_file(platform: &Platform, tenant: &Tenant, upload: &str) {
    if let Err(error) = platform.storage.remove(tenant, "uploads", upload).await {
        tracing::warn!(%error, upload, "a sport export that was read could not be deleted");
    }
}

async fn give_up(platform: Platform, context: JobContext, reason: String) -> JobOutcome {
    let id = import_id(&context)?;
    let tx = context.begin().await?;
    if let Some(mut import) = store::find(&tx, &id).await? {
        tracing::warn!(import = id, reason, "a sport import was given up");
        fail(&mut import, &FileProblem::Gone);
        let upload = import.upload_id.take();
        service::save(&platform, &tx, &mut import).await?;
        if let Some(upload) = &upload {
            store::forget_upload(&tx, upload).await?;
        }
        context.commit(tx, &json!({})).await?;
        if let Some(upload) = upload {
            remove_file(&platform, &context.tenant(), &upload).await;
        }
    }
    Ok(())
}

/// The day it is where the company is.
pub(super) async fn today(platform: &Platform, tx: &TenantTx) -> StoreResult<Date> {
    day_of(tx, platform.clock.now()).await
}
