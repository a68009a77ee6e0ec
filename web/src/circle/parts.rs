//! Small parts the screens of the circle are made of.

use leptos::prelude::*;
use leptos_router::components::A;
use saxaul_shared::decimal::{self, Decimal};

use super::figures;
use crate::client::enums::ActionScene;
use crate::i18n::{Text, t};
use crate::locales::{circle as words, circle_log};
use crate::ui::form::fresh_id;
use crate::ui::{IconButton, browser, icon};

/// The head of a screen that lies below another: the way back, and what it is.
#[component]
pub fn ScreenHead(title: Text, back: &'static str) -> impl IntoView {
    name_page(title);
    view! {
        <div class="circle-head">
            <A href={back} {..} class="icon-button" aria-label=t(words::BACK) title=t(words::BACK)>{icon::ARROW_LEFT.sized("22")}</A>
            <h1>{t(title)}</h1>
        </div>
    }
}

/// Gives the page its title.
pub fn name_page(title: Text) {
    Effect::new(move |_| {
        browser::set_title(&format!("{} · {}", title.now(), words::PRODUCT.now()));
    });
}

/// A ring that fills: `share` in percent; beyond a hundred it stays full.
#[component]
pub fn Ring(
    share: Signal<i64>,
    #[prop(into)] label: Signal<String>,
    children: Children,
) -> impl IntoView {
    let dashes = move || format!("{} 100", share.get().clamp(0, 100));
    view! {
        <div class="ring" role="img" aria-label=move || label.get()>
            <svg viewBox="0 0 120 120" aria-hidden="true">
                <circle class="ring-track" cx="60" cy="60" r="52" />
                <circle
                    class="ring-fill"
                    class:ring-empty=move || share.get() <= 0
                    cx="60"
                    cy="60"
                    r="52"
                    pathLength="100"
                    stroke-dasharray=dashes
                    transform="rotate(-90 60 60)"
                />
            </svg>
            <div class="ring-words" aria-hidden="true">{children()}</div>
        </div>
    }
}

/// A leaf that grows: the whole celebration.
#[component]
pub fn Leaf() -> impl IntoView {
    view! {
        <svg class="leaf" viewBox="0 0 120 120" width="112" height="112" aria-hidden="true">
            <path class="leaf-ground" d="M10 104c18-9 34-11 50-11s32 2 50 11z" />
            <path class="leaf-stem" pathLength="100" d="M60 98C60 78 58 66 62 46" />
            <path class="leaf-left" d="M60 72C42 72 33 61 32 46c15 1 27 8 28 26z" />
            <path class="leaf-right" d="M61 58c2-20 13-31 31-33 0 18-10 32-31 33z" />
        </svg>
    }
}

/// Dunes on the horizon, under the headline of home.
#[component]
pub fn Dunes() -> impl IntoView {
    view! {
        <svg class="dunes" viewBox="0 0 400 60" preserveAspectRatio="none" aria-hidden="true">
            <path class="dune-far" d="M0 60V34C60 14 118 12 176 30s132 22 224-12v42z" />
            <path class="dune-near" d="M0 60V48c74-14 132-12 196-2s128 10 204-12v26z" />
        </svg>
    }
}

/// The drawing of a scene on its colour.
#[component]
pub fn SceneMark(scene: ActionScene) -> impl IntoView {
    view! { <span class=figures::scene_class(scene)>{figures::scene_icon(scene).sized("22")}</span> }
}

/// The three figures of a span, side by side: reductions never stand alone.
#[component]
pub fn Trio(
    #[prop(into)] emitted: Signal<Decimal>,
    #[prop(into)] saved: Signal<Decimal>,
    #[prop(into)] net: Signal<Decimal>,
) -> impl IntoView {
    let cell = |name: Text, class: &'static str, value: Signal<String>| {
        view! { <div class=class><dt>{t(name)}</dt> <dd>{move || value.get()}</dd></div> }
    };
    view! {
        <dl class="trio">
            {cell(words::EMITTED, "trio-emitted", Signal::derive(move || figures::mass(emitted.get())))}
            {cell(words::SAVED, "trio-saved", Signal::derive(move || {
                let saved = saved.get();
                if saved.is_zero() { figures::mass(saved) } else { figures::mass(-saved) }
            }))}
            {cell(words::NET, "trio-net", Signal::derive(move || figures::mass(net.get())))}
        </dl>
    }
}

/// How much of the budget of a month is used.
#[component]
pub fn BudgetBar(
    #[prop(into)] net: Signal<Decimal>,
    #[prop(into)] budget: Signal<Decimal>,
) -> impl IntoView {
    let used = move || figures::percent(net.get(), budget.get()).unwrap_or(0);
    let is_over = move || net.get() > budget.get();
    let left = move || {
        let left = budget.get() - net.get();
        if left.is_sign_negative() {
            words::BUDGET_OVER.fill(crate::i18n::language(), &[("mass", &figures::mass(-left))])
        } else {
            words::BUDGET_LEFT.fill(crate::i18n::language(), &[("mass", &figures::mass(left))])
        }
    };
    let label = move || {
        words::BUDGET_USED.fill(crate::i18n::language(), &[("percent", &used().to_string())])
    };
    view! {
        <div class="budget" class:budget-over=is_over>
            <div
                class="budget-track"
                role="progressbar"
                aria-label=label
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=move || used().clamp(0, 100).to_string()
            >
                <div class="budget-fill" style:transform=move || format!("scaleX({}.{:02})", used().clamp(0, 100) / 100, used().clamp(0, 100) % 100)></div>
            </div>
            <div class="budget-words">
                <span>{move || words::BUDGET.fill(crate::i18n::language(), &[("mass", &figures::mass(budget.get()))])}</span>
                <span>{left}</span>
            </div>
        </div>
    }
}

/// What a bar list shows: a name, a value and how long its bar is.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Name.
    pub name: String,
    /// Kilograms.
    pub kg: Decimal,
}

/// Names with their masses as bars, longest first.
#[component]
pub fn Bars(#[prop(into)] bars: Signal<Vec<Bar>>, class: &'static str) -> impl IntoView {
    view! {
        <ul class="bar-list">
            {move || {
                let mut bars = bars.get();
                bars.sort_by_key(|bar| std::cmp::Reverse(bar.kg));
                let most = bars.first().map(|bar| bar.kg).unwrap_or_default();
                bars.into_iter()
                    .map(|bar| {
                        let share = format!("{}%", figures::percent(bar.kg, most).unwrap_or(0).clamp(0, 100));
                        view! {
                            <li>
                                <span class="bar-name">{bar.name}</span>
                                <span class="bar-value">{figures::mass(bar.kg)}</span>
                                <span class="bar" aria-hidden="true"><span class=class style:width=share></span></span>
                            </li>
                        }
                    })
                    .collect_view()
            }}
        </ul>
    }
}

/// An amount with a button for less and one for more.
#[component]
pub fn AmountStepper(
    value: RwSignal<String>,
    #[prop(into)] unit: Signal<String>,
    step: Decimal,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let id = fresh_id("amount");
    let error_id = format!("{id}-error");
    let move_by = move |by: Decimal| {
        let now = value.with_untracked(|text| decimal::parse(text.trim()).unwrap_or_default());
        let next = (now + by).max(Decimal::ZERO).normalize();
        value.set(next.to_string());
    };
    let step_words = Signal::derive(move || figures::amount(step, &unit.get()));
    let button = move |label: Text, icon, by: Decimal| {
        let words = Signal::derive(move || {
            label.fill(crate::i18n::language(), &[("step", &step_words.get())])
        });
        view! { <IconButton icon=icon label=words on_press=move || move_by(by) /> }
    };
    let described = error_id.clone();
    view! {
        <div class="amount">
            <label class="field-label" for=id.clone()>{t(circle_log::AMOUNT)}</label>
            <div class="amount-row">
                {button(circle_log::LESS, icon::MINUS, -step)}
                <span class="amount-field">
                    <input
                        id=id
                        type="text"
                        inputmode="decimal"
                        autocomplete="off"
                        aria-invalid=move || error.get().map(|_| "true")
                        aria-describedby=move || error.get().map(|_| described.clone())
                        prop:value=move || value.get()
                        on:input=move |event| value.set(event_target_value(&event))
                    />
                    <span class="amount-unit">{move || unit.get()}</span>
                </span>
                {button(circle_log::MORE, icon::PLUS, step)}
            </div>
            {move || {
                let error_id = error_id.clone();
                error.get().map(|error| view! { <span class="field-error" id=error_id>{icon::ALERT.sized("14")} <span>{error}</span></span> })
            }}
        </div>
    }
}

/// One row that leads somewhere.
#[component]
pub fn LinkRow(
    #[prop(into)] href: String,
    icon: crate::ui::icon::Icon,
    label: Text,
    #[prop(optional, into)] note: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <A href={href} {..} class="link-row">
            {icon.sized("20")}
            <span class="grow">
                <span class="link-row-label">{t(label)}</span>
                {move || note.get().map(|note| view! { <span class="link-row-note">{note}</span> })}
            </span>
            {icon::CHEVRON_RIGHT.sized("18")}
        </A>
    }
}

/// One of a few, as large as a thumb, with a hint below each.
#[component]
pub fn RadioCards(
    #[prop(into)] legend: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<(String, String, Option<String>)>>,
) -> impl IntoView {
    let name = fresh_id("cards");
    view! {
        <fieldset class="radio-cards">
            <legend class="field-label">{move || legend.get()}</legend>
            {move || {
                options
                    .get()
                    .into_iter()
                    .map(|(key, label, hint)| {
                        let (mine, chosen) = (key.clone(), key.clone());
                        view! {
                            <label class="radio-card" class:radio-card-on=move || value.with(|value| *value == mine)>
                                <input
                                    type="radio"
                                    name=name.clone()
                                    value=key.clone()
                                    prop:checked=move || value.with(|value| *value == chosen)
                                    on:change=move |_| value.set(key.clone())
                                />
                                <span>{label} {hint.map(|hint| view! { <span class="field-hint">{hint}</span> })}</span>
                            </label>
                        }
                    })
                    .collect_view()
            }}
        </fieldset>
    }
}
