//! Words of the circle.

use crate::i18n::{Text, text};

pub const PRODUCT: Text = text("梭梭碳圈", "Saxaul Circle");
pub const SIGN_IN_TITLE: Text = text("登录碳圈", "Sign in to the circle");
pub const GREETING: Text = text("{name}，您好", "Hello, {name}");
pub const LEAD: Text = text(
    "您在这里的每一次低碳选择，都会记入自己的碳账户。",
    "Every low-carbon choice you make here counts in a carbon account of your own.",
);
