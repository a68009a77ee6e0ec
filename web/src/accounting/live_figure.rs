//! A figure that moves to its new value when the data changes, in its own room: nothing around it jumps.

use leptos::prelude::*;
use saxaul_shared::decimal::Decimal;

use super::figures;

/// Length of the movement.
const MOVE_MS: f64 = 220.0;

/// Emissions in kg CO2e as a headline. The final text takes the room, the moving one is drawn over it.
#[component]
pub fn LiveEmissions(
    /// kg CO2e.
    #[prop(into)]
    kg: Signal<Decimal>,
) -> impl IntoView {
    let now = moving(kg);
    view! {
        <span class="live-figure">
            <span class="live-figure-room" aria-hidden="true">{move || figures::emissions(kg.get()).text}</span>
            <span class="live-figure-now">{move || figures::emissions(now.get()).text}</span>
        </span>
        <span class="stat-unit">{move || figures::emissions(kg.get()).unit}</span>
    }
}

/// Follows `target`, over a moment where motion is welcome, at once where it is not.
fn moving(target: Signal<Decimal>) -> ReadSignal<Decimal> {
    let (now, set_now) = signal(target.get_untracked());
    let newest = StoredValue::new(0_u32);
    Effect::new(move |before: Option<Decimal>| {
        let to = target.get();
        newest.update_value(|count| *count += 1);
        match before {
            Some(from) if from != to && motion_is_welcome() => {
                step(set_now, newest, newest.get_value(), from, to, clock());
            }
            _ => set_now.set(to),
        }
        to
    });
    now
}

fn step(
    set_now: WriteSignal<Decimal>,
    newest: StoredValue<u32>,
    mine: u32,
    from: Decimal,
    to: Decimal,
    began: f64,
) {
    request_animation_frame(move || {
        // The screen may be gone, or the figure on its way elsewhere.
        if newest.try_get_value() != Some(mine) {
            return;
        }
        let part = ((clock() - began) / MOVE_MS).clamp(0.0, 1.0);
        if part >= 1.0 {
            set_now.set(to);
            return;
        }
        set_now.set(from + (to - from) * eased(part));
        step(set_now, newest, mine, from, to, began);
    });
}

/// Fast at first, then slower: the cubic of CSS's ease-out, as an exact number of thousandths.
#[expect(clippy::cast_possible_truncation, reason = "between 0 and 1000")]
fn eased(part: f64) -> Decimal {
    let left = 1.0 - part;
    Decimal::new(((1.0 - left * left * left) * 1000.0) as i64, 3)
}

fn clock() -> f64 {
    js_sys::Date::now()
}

fn motion_is_welcome() -> bool {
    let reduced = web_sys::window().and_then(|window| {
        window
            .match_media("(prefers-reduced-motion: reduce)")
            .ok()
            .flatten()
    });
    reduced.is_some_and(|query| !query.matches())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_movement_starts_at_nothing_and_ends_at_all() {
        assert_eq!(eased(0.0), Decimal::ZERO);
        assert_eq!(eased(1.0), Decimal::ONE);
        assert!(eased(0.5) > Decimal::new(5, 1));
    }
}
