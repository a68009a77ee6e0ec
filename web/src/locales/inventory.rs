//! Words of the inventory and of the explanation of a figure.

use crate::i18n::{Text, text};

pub const TITLE: Text = text("温室气体清单", "Inventory");
pub const QUESTION: Text = text("{year} 年清单", "Inventory of {year}");
pub const VERSION: Text = text("版本", "Version");
pub const VERSION_N: Text = text("第 {version} 版 · {state}", "Version {version} · {state}");
pub const PINNED: Text = text("固定于", "Pinned to");
pub const PIN_FACTORS: Text = text("因子发布 {release}", "factor release {release}");
pub const PIN_GWP: Text = text("GWP 采用 {set}", "GWP of {set}");
pub const UPDATED: Text = text("更新于 {when}", "updated {when}");
pub const CUTS: Text = text("分解方式", "Cut");
pub const BY_SCOPE: Text = text("按范围", "By scope");
pub const BY_CATEGORY: Text = text("按类别", "By category");
pub const BY_GAS: Text = text("按气体", "By gas");
pub const BY_SITE: Text = text("按场所", "By site");
pub const BY_MONTH: Text = text("按月份", "By month");
pub const BY_SOURCE: Text = text("按排放源", "By source");
pub const INTENSITIES: Text = text("强度", "Intensities");
pub const INTENSITIES_NONE: Text = text(
    "在设置中填写收入、产量、面积或人数，就能得到强度。",
    "Give revenue, output, floor area or head count in the settings to get intensities.",
);
pub const RECORDS: Text = text("记录", "Records");
pub const MASS: Text = text("质量（kg）", "Mass (kg)");
pub const KG_CO2E: Text = text("kg CO₂e", "kg CO₂e");
pub const ENERGY_GJ: Text = text("能量（GJ）", "Energy (GJ)");
pub const BIOGENIC_KG: Text = text("生物源 CO₂（kg）", "Biogenic CO₂ (kg)");
pub const SUBMIT: Text = text("提交批准", "Submit for approval");
pub const APPROVE: Text = text("批准", "Approve");
pub const LOCK: Text = text("锁定", "Lock");
pub const REOPEN: Text = text("重新打开", "Reopen");
pub const NEW_VERSION: Text = text("建立新版本", "Start a new version");
pub const SUBMIT_MEANS: Text = text(
    "提交后由另一个人批准；数据仍可查看。",
    "Somebody else then approves it; everybody can still see it.",
);
pub const APPROVE_MEANS: Text = text(
    "您确认这些数字。批准人不能是提交人。",
    "You vouch for these figures. The approver cannot be the one who submitted.",
);
pub const LOCK_MEANS: Text = text(
    "锁定后任何人都不能再改这个版本；要改只能建立新版本。",
    "Nobody can change this version any more; a change means a new version.",
);
pub const REOPEN_MEANS: Text = text(
    "说明为什么要重新打开，理由会写入审计记录。",
    "Say why it is opened again; the reason is kept in the audit trail.",
);
pub const REASON_OPTIONAL: Text = text("理由（可不填）", "Reason (may be left empty)");
pub const REASON_NEEDED: Text = text("理由", "Reason");
pub const NOW_SUBMITTED: Text = text("已提交", "Submitted");
pub const NOW_APPROVED: Text = text("已批准", "Approved");
pub const NOW_LOCKED: Text = text("已锁定", "Locked");
pub const NOW_REOPENED: Text = text("已重新打开", "Opened again");
pub const EMPTY_TITLE: Text = text("{year} 年还没有清单", "No inventory for {year} yet");
pub const EMPTY_TEXT: Text = text(
    "有了第一条数据，清单会自动生成。",
    "It is made by itself with the first data.",
);
pub const WORKFLOW: Text = text("审批", "Approval");

pub const EXPLAIN: Text = text("数字的来历", "How this figure came about");
pub const EXPLAIN_OPEN: Text = text(
    "{label}：{value}，查看来历",
    "{label}: {value}, how was it worked out?",
);
pub const FORMULA: Text = text("公式", "Formula");
pub const STEPS: Text = text("逐步计算", "Step by step");
pub const INPUTS: Text = text("输入", "Inputs");
pub const THE_FACTOR: Text = text("因子", "Factor");
pub const WHY_THIS: Text = text("为什么用这个因子", "Why this factor");
pub const GWPS: Text = text("全球增温潜势（{set}）", "Global warming potentials ({set})");
pub const WHO_WHEN: Text = text("谁、何时", "Who and when");
pub const COMPUTED: Text = text(
    "{who} 于 {when} 计算，引擎 {engine}",
    "Computed by {who} on {when}, engine {engine}",
);
pub const INPUT_HASH: Text = text("输入摘要", "Hash of the inputs");
pub const PUBLISHER: Text = text("发布者", "Publisher");
pub const DATASET: Text = text("数据集", "Data set");
pub const VALID: Text = text("有效期", "Valid");
pub const VALID_FROM_TO: Text = text("{from} 至 {to}", "{from} to {to}");
pub const VALID_OPEN: Text = text("不限", "no limit");
pub const REGION: Text = text("地区", "Region");
pub const SOURCE_REF: Text = text("出处", "Source");
pub const LICENCE: Text = text("许可", "Licence");
pub const SUM_OF: Text = text(
    "由 {count} 条计算结果相加",
    "The sum of {count} calculated records",
);
pub const SUM_EXACT: Text = text(
    "每条结果只在最后取整到 0.000001 kg，之后只做相加，所以按任何方式分组，合计都相等。",
    "Each result is rounded once, to 0.000001 kg, and then only added, so every way of grouping gives the same total.",
);
pub const SUM_PARTS: Text = text("组成", "Made up of");
pub const LINES: Text = text("计算结果", "Calculated records");
pub const NO_LINES: Text = text("没有符合的记录", "No such records");
