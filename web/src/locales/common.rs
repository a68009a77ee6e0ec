//! Words used in every room.

use crate::i18n::{Text, text};

pub const ERROR_OFFLINE: Text = text(
    "连不上服务器，请检查网络后重试。",
    "The server cannot be reached. Check the connection and try again.",
);
pub const ERROR_SIGNED_OUT: Text = text(
    "登录已过期，请重新登录。",
    "Your session has ended. Please sign in again.",
);
pub const ERROR_INTERNAL: Text = text(
    "服务器出错了。向管理员反馈时请提供编号 {id}。",
    "Something failed on the server. Give your administrator the number {id}.",
);
pub const ERROR_GARBLED: Text = text(
    "服务器的回答无法读取。刷新页面可能会解决。",
    "The server's answer could not be read. Reloading the page may help.",
);
pub const ERROR_PART: Text = text(
    "这一页没有加载成功，请检查网络后重试。",
    "This page could not be fetched. Check the connection and try again.",
);

pub const OPTIONAL: Text = text("（选填）", "(optional)");
pub const CHOOSE: Text = text("请选择", "Choose");
pub const TYPE_TO_SEARCH: Text = text("输入以搜索", "Type to search");
pub const NOTHING_FOUND: Text = text("没有找到", "Nothing found");
pub const CLOSE: Text = text("关闭", "Close");
pub const CANCEL: Text = text("取消", "Cancel");
pub const SAVE: Text = text("保存", "Save");
pub const SAVED: Text = text("已保存", "Saved");
pub const RETRY: Text = text("重试", "Try again");
pub const UNDO: Text = text("撤销", "Undo");
pub const LOADING: Text = text("加载中", "Loading");
pub const COPY: Text = text("复制", "Copy");
pub const COPIED: Text = text("已复制", "Copied");
pub const COPY_FAILED: Text = text("浏览器不允许复制", "The browser did not allow copying");
pub const COPY_CSV: Text = text("复制为 CSV", "Copy as CSV");
pub const COMMANDS: Text = text("搜索与命令", "Search and commands");
pub const COMMANDS_HINT: Text = text("去哪里，或做什么？", "Where to, or what to do?");
pub const NOT_A_NUMBER: Text = text("请输入数字", "Enter a number");
