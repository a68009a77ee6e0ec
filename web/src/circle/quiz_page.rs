//! The footprint quiz: one question at a time, “I don't know” to each. The result is worked out here and kept on the
//! server.

use leptos::prelude::*;
use saxaul_shared::credits::quiz::{
    DONT_KNOW, Footprint, QUESTIONS, QuizAnswer, QuizQuestion, footprint, scope_text,
};
use saxaul_shared::decimal::Decimal;
use wasm_bindgen_futures::spawn_local;

use super::figures;
use super::operations::{FootprintQuizSubmit, footprint_quiz_submit};
use super::parts::{Bar, Bars, ScreenHead};
use super::state;
use crate::client::{ClientError, send};
use crate::i18n::{self, language, t, tf};
use crate::locales::circle_log as words;
use crate::ui::form::{FormError, user_errors};
use crate::ui::{Button, ButtonKind, Notice, browser, icon};

/// `/circle/quiz`.
#[component]
pub fn QuizPage() -> impl IntoView {
    let answers = RwSignal::new(Vec::<&'static str>::new());
    let at = RwSignal::new(0_usize);
    let answer = Callback::new(move |option: &'static str| {
        answers.update(|answers| {
            answers.truncate(at.get_untracked());
            answers.push(option);
        });
        at.update(|at| *at += 1);
        // The next question is read from its beginning.
        request_animation_frame(|| browser::focus("quiz-question"));
    });
    let again = Callback::new(move |()| {
        answers.set(Vec::new());
        at.set(0);
    });
    view! {
        <ScreenHead title=words::QUIZ_TITLE back="/" />
        {move || {
            if let Some(question) = QUESTIONS.get(at.get()) {
                let chosen = answers.with(|answers| answers.get(at.get()).copied());
                return view! { <Question question=question number=at.get() chosen=chosen answer=answer at=at /> }.into_any();
            }
            let given: Vec<QuizAnswer> = QUESTIONS
                .iter()
                .zip(answers.get())
                .map(|(question, option)| QuizAnswer {
                    question: question.code.to_owned(),
                    option: option.to_owned(),
                })
                .collect();
            match footprint(&given) {
                Ok(year) => view! { <Year year=year answers=given again=again /> }.into_any(),
                Err(_) => view! { <Button on_press=move || again.run(())>{t(words::QUIZ_AGAIN)}</Button> }.into_any(),
            }
        }}
    }
}

#[component]
fn Question(
    question: &'static QuizQuestion,
    number: usize,
    chosen: Option<&'static str>,
    answer: Callback<&'static str>,
    at: RwSignal<usize>,
) -> impl IntoView {
    let count = QUESTIONS.len();
    let progress = tf(words::QUIZ_PROGRESS, move || {
        [("at", (number + 1).to_string()), ("of", count.to_string())]
    });
    // A figure of CSS: hundredths are enough.
    let share = number * 100 / count;
    let option = move |code: &'static str, class: &'static str, text: Signal<String>| {
        view! {
            <button
                class=class
                type="button"
                aria-pressed=if chosen == Some(code) { "true" } else { "false" }
                on:click=move |_| answer.run(code)
            >
                {move || text.get()}
            </button>
        }
    };
    view! {
        <section class="quiz">
            <div class="stack-tight">
                <span class="muted" role="status">{progress}</span>
                <div class="quiz-track" aria-hidden="true"><div class="quiz-fill" style:transform=format!("scaleX(0.{share:02})")></div></div>
            </div>
            <h2 class="quiz-question" id="quiz-question" tabindex="-1">{move || question.text(language())}</h2>
            <div class="quiz-options">
                {question
                    .options
                    .iter()
                    .map(|choice| option(choice.code, "quiz-option", Signal::derive(move || choice.text(language()).to_owned())))
                    .collect_view()}
                {option(DONT_KNOW, "quiz-option quiz-unknown", words::QUIZ_UNKNOWN.into())}
            </div>
            {(number > 0).then(|| view! {
                <div><Button icon=icon::ARROW_LEFT kind=ButtonKind::Quiet on_press=move || at.update(|at| *at -= 1)>{t(words::QUIZ_BACK)}</Button></div>
            })}
        </section>
    }
}

/// What was done with the result.
#[derive(Debug, Clone, PartialEq)]
enum Kept {
    /// On its way.
    Sending,
    /// On the server.
    Saved,
    /// Only here.
    Here,
    /// Refused.
    Refused(String),
}

#[component]
fn Year(year: Footprint, answers: Vec<QuizAnswer>, again: Callback<()>) -> impl IntoView {
    let kept = RwSignal::new(Kept::Sending);
    let variables = footprint_quiz_submit::Variables {
        answers: answers
            .into_iter()
            .map(|answer| footprint_quiz_submit::QuizAnswerInput {
                question: answer.question,
                option: answer.option,
            })
            .collect(),
    };
    spawn_local(async move {
        let next = match send::<FootprintQuizSubmit>(variables).await {
            Ok(data) => match user_errors(data.footprint_quiz_submit.user_errors)
                .into_iter()
                .next()
            {
                None => {
                    state::note_change();
                    Kept::Saved
                }
                Some(error) => Kept::Refused(error.message),
            },
            Err(ClientError::Offline) => Kept::Here,
            Err(error) => Kept::Refused(error.message(i18n::current())),
        };
        kept.try_set(next);
    });
    let refused = Signal::derive(move || match kept.get() {
        Kept::Refused(why) => Some(why),
        _ => None,
    });
    let total = figures::grams(year.grams_per_year);
    let year = StoredValue::new(year);
    let bars = Signal::derive(move || {
        year.with_value(|year| {
            year.parts
                .iter()
                .map(|part| Bar {
                    name: part.category.name(language()).to_owned(),
                    kg: Decimal::new(part.grams_per_year, 3),
                })
                .collect::<Vec<_>>()
        })
    });
    let assumptions = move || {
        year.with_value(|year| {
            year.parts
                .iter()
                .flat_map(|part| {
                    language()
                        .pick(&part.assumptions_zh, &part.assumptions_en)
                        .clone()
                })
                .map(|text| view! { <li>{text}</li> })
                .collect_view()
        })
    };
    view! {
        <section class="card stack">
            <div class="stack-tight">
                <h2>{t(words::QUIZ_RESULT)}</h2>
                <p class="quiz-total">{total}</p>
                <p class="muted" role="status">
                    {move || match kept.get() {
                        Kept::Saved => words::QUIZ_SAVED.now(),
                        Kept::Here => words::QUIZ_LOCAL.now(),
                        Kept::Sending | Kept::Refused(_) => "",
                    }}
                </p>
            </div>
            <FormError message=refused />
            <h3>{t(words::QUIZ_BY_CATEGORY)}</h3>
            <Bars bars=bars class="bar-emitted" />
            <Notice>{move || scope_text(language())}</Notice>
            <details class="why">
                <summary>{t(words::QUIZ_ASSUMED)}</summary>
                <ul class="assumptions">{assumptions}</ul>
            </details>
            <div><Button on_press=move || again.run(())>{t(words::QUIZ_AGAIN)}</Button></div>
        </section>
    }
}
