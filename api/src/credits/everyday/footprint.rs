//! The footprint quiz over the API.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use saxaul_shared::{
    credits::quiz::{self, FootprintCategory, QuizAnswer},
    decimal::{Decimal, WireDecimal},
    format::Locale,
    identity::Action,
};
use serde::{Deserialize, Serialize};

use super::store::{self, QuizRow};
use crate::{
    accounting::access::{Answer, Caller, Refused, payload_type},
    credits::seat::{own_seat, seat},
    error::ApiError,
    graphql::scalar::DateTime,
    platform::db::StoreError,
};

/// An answer that can be chosen.
#[derive(Debug, SimpleObject)]
pub struct QuizOption {
    /// Stable code.
    code: &'static str,
    /// In the language of the request.
    text: &'static str,
}

/// A question of the quiz.
#[derive(Debug, SimpleObject)]
pub struct QuizQuestion {
    /// Stable code.
    code: &'static str,
    /// What part of the footprint it is about.
    category: FootprintCategory,
    /// In the language of the request.
    text: &'static str,
    /// What can be answered; the last is “I don't know”.
    options: Vec<QuizOption>,
}

/// One part of a yearly footprint.
#[derive(Debug, SimpleObject)]
pub struct FootprintPart {
    /// Which part.
    category: FootprintCategory,
    /// Its name in the language of the request.
    name: &'static str,
    /// kg CO2e a year.
    kg_per_year: WireDecimal,
    /// What was assumed, sentence by sentence.
    assumptions: Vec<String>,
}

/// A yearly footprint from the quiz.
#[derive(Debug, SimpleObject)]
pub struct Footprint {
    /// Its parts.
    parts: Vec<FootprintPart>,
    /// Sum of the parts, kg CO2e a year.
    kg_per_year: WireDecimal,
    /// What it covers and what not.
    scope: &'static str,
    /// When the quiz was taken.
    taken_at: DateTime,
}

payload_type! {
    /// The footprint after the quiz.
    FootprintPayload {
        /// The footprint; none when an answer was missing.
        footprint: Footprint
    }
}

/// An answer.
#[derive(Debug, InputObject)]
pub struct QuizAnswerInput {
    /// Code of the question.
    #[graphql(validator(max_length = 40))]
    question: String,
    /// Code of the option, or `DONT_KNOW`.
    #[graphql(validator(max_length = 40))]
    option: String,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    question: String,
    option: String,
}

fn kg(grams: i64) -> WireDecimal {
    WireDecimal(Decimal::new(grams, 3))
}

impl Footprint {
    fn of(year: quiz::Footprint, taken_at: &str, locale: Locale) -> Result<Self, StoreError> {
        Ok(Self {
            kg_per_year: kg(year.grams_per_year),
            parts: year
                .parts
                .into_iter()
                .map(|part| FootprintPart {
                    category: part.category,
                    name: part.category.name(locale),
                    kg_per_year: kg(part.grams_per_year),
                    assumptions: match locale {
                        Locale::ZhCn => part.assumptions_zh,
                        Locale::En => part.assumptions_en,
                    },
                })
                .collect(),
            scope: quiz::scope_text(locale),
            taken_at: DateTime::from_stored(taken_at)?,
        })
    }
}

/// Queries of the footprint quiz.
#[derive(Debug, Default)]
pub struct FootprintQuery;

#[Object]
impl FootprintQuery {
    /// The questions of the footprint quiz, each with “I don't know”. For members.
    async fn footprint_quiz(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<QuizQuestion>> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let locale = caller.locale;
        let dont_know = || QuizOption {
            code: quiz::DONT_KNOW,
            text: locale.pick("不知道", "I don't know"),
        };
        Ok(quiz::QUESTIONS
            .iter()
            .map(|question| QuizQuestion {
                code: question.code,
                category: question.category,
                text: question.text(locale),
                options: question
                    .options
                    .iter()
                    .map(|option| QuizOption {
                        code: option.code,
                        text: option.text(locale),
                    })
                    .chain([dont_know()])
                    .collect(),
            })
            .collect())
    }

    /// The caller's yearly footprint by the quiz they took last; none before, or after the questions have changed. For
    /// members.
    async fn footprint(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<Footprint>> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let tx = caller.read().await?;
        let Some(member) = own_seat(&caller, &tx).await? else {
            return Ok(None);
        };
        let latest = store::latest_quiz(&tx, &member.id)
            .await
            .map_err(ApiError::internal)?;
        let Some(latest) = latest else {
            return Ok(None);
        };
        let answers: Vec<Stored> =
            serde_json::from_str(&latest.answers).map_err(ApiError::internal)?;
        let Ok(year) = quiz::footprint(&plain(answers)) else {
            return Ok(None);
        };
        let shown = Footprint::of(year, &latest.taken_at, caller.locale);
        Ok(Some(shown.map_err(ApiError::internal)?))
    }
}

fn plain(answers: Vec<Stored>) -> Vec<QuizAnswer> {
    answers
        .into_iter()
        .map(|answer| QuizAnswer {
            question: answer.question,
            option: answer.option,
        })
        .collect()
}

/// Mutations of the footprint quiz.
#[derive(Debug, Default)]
pub struct FootprintMutation;

#[Object]
impl FootprintMutation {
    /// Takes the footprint quiz: every question once, “I don't know” is an answer. The answers are the caller's alone; the
    /// usual diet decides which meals can be logged. For members.
    async fn footprint_quiz_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An answer to every question.", validator(max_items = 20))] answers: Vec<
            QuizAnswerInput,
        >,
    ) -> async_graphql::Result<FootprintPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let answer = submit(&caller, answers).await;
        FootprintPayload::of(answer, caller.locale)
    }
}

async fn submit(caller: &Caller<'_>, answers: Vec<QuizAnswerInput>) -> Answer<Footprint> {
    let stored: Vec<Stored> = answers
        .into_iter()
        .map(|answer| Stored {
            question: answer.question,
            option: answer.option,
        })
        .collect();
    let json = serde_json::to_string(&stored).map_err(ApiError::internal)?;
    let year = quiz::footprint(&plain(stored)).map_err(Refused::Violations)?;
    let tx = caller.begin().await?;
    let member = seat(caller, &tx).await?;
    let latest = store::latest_quiz(&tx, &member.id).await?;
    let quiz = QuizRow {
        version: latest.map_or(0, |quiz| quiz.version) + 1,
        answers: json,
        diet: year.diet,
        grams_per_year: year.grams_per_year,
        taken_at: caller.platform.clock.now().to_rfc3339(),
    };
    if !store::insert_quiz(&tx, &member.id, &quiz).await? {
        return Err(Refused::conflict());
    }
    tx.commit().await?;
    Ok(Footprint::of(year, &quiz.taken_at, caller.locale)?)
}
