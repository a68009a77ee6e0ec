//! Words of the overview.

use crate::i18n::{Text, text};

pub const TITLE: Text = text("总览", "Overview");
pub const QUESTION: Text = text("{year} 年排放了多少？", "How much did we emit in {year}?");
pub const COMPLETE: Text = text("数据完整度 {percent}", "{percent} of the data is in");
pub const COMPLETE_MEANS: Text = text(
    "完整度按场所 × 月份 × 排放源计算。",
    "Completeness is counted by site × month × source.",
);
pub const NO_YEAR_BEFORE: Text = text("没有 {year} 年可比", "No {year} to compare with");
pub const LESS: Text = text(
    "↓ 比 {year} 年少 {percent}",
    "↓ {percent} less than in {year}",
);
pub const MORE: Text = text(
    "↑ 比 {year} 年多 {percent}",
    "↑ {percent} more than in {year}",
);
pub const SAME: Text = text("＝ 与 {year} 年持平", "＝ the same as in {year}");
pub const RECALCULATED: Text = text("已按最新数据重新计算", "Recalculated with the newest data");
pub const SCOPE_SPLIT: Text = text("三个范围", "The three scopes");
pub const BY_MONTH: Text = text("逐月排放", "Emissions by month");
pub const BY_SOURCE: Text = text("排放来自哪里", "Where it comes from");
pub const FLOW: Text = text("从排放源到范围", "From source to scope");
pub const KINDS: Text = text("五类数据", "The five kinds of data");
pub const KIND_CARBON_UNIT: Text = text("基于位置", "location-based");
pub const KIND_ENERGY_UNIT: Text = text("综合能耗（当量值）", "all carriers, calorific");
pub const KIND_WATER: Text = text("用水", "Water");
pub const KIND_WASTE_HAZARDOUS: Text = text("其中危险废物 {amount}", "of it hazardous {amount}");
pub const KIND_RENEWABLE: Text = text("可再生 {percent}", "renewable {percent}");
pub const KIND_RECORDS: Text = text("数据记录", "Records");
pub const KIND_RECORDS_SPLIT: Text = text(
    "估算 {estimated} · 未能计算 {refused}",
    "{estimated} estimated · {refused} not calculated",
);
pub const ATTENTION: Text = text("需要处理", "What needs attention");
pub const ATTENTION_NONE: Text = text(
    "没有待办。数据齐全，无人在等。",
    "Nothing waits. The data is in and nobody is kept waiting.",
);
pub const ATTENTION_ALL: Text = text("全部 {count} 项", "All {count}");
pub const ATTENTION_OPEN: Text = text("去处理", "Open");
pub const ATTENTION_MISSING: Text = text("缺月份", "Missing month");
pub const ATTENTION_REFUSED: Text = text("未能计算", "Not calculated");
pub const ATTENTION_OUTLIER: Text = text("异常值", "Outlier");
pub const ATTENTION_APPROVAL: Text = text("待批准", "Awaiting approval");
pub const ATTENTION_RECALLED: Text = text("因子待核", "Factor to check");
pub const ATTENTION_IMPORT_WAITING: Text = text("导入待处理", "Import waits");
pub const ATTENTION_IMPORT_FAILED: Text = text("导入失败", "Import failed");
pub const EMPTY_TITLE: Text = text(
    "从 {year} 年的第一批账单开始",
    "Start with the first bills of {year}",
);
pub const EMPTY_TEXT: Text = text(
    "上传电费、燃气、油料和运输账单，系统逐行核算，告诉您哪一行要改、为什么。",
    "Upload the bills for power, gas, fuel and freight. Every row is accounted for, and every row that cannot be says why.",
);
pub const EMPTY_UPLOAD: Text = text("上传账单", "Upload bills");
pub const EMPTY_ADD: Text = text("录入一条", "Add one record");
pub const EMPTY_TEMPLATE: Text = text("下载模板", "Download a template");
pub const STEP_1: Text = text(
    "账单或抄表数据，CSV 或 XLSX，中英文表头都行",
    "Bills or meter readings, CSV or XLSX, headings in Chinese or English",
);
pub const STEP_2: Text = text(
    "对应列，逐行检查，当场改错",
    "Match the columns, check each row, mend it on the spot",
);
pub const STEP_3: Text = text(
    "得到每个数都能追问的清单",
    "An inventory whose every figure can be asked why",
);
