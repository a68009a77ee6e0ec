//! Words of the frame around the screens.

use crate::i18n::{Text, text};

pub const PRODUCT: Text = text("梭梭", "Saxaul");
pub const SKIP: Text = text("跳到正文", "Skip to content");
pub const MAIN_NAVIGATION: Text = text("主导航", "Main navigation");
pub const OVERVIEW: Text = text("总览", "Overview");
pub const DATA: Text = text("数据", "Data");
pub const INVENTORY: Text = text("清单", "Inventory");
pub const SETTINGS: Text = text("设置", "Settings");
pub const REPORTING_YEAR: Text = text("核算年度", "Reporting year");
pub const YEAR: Text = text("{year} 年", "{year}");
pub const LANGUAGE: Text = text("语言", "Language");
pub const THEME: Text = text("外观", "Appearance");
pub const THEME_SYSTEM: Text = text("跟随系统", "As the system");
pub const THEME_LIGHT: Text = text("浅色", "Light");
pub const THEME_DARK: Text = text("深色", "Dark");
pub const ACCOUNT: Text = text("账户", "Account");
pub const SIGN_OUT: Text = text("退出登录", "Sign out");
pub const GO_TO: Text = text("前往", "Go to");
pub const OFFLINE: Text = text(
    "网络已断开。已加载的内容仍可查看，更改将无法保存。",
    "You are offline. What was loaded can be read; changes cannot be saved.",
);
pub const NOT_FOUND: Text = text("这里没有页面。", "There is no page here.");
pub const NOT_FOUND_HINT: Text = text(
    "这里没有页面。链接可能写错了，或内容已被移除。",
    "There is no page here. The link may be wrong, or what it led to is gone.",
);
pub const GO_HOME: Text = text("回到总览", "Go to the overview");
pub const LIVE_IMPORT: Text = text("{name} {percent}%", "{name} {percent}%");
