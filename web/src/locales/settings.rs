//! Words of the settings.

use crate::i18n::{Text, text};

pub const COMPANY: Text = text("企业", "Company");
pub const BOUNDARY: Text = text("组织边界", "Boundary");
pub const PEOPLE: Text = text("成员", "People");
pub const SESSIONS: Text = text("登录设备", "Sessions");
pub const FACTORS: Text = text("排放因子库", "Factor library");
pub const AUDIT: Text = text("审计记录", "Audit trail");
pub const SETTINGS_NAVIGATION: Text = text("设置导航", "Settings navigation");

pub const INDUSTRY: Text = text("行业（GB/T 4754）", "Industry (GB/T 4754)");
pub const REGION: Text = text("地区", "Region");
pub const TIME_ZONE: Text = text("时区", "Time zone");
pub const CURRENCY: Text = text("币种", "Currency");
pub const ACCOUNTING: Text = text("核算方法", "Accounting");
pub const CONSOLIDATION: Text = text("合并方法", "Consolidation approach");
pub const CONSOLIDATION_HINT: Text = text(
    "决定哪些下属单位的排放计入、计入多少。",
    "Decides which units count, and with what share.",
);
pub const OPERATIONAL_CONTROL: Text = text("运营控制权法", "Operational control");
pub const FINANCIAL_CONTROL: Text = text("财务控制权法", "Financial control");
pub const EQUITY_SHARE: Text = text("股权比例法", "Equity share");
pub const GWP: Text = text("全球变暖潜势（GWP）", "Global warming potentials (GWP)");
pub const GWP_HINT: Text = text(
    "新建的清单版本采用；已有版本不变。",
    "Used by inventory versions made from now on; existing versions keep theirs.",
);
pub const GWP_SAR: Text = text("IPCC 第二次评估报告（SAR）", "IPCC Second Assessment (SAR)");
pub const GWP_AR4: Text = text("IPCC 第四次评估报告（AR4）", "IPCC Fourth Assessment (AR4)");
pub const GWP_AR5: Text = text("IPCC 第五次评估报告（AR5）", "IPCC Fifth Assessment (AR5)");
pub const GWP_AR6: Text = text("IPCC 第六次评估报告（AR6）", "IPCC Sixth Assessment (AR6)");
pub const BASE_YEAR: Text = text("基准年", "Base year");
pub const PACKS: Text = text("因子数据包", "Factor packs");
pub const PACKS_LEAD: Text = text(
    "部分因子数据采用相同方式共享许可，单独成包，启用即表示接受其条款。",
    "Some factor data is licensed share-alike and kept in packs of its own. Switching one on accepts its terms.",
);
pub const PACK_SHARE_ALIKE: Text = text("相同方式共享", "Share-alike");
pub const NO_PACKS: Text = text(
    "没有需要单独启用的数据包。",
    "There are no packs to switch on.",
);

pub const BOUNDARY_LEAD: Text = text(
    "集团、公司与场所。活动数据记在场所上，合并方法决定计入多少。",
    "Group, companies and sites. Activity data belongs to sites; the consolidation approach decides how much counts.",
);
pub const BOUNDARY_EMPTY: Text = text(
    "还没有单位。先添加公司或第一个场所。",
    "No units yet. Start with the company or its first site.",
);
pub const UNIT_NEW: Text = text("添加单位", "Add a unit");
pub const UNIT_ADD_BELOW: Text = text("在“{name}”下添加", "Add below {name}");
pub const UNIT_EDIT: Text = text("单位详情", "Unit");
pub const UNIT_NAME: Text = text("名称", "Name");
pub const UNIT_KIND: Text = text("类型", "Kind");
pub const UNIT_PARENT: Text = text("上级单位", "Belongs to");
pub const UNIT_TOP: Text = text("（最上级）", "(top level)");
pub const KIND_GROUP: Text = text("集团", "Group");
pub const KIND_COMPANY: Text = text("公司", "Company");
pub const KIND_SITE: Text = text("场所", "Site");
pub const CONTROL: Text = text("控制权", "Control");
pub const HAS_OPERATIONAL_CONTROL: Text = text("拥有运营控制权", "We have operational control");
pub const FINANCIAL_TIE: Text = text(
    "在上级单位账目中的关系",
    "In the accounts of the unit above",
);
pub const TIE_SUBSIDIARY: Text = text("子公司：财务控制", "Subsidiary: financial control");
pub const TIE_JOINT: Text = text(
    "合营：共同财务控制",
    "Joint venture: joint financial control",
);
pub const TIE_ASSOCIATE: Text = text("联营：重大影响", "Associate: significant influence");
pub const TIE_INVESTMENT: Text = text("固定资产投资：无影响", "Investment: no influence");
pub const TIE_HINT_SUBSIDIARY: Text = text(
    "财务控制权法：全部计入；股权比例法：按股权计入。",
    "Financial control: counts whole. Equity share: by share.",
);
pub const TIE_HINT_JOINT: Text = text(
    "财务控制权法与股权比例法：均按股权计入。",
    "Financial control and equity share: both by share.",
);
pub const TIE_HINT_ASSOCIATE: Text = text(
    "财务控制权法：不计入；股权比例法：按股权计入。",
    "Financial control: does not count. Equity share: by share.",
);
pub const TIE_HINT_INVESTMENT: Text = text(
    "财务控制权法与股权比例法：均不计入。",
    "Counts under neither financial control nor equity share.",
);
pub const OWNERSHIP: Text = text("持股比例", "Ownership");
pub const OWNERSHIP_FROM: Text = text("起始日期", "From");
pub const OWNERSHIP_SHARE: Text = text("比例", "Share");
pub const OWNERSHIP_ADD: Text = text("添加持股变动", "Add a change of ownership");
pub const OWNERSHIP_NONE: Text = text("未填写时按 100% 计。", "Without an entry, 100 % counts.");
pub const OWNERSHIP_NOT_A_NUMBER: Text = text(
    "持股比例须为数字，如 51.5。",
    "The share must be a number such as 51.5.",
);
pub const REMOVE: Text = text("移除", "Remove");
pub const UNIT_DELETE: Text = text("删除单位", "Delete unit");
pub const UNIT_DELETE_TITLE: Text = text("删除“{name}”？", "Delete {name}?");
pub const UNIT_DELETE_LEAD: Text = text(
    "已有数据或下级的单位不能删除。",
    "A unit with data or with units below it cannot be deleted.",
);
pub const UNIT_DELETED: Text = text("单位已删除", "Unit deleted");
pub const YEAR_FIGURES: Text = text("年度指标", "Figures per year");
pub const YEAR_FIGURES_LEAD: Text = text("用于计算排放强度。", "Used for intensities.");
pub const YEAR: Text = text("年份", "Year");
pub const REVENUE: Text = text("营业收入", "Revenue");
pub const OUTPUT: Text = text("产量", "Output");
pub const OUTPUT_UNIT: Text = text("产量单位", "Unit of output");
pub const FLOOR_AREA: Text = text("建筑面积", "Floor area");
pub const HEAD_COUNT: Text = text("员工人数", "Head count");
pub const PERSONS: Text = text("人", "people");
pub const YEAR_FIGURES_NONE: Text = text("还没有年度指标。", "No figures yet.");
pub const YEAR_FIGURES_EDIT: Text = text("填写某一年", "Enter a year");

pub const INVITE: Text = text("邀请成员", "Invite someone");
pub const INVITE_SUBMIT: Text = text("生成邀请链接", "Make the invitation link");
pub const INVITE_READY: Text = text(
    "把链接发给 {email}。它只显示这一次。",
    "Send this link to {email}. It is shown only once.",
);
pub const INVITATIONS: Text = text("待接受的邀请", "Open invitations");
pub const INVITATION_EXPIRES: Text = text("有效至", "Valid until");
pub const INVITATION_REVOKE: Text = text("撤回邀请", "Revoke");
pub const INVITATION_REVOKED: Text = text("邀请已撤回", "Invitation revoked");
pub const NAME: Text = text("姓名", "Name");
pub const EMAIL: Text = text("邮箱", "Email");
pub const ROLES: Text = text("角色", "Roles");
pub const SITES: Text = text("负责的场所", "Sites");
pub const SITES_HINT: Text = text(
    "数据填报人只能看到并填写所选场所。",
    "A data owner sees and fills in only these sites.",
);
pub const INACTIVE: Text = text("已停用", "Deactivated");
pub const DEACTIVATE: Text = text("停用", "Deactivate");
pub const REACTIVATE: Text = text("恢复", "Reactivate");
pub const DEACTIVATED: Text = text("{name} 已停用", "{name} was deactivated");
pub const YOU: Text = text("（您）", "(you)");
pub const LOAD_MORE: Text = text("加载更多", "Load more");
pub const ROLE_OWNER: Text = text("企业所有者", "Owner");
pub const ROLE_ACCOUNTANT: Text = text("碳核算员", "Accountant");
pub const ROLE_DATA_OWNER: Text = text("数据填报人", "Data owner");
pub const ROLE_APPROVER: Text = text("审批人", "Approver");
pub const ROLE_VERIFIER: Text = text("核查员", "Verifier");
pub const ROLE_EMPLOYEE: Text = text("员工", "Employee");
pub const ROLE_PROGRAMME_MANAGER: Text = text("员工项目负责人", "Programme manager");
pub const ROLE_INTEGRATOR: Text = text("系统集成人员", "Integrator");

pub const SESSIONS_LEAD: Text = text(
    "您的账户在这些设备上处于登录状态。",
    "Your account is signed in on these devices.",
);
pub const THIS_SESSION: Text = text("当前设备", "This device");
pub const UNKNOWN_DEVICE: Text = text("未知设备", "Unknown device");
pub const LAST_USED: Text = text("最近使用 {at}", "Last used {at}");
pub const SIGNED_IN_AT: Text = text("登录于 {at}", "Signed in {at}");
pub const SESSION_REVOKE: Text = text("退出该设备", "Sign out there");
pub const SESSION_REVOKED: Text = text("该设备已退出", "Signed out there");

pub const FACTORS_LEAD: Text = text(
    "每个因子都有出处。凭记忆录入、未核对原文的因子有明显标记。",
    "Every factor has its source. Those recalled and not yet checked against the publication are marked.",
);
pub const SEARCH: Text = text("搜索", "Search");
pub const SEARCH_FACTORS: Text = text("名称、活动、发布机构", "Name, activity, publisher");
pub const RECALLED_NOTICE: Text = text(
    "该数值凭记忆录入，尚未与原文核对；用于披露前请核对出处。",
    "This figure was recalled and has not been checked against the publication. Check the source before you disclose it.",
);
pub const ANY_CONFIDENCE: Text = text("全部来源", "All origins");
pub const CONFIDENCE: Text = text("来源类别", "Origin");
pub const CONFIDENCE_PUBLISHED: Text = text("已核对出处", "Published");
pub const CONFIDENCE_RECALLED: Text = text("未核对原文", "Recalled, not checked");
pub const CONFIDENCE_OWN: Text = text("企业自有", "Own");
pub const CONFIDENCE_SUPPLIER: Text = text("供应商提供", "From a supplier");
pub const PUBLISHER: Text = text("发布机构", "Publisher");
pub const DATASET: Text = text("数据集", "Data set");
pub const VERSION: Text = text("版本", "Version");
pub const FACTOR: Text = text("因子", "Factor");
pub const VALUE: Text = text("数值（每单位）", "Value per unit");
pub const VALUE_BY_FUEL: Text = text("按燃料特性计算", "from fuel properties");
pub const UNIT: Text = text("单位", "Unit");
pub const FACTORS_FOUND: Text = text("共 {count} 个因子", "{count} factors");
pub const FACTORS_EMPTY: Text = text(
    "没有符合条件的因子。换个词，或减少筛选条件。",
    "No factor fits. Try another word or fewer filters.",
);
pub const FACTOR_NEW: Text = text("添加自有因子", "Add your own factor");
pub const FACTOR_DETAILS: Text = text("因子详情", "Factor");
pub const FACTOR_SERIES: Text = text("历年数值", "Years side by side");
pub const VALIDITY: Text = text("适用期", "Valid for");
pub const VALIDITY_OPEN: Text = text("不限", "open");
pub const GASES: Text = text("分气体", "By gas");
pub const NCV: Text = text("低位发热量", "Net calorific value");
pub const CARBON_CONTENT: Text = text("单位热值含碳量", "Carbon content");
pub const OXIDATION: Text = text("氧化率", "Oxidation rate");
pub const BIOGENIC: Text = text("生物源 CO2", "Biogenic CO2");
pub const BASIS: Text = text("口径", "Basis");
pub const SOURCE: Text = text("出处", "Source");
pub const LICENCE: Text = text("许可", "Licence");
pub const NOTE: Text = text("备注", "Note");
pub const FACTOR_DRAFT: Text = text("待审批", "Awaiting approval");
pub const FACTOR_APPROVED: Text = text("已批准", "Approved");
pub const FACTOR_RETIRED: Text = text("已停用", "Retired");
pub const FACTOR_APPROVE: Text = text("批准", "Approve");
pub const FACTOR_RETIRE: Text = text("停用因子", "Retire");
pub const FACTOR_APPROVE_LEAD: Text = text(
    "自有因子须由第二人批准后才会采用。",
    "An own factor is used once a second person has approved it.",
);
pub const FACTOR_NAME: Text = text("因子名称", "Name");
pub const ACTIVITY: Text = text("活动", "Activity");
pub const FACTOR_VALUE: Text = text("数值", "Value");
pub const FACTOR_SAVED: Text = text("因子已提交审批", "The factor awaits approval");
pub const GWP_INSIDE: Text = text("数值所用 GWP", "GWP inside the value");
pub const GWP_UNKNOWN: Text = text("未知", "Unknown");
pub const SUPPLIER: Text = text("供应商", "Supplier");
pub const SUPPLIER_HINT: Text = text(
    "留空表示企业自有因子。",
    "Leave empty for a factor of your own.",
);
pub const MARKET_BASED: Text = text("只用于基于市场的范围二", "For market-based scope 2 only");
pub const VALID_FROM: Text = text("适用自", "Valid from");
pub const VALID_TO: Text = text("适用至", "Valid to");
pub const SOURCE_HINT: Text = text(
    "文件名、表号或网址，必填。",
    "Document, table or address. Needed.",
);

pub const AUDIT_LEAD: Text = text(
    "每一次更改都在这里，逐条以哈希相连，篡改会被发现。",
    "Every change is here, each chained to the one before by its hash: tampering shows.",
);
pub const AUDIT_EMPTY: Text = text("还没有记录。", "Nothing has been recorded yet.");
pub const AUDIT_REASON: Text = text("理由：{reason}", "Reason: {reason}");
pub const AUDIT_FILTERED: Text = text(
    "只显示一个对象的记录。",
    "Showing the history of one object.",
);
pub const SHOW_ALL: Text = text("显示全部", "Show all");
pub const BASIS_GROSS_CV: Text = text("按高位发热量", "gross calorific value");
pub const BASIS_NET_CV: Text = text("按低位发热量", "net calorific value");
pub const BASIS_LOCATION: Text = text("基于位置", "location-based");
pub const BASIS_MARKET: Text = text("基于市场", "market-based");
pub const BASIS_RESIDUAL: Text = text("剩余电力组合", "residual mix");
pub const BASIS_LIFECYCLE: Text = text("全生命周期", "life cycle");
pub const BASIS_GENERATION: Text = text("发电侧", "generation");
pub const BASIS_COMBUSTION: Text = text("燃烧", "combustion");
