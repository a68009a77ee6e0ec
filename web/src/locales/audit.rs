//! Words of the audit trail: what was done, to which field.

use crate::i18n::{Text, text};

/// What was done, by the name it is recorded under.
pub const ACTIONS: &[(&str, Text)] = &[
    ("organisation.founded", text("开通企业", "Company set up")),
    (
        "organisationUpdate",
        text("修改企业设置", "Company settings changed"),
    ),
    ("demoCompanyMade", text("建立演示企业", "Demo company made")),
    (
        "dataPackSet",
        text("启用或停用因子数据包", "Factor pack switched"),
    ),
    ("boundaryUnitCreate", text("添加单位", "Unit added")),
    ("boundaryUnitUpdate", text("修改单位", "Unit changed")),
    ("boundaryUnitDelete", text("删除单位", "Unit deleted")),
    (
        "yearFiguresSet",
        text("填写年度指标", "Figures of a year entered"),
    ),
    ("factorCreate", text("添加因子", "Factor added")),
    ("factorApprove", text("批准因子", "Factor approved")),
    ("factorRetire", text("停用因子", "Factor retired")),
    (
        "activityRecordCreate",
        text("添加活动数据", "Activity record added"),
    ),
    (
        "activityRecordUpdate",
        text("修改活动数据", "Activity record changed"),
    ),
    (
        "activityRecordDelete",
        text("删除活动数据", "Activity record deleted"),
    ),
    (
        "activityRecordRestore",
        text("恢复活动数据", "Activity record restored"),
    ),
    ("evidenceAttach", text("添加凭证", "Evidence attached")),
    ("importCreate", text("上传文件", "File uploaded")),
    ("importMap", text("匹配列", "Columns mapped")),
    ("importStart", text("导入文件", "File imported")),
    ("importCancel", text("取消导入", "Import cancelled")),
    ("import.finished", text("导入完成", "Import finished")),
    (
        "inventoryCreate",
        text("新建清单版本", "Inventory version made"),
    ),
    ("inventorySubmit", text("提交清单", "Inventory submitted")),
    ("inventoryApprove", text("批准清单", "Inventory approved")),
    ("inventoryLock", text("锁定清单", "Inventory locked")),
    (
        "inventoryReopen",
        text("重新打开清单", "Inventory reopened"),
    ),
    ("invitation.created", text("邀请成员", "Invitation made")),
    (
        "invitation.accepted",
        text("接受邀请", "Invitation accepted"),
    ),
    ("invitation.revoked", text("撤回邀请", "Invitation revoked")),
    ("person.updated", text("修改成员", "Person changed")),
    ("password.reset", text("重设密码", "Password reset")),
    ("session.created", text("登录", "Signed in")),
    ("session.ended", text("退出登录", "Signed out")),
];

/// Fields, by the name they are recorded under.
pub const FIELDS: &[(&str, Text)] = &[
    ("active", text("在用", "active")),
    ("activity", text("活动", "activity")),
    ("activityCodes", text("活动", "activities")),
    ("baseYear", text("基准年", "base year")),
    (
        "consolidationApproach",
        text("合并方法", "consolidation approach"),
    ),
    ("currency", text("币种", "currency")),
    (
        "datasetPreference",
        text("数据集偏好", "data set preference"),
    ),
    ("email", text("邮箱", "email")),
    ("enabled", text("启用", "enabled")),
    ("end", text("结束日期", "last day")),
    ("factorId", text("因子", "factor")),
    ("financialControl", text("财务控制权", "financial control")),
    ("financialTie", text("财务关系", "tie in the accounts")),
    ("gwpSet", text("GWP", "GWP set")),
    ("industry", text("行业", "industry")),
    ("kind", text("类型", "kind")),
    ("name", text("名称", "name")),
    ("note", text("备注", "note")),
    (
        "operationalControl",
        text("运营控制权", "operational control"),
    ),
    ("ownership", text("持股比例", "ownership")),
    ("pack", text("数据包", "pack")),
    ("packs", text("数据包", "packs")),
    ("parentId", text("上级单位", "belongs to")),
    ("quality", text("数据质量", "data quality")),
    ("quantity", text("数量", "quantity")),
    ("records", text("记录数", "records")),
    ("reference", text("单据号", "reference")),
    ("region", text("地区", "region")),
    ("roles", text("角色", "roles")),
    ("siteId", text("场所", "site")),
    ("siteIds", text("场所", "sites")),
    ("source", text("排放源", "source")),
    ("sourceRef", text("出处", "source")),
    ("start", text("开始日期", "first day")),
    ("state", text("状态", "state")),
    ("supplier", text("供应商", "supplier")),
    ("timeZone", text("时区", "time zone")),
    ("uncertaintyPct", text("不确定度", "uncertainty")),
    ("unit", text("单位", "unit")),
    ("year", text("年份", "year")),
    ("yearFigures", text("年度指标", "figures per year")),
];

pub const YES: Text = text("是", "yes");
pub const NO: Text = text("否", "no");
pub const STATE_OPEN: Text = text("进行中", "open");
pub const STATE_SUBMITTED: Text = text("已提交", "submitted");
pub const STATE_APPROVED: Text = text("已批准", "approved");
pub const STATE_LOCKED: Text = text("已锁定", "locked");
