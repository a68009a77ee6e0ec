//! Huawei Health: what the per-minute records mean.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};

use super::{
    Moment,
    merge::{Taken, TooManySamples},
    minutes::MinuteBook,
};

/// One record of `sportDataUserData`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MinuteRecord {
    /// Beginning, in milliseconds since 1970.
    #[serde(default)]
    pub start_time: i64,
    /// End, in milliseconds since 1970.
    #[serde(default)]
    pub end_time: i64,
    /// Offset of the place, `+0800`.
    #[serde(default)]
    pub time_zone: String,
    /// The device.
    #[serde(default)]
    pub device_code: i64,
    /// Grows when a record is corrected.
    #[serde(default)]
    pub version: i64,
    /// What was counted.
    #[serde(default)]
    pub sport_basic_infos: StepSum,
}

/// The steps of a list of `sportBasicInfos`, added up while it is read, however long it is. Calories are left alone:
/// their unit differs by firmware.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StepSum(pub i64);

impl<'de> Deserialize<'de> for StepSum {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Info {
            #[serde(default)]
            steps: i64,
        }
        struct Adds;
        impl<'de> Visitor<'de> for Adds {
            type Value = StepSum;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of counts")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<StepSum, A::Error> {
                let mut sum = 0_i64;
                while let Some(info) = list.next_element::<Info>()? {
                    sum = sum.saturating_add(info.steps);
                }
                Ok(StepSum(sum))
            }
        }
        deserializer.deserialize_seq(Adds)
    }
}

impl MinuteRecord {
    /// Puts the record into the book. The day is that of the record's own offset.
    pub fn put_into(&self, book: &mut MinuteBook) -> Result<Taken, TooManySamples> {
        // A record whose time cannot be read is counted among the odd ones.
        let nowhere = Moment {
            utc_s: -1,
            offset_s: 0,
        };
        let at = |ms| Moment::from_unix_ms(ms, &self.time_zone).unwrap_or(nowhere);
        book.add(
            self.device_code,
            self.version,
            at(self.start_time),
            at(self.end_time),
            self.sport_basic_infos.0,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::Date;

    #[test]
    fn the_minute_of_two_devices_is_104_steps_on_the_first_of_march() {
        let records: Vec<MinuteRecord> = serde_json::from_str(
            r#"[{"startTime":1772323200000,"endTime":1772323260000,"timeZone":"+0800","deviceCode":11,"sportType":5,"version":2,
                 "sportBasicInfos":[{"steps":104,"distance":76,"calorie":4100,"altitude":0.0,"floor":0,"duration":1,"count":1}]},
                {"startTime":1772323200000,"endTime":1772323260000,"timeZone":"+0800","deviceCode":27,"sportType":5,"version":2,
                 "sportBasicInfos":[{"steps":98,"distance":70,"calorie":3900,"altitude":0.0,"floor":0,"duration":1,"count":1}]}]"#,
        )
        .unwrap();
        let mut book = MinuteBook::new(Date::new(2026, 1, 1).unwrap());
        for record in &records {
            record.put_into(&mut book).unwrap();
        }
        let totals = book.finish();
        assert_eq!(totals[0].day.to_string(), "2026-03-01");
        assert_eq!(totals[0].steps, 104);
    }

    #[test]
    fn a_record_without_a_readable_offset_is_odd() {
        let text = r#"{"startTime":1772323200000,"endTime":1772323260000,"timeZone":"Asia"}"#;
        let record: MinuteRecord = serde_json::from_str(text).unwrap();
        let mut book = MinuteBook::new(Date::new(2026, 1, 1).unwrap());
        assert_eq!(record.put_into(&mut book), Ok(Taken::Odd));
        assert_eq!(book.odd(), 1);
    }
}
