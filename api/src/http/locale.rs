//! The language of an answer.

/// A language the product speaks; both are first languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// Simplified Chinese.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Locale {
    /// The best match of an `Accept-Language` header; Chinese when nothing matches.
    pub fn negotiate(header: Option<&str>) -> Self {
        let mut best = (Self::default(), 0.0_f32);
        for item in header.unwrap_or_default().split(',') {
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
            if weight > best.1 {
                best = (locale, weight);
            }
        }
        best.0
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn the_heaviest_known_language_wins() {
        assert_eq!(
            Locale::negotiate(Some("en-GB,en;q=0.9,zh;q=0.1")),
            Locale::En
        );
        assert_eq!(
            Locale::negotiate(Some("fr, zh-TW;q=0.7, en;q=0.3")),
            Locale::ZhCn
        );
        assert_eq!(Locale::negotiate(Some("fr;q=1, en;q=0.3")), Locale::En);
    }

    #[test]
    fn chinese_answers_when_nothing_is_asked() {
        assert_eq!(Locale::negotiate(None), Locale::ZhCn);
        assert_eq!(Locale::negotiate(Some("*")), Locale::ZhCn);
        assert_eq!(Locale::negotiate(Some("en;q=0")), Locale::ZhCn);
    }
}
