//! Two first languages. A text holds both, side by side, so that none can be forgotten; keys are Rust constants, so
//! that a missing or unused one is found when this crate is built.

use leptos::prelude::*;

/// Language of the screen: the same two as everywhere.
pub use saxaul_shared::format::Locale as Language;

const STORED_AS: &str = "saxaul.language";

/// What a language calls itself.
pub const fn own_name(language: Language) -> &'static str {
    match language {
        Language::ZhCn => "简体中文",
        Language::En => "English",
    }
}

/// One text in both languages. `{name}` marks what [`Text::fill`] puts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    zh: &'static str,
    en: &'static str,
}

/// Writes a text in Chinese and English.
pub const fn text(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

impl Text {
    /// The text in `language`.
    pub const fn get(self, language: Language) -> &'static str {
        match language {
            Language::ZhCn => self.zh,
            Language::En => self.en,
        }
    }

    /// The text in `language` with its `{name}`s filled in.
    pub fn fill(self, language: Language, values: &[(&str, &str)]) -> String {
        let mut filled = self.get(language).to_owned();
        for (name, value) in values {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        filled
    }

    /// The text on the screen now; read in a reactive place it follows the language.
    pub fn now(self) -> &'static str {
        self.get(language())
    }
}

/// Text that follows the language, for components that take words.
impl From<Text> for Signal<String> {
    fn from(text: Text) -> Self {
        Self::derive(move || text.now().to_owned())
    }
}

/// Text that follows the language, for optional words.
impl From<Text> for MaybeProp<String> {
    fn from(text: Text) -> Self {
        Signal::<String>::from(text).into()
    }
}

thread_local! {
    static LANGUAGE: ArcRwSignal<Language> = ArcRwSignal::new(preferred());
}

/// The language of the screen; tracked where it is read.
pub fn language() -> Language {
    LANGUAGE.with(Get::get)
}

/// The language of the screen, without following it.
pub fn current() -> Language {
    LANGUAGE.with(GetUntracked::get_untracked)
}

/// Switches the language and remembers it.
pub fn set_language(language: Language) {
    LANGUAGE.with(|signal| signal.set(language));
    crate::ui::browser::store(STORED_AS, language.tag());
    crate::ui::browser::set_document_language(language.tag());
}

/// Takes the language a person chose for their account, unless another was chosen in this browser.
pub fn adopt(language: Language) {
    if crate::ui::browser::stored(STORED_AS).is_none() && current() != language {
        LANGUAGE.with(|signal| signal.set(language));
        crate::ui::browser::set_document_language(language.tag());
    }
}

/// Any Chinese is read as Chinese, all else as English.
fn from_tag(tag: &str) -> Language {
    if tag.to_ascii_lowercase().starts_with("zh") {
        Language::ZhCn
    } else {
        Language::En
    }
}

fn preferred() -> Language {
    let stored = crate::ui::browser::stored(STORED_AS);
    let tag = stored.or_else(|| web_sys::window().and_then(|window| window.navigator().language()));
    from_tag(tag.as_deref().unwrap_or("en"))
}

/// A text for the view: follows the language.
pub fn t(text: Text) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    move || text.now()
}

/// A text with figures or names in it for the view: follows the language and whatever `values` reads.
pub fn tf<const N: usize>(
    text: Text,
    values: impl Fn() -> [(&'static str, String); N] + Clone + Send + Sync + 'static,
) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    move || {
        let values = values();
        let borrowed: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        text.fill(language(), &borrowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_filled_in_either_language() {
        let greeting = text("你好，{name}", "Hello, {name}");
        assert_eq!(greeting.fill(Language::ZhCn, &[("name", "沙")]), "你好，沙");
        assert_eq!(
            greeting.fill(Language::En, &[("name", "Sha")]),
            "Hello, Sha"
        );
    }

    #[test]
    fn any_chinese_tag_means_chinese_and_all_else_english() {
        assert_eq!(from_tag("zh-Hant-TW"), Language::ZhCn);
        assert_eq!(from_tag("de"), Language::En);
    }
}
