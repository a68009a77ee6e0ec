//! Words of the data screens: records, the form, the completeness map.

use crate::i18n::{Text, text};

pub const TITLE: Text = text("数据", "Data");
pub const QUESTION: Text = text("{year} 年的数据齐了吗？", "Is the data of {year} all in?");
pub const ADD: Text = text("录入一条", "Add a record");
pub const UPLOAD: Text = text("上传文件", "Upload a file");
pub const TAB_RECORDS: Text = text("记录", "Records");
pub const TAB_MAP: Text = text("完整度", "Completeness");
pub const TAB_FILES: Text = text("导入的文件", "Files");
pub const KINDS: Text = text("数据类别", "Kind of data");
pub const VIEWS: Text = text("视图", "View");
pub const SEARCH: Text = text("搜索活动、场所、凭证号", "Search activity, site, reference");
pub const FILTERS: Text = text("筛选", "Filters");
pub const CLEAR_FILTERS: Text = text("清除筛选", "Clear filters");
pub const ALL_SITES: Text = text("全部场所", "All sites");
pub const ALL_STATUSES: Text = text("全部状态", "Any status");
pub const ALL_MONTHS: Text = text("全年", "Whole year");
pub const COUNT: Text = text("共 {count} 条", "{count} records");
pub const COL_PERIOD: Text = text("期间", "Period");
pub const COL_QUANTITY: Text = text("数量", "Quantity");
pub const COL_EMISSIONS: Text = text("排放（kg CO₂e）", "Emissions (kg CO₂e)");
pub const COL_QUALITY: Text = text("质量", "Quality");
pub const COL_STATUS: Text = text("状态", "Status");
pub const NO_EMISSIONS: Text = text("无温室气体", "no greenhouse gas");
pub const EMPTY_TITLE: Text = text("这里还没有记录", "No records here yet");
pub const EMPTY_TEXT: Text = text(
    "上传账单文件，或者先录入一条试试。",
    "Upload a file of bills, or add one record to try it out.",
);
pub const EMPTY_FILTERED: Text = text("没有符合筛选的记录", "No record matches the filters");
pub const FORM_NEW: Text = text("录入一条记录", "Add a record");
pub const FORM_EDIT: Text = text("修改记录", "Change the record");
pub const RECORD: Text = text("数据记录", "Data record");
pub const MORE_FIELDS: Text = text(
    "更多（供应商、凭证、质量、备注）",
    "More (supplier, reference, quality, note)",
);
pub const SAVED: Text = text("已保存", "Saved");
pub const SAVED_WITH: Text = text("已保存：{amount} CO₂e", "Saved: {amount} CO₂e");
pub const SAVED_REFUSED: Text = text(
    "已保存，但未能计算：{reason}",
    "Saved, but not calculated: {reason}",
);
pub const DELETED: Text = text("已删除", "Deleted");
pub const RESTORED: Text = text("已恢复", "Restored");
pub const DELETE: Text = text("删除", "Delete");
pub const EDIT: Text = text("修改", "Change");
pub const SAVE_NEXT: Text = text("保存并继续录入", "Save and add another");
pub const EDIT_REASON: Text = text(
    "修改理由（写入审计记录）",
    "Reason for the change (kept in the audit trail)",
);
pub const ALSO_CALLED: Text = text("也叫：{names}", "Also called: {names}");
pub const LIVE_TITLE: Text = text("即时计算", "Calculated as you type");
pub const LIVE_WAIT: Text = text(
    "填写场所、活动、数量和日期，这里立刻显示结果。",
    "Give site, activity, quantity and dates, and the result shows here at once.",
);
pub const LIVE_HERE: Text = text(
    "在您的浏览器中计算，尚未发送",
    "Calculated in your browser, nothing sent yet",
);
pub const LIVE_NO_FACTOR: Text = text(
    "没有适用于该日期和地区的因子",
    "No factor is valid for this date and region",
);
pub const LIVE_NO_FACTOR_REMEDY: Text = text(
    "可以先保存：记录会标为未能计算，不会当作零。也可以换单位、换日期，或在设置中添加本企业因子。",
    "You can save it all the same: it will be marked as not calculated, never taken for zero. Or try another unit or date, or add a factor of your own in the settings.",
);
pub const LIVE_QUANTITY_ONLY: Text = text(
    "以自身单位核算，没有温室气体结果",
    "Accounted for in its own unit, without a greenhouse-gas result",
);
pub const FACTOR: Text = text("排放因子", "Emission factor");
pub const FACTOR_AUTO: Text = text("按规则自动选择", "Chosen by the rule");
pub const FACTOR_RECALLED: Text = text(
    "该因子凭记忆录入，未核对原文",
    "This factor was recalled, not checked against its publication",
);
pub const MARKET: Text = text("基于市场 {amount}", "market-based {amount}");
pub const ENERGY: Text = text("能量 {amount}", "energy {amount}");
pub const EVIDENCE_ADD: Text = text("添加凭证文件", "Add a file as evidence");
pub const EVIDENCE_ADDED: Text = text("凭证已添加", "Evidence added");
pub const EVIDENCE_SAVE: Text = text("下载", "Download");
pub const EVIDENCE_SAVE_FILE: Text = text("下载 {name}", "Download {name}");
pub const EVIDENCE_NONE: Text = text("还没有凭证", "No evidence yet");
pub const HISTORY_NONE: Text = text("没有更改过", "Never changed");
pub const BAD_NUMBER: Text = text("请填数字，例如 1234.5", "A number, such as 1234.5");
pub const REQUIRED: Text = text("必填", "Needed");
pub const END_BEFORE_START: Text = text("结束日期早于开始日期", "The end comes before the start");
pub const ENTERED_BY: Text = text("{who} 录入于 {when}", "Entered by {who} on {when}");
pub const FROM_ROW: Text = text("文件第 {row} 行", "row {row} of the file");
pub const MAP_TITLE: Text = text("数据完整度", "Completeness of the data");
pub const MAP_NOTHING: Text = text("没有数据", "nothing");
pub const MAP_PART: Text = text("{covered}/{days} 天", "{covered} of {days} days");
pub const MAP_FULL: Text = text("完整", "complete");
pub const MAP_SOME: Text = text("一部分", "a part");
pub const MAP_HINT: Text = text(
    "点击空格，录入或上传那个月的数据。",
    "Choose an empty cell to enter or upload that month.",
);
pub const MAP_EMPTY: Text = text(
    "录入数据后，这里显示哪些场所、哪些月份还缺。",
    "Once there is data, this shows which sites and months are missing.",
);
pub const CELL_ENTER: Text = text("录入这个月", "Enter this month");
pub const CELL_UPLOAD: Text = text("上传账单", "Upload bills");
pub const CELL_SHOW: Text = text("查看已有记录", "Show its records");
pub const CELL_OF: Text = text("{site}，{activity}，{month}", "{site}, {activity}, {month}");
