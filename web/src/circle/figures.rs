//! How the circle writes figures: through the one formatter in `shared`, in units that a hand can weigh.

use saxaul_shared::credits::{ActionScene, InventoryLink};
use saxaul_shared::decimal::Decimal;
use saxaul_shared::format;

use crate::client::session;
use crate::i18n::Text;
use crate::locales::{circle, circle_log};
use crate::ui::format::moment;
use crate::ui::icon::{self, Icon};

const THOUSAND: Decimal = Decimal::ONE_THOUSAND;

/// A mass in grams below one kilogram, above in kilograms, above 1,000 kg in tonnes; three significant figures.
pub fn mass(kg: Decimal) -> String {
    let size = kg.abs();
    let (value, unit) = if size < Decimal::ONE {
        (kg * THOUSAND, "g")
    } else if size < THOUSAND {
        (kg, "kg")
    } else {
        (kg / THOUSAND, "t")
    };
    format!(
        "{}\u{a0}{unit}",
        format::number(format::significant(value, 3))
    )
}

/// Whole grams as a mass.
pub fn grams(grams: i64) -> String {
    mass(Decimal::new(grams, 3))
}

/// A whole number with its thousands set apart.
pub fn count(number: i64) -> String {
    format::number(Decimal::from(number))
}

/// An amount with its unit.
pub fn amount(value: Decimal, unit: &str) -> String {
    let unit = if value == Decimal::ONE {
        one_of(unit)
    } else {
        unit
    };
    format!("{}\u{a0}{unit}", format::number(value))
}

/// The name of a unit when there is one of it: English names stand in the plural, Chinese and symbols know none.
pub fn one_of(unit: &str) -> &str {
    match unit.strip_suffix("ches").map(str::len) {
        Some(stem) => &unit[..stem + 2],
        None if unit.starts_with("thousand") => unit,
        None => unit.strip_suffix('s').unwrap_or(unit),
    }
}

/// Share of a part in a whole in whole percents.
pub fn percent(part: Decimal, whole: Decimal) -> Option<i64> {
    (!whole.is_zero())
        .then(|| saxaul_shared::decimal::round(part / whole * Decimal::ONE_HUNDRED, 0))
        .and_then(|share| i64::try_from(share).ok())
}

/// Today in the organisation's time zone, `2026-03-01`.
pub fn today() -> String {
    moment_now(10)
}

/// The hour of the day in the organisation's time zone.
pub fn hour() -> u32 {
    clock()
        .get(..2)
        .and_then(|hour| hour.parse().ok())
        .unwrap_or(12)
}

/// The time of the day in the organisation's time zone, `08:30`.
pub fn clock() -> String {
    moment_now(16).get(11..).unwrap_or_default().to_owned()
}

/// The moment that a clock in a time zone shows `clock` on `day`, RFC 3339 in UTC.
pub fn moment_at(day: &str, clock: &str, zone: &str) -> String {
    let guess = format!("{day}T{clock}:00Z");
    let millis = js_sys::Date::parse(&guess);
    // What the zone shows at the guess is off by its distance from UTC.
    let shown = moment(&crate::client::scalars::DateTime(guess.clone()), zone).replace(' ', "T");
    let offset = js_sys::Date::parse(&format!("{shown}:00Z")) - millis;
    if !offset.is_finite() {
        return guess;
    }
    let exact = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(millis - offset));
    String::from(exact.to_iso_string())
}

fn moment_now(length: usize) -> String {
    let zone = session::viewer_now()
        .map(|viewer| viewer.organisation.time_zone)
        .unwrap_or_default();
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    let text = moment(&crate::client::scalars::DateTime(now), &zone);
    text.get(..length).unwrap_or(&text).to_owned()
}

/// A day some days before another, ISO; the other itself where that cannot be.
pub fn days_before(day: &str, days: i64) -> String {
    saxaul_shared::period::Date::parse(day)
        .ok()
        .and_then(|day| saxaul_shared::period::Date::from_day_number(day.day_number() - days))
        .map_or_else(|| day.to_owned(), |day| day.to_string())
}

/// Name of a scene.
pub const fn scene_name(scene: ActionScene) -> Text {
    match scene {
        ActionScene::Travel => circle::TRAVEL,
        ActionScene::GreenOffice => circle::GREEN_OFFICE,
        ActionScene::LowCarbonLife => circle::LOW_CARBON_LIFE,
        ActionScene::Sport => circle::SPORT,
    }
}

/// Drawing of a scene.
pub const fn scene_icon(scene: ActionScene) -> Icon {
    match scene {
        ActionScene::Travel => icon::TRAIN,
        ActionScene::GreenOffice => icon::BUILDING,
        ActionScene::LowCarbonLife => icon::LEAF,
        ActionScene::Sport => icon::SHOE,
    }
}

/// Class that gives a scene its colour.
pub const fn scene_class(scene: ActionScene) -> &'static str {
    match scene {
        ActionScene::Travel => "scene scene-travel",
        ActionScene::GreenOffice => "scene scene-office",
        ActionScene::LowCarbonLife => "scene scene-life",
        ActionScene::Sport => "scene scene-sport",
    }
}

/// Where a reduction stands in the company's inventory, if it does.
pub const fn inventory_name(link: InventoryLink) -> Option<Text> {
    match link {
        InventoryLink::None => None,
        InventoryLink::Scope2 => Some(circle_log::INVENTORY_SCOPE_2),
        InventoryLink::Scope3Category1 => Some(circle_log::INVENTORY_1),
        InventoryLink::Scope3Category5 => Some(circle_log::INVENTORY_5),
        InventoryLink::Scope3Category6 => Some(circle_log::INVENTORY_6),
        InventoryLink::Scope3Category7 => Some(circle_log::INVENTORY_7),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mass_is_written_in_the_unit_that_fits() {
        let kg = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(grams(296), "296\u{a0}g");
        assert_eq!(mass(kg("1.894095")), "1.89\u{a0}kg");
        assert_eq!(mass(kg("2040")), "2.04\u{a0}t");
        assert_eq!(mass(kg("0.0013")), "1.3\u{a0}g");
    }

    #[test]
    fn a_share_is_told_in_whole_percents() {
        assert_eq!(percent(Decimal::ONE, Decimal::from(3)), Some(33));
        assert_eq!(percent(Decimal::ONE, Decimal::ZERO), None);
    }

    #[test]
    fn one_of_a_unit_has_its_own_name() {
        let one = |unit| amount(Decimal::ONE, unit);
        assert_eq!(one("meals"), "1\u{a0}meal");
        assert_eq!(one("searches"), "1\u{a0}search");
        assert_eq!(one("thousand steps"), "1\u{a0}thousand steps");
        assert_eq!(one("km"), "1\u{a0}km");
        assert_eq!(one("人公里"), "1\u{a0}人公里");
        assert_eq!(amount(Decimal::TWO, "meals"), "2\u{a0}meals");
    }

    #[test]
    fn days_are_counted_back_over_the_end_of_a_month() {
        assert_eq!(days_before("2026-03-01", 2), "2026-02-27");
    }
}
