//! Words of one's own room in the circle.

use crate::i18n::{Text, text};

pub const TITLE: Text = text("我", "Me");
pub const HOLDINGS: Text = text("我的资产", "Holdings");
pub const POINTS: Text = text("积分", "Points");
pub const GRAMS: Text = text("减排量", "Reductions");
pub const AVAILABLE: Text = text("可用", "available");
pub const LOCKED: Text = text("已锁定 {amount}", "{amount} locked");
pub const RETIRED: Text = text("已注销 {amount}", "{amount} retired");
pub const JOINED: Text = text("{day} 加入", "joined {day}");
pub const EXPIRY: Text = text("{amount} 将于 {day} 到期", "{amount} expire on {day}");

pub const CREDITS: Text = text("积分与减排明细", "Points and grams, entry by entry");
pub const CREDITS_TITLE: Text = text("明细", "Statement");
pub const CREDITS_EMPTY: Text = text("还没有任何入账。", "Nothing has been booked yet.");
pub const BALANCE_AFTER: Text = text("余额 {amount}", "balance {amount}");
pub const MORE: Text = text("更早的", "Earlier ones");
pub const CLAIMS: Text = text("我的记录", "What I logged");
pub const CLAIMS_EMPTY: Text = text("还没有记录。", "Nothing logged yet.");
pub const GIVE: Text = text("送积分给同事", "Give points to a colleague");
pub const GIVE_TITLE: Text = text("送积分", "Give points");
pub const GIVE_LEAD: Text = text(
    "送出后不能收回。每月送给同一位同事的积分有上限。",
    "What is given cannot be taken back. There is a limit for each colleague and month.",
);
pub const GIVE_TO: Text = text("给谁", "To whom");
pub const GIVE_TO_HINT: Text = text(
    "只能找到愿意显示姓名或昵称的同事",
    "Only colleagues who show a name or an alias can be found",
);
pub const GIVE_AMOUNT: Text = text("多少", "How many");
pub const GIVE_AVAILABLE: Text = text("可用 {count}", "{count} available");
pub const GIVE_MESSAGE: Text = text("留言", "Message");
pub const GIVE_SUBMIT: Text = text("送出", "Give");
pub const GIVEN: Text = text("已送出 {count} 积分", "{count} points given");
pub const FOOTPRINT: Text = text("一年的足迹", "Footprint of a year");
pub const STATEMENT: Text = text("月度碳账单", "Monthly carbon statement");
pub const IMPORT: Text = text("步数与运动", "Steps and sport");
pub const PRIVACY: Text = text("隐私与数据", "Privacy and data");
pub const CONSOLE: Text = text("打开企业控制台", "Open the company console");
pub const PREFERENCES: Text = text("偏好", "Preferences");
pub const SIGN_OUT_WAITING: Text = text(
    "还有 {count} 条记录没有发送，退出会丢失它们。",
    "{count} entries have not been sent; signing out loses them.",
);
pub const SIGN_OUT_ANYWAY: Text = text("仍然退出", "Sign out anyway");

pub const PRIVACY_TITLE: Text = text("隐私与数据", "Privacy and data");
pub const SEEN: Text = text("谁能看到我", "Who sees me");
pub const GROUP: Text = text("部门与团队", "Department and team");
pub const CONSENT: Text = text("我同意的约定", "What I agreed to");
pub const CONSENT_HEALTH_ON: Text =
    text("已同意导入健康数据", "Importing health data is agreed to");
pub const CONSENT_HEALTH_OFF: Text = text(
    "未同意导入健康数据",
    "Importing health data is not agreed to",
);
pub const WITHDRAW: Text = text("撤回", "Withdraw");

pub const STATE_ACCEPTED: Text = text("已记入", "Counted");
pub const STATE_PARTLY: Text = text("部分记入", "Counted in part");
pub const STATE_REVIEW: Text = text("待复核", "In review");
pub const STATE_REJECTED: Text = text("未通过", "Not accepted");
pub const STATE_UNDONE: Text = text("已撤销", "Undone");
pub const STATE_REVERSED: Text = text("已冲回", "Taken back");
pub const UNDO_CLAIM: Text = text("撤销这条记录", "Undo this entry");
pub const APPEAL: Text = text("申诉", "Appeal");
pub const APPEAL_TEXT: Text = text("说明理由", "Say why");
pub const APPEAL_HINT: Text = text(
    "由另一位复核人处理，结果会出现在这里。",
    "A second reviewer decides; the outcome appears here.",
);
pub const APPEAL_SENT: Text = text("申诉已提交", "The appeal was sent");
pub const FACTOR_VERSION: Text = text("系数版本 {version}", "factor version {version}");
pub const RULE_VERSION: Text = text("规则第 {version} 版", "rule version {version}");
pub const TRUST: Text = text("可信度", "Evidence");
pub const TRUST_MANUAL: Text = text("手动填写", "typed by hand");
pub const TRUST_DAILY: Text = text("每日合计", "a day's total");
pub const TRUST_DEVICE_DAILY: Text = text("设备每日合计", "a device's daily total");
pub const TRUST_DEVICE: Text = text("设备分时记录", "a device's own record");
pub const TRUST_DOCUMENTED: Text = text("第三方凭证", "a third party's document");

pub const EARN: Text = text("获得", "Earned");
pub const GRANT: Text = text("发放", "Granted");
pub const GAVE: Text = text("赠送", "Given");
pub const SPEND: Text = text("使用", "Spent");
pub const HOLD: Text = text("预留", "Held");
pub const SETTLE: Text = text("结清", "Settled");
pub const VOID: Text = text("退回", "Released");
pub const LOCK: Text = text("锁定", "Locked");
pub const UNLOCK: Text = text("解锁", "Unlocked");
pub const RETIRE: Text = text("注销", "Retired");
pub const EXPIRE: Text = text("到期", "Expired");
pub const REVERSE: Text = text("冲回", "Reversed");
pub const DECISION: Text = text("复核意见", "The reviewer's reason");
pub const APPEALED: Text = text("您的申诉：", "Your appeal:");
pub const APPEAL_WAITS: Text = text("等待第二位复核人。", "A second reviewer has yet to answer.");
