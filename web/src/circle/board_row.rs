//! A line of a board.

use leptos::prelude::*;

use super::board_model::Entry;
use super::figures;
use crate::client::enums::SizeClass;
use crate::i18n::{language, t};
use crate::locales::circle_board as words;
use crate::ui::{Avatar, icon};

/// Place, name, and points; for groups a head.
#[component]
pub fn Row(entry: Entry, is_group: bool, #[prop(optional)] is_pinned: bool) -> impl IntoView {
    let Entry {
        rank,
        name,
        is_own,
        score,
        per_head,
        members,
        change,
        ..
    } = entry;
    let place = words::RANK.fill(language(), &[("rank", &rank.to_string())]);
    let score = match per_head.filter(|_| is_group) {
        Some(per_head) => words::PER_HEAD.fill(
            language(),
            &[("count", &saxaul_shared::format::number(per_head))],
        ),
        None => words::SCORE.fill(language(), &[("count", &figures::count(score))]),
    };
    let members = members
        .filter(|_| is_group)
        .map(|members| words::MEMBERS.fill(language(), &[("count", &figures::count(members))]));
    // Who hides is on no board: the own line says whose it is all the same.
    let is_named = name.is_some();
    let name = name.unwrap_or_else(|| words::YOU.get(language()).to_owned());
    let initials = name.clone();
    view! {
        <div class="board-row">
            <span class="board-rank" class:board-medal=rank <= 3>
                <span aria-hidden="true">{rank}</span> <span class="visually-hidden">{place}</span>
            </span>
            <Avatar name=Signal::derive(move || initials.clone()) />
            <span class="board-name">
                <span class="board-name-text">{name}</span>
                {(is_own && is_named && !is_group && !is_pinned).then(|| view! { <span class="badge badge-good">{t(words::YOU)}</span> })}
                {members.map(|members| view! { <span class="board-members">{members}</span> })}
            </span>
            <Change change=change />
            <span class="board-score">{score}</span>
        </div>
    }
}

/// Places won or lost, never by colour alone.
#[component]
fn Change(change: Option<i64>) -> impl IntoView {
    let Some(change) = change.filter(|change| *change != 0) else {
        return view! { <span class="board-change"></span> }.into_any();
    };
    let count = change.abs().to_string();
    let (class, mark, said) = if change > 0 {
        ("board-change board-up", icon::ARROW_UP, words::UP)
    } else {
        ("board-change board-down", icon::ARROW_DOWN, words::DOWN)
    };
    let said = said.fill(language(), &[("count", &count)]);
    view! {
        <span class=class>{mark.sized("14")} <span aria-hidden="true">{count}</span> <span class="visually-hidden">{said}</span></span>
    }
    .into_any()
}

/// Name of a class of size.
#[component]
pub fn SizeName(class: SizeClass) -> impl IntoView {
    t(match class {
        SizeClass::Small => words::SIZE_SMALL,
        SizeClass::Medium => words::SIZE_MEDIUM,
        SizeClass::Large => words::SIZE_LARGE,
    })
}
