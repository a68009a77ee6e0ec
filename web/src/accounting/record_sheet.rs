//! The side sheet of one record: read it, change it, delete it, add evidence; or add a new one.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::data_page::Choices;
use super::explanation::use_line_sheet;
use super::explanation_line::line_address;
use super::operations::{
    ActivityRecordById, ActivityRecordDelete, ActivityRecordRestore, activity_record_by_id,
    activity_record_delete, activity_record_restore,
};
use super::parts::{self, History, HistoryEntry, Pairs};
use super::record_evidence::{AddEvidence, EvidenceList};
use super::record_form::{RecordForm, Start};
use super::{figures, words};
use crate::client::{ClientError, Load, send, use_load};
use crate::i18n::{self, t, tf};
use crate::locales::{accounting as w, data, inventory as iw};
use crate::ui::form::{user_error_from, user_errors};
use crate::ui::{
    Badge, Button, ButtonKind, EmptyState, Loaded, Notice, SideSheet, SkeletonKind, close_sheet,
    icon, toast, toast_undo,
};

use activity_record_by_id::ActivityRecordByIdActivityRecord as Found;

user_error_from!(
    activity_record_delete,
    ActivityRecordDeleteActivityRecordDeleteUserErrors
);
user_error_from!(
    activity_record_restore,
    ActivityRecordRestoreActivityRecordRestoreUserErrors
);

/// A record with everything about it.
pub type Record = Found;

/// Name of the record in the address; `new` for one that is not there yet.
const RECORD: &str = "record";

/// Opens while the address names a record.
#[component]
pub fn RecordSheet(
    choices: Load<Choices>,
    year: Memo<i64>,
    changed: RwSignal<u32>,
) -> impl IntoView {
    view! {
        <SideSheet key=RECORD title=data::RECORD let:id>
            {move || {
                let id = id.clone();
                // Without the catalogue nothing can be chosen.
                view! {
                    <Loaded load=choices skeleton=SkeletonKind::Tall let:choices>
                        {if id == "new" {
                            view! { <New choices year changed /> }.into_any()
                        } else {
                            view! { <One id=id.clone() choices changed /> }.into_any()
                        }}
                    </Loaded>
                }
            }}
        </SideSheet>
    }
}

#[component]
fn New(choices: Choices, year: Memo<i64>, changed: RwSignal<u32>) -> impl IntoView {
    let close = close_sheet(RECORD);
    let start = Start::from_address(year.get_untracked());
    view! {
        <h3>{t(data::FORM_NEW)}</h3>
        <RecordForm choices start saved=Callback::new(move |()| { changed.try_update(|count| *count += 1); }) done=UnsyncCallback::new(move |()| close()) />
    }
}

#[component]
fn One(id: String, choices: Choices, changed: RwSignal<u32>) -> impl IntoView {
    let load = use_load(move || {
        i18n::language();
        let id = id.clone();
        async move {
            Ok(
                send::<ActivityRecordById>(activity_record_by_id::Variables { id })
                    .await?
                    .activity_record,
            )
        }
    });
    let editing = RwSignal::new(false);
    let choices = StoredValue::new(choices);
    view! {
        <Loaded load=load skeleton=SkeletonKind::Tall let:record>
            {match record {
                None => view! { <EmptyState words=iw::NO_LINES /> }.into_any(),
                Some(record) => {
                    let start = Start::from_record(&record);
                    let saved = Callback::new(move |()| {
                        changed.try_update(|count| *count += 1);
                    });
                    view! {
                        <Show
                            when=move || editing.get()
                            fallback={
                                let record = record.clone();
                                move || view! { <Read record=record.clone() editing load changed /> }
                            }
                        >
                            <h3>{t(data::FORM_EDIT)}</h3>
                            <RecordForm
                                choices=choices.get_value()
                                start=start.clone()
                                saved
                                done=UnsyncCallback::new(move |()| { editing.set(false); load.reload(); })
                            />
                        </Show>
                    }
                    .into_any()
                }
            }}
        </Loaded>
    }
}

#[component]
fn Read(
    record: Record,
    editing: RwSignal<bool>,
    load: Load<Option<Record>>,
    changed: RwSignal<u32>,
) -> impl IntoView {
    let open_line = use_line_sheet();
    let close = close_sheet(RECORD);
    let deleting = RwSignal::new(false);
    let id = record.id.clone();
    let delete = move || {
        let (id, close) = (id.clone(), close.clone());
        deleting.set(true);
        spawn_local(async move {
            let answer = delete_record(&id).await;
            if deleting.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(()) => {
                    changed.try_update(|count| *count += 1);
                    close();
                    toast_undo(data::DELETED.get(i18n::current()), move || {
                        restore(id.clone(), changed);
                    });
                }
                Err(words) => toast(words),
            }
        });
    };
    let status = record.status;
    let (quality, origin) = (record.quality, record.origin);
    let row = record.import_row;
    let amount = format!(
        "{}\u{a0}{}",
        figures::exact(record.quantity.value),
        record.quantity.unit_name
    );
    let entered = tf(data::ENTERED_BY, {
        let (who, when) = (parts::author(&record), record.created_at.0.clone());
        move || {
            [
                (
                    "who",
                    who.clone()
                        .unwrap_or_else(|| words::origin(origin).now().to_owned()),
                ),
                ("when", figures::moment(&when)),
            ]
        }
    });
    view! {
        <section class="stack-tight">
            <div class="row">
                <strong>{record.activity.name.clone()}</strong>
                <span class="muted">{record.site.name.clone()}</span>
                <Badge tone=parts::status_tone(status)>{t(words::status(status))}</Badge>
            </div>
            {record.result.clone().filter(|_| record.activity.scope.is_some()).map(|result| {
                let (kg, market, line) = (result.co2e_kg, result.co2e_market_kg, line_address(&result.line_id, &record.id));
                view! {
                    <button type="button" class="figure-button live-card-value" on:click=move |_| open_line.run(line.clone())>
                        {move || figures::emissions_text(kg)}
                    </button>
                    {market.map(|kg| view! { <p class="muted">{tf(data::MARKET, move || [("amount", figures::emissions_text(kg))])}</p> })}
                    <p class="muted">{result.factor_summary}</p>
                }
            })}
            {record.refusal.clone().map(|refusal| view! {
                <Notice warning=true><p><strong>{refusal.message}</strong></p><p>{refusal.remedy}</p></Notice>
            })}
        </section>
        <Pairs pairs=vec![
            (w::FIELD_QUANTITY, Some(amount)),
            (data::COL_PERIOD, Some(parts::period(&record.start.0, &record.end.0))),
            (w::FIELD_SOURCE, record.source.clone()),
            (w::FIELD_SUPPLIER, record.supplier.clone()),
            (w::FIELD_REFERENCE, record.reference.clone()),
            (w::FIELD_UNCERTAINTY, record.uncertainty_pct.map(figures::exact)),
            (w::FIELD_NOTE, record.note.clone()),
        ] />
        <p class="muted">
            {t(words::quality(quality))} " · " {t(words::origin(origin))}
            {row.map(|row| view! { " · " {tf(data::FROM_ROW, move || [("row", row.to_string())])} })}
            " · " {entered}
        </p>
        <div class="row">
            <Button icon=icon::EDIT on_press=move || editing.set(true)>{t(data::EDIT)}</Button>
            <Button kind=ButtonKind::Danger icon=icon::TRASH busy=deleting on_press=delete>{t(data::DELETE)}</Button>
        </div>
        <section class="stack-tight">
            <h3>{t(w::EVIDENCE)}</h3>
            <EvidenceList files=record.evidence.clone() />
            <AddEvidence record_id=record.id.clone() added=Callback::new(move |()| load.reload()) />
        </section>
        <section class="stack-tight">
            <h3>{t(w::HISTORY)}</h3>
            <History entries=record.history.clone().into_iter().map(HistoryEntry::from).collect() />
        </section>
    }
}

/// Deletes; the words of the refusal otherwise.
async fn delete_record(id: &str) -> Result<(), String> {
    let say = |error: ClientError| error.message(i18n::current());
    let answer =
        send::<ActivityRecordDelete>(activity_record_delete::Variables { id: id.to_owned() })
            .await
            .map_err(say)?;
    match user_errors(answer.activity_record_delete.user_errors)
        .into_iter()
        .next()
    {
        Some(error) => Err(error.message),
        None => Ok(()),
    }
}

fn restore(id: String, changed: RwSignal<u32>) {
    spawn_local(async move {
        let answer = send::<ActivityRecordRestore>(activity_record_restore::Variables { id }).await;
        let words = match answer {
            Ok(answer) => match user_errors(answer.activity_record_restore.user_errors)
                .into_iter()
                .next()
            {
                Some(error) => error.message,
                None => data::RESTORED.get(i18n::current()).to_owned(),
            },
            Err(error) => error.message(i18n::current()),
        };
        changed.try_update(|count| *count += 1);
        toast(words);
    });
}
