//! Words of the import wizard.

use crate::i18n::{Text, text};

pub const TITLE: Text = text("上传活动数据", "Upload activity data");
pub const STEP_FILE: Text = text("文件", "File");
pub const STEP_MAP: Text = text("对应列", "Columns");
pub const STEP_CHECK: Text = text("检查", "Check");
pub const STEP_IMPORT: Text = text("导入", "Import");
pub const STEP_DONE: Text = text("完成", "Done");
pub const DROP: Text = text(
    "把 CSV 或 XLSX 文件拖到这里，或者",
    "Drop a CSV or XLSX file here, or",
);
pub const CHOOSE: Text = text("选择文件", "choose a file");
pub const DROP_HINT: Text = text(
    "中英文表头、多个工作表、GBK 编码都可以；最大 200 MB。同一个文件传两次不会重复计数。",
    "Headings in Chinese or English, several sheets and GBK text are fine; up to 200 MB. The same file twice adds nothing.",
);
pub const TEMPLATES: Text = text("先下载模板", "Start from a template");
pub const TEMPLATES_HINT: Text = text(
    "按行业列出常见排放源，填上数量即可。",
    "The usual sources of each industry; fill in the quantities.",
);
pub const RECENT: Text = text("最近的文件", "Recent files");
pub const RECENT_ROWS: Text = text("{imported} 行已导入", "{imported} rows imported");
pub const MAP_QUESTION: Text = text("每一列是什么？", "What is in each column?");
pub const MAP_HINT: Text = text(
    "已按表头建议，并沿用您上次的选择。不需要的列选“不用”。",
    "Suggested from the headings and from what you chose last time. Leave out what is not needed.",
);
pub const SHEET: Text = text("工作表 {name}", "Sheet {name}");
pub const SHEET_INCLUDE: Text = text("导入这个工作表", "Import this sheet");
pub const HEADER_ROW: Text = text("表头在第 {row} 行", "headings in row {row}");
pub const IGNORED: Text = text("不用", "Not used");
pub const COLUMN: Text = text("列", "Column");
pub const MEANS: Text = text("含义", "Means");
pub const SAMPLE: Text = text("样例", "Sample");
pub const MISSING: Text = text("还缺：{fields}", "Still needed: {fields}");
pub const TWICE: Text = text(
    "“{field}”选了不止一列",
    "“{field}” is chosen for more than one column",
);
pub const CHECK: Text = text("检查每一行", "Check every row");
pub const CHECKING: Text = text("正在检查", "Checking the rows");
pub const IMPORTING: Text = text("正在导入", "Importing the rows");
pub const RECALCULATING: Text = text("正在重新计算清单", "Recalculating the inventory");
pub const OF_ROWS: Text = text("{done} / {total} 行", "{done} of {total} rows");
pub const LEAVE: Text = text(
    "可以离开此页，完成后会通知您。",
    "You can leave this page; you will be told when it is done.",
);
pub const CANCEL_IMPORT: Text = text("取消导入", "Cancel the import");
pub const CHECK_RESULT: Text = text("{total} 行已检查", "{total} rows checked");
pub const ROWS_OK: Text = text("可以导入", "Ready");
pub const ROWS_ESTIMATED: Text = text("估算", "Estimated");
pub const ROWS_REFUSED: Text = text("要改", "To mend");
pub const ROWS_DUPLICATE: Text = text("重复，跳过", "Already there, left out");
pub const PROBLEMS: Text = text("要改的行", "Rows to mend");
pub const PROBLEMS_ALL: Text = text("全部问题", "All problems");
pub const PROBLEM: Text = text("问题", "Problem");
pub const ROW_AT: Text = text("{sheet} 第 {row} 行", "{sheet}, row {row}");
pub const USE: Text = text("改为 {value}", "Use {value}");
pub const APPLY_ALIKE: Text = text("同样的 {count} 行一起改", "Change all {count} rows alike");
pub const FIX_CELL: Text = text("修改 {field}", "Change {field}");
pub const SAVE_CELL: Text = text("改好", "Mend");
pub const DISCARD: Text = text("不要这一行", "Leave this row out");
pub const FIXED: Text = text("第 {row} 行已改好", "Row {row} is mended");
pub const FIXED_MANY: Text = text("{count} 行已改好", "{count} rows are mended");
pub const STILL_WRONG: Text = text("第 {row} 行还有问题", "Row {row} still has a problem");
pub const ALL_GOOD: Text = text("每一行都可以导入。", "Every row can be imported.");
pub const START: Text = text("导入 {count} 行", "Import {count} rows");
pub const START_SKIPPING: Text = text(
    "导入 {count} 行，跳过 {refused} 行",
    "Import {count} rows, leave out {refused}",
);
pub const MAP_AGAIN: Text = text("重新对应列", "Map the columns again");
pub const DONE_TITLE: Text = text("{count} 行已导入", "{count} rows imported");
pub const DONE_TEXT: Text = text(
    "清单已按新数据重新计算。",
    "The inventory was recalculated with the new data.",
);
pub const DONE_SKIPPED: Text = text(
    "{refused} 行未导入，{duplicate} 行重复",
    "{refused} rows left out, {duplicate} already there",
);
pub const SEE_RECORDS: Text = text("查看这些记录", "See these records");
pub const SEE_OVERVIEW: Text = text("看总览", "See the overview");
pub const SEE_INVENTORY: Text = text("看清单", "See the inventory");
pub const ANOTHER: Text = text("再传一个文件", "Upload another file");
pub const FAILED: Text = text("没能读懂这个文件", "This file could not be read");
pub const CANCELLED: Text = text(
    "导入已取消，没有写入任何数据",
    "The import was cancelled; nothing was written",
);
pub const NOT_FOUND: Text = text("没有找到这个文件", "This file was not found");
pub const ENCODING: Text = text("编码 {name}", "encoding {name}");
