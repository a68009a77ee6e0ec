//! Where one is signed in.

use leptos::prelude::*;

use super::frame::PageHead;
use super::operations::{SessionRevoke, Sessions, session_revoke, sessions};
use crate::client::{send, session, use_load};
use crate::i18n::{self, t, tf};
use crate::locales::settings as words;
use crate::ui::form::user_errors;
use crate::ui::{Badge, Button, Loaded, SkeletonKind, Tone, act, format, icon, toast};

/// `/settings/sessions`.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let load = use_load(|| send::<Sessions>(sessions::Variables));
    let zone = session::viewer_now()
        .map(|viewer| viewer.organisation.time_zone)
        .unwrap_or_default();
    view! {
        <PageHead title=words::SESSIONS lead=words::SESSIONS_LEAD />
        <Loaded load=load skeleton=SkeletonKind::Block children=move |data: sessions::ResponseData| {
            let rows = data
                .sessions
                .into_iter()
                .map(|one| {
                    let id = StoredValue::new(one.id);
                    let revoke = move || {
                        let variables = session_revoke::Variables { id: id.get_value() };
                        act(
                            async move { Ok(user_errors(send::<SessionRevoke>(variables).await?.session_revoke.user_errors)) },
                            move || {
                                toast(words::SESSION_REVOKED.get(i18n::current()));
                                load.reload();
                            },
                        );
                    };
                    let device = one.user_agent.as_deref().and_then(device_of);
                    let (used, made) = (format::moment(&one.last_used_at, &zone), format::moment(&one.created_at, &zone));
                    view! {
                        <li class="list-row">
                            {icon::DEVICE.sized("22")}
                            <div class="tree-name">
                                <strong>{move || device.clone().unwrap_or_else(|| words::UNKNOWN_DEVICE.now().to_owned())}</strong>
                                <span class="muted">
                                    {tf(words::LAST_USED, move || [("at", used.clone())])} " · "
                                    {tf(words::SIGNED_IN_AT, move || [("at", made.clone())])}
                                    {one.address.map(|address| format!(" · {address}"))}
                                </span>
                            </div>
                            {if one.current {
                                view! { <Badge tone=Tone::Good>{t(words::THIS_SESSION)}</Badge> }.into_any()
                            } else {
                                view! { <Button small=true on_press=revoke>{t(words::SESSION_REVOKE)}</Button> }.into_any()
                            }}
                        </li>
                    }
                })
                .collect_view();
            view! { <ul class="list card card-flush">{rows}</ul> }
        } />
    }
}

/// Browser and system out of a user agent, as people call them.
fn device_of(agent: &str) -> Option<String> {
    // Order matters: Edge says it is Chrome, and Chrome says it is Safari.
    let browser = [
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let system = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    match (find(&browser), find(&system)) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::device_of;

    #[test]
    fn devices_are_named_as_people_know_them() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!(device_of(edge).as_deref(), Some("Edge · Windows"));
        assert_eq!(device_of("curl/8"), None);
    }
}
