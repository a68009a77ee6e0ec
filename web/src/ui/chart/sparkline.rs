//! A sparkline: the shape of a series in the height of a word. Decoration beside a figure, so it is hidden from readers.

use std::fmt::Write as _;

use leptos::prelude::*;
use saxaul_shared::decimal::Decimal;

use super::scene::{Paint, count, length};

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;

/// Path through the values from left to right; empty when there are fewer than two.
fn path(values: &[Decimal]) -> String {
    let highest = values
        .iter()
        .map(|value| length(*value))
        .fold(0.0, f64::max);
    if values.len() < 2 || highest <= 0.0 {
        return String::new();
    }
    let mut d = String::new();
    for (index, value) in values.iter().enumerate() {
        let x = WIDTH * count(index) / count(values.len() - 1);
        let y = 2.0 + (HEIGHT - 4.0) * (1.0 - length(*value) / highest);
        let _ = write!(d, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
    }
    d
}

/// The line itself; it takes the same room when there is nothing to draw.
#[component]
pub fn Sparkline(
    /// Values from left to right.
    #[prop(into)]
    values: Signal<Vec<Decimal>>,
    /// Colour.
    #[prop(default = Paint::Reduction)]
    paint: Paint,
) -> impl IntoView {
    view! {
        <svg class="sparkline" viewBox="0 0 120 28" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path class=format!("{} is-stroke", paint.class()) d=move || path(&values.get()) vector-effect="non-scaling-stroke" />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_value_touches_the_top_and_one_value_draws_nothing() {
        assert_eq!(
            path(&[0.into(), 2.into(), 1.into()]),
            "M0.0 26.0L60.0 2.0L120.0 14.0"
        );
        assert_eq!(path(&[1.into()]), "");
        assert_eq!(path(&[0.into(), 0.into()]), "");
    }
}
