//! The frame around the screens of the circle: where one is, whether there is a network, what waits.

use leptos::prelude::*;
use leptos_router::components::{A, Outlet};
use leptos_router::hooks::use_location;

use super::enrol_page::EnrolPage;
use super::state::{self, SeatLoad};
use super::{BASE, queue};
use crate::client::http::is_reachable;
use crate::client::{keep, session, socket};
use crate::i18n::{Text, language, t};
use crate::identity::use_signed_in;
use crate::locales::{circle as words, shell};
use crate::ui::icon::{self, Icon};
use crate::ui::{ErrorState, Skeleton, SkeletonKind, browser};

/// Where the bar leads.
const ROOMS: [(&str, Text, Icon); 4] = [
    ("/", words::HOME, icon::HOME),
    ("/log", words::LOG, icon::LEAF),
    ("/board", words::BOARD, icon::PODIUM),
    ("/me", words::ME, icon::PERSON),
];

/// Lets only signed-in people through; others go to sign-in and come back to where they wanted to go.
#[component]
pub fn CircleFrame() -> impl IntoView {
    let is_in = use_signed_in(BASE);
    Effect::new(|_| {
        if let Some(viewer) = session::viewer() {
            keep::remember(&viewer);
        }
    });
    move || {
        if is_in.get() {
            view! { <Frame /> }.into_any()
        } else {
            view! { <Waiting /> }.into_any()
        }
    }
}

/// The size of what will come.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="circle">
            <div class="circle-screen"><Skeleton kind=SkeletonKind::Tall /><Skeleton kind=SkeletonKind::Block /></div>
        </div>
    }
}

#[component]
fn Frame() -> impl IntoView {
    let seat = state::load_seat();
    let online = RwSignal::new(browser::is_online());
    queue::drain();
    browser::on_window_event("online", move |_| {
        online.set(true);
        socket::wake();
        queue::drain();
        state::note_change();
    });
    browser::on_window_event("offline", move |_| online.set(false));
    // The server came back without the browser noticing anything.
    Effect::new(move |before: Option<bool>| {
        let reachable = is_reachable();
        if reachable && before == Some(false) {
            queue::drain();
        }
        reachable
    });
    let has_seat = Memo::new(move |_| {
        seat.with(|data| {
            data.map(|data| {
                data.circle_member
                    .as_ref()
                    .is_some_and(|seat| seat.left_on.is_none())
            })
        })
    });
    let location = use_location();
    let room = Memo::new(move |_| room_of(&location.pathname.get()));
    let error = move || seat.error().map(|error| error.message(language()));
    view! {
        <a class="skip" href="#main">{t(shell::SKIP)}</a>
        <div class="circle">
            <nav class="circle-nav" aria-label=t(words::NAVIGATION)>
                <A href="/" {..} class="mark circle-mark" aria-label=t(words::PRODUCT)>{icon::MARK.sized("26")} <span>{t(words::PRODUCT)}</span></A>
                <ul class="circle-nav-list">
                    {ROOMS
                        .map(|(path, name, icon)| {
                            view! {
                                <li>
                                    <a class="circle-nav-link" href=address(path) aria-current=move || (room.get() == path).then_some("page")>
                                        {icon.sized("24")} <span>{t(name)}</span>
                                    </a>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </nav>
            <div class="circle-main">
                <div role="status">
                    {move || {
                        (!online.get() || !is_reachable())
                            .then(|| view! { <p class="circle-offline">{icon::OFFLINE.view()} <span>{t(words::OFFLINE)}</span> <WaitingCount /></p> })
                    }}
                </div>
                <main class="circle-screen" id="main" tabindex="-1">
                    {move || error().map(|words| view! { <ErrorState words=words on_retry=move || seat.reload() /> })}
                    {move || match has_seat.get() {
                        Some(true) => view! { <Inside seat=seat /> }.into_any(),
                        Some(false) => view! { <EnrolPage seat=seat /> }.into_any(),
                        None if seat.error().is_some() => ().into_any(),
                        None => view! { <Skeleton kind=SkeletonKind::Tall /> <Skeleton kind=SkeletonKind::Block /> }.into_any(),
                    }}
                </main>
            </div>
        </div>
    }
}

/// The whole address of a room.
fn address(room: &str) -> String {
    format!("{BASE}{}", room.trim_end_matches('/'))
}

/// The room an address belongs to: what lies below home belongs to home.
fn room_of(path: &str) -> &'static str {
    let path = path.strip_prefix(BASE).unwrap_or(path);
    ROOMS
        .iter()
        .rev()
        .map(|(room, _, _)| *room)
        .find(|room| path.starts_with(room))
        .unwrap_or("/")
}

/// The screens of somebody with a seat.
#[component]
fn Inside(seat: SeatLoad) -> impl IntoView {
    state::provide_circle(seat);
    view! { <Outlet /> }
}

/// How many entries wait to be sent.
#[component]
fn WaitingCount() -> impl IntoView {
    move || {
        let count = queue::entries()
            .iter()
            .filter(|entry| entry.refused.is_none())
            .count();
        (count > 0).then(|| {
            view! { <strong>{words::WAITING.fill(language(), &[("count", &count.to_string())])}</strong> }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::room_of;

    #[test]
    fn every_address_belongs_to_a_room() {
        assert_eq!(room_of("/circle"), "/");
        assert_eq!(room_of("/circle/quiz"), "/");
        assert_eq!(room_of("/circle/log/everyday"), "/log");
        assert_eq!(room_of("/me/privacy"), "/me");
    }
}
