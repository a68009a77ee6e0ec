//! Words of the settings.

use crate::i18n::{Text, text};

pub const COMPANY: Text = text("企业", "Company");
pub const BOUNDARY: Text = text("组织边界", "Boundary");
pub const PEOPLE: Text = text("成员", "People");
pub const SESSIONS: Text = text("登录设备", "Sessions");
pub const FACTORS: Text = text("排放因子库", "Factor library");
pub const AUDIT: Text = text("审计记录", "Audit trail");
