//! What the units of actions and everyday emissions are called.

use crate::format::Locale;

/// The name of a unit of the employee tables in this language; the code itself where it is not known.
pub fn unit_name(unit: &str, locale: Locale) -> &str {
    let (zh, en) = match unit {
        "passenger_km" => ("人公里", "passenger-km"),
        "km" => ("公里", "km"),
        "vehicle_km" => ("车公里", "vehicle-km"),
        "meeting_person_km" => ("公里（免去的往返）", "km of trip avoided"),
        "trip" => ("次", "trips"),
        "day" => ("天", "days"),
        "room_night" => ("间夜", "room nights"),
        "person_hour" => ("人时", "person-hours"),
        "sheet" => ("张", "sheets"),
        "kg" => ("千克", "kg"),
        "kWh" => ("千瓦时", "kWh"),
        "hour" => ("小时", "hours"),
        "floor" => ("层", "floors"),
        "cup" => ("杯", "cups"),
        "litre" => ("升", "litres"),
        "order" => ("单", "orders"),
        "meal" => ("餐", "meals"),
        "item" => ("件", "items"),
        "book" => ("本", "books"),
        "bag" => ("个", "bags"),
        "m3" => ("立方米", "m³"),
        "1000_steps" => ("千步", "thousand steps"),
        "person_day" => ("人天", "person-days"),
        "email" => ("封", "e-mails"),
        "search" => ("次", "searches"),
        "GB_year" => ("GB·年", "GB-years"),
        other => (other, other),
    };
    locale.pick(zh, en)
}
