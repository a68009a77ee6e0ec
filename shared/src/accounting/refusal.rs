//! Typed refusals: a row that cannot be accounted for says where, why, and what to do. Never a silent zero.

use serde::{Deserialize, Serialize};

use crate::format::Locale;

crate::wire_enum! {
    /// Why a row was refused. The spelling is the same in serde, GraphQL and SQL.
    pub enum RefusalCode {
        /// No activity of the catalogue has this name.
        UnknownActivity = "UNKNOWN_ACTIVITY",
        /// No unit is spelled like this.
        UnknownUnit = "UNKNOWN_UNIT",
        /// The unit may mean several things (`ton`).
        AmbiguousUnit = "AMBIGUOUS_UNIT",
        /// The unit measures something else than the activity or the factor.
        WrongDimension = "WRONG_DIMENSION",
        /// No factor serves the activity at that place and date.
        NoFactor = "NO_FACTOR",
        /// The factor named does not exist or is not switched on.
        UnknownFactor = "UNKNOWN_FACTOR",
        /// The factor named does not serve the activity.
        FactorMismatch = "FACTOR_MISMATCH",
        /// No site of the company has this name.
        UnknownSite = "UNKNOWN_SITE",
        /// The region is not known.
        UnknownRegion = "UNKNOWN_REGION",
        /// Not a decimal number.
        BadNumber = "BAD_NUMBER",
        /// Not a date, or no such day.
        BadDate = "BAD_DATE",
        /// A word that the column does not know (quality, uncertainty).
        BadValue = "BAD_VALUE",
        /// The period ends before it starts.
        PeriodReversed = "PERIOD_REVERSED",
        /// The period is longer than can be accounted for in one record.
        PeriodTooLong = "PERIOD_TOO_LONG",
        /// The period lies in the future.
        FuturePeriod = "FUTURE_PERIOD",
        /// A quantity below zero where none can be.
        NegativeQuantity = "NEGATIVE_QUANTITY",
        /// More than can be kept exactly.
        TooLarge = "TOO_LARGE",
        /// Covers days that another record of the same source covers.
        Overlap = "OVERLAP",
        /// The same row is already there.
        Duplicate = "DUPLICATE",
        /// A cell that must be filled is empty.
        MissingCell = "MISSING_CELL",
        /// The cell holds a formula instead of a value.
        FormulaCell = "FORMULA_CELL",
        /// The row has another number of cells than the header.
        WrongColumnCount = "WRONG_COLUMN_COUNT",
        /// The period is locked.
        LockedPeriod = "LOCKED_PERIOD",
        /// The global warming potential of the gas is not known in the chosen assessment.
        UnknownGwp = "UNKNOWN_GWP",
    }
}

/// Where in a file a refusal points.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Location {
    /// Name of the sheet; `None` for CSV.
    pub sheet: Option<String>,
    /// Row as the spreadsheet counts, the header row included, first row 1.
    pub row: Option<u32>,
    /// Header text or letter of the column.
    pub column: Option<String>,
}

/// A row that was not accounted for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Why, for programs.
    pub code: RefusalCode,
    /// What was refused, as it stood in the input.
    pub subject: Option<String>,
    /// What the subject was held against: the activity, the unit expected, the region and date searched.
    pub context: Option<String>,
    /// What was probably meant, best first.
    pub suggestions: Vec<String>,
    /// Where it stands, when it came from a file.
    pub location: Box<Location>,
}

impl Refusal {
    /// A refusal of some input text.
    pub fn new(code: RefusalCode, subject: impl Into<String>) -> Self {
        Self {
            subject: Some(subject.into()),
            ..Self::bare(code)
        }
    }

    /// A refusal that has no text to point at.
    pub fn bare(code: RefusalCode) -> Self {
        Self {
            code,
            subject: None,
            context: None,
            suggestions: Vec::new(),
            location: Box::default(),
        }
    }

    /// With what the subject was held against.
    #[must_use]
    pub fn context(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }

    /// With what was probably meant.
    #[must_use]
    pub fn suggestions(mut self, suggestions: Vec<String>) -> Self {
        self.suggestions = suggestions;
        self
    }

    /// With the place in a file.
    #[must_use]
    pub fn at(mut self, sheet: Option<&str>, row: u32, column: Option<&str>) -> Self {
        self.location = Box::new(Location {
            sheet: sheet.map(str::to_owned),
            row: Some(row),
            column: column.map(str::to_owned),
        });
        self
    }

    /// What is wrong, as one sentence.
    pub fn message(&self, locale: Locale) -> String {
        let subject = self.subject.as_deref().unwrap_or("");
        let context = self.context.as_deref().unwrap_or("");
        let (zh, en) = message(self.code, subject, context);
        locale.pick(&zh, &en).clone()
    }

    /// What to do about it, as one sentence.
    pub fn remedy(&self, locale: Locale) -> String {
        let remedy = locale.pick(remedy(self.code).0, remedy(self.code).1);
        if self.suggestions.is_empty() {
            return remedy.to_owned();
        }
        match locale {
            Locale::ZhCn => format!("{remedy}您是否指：{}？", self.suggestions.join("、")),
            Locale::En => format!("{remedy} Did you mean {}?", self.suggestions.join(", ")),
        }
    }
}

fn message(code: RefusalCode, s: &str, c: &str) -> (String, String) {
    let held = |zh: &str, en: &str| {
        if c.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("{zh}{c}"), format!("{en}{c}"))
        }
    };
    match code {
        RefusalCode::UnknownActivity => (
            format!("目录中没有名为“{s}”的活动。"),
            format!("There is no activity called “{s}”."),
        ),
        RefusalCode::UnknownUnit => (
            format!("无法识别单位“{s}”。"),
            format!("The unit “{s}” is not known."),
        ),
        RefusalCode::AmbiguousUnit => (
            format!("单位“{s}”有多种含义。"),
            format!("The unit “{s}” can mean different things."),
        ),
        RefusalCode::WrongDimension => {
            let (zh, en) = held("，应能换算为", "; it must convert to ");
            (
                format!("单位“{s}”与该活动不符{zh}。"),
                format!("The unit “{s}” does not fit this activity{en}."),
            )
        }
        RefusalCode::NoFactor => {
            let (zh, en) = held("（查找范围：", " (searched: ");
            let (zh_end, en_end) = if c.is_empty() { ("", "") } else { ("）", ")") };
            (
                format!("没有适用于“{s}”的排放因子{zh}{zh_end}。"),
                format!("No emission factor serves “{s}” there and then{en}{en_end}."),
            )
        }
        RefusalCode::UnknownFactor => (
            format!("没有编号为“{s}”的排放因子，或其数据包未启用。"),
            format!("There is no factor “{s}”, or its data pack is not switched on."),
        ),
        RefusalCode::FactorMismatch => {
            let (zh, en) = held("活动“", " “");
            let (zh_end, en_end) = if c.is_empty() {
                ("该活动", " this activity")
            } else {
                ("”", "”")
            };
            (
                format!("因子“{s}”不适用于{zh}{zh_end}。"),
                format!("The factor “{s}” does not serve{en}{en_end}."),
            )
        }
        RefusalCode::UnknownSite => (
            format!("没有名为“{s}”的场所。"),
            format!("There is no site called “{s}”."),
        ),
        RefusalCode::UnknownRegion => (
            format!("无法识别地区“{s}”。"),
            format!("The region “{s}” is not known."),
        ),
        RefusalCode::BadNumber => (
            format!("“{s}”不是数字。"),
            format!("“{s}” is not a number."),
        ),
        RefusalCode::BadDate => (
            format!("“{s}”不是有效日期。"),
            format!("“{s}” is not a date."),
        ),
        RefusalCode::BadValue => {
            let (zh, en) = held("，可用的值：", "; accepted: ");
            (
                format!("无法识别“{s}”{zh}。"),
                format!("“{s}” is not accepted here{en}."),
            )
        }
        RefusalCode::PeriodReversed => (
            format!("结束日期早于开始日期：{s}。"),
            format!("The period ends before it starts: {s}."),
        ),
        RefusalCode::PeriodTooLong => (
            format!("期间过长：{s}。"),
            format!("The period is too long: {s}."),
        ),
        RefusalCode::FuturePeriod => (
            format!("期间在未来：{s}。"),
            format!("The period lies in the future: {s}."),
        ),
        RefusalCode::NegativeQuantity => (
            format!("数量为负：{s}。"),
            format!("The quantity is negative: {s}."),
        ),
        RefusalCode::TooLarge => (
            format!("数值过大或过精，无法精确保存：{s}。"),
            format!("The number is too large or too precise to keep exactly: {s}."),
        ),
        RefusalCode::Overlap => {
            let (zh, en) = held("，已有：", "; already there: ");
            (
                format!("与同一排放源的记录期间重叠：{s}{zh}。"),
                format!("The period overlaps another record of the same source: {s}{en}."),
            )
        }
        RefusalCode::Duplicate => {
            let (zh, en) = held("：", ": ");
            (
                format!("该行重复，已存在{zh}。"),
                format!("The row is already there{en}."),
            )
        }
        RefusalCode::MissingCell => (
            format!("“{s}”为必填项。"),
            format!("“{s}” must be filled in."),
        ),
        RefusalCode::FormulaCell => (
            format!("单元格是没有结果值的公式：{s}。"),
            format!("The cell holds a formula without a value: {s}."),
        ),
        RefusalCode::WrongColumnCount => (
            format!("该行列数与表头不符：{s}。"),
            format!("The row has another number of cells than the header: {s}."),
        ),
        RefusalCode::LockedPeriod => (
            format!("该期间已锁定：{s}。"),
            format!("The period is locked: {s}."),
        ),
        RefusalCode::UnknownGwp => {
            let (zh, en) = held("在 ", " in ");
            (
                format!("“{s}”{zh} 没有全球变暖潜势值。"),
                format!("There is no global warming potential of “{s}”{en}."),
            )
        }
    }
}

fn remedy(code: RefusalCode) -> (&'static str, &'static str) {
    match code {
        RefusalCode::UnknownActivity => (
            "请从活动目录中选择名称。",
            "Choose a name from the activity catalogue.",
        ),
        RefusalCode::UnknownUnit => ("请使用可识别的单位。", "Use a unit from the list."),
        RefusalCode::AmbiguousUnit => ("请写明是哪一种单位。", "Say which one is meant."),
        RefusalCode::WrongDimension => (
            "请换用该活动的单位，或提供密度、热值等换算依据。",
            "Use a unit of this activity, or give the density or heating value that leads to it.",
        ),
        RefusalCode::NoFactor => (
            "请添加企业自有因子、启用其他数据包，或指定因子编号。",
            "Add an own factor, switch on another data pack, or name a factor.",
        ),
        RefusalCode::UnknownFactor => (
            "请在因子库中选择因子，或启用其数据包。",
            "Choose a factor from the library, or switch its pack on.",
        ),
        RefusalCode::FactorMismatch => (
            "请选择适用于该活动的因子，或留空由系统选择。",
            "Choose a factor that serves the activity, or leave it to the system.",
        ),
        RefusalCode::UnknownSite => (
            "请先在组织边界中添加该场所，或改正名称。",
            "Add the site to the boundary first, or correct the name.",
        ),
        RefusalCode::UnknownRegion => (
            "请使用地区代码，如 CN-GD。",
            "Use a region code such as CN-GD.",
        ),
        RefusalCode::BadNumber => (
            "请只填写数字，不带单位或千位以外的符号。",
            "Enter digits only, without unit or other signs.",
        ),
        RefusalCode::BadDate => (
            "请按 2025-01-31 的格式填写日期。",
            "Write the date as 2025-01-31.",
        ),
        RefusalCode::BadValue => ("请使用可接受的值之一。", "Use one of the accepted values."),
        RefusalCode::PeriodReversed => (
            "请对调或改正开始与结束日期。",
            "Swap or correct start and end.",
        ),
        RefusalCode::PeriodTooLong => ("请拆分为多条记录。", "Split it into several records."),
        RefusalCode::FuturePeriod => (
            "请改正日期；只能记录已发生的活动。",
            "Correct the dates; only what has happened can be recorded.",
        ),
        RefusalCode::NegativeQuantity => (
            "请填写零或正数；冲减请修改原记录。",
            "Enter zero or more; to take something back, change the original record.",
        ),
        RefusalCode::TooLarge => ("请核对数值和单位。", "Check the number and its unit."),
        RefusalCode::Overlap => (
            "请改正期间，或合并两条记录。",
            "Correct the period, or join the two records.",
        ),
        RefusalCode::Duplicate => (
            "无需操作；如确为另一笔，请填写不同的凭证号。",
            "Nothing to do; if it is another one, give it a reference of its own.",
        ),
        RefusalCode::MissingCell => ("请补填该单元格。", "Fill in the cell."),
        RefusalCode::FormulaCell => (
            "请将公式粘贴为数值后再上传。",
            "Paste the formula as a value and upload again.",
        ),
        RefusalCode::WrongColumnCount => (
            "请检查该行是否有多余或缺少的分隔符。",
            "Check the row for surplus or missing separators.",
        ),
        RefusalCode::LockedPeriod => (
            "请联系审批人重新开放该期间。",
            "Ask an approver to reopen the period.",
        ),
        RefusalCode::UnknownGwp => (
            "请选择其他评估报告，或使用自有因子。",
            "Choose another assessment report, or use an own factor.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_speaks_both_languages_and_reads_back() {
        for code in RefusalCode::ALL {
            assert_eq!(code.as_str().parse(), Ok(*code));
            assert_eq!(
                serde_json::to_string(code).unwrap(),
                format!("\"{}\"", code.as_str())
            );
            let refusal = Refusal::new(*code, "x")
                .context("y")
                .suggestions(vec!["z".into()])
                .at(Some("表1"), 7, Some("单位"));
            for locale in [Locale::ZhCn, Locale::En] {
                assert!(refusal.message(locale).len() > 5, "{code:?}");
                assert!(refusal.remedy(locale).contains('z'), "{code:?}");
            }
        }
    }
}
