//! What is wrong with a claim: what, where, and what to do.

use super::{MealSlot, Reason, plain};
use crate::{
    credits::action::{ActionDef, NumberError, NumberKind, Uniqueness, unit_name},
    format::Locale,
    period::Date,
    violation::{ErrorCode, Violation},
};

/// Everything wrong so far.
#[derive(Debug, Default)]
pub(super) struct Refusals(Vec<Violation>);

impl Refusals {
    pub(super) fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }

    pub(super) fn extend(&mut self, violations: Vec<Violation>) {
        self.0.extend(violations);
    }

    pub(super) fn unless(&mut self, good: bool, violation: impl FnOnce() -> Violation) {
        if !good {
            self.0.push(violation());
        }
    }

    pub(super) fn into_result(self) -> Result<(), Vec<Violation>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }
}

pub(super) fn switched_off(def: &ActionDef) -> Violation {
    if def.is_automatic() {
        return Violation::field(
            ErrorCode::WrongState,
            "code",
            "该扣减项随所属行为自动记入，不能单独记录。",
            "This deduction is posted with its action and cannot be logged by itself.",
        );
    }
    Violation::field(
        ErrorCode::WrongState,
        "code",
        format!("公司没有开放“{}”，请选择其他行为。", def.name_zh),
        format!(
            "The company has not switched on “{}”. Choose another action.",
            def.name_en
        ),
    )
}

pub(super) fn bad_units() -> Violation {
    Violation::field(
        ErrorCode::OutOfRange,
        "units",
        "数量应大于 0，不超过一百万，至多六位小数。",
        "An amount is over 0, at most a million, with at most six decimal places.",
    )
}

pub(super) fn too_short(def: &ActionDef, least_micro: i64) -> Violation {
    let least = plain(least_micro);
    let (zh, en) = (
        unit_name(&def.unit, Locale::ZhCn),
        unit_name(&def.unit, Locale::En),
    );
    Violation::field(
        ErrorCode::OutOfRange,
        "units",
        format!("至少 {least} {zh}：更短的行程没有人会坐飞机。"),
        format!("At least {least} {en}: nobody flies less."),
    )
}

pub(super) fn future() -> Violation {
    Violation::field(
        ErrorCode::OutOfRange,
        "day",
        "日期在将来，请填写当天或之前的日期。",
        "The day lies in the future. Give today or an earlier day.",
    )
}

pub(super) fn too_late(window: i64) -> Violation {
    Violation::field(
        ErrorCode::Expired,
        "day",
        format!("只能补记 {window} 天之内的行为。"),
        format!("It can be logged at most {window} days later."),
    )
}

pub(super) fn before_joining(joined_on: Date) -> Violation {
    Violation::field(
        ErrorCode::OutOfRange,
        "day",
        format!("你于 {joined_on} 加入，只能记录此后的行为。"),
        format!("You joined on {joined_on}; only what came after counts."),
    )
}

pub(super) fn bad_number(kind: NumberKind, field: &str, error: NumberError) -> Violation {
    let (zh, en) = kind.names();
    match error {
        NumberError::Form => Violation::field(
            ErrorCode::Invalid,
            field,
            format!("这不是{zh}：应为 4 到 64 位字母或数字。"),
            format!("This is no {en}: it has 4 to 64 letters or digits."),
        ),
        NumberError::CheckDigit => Violation::field(
            ErrorCode::Invalid,
            field,
            format!("{zh}的校验位不符，请核对是否输错。"),
            format!("The check digit of the {en} does not fit. Look for a typing mistake."),
        ),
    }
}

pub(super) fn evidence_missing(def: &ActionDef) -> Violation {
    let zh = def.rule.evidence_text(&def.unit, Locale::ZhCn);
    let en = def.rule.evidence_text(&def.unit, Locale::En);
    Violation::field(
        ErrorCode::Required,
        "evidenceNumber",
        format!("缺少凭证。需要：{zh}"),
        format!("Evidence is missing. It takes: {en}"),
    )
}

pub(super) fn second_number_missing(kind: NumberKind) -> Violation {
    let (zh, en) = kind.names();
    Violation::field(
        ErrorCode::Required,
        "secondNumber",
        format!("请填写{zh}。"),
        format!("Give the {en}."),
    )
}

pub(super) fn too_many_trips(most: i64, left: i64) -> Violation {
    Violation::field(
        ErrorCode::OutOfRange,
        "trips",
        format!("每天至多 {most} 趟，今天还剩 {left} 趟。"),
        format!("At most {most} trips a day; {left} are left that day."),
    )
}

pub(super) fn meal_missing() -> Violation {
    Violation::field(
        ErrorCode::Required,
        "mealSlot",
        "请选择是哪一餐。",
        "Say which meal it was.",
    )
}

pub(super) fn meal_taken(meal: MealSlot) -> Violation {
    let (zh, en) = match meal {
        MealSlot::Breakfast => ("早餐", "breakfast"),
        MealSlot::Lunch => ("午餐", "lunch"),
        MealSlot::Dinner => ("晚餐", "dinner"),
    };
    Violation::field(
        ErrorCode::Conflict,
        "mealSlot",
        format!("当天的{zh}已经记过，每餐只计一次。"),
        format!("That day's {en} is logged already; one action per meal."),
    )
}

pub(super) fn bad_minutes(field: &str) -> Violation {
    Violation::field(
        ErrorCode::OutOfRange,
        field,
        "时长应在一天以内，以分钟计。",
        "A length is in minutes, within one day.",
    )
}

pub(super) fn too_soon(apart: i64) -> Violation {
    Violation::field(
        ErrorCode::Conflict,
        "startedAt",
        format!("距上一次不足 {apart} 分钟，或缺少时间。补记时请填写时间。"),
        format!(
            "Within {apart} minutes of another one, or without a time. Give the time when logging later."
        ),
    )
}

pub(super) fn usual_diet() -> Violation {
    Violation::field(
        ErrorCode::WrongState,
        "code",
        "你在问卷中说平常就这样吃，因此不计为减排。",
        "You said in the quiz that you usually eat this way, so nothing is saved by it.",
    )
}

pub(super) fn too_often(times: i64) -> Violation {
    Violation::field(
        ErrorCode::LimitExceeded,
        "code",
        format!("每年至多 {times} 次，今年已用完。"),
        format!("At most {times} a year; this year's are used up."),
    )
}

pub(super) fn no_companion() -> Violation {
    Violation::field(
        ErrorCode::WrongState,
        "evidenceNumber",
        "该出差单下没有视频会议记录，请先记录免去的出差。",
        "No video meeting is logged on this travel order. Log the avoided trip first.",
    )
}

pub(super) fn car_full(seats: i64) -> Violation {
    Violation::field(
        ErrorCode::Taken,
        "evidenceNumber",
        format!("该行程号已有 {seats} 人记录，座位已满。"),
        format!("{seats} people have claimed this trip number already; the car is full."),
    )
}

pub(super) fn number_taken(kind: NumberKind, field: &str, by_self: bool) -> Violation {
    let (zh, en) = kind.names();
    match (kind.uniqueness(), by_self) {
        (_, true) => Violation::field(
            ErrorCode::Taken,
            field,
            format!("你已经用这个{zh}记录过。"),
            format!("You have used this {en} already."),
        ),
        (Uniqueness::OneOwner, false) => Violation::field(
            ErrorCode::Taken,
            field,
            format!("这个{zh}属于另一位成员。"),
            format!("This {en} belongs to another member."),
        ),
        (_, false) => Violation::field(
            ErrorCode::Taken,
            field,
            format!("这个{zh}已被另一位成员使用；若属误用，请联系项目管理员。"),
            format!(
                "Another member has used this {en}. If that is a mistake, ask the programme manager."
            ),
        ),
    }
}

pub(super) fn photo_taken(by_self: bool) -> Violation {
    let (zh, en) = if by_self {
        (
            "你已经用过这张照片，请另拍一张。",
            "You have used this photo already. Take another.",
        )
    } else {
        (
            "这张照片已被另一位成员使用。请上传你自己的照片。",
            "Another member has used this photo. Upload one of your own.",
        )
    };
    Violation::field(ErrorCode::Taken, "photoUploadId", zh, en)
}

pub(super) fn no_home_work() -> Violation {
    Violation::field(
        ErrorCode::Invalid,
        "homeWorkMinutes",
        "居家办公时长只用于停驶一天。",
        "Time worked at home belongs to a car-free day only.",
    )
}

pub(super) fn duration_missing() -> Violation {
    Violation::field(
        ErrorCode::Required,
        "durationMinutes",
        "请填写会议时长：会议本身的排放要扣减。",
        "Give the length of the meeting: what it emits itself is taken off.",
    )
}

pub(super) fn too_many_hours(most_micro: i64) -> Violation {
    let most = plain(most_micro);
    Violation::field(
        ErrorCode::OutOfRange,
        "durationMinutes",
        format!("一天至多 {most} 小时。"),
        format!("At most {most} hours a day."),
    )
}

pub(super) fn nothing_saved() -> Violation {
    Violation::field(
        ErrorCode::OutOfRange,
        "units",
        "扣减之后没有减排：会议或居家用能的排放不低于免去的行程。",
        "Nothing is saved: the meeting, or working at home, emits as much as the trip would have.",
    )
}

pub(super) fn nothing_left(def: &ActionDef, reason: Option<&Reason>) -> Violation {
    let say = |locale| reason.map_or_else(String::new, |reason| reason.message(&def.unit, locale));
    Violation::field(
        ErrorCode::LimitExceeded,
        "units",
        format!("没有可计入的数量。{}", say(Locale::ZhCn)),
        format!("Nothing of it counts. {}", say(Locale::En)),
    )
}
