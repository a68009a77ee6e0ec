//! Small marks.

use leptos::prelude::*;

/// What a mark means, in colour beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// As it should be.
    Good,
    /// Look at it.
    Warning,
    /// Wrong.
    Danger,
    /// To know.
    Info,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "badge",
            Self::Good => "badge badge-good",
            Self::Warning => "badge badge-warning",
            Self::Danger => "badge badge-danger",
            Self::Info => "badge badge-info",
        }
    }
}

/// A state or grade in a word or two.
#[component]
pub fn Badge(#[prop(optional, into)] tone: Signal<Tone>, children: Children) -> impl IntoView {
    view! { <span class=move || tone.get().class()>{children()}</span> }
}

/// A person's initials. The name stands beside it.
#[component]
pub fn Avatar(#[prop(into)] name: Signal<String>) -> impl IntoView {
    view! { <span class="avatar" aria-hidden="true">{move || name.with(|name| initials(name))}</span> }
}

/// First letters of the first two words; of a Chinese name the last character.
fn initials(name: &str) -> String {
    let is_latin = name
        .chars()
        .next()
        .is_some_and(|first| (first as u32) < 0x2e80);
    if is_latin {
        name.split_whitespace()
            .take(2)
            .filter_map(|word| word.chars().next())
            .flat_map(char::to_uppercase)
            .collect()
    } else {
        let first = name.split_whitespace().next().unwrap_or_default();
        first
            .chars()
            .next_back()
            .map(String::from)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_fit_names_of_both_languages() {
        assert_eq!(initials("Ada Lovelace King"), "AL");
        assert_eq!(initials("王小明"), "明");
        assert_eq!(initials("林悦 Lin Yue"), "悦");
        assert_eq!(initials(""), "");
    }
}
