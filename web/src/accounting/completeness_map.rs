//! Which sources of which sites have data in which months. An empty cell starts an entry or an upload.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::address::use_query;
use super::figures;
use super::operations::{Completeness, completeness};
use crate::client::socket::reconnections;
use crate::client::{send, use_load};
use crate::i18n::{language, t};
use crate::locales::{accounting as w, data, overview as ow};
use crate::ui::chart::{Chart, HeatMap, heat_map};
use crate::ui::{
    Button, ButtonKind, Dialog, EmptyState, ErrorState, LinkButton, Skeleton, SkeletonKind, icon,
};

type Cell = completeness::CompletenessCompleteness;

/// A cell that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chosen {
    site: String,
    activity: String,
    month: i64,
    words: String,
}

/// The map with its legend and its table.
#[component]
pub fn CompletenessMap(
    year: Memo<i64>,
    kind: RwSignal<String>,
    record: RwSignal<String>,
    changed: RwSignal<u32>,
    #[prop(into)] on_upload: UnsyncCallback<()>,
) -> impl IntoView {
    let site_filter = use_query("site");
    let (activity_filter, month_filter, view_name) =
        (use_query("activity"), use_query("month"), use_query("view"));
    let load = use_load(move || {
        changed.get();
        reconnections();
        language();
        let year = year.get();
        async move { send::<Completeness>(completeness::Variables { year }).await }
    });
    let model = Memo::new(move |_| {
        let (kind, site) = (kind.get(), site_filter.get());
        load.with(|found| {
            found
                .map(|found| build(found, year.get(), &kind, &site))
                .unwrap_or_default()
        })
    });
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<Chosen>);
    let pick = Callback::new(move |key: String| {
        chosen.set(untrack(|| {
            load.with(|found| found.and_then(|found| read_key(&key, found, year.get())))
        }));
        open.set(chosen.with_untracked(Option::is_some));
    });
    // The filters are set one by one; the address follows each.
    let go = move |view: &'static str, opened: &'static str| {
        if let Some(cell) = chosen.get_untracked() {
            site_filter.set(cell.site);
            activity_filter.set(cell.activity);
            month_filter.set(cell.month.to_string());
        }
        open.set(false);
        view_name.set(view.to_owned());
        record.set(opened.to_owned());
    };
    let error = move || load.error().map(|error| error.message(language()));
    let is_there = Memo::new(move |_| load.with(|found| found.is_some()));
    view! {
        {move || error().map(|words| view! { <ErrorState words=words on_retry=move || load.reload() /> })}
        <Show when=move || !is_there.get() && load.error().is_none()><Skeleton kind=SkeletonKind::Tall /></Show>
        <Show when=move || is_there.get() && model.with(|model| model.0.is_empty())>
            <EmptyState icon=icon::CHART words=data::MAP_EMPTY>
                <LinkButton href="/data/import/new".to_owned() kind=ButtonKind::Primary icon=icon::UPLOAD>{t(ow::EMPTY_UPLOAD)}</LinkButton>
            </EmptyState>
        </Show>
        <Show when=move || model.with(|model| !model.0.is_empty())>
            <section class="card stack-tight">
                <Chart
                    title=data::MAP_TITLE
                    model=Signal::derive(move || model.with(|model| draw(&model.0, &model.1)))
                    file=Signal::derive(move || format!("saxaul-completeness-{}", year.get()))
                    on_pick=pick
                />
                <p class="muted">{t(data::MAP_HINT)}</p>
            </section>
        </Show>
        <Dialog title=Signal::derive(move || chosen.with(|cell| cell.as_ref().map(|cell| cell.words.clone()).unwrap_or_default())) open=open>
            <div class="panel-foot">
                <Button on_press=move || go("", "")>{t(data::CELL_SHOW)}</Button>
                <Button icon=icon::UPLOAD on_press=move || { open.set(false); on_upload.run(()); }>{t(data::CELL_UPLOAD)}</Button>
                <Button kind=ButtonKind::Primary icon=icon::PLUS on_press=move || go("map", "new")>{t(data::CELL_ENTER)}</Button>
            </div>
        </Dialog>
    }
}

/// One line of the map: site, activity, its cells by month.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    site: String,
    site_name: String,
    activity: String,
    name: String,
    months: BTreeMap<i64, (i64, i64, i64)>,
}

fn build(
    found: &completeness::ResponseData,
    year: i64,
    kind: &str,
    site: &str,
) -> (Vec<Line>, i64) {
    let mut lines: Vec<Line> = Vec::new();
    let fits = |cell: &&Cell| {
        (kind.is_empty() || cell.activity.kind.as_str() == kind)
            && (site.is_empty() || cell.site_id == site)
    };
    for unit in &found.boundary {
        let of_site = found
            .completeness
            .iter()
            .filter(fits)
            .filter(|cell| cell.site_id == unit.id);
        let first = lines.len();
        for cell in of_site {
            let known = lines.get_mut(first..).and_then(|lines| {
                lines
                    .iter_mut()
                    .find(|line| line.activity == cell.activity.code)
            });
            let months = (cell.record_count, cell.covered_days, cell.days_in_month);
            match known {
                Some(line) => drop(line.months.insert(cell.month, months)),
                None => lines.push(Line {
                    site: unit.id.clone(),
                    site_name: unit.name.clone(),
                    activity: cell.activity.code.clone(),
                    name: cell.activity.name.clone(),
                    months: BTreeMap::from([(cell.month, months)]),
                }),
            }
        }
        // What has gaps comes first: that is what the map is looked at for.
        if let Some(of_site) = lines.get_mut(first..) {
            of_site.sort_by_key(|line| {
                line.months
                    .values()
                    .map(|(_, covered, _)| *covered)
                    .sum::<i64>()
            });
        }
    }
    (lines, year)
}

fn draw(lines: &[Line], year: &i64) -> HeatMap {
    let mut site = "";
    let rows = lines
        .iter()
        .map(|line| {
            let group = (line.site != site).then(|| line.site_name.clone());
            site = &line.site;
            let cells = (1..=12).map(|month| cell(line, month)).collect();
            heat_map::Row {
                name: line.name.clone(),
                group,
                cells,
            }
        })
        .collect();
    HeatMap {
        columns: (1..=12)
            .map(|month| (month.to_string(), figures::month_iso(*year, month)))
            .collect(),
        rows,
        row_name: w::SOURCE.now().to_owned(),
        steps: vec![
            (0, data::MAP_NOTHING.now().to_owned()),
            (2, data::MAP_SOME.now().to_owned()),
            (4, data::MAP_FULL.now().to_owned()),
        ],
    }
}

fn cell(line: &Line, month: i64) -> heat_map::Cell {
    let (count, covered, days) = line.months.get(&month).copied().unwrap_or_default();
    let step = match (count, covered) {
        (0, _) => 0,
        (_, covered) if days > 0 && covered >= days => 4,
        (_, covered) if covered * 3 >= days * 2 => 3,
        (_, covered) if covered * 3 >= days => 2,
        _ => 1,
    };
    let words = match step {
        0 => data::MAP_NOTHING.now().to_owned(),
        4 => data::MAP_FULL.now().to_owned(),
        _ => data::MAP_PART.fill(
            language(),
            &[
                ("covered", &covered.to_string()),
                ("days", &days.to_string()),
            ],
        ),
    };
    heat_map::Cell {
        step,
        words,
        key: Some(format!("{}|{}|{month}", line.site, line.activity)),
    }
}

fn read_key(key: &str, found: &completeness::ResponseData, year: i64) -> Option<Chosen> {
    let mut parts = key.split('|');
    let (site, activity, month) = (parts.next()?, parts.next()?, parts.next()?.parse().ok()?);
    let site_name = found
        .boundary
        .iter()
        .find(|unit| unit.id == site)
        .map(|unit| unit.name.as_str())
        .unwrap_or_default();
    let cell = found
        .completeness
        .iter()
        .find(|cell| cell.activity.code == activity);
    let name = cell
        .map(|cell| cell.activity.name.as_str())
        .unwrap_or_default();
    let values = [
        ("site", site_name),
        ("activity", name),
        ("month", &figures::month_iso(year, month)),
    ];
    let words = data::CELL_OF.fill(crate::i18n::current(), &values);
    Some(Chosen {
        site: site.to_owned(),
        activity: activity.to_owned(),
        month,
        words,
    })
}
