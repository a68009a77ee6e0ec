//! What people type, checked by the rules of `shared`, with words for what is wrong.

use saxaul_shared::{
    identity::{
        Role,
        entry::{self, Email, EntryError},
    },
    violation::{ErrorCode, Violation},
};

/// Most sites a data owner may be limited to.
const SITES_MAX: usize = 1000;

/// Collects violations while values are read, so that all are told at once.
#[derive(Debug, Default)]
pub(super) struct Checks(Vec<Violation>);

impl Checks {
    pub(super) fn email(&mut self, field: &str, text: &str) -> Option<Email> {
        self.take(
            field,
            Email::parse(text),
            "请输入有效的邮箱地址。",
            "Enter a valid e-mail address.",
        )
    }

    pub(super) fn name(&mut self, field: &str, text: &str) -> Option<String> {
        self.take(
            field,
            entry::name(text),
            "请输入 1 到 120 个字符的名称。",
            "Enter a name of 1 to 120 characters.",
        )
    }

    pub(super) fn new_password(&mut self, field: &str, password: &str, email: Option<&Email>) {
        let (zh, en) = match entry::check_password(password, email) {
            Err(EntryError::Guessable) => (
                "这个密码太容易猜到，请换一个。",
                "This password is too easy to guess. Choose another.",
            ),
            _ => (
                "密码至少 8 个字符，最长 256 字节。",
                "A password has 8 characters or more, and at most 256 bytes.",
            ),
        };
        let checked = entry::check_password(password, email);
        self.take(field, checked, zh, en);
    }

    /// At least one role, and sites exactly where a data owner needs them.
    pub(super) fn rights(
        &mut self,
        roles: &[Role],
        site_ids: &[String],
    ) -> (Vec<Role>, Vec<String>) {
        let mut roles = roles.to_vec();
        roles.sort_unstable();
        roles.dedup();
        let mut sites = site_ids.to_vec();
        sites.sort_unstable();
        sites.dedup();
        if roles.is_empty() {
            self.add(
                ErrorCode::Required,
                "roles",
                "请至少选择一个角色。",
                "Choose at least one role.",
            );
        }
        let limited = roles.iter().any(|role| role.is_limited_to_sites());
        if limited && sites.is_empty() {
            self.add(
                ErrorCode::Required,
                "siteIds",
                "请为数据填报人选择场所。",
                "Choose the sites of the data owner.",
            );
        }
        if !limited {
            sites.clear();
        }
        if sites.len() > SITES_MAX {
            self.add(
                ErrorCode::LimitExceeded,
                "siteIds",
                &format!("一名数据填报人最多可负责 {SITES_MAX} 个场所。"),
                &format!("A data owner is limited to at most {SITES_MAX} sites."),
            );
            sites.clear();
        }
        if let Some(wrong) = sites.iter().find(|site| !is_site_id(site)) {
            let shown: String = wrong.chars().take(40).collect();
            self.add(
                ErrorCode::Invalid,
                "siteIds",
                &format!("“{shown}”不是场所编号。"),
                &format!("“{shown}” is not the id of a site."),
            );
            sites.retain(|site| is_site_id(site));
        }
        (roles, sites)
    }

    pub(super) fn add(&mut self, code: ErrorCode, field: &str, zh: &str, en: &str) {
        self.0.push(Violation::field(code, field, zh, en));
    }

    /// Goes on when nothing was wrong.
    pub(super) fn done(self) -> super::answer::Answer<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(super::answer::Refused::Violations(self.0))
        }
    }

    fn take<T>(
        &mut self,
        field: &str,
        read: Result<T, EntryError>,
        zh: &str,
        en: &str,
    ) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                let code = match error {
                    EntryError::Required => ErrorCode::Required,
                    EntryError::Invalid | EntryError::Guessable => ErrorCode::Invalid,
                    EntryError::TooShort => ErrorCode::TooShort,
                    EntryError::TooLong => ErrorCode::TooLong,
                };
                self.add(code, field, zh, en);
                None
            }
        }
    }
}

fn is_site_id(text: &str) -> bool {
    text.len() <= 40
        && text
            .strip_prefix("unit_")
            .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}
