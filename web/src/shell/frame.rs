//! Rail, top bar and the place for the screen.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{A, Outlet};
use leptos_router::hooks::{use_location, use_navigate};
use wasm_bindgen_futures::spawn_local;

use super::live::LiveIndicator;
use super::preferences::{LanguageMenu, ThemeMenu, choose_language};
use super::year::{reporting_year, set_reporting_year, years_offered};
use crate::client::session;
use crate::i18n::{self, Text, t, tf};
use crate::identity::use_signed_in;
use crate::locales::{common, settings, shell as words};
use crate::ui::icon::{self, Icon};
use crate::ui::{
    Avatar, Command, CommandPalette, Menu, MenuItem, Skeleton, SkeletonKind, browser, toast,
};

/// Where the rail leads.
const ROOMS: [(&str, Text, Icon); 4] = [
    ("/", words::OVERVIEW, icon::OVERVIEW),
    ("/data", words::DATA, icon::DATA),
    ("/inventory", words::INVENTORY, icon::INVENTORY),
    ("/settings", words::SETTINGS, icon::SETTINGS),
];

/// Lets only signed-in people through; others go to sign-in and come back to where they wanted to go.
#[component]
pub fn Shell() -> impl IntoView {
    let is_in = use_signed_in("");
    move || {
        if is_in.get() {
            view! { <Frame /> }.into_any()
        } else {
            view! { <div class="starting"><Skeleton kind=SkeletonKind::Number /><Skeleton kind=SkeletonKind::Tall /></div> }.into_any()
        }
    }
}

#[component]
fn Frame() -> impl IntoView {
    let palette_open = RwSignal::new(false);
    let online = RwSignal::new(browser::is_online());
    browser::on_window_event("online", move |_| online.set(true));
    browser::on_window_event("offline", move |_| online.set(false));
    let location = use_location();
    Effect::new(move |_| browser::set_title(&title_of(&location.pathname.get())));
    view! {
        <a class="skip" href="#main">{t(words::SKIP)}</a>
        <div class="shell">
            <nav class="rail" aria-label=t(words::MAIN_NAVIGATION)>
                <A href="/" {..} class="mark" aria-label=t(words::PRODUCT)>
                    {icon::MARK.sized("26")} <span>{t(words::PRODUCT)}</span>
                </A>
                <ul class="rail-list">
                    {ROOMS
                        .map(|(path, name, icon)| {
                            view! {
                                <li>
                                    <A href=path exact=path == "/" {..} class="rail-link">{icon.sized("20")} <span>{t(name)}</span></A>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </nav>
            <div class="shell-main">
                <TopBar palette_open=palette_open />
                {move || {
                    (!online.get()).then(|| view! { <p class="offline" role="alert">{icon::OFFLINE.view()} {t(words::OFFLINE)}</p> })
                }}
                <main class="screen" id="main" tabindex="-1"><Outlet /></main>
            </div>
        </div>
        <Palette open=palette_open />
    }
}

fn title_of(path: &str) -> String {
    let room = ROOMS
        .iter()
        .rev()
        .find(|(room, _, _)| path.starts_with(room))
        .map_or(words::OVERVIEW, |(_, name, _)| *name);
    format!("{} · {}", room.now(), words::PRODUCT.now())
}

#[component]
fn TopBar(palette_open: RwSignal<bool>) -> impl IntoView {
    let viewer = Memo::new(|_| session::viewer());
    let name = move || {
        viewer.with(|viewer| {
            viewer
                .as_ref()
                .map(|viewer| viewer.name.clone())
                .unwrap_or_default()
        })
    };
    let email = move || viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.email.clone()));
    let organisation = move || {
        viewer.with(|viewer| {
            viewer
                .as_ref()
                .map(|viewer| viewer.organisation.name.clone())
        })
    };
    let sign_out = || {
        spawn_local(async {
            if let Err(error) = session::end().await {
                toast(error.message(i18n::current()));
            }
        });
    };
    let navigate = use_navigate();
    let navigate = StoredValue::new_local(navigate);
    let account = vec![
        MenuItem::new(settings::SESSIONS, move || {
            navigate.with_value(|go| go("/settings/sessions", NavigateOptions::default()));
        })
        .with_icon(icon::DEVICE),
        MenuItem::new(words::SIGN_OUT, sign_out).with_icon(icon::SIGN_OUT),
    ];
    view! {
        <header class="top-bar">
            <strong class="top-organisation" title=organisation>{organisation}</strong>
            <YearMenu />
            <LiveIndicator />
            <span class="grow"></span>
            <button class="search-button" type="button" on:click=move |_| palette_open.set(true)>
                {icon::SEARCH.view()} <span class="search-words">{t(common::COMMANDS)}</span> <kbd class="search-key" aria-hidden="true">"⌘K"</kbd>
            </button>
            <LanguageMenu />
            <ThemeMenu />
            <Menu
                label=words::ACCOUNT
                items=account
                head=move || view! { <strong>{name}</strong> <div class="muted">{email}</div> }
            >
                <Avatar name=Signal::derive(name) />
            </Menu>
        </header>
    }
}

#[component]
fn YearMenu() -> impl IntoView {
    let label = Signal::derive(|| {
        let year = words::YEAR.fill(i18n::language(), &[("year", &reporting_year().to_string())]);
        format!("{} {year}", words::REPORTING_YEAR.now())
    });
    let items = Signal::derive(|| {
        years_offered()
            .into_iter()
            .map(|year| {
                MenuItem::new(
                    Signal::derive(tf(words::YEAR, move || [("year", year.to_string())])),
                    move || set_reporting_year(year),
                )
                .with_check(Signal::derive(move || reporting_year() == year))
            })
            .collect::<Vec<_>>()
    });
    view! {
        <Menu label=label items=items class="button button-quiet">
            <span class="button-words">
                {tf(words::YEAR, || [("year", reporting_year().to_string())])} {icon::CHEVRON_DOWN.sized("16")}
            </span>
        </Menu>
    }
}

#[component]
fn Palette(open: RwSignal<bool>) -> impl IntoView {
    let navigate = StoredValue::new_local(use_navigate());
    let commands = Signal::derive(move || {
        let go = |path: &'static str, name: Text, icon: Icon| {
            Command::new(icon, name.now(), words::GO_TO.now(), move || {
                navigate.with_value(|go| go(path, NavigateOptions::default()));
            })
        };
        let mut commands: Vec<Command> = ROOMS
            .iter()
            .map(|(path, name, icon)| go(path, *name, *icon))
            .collect();
        commands.extend(
            crate::settings::PAGES
                .iter()
                .map(|(path, name, icon)| go(path, *name, *icon)),
        );
        commands.extend(years_offered().into_iter().map(|year| {
            let label = words::YEAR.fill(i18n::language(), &[("year", &year.to_string())]);
            Command::new(
                icon::HISTORY,
                label,
                words::REPORTING_YEAR.now(),
                move || set_reporting_year(year),
            )
        }));
        commands.extend(i18n::Language::ALL.iter().map(|&language| {
            Command::new(
                icon::LANGUAGE,
                i18n::own_name(language),
                words::LANGUAGE.now(),
                move || choose_language(language),
            )
        }));
        commands
    });
    view! { <CommandPalette open=open commands=commands /> }
}
