//! The letters identity sends, in the reader's language.

use saxaul_shared::format::Locale;

use crate::platform::{Platform, mail::Letter};

/// Sends `letter` beside the request: a slow mail server keeps nobody waiting.
pub(super) fn send(platform: &Platform, letter: Letter) {
    let mailer = platform.mailer.clone();
    tokio::spawn(async move {
        if let Err(error) = mailer.send(letter).await {
            tracing::error!(%error, "a letter could not be sent");
        }
    });
}

pub(super) fn invitation(locale: Locale, to: &str, inviter: &str, link: &str) -> Letter {
    let subject = locale.pick("您受邀使用梭梭碳核算平台", "You are invited to Saxaul");
    let body = match locale {
        Locale::ZhCn => format!(
            "{inviter} 邀请您加入企业的碳核算工作。\n\n请在 7 天内打开以下链接，设置您的密码：\n{link}\n"
        ),
        Locale::En => format!(
            "{inviter} invites you to work on your company's carbon account.\n\nOpen this link within 7 days and choose a password:\n{link}\n"
        ),
    };
    Letter {
        to: to.to_owned(),
        subject: subject.to_owned(),
        body,
    }
}

pub(super) fn password_reset(locale: Locale, to: &str, link: &str) -> Letter {
    let subject = locale.pick("重置您的密码", "Reset your password");
    let body = match locale {
        Locale::ZhCn => format!(
            "请在 1 小时内打开以下链接，设置新密码：\n{link}\n\n如果不是您本人申请，请忽略此邮件，密码不会改变。\n"
        ),
        Locale::En => format!(
            "Open this link within one hour and choose a new password:\n{link}\n\nIf you did not ask for it, ignore this letter; nothing changes.\n"
        ),
    };
    Letter {
        to: to.to_owned(),
        subject: subject.to_owned(),
        body,
    }
}
