//! The reporting year every screen speaks of.

use leptos::prelude::*;

use crate::client::session;
use crate::ui::browser;

const STORED_AS: &str = "saxaul.year";

thread_local! {
    static CHOSEN: ArcRwSignal<Option<i64>> = ArcRwSignal::new(browser::stored(STORED_AS).and_then(|year| year.parse().ok()));
}

/// The year that was chosen, as long as the company has it; else the newest year it has; else last year. Tracked.
pub fn reporting_year() -> i64 {
    let years = session::viewer()
        .map(|viewer| viewer.organisation.reporting_years)
        .unwrap_or_default();
    let chosen = CHOSEN
        .with(Get::get)
        .filter(|chosen| years.is_empty() || years.contains(chosen));
    chosen
        .or_else(|| years.iter().copied().max())
        .unwrap_or_else(last_year)
}

/// Chooses the year for all screens and remembers it.
pub fn set_reporting_year(year: i64) {
    browser::store(STORED_AS, &year.to_string());
    CHOSEN.with(|chosen| chosen.set(Some(year)));
}

/// Years to choose from, newest first.
pub fn years_offered() -> Vec<i64> {
    let mut years = session::viewer()
        .map(|viewer| viewer.organisation.reporting_years)
        .unwrap_or_default();
    if years.is_empty() {
        years = vec![last_year(), last_year() + 1];
    }
    years.sort_unstable_by(|left, right| right.cmp(left));
    years
}

fn last_year() -> i64 {
    i64::from(js_sys::Date::new_0().get_full_year()) - 1
}
