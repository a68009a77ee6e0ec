//! Finding factors and activities by what people type, in Chinese and English, with slips of the finger.
//!
//! Latin words are compared by edit distance and prefix, Chinese by pairs of neighbouring characters. Scores are whole
//! numbers, so that the order is the same everywhere.

#[cfg(feature = "reference-data")]
pub use self::factors::{FactorFilter, FactorHit, FactorIndex};

#[cfg(feature = "reference-data")]
mod factors;

/// Brings spellings together: full-width to ASCII, lower case, subscripts to digits; spaces and punctuation go.
pub fn fold(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
            '₀'..='₉' => char::from_u32(c as u32 - '₀' as u32 + '0' as u32),
            _ => Some(c),
        })
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// True for Han characters.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// How alike two folded texts are, 0 to 1000. Equal is 1000; one inside the other is near; otherwise by edits for Latin and by
/// pairs of characters for Chinese, whichever says more.
pub fn similarity(a: &str, b: &str) -> u32 {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    if a == b {
        return 1000;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (short_chars, long_chars) = (short.chars().count(), long.chars().count());
    let part = u32::try_from(short_chars * 1000 / long_chars).unwrap_or(0);
    let mut best = 0;
    let short_is_word = short_chars >= 3 || short.chars().any(is_han);
    if short_is_word && long.starts_with(short) {
        best = 600 + part * 3 / 10;
    } else if short_is_word && short_chars >= 2 && long.contains(short) {
        best = 500 + part * 3 / 10;
    }
    let edits = edit_distance(a, b, long_chars.div_ceil(3));
    if let Some(edits) = edits {
        best = best.max(u32::try_from((long_chars - edits) * 950 / long_chars).unwrap_or(0));
    }
    best.max(pairs_in_common(a, b))
}

/// Dice's measure over pairs of neighbouring characters, 0 to 900.
fn pairs_in_common(a: &str, b: &str) -> u32 {
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (left, mut right) = (pairs(a), pairs(b));
    let total = left.len() + right.len();
    if total == 0 {
        return 0;
    }
    let shared = left
        .iter()
        .filter(|pair| {
            right
                .iter()
                .position(|other| other == *pair)
                .map(|at| right.swap_remove(at))
                .is_some()
        })
        .count();
    u32::try_from(shared * 2 * 900 / total).unwrap_or(0)
}

/// Insertions, deletions, changes and swaps of neighbours that lead from one text to the other; `None` above `limit`.
pub fn edit_distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        let mut least = i + 1;
        for (j, &to) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(from != to))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                cost = cost.min(before_last[j - 1] + 1);
            }
            least = least.min(cost);
            row.push(cost);
        }
        if least > limit {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&edits| edits <= limit)
}

/// Splits text into search terms: Latin words and numbers, and each run of Chinese as pairs of characters (a single
/// character stays alone).
pub fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut word = String::new();
    let mut run: Vec<char> = Vec::new();
    let flush = |word: &mut String, run: &mut Vec<char>, terms: &mut Vec<String>| {
        if !word.is_empty() {
            terms.push(std::mem::take(word));
        }
        match run.len() {
            0 => {}
            1 => terms.push(run.iter().collect()),
            _ => terms.extend(run.windows(2).map(|pair| pair.iter().collect::<String>())),
        }
        run.clear();
    };
    for c in text.chars() {
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        match folded.chars().next() {
            Some(han) if is_han(han) => {
                if !word.is_empty() {
                    flush(&mut word, &mut run, &mut terms);
                }
                run.push(han);
            }
            Some(_) => {
                if !run.is_empty() {
                    flush(&mut word, &mut run, &mut terms);
                }
                word.push_str(&folded);
            }
            // A hyphen or a dot inside a word belongs to it: R-410A, HFC-134a, v1.3.
            None if matches!(c, '-' | '.' | '\'') && !word.is_empty() => {}
            None => flush(&mut word, &mut run, &mut terms),
        }
    }
    flush(&mut word, &mut run, &mut terms);
    terms
}

/// How well a typed term fits a word of the vocabulary, 0 to 100.
pub fn term_score(typed: &str, word: &str) -> u32 {
    if typed == word {
        return 100;
    }
    let typed_chars = typed.chars().count();
    if typed.chars().any(is_han) {
        // A pair is found as it is; a single character inside any pair.
        return if typed_chars == 1 && word.contains(typed) {
            60
        } else {
            0
        };
    }
    let word_chars = word.chars().count();
    if typed_chars >= 2 && word.starts_with(typed) {
        return 60 + u32::try_from(typed_chars * 30 / word_chars).unwrap_or(0);
    }
    let allowed = match typed_chars {
        0..=3 => return 0,
        4..=6 => 1,
        _ => 2,
    };
    // Codes differ by one digit and mean another thing.
    if typed.chars().any(|c| c.is_ascii_digit()) {
        return 0;
    }
    match edit_distance(typed, word, allowed) {
        Some(1) => 55,
        Some(_) => 40,
        None => 0,
    }
}

/// Activities for what somebody typed, best first: by every spelling, and by single terms.
pub fn activities(text: &str, limit: usize) -> Vec<&'static super::activity::ActivityType> {
    let catalogue = super::catalogue::Catalogue::embedded().all();
    let wanted = fold(text);
    if wanted.is_empty() {
        return catalogue.iter().take(limit).collect();
    }
    let typed = terms(text);
    let mut scored: Vec<(u32, usize)> = Vec::new();
    for (position, activity) in catalogue.iter().enumerate() {
        let whole = super::catalogue::spellings(activity)
            .map(|spelling| similarity(&wanted, &fold(spelling)))
            .max()
            .unwrap_or(0);
        let words: Vec<String> = super::catalogue::spellings(activity)
            .flat_map(terms)
            .collect();
        let by_terms: u32 = typed
            .iter()
            .map(|term| {
                words
                    .iter()
                    .map(|word| term_score(term, word))
                    .max()
                    .unwrap_or(0)
            })
            .sum::<u32>()
            * 9
            / u32::try_from(typed.len().max(1)).unwrap_or(1);
        let score = whole.max(by_terms);
        if score >= 450 {
            scored.push((score, position));
        }
    }
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    scored
        .into_iter()
        .take(limit)
        .filter_map(|(_, position)| catalogue.get(position))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_mixed_text() {
        assert_eq!(
            terms("制冷剂 R-410A 泄漏"),
            ["制冷", "冷剂", "r410a", "泄漏"]
        );
        assert_eq!(terms("Natural gas, 100%"), ["natural", "gas", "100"]);
        assert_eq!(terms("煤"), ["煤"]);
    }

    #[test]
    fn one_slip_is_forgiven_two_in_long_words() {
        assert_eq!(edit_distance("diesel", "deisel", 1), Some(1));
        assert!(term_score("deisel", "diesel") > 0);
        assert!(term_score("electrcity", "electricity") > 0);
        assert_eq!(term_score("r410a", "r407c"), 0);
        assert_eq!(term_score("gas", "gus"), 0);
    }

    #[test]
    fn likeness_of_whole_names() {
        assert_eq!(similarity("外购电力", "外购电力"), 1000);
        assert!(similarity("外购电", "外购电力") > 700);
        assert!(similarity("naturalgsa", "naturalgas") > 800);
        assert!(similarity("柴油", "汽油") < 500);
    }
}
