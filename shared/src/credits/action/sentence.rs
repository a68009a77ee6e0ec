//! The rules in sentences, made from the types, so that what is read is what is held to.

use super::{
    AdjustedBy, Adjustment, Check, Diet, Evidence, Group, NumberKind, Uniqueness, Window,
    rule::ActionRule, unit_name,
};
use crate::{credits::claim::plain, format::Locale};

impl ActionRule {
    /// What a claim may rest on, as one sentence.
    pub fn evidence_text(&self, unit: &str, locale: Locale) -> String {
        let number = |kind: Option<NumberKind>| {
            kind.map_or("", |kind| locale.pick(kind.names().0, kind.names().1))
        };
        let mut ways: Vec<String> = Vec::new();
        for evidence in &self.evidence {
            ways.push(match evidence {
                Evidence::Automatic => locale
                    .pick("随所属行为自动记入", "posted with its action")
                    .to_owned(),
                Evidence::Import => locale
                    .pick("运动或设备数据导入", "an imported device record")
                    .to_owned(),
                Evidence::Number => number(self.number).to_owned(),
                Evidence::Photo => locale.pick("照片", "a photo").to_owned(),
                Evidence::OfficeDistance => locale
                    .pick("已登记的通勤距离", "the registered distance to the office")
                    .to_owned(),
                Evidence::SelfReport {
                    most_per_day_micro: None,
                } => locale.pick("本人填报", "your own word").to_owned(),
                Evidence::SelfReport {
                    most_per_day_micro: Some(most),
                } => {
                    let (most, unit) = (plain(*most), unit_name(unit, locale));
                    match locale {
                        Locale::ZhCn => format!("本人填报（每天至多 {most} {unit}）"),
                        Locale::En => format!("your own word (at most {most} {unit} a day)"),
                    }
                }
            });
        }
        let mut text = ways.join(locale.pick("，或", ", or "));
        if let Some(second) = self.second_number {
            let name = number(Some(second.kind));
            text.push_str(&match (locale, second.required) {
                (Locale::ZhCn, true) => format!("；另须{name}"),
                (Locale::ZhCn, false) => format!("；如有请附{name}"),
                (Locale::En, true) => format!("; and the {name}"),
                (Locale::En, false) => format!("; the {name} where there is one"),
            });
        }
        text.push_str(locale.pick("。", "."));
        capitalised(text)
    }

    /// What must hold, sentence by sentence.
    pub fn rule_texts(&self, locale: Locale) -> Vec<String> {
        let mut texts: Vec<(String, String)> = Vec::new();
        let mut say = |zh: String, en: String| texts.push((zh, en));
        if let Some(trips) = self.trips_per_day {
            say(
                format!("每天至多 {trips} 趟。"),
                format!("At most {trips} trips a day."),
            );
        }
        if let Some(percent) = self.distance_pct_of_office {
            let times = plain(percent * 10_000);
            say(
                format!("每趟距离不超过登记通勤距离的 {times} 倍。"),
                format!("A trip is at most {times} times the registered distance to the office."),
            );
        }
        if let Some(speed) = self.speed {
            let (least, most) = (speed.least_kmh, speed.most_kmh);
            say(
                format!("时速在 {least} 到 {most} 公里之外的记录需要复核。"),
                format!("A claim outside {least} to {most} km/h is reviewed."),
            );
        }
        if let Some(least) = self.least_micro {
            let least = plain(least);
            say(
                format!("单程至少 {least} 公里：更短的行程没有人会坐飞机。"),
                format!("At least {least} km a trip: nobody flies less."),
            );
        }
        if let Some(minutes) = self.minutes_apart {
            say(
                format!("每 {minutes} 分钟至多一次。"),
                format!("No more than one per {minutes} minutes."),
            );
        }
        if self.per_meal {
            say(
                "每餐只能记一次。".to_owned(),
                "One action per meal.".to_owned(),
            );
        }
        match self.not_for_diet {
            Some(Diet::Vegan) => say(
                "平常已是纯植物饮食的成员不能记录。".to_owned(),
                "Not for members who usually eat plants only.".to_owned(),
            ),
            Some(_) => say(
                "平常已是素食的成员不能记录。".to_owned(),
                "Not for members who usually eat vegetarian.".to_owned(),
            ),
            None => {}
        }
        if let Some((_, times)) = self.times_a_year {
            say(
                format!("每年至多 {times} 次。"),
                format!("At most {times} a year."),
            );
        }
        if self.largest_of_day {
            say(
                "同一天的多个来源取最大值，不相加。".to_owned(),
                "Of several reports of a day the largest counts, not the sum.".to_owned(),
            );
        }
        if self.shared_self_limit.is_some() {
            say(
                "双面与无纸化共用每日填报上限，同一份文件只能记一种。".to_owned(),
                "Duplex and paperless share the daily limit of self-reports, and never count for the same document."
                    .to_owned(),
            );
        }
        if let Some(seats) = self.riders {
            say(
                format!("同一行程号至多 {seats} 人记录，每人一次。"),
                format!("At most {seats} people claim one trip number, each once."),
            );
        }
        for exclusion in &self.exclusions {
            if let Some((zh, en)) = exclusion_text(exclusion.group, exclusion.window) {
                say(zh.to_owned(), en.to_owned());
            }
        }
        if self.side.is_some() {
            say(
                "买卖双方同在本公司时，只计买方。".to_owned(),
                "Of a buyer and a seller in one company only the buyer counts.".to_owned(),
            );
        }
        if self.only_with.is_some() {
            say(
                "只能与同一出差单的视频会议记录一起。".to_owned(),
                "Only together with a video meeting on the same travel order.".to_owned(),
            );
        }
        if let Some(kind) = self.number
            && kind.uniqueness() == Uniqueness::Once
        {
            let (zh, en) = kind.names();
            say(
                format!("同一{zh}全公司只能使用一次。"),
                format!("Each {en} counts once in the company."),
            );
        }
        if let Some(adjustment) = &self.adjustment {
            let (zh, en) = adjustment_text(adjustment);
            say(zh.to_owned(), en.to_owned());
        }
        if let Some(check) = self.check {
            let (zh, en) = check.sentences();
            say(
                format!("入账前由项目管理员复核：{zh}"),
                format!("Reviewed before it counts: {en}"),
            );
        }
        texts
            .into_iter()
            .map(|(zh, en)| match locale {
                Locale::ZhCn => zh,
                Locale::En => en,
            })
            .collect()
    }
}

fn capitalised(text: String) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_ascii_lowercase() => {
            first.to_ascii_uppercase().to_string() + chars.as_str()
        }
        _ => text,
    }
}

fn adjustment_text(adjustment: &Adjustment) -> (&'static str, &'static str) {
    match adjustment.by {
        AdjustedBy::Duration => (
            "会议本身的排放按时长一并扣减。",
            "What the meeting itself emits is taken off, by its length.",
        ),
        AdjustedBy::HomeWork => (
            "当天居家办公的用能按小时一并扣减。",
            "Energy used working at home that day is taken off, by the hour.",
        ),
    }
}

/// The pair rule in both languages, `None` where it goes without saying.
pub(crate) fn exclusion_text(group: Group, window: Window) -> Option<(&'static str, &'static str)> {
    Some(match (group, window) {
        (Group::Timed, _) => (
            "时间重叠的两段出行只能记一段。",
            "Of two trips that overlap in time only one counts.",
        ),
        (Group::CarFree, _) => (
            "当天记了停驶一天，就不能再记其他通勤行为。",
            "A car-free day excludes every other commute action of that day.",
        ),
        (Group::Commute, _) => (
            "停驶一天不能与当天其他通勤行为同时记录。",
            "Not on a day with any other commute action.",
        ),
        (Group::HandRide | Group::SportRide, _) => (
            "同一次骑行不能既手工记录又随运动数据导入。",
            "One ride counts once, logged by hand or imported.",
        ),
        (Group::Video, _) => (
            "每人每天至多免去一次出差。",
            "At most one avoided trip per person and day.",
        ),
        (Group::Water | Group::Cup, _) => (
            "同一杯水不能既记自带杯又记自带水壶。",
            "One drink is either from your own cup or from the tap, not both.",
        ),
        (Group::SecondHandItem | Group::SecondHandKg, _) => (
            "二手衣物当天要么按件记，要么按重量记。",
            "Second-hand clothes of a day go by the piece or by weight, not both.",
        ),
        (Group::HomeSaved | Group::HomeGreen, _) => (
            "同一个月的用电不能既记节电又记绿电。",
            "Electricity of a month is either saved or green, not both.",
        ),
        _ => return None,
    })
}

impl Check {
    /// What has to be looked at, in both languages.
    pub const fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Self::CarReplaced => (
                "有证据表明确实替代了驾车。",
                "there is evidence that a car trip was replaced.",
            ),
            Self::Riders => ("同车人都已确认。", "all riders confirm."),
            Self::Odometer => (
                "里程表读数不小于全年累计。",
                "the odometer covers the year's sum.",
            ),
            Self::TripAvoided => (
                "确有取消或列入预算的出差，例行会议不算。",
                "a planned trip was cancelled; routine meetings earn nothing.",
            ),
            Self::TravelPolicy => (
                "公司差旅政策本可乘坐公务舱。",
                "the travel policy entitles to business class.",
            ),
            Self::Purchase => (
                "采购属于本人决定，每张订单一人。",
                "the purchase was this person's decision, one claimant per order.",
            ),
            Self::Meter => (
                "按团队分摊，合计不超过计量节电量。",
                "split over the team, in total at most the metered saving.",
            ),
            Self::Habit => (
                "有证据表明本人平常吃牛肉。",
                "beef is the person's evidenced habit.",
            ),
            Self::Household => (
                "以本户去年同期为基准，按家庭成员分摊。",
                "against the household's own previous year, split by its members.",
            ),
        }
    }
}
