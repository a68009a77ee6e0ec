//! Which column of a file holds what.

use std::collections::BTreeMap;

use super::cell::{Cell, narrow};

crate::wire_enum! {
    /// What a column of an activity file can hold.
    pub enum ImportField {
        /// Name of the site.
        Site = "SITE",
        /// Name or code of the activity.
        Activity = "ACTIVITY",
        /// Amount.
        Quantity = "QUANTITY",
        /// Unit of the amount.
        Unit = "UNIT",
        /// First day, or the month.
        Start = "START",
        /// Last day, included.
        End = "END",
        /// A factor named by its id.
        FactorId = "FACTOR_ID",
        /// Who supplied it.
        Supplier = "SUPPLIER",
        /// How good the data is.
        Quality = "QUALITY",
        /// Half width of the 95 % interval, per cent.
        UncertaintyPct = "UNCERTAINTY_PCT",
        /// Bill or document number.
        Reference = "REFERENCE",
        /// Free text.
        Note = "NOTE",
        /// Meter, boiler or vehicle.
        Source = "SOURCE",
    }
}

impl ImportField {
    /// The column's header in the files this platform writes, in both languages.
    pub const fn header(self) -> (&'static str, &'static str) {
        match self {
            Self::Site => ("场所", "site"),
            Self::Activity => ("活动", "activity"),
            Self::Quantity => ("数量", "quantity"),
            Self::Unit => ("单位", "unit"),
            Self::Start => ("开始日期", "start"),
            Self::End => ("结束日期", "end"),
            Self::FactorId => ("排放因子编号", "factor_id"),
            Self::Supplier => ("供应商", "supplier"),
            Self::Quality => ("数据质量", "quality"),
            Self::UncertaintyPct => ("不确定度(%)", "uncertainty_pct"),
            Self::Reference => ("单据号", "reference"),
            Self::Note => ("备注", "note"),
            Self::Source => ("排放源", "source"),
        }
    }

    /// Columns without which no row can be read. The end may be missing where the start is a month.
    pub const REQUIRED: &'static [Self] =
        &[Self::Activity, Self::Quantity, Self::Unit, Self::Start];

    /// Headers met in bills, meter exports and ERP lists, folded as [`fold_header`] does.
    const fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Site => &[
                "site",
                "sitename",
                "facility",
                "plant",
                "location",
                "building",
                "branch",
                "场所",
                "场地",
                "厂区",
                "工厂",
                "站点",
                "设施",
                "分公司",
                "门店",
                "楼宇",
                "园区",
                "单位名称",
                "场所名称",
                "工厂名称",
                "基地",
            ],
            Self::Activity => &[
                "activity",
                "activitytype",
                "activityname",
                "item",
                "energytype",
                "fuel",
                "fueltype",
                "category",
                "活动",
                "活动类型",
                "活动数据",
                "活动名称",
                "能源品种",
                "能源类型",
                "能源种类",
                "品种",
                "项目",
                "名称",
                "燃料",
                "燃料种类",
                "排放源类型",
                "类别",
                "物料",
            ],
            Self::Quantity => &[
                "quantity",
                "qty",
                "amount",
                "consumption",
                "usage",
                "value",
                "volume",
                "数量",
                "用量",
                "消耗量",
                "消费量",
                "使用量",
                "活动量",
                "活动水平",
                "数值",
                "实物量",
                "用电量",
                "用气量",
                "用水量",
                "产生量",
            ],
            Self::Unit => &[
                "unit",
                "units",
                "uom",
                "measure",
                "unitofmeasure",
                "单位",
                "计量单位",
                "数量单位",
            ],
            Self::Start => &[
                "start",
                "startdate",
                "from",
                "begin",
                "begindate",
                "periodstart",
                "month",
                "date",
                "period",
                "billingmonth",
                "开始",
                "开始日期",
                "起始日期",
                "开始时间",
                "起",
                "月份",
                "日期",
                "期间",
                "年月",
                "账期",
                "所属月份",
                "统计月份",
                "起始日",
            ],
            Self::End => &[
                "end",
                "enddate",
                "to",
                "until",
                "periodend",
                "结束",
                "结束日期",
                "截止日期",
                "结束时间",
                "终止日期",
                "止",
                "截止日",
            ],
            Self::FactorId => &[
                "factorid",
                "factor",
                "emissionfactor",
                "emissionfactorid",
                "因子编号",
                "排放因子编号",
                "排放因子",
                "因子",
            ],
            Self::Supplier => &[
                "supplier",
                "vendor",
                "provider",
                "供应商",
                "供应商名称",
                "供货商",
                "供电公司",
            ],
            Self::Quality => &[
                "quality",
                "dataquality",
                "dataqualitygrade",
                "数据质量",
                "质量",
                "数据来源等级",
            ],
            Self::UncertaintyPct => &[
                "uncertaintypct",
                "uncertainty",
                "uncertaintypercent",
                "不确定度",
                "不确定性",
                "不确定度百分比",
            ],
            Self::Reference => &[
                "reference",
                "ref",
                "invoice",
                "invoiceno",
                "invoicenumber",
                "billno",
                "documentno",
                "单据号",
                "发票号",
                "发票号码",
                "凭证号",
                "账单号",
                "参考号",
                "编号",
            ],
            Self::Note => &[
                "note",
                "notes",
                "remark",
                "remarks",
                "comment",
                "comments",
                "description",
                "备注",
                "说明",
                "注释",
            ],
            Self::Source => &[
                "source",
                "meter",
                "meterno",
                "meterid",
                "asset",
                "vehicle",
                "equipment",
                "排放源",
                "来源",
                "表号",
                "表计",
                "电表",
                "设备",
                "车辆",
                "车牌",
                "锅炉",
            ],
        }
    }
}

/// A header as it is compared: narrow, lower case, without spaces, brackets with their content (units stand there),
/// stars (as marks of required columns) and punctuation.
pub fn fold_header(header: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in narrow(header).to_lowercase().chars() {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

/// The field a header names, if it names one.
pub fn field_of_header(header: &str) -> Option<ImportField> {
    let folded = fold_header(header);
    ImportField::ALL
        .iter()
        .copied()
        .find(|field| field.spellings().contains(&folded.as_str()))
}

/// Rows at the top of a sheet among which the headers are looked for; titles and notes may stand above them.
const HEADER_ROWS_MAX: usize = 20;

/// Index of the row that holds the headers: the one that names the most different fields, the first of equals, at
/// least two. `None` when no row does.
pub fn find_header_row(rows: &[Vec<Cell>]) -> Option<usize> {
    let named = |row: &Vec<Cell>| {
        let mut fields: Vec<ImportField> = row
            .iter()
            .filter_map(|cell| match cell {
                Cell::Text(text) => field_of_header(text),
                _ => None,
            })
            .collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    };
    let mut best = None;
    for (index, row) in rows.iter().take(HEADER_ROWS_MAX).enumerate() {
        let count = named(row);
        if count >= 2 && best.is_none_or(|(_, most)| count > most) {
            best = Some((index, count));
        }
    }
    best.map(|(index, _)| index)
}

/// What each column holds: as the company chose it before (`remembered`, by folded header; `None` = ignore), else by
/// the header's name. A field is given to one column only, to the first that fits.
pub fn suggest_mapping(
    headers: &[String],
    remembered: &BTreeMap<String, Option<ImportField>>,
) -> Vec<Option<ImportField>> {
    let mut taken: Vec<ImportField> = Vec::new();
    let mut mapping = vec![None; headers.len()];
    let mut give = |index: usize, field: ImportField, mapping: &mut Vec<Option<ImportField>>| {
        if !taken.contains(&field)
            && let Some(slot) = mapping.get_mut(index)
        {
            taken.push(field);
            *slot = Some(field);
        }
    };
    for (index, header) in headers.iter().enumerate() {
        if let Some(Some(field)) = remembered.get(&fold_header(header)) {
            give(index, *field, &mut mapping);
        }
    }
    for (index, header) in headers.iter().enumerate() {
        if !remembered.contains_key(&fold_header(header))
            && let Some(field) = field_of_header(header)
        {
            give(index, field, &mut mapping);
        }
    }
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_names_two_fields() {
        let mut seen = BTreeMap::new();
        for field in ImportField::ALL {
            for spelling in field.spellings() {
                assert_eq!(
                    fold_header(spelling),
                    **spelling,
                    "{spelling} is not folded"
                );
                assert_eq!(
                    seen.insert(*spelling, field),
                    None,
                    "{spelling} is listed twice"
                );
            }
            let (zh, en) = field.header();
            assert_eq!(field_of_header(zh), Some(*field), "{zh}");
            assert_eq!(field_of_header(en), Some(*field), "{en}");
        }
    }

    #[test]
    fn headers_below_a_title_are_found() {
        let text = |cells: &[&str]| cells.iter().map(|c| Cell::from_text(c)).collect::<Vec<_>>();
        let rows = vec![
            text(&["2025年能源统计表", "", ""]),
            text(&["填表人：", "张三", ""]),
            text(&["厂区", "能源品种", "消耗量 (kWh)", "计量单位 *", "月份"]),
            text(&["佛山", "外购电力", "1200", "kWh", "2025-01"]),
        ];
        assert_eq!(find_header_row(&rows), Some(2));
    }

    #[test]
    fn a_remembered_choice_comes_before_the_name() {
        let headers = ["Meter".to_owned(), "Usage".to_owned(), "Amount".to_owned()];
        let remembered = BTreeMap::from([
            ("amount".to_owned(), Some(ImportField::Quantity)),
            ("usage".to_owned(), None),
        ]);
        let got = suggest_mapping(&headers, &remembered);
        assert_eq!(
            got,
            vec![Some(ImportField::Source), None, Some(ImportField::Quantity)]
        );
    }
}
