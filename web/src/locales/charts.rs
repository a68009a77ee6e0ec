//! Words around every chart.

use crate::i18n::{Text, text};

pub const AS_TABLE: Text = text("看表格", "View as table");
pub const AS_PICTURE: Text = text("看图", "View as chart");
pub const SAVE_SVG: Text = text("下载图片（SVG）", "Download the picture (SVG)");
pub const SAVE_CSV: Text = text("下载数据（CSV）", "Download the data (CSV)");
pub const TABLE_OF: Text = text("{title}，表格", "{title}, as a table");
