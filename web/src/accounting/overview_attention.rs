//! What waits for somebody, each with the way to deal with it.

use leptos::prelude::*;
use leptos_router::components::A;

use super::operations::overview;
use super::words as names;
use crate::client::enums::AttentionKind;
use crate::i18n::{t, tf};
use crate::locales::overview as words;
use crate::ui::{Badge, Button, ButtonKind, Tone, icon};

/// One thing that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Attention {
    kind: AttentionKind,
    message: String,
    href: String,
}

impl From<overview::OverviewAttention> for Attention {
    fn from(item: overview::OverviewAttention) -> Self {
        let mut query = Vec::new();
        let mut add = |name: &str, value: Option<&String>| {
            if let Some(value) = value {
                query.push(format!("{name}={value}"));
            }
        };
        add("site", item.site_id.as_ref());
        add("activity", item.activity.as_ref());
        add("month", item.month.as_ref());
        let filters = query.join("&");
        let href = match (item.kind, &item.import_id, &item.inventory_id) {
            (_, Some(import), _) => format!("/data/import/{import}"),
            (AttentionKind::AwaitingApproval, _, Some(inventory)) => {
                format!("/inventory?version={inventory}")
            }
            (AttentionKind::MissingMonth, _, _) => format!("/data?view=map&{filters}"),
            (AttentionKind::RefusedRow, _, _) => format!("/data?status=REFUSED&{filters}"),
            _ => format!("/data?{filters}"),
        };
        Self {
            kind: item.kind,
            message: item.message,
            href: href.trim_end_matches(['&', '?']).to_owned(),
        }
    }
}

fn tone(kind: AttentionKind) -> Tone {
    match kind {
        AttentionKind::RefusedRow | AttentionKind::ImportFailed => Tone::Danger,
        AttentionKind::MissingMonth | AttentionKind::Outlier | AttentionKind::RecalledFactor => {
            Tone::Warning
        }
        AttentionKind::AwaitingApproval | AttentionKind::ImportWaiting => Tone::Info,
    }
}

/// The list, or that there is nothing on it.
#[component]
pub fn WorkList(items: Memo<Vec<Attention>>) -> impl IntoView {
    const SHOWN: usize = 6;
    let all = RwSignal::new(false);
    let shown = move || {
        let count = if all.get() { usize::MAX } else { SHOWN };
        items.with(|items| items.iter().take(count).cloned().collect::<Vec<_>>())
    };
    view! {
        <Show
            when=move || items.with(|items| !items.is_empty())
            fallback=|| view! { <p class="row muted">{icon::CHECK.view()} {t(words::ATTENTION_NONE)}</p> }
        >
            <ul class="work-list">
                {move || shown().into_iter().map(|item| view! {
                    <li class="work-item">
                        <Badge tone=tone(item.kind)>{t(names::attention(item.kind))}</Badge>
                        <span>{item.message.clone()}</span>
                        <A href=item.href attr:class="button button-small" attr:aria-label=format!("{} {}", words::ATTENTION_OPEN.now(), item.message)>{t(words::ATTENTION_OPEN)}</A>
                    </li>
                }).collect_view()}
            </ul>
            <Show when=move || { items.with(|items| items.len() > SHOWN) && !all.get() }>
                <Button small=true kind=ButtonKind::Quiet on_press=move || all.set(true)>
                    {tf(words::ATTENTION_ALL, move || [("count", items.with(|items| items.len().to_string()))])}
                </Button>
            </Show>
        </Show>
    }
}
