//! Words of logging in the circle: actions, everyday emissions, the quiz, imports and the statement.

use crate::i18n::{Text, text};

pub const TITLE: Text = text("做了什么？", "What did you do?");
pub const LEAD: Text = text(
    "选一项，先看能省多少，再决定记不记。",
    "Pick one: see what it saves before you log it.",
);
pub const SCENES: Text = text("场景", "Scene");
pub const ALL: Text = text("全部", "All");
pub const SEARCH: Text = text("找一项", "Find an action");
pub const PER_UNIT: Text = text("每{unit} −{mass}", "−{mass} per {unit}");
pub const POINTS_ONLY: Text = text("只得积分", "Points only");
pub const EVERYDAY: Text = text("记日常排放", "Log everyday emissions");
pub const EVERYDAY_HINT: Text = text(
    "开车、吃饭、用电，也记一笔，账才完整。",
    "Driving, meals, power: a statement needs both sides.",
);
pub const EMPTY: Text = text(
    "公司还没有开放任何行为，请联系项目管理员。",
    "Your company has not opened any action yet. Ask the programme manager.",
);

pub const AMOUNT: Text = text("数量", "How much");
pub const LESS: Text = text("减少 {step}", "Less by {step}");
pub const MORE: Text = text("增加 {step}", "More by {step}");
pub const DAY: Text = text("哪一天", "Which day");
pub const TODAY: Text = text("今天", "Today");
pub const YESTERDAY: Text = text("昨天", "Yesterday");
pub const EVIDENCE_PHOTO: Text = text("照片", "Photo");
pub const PHOTO_DROP: Text = text("拍一张，或选一张照片", "Take or choose a picture");
pub const PHOTO_THERE: Text = text("照片已上传", "Picture uploaded");
pub const PHOTO_OFFLINE: Text = text(
    "上传照片需要网络。",
    "A picture needs a connection to be uploaded.",
);
pub const DETAILS: Text = text("时间与时长", "Time and duration");
pub const DETAILS_HINT: Text = text(
    "填写后更容易核对，不填也可以。",
    "Makes it easier to check; may be left empty.",
);
pub const STARTED: Text = text("出发时间", "Started at");
pub const MINUTES: Text = text("时长", "Duration");
pub const MINUTE_UNIT: Text = text("分钟", "min");

pub const SAVES: Text = text("少排", "Saves");
pub const EARNS: Text = text("可得", "Earns");
pub const WHY: Text = text("怎么算的", "How it is worked out");
pub const FORMULA: Text = text("公式", "Formula");
pub const BASELINE: Text = text("对照", "Compared with");
pub const SOURCE: Text = text("来源", "Source");
pub const RULE: Text = text("规则", "Rule");
pub const CONFIDENCE_ESTIMATE: Text = text("系数为估计值", "An estimated factor");
pub const LEFT_TODAY: Text = text("今天还可记 {amount}", "{amount} left today");
pub const LEFT_YEAR: Text = text("今年还可记 {amount}", "{amount} left this year");
pub const OVER_CAP: Text = text(
    "超出上限：只记入 {accepted}，{refused} 不计。",
    "Over the cap: {accepted} counts, {refused} does not.",
);
pub const INSIDE: Text = text(
    "已在公司清单内：{link}",
    "Already in the company's inventory: {link}",
);
pub const SUBMIT: Text = text("记一笔", "Log it");
pub const AMOUNT_WRONG: Text = text("请输入大于 0 的数", "Enter a number above 0");
pub const WAIT_AMOUNT: Text = text(
    "填入数量就能看到结果",
    "Enter an amount to see what it saves",
);

pub const DONE: Text = text("记好了", "Logged");
pub const DONE_PARTLY: Text = text("部分记入", "Logged in part");
pub const DONE_REVIEW: Text = text("等待复核", "Waiting for a review");
pub const DONE_LATER: Text = text("先存下了", "Kept for later");
pub const DONE_AGAIN: Text = text("再记一笔", "Log another");
pub const DONE_CLOSE: Text = text("完成", "Done");
pub const LOGGED_TOAST: Text = text("已记录：{name}", "Logged: {name}");
pub const UNDONE: Text = text("已撤销：{name}", "Undone: {name}");
pub const PARTLY: Text = text(
    "申报 {claimed}，记入 {accepted}。",
    "You logged {claimed}; {accepted} counts.",
);

pub const INVENTORY_SCOPE_2: Text = text("范围二（外购能源）", "scope 2 (purchased energy)");
pub const INVENTORY_1: Text = text("范围三类别1（采购）", "scope 3 category 1 (purchases)");
pub const INVENTORY_5: Text = text("范围三类别5（废弃物）", "scope 3 category 5 (waste)");
pub const INVENTORY_6: Text = text(
    "范围三类别6（差旅）",
    "scope 3 category 6 (business travel)",
);
pub const INVENTORY_7: Text = text("范围三类别7（通勤）", "scope 3 category 7 (commuting)");

pub const EVERYDAY_TITLE: Text = text("日常排放", "Everyday emissions");
pub const EVERYDAY_LEAD: Text = text(
    "只有您自己看得到。记下来，才知道减排是不是真的在变少。",
    "Only you see this. It tells whether what you save really lowers the sum.",
);
pub const EVERYDAY_SEARCH: Text = text("找一项，例如“地铁”", "Find one, such as “metro”");
pub const EVERYDAY_RECENT: Text = text("最近记录", "Logged lately");
pub const EVERYDAY_EMPTY: Text = text("这个月还没有记录。", "Nothing logged this month.");
pub const EVERYDAY_EMITS: Text = text("排放", "Emits");
pub const EVERYDAY_PER: Text = text("每{unit} {mass}", "{mass} per {unit}");
pub const EVERYDAY_LOGGED: Text = text("已记录：{name} {mass}", "Logged: {name}, {mass}");

pub const QUIZ_TITLE: Text = text("一年的足迹", "Footprint of a year");
pub const QUIZ_PROGRESS: Text = text("第 {at} 题，共 {of} 题", "Question {at} of {of}");
pub const QUIZ_UNKNOWN: Text = text("不知道", "I don't know");
pub const QUIZ_BACK: Text = text("上一题", "Back");
pub const QUIZ_RESULT: Text = text("您的一年约为", "Your year is about");
pub const QUIZ_BY_CATEGORY: Text = text("由什么组成", "What it is made of");
pub const QUIZ_ASSUMED: Text = text("按以下假设估算", "Worked out with these assumptions");
pub const QUIZ_AGAIN: Text = text("重新回答", "Answer again");
pub const QUIZ_SAVED: Text = text("已保存，只有您自己看得到。", "Saved; only you see it.");
pub const QUIZ_LOCAL: Text = text(
    "没有网络：结果在本机算出，未保存。",
    "Offline: worked out on this device, not saved.",
);

pub const STATEMENT_TITLE: Text = text("碳账单", "Carbon statement");
pub const STATEMENT_QUESTION: Text = text("{month}，我排放了多少？", "What did I emit in {month}?");
pub const MONTH_BEFORE: Text = text("上个月", "Previous month");
pub const MONTH_AFTER: Text = text("下个月", "Next month");
pub const BY_CATEGORY: Text = text("排放来自", "Emissions come from");
pub const INSIDE_TITLE: Text = text("其中已在公司清单内", "Of which in the company's inventory");
pub const INSIDE_PART: Text = text("部分", "Part");
pub const FLIGHTS: Text = text("其中飞行 {mass}", "Of which flights {mass}");
pub const INSIDE_HINT: Text = text(
    "这些减排降低的是公司自己的排放，不能再拿去抵消。",
    "These savings lower the company's own emissions; they cannot offset anything else.",
);
pub const BUDGET_HINT: Text = text(
    "预算由公司设定；默认按每人每年 2 吨（与 1.5 ℃ 目标相符的消费侧水平）分摊到每月。",
    "The company sets the budget; by default 2 t a person and year (a consumption level in line with 1.5 °C), spread over months.",
);
pub const STATEMENT_EMPTY: Text = text("这个月还没有记录。", "Nothing was logged in this month.");

pub const TRIPS: Text = text("几趟", "Trips");
pub const TRIP_ONE: Text = text("单程", "One way");
pub const TRIP_BACK: Text = text("往返", "Return");
pub const TRIPS_MORE: Text = text("{count} 趟", "{count} trips");
pub const MEAL: Text = text("哪一餐", "Which meal");
pub const BREAKFAST: Text = text("早餐", "Breakfast");
pub const LUNCH: Text = text("午餐", "Lunch");
pub const DINNER: Text = text("晚餐", "Dinner");
pub const HOME_WORK: Text = text("当天居家办公时长", "Worked at home that day");
pub const LAST_TIME: Text = text("上次 {amount}", "Last time {amount}");
pub const REVIEWED: Text = text(
    "入账前由项目管理员复核。",
    "The programme manager looks at it before it counts.",
);
pub const SCENE_TRAVEL: Text = text("出行", "Travel");
pub const SCENE_OFFICE: Text = text("办公", "Office");
pub const SCENE_LIFE: Text = text("生活", "Life");
pub const SCENE_SPORT: Text = text("运动", "Sport");
