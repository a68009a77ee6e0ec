//! Words of importing steps and sport.

use crate::i18n::{Text, text};

pub const TITLE: Text = text("导入步数与运动", "Import steps and sport");
pub const LEAD: Text = text(
    "步数只换积分。同一个文件导入两次不会重复。",
    "Steps earn points only. The same file twice adds nothing.",
);
pub const CONSENT: Text = text(
    "我同意解析这份健康数据",
    "I agree that this health data is read",
);
pub const DROP: Text = text("选择导出的文件", "Choose the exported file");
pub const DROP_HINT: Text = text(
    "export.zip（Apple 健康）、Strava 或 Google Takeout 归档、华为运动健康导出，或 CSV",
    "export.zip (Apple Health), a Strava or Google Takeout archive, a Huawei Health export, or CSV",
);
pub const CONSENT_FIRST: Text = text("请先勾选上面的同意。", "Please agree above first.");
pub const HOW: Text = text("怎么导出？", "How to export?");
pub const APPLE: Text = text(
    "Apple 健康：健康 App → 头像 → 导出所有健康数据",
    "Apple Health: Health app → your picture → Export All Health Data",
);
pub const STRAVA: Text = text(
    "Strava：设置 → 我的账户 → 下载或删除账户 → 请求归档",
    "Strava: Settings → My Account → Download or Delete Your Account → Request Your Archive",
);
pub const GOOGLE: Text = text(
    "Google：takeout.google.com → Fit",
    "Google: takeout.google.com → Fit",
);
pub const HUAWEI: Text = text(
    "华为：运动健康 App → 隐私中心 → 获取您的数据副本",
    "Huawei: Health app → Privacy centre → Request your data",
);
pub const READING: Text = text("正在解析", "Reading the file");
pub const LEAVE: Text = text("可以离开此页。", "You may leave this page.");
pub const PAST: Text = text("已导入", "Imported");
pub const NONE: Text = text("还没有导入过。", "Nothing imported yet.");
pub const STEPS: Text = text("步数", "Steps");
pub const DELETE: Text = text("删除这次导入", "Delete this import");
pub const FAILED: Text = text("没能读懂这个文件", "This file could not be read");
pub const SOURCE_APPLE: Text = text("Apple 健康", "Apple Health");
pub const SOURCE_STRAVA: Text = text("Strava", "Strava");
pub const SOURCE_GOOGLE: Text = text("Google Fit", "Google Fit");
pub const SOURCE_HUAWEI: Text = text("华为运动健康", "Huawei Health");
pub const SOURCE_ZEPP: Text = text("Zepp / 小米运动", "Zepp / Mi Fit");
pub const SOURCE_TABLE: Text = text("CSV 表格", "CSV table");
pub const SOURCE_REPORT: Text = text("公司系统", "Company system");
pub const MANUAL: Text = text(
    "{count} 条手动填写的记录不计入。",
    "{count} samples typed by hand do not count.",
);
pub const OLDER: Text = text(
    "{count} 条一年以前的记录没有保留。",
    "{count} samples older than a year were not kept.",
);
pub const DAY_COLUMN: Text = text("日期", "Day");
pub const CONSENT_HINT: Text = text(
    "解析后文件立即删除，只保留每天的步数；同事和公司都看不到，只看得到积分。可以随时删除每次导入。",
    "The file is deleted once read, only steps a day stay; colleagues and the company see points, never this. Each import can be deleted.",
);
pub const DAYS: Text = text(
    "{days} 天；{rides} 次带距离的运动，{accepted} 次记为通勤",
    "{days} days; {rides} rides, runs and walks, {accepted} counted as commutes",
);
pub const DELETED: Text = text(
    "已删除，由它得到的积分一并冲回。",
    "Deleted; the points it earned are taken back.",
);
