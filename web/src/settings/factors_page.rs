//! The factor library.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::factor_form::FactorForm;
use super::factor_sheet::FactorSheet;
use super::factor_value::FactorValue;
use super::frame::PageHead;
use super::operations::{Factors, RegionChoices, factors, region_choices};
use super::words as names;
use crate::client::enums::{Confidence, FactorState};
use crate::client::{ClientError, send, use_load};
use crate::i18n::{self, t};
use crate::locales::settings as words;
use crate::ui::{
    Badge, Button, ButtonKind, Choice, Column, Combobox, EmptyState, Loaded, NumberField, Select,
    SideSheet, SkeletonKind, Table, TextField, browser, icon, open_sheet, sheet_value, toast,
};

type Factor = factors::FactorsFactorsEdgesNode;

/// Name of the sheet in the address.
const SHEET: &str = "factor";
/// Value of the sheet for a new factor.
const NEW: &str = "new";
/// Typing pauses this long before the server is asked.
const PAUSE_MS: i32 = 250;

#[derive(Debug, Clone, PartialEq, Default)]
struct Page {
    factors: Vec<Factor>,
    total: i64,
    next: Option<String>,
}

/// `/settings/factors`.
#[component]
pub fn FactorsPage() -> impl IntoView {
    let [search, region, year, publisher, confidence] =
        std::array::from_fn(|_| RwSignal::new(String::new()));
    let variables = move |after: Option<String>| {
        let filled = |text: RwSignal<String>| {
            Some(text.get().trim().to_owned()).filter(|text| !text.is_empty())
        };
        factors::Variables {
            search: filled(search),
            region: filled(region),
            year: year.get().trim().parse().ok(),
            publisher: filled(publisher),
            confidence: confidence.get().parse::<Confidence>().ok(),
            after,
        }
    };
    let newest = StoredValue::new(0_u32);
    let load = use_load(move || {
        let variables = variables(None);
        newest.update_value(|count| *count += 1);
        let mine = newest.get_value();
        async move {
            if mine > 1 {
                browser::sleep(PAUSE_MS).await;
                if newest.try_get_value() != Some(mine) {
                    // Something newer was typed: its own request answers, and this result is dropped.
                    return Ok(Page::default());
                }
            }
            fetch(variables).await
        }
    });
    let region_choices = use_load(|| send::<RegionChoices>(region_choices::Variables));
    let regions = Signal::derive(move || {
        region_choices.with(|data| {
            let regions = data.map(|data| data.regions.as_slice()).unwrap_or_default();
            let choice = |region: &region_choices::RegionChoicesRegions| {
                Choice::new(region.code.clone(), region.name.clone()).with_note(region.code.clone())
            };
            regions.iter().map(choice).collect::<Vec<_>>()
        })
    });
    let loading_more = RwSignal::new(false);
    let more = move || {
        let Some(next) = load.with(|page| page.and_then(|page| page.next.clone())) else {
            return;
        };
        loading_more.set(true);
        let variables = untrack(|| variables(Some(next)));
        spawn_local(async move {
            match fetch(variables).await {
                Ok(page) => load.change(|shown| {
                    shown.factors.extend(page.factors);
                    shown.next = page.next;
                }),
                Err(error) => toast(error.message(i18n::current())),
            }
            loading_more.set(false);
        });
    };
    let open = StoredValue::new_local(open_sheet(SHEET));
    let open = UnsyncCallback::new(move |id: String| open.with_value(|open| open(&id)));
    let confidences = Signal::derive(|| {
        let mut choices = vec![Choice::new("", words::ANY_CONFIDENCE.now())];
        choices.extend(names::choices(Confidence::ALL, |confidence| {
            names::confidence(confidence).0
        }));
        choices
    });
    let rows = Signal::derive(move || {
        load.with(|page| page.map(|page| page.factors.clone()).unwrap_or_default())
    });
    view! {
        <PageHead title=words::FACTORS lead=words::FACTORS_LEAD>
            <Button kind=ButtonKind::Primary icon=icon::PLUS on_press=move || open.run(NEW.to_owned())>{t(words::FACTOR_NEW)}</Button>
        </PageHead>
        <search class="fields filters">
            <TextField label=words::SEARCH value=search kind="search" placeholder=words::SEARCH_FACTORS optional=true />
            <TextField label=words::PUBLISHER value=publisher optional=true />
            <Combobox label=words::REGION value=region options=regions optional=true />
            <NumberField label=words::YEAR value=year optional=true />
            <Select label=words::CONFIDENCE value=confidence options=confidences optional=true />
        </search>
        <div class="stack-tight">
            <p class="muted" role="status">
                {move || load.with(|page| page.map(|page| words::FACTORS_FOUND.fill(i18n::language(), &[("count", &page.total.to_string())])))}
            </p>
            // The table stays while more is loaded, so that its place is kept.
            <Loaded load=load skeleton=SkeletonKind::Tall children=|_: Page| () />
            <div hidden=move || load.with(|page| page.is_none())>
                <Table
                    caption=words::FACTORS
                    caption_hidden=true
                    columns=columns()
                    rows=rows
                    row_key=|factor| factor.id.clone()
                    on_row=move |factor: Factor| open.run(factor.id)
                    selected=sheet_value(SHEET)
                    empty=|| view! { <EmptyState icon=icon::FACTOR words=words::FACTORS_EMPTY /> }
                    copy=true
                />
            </div>
            {move || {
                load.with(|page| page.is_some_and(|page| page.next.is_some()))
                    .then(|| view! { <div><Button busy=loading_more on_press=more>{t(words::LOAD_MORE)}</Button></div> })
            }}
        </div>
        <SideSheet key=SHEET title=words::FACTOR_DETAILS children=move |id: String| {
            if id == NEW {
                view! { <FactorForm on_saved=move || load.reload() sheet=SHEET /> }.into_any()
            } else {
                view! { <FactorSheet id=id on_changed=move || load.reload() /> }.into_any()
            }
        } />
    }
}

async fn fetch(variables: factors::Variables) -> Result<Page, ClientError> {
    let found = send::<Factors>(variables).await?.factors;
    Ok(Page {
        factors: found.edges.into_iter().map(|edge| edge.node).collect(),
        total: found.total_count,
        next: found
            .page_info
            .end_cursor
            .filter(|_| found.page_info.has_next_page),
    })
}

fn columns() -> Vec<Column<Factor>> {
    vec![
        Column::text(words::FACTOR, |factor: &Factor| factor.name.clone()).shown(
            |factor: &Factor| {
                let (name, tone) = names::confidence(factor.confidence);
                let state = (factor.state != FactorState::Approved)
                    .then(|| names::factor_state(factor.state));
                view! {
                    <div class="stack-tight">
                        <span>{factor.name.clone()}</span>
                        <span class="row">
                            <Badge tone=tone>{t(name)}</Badge>
                            {state.map(|(name, tone)| view! { <Badge tone=tone>{t(name)}</Badge> })}
                        </span>
                    </div>
                }
            },
        ),
        Column::text(words::VALUE, |factor: &Factor| {
            FactorValue::from(factor).line(i18n::current())
        })
        .shown(|factor: &Factor| {
            let value = FactorValue::from(factor);
            move || value.line(i18n::language())
        }),
        Column::text(words::UNIT, |factor: &Factor| factor.unit.clone()),
        Column::text(words::REGION, |factor: &Factor| factor.region_name.clone()),
        Column::number(words::YEAR, |factor: &Factor| factor.year.to_string())
            .sorted_by(|factor: &Factor| factor.year),
        Column::text(words::DATASET, |factor: &Factor| {
            format!(
                "{} · {} {}",
                factor.publisher, factor.dataset, factor.version
            )
        }),
    ]
}
