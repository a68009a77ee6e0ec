//! The footprint quiz: ten questions, under two minutes, each with “I don't know”.
//!
//! An option is a stated amount a year of everyday activities with published figures; nothing is hidden in a score.
//! “I don't know” takes the middle option, or a published average where one stands in the tables, and says so.

use std::collections::BTreeMap;

use super::{action::Diet, everyday};
use crate::{
    decimal::{self, Decimal},
    format::Locale,
    violation::{ErrorCode, Violation},
};

crate::wire_enum! {
    /// Part of a yearly footprint.
    pub enum FootprintCategory {
        /// The way to work.
        Commute = "COMMUTE",
        /// Flights and trains.
        Travel = "TRAVEL",
        /// Eating.
        Food = "FOOD",
        /// Electricity and gas at home.
        HomeEnergy = "HOME_ENERGY",
        /// Things bought.
        Goods = "GOODS",
    }
}

impl FootprintCategory {
    /// What it is called.
    pub fn name(self, locale: Locale) -> &'static str {
        let (zh, en) = match self {
            Self::Commute => ("通勤", "Commute"),
            Self::Travel => ("长途出行", "Travel"),
            Self::Food => ("饮食", "Food"),
            Self::HomeEnergy => ("家庭用能", "Energy at home"),
            Self::Goods => ("物品", "Goods"),
        };
        locale.pick(zh, en)
    }
}

/// The code of the answer “I don't know”, to every question.
pub const DONT_KNOW: &str = "DONT_KNOW";

/// Days a year somebody goes to work: 260 weekdays less public holidays and leave. An assumption; the result states it.
const WORK_DAYS: i64 = 230;
/// Days of a year.
const DAYS: i64 = 365;
/// Months of a year.
const MONTHS: i64 = 12;
/// Kilometres there and back of a usual domestic flight, about Beijing to Shanghai. An assumption; the result states it.
const FLIGHT_KM: i64 = 2200;
/// Kilometres there and back of a usual trip by high-speed train. An assumption; the result states it.
const TRAIN_KM: i64 = 800;

/// An answer that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuizOption {
    /// Stable code.
    pub code: &'static str,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// The amount it stands for, in tenths of the question's measure.
    tenths: i64,
    /// The everyday activity it stands for, where the question asks for one.
    activity: &'static str,
}

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuizQuestion {
    /// Stable code.
    pub code: &'static str,
    /// What part of the footprint it is about.
    pub category: FootprintCategory,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
    /// What can be answered, besides “I don't know”.
    pub options: &'static [QuizOption],
    /// The option that stands in for “I don't know”.
    pub fallback: &'static str,
    /// Why that one, in Chinese.
    pub fallback_zh: &'static str,
    /// Why that one, in English.
    pub fallback_en: &'static str,
}

impl QuizQuestion {
    /// The question in this language.
    pub fn text(&self, locale: Locale) -> &'static str {
        locale.pick(self.zh, self.en)
    }
}

impl QuizOption {
    /// The option in this language.
    pub fn text(&self, locale: Locale) -> &'static str {
        locale.pick(self.zh, self.en)
    }
}

const fn option(
    code: &'static str,
    zh: &'static str,
    en: &'static str,
    tenths: i64,
    activity: &'static str,
) -> QuizOption {
    QuizOption {
        code,
        zh,
        en,
        tenths,
        activity,
    }
}

const MIDDLE_ZH: &str = "取中间选项";
const MIDDLE_EN: &str = "the middle option";

/// The questions, in the order they are asked.
pub const QUESTIONS: &[QuizQuestion] = &[
    QuizQuestion {
        code: "COMMUTE_MODE",
        category: FootprintCategory::Commute,
        zh: "你平时怎么上下班？",
        en: "How do you usually get to work?",
        options: &[
            option("CAR", "开车（汽油）", "By car", 10, "EM_CAR_CN"),
            option(
                "ELECTRIC_CAR",
                "开电动车",
                "By electric car",
                10,
                "EM_CAR_BEV_CN",
            ),
            option("BUS", "公交", "By bus", 10, "EM_BUS_CN"),
            option("METRO", "地铁", "By metro", 10, "EM_METRO_CN"),
            option(
                "OWN_STRENGTH",
                "步行、骑行或居家",
                "On foot, by bicycle, or at home",
                0,
                "EM_BIKE_FR",
            ),
        ],
        fallback: "BUS",
        fallback_zh: MIDDLE_ZH,
        fallback_en: MIDDLE_EN,
    },
    QuizQuestion {
        code: "COMMUTE_KM",
        category: FootprintCategory::Commute,
        zh: "单程有多远？",
        en: "How far is it, one way?",
        options: &[
            option(
                "UNDER_5",
                "5 公里以内（按 3 公里）",
                "Under 5 km (taken as 3)",
                30,
                "",
            ),
            option("TO_10", "5–10 公里（按 7.5）", "5 to 10 km (7.5)", 75, ""),
            option("TO_15", "10–15 公里（按 11）", "10 to 15 km (11)", 110, ""),
            option("TO_30", "15–30 公里（按 22）", "15 to 30 km (22)", 220, ""),
            option(
                "OVER_30",
                "30 公里以上（按 40）",
                "Over 30 km (40)",
                400,
                "",
            ),
        ],
        fallback: "TO_15",
        fallback_zh: "北京市交通委 2019：日均出行 22 公里，即单程 11 公里",
        fallback_en: "Beijing Transport Commission 2019: 22 km of travel a day, 11 km one way",
    },
    QuizQuestion {
        code: "FLIGHTS",
        category: FootprintCategory::Travel,
        zh: "过去一年坐了几次飞机往返？",
        en: "How many return flights in the past year?",
        options: &[
            option("NONE", "没有", "None", 0, "EM_FLIGHT_CN"),
            option("ONE", "1 次", "One", 10, "EM_FLIGHT_CN"),
            option(
                "TO_3",
                "2–3 次（按 2.5）",
                "2 or 3 (2.5)",
                25,
                "EM_FLIGHT_CN",
            ),
            option("TO_8", "4–8 次（按 6）", "4 to 8 (6)", 60, "EM_FLIGHT_CN"),
            option(
                "OVER_8",
                "8 次以上（按 12）",
                "Over 8 (12)",
                120,
                "EM_FLIGHT_CN",
            ),
        ],
        fallback: "TO_3",
        fallback_zh: MIDDLE_ZH,
        fallback_en: MIDDLE_EN,
    },
    QuizQuestion {
        code: "TRAINS",
        category: FootprintCategory::Travel,
        zh: "过去一年坐了几次高铁往返？",
        en: "How many return trips by high-speed train?",
        options: &[
            option("NONE", "没有", "None", 0, "EM_HSR_CN"),
            option("TO_3", "1–3 次（按 2）", "1 to 3 (2)", 20, "EM_HSR_CN"),
            option("TO_8", "4–8 次（按 6）", "4 to 8 (6)", 60, "EM_HSR_CN"),
            option(
                "TO_20",
                "9–20 次（按 14）",
                "9 to 20 (14)",
                140,
                "EM_HSR_CN",
            ),
            option(
                "OVER_20",
                "20 次以上（按 30）",
                "Over 20 (30)",
                300,
                "EM_HSR_CN",
            ),
        ],
        fallback: "TO_8",
        fallback_zh: MIDDLE_ZH,
        fallback_en: MIDDLE_EN,
    },
    QuizQuestion {
        code: "DIET",
        category: FootprintCategory::Food,
        zh: "你平时怎么吃？",
        en: "What do you usually eat?",
        options: &[
            option("VEGAN", "纯植物", "Plants only", 10, "EM_DIET_DAY_VEGAN"),
            option(
                "VEGETARIAN",
                "素食（含蛋奶）",
                "Vegetarian",
                10,
                "EM_DIET_DAY_VEGE",
            ),
            option("LOW_MEAT", "少肉", "Little meat", 10, "EM_DIET_DAY_LOWMEAT"),
            option(
                "MEDIUM_MEAT",
                "每天有肉",
                "Meat most days",
                10,
                "EM_DIET_DAY_MEDMEAT",
            ),
            option(
                "HIGH_MEAT",
                "顿顿有肉",
                "Meat at most meals",
                10,
                "EM_DIET_DAY_HIGHMEAT",
            ),
        ],
        fallback: "LOW_MEAT",
        fallback_zh: MIDDLE_ZH,
        fallback_en: MIDDLE_EN,
    },
    QuizQuestion {
        code: "HOUSEHOLD",
        category: FootprintCategory::HomeEnergy,
        zh: "家里几口人？",
        en: "How many live in your home?",
        options: &[
            option("ONE", "1 人", "One", 10, ""),
            option("TWO", "2 人", "Two", 20, ""),
            option("THREE", "3 人", "Three", 30, ""),
            option("FOUR", "4 人", "Four", 40, ""),
            option("FIVE", "5 人及以上（按 5）", "Five or more (5)", 50, ""),
        ],
        fallback: "THREE",
        fallback_zh: MIDDLE_ZH,
        fallback_en: MIDDLE_EN,
    },
    QuizQuestion {
        code: "ELECTRICITY",
        category: FootprintCategory::HomeEnergy,
        zh: "家里一个月大约用多少电？",
        en: "How much electricity does your home use in a month?",
        options: &[
            option(
                "UNDER_100",
                "100 度以内（按 75）",
                "Under 100 kWh (75)",
                750,
                "EM_ELEC_CN",
            ),
            option(
                "TO_200",
                "100–200 度（按 150）",
                "100 to 200 kWh (150)",
                1500,
                "EM_ELEC_CN",
            ),
            option(
                "TO_350",
                "200–350 度（按 275）",
                "200 to 350 kWh (275)",
                2750,
                "EM_ELEC_CN",
            ),
            option(
                "TO_600",
                "350–600 度（按 475）",
                "350 to 600 kWh (475)",
                4750,
                "EM_ELEC_CN",
            ),
            option(
                "OVER_600",
                "600 度以上（按 800）",
                "Over 600 kWh (800)",
                8000,
                "EM_ELEC_CN",
            ),
        ],
        fallback: "TO_350",
        fallback_zh: MIDDLE_ZH,
        fallback_en: MIDDLE_EN,
    },
    QuizQuestion {
        code: "GAS",
        category: FootprintCategory::HomeEnergy,
        zh: "家里用天然气做什么？",
        en: "What does your home use gas for?",
        options: &[
            option("NONE", "不用", "Nothing", 0, "EM_GAS_KWH"),
            option(
                "COOKING",
                "做饭、热水（按每月 200 千瓦时，约 20 立方米）",
                "Cooking and hot water (200 kWh a month, about 20 m³)",
                2000,
                "EM_GAS_KWH",
            ),
            option(
                "HEATING",
                "还有采暖（按每月 700 千瓦时，约 70 立方米）",
                "Heating too (700 kWh a month, about 70 m³)",
                7000,
                "EM_GAS_KWH",
            ),
        ],
        fallback: "COOKING",
        fallback_zh: MIDDLE_ZH,
        fallback_en: MIDDLE_EN,
    },
    QuizQuestion {
        code: "CLOTHES",
        category: FootprintCategory::Goods,
        zh: "一年买多少件新衣服？",
        en: "How many new clothes do you buy in a year?",
        options: &[
            option(
                "TO_5",
                "5 件以内（按 3）",
                "Up to 5 (3)",
                30,
                "EM_BUY_SHIRT",
            ),
            option(
                "TO_12",
                "6–12 件（按 9）",
                "6 to 12 (9)",
                90,
                "EM_BUY_SHIRT",
            ),
            option(
                "TO_20",
                "13–20 件（按 16）",
                "13 to 20 (16)",
                160,
                "EM_BUY_SHIRT",
            ),
            option(
                "TO_40",
                "21–40 件（按 30）",
                "21 to 40 (30)",
                300,
                "EM_BUY_SHIRT",
            ),
            option(
                "OVER_40",
                "40 件以上（按 50）",
                "Over 40 (50)",
                500,
                "EM_BUY_SHIRT",
            ),
        ],
        fallback: "TO_20",
        fallback_zh: MIDDLE_ZH,
        fallback_en: MIDDLE_EN,
    },
    QuizQuestion {
        code: "DEVICES",
        category: FootprintCategory::Goods,
        zh: "一年买几部新手机或电脑？",
        en: "How many new phones or computers in a year?",
        options: &[
            option(
                "NONE",
                "没有，几年才换",
                "None, I keep them for years",
                3,
                "EM_BUY_PHONE",
            ),
            option("ONE_PHONE", "1 部手机", "One phone", 10, "EM_BUY_PHONE"),
            option(
                "PHONE_AND_LAPTOP",
                "手机和电脑各一（按 3.3 部手机）",
                "A phone and a laptop (as 3.3 phones)",
                33,
                "EM_BUY_PHONE",
            ),
        ],
        fallback: "ONE_PHONE",
        fallback_zh: MIDDLE_ZH,
        fallback_en: MIDDLE_EN,
    },
];

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuizAnswer {
    /// Code of the question.
    pub question: String,
    /// Code of the option, or [`DONT_KNOW`].
    pub option: String,
}

/// One part of the result and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FootprintPart {
    /// Which part.
    pub category: FootprintCategory,
    /// g CO2e a year.
    pub grams_per_year: i64,
    /// What was assumed, in Chinese.
    pub assumptions_zh: Vec<String>,
    /// What was assumed, in English.
    pub assumptions_en: Vec<String>,
}

/// The result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footprint {
    /// By part, in fixed order.
    pub parts: Vec<FootprintPart>,
    /// Sum of the parts, g CO2e a year.
    pub grams_per_year: i64,
    /// What the member says they usually eat; nothing when they do not know.
    pub diet: Option<Diet>,
}

/// What the result covers, for people who compare it with other published averages.
pub fn scope_text(locale: Locale) -> &'static str {
    locale.pick(
        "只含上班、长途、吃、家庭用能与新购物品，不含住房建造、公共服务与金融；因此低于国家人均值，不能与之直接比较。",
        "Covers commute, trips, food, energy at home and things bought; not buildings, public services or finance. It is therefore lower than national averages per head and cannot be compared with them.",
    )
}

/// Adds up the answers. Every question needs one; “I don't know” is one.
pub fn footprint(answers: &[QuizAnswer]) -> Result<Footprint, Vec<Violation>> {
    let mut violations = Vec::new();
    let mut chosen: BTreeMap<&str, (&QuizOption, bool)> = BTreeMap::new();
    for question in QUESTIONS {
        let mut given = answers
            .iter()
            .filter(|answer| answer.question == question.code);
        let (Some(answer), None) = (given.next(), given.next()) else {
            violations.push(unanswered(question));
            continue;
        };
        let unknown = answer.option == DONT_KNOW;
        let code = if unknown {
            question.fallback
        } else {
            answer.option.as_str()
        };
        match question.options.iter().find(|option| option.code == code) {
            Some(option) => {
                chosen.insert(question.code, (option, unknown));
            }
            None => violations.push(unanswered(question)),
        }
    }
    for answer in answers {
        if !QUESTIONS
            .iter()
            .any(|question| question.code == answer.question)
        {
            violations.push(Violation::field(
                ErrorCode::NotFound,
                "answers",
                format!("没有代码为“{}”的问题。", answer.question),
                format!("There is no question “{}”.", answer.question),
            ));
        }
    }
    if !violations.is_empty() {
        return Err(violations);
    }
    Ok(Sum { chosen }.footprint())
}

fn unanswered(question: &QuizQuestion) -> Violation {
    Violation::field(
        ErrorCode::Required,
        &format!("answers.{}", question.code),
        format!("请为“{}”选择一个选项，或选“不知道”。", question.zh),
        format!(
            "Choose one option for “{}”, or “I don't know”.",
            question.en
        ),
    )
}

struct Sum<'a> {
    chosen: BTreeMap<&'a str, (&'a QuizOption, bool)>,
}

impl Sum<'_> {
    fn tenths(&self, question: &str) -> i64 {
        self.chosen
            .get(question)
            .map_or(0, |(option, _)| option.tenths)
    }

    /// kg per unit of the activity that an answer names.
    fn factor(&self, question: &str) -> Decimal {
        self.chosen
            .get(question)
            .and_then(|(option, _)| everyday::by_code(option.activity))
            .map_or(Decimal::ZERO, |def| def.factor_kg_per_unit)
    }

    fn footprint(&self) -> Footprint {
        let tenth = |count: i64| decimal::from_micro(count * 100_000);
        let each = |question: &str, times: i64| {
            tenth(self.tenths(question)) * Decimal::from(times) * self.factor(question)
        };
        let commute = tenth(self.tenths("COMMUTE_MODE"))
            * tenth(self.tenths("COMMUTE_KM"))
            * Decimal::from(2 * WORK_DAYS)
            * self.factor("COMMUTE_MODE");
        let home = (each("ELECTRICITY", MONTHS) + each("GAS", MONTHS))
            / tenth(self.tenths("HOUSEHOLD").max(10));
        let amounts = [
            (FootprintCategory::Commute, commute),
            (
                FootprintCategory::Travel,
                each("FLIGHTS", FLIGHT_KM) + each("TRAINS", TRAIN_KM),
            ),
            (FootprintCategory::Food, each("DIET", DAYS)),
            (FootprintCategory::HomeEnergy, home),
            (
                FootprintCategory::Goods,
                each("CLOTHES", 1) + each("DEVICES", 1),
            ),
        ];
        let parts: Vec<FootprintPart> = amounts
            .into_iter()
            .map(|(category, kg)| FootprintPart {
                category,
                grams_per_year: grams(kg),
                assumptions_zh: self.assumptions(category, Locale::ZhCn),
                assumptions_en: self.assumptions(category, Locale::En),
            })
            .collect();
        Footprint {
            grams_per_year: parts.iter().map(|part| part.grams_per_year).sum(),
            parts,
            diet: self.diet(),
        }
    }

    fn diet(&self) -> Option<Diet> {
        let (option, unknown) = self.chosen.get("DIET")?;
        (!unknown).then_some(match option.code {
            "VEGAN" => Diet::Vegan,
            "VEGETARIAN" => Diet::Vegetarian,
            _ => Diet::Mixed,
        })
    }

    fn assumptions(&self, category: FootprintCategory, locale: Locale) -> Vec<String> {
        let mut said: Vec<String> = general(category, locale);
        for question in QUESTIONS
            .iter()
            .filter(|question| question.category == category)
        {
            let Some((option, unknown)) = self.chosen.get(question.code) else {
                continue;
            };
            if *unknown {
                let (taken, why) = (
                    option.text(locale),
                    locale.pick(question.fallback_zh, question.fallback_en),
                );
                said.push(match locale {
                    Locale::ZhCn => format!("“{}”不知道：按“{taken}”（{why}）。", question.zh),
                    Locale::En => {
                        format!("“{}” not known: taken as “{taken}” ({why}).", question.en)
                    }
                });
            }
            if let Some(def) = everyday::by_code(option.activity).filter(|_| option.tenths > 0) {
                let (name, factor) = (def.name(locale), def.factor_kg_per_unit);
                let unit = super::action::unit_name(&def.unit, locale);
                said.push(match locale {
                    Locale::ZhCn => format!("{name}：每{unit} {factor} 千克。"),
                    Locale::En => format!("{name}: {factor} kg per unit ({unit})."),
                });
            }
        }
        said
    }
}

fn general(category: FootprintCategory, locale: Locale) -> Vec<String> {
    let text = match (category, locale) {
        (FootprintCategory::Commute, Locale::ZhCn) => format!("每年 {WORK_DAYS} 个工作日，往返。"),
        (FootprintCategory::Commute, Locale::En) => {
            format!("{WORK_DAYS} working days a year, there and back.")
        }
        (FootprintCategory::Travel, Locale::ZhCn) => {
            format!("每次飞机往返 {FLIGHT_KM} 公里，每次高铁往返 {TRAIN_KM} 公里。")
        }
        (FootprintCategory::Travel, Locale::En) => {
            format!("{FLIGHT_KM} km for a return flight, {TRAIN_KM} km for a return trip by train.")
        }
        (FootprintCategory::Food, Locale::ZhCn) => "每天 2000 千卡，英国膳食研究数据。".to_owned(),
        (FootprintCategory::Food, Locale::En) => {
            "2000 kcal a day, figures of a UK study.".to_owned()
        }
        (FootprintCategory::HomeEnergy, Locale::ZhCn) => "家庭用能按人口平均分摊。".to_owned(),
        (FootprintCategory::HomeEnergy, Locale::En) => {
            "Energy at home is shared equally by those who live there.".to_owned()
        }
        (FootprintCategory::Goods, Locale::ZhCn) => "每件衣服按一件新棉衬衫计。".to_owned(),
        (FootprintCategory::Goods, Locale::En) => {
            "Each piece of clothing counts as a new cotton shirt.".to_owned()
        }
    };
    vec![text]
}

fn grams(kg: Decimal) -> i64 {
    i64::try_from(decimal::round(kg * Decimal::ONE_THOUSAND, 0)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(option: impl Fn(&QuizQuestion) -> &'static str) -> Vec<QuizAnswer> {
        QUESTIONS
            .iter()
            .map(|question| QuizAnswer {
                question: question.code.to_owned(),
                option: option(question).to_owned(),
            })
            .collect()
    }

    #[test]
    fn the_quiz_is_short_and_every_question_knows_an_answer_for_who_does_not() {
        assert!(QUESTIONS.len() <= 10);
        for question in QUESTIONS {
            assert!(question.options.len() <= 5, "{}", question.code);
            let fallback = question
                .options
                .iter()
                .position(|option| option.code == question.fallback);
            assert!(fallback.is_some(), "{}", question.code);
            if question.fallback_zh == MIDDLE_ZH {
                assert_eq!(
                    fallback,
                    Some(question.options.len() / 2),
                    "{}",
                    question.code
                );
            }
            for option in question.options {
                assert!(
                    option.activity.is_empty() || everyday::by_code(option.activity).is_some(),
                    "{} {}",
                    question.code,
                    option.code
                );
            }
        }
    }

    #[test]
    fn a_year_is_added_up_from_published_figures() {
        let given = answers(|question| match question.code {
            "COMMUTE_MODE" => "METRO",
            "COMMUTE_KM" => "TO_15",
            "FLIGHTS" | "TRAINS" | "GAS" => question.options[0].code,
            "DIET" => "MEDIUM_MEAT",
            "HOUSEHOLD" => "TWO",
            "ELECTRICITY" => "TO_200",
            "CLOTHES" => "TO_12",
            _ => "ONE_PHONE",
        });
        let year = footprint(&given).unwrap();
        let kg: Vec<i64> = year.parts.iter().map(|part| part.grams_per_year).collect();
        // 460 × 11 × 0.0613636; nothing; 365 × 5.63; 150 × 12 × 0.5306 / 2; 9 × 11.2 + 79.27
        assert_eq!(kg, [310_500, 0, 2_054_950, 477_540, 180_070]);
        assert_eq!(year.grams_per_year, 3_023_060);
        assert_eq!(year.diet, Some(Diet::Mixed));
    }

    #[test]
    fn not_knowing_takes_the_stated_answer_and_says_so() {
        let unknown = footprint(&answers(|_| DONT_KNOW)).unwrap();
        let stated = footprint(&answers(|question| question.fallback)).unwrap();
        assert_eq!(unknown.grams_per_year, stated.grams_per_year);
        assert_eq!(unknown.diet, None);
        let said: Vec<&String> = unknown
            .parts
            .iter()
            .flat_map(|part| &part.assumptions_en)
            .filter(|text| text.contains("not known"))
            .collect();
        assert_eq!(said.len(), QUESTIONS.len());
        assert!(
            said.iter()
                .any(|text| text.contains("22 km of travel a day"))
        );
    }

    #[test]
    fn a_missing_a_doubled_and_a_made_up_answer_are_refused() {
        let mut given = answers(|_| DONT_KNOW);
        given.remove(0);
        given.push(given[1].clone());
        given.push(QuizAnswer {
            question: "SHOE_SIZE".to_owned(),
            option: "42".to_owned(),
        });
        let violations = footprint(&given).unwrap_err();
        assert_eq!(violations.len(), 3);
    }
}
