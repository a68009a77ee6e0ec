//! Words of the circle: its frame, home and getting in.

use crate::i18n::{Text, text};

pub const PRODUCT: Text = text("梭梭碳圈", "Saxaul Circle");
pub const SIGN_IN_TITLE: Text = text("登录碳圈", "Sign in to the circle");

pub const NAVIGATION: Text = text("碳圈导航", "Circle navigation");
pub const HOME: Text = text("首页", "Home");
pub const LOG: Text = text("记录", "Log");
pub const BOARD: Text = text("榜单", "Board");
pub const ME: Text = text("我", "Me");
pub const BACK: Text = text("返回", "Back");

pub const OFFLINE: Text = text(
    "没有网络。可以照常记录，联网后自动发送。",
    "You are offline. Go on logging: it is sent when you are back.",
);
pub const WAITING: Text = text("{count} 条等待发送", "{count} waiting to be sent");
pub const SENT_LATER: Text = text("{count} 条记录已补发", "{count} sent now that you are back");
pub const KEPT: Text = text(
    "已存在手机里，联网后自动发送。",
    "Kept on this device; it is sent when you are back online.",
);
pub const QUEUE_REFUSED: Text = text("这条记录没有被接受", "This one was not accepted");
pub const QUEUE_DISCARD: Text = text("知道了，移除", "Remove it");
pub const QUEUE_TITLE: Text = text("等待发送", "Waiting to be sent");

pub const HELLO_MORNING: Text = text("早上好，{name}", "Good morning, {name}");
pub const HELLO_DAY: Text = text("下午好，{name}", "Good afternoon, {name}");
pub const HELLO_EVENING: Text = text("晚上好，{name}", "Good evening, {name}");
pub const TODAY_LESS: Text = text("今天少排了", "Saved today");
pub const TODAY_NONE: Text = text(
    "今天还没有记录，从一件小事开始。",
    "Nothing logged today yet. Start with something small.",
);
pub const RING: Text = text(
    "今天减排 {mass}，相当于每日碳预算的 {percent}%",
    "{mass} saved today, {percent}% of a day's carbon budget",
);
pub const RING_SHARE: Text = text(
    "每日预算 {mass} 的 {percent}%",
    "{percent}% of a day's {mass}",
);
pub const POINTS: Text = text("积分", "points");
pub const POINTS_COLUMN: Text = text("积分", "Points");
pub const POINTS_OF: Text = text("{count} 积分", "{count} points");
pub const POINTS_PLUS: Text = text("+{count} 积分", "+{count} points");
pub const FREQUENT: Text = text("常用", "One tap");
pub const FREQUENT_EMPTY: Text = text(
    "记过的行为会出现在这里，点一下就能再记一次。",
    "What you log often appears here, one tap away.",
);
pub const FREQUENT_VERB: Text = text("再记一次：", "Log again: ");
pub const ALL_ACTIONS: Text = text("全部行为", "All actions");
pub const STEPS: Text = text("步数与运动", "Steps and sport");
pub const STEPS_NONE: Text = text(
    "导入 Apple 健康、Strava、Google 或华为的数据",
    "Import from Apple Health, Strava, Google or Huawei",
);
pub const STEPS_LAST: Text = text("{day}：{steps} 步", "{day}: {steps} steps");
pub const MONTH: Text = text("本月", "This month");
pub const MONTH_MORE: Text = text("看整月账单", "The whole statement");
pub const EMITTED: Text = text("排放", "Emitted");
pub const SAVED: Text = text("减排", "Saved");
pub const NET: Text = text("净值", "Net");
pub const BUDGET: Text = text("本月预算 {mass}", "Budget {mass}");
pub const BUDGET_LEFT: Text = text("还剩 {mass}", "{mass} left");
pub const BUDGET_OVER: Text = text("超出 {mass}", "{mass} over");
pub const BUDGET_USED: Text = text("已用预算的 {percent}%", "{percent}% of the budget used");
pub const EXPIRING: Text = text(
    "{count} 积分将于 {day} 到期，先到期的先用掉。",
    "{count} points expire on {day}; the oldest are spent first.",
);
pub const QUIZ_CARD: Text = text("一年的足迹有多大？", "How big is your year?");
pub const QUIZ_LAST: Text = text(
    "上次估算 {mass}，可以再答一次。",
    "Last time {mass}; answer again any time.",
);
pub const QUIZ_CARD_HINT: Text = text(
    "不到两分钟，不清楚的可以选“不知道”。",
    "Under two minutes, and “I don't know” is an answer.",
);

pub const TRAVEL: Text = text("出行", "Travel");
pub const GREEN_OFFICE: Text = text("绿色办公", "Green office");
pub const LOW_CARBON_LIFE: Text = text("低碳生活", "Low-carbon life");
pub const SPORT: Text = text("运动", "Sport");

pub const JOIN_TITLE: Text = text("加入碳圈", "Join the circle");
pub const JOIN_OF: Text = text(
    "{company}邀请您加入碳圈",
    "{company} invites you to the circle",
);
pub const JOIN_LEAD: Text = text(
    "记下每天的低碳选择，看看省了多少，和同事一起变好。",
    "Note the low-carbon choices of your day, see what they save, get better together.",
);
pub const JOIN_GONE: Text = text(
    "这个链接已失效。请向发给您链接的同事要一个新的。",
    "This link is no longer good. Ask the colleague who sent it for a new one.",
);
pub const JOIN_STEP_CONSENT: Text = text("约定", "Agreement");
pub const JOIN_STEP_YOU: Text = text("您", "You");
pub const JOIN_STEP_SEEN: Text = text("可见性", "Visibility");
pub const JOIN_CONSENT_TITLE: Text = text("先说清楚", "First, plainly");
pub const JOIN_CONSENT_VERSION: Text = text("约定第 {version} 版", "Agreement, version {version}");
pub const JOIN_AGREE: Text = text("我已读过并同意", "I have read this and agree");
pub const JOIN_AGREE_NEEDED: Text = text("请先勾选同意", "Please agree first");
pub const JOIN_NEXT: Text = text("下一步", "Next");
pub const JOIN_SUBMIT: Text = text("加入", "Join");
pub const DOMAIN_HINT: Text = text(
    "需要 @{domain} 的公司邮箱",
    "A company address at @{domain}",
);
pub const DEPARTMENT: Text = text("部门", "Department");
pub const TEAM: Text = text("团队", "Team");
pub const NO_DEPARTMENT: Text = text("不选", "None");
pub const VISIBILITY: Text = text("在榜单上", "On boards");
pub const HIDDEN: Text = text("不出现", "Not at all");
pub const HIDDEN_HINT: Text = text(
    "只有您自己看得到名次；仍计入部门的平均。",
    "Only you see your rank; your department's average still counts you.",
);
pub const ALIAS: Text = text("用昵称", "Under an alias");
pub const ALIAS_HINT: Text = text(
    "同事看到昵称，看不到姓名。",
    "Colleagues see the alias, not your name.",
);
pub const NAME: Text = text("用姓名", "Under my name");
pub const NAME_HINT: Text = text("同事看到您的姓名。", "Colleagues see your name.");
pub const ALIAS_FIELD: Text = text("昵称", "Alias");
pub const DISTANCE: Text = text("家到公司的距离", "From home to the office");
pub const DISTANCE_HINT: Text = text(
    "只存距离，不存地址；用来核对通勤记录是否合理。",
    "Only the distance is kept, never an address; it tells whether a commute is plausible.",
);
pub const ELSEWHERE: Text = text(
    "同样的行为我也在城市碳普惠平台上申报",
    "I also declare the same actions on a city scheme",
);
pub const ELSEWHERE_HINT: Text = text(
    "同一份减排不能算两次：在这里只得积分。",
    "One reduction counts once: here it then earns points only.",
);
pub const ENROL_TITLE: Text = text("您还没有加入碳圈", "You have not joined the circle yet");
pub const ENROL_LEAD: Text = text(
    "用现在的账户就能加入，和控制台互不影响。",
    "Your account is enough; the console stays as it is.",
);
pub const WELCOME: Text = text("欢迎加入", "Welcome");
pub const CONSENT_NEW: Text = text(
    "约定有了新版本，请在“隐私与数据”中阅读。",
    "The agreement has a new version; read it under “Privacy and data”.",
);
pub const CONSENT_AGREE: Text = text("同意新版本", "Agree to the new version");
