//! What a record will come to, computed in the browser by the same engine as on the server, before anything is sent.

use leptos::prelude::*;

use super::figures;
use super::live_engine::{self, Asked, Outcome};
use super::operations::{FactorChoices, factor_choices};
use super::record_form::{Fields, parse};
use crate::client::enums::{Confidence, GwpSet};
use crate::client::scalars::Date;
use crate::client::{send, use_load};
use crate::i18n::{language, t};
use crate::locales::data;
use crate::ui::{Choice, Notice, Select};

/// The card below the form's main fields. Its room is there from the start.
#[component]
pub fn Live(
    fields: Fields,
    /// Region of each site by its id.
    regions: Vec<(String, String)>,
    gwp_set: GwpSet,
) -> impl IntoView {
    let regions = StoredValue::new(regions);
    let asked = Memo::new(move |_| {
        let (site_id, activity, unit, date) = (
            fields.site.get(),
            fields.activity.get(),
            fields.unit.get(),
            fields.start.get(),
        );
        let is_whole = [&site_id, &activity, &unit, &date]
            .iter()
            .all(|text| !text.is_empty());
        is_whole.then_some(factor_choices::Variables {
            activity,
            site_id,
            unit,
            date: Date(date),
        })
    });
    let load = use_load(move || {
        let asked = asked.get();
        language();
        async move {
            let Some(variables) = asked else {
                return Ok(None);
            };
            Ok(Some(send::<FactorChoices>(variables).await?.factor_choices))
        }
    });
    let choices = Memo::new(move |_| load.get().flatten());
    // A factor chosen for something else is not kept.
    Effect::new(move |_| {
        let chosen = fields.factor.get_untracked();
        let still_offered = choices.with(|choices| {
            choices
                .iter()
                .flatten()
                .any(|choice| choice.factor.id == chosen)
        });
        if !chosen.is_empty() && !still_offered {
            fields.factor.set(String::new());
        }
    });
    let used = Memo::new(move |_| {
        let chosen = fields.factor.get();
        choices.with(|choices| {
            let choices = choices.as_deref().unwrap_or_default();
            choices
                .iter()
                .find(|choice| choice.factor.id == chosen)
                .or_else(|| choices.first())
                .cloned()
        })
    });
    let outcome = Memo::new(move |_| {
        let quantity = parse(&fields.quantity.get())?;
        let variables = asked.get()?;
        // Before the factors are there nothing can be said.
        choices.with(Option::is_some).then_some(())?;
        let region = regions.with_value(|regions| {
            regions
                .iter()
                .find(|(id, _)| *id == variables.site_id)
                .map(|(_, region)| region.clone())
        });
        let asked = Asked {
            activity: variables.activity,
            quantity,
            unit: variables.unit,
            start: variables.date.0,
            end: fields.end.get(),
            region: region.unwrap_or_default(),
            gwp_set,
            is_named: fields.factor.with(|factor| !factor.is_empty()),
        };
        used.with(|used| live_engine::compute(&asked, used.as_ref(), figures::locale()))
    });
    let options =
        Signal::derive(move || {
            let mut all = vec![Choice::new("", data::FACTOR_AUTO.now())];
            choices.with(|choices| {
                all.extend(choices.iter().flatten().map(|choice| {
                    Choice::new(choice.factor.id.clone(), choice.factor.name.clone())
                }));
            });
            all
        });
    let has_choice = Memo::new(move |_| {
        choices.with(|choices| choices.as_ref().is_some_and(|choices| choices.len() > 1))
    });
    let has_none =
        Memo::new(move |_| choices.with(|choices| choices.as_ref().is_some_and(Vec::is_empty)));
    view! {
        <section class="live-card" aria-live="polite">
            <h3>{t(data::LIVE_TITLE)}</h3>
            {move || match outcome.get() {
                Some(Outcome::Computed(line)) => view! {
                    <p class="live-card-value">{figures::emissions_text(line.co2e_kg)}</p>
                    <p class="formula">{line.formula}</p>
                    {line.energy_gj.map(|gj| view! { <p class="muted">{data::ENERGY.fill(language(), &[("amount", &figures::quantity(gj, "GJ"))])}</p> })}
                    {used.get().map(|choice| view! {
                        <p>{t(data::FACTOR)} " " <strong>{choice.factor.name}</strong></p>
                        <p class="muted">{choice.factor.publisher} " · " {choice.factor.dataset} " " {choice.factor.version} " · " {choice.factor.region_name} " · " {choice.factor.source_ref}</p>
                        <p class="muted">{choice.reason}</p>
                        {(choice.factor.confidence == Confidence::Recalled).then(|| view! { <Notice warning=true>{t(data::FACTOR_RECALLED)}</Notice> })}
                        {choice.warning.map(|warning| view! { <Notice warning=true>{warning}</Notice> })}
                    })}
                    <p class="field-hint">{t(data::LIVE_HERE)}</p>
                }.into_any(),
                Some(Outcome::QuantityOnly) => view! { <p>{t(data::LIVE_QUANTITY_ONLY)}</p> }.into_any(),
                Some(Outcome::Refused { message, remedy }) => view! { <p class="field-error">{message}</p> <p class="muted">{remedy}</p> }.into_any(),
                None if has_none.get() => view! {
                    <p>{t(data::LIVE_NO_FACTOR)}</p>
                    <p class="muted">{t(data::LIVE_NO_FACTOR_REMEDY)}</p>
                }.into_any(),
                None => view! { <p class="muted">{t(data::LIVE_WAIT)}</p> }.into_any(),
            }}
        </section>
        <Show when=move || has_choice.get()>
            <Select label=data::FACTOR value=fields.factor options=options optional=true />
        </Show>
    }
}
