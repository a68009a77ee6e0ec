//! The language of an answer.

/// A language the product speaks; both are first languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Locale {
    /// Simplified Chinese.
    ZhCn,
    /// English.
    En,
}

impl Locale {
    /// The best match of an `Accept-Language` header.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for item in header.split(',') {
            let (tag, parameters) = item.split_once(';').unwrap_or((item, ""));
            let weight = parameters
                .trim()
                .strip_prefix("q=")
                .map_or(1.0, |q| q.parse().unwrap_or(0.0));
            let language = tag
                .trim()
                .split('-')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            let locale = match language.as_str() {
                "zh" => Self::ZhCn,
                "en" => Self::En,
                _ => continue,
            };
            if weight > best.map_or(0.0, |(_, other)| other) {
                best = Some((locale, weight));
            }
        }
        best.map(|(locale, _)| locale)
    }
}

/// The best match of an `Accept-Language` header; Chinese when nothing matches.
pub(crate) fn negotiate(header: Option<&str>) -> Locale {
    header
        .and_then(Locale::from_accept_language)
        .unwrap_or(Locale::ZhCn)
}

#[cfg(test)]
mod tests {
    use super::{Locale, negotiate};

    #[test]
    fn the_heaviest_known_language_wins() {
        assert_eq!(negotiate(Some("en-GB,en;q=0.9,zh;q=0.1")), Locale::En);
        assert_eq!(negotiate(Some("fr, zh-TW;q=0.7, en;q=0.3")), Locale::ZhCn);
        assert_eq!(negotiate(Some("fr;q=1, en;q=0.3")), Locale::En);
    }

    #[test]
    fn chinese_answers_when_nothing_is_asked() {
        assert_eq!(negotiate(None), Locale::ZhCn);
        assert_eq!(negotiate(Some("*")), Locale::ZhCn);
        assert_eq!(negotiate(Some("en;q=0")), Locale::ZhCn);
    }
}
