//! The records of a year, narrowed by filters, a page at a time.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::address::use_query;
use super::data_page::Choices;
use super::explanation::use_line_sheet;
use super::explanation_line::line_address;
use super::operations::{ActivityRecords, activity_records};
use super::{figures, parts, words};
use crate::client::enums::{DataKind, RecordStatus};
use crate::client::socket::reconnections;
use crate::client::{send, use_load};
use crate::i18n::{language, t, tf};
use crate::locales::{accounting as w, data, overview as ow};
use crate::ui::{
    Badge, Button, ButtonKind, Choice, Column, EmptyState, ErrorState, LinkButton, Select,
    Skeleton, SkeletonKind, Table, TextField, icon,
};

const PAGE: i64 = 50;

type Record = activity_records::ActivityRecordsActivityRecordsEdgesNode;

/// What was loaded so far.
#[derive(Debug, Clone, PartialEq)]
struct Page {
    records: Vec<Record>,
    total: i64,
    next: Option<String>,
}

impl From<activity_records::ActivityRecordsActivityRecords> for Page {
    fn from(found: activity_records::ActivityRecordsActivityRecords) -> Self {
        Self {
            records: found.edges.into_iter().map(|edge| edge.node).collect(),
            total: found.total_count,
            next: found
                .page_info
                .end_cursor
                .filter(|_| found.page_info.has_next_page),
        }
    }
}

/// The table with its filters.
#[component]
pub fn Records(
    year: Memo<i64>,
    kind: RwSignal<String>,
    record: RwSignal<String>,
    choices: Memo<Choices>,
    changed: RwSignal<u32>,
) -> impl IntoView {
    let site = use_query("site");
    let status = use_query("status");
    let month = use_query("month");
    let activity = use_query("activity");
    let import = use_query("import");
    let search = use_query("search");
    let typed = RwSignal::new(search.get_untracked());
    settle(typed, search);

    let variables = move |after: Option<String>| {
        let some = |signal: RwSignal<String>| Some(signal.get()).filter(|value| !value.is_empty());
        // `2025-03` or `3`: links from elsewhere name the whole month.
        let month = some(month).and_then(|month| {
            month
                .rsplit('-')
                .next()
                .and_then(|number| number.parse().ok())
        });
        activity_records::Variables {
            filter: Some(activity_records::ActivityRecordFilter {
                kind: some(kind).and_then(|kind| kind.parse::<DataKind>().ok()),
                site_id: some(site),
                activity: some(activity),
                // A file may hold more than one year; all of it is shown.
                year: import.with(String::is_empty).then(|| year.get()),
                month,
                status: some(status).and_then(|status| status.parse::<RecordStatus>().ok()),
                search: some(search),
                import_id: some(import),
            }),
            first: Some(PAGE),
            after,
        }
    };
    let load = use_load(move || {
        changed.get();
        reconnections();
        language();
        let variables = variables(None);
        async move {
            Ok(Page::from(
                send::<ActivityRecords>(variables).await?.activity_records,
            ))
        }
    });
    let more = RwSignal::new(false);
    let load_more = move || {
        let Some(after) = load.with(|page| page.and_then(|page| page.next.clone())) else {
            return;
        };
        let variables = untrack(|| variables(Some(after)));
        more.set(true);
        spawn_local(async move {
            let next = send::<ActivityRecords>(variables).await;
            if more.try_set(false).is_some() {
                return;
            }
            match next {
                Ok(next) => load.change(|page| {
                    let next = Page::from(next.activity_records);
                    page.records.extend(next.records);
                    page.next = next.next;
                }),
                Err(error) => crate::ui::toast(error.message(crate::i18n::current())),
            }
        });
    };
    let is_filtered = Memo::new(move |_| {
        [site, status, month, activity, import, search, kind]
            .iter()
            .any(|filter| filter.with(|value| !value.is_empty()))
    });
    let clear = move || {
        typed.set(String::new());
        for filter in [site, status, month, activity, import, search, kind] {
            filter.set(String::new());
        }
    };
    let rows = Signal::derive(move || {
        load.with(|page| page.map(|page| page.records.clone()).unwrap_or_default())
    });
    let is_there = Memo::new(move |_| load.with(|page| page.is_some()));
    let error = move || load.error().map(|error| error.message(language()));
    view! {
        <div class="stack">
            <Filters choices=choices site=site status=status month=month search=typed />
            <div class="row-between">
                <p class="muted" role="status">
                    {move || load.with(|page| page.map(|page| data::COUNT.fill(language(), &[("count", &figures::count(page.total))])))}
                </p>
                <Show when=move || is_filtered.get()>
                    <Button small=true kind=ButtonKind::Quiet icon=icon::CLOSE on_press=clear>{t(data::CLEAR_FILTERS)}</Button>
                </Show>
            </div>
            {move || error().map(|words| view! { <ErrorState words=words on_retry=move || load.reload() /> })}
            <Show when=move || !is_there.get() && load.error().is_none()><Skeleton kind=SkeletonKind::Tall /></Show>
            <Show when=move || is_there.get()>
                <Table
                    caption=data::TAB_RECORDS
                    caption_hidden=true
                    columns=columns()
                    rows=rows
                    row_key=|record: &Record| record.id.clone()
                    on_row=move |row: Record| record.set(row.id)
                    selected=Signal::derive(move || Some(record.get()))
                    copy=true
                    empty=move || view! { <Nothing is_filtered record /> }
                />
                <Show when=move || load.with(|page| page.is_some_and(|page| page.next.is_some()))>
                    <div><Button busy=more on_press=load_more>{t(w::LOAD_MORE)}</Button></div>
                </Show>
            </Show>
        </div>
    }
}

/// Passes on what was typed once the typing rests.
fn settle(typed: RwSignal<String>, search: RwSignal<String>) {
    const REST_MS: i32 = 300;
    let newest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let words = typed.get();
        newest.update_value(|count| *count += 1);
        let mine = newest.get_value();
        spawn_local(async move {
            crate::ui::browser::sleep(REST_MS).await;
            if newest.try_get_value() == Some(mine)
                && search.with_untracked(|search| *search != words)
            {
                search.set(words);
            }
        });
    });
}

#[component]
fn Filters(
    choices: Memo<Choices>,
    site: RwSignal<String>,
    status: RwSignal<String>,
    month: RwSignal<String>,
    search: RwSignal<String>,
) -> impl IntoView {
    let sites = Signal::derive(move || {
        let mut all = vec![Choice::new("", data::ALL_SITES.now())];
        choices.with(|choices| {
            all.extend(
                choices
                    .sites
                    .iter()
                    .map(|site| Choice::new(site.id.clone(), site.name.clone())),
            );
        });
        all
    });
    let months = Signal::derive(move || {
        let mut all = vec![Choice::new("", data::ALL_MONTHS.now())];
        all.extend(
            (1..=12)
                .map(|number| Choice::new(number.to_string(), figures::month_short(number).now())),
        );
        all
    });
    // A month in an address may carry its year.
    let month_number = RwSignal::new(String::new());
    Effect::new(move |_| {
        let number = month.with(|month| {
            month
                .rsplit('-')
                .next()
                .unwrap_or_default()
                .trim_start_matches('0')
                .to_owned()
        });
        if month_number.get_untracked() != number {
            month_number.set(number);
        }
    });
    Effect::new(move |_| {
        let number = month_number.get();
        let known = month.with_untracked(|month| {
            month
                .rsplit('-')
                .next()
                .unwrap_or_default()
                .trim_start_matches('0')
                .to_owned()
        });
        if number != known {
            month.set(number);
        }
    });
    let chip = move |value: Option<RecordStatus>| {
        let code = value.map_or(String::new(), |value| value.as_str().to_owned());
        let mine = code.clone();
        let is_on = Signal::derive(move || status.with(|status| *status == mine));
        let word = value.map_or(data::ALL_STATUSES, words::status);
        view! {
            <button type="button" class="chip" aria-pressed=move || if is_on.get() { "true" } else { "false" } on:click=move |_| status.set(code.clone())>
                {t(word)}
            </button>
        }
    };
    view! {
        <div class="chips" role="search" aria-label=t(data::FILTERS)>
            <div class="field-search"><TextField label=data::SEARCH value=search kind="search" optional=true /></div>
            <Select label=w::SITE value=site options=sites />
            <Select label=w::MONTH value=month_number options=months />
            <div class="row" role="group" aria-label=t(data::COL_STATUS)>
                {chip(None)}
                {RecordStatus::ALL.iter().map(|status| chip(Some(*status))).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn Nothing(is_filtered: Memo<bool>, record: RwSignal<String>) -> impl IntoView {
    move || {
        if is_filtered.get() {
            return view! { <EmptyState words=data::EMPTY_FILTERED /> }.into_any();
        }
        view! {
            <EmptyState words=Signal::derive(|| format!("{}。{}", data::EMPTY_TITLE.now(), data::EMPTY_TEXT.now()))>
                <div class="row">
                    <LinkButton href="/data/import/new".to_owned() kind=ButtonKind::Primary icon=icon::UPLOAD>{t(ow::EMPTY_UPLOAD)}</LinkButton>
                    <Button icon=icon::PLUS on_press=move || record.set("new".to_owned())>{t(data::ADD)}</Button>
                </div>
            </EmptyState>
        }
        .into_any()
    }
}

fn columns() -> Vec<Column<Record>> {
    let open_line = use_line_sheet();
    vec![
        Column::text(w::FIELD_ACTIVITY, |record: &Record| record.activity.name.clone()).shown(|record| {
            let source = record.source.clone().filter(|source| !source.is_empty());
            view! { <span class="part-name"><span>{record.activity.name.clone()}</span>{source.map(|source| view! { <small>{source}</small> })}</span> }
        }),
        Column::text(w::SITE, |record: &Record| record.site.name.clone())
            .shown(|record| view! { <span class="site-name">{record.site.name.clone()}</span> }),
        Column::text(data::COL_PERIOD, |record: &Record| parts::period(&record.start.0, &record.end.0))
            .shown(|record| view! { <span class="nowrap">{parts::period(&record.start.0, &record.end.0)}</span> })
            .sorted_by(|record| record.start.0.clone()),
        Column::number(data::COL_QUANTITY, |record: &Record| {
            format!("{}\u{a0}{}", figures::exact(record.quantity.value), record.quantity.unit_name)
        })
        .shown(|record| view! { <span class="nowrap">{figures::exact(record.quantity.value)} " " <span class="muted">{record.quantity.unit_name.clone()}</span></span> }),
        Column::number(data::COL_EMISSIONS, |record: &Record| {
            record.result.as_ref().map(|result| figures::exact(result.co2e_kg)).unwrap_or_default()
        })
        .shown(move |record| match record.result.as_ref().filter(|_| record.activity.scope.is_some()) {
            Some(result) => {
                let line = line_address(&result.line_id, &record.id);
                let value = figures::exact(result.co2e_kg);
                let spoken = tf(crate::locales::inventory::EXPLAIN_OPEN, {
                    let (name, value) = (record.activity.name.clone(), value.clone());
                    move || [("label", name.clone()), ("value", format!("{value} kg"))]
                });
                view! {
                    <button type="button" class="figure-button" aria-label=spoken on:click=move |event| {
                        // The row behind it opens the record.
                        event.stop_propagation();
                        open_line.run(line.clone());
                    }>{value}</button>
                }
                .into_any()
            }
            None if record.status == RecordStatus::Refused => "—".into_any(),
            None => view! { <small class="muted">{t(data::NO_EMISSIONS)}</small> }.into_any(),
        })
        .sorted_by(|record| record.result.as_ref().map(|result| result.co2e_kg)),
        Column::text(data::COL_QUALITY, |record: &Record| words::quality(record.quality).now().to_owned()),
        Column::text(data::COL_STATUS, |record: &Record| words::status(record.status).now().to_owned()).shown(|record| {
            let status = record.status;
            view! {
                <span class="stack-tight">
                    <span><Badge tone=parts::status_tone(status)>{t(words::status(status))}</Badge></span>
                    {record.refusal.clone().map(|refusal| view! { <span class="refusal"><strong>{refusal.message}</strong><span>{refusal.remedy}</span></span> })}
                </span>
            }
        }),
    ]
}
