//! `GET /templates/{code}.{csv|xlsx}?locale=zh-CN`: files to fill in.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web,
};
use saxaul_shared::{accounting::templates, format::Locale, period::Date};
use serde::Deserialize;

use super::problem::problem;
use crate::{accounting::import::template, platform::Platform};

/// What may follow the question mark.
#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    /// BCP 47 tag; Chinese when it is left out or not spoken.
    locale: Option<String>,
}

/// The file. Its rows begin with January of the year before, which is the year most people account for first.
pub(super) async fn show(
    name: web::Path<String>,
    choice: web::Query<Choice>,
    platform: web::Data<Platform>,
) -> HttpResponse {
    let locale = choice
        .locale
        .as_deref()
        .and_then(Locale::from_accept_language)
        .unwrap_or(Locale::ZhCn);
    let found = name
        .rsplit_once('.')
        .and_then(|(code, kind)| Some((templates::by_code(code)?, kind)));
    let today = Date::from_day_number(platform.clock.now().unix_seconds().div_euclid(86_400));
    let month = today.and_then(|day| saxaul_shared::period::Month::new(day.year() - 1, 1));
    let (Some((template, kind)), Some(month)) = (found, month) else {
        return problem(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "There is no such template.",
        );
    };
    let (media_type, bytes) = match kind {
        "csv" => (
            "text/csv; charset=utf-8",
            template.csv(locale, "", month).into_bytes(),
        ),
        "xlsx" => match template::workbook(template, locale, month) {
            Ok(bytes) => (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                bytes,
            ),
            Err(error) => {
                tracing::error!(error.cause = %error, "a template could not be written");
                return problem(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "INTERNAL",
                    "The template could not be written.",
                );
            }
        },
        _ => {
            return problem(
                StatusCode::NOT_FOUND,
                "NOT_FOUND",
                "Templates come as csv and xlsx.",
            );
        }
    };
    let disposition = format!("attachment; filename=\"saxaul-{}.{kind}\"", template.code);
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(bytes)
}
