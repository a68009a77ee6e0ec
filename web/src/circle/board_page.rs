//! Board: live, the own rank always in sight, and out of it with one tap.

use leptos::prelude::*;

use super::board_model::{Board, Entry, wire_board};
use super::board_operations::{Leaderboard, LeaderboardUpdated, leaderboard, leaderboard_updated};
use super::board_row::{Row, SizeName};
use super::operations::{SeatHide, seat_hide};
use super::parts::name_page;
use super::state::{self, use_circle};
use crate::client::enums::{BoardPeriod, BoardScope, BoardVisibility};
use crate::client::{send, subscribe, use_kept};
use crate::i18n::{self, language, t};
use crate::locales::circle_board as words;
use crate::ui::form::user_errors;
use crate::ui::{
    Button, ButtonKind, Choice, EmptyState, ErrorState, LinkButton, Segments, Skeleton,
    SkeletonKind, act, icon, toast,
};

/// How many rows are shown.
const SHOWN: i64 = 50;

wire_board!(leaderboard, LeaderboardLeaderboard);
wire_board!(leaderboard_updated, LeaderboardUpdatedLeaderboardUpdated);

/// `/circle/board`.
#[component]
pub fn BoardPage() -> impl IntoView {
    name_page(words::TITLE);
    let (scope_key, period_key) = (
        RwSignal::new("PERSON".to_owned()),
        RwSignal::new("WEEK".to_owned()),
    );
    let scope = Memo::new(move |_| match scope_key.get().as_str() {
        "TEAM" => BoardScope::Team,
        "DEPARTMENT" => BoardScope::Department,
        "COMPANY" => BoardScope::Company,
        _ => BoardScope::Person,
    });
    let period = Memo::new(move |_| match period_key.get().as_str() {
        "MONTH" => BoardPeriod::Month,
        "YEAR" => BoardPeriod::Year,
        "ALL_TIME" => BoardPeriod::AllTime,
        _ => BoardPeriod::Week,
    });
    let load = use_kept::<Leaderboard>(move || {
        state::changes();
        language();
        leaderboard::Variables {
            scope: scope.get(),
            period: period.get(),
            first: SHOWN,
        }
    });
    let board = RwSignal::new(None::<Board>);
    let take = move |next: Board| {
        // Events may come twice or late, and answers after the question changed.
        let is_asked = next.scope == scope.get_untracked() && next.period == period.get_untracked();
        let is_newer = board.with_untracked(|board| {
            board.as_ref().is_none_or(|board| {
                (board.scope, board.period) != (next.scope, next.period)
                    || board.version <= next.version
            })
        });
        if is_asked && is_newer {
            board.set(Some(next));
        }
    };
    Effect::new(move |_| {
        if let Some(data) = load.get() {
            take(data.leaderboard.into());
        }
    });
    Effect::new(move |_| {
        let variables = leaderboard_updated::Variables {
            scope: scope.get(),
            period: period.get(),
        };
        subscribe::<LeaderboardUpdated>(variables, move |event| {
            take(event.leaderboard_updated.into());
        })
        .until_cleanup();
    });
    // What is shown belongs to what is asked.
    let shown = Memo::new(move |_| {
        board
            .get()
            .filter(|board| board.scope == scope.get() && board.period == period.get())
    });
    let scopes = Signal::derive(|| {
        vec![
            Choice::new("PERSON", words::PERSON.now()),
            Choice::new("TEAM", words::TEAM.now()),
            Choice::new("DEPARTMENT", words::DEPARTMENT.now()),
            Choice::new("COMPANY", words::COMPANY.now()),
        ]
    });
    let periods = Signal::derive(|| {
        vec![
            Choice::new("WEEK", words::WEEK.now()),
            Choice::new("MONTH", words::MONTH.now()),
            Choice::new("YEAR", words::YEAR.now()),
            Choice::new("ALL_TIME", words::ALL_TIME.now()),
        ]
    });
    view! {
        <div class="row-between">
            <h1>{t(words::TITLE)}</h1>
            <span class="live-badge"><span class="live-dot" aria-hidden="true"></span> {t(words::LIVE)}</span>
        </div>
        <div class="board-tools">
            <Segments label=words::WHO options=scopes chosen=scope_key />
            <Segments label=words::WHEN options=periods chosen=period_key />
        </div>
        {move || load.error().map(|error| view! { <ErrorState words=error.message(language()) on_retry=move || load.reload() /> })}
        <Show when=move || shown.with(Option::is_none) && load.error().is_none()>
            <Skeleton kind=SkeletonKind::Block />
            <Skeleton kind=SkeletonKind::Tall />
        </Show>
        <Show when=move || shown.with(Option::is_some)>
            <Shown board=shown />
        </Show>
        <Appearance />
        <p class="field-hint">{t(words::HOW)}</p>
    }
}

#[component]
fn Shown(board: Memo<Option<Board>>) -> impl IntoView {
    let is_group = Memo::new(move |_| {
        board.with(|board| {
            board
                .as_ref()
                .is_some_and(|board| board.scope != BoardScope::Person)
        })
    });
    let own =
        Memo::new(move |_| board.with(|board| board.as_ref().and_then(|board| board.own.clone())));
    let entries = Memo::new(move |_| {
        board.with(|board| {
            board
                .as_ref()
                .map(|board| board.entries.clone())
                .unwrap_or_default()
        })
    });
    let span = move || {
        board.with(|board| {
            let board = board.as_ref()?;
            Some(match (&board.starts_on, &board.ends_on) {
                (Some(start), Some(end)) => {
                    words::SPAN.fill(language(), &[("start", start), ("end", end)])
                }
                _ => words::SINCE.now().to_owned(),
            })
        })
    };
    let participation = move || {
        board.with(|board| {
            let board = board.as_ref()?;
            Some(words::PARTICIPATION.fill(
                language(),
                &[
                    ("enrolled", &board.enrolled.to_string()),
                    ("count", &board.participants.to_string()),
                    ("percent", &board.participation_pct.to_string()),
                ],
            ))
        })
    };
    view! {
        <section class="card own-rank" aria-live="polite">
            <h2 class="own-title">{move || if is_group.get() { words::OWN_GROUP.now() } else { words::OWN.now() }}</h2>
            {move || match own.get() {
                Some(entry) => view! { <Row entry=entry is_group=is_group.get_untracked() is_pinned=true /> }.into_any(),
                None => view! { <p class="muted">{t(words::OWN_NONE)}</p> }.into_any(),
            }}
        </section>
        <section class="card card-flush">
            <p class="board-span">{span} <span>{participation}</span></p>
            <Show when=move || entries.with(Vec::is_empty)>
                <EmptyState icon=icon::PODIUM words=words::EMPTY />
            </Show>
            <ol class="board">
                {move || {
                    let is_group = is_group.get();
                    let mut before = None;
                    entries
                        .get()
                        .into_iter()
                        .map(|entry| {
                            let class = entry.size_class.filter(|_| is_group && before != entry.size_class);
                            before = entry.size_class;
                            let is_own = entry.is_own;
                            view! {
                                {class.map(|class| view! { <li class="board-class"><SizeName class=class /></li> })}
                                <li class="board-line" class:board-own=is_own><Row entry=entry is_group=is_group /></li>
                            }
                        })
                        .collect_view()
                }}
            </ol>
            {move || board.with(|board| board.as_ref().filter(|board| board.scope != BoardScope::Person).map(why_hidden))}
        </section>
    }
}

/// Why some groups are not on the board.
fn why_hidden(board: &Board) -> impl IntoView + use<> {
    let hidden = (board.hidden_groups > 0).then(|| {
        words::HIDDEN_GROUPS.fill(language(), &[("count", &board.hidden_groups.to_string())])
    });
    let why = words::WHY_HIDDEN.fill(language(), &[("floor", &board.floor_pct.to_string())]);
    view! {
        <div class="board-hidden">
            {icon::INFO.view()}
            <p>{hidden.map(|hidden| view! { <strong>{hidden}</strong> <br /> })} {why}</p>
        </div>
    }
}

/// How one appears, and out of it with one tap.
#[component]
fn Appearance() -> impl IntoView {
    let circle = use_circle();
    let opt_out = move || {
        act(
            async {
                let payload = send::<SeatHide>(seat_hide::Variables {})
                    .await?
                    .circle_member_update;
                Ok(user_errors(payload.user_errors))
            },
            move || {
                circle.seat.reload();
                toast(words::OPTED_OUT.get(i18n::current()));
            },
        );
    };
    let visibility = Memo::new(move |_| circle.seat().map(|seat| (seat.visibility, seat.alias)));
    move || {
        visibility.get().map(|(visibility, alias)| {
            let said = match visibility {
                BoardVisibility::Hidden => words::SHOWN_HIDDEN.now().to_owned(),
                BoardVisibility::Alias => words::SHOWN_ALIAS
                    .fill(language(), &[("name", alias.as_deref().unwrap_or_default())]),
                BoardVisibility::Name => words::SHOWN_NAME.now().to_owned(),
            };
            view! {
                <section class="card appearance">
                    <span class="grow">{icon::EYE.view()} {said}</span>
                    {if visibility == BoardVisibility::Hidden {
                        view! { <LinkButton href="/circle/me/privacy">{t(words::OPT_IN)}</LinkButton> }.into_any()
                    } else {
                        view! { <Button kind=ButtonKind::Secondary on_press=opt_out>{t(words::OPT_OUT)}</Button> }.into_any()
                    }}
                </section>
            }
        })
    }
}
