//! Both books, entry by entry, with the balance after each and notice of what runs out.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::operations::{CreditStatement, credit_statement};
use super::parts::ScreenHead;
use super::state::{self, use_circle};
use super::words_of::kind_name;
use crate::client::enums::CreditBook;
use crate::client::{send, use_kept};
use crate::i18n::{self, language, t, tf};
use crate::locales::circle_me as words;
use crate::ui::{Button, Choice, EmptyState, Loaded, Notice, Segments, SkeletonKind, icon, toast};

const PAGE: i64 = 30;

type Line = credit_statement::CreditStatementCreditStatementEdgesNode;

/// `/circle/me/points`.
#[component]
pub fn CreditsPage() -> impl IntoView {
    let circle = use_circle();
    let key = RwSignal::new("POINT".to_owned());
    let book = Memo::new(move |_| match key.get().as_str() {
        "GRAM" => CreditBook::Gram,
        _ => CreditBook::Point,
    });
    let load = use_kept::<CreditStatement>(move || {
        state::changes();
        language();
        credit_statement::Variables {
            book: book.get(),
            first: PAGE,
            after: None,
        }
    });
    let books = Signal::derive(|| {
        vec![
            Choice::new("POINT", words::POINTS.now()),
            Choice::new("GRAM", words::GRAMS.now()),
        ]
    });
    let expiring = move || circle.balance(book.get())?.expiring;
    view! {
        <ScreenHead title=words::CREDITS_TITLE back="/me" />
        <Segments label=words::CREDITS options=books chosen=key />
        {move || expiring().map(|(amount, day)| view! {
            <Notice>{tf(words::EXPIRY, move || [("amount", amount_in(amount, book.get())), ("day", day.clone())])}</Notice>
        })}
        <Loaded load=load skeleton=SkeletonKind::Tall let:data>
            <Lines
                first={data.credit_statement.edges.into_iter().map(|edge| edge.node).collect::<Vec<_>>()}
                after=data.credit_statement.page_info.end_cursor.filter(|_| data.credit_statement.page_info.has_next_page)
                book=book.get_untracked()
            />
        </Loaded>
    }
}

fn amount_in(amount: i64, book: CreditBook) -> String {
    match book {
        CreditBook::Point => figures::count(amount),
        CreditBook::Gram => figures::grams(amount),
    }
}

#[component]
fn Lines(first: Vec<Line>, after: Option<String>, book: CreditBook) -> impl IntoView {
    let is_empty = first.is_empty();
    let lines = RwSignal::new(first);
    let after = RwSignal::new(after);
    let busy = RwSignal::new(false);
    let more = move || {
        busy.set(true);
        spawn_local(async move {
            let variables = credit_statement::Variables {
                book,
                first: PAGE,
                after: after.get_untracked(),
            };
            match send::<CreditStatement>(variables).await {
                Ok(data) => {
                    let page = data.credit_statement;
                    lines.try_update(|lines| {
                        lines.extend(page.edges.into_iter().map(|edge| edge.node));
                    });
                    after.try_set(
                        page.page_info
                            .end_cursor
                            .filter(|_| page.page_info.has_next_page),
                    );
                }
                Err(error) => toast(error.message(i18n::current())),
            }
            busy.try_set(false);
        });
    };
    view! {
        {is_empty.then(|| view! { <EmptyState icon=icon::RECEIPT words=words::CREDITS_EMPTY /> })}
        <ol class="card card-flush entries" hidden=is_empty>
            <For each=move || lines.get() key=|line| line.id.clone() let:line>
                <Entry line=line book=book />
            </For>
        </ol>
        <Show when=move || after.with(Option::is_some)>
            <Button busy=busy on_press=more>{t(words::MORE)}</Button>
        </Show>
    }
}

#[component]
fn Entry(line: Line, book: CreditBook) -> impl IntoView {
    let amount = if line.amount > 0 {
        format!("+{}", amount_in(line.amount, book))
    } else {
        amount_in(line.amount, book)
    };
    let balance = amount_in(line.balance_after, book);
    let other = [Some(line.counterparty), line.note]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <li class="entry">
            <span class="entry-what"><strong>{t(kind_name(line.kind))}</strong> <span class="muted">{line.day.0} {(!other.is_empty()).then(|| format!(" · {other}"))}</span></span>
            <span class="entry-amount" class:entry-in={line.amount > 0}>
                <strong>{amount}</strong>
                <span class="muted">{tf(words::BALANCE_AFTER, move || [("amount", balance.clone())])}</span>
            </span>
        </li>
    }
}
