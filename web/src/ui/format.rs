//! Moments in words. Figures are written by `shared`, the same as on the server.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

use crate::client::scalars::DateTime;

/// `2025-03-01 14:05` in an IANA time zone; an unknown zone falls back to that of the browser.
pub fn moment(at: &DateTime, time_zone: &str) -> String {
    let Some(millis) = at.millis() else {
        return at.0.clone();
    };
    let options = Object::new();
    let set = |name: &str, value: &JsValue| {
        // Setting a property of a fresh plain object cannot fail.
        drop(Reflect::set(&options, &JsValue::from_str(name), value));
    };
    for (name, value) in [
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ] {
        set(name, &JsValue::from_str(value));
    }
    set("hourCycle", &JsValue::from_str("h23"));
    let date = js_sys::Date::new(&JsValue::from_f64(millis));
    if !time_zone.is_empty() {
        set("timeZone", &JsValue::from_str(time_zone));
    }
    // Swedish writes days and times in ISO order.
    String::from(date.to_locale_string("sv-SE", &options))
}

/// Size of a file in binary units.
pub fn bytes(size: i64) -> String {
    const UNITS: [&str; 4] = ["B", "KiB", "MiB", "GiB"];
    let mut value = size.max(0);
    let mut tenths = 0;
    let mut unit = 0;
    while value >= 1024 && unit + 1 < UNITS.len() {
        tenths = (value % 1024) * 10 / 1024;
        value /= 1024;
        unit += 1;
    }
    if unit == 0 {
        format!("{value} B")
    } else {
        format!("{value}.{tenths} {}", UNITS[unit])
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_written_in_the_unit_that_fits() {
        assert_eq!(bytes(512), "512 B");
        assert_eq!(bytes(1536), "1.5 KiB");
        assert_eq!(bytes(5 * 1024 * 1024), "5.0 MiB");
    }
}
