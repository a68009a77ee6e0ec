//! Words of the field, shared by the accounting screens.

use crate::i18n::{Text, text};

pub const SCOPE_1: Text = text("范围一", "Scope 1");
pub const SCOPE_2: Text = text("范围二", "Scope 2");
pub const SCOPE_3: Text = text("范围三", "Scope 3");
pub const OUTSIDE: Text = text("范围外", "Outside scopes");
pub const SCOPE_1_MEANS: Text = text("直接排放", "Direct emissions");
pub const SCOPE_2_MEANS: Text = text("外购能源", "Purchased energy");
pub const SCOPE_3_MEANS: Text = text("价值链", "Value chain");
pub const BIOGENIC: Text = text("生物源 CO₂", "Biogenic CO₂");
pub const BIOGENIC_APART: Text = text(
    "生物源 CO₂ 单列，不计入总量。",
    "Biogenic CO₂ stands apart, not in the total.",
);
pub const LOCATION_BASED: Text = text("基于位置", "Location-based");
pub const MARKET_BASED: Text = text("基于市场", "Market-based");
pub const BASIS: Text = text("范围二口径", "Scope 2 basis");
pub const TOTAL: Text = text("合计", "Total");
pub const SHARE: Text = text("占比", "Share");
pub const MONTH: Text = text("月份", "Month");
pub const SITE: Text = text("场所", "Site");
pub const SOURCE: Text = text("排放源", "Source");
pub const CATEGORY: Text = text("类别", "Category");
pub const OTHER_SOURCES: Text = text("其他排放源", "Other sources");
pub const GAS: Text = text("气体", "Gas");
pub const SCOPE: Text = text("范围", "Scope");

pub const KIND_CARBON: Text = text("碳排放", "Carbon");
pub const KIND_ENERGY: Text = text("能源消耗", "Energy");
pub const KIND_RESOURCE: Text = text("资源消耗", "Resources");
pub const KIND_WASTE: Text = text("废弃物", "Waste");
pub const KIND_PERFORMANCE: Text = text("环境绩效", "Performance");

pub const STATUS_CALCULATED: Text = text("已计算", "Calculated");
pub const STATUS_ESTIMATED: Text = text("估算", "Estimated");
pub const STATUS_REFUSED: Text = text("未能计算", "Not calculated");

pub const QUALITY_MEASURED: Text = text("实测", "Measured");
pub const QUALITY_INVOICED: Text = text("账单", "Invoiced");
pub const QUALITY_ESTIMATED: Text = text("估计", "Estimated");
pub const QUALITY_PROXY: Text = text("替代数据", "Proxy");

pub const ORIGIN_FORM: Text = text("手工录入", "Entered by hand");
pub const ORIGIN_IMPORT: Text = text("文件导入", "From a file");
pub const ORIGIN_API: Text = text("接口写入", "By API");
pub const ORIGIN_DEMO: Text = text("演示数据", "Demo data");

pub const STATE_OPEN: Text = text("编制中", "Open");
pub const STATE_SUBMITTED: Text = text("待批准", "Submitted");
pub const STATE_APPROVED: Text = text("已批准", "Approved");
pub const STATE_LOCKED: Text = text("已锁定", "Locked");

pub const IMPORT_UPLOADED: Text = text("待对应列", "Columns to be mapped");
pub const IMPORT_MAPPED: Text = text("待检查", "Waiting to be checked");
pub const IMPORT_CHECKING: Text = text("检查中", "Checking");
pub const IMPORT_CHECKED: Text = text("已检查", "Checked");
pub const IMPORT_IMPORTING: Text = text("导入中", "Importing");
pub const IMPORT_IMPORTED: Text = text("已导入", "Imported");
pub const IMPORT_FAILED: Text = text("失败", "Failed");
pub const IMPORT_CANCELLED: Text = text("已取消", "Cancelled");

pub const CONFIDENCE_PUBLISHED: Text = text("已公布", "Published");
pub const CONFIDENCE_RECALLED: Text = text(
    "凭记忆，未核对原文",
    "Recalled, not checked against the publication",
);
pub const CONFIDENCE_OWN: Text = text("本企业因子", "Own factor");
pub const CONFIDENCE_SUPPLIER: Text = text("供应商提供", "From a supplier");

pub const APPROACH_OPERATIONAL: Text = text("运营控制权法", "Operational control");
pub const APPROACH_FINANCIAL: Text = text("财务控制权法", "Financial control");
pub const APPROACH_EQUITY: Text = text("股权比例法", "Equity share");

pub const GAS_HFC: Text = text("HFCs（氢氟碳化物）", "HFCs");
pub const GAS_PFC: Text = text("PFCs（全氟化碳）", "PFCs");

pub const FIELD_SITE: Text = text("场所", "Site");
pub const FIELD_ACTIVITY: Text = text("活动", "Activity");
pub const FIELD_QUANTITY: Text = text("数量", "Quantity");
pub const FIELD_UNIT: Text = text("单位", "Unit");
pub const FIELD_START: Text = text("开始日期", "Start date");
pub const FIELD_END: Text = text("结束日期", "End date");
pub const FIELD_FACTOR: Text = text("指定因子", "Factor");
pub const FIELD_SUPPLIER: Text = text("供应商", "Supplier");
pub const FIELD_QUALITY: Text = text("数据质量", "Data quality");
pub const FIELD_UNCERTAINTY: Text = text("不确定度（%）", "Uncertainty (%)");
pub const FIELD_REFERENCE: Text = text("凭证号", "Reference");
pub const FIELD_NOTE: Text = text("备注", "Note");
pub const FIELD_SOURCE: Text = text("设备或计量点", "Equipment or meter");

pub const CANCEL: Text = text("取消", "Cancel");
pub const SAVE: Text = text("保存", "Save");
pub const ALL: Text = text("全部", "All");
pub const LOAD_MORE: Text = text("加载更多", "Load more");
pub const HISTORY: Text = text("历史", "History");
pub const EVIDENCE: Text = text("凭证", "Evidence");
pub const REASON: Text = text("理由", "Reason");
