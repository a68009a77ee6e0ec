//! Words around every chart.

use crate::i18n::{Text, text};

pub const AS_TABLE: Text = text("看表格", "View as table");
pub const AS_PICTURE: Text = text("看图", "View as chart");
pub const SAVE_SVG: Text = text("SVG 图片下载", "SVG picture, download");
pub const SAVE_CSV: Text = text("CSV 数据下载", "CSV data, download");
pub const TABLE_OF: Text = text("{title}，表格", "{title}, as a table");
