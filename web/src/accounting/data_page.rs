//! The data of a year: its records, how complete they are, the files they came in.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::address::use_query;
use super::completeness_map::CompletenessMap;
use super::data_files::Files;
use super::explanation::ExplanationSheets;
use super::operations::{EntryChoices, entry_choices};
use super::overview_page::follow;
use super::record_sheet::RecordSheet;
use super::records::Records;
use super::words;
use crate::client::enums::{DataKind, GwpSet, UnitKind};
use crate::client::{send, use_load};
use crate::i18n::{t, tf};
use crate::locales::{accounting as w, data};
use crate::shell::reporting_year;
use crate::ui::{Button, ButtonKind, Choice, LinkButton, Segments, Tab, Tabs, icon};

/// A site as forms and filters know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// `unit_…`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Region whose factors it takes.
    pub region: String,
}

/// An activity of the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// Code of the catalogue.
    pub code: String,
    /// Name in the reader's language.
    pub name: String,
    /// Kind it belongs to.
    pub kind: DataKind,
    /// Category in the reader's language.
    pub category: String,
    /// Unit it is usually measured in.
    pub default_unit: String,
    /// What to look at on the bill.
    pub hint: Option<String>,
}

/// Sites and activities a record can be of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choices {
    /// Sites, in the order of the boundary.
    pub sites: Vec<Site>,
    /// Activities, in the order of the catalogue.
    pub activities: Vec<Activity>,
    /// GWPs of the company.
    pub gwp_set: Option<GwpSet>,
}

impl From<entry_choices::ResponseData> for Choices {
    fn from(found: entry_choices::ResponseData) -> Self {
        let units = &found.boundary;
        // A site without a region of its own lies where the unit above it lies, at last where the company does.
        let region_of = |unit: &entry_choices::EntryChoicesBoundary| {
            let mut at = Some(unit);
            for _ in 0..=units.len() {
                match at {
                    Some(unit) if unit.region.is_some() => {
                        return unit.region.clone().unwrap_or_default();
                    }
                    Some(unit) => {
                        let is_above = |above: &&entry_choices::EntryChoicesBoundary| {
                            Some(&above.id) == unit.parent_id.as_ref()
                        };
                        at = units.iter().find(is_above);
                    }
                    None => break,
                }
            }
            found.organisation.region.clone()
        };
        let sites = units.iter().filter(|unit| unit.kind == UnitKind::Site);
        Self {
            sites: sites
                .map(|unit| Site {
                    id: unit.id.clone(),
                    name: unit.name.clone(),
                    region: region_of(unit),
                })
                .collect(),
            activities: found
                .activity_types
                .into_iter()
                .map(|activity| Activity {
                    code: activity.code,
                    name: activity.name,
                    kind: activity.kind,
                    category: activity.category_name,
                    default_unit: activity.default_unit,
                    hint: activity.hint,
                })
                .collect(),
            gwp_set: Some(found.organisation.gwp_set),
        }
    }
}

/// Is the data of the year all in?
#[component]
pub fn DataPage() -> impl IntoView {
    let year = Memo::new(|_| reporting_year());
    let choices = use_load(move || {
        // Names come in the reader's language.
        crate::i18n::language();
        async move {
            Ok(Choices::from(
                send::<EntryChoices>(entry_choices::Variables).await?,
            ))
        }
    });
    let known = Memo::new(move |_| choices.get().unwrap_or_default());
    let changed = RwSignal::new(0_u32);
    follow(year, move || {
        changed.try_update(|count| *count += 1);
    });
    let kind = use_query("kind");
    let view_name = use_query("view");
    let record = use_query("record");
    let kinds = Signal::derive(|| {
        let mut kinds = vec![Choice::new("", w::ALL.now())];
        kinds.extend(
            DataKind::ALL
                .iter()
                .map(|kind| Choice::new(kind.as_str(), words::kind(*kind).now())),
        );
        kinds
    });
    let tabs = Signal::derive(|| {
        vec![
            Tab::new("", data::TAB_RECORDS.now()),
            Tab::new("map", data::TAB_MAP.now()),
            Tab::new("files", data::TAB_FILES.now()),
        ]
    });
    let navigate = use_navigate();
    let upload = move || {
        navigate(
            "/data/import/new",
            leptos_router::NavigateOptions::default(),
        );
    };
    view! {
        <div class="stack">
            <div class="page-head">
                <div>
                    <h1>{t(data::TITLE)}</h1>
                    <p class="page-question">{tf(data::QUESTION, move || [("year", year.get().to_string())])}</p>
                </div>
                <div class="row">
                    <Button icon=icon::PLUS on_press=move || record.set("new".to_owned())>{t(data::ADD)}</Button>
                    <LinkButton href="/data/import/new".to_owned() kind=ButtonKind::Primary icon=icon::UPLOAD>{t(data::UPLOAD)}</LinkButton>
                </div>
            </div>
            <div class="scroll-x"><Segments label=data::KINDS options=kinds chosen=kind /></div>
            <Tabs label=data::VIEWS tabs=tabs chosen=view_name>
                {
                    let upload = StoredValue::new_local(upload);
                    move || match view_name.get().as_str() {
                        "map" => view! {
                            <CompletenessMap year=year kind=kind record=record changed=changed on_upload=move || upload.with_value(|upload| upload()) />
                        }.into_any(),
                        "files" => view! { <Files /> }.into_any(),
                        _ => view! { <Records year=year kind=kind record=record choices=known changed=changed /> }.into_any(),
                    }
                }
            </Tabs>
        </div>
        <RecordSheet choices=choices year=year changed=changed />
        <ExplanationSheets inventory_id=Signal::derive(|| None::<String>) />
    }
}
