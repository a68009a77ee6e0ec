//! What people type to get in: addresses, passwords, names. The browser checks with the same functions.

/// Longest e-mail address (RFC 5321 section 4.5.3.1.3, less the angle brackets).
pub const EMAIL_MAX: usize = 254;
/// Shortest password, in characters (ASVS 5.0 6.2.1).
pub const PASSWORD_MIN: usize = 8;
/// Longest password, in bytes: far above any phrase, and a bound on the work of hashing it.
pub const PASSWORD_MAX_BYTES: usize = 256;
/// Longest name of a person or company, in characters.
pub const NAME_MAX: usize = 120;

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Nothing was given.
    #[error("must be given")]
    Required,
    /// Not of the accepted form.
    #[error("not of the accepted form")]
    Invalid,
    /// Shorter than allowed.
    #[error("too short")]
    TooShort,
    /// Longer than allowed.
    #[error("too long")]
    TooLong,
    /// A password that everyone tries first, or the person's own address.
    #[error("too easy to guess")]
    Guessable,
}

/// An e-mail address as it was typed, trimmed, and the key by which it is found: lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    text: String,
}

impl Email {
    /// Reads an address: one `@`, something before it, a host with a letter or digit after it, no space or control
    /// character. Whether it exists only a letter can tell.
    pub fn parse(text: &str) -> Result<Self, EntryError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EntryError::Required);
        }
        if text.len() > EMAIL_MAX {
            return Err(EntryError::TooLong);
        }
        let (local, host) = text.split_once('@').ok_or(EntryError::Invalid)?;
        let plain =
            |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c);
        let good_host = host.chars().any(char::is_alphanumeric)
            && !host.starts_with(['.', '-'])
            && !host.ends_with(['.', '-'])
            && !host.contains("..");
        if local.is_empty() || !good_host || !local.chars().all(plain) || !host.chars().all(plain) {
            return Err(EntryError::Invalid);
        }
        Ok(Self {
            text: text.to_owned(),
        })
    }

    /// The address as typed.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The key two spellings of one address share.
    pub fn key(&self) -> String {
        self.text.to_lowercase()
    }
}

/// Passwords that every list of leaked passwords begins with, from eight characters up.
const COMMON: &[&str] = &[
    "password",
    "password1",
    "password123",
    "12345678",
    "123456789",
    "1234567890",
    "11111111",
    "00000000",
    "88888888",
    "66666666",
    "qwertyui",
    "qwertyuiop",
    "qwerty123",
    "1q2w3e4r",
    "1qaz2wsx",
    "abc12345",
    "abcd1234",
    "a1234567",
    "a12345678",
    "a123456789",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "starwars",
    "letmein1",
    "welcome1",
    "woaini520",
    "woaini1314",
    "5201314520",
    "87654321",
    "987654321",
    "asdfghjkl",
    "zxcvbnm123",
    "admin123",
    "admin888",
    "changeme",
    "passw0rd",
    "p@ssw0rd",
    "q1w2e3r4",
    "saxaul123",
    "carbon123",
    "trustno1",
    "whatever",
    "computer",
    "internet",
];

/// Checks a new password: 8 characters to 256 bytes, not one that everyone tries first, not the address itself. No
/// rule about kinds of characters (ASVS 5.0 6.2.5).
pub fn check_password(password: &str, email: Option<&Email>) -> Result<(), EntryError> {
    if password.is_empty() {
        return Err(EntryError::Required);
    }
    if password.len() > PASSWORD_MAX_BYTES {
        return Err(EntryError::TooLong);
    }
    if password.chars().count() < PASSWORD_MIN {
        return Err(EntryError::TooShort);
    }
    let lower = password.to_lowercase();
    let mut characters = lower.chars();
    let first = characters.next();
    let one_character = characters.all(|c| Some(c) == first);
    if one_character
        || COMMON.contains(&lower.as_str())
        || email.is_some_and(|email| email.key() == lower)
    {
        return Err(EntryError::Guessable);
    }
    Ok(())
}

/// Reads a name of a person or company: trimmed, 1 to 120 characters, no control character.
pub fn name(text: &str) -> Result<String, EntryError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(EntryError::Required);
    }
    if text.chars().count() > NAME_MAX {
        return Err(EntryError::TooLong);
    }
    if text.chars().any(char::is_control) {
        return Err(EntryError::Invalid);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_trimmed_and_found_by_lower_case() {
        let email = Email::parse("  Li.Na@Example.CN ").unwrap();
        assert_eq!(email.as_str(), "Li.Na@Example.CN");
        assert_eq!(email.key(), "li.na@example.cn");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "a",
            "@b.cn",
            "a@",
            "a b@c.cn",
            "a@b@c.cn",
            "a@.cn",
            "a@b..cn",
            "a@b.cn\r\nBcc: x@y.z",
            "<a@b.cn>",
        ] {
            assert_eq!(Email::parse(text), Err(EntryError::Invalid), "{text:?}");
        }
        assert_eq!(Email::parse(" "), Err(EntryError::Required));
        assert_eq!(
            Email::parse(&format!("{}@b.cn", "a".repeat(260))),
            Err(EntryError::TooLong)
        );
    }

    #[test]
    fn passwords_that_everyone_tries_are_refused() {
        let email = Email::parse("a.person@b.cn").unwrap();
        assert_eq!(
            check_password("Password123", None),
            Err(EntryError::Guessable)
        );
        assert_eq!(
            check_password("aaaaaaaaaa", None),
            Err(EntryError::Guessable)
        );
        assert_eq!(
            check_password("A.Person@b.cn", Some(&email)),
            Err(EntryError::Guessable)
        );
        assert_eq!(check_password("short", None), Err(EntryError::TooShort));
        assert_eq!(
            check_password(&"长".repeat(86), None),
            Err(EntryError::TooLong)
        );
        assert_eq!(check_password("梭梭树的种子很小", Some(&email)), Ok(()));
    }

    #[test]
    fn names_are_trimmed_and_bounded() {
        assert_eq!(name("  李娜 "), Ok("李娜".to_owned()));
        assert_eq!(name("a\u{0}b"), Err(EntryError::Invalid));
        assert_eq!(name(&"长".repeat(121)), Err(EntryError::TooLong));
    }
}
