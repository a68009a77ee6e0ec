//! Words of the boards.

use crate::i18n::{Text, text};

pub const TITLE: Text = text("榜单", "Board");
pub const WHO: Text = text("谁", "Who");
pub const WHEN: Text = text("多久", "How long");
pub const PERSON: Text = text("个人", "People");
pub const TEAM: Text = text("团队", "Teams");
pub const DEPARTMENT: Text = text("部门", "Depts");
pub const COMPANY: Text = text("公司", "Companies");
pub const WEEK: Text = text("本周", "Week");
pub const MONTH: Text = text("本月", "Month");
pub const YEAR: Text = text("今年", "Year");
pub const ALL_TIME: Text = text("累计", "All");
pub const LIVE: Text = text("实时", "Live");
pub const SPAN: Text = text("{start} 至 {end}", "{start} to {end}");
pub const SINCE: Text = text("自加入以来", "since joining");
pub const OWN: Text = text("我的名次", "My rank");
pub const OWN_GROUP: Text = text("我所在的", "Mine");
pub const OWN_NONE: Text = text(
    "还没有名次，记一笔就上榜。",
    "No rank yet: log something to get one.",
);
pub const RANK: Text = text("第 {rank} 名", "No. {rank}");
pub const YOU: Text = text("我", "you");
pub const UP: Text = text("上升 {count} 名", "up {count}");
pub const DOWN: Text = text("下降 {count} 名", "down {count}");
pub const SCORE: Text = text("{count} 分", "{count} pts");
pub const PER_HEAD: Text = text("人均 {count} 分", "{count} pts a head");
pub const MEMBERS: Text = text("{count} 人", "{count} members");
pub const PARTICIPATION: Text = text(
    "{enrolled} 人中有 {count} 人参与（{percent}%）",
    "{count} of {enrolled} take part ({percent}%)",
);
pub const EMPTY: Text = text(
    "这段时间还没有人上榜。",
    "Nobody is on the board for this span yet.",
);
pub const HIDDEN_GROUPS: Text = text(
    "另有 {count} 个群体未显示",
    "{count} more groups are not shown",
);
pub const WHY_HIDDEN: Text = text(
    "不足五人的群体，和参与率低于 {floor}% 的群体不显示：人太少时，平均数会暴露个人。",
    "Groups under five and those with less than {floor}% taking part are not shown: the average of a few would give each of them away.",
);
pub const HOW: Text = text(
    "个人按积分，群体按人均；手动填写的步数不计入。不愿出现的同事不显示名字，但计入群体。",
    "People by points, groups by points a head; steps typed by hand never count. Colleagues who do not wish to appear are not named, yet their group counts them.",
);
pub const SHOWN_HIDDEN: Text = text("您现在不出现在榜单上", "You are not shown on boards");
pub const SHOWN_ALIAS: Text = text("您以“{name}”出现", "You appear as “{name}”");
pub const SHOWN_NAME: Text = text("您以姓名出现", "You appear under your name");
pub const OPT_OUT: Text = text("不再出现", "Stop showing me");
pub const OPT_IN: Text = text("选择如何出现", "Choose how to appear");
pub const OPTED_OUT: Text = text("您已从所有榜单上隐去", "You are off all boards");
pub const SIZE_SMALL: Text = text("小组（5–19 人）", "Small (5–19)");
pub const SIZE_MEDIUM: Text = text("中组（20–99 人）", "Medium (20–99)");
pub const SIZE_LARGE: Text = text("大组（100 人以上）", "Large (100+)");
