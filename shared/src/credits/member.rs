//! What a member says about themselves when taking part.

use rust_decimal::RoundingStrategy;

use crate::{
    credits::BoardVisibility,
    decimal::Decimal,
    violation::{ErrorCode, Violation},
};

/// The version of the consent texts in force. Members who agreed to an older one are asked again.
pub const CONSENT_VERSION: i64 = 1;

/// Longest alias, in characters.
pub const ALIAS_MAX: usize = 24;

/// Farthest registered way from home to the office, in kilometres.
pub const OFFICE_DISTANCE_KM_MAX: u32 = 300;

/// One point of the consent, in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConsentText {
    /// Heading in Chinese.
    pub title_zh: &'static str,
    /// Heading in English.
    pub title_en: &'static str,
    /// Text in Chinese.
    pub text_zh: &'static str,
    /// Text in English.
    pub text_en: &'static str,
}

/// What a member agrees to, point by point, in the version [`CONSENT_VERSION`].
pub const CONSENT: &[ConsentText] = &[
    ConsentText {
        title_zh: "记录什么",
        title_en: "What is kept",
        text_zh: "你记录的低碳行为、日常排放和由此得到的积分与减排克数。家庭住址从不保存，只保存你填写的通勤距离。",
        text_en: "The actions and everyday emissions you log, and the points and grams they earn. Your home address is never kept, only the distance you enter.",
    },
    ConsentText {
        title_zh: "谁能看到",
        title_en: "Who sees it",
        text_zh: "默认只有你自己。榜单上是否出现、以什么名字出现由你决定，随时可改。公司只看到五人及以上群体的汇总。",
        text_en: "By default only you. Whether and under which name you appear on boards is your choice, at any time. The company sees totals of groups of five or more.",
    },
    ConsentText {
        title_zh: "复核",
        title_en: "Review",
        text_zh: "项目管理员会看到需要复核的记录（日期、行为、数量、凭证）以防作弊。你可以申诉，由另一位复核人处理。",
        text_en: "The programme manager sees claims that need a review (day, action, amount, evidence). You may appeal; a second person decides.",
    },
    ConsentText {
        title_zh: "健康数据",
        title_en: "Health data",
        text_zh: "运动数据只有在你另行同意后才会导入；文件解析后即删除，只保留每日步数，绝不展示给同事或公司。",
        text_en: "Sport data is imported only after a separate consent; the file is deleted once read, only daily steps stay, and neither colleagues nor the company see them.",
    },
    ConsentText {
        title_zh: "离开",
        title_en: "Leaving",
        text_zh: "你可以随时导出自己的全部数据，或退出并匿名化。公司合计数不会因此改变。",
        text_en: "You can export all your data at any time, or leave and be made anonymous. The company's totals do not change by it.",
    },
];

/// Reads an alias: 2 to [`ALIAS_MAX`] characters, no line breaks. Asked for only when the member wants to appear under one.
pub fn alias(visibility: BoardVisibility, text: Option<&str>) -> Result<Option<String>, Violation> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let Some(text) = text else {
        return if visibility == BoardVisibility::Alias {
            Err(Violation::field(
                ErrorCode::Required,
                "alias",
                "请填写在榜单上使用的昵称。",
                "Enter the alias to appear under.",
            ))
        } else {
            Ok(None)
        };
    };
    let length = text.chars().count();
    if !(2..=ALIAS_MAX).contains(&length) || text.chars().any(char::is_control) {
        return Err(Violation::field(
            ErrorCode::Invalid,
            "alias",
            format!("昵称应为 2 到 {ALIAS_MAX} 个字符。"),
            format!("An alias has 2 to {ALIAS_MAX} characters."),
        ));
    }
    Ok(Some(text.to_owned()))
}

/// Longest name of a department or a team, in characters.
pub const GROUP_NAME_MAX: usize = 60;

/// Reads the name of a department or a team: 1 to [`GROUP_NAME_MAX`] characters, no line breaks.
pub fn group_name(text: &str) -> Result<String, Violation> {
    let text = text.trim();
    let length = text.chars().count();
    if !(1..=GROUP_NAME_MAX).contains(&length) || text.chars().any(char::is_control) {
        return Err(Violation::field(
            ErrorCode::Invalid,
            "name",
            format!("名称应为 1 到 {GROUP_NAME_MAX} 个字符。"),
            format!("A name has 1 to {GROUP_NAME_MAX} characters."),
        ));
    }
    Ok(text.to_owned())
}

/// Checks the way from home to the office in kilometres: over 0, at most [`OFFICE_DISTANCE_KM_MAX`]. Returns whole metres.
pub fn office_distance_m(distance_km: Decimal) -> Result<i64, Violation> {
    let out_of_range = || {
        Violation::field(
            ErrorCode::OutOfRange,
            "officeDistanceKm",
            format!("通勤距离应大于 0，不超过 {OFFICE_DISTANCE_KM_MAX} 公里。"),
            format!("The distance is over 0 and at most {OFFICE_DISTANCE_KM_MAX} km."),
        )
    };
    if distance_km > Decimal::from(OFFICE_DISTANCE_KM_MAX) {
        return Err(out_of_range());
    }
    let metres = (distance_km * Decimal::ONE_THOUSAND)
        .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    match i64::try_from(metres) {
        Ok(metres) if metres > 0 => Ok(metres),
        _ => Err(out_of_range()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_needed_only_by_who_appears_under_one() {
        assert_eq!(alias(BoardVisibility::Hidden, None), Ok(None));
        assert_eq!(alias(BoardVisibility::Name, Some("  ")), Ok(None));
        assert_eq!(
            alias(BoardVisibility::Alias, None).unwrap_err().code,
            ErrorCode::Required
        );
        assert_eq!(
            alias(BoardVisibility::Alias, Some(" 小树 ")),
            Ok(Some("小树".to_owned()))
        );
        assert_eq!(
            alias(BoardVisibility::Alias, Some("a\nb"))
                .unwrap_err()
                .code,
            ErrorCode::Invalid
        );
    }

    #[test]
    fn the_way_to_the_office_is_kept_in_metres() {
        let km = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(office_distance_m(km("7.2")), Ok(7200));
        assert_eq!(office_distance_m(km("300")), Ok(300_000));
        for bad in ["0", "-1", "300.001"] {
            assert_eq!(
                office_distance_m(km(bad)).unwrap_err().code,
                ErrorCode::OutOfRange,
                "{bad}"
            );
        }
    }
}
