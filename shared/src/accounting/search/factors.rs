//! The index over the factor library: distinct words once, factors by word.

use std::collections::HashMap;

use super::{term_score, terms};
use crate::accounting::catalogue::Catalogue;
use crate::accounting::factor::{Confidence, Factor};
use crate::accounting::library::{FactorHead, FactorLibrary};

/// Words of the library and the factors they stand in.
#[derive(Debug)]
pub struct FactorIndex<'l> {
    library: &'l FactorLibrary,
    words: Vec<String>,
    /// For each word the factors, with the weight of the field it stands in.
    postings: Vec<Vec<(u32, u8)>>,
}

/// What narrows a search. Empty fields do not.
#[derive(Debug, Clone, Default)]
pub struct FactorFilter<'a> {
    /// Only factors that serve this activity.
    pub activity: Option<&'a str>,
    /// Only this region.
    pub region: Option<&'a str>,
    /// Only the year the figure describes.
    pub year: Option<i32>,
    /// Publisher, data set code, or part of either.
    pub publisher: Option<&'a str>,
    /// Published or recalled.
    pub confidence: Option<Confidence>,
    /// Packs that are switched on; factors of others are left out.
    pub packs: &'a [String],
}

/// One factor found.
#[derive(Debug, Clone, Copy)]
pub struct FactorHit<'l> {
    /// The factor.
    pub factor: &'l Factor,
    /// Higher is better; only good for ordering.
    pub score: u32,
}

impl FactorIndex<'static> {
    /// The index over the embedded library, built when first used.
    pub fn embedded() -> &'static Self {
        static INDEX: std::sync::OnceLock<FactorIndex<'static>> = std::sync::OnceLock::new();
        INDEX.get_or_init(|| FactorIndex::build(FactorLibrary::embedded()))
    }
}

impl<'l> FactorIndex<'l> {
    /// Reads the heads of all factors and the names of the activities they serve.
    pub fn build(library: &'l FactorLibrary) -> Self {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let mut words: Vec<String> = Vec::new();
        let mut postings: Vec<Vec<(u32, u8)>> = Vec::new();
        // Names repeat by the thousand, so each text is split once.
        let mut split: HashMap<String, Vec<usize>> = HashMap::new();
        let mut add = |text: &str, factor: u32, weight: u8| {
            if text.is_empty() {
                return;
            }
            if !split.contains_key(text) {
                let list = terms(text)
                    .into_iter()
                    .map(|word| {
                        *numbers.entry(word.clone()).or_insert_with(|| {
                            words.push(word);
                            postings.push(Vec::new());
                            words.len() - 1
                        })
                    })
                    .collect();
                split.insert(text.to_owned(), list);
            }
            for &word in split.get(text).into_iter().flatten() {
                let list = &mut postings[word];
                if list.last().is_none_or(|&(last, _)| last != factor) {
                    list.push((factor, weight));
                }
            }
        };
        for head in library.heads() {
            add(head.name_zh, head.index, 10);
            add(head.name_en, head.index, 10);
            add(head.id, head.index, 4);
            add(head.publisher, head.index, 5);
            add(head.dataset, head.index, 3);
            add(head.region, head.index, 5);
            if let Some(region) = crate::accounting::region::by_code(head.region) {
                add(&region.name_zh, head.index, 5);
                add(&region.name_en, head.index, 5);
            }
            add(&head.year.to_string(), head.index, 4);
        }
        // What an activity is called finds its factors, so that 柴油 finds the British diesel.
        for activity in Catalogue::embedded().all() {
            for factor in library.positions(&activity.code) {
                for text in [&activity.name_zh, &activity.name_en] {
                    add(text, factor, 7);
                }
                for alias in &activity.aliases {
                    add(alias, factor, 4);
                }
            }
        }
        Self {
            library,
            words,
            postings,
        }
    }

    /// Factors for what somebody typed, best first. Without text: those the filter leaves, newest first.
    pub fn search(
        &self,
        text: &str,
        filter: &FactorFilter<'_>,
        limit: usize,
    ) -> Vec<FactorHit<'l>> {
        let typed = terms(text);
        let mut scores = vec![0_u32; self.library.len()];
        let mut found = vec![0_u32; self.library.len()];
        for term in &typed {
            let mut best: HashMap<u32, u32> = HashMap::new();
            for (word, list) in self.words.iter().zip(&self.postings) {
                let fit = term_score(term, word);
                if fit == 0 {
                    continue;
                }
                for &(factor, weight) in list {
                    let score = fit * u32::from(weight);
                    best.entry(factor)
                        .and_modify(|old| *old = score.max(*old))
                        .or_insert(score);
                }
            }
            for (factor, score) in best {
                scores[factor as usize] += score;
                found[factor as usize] += 1;
            }
        }
        // Every Latin term must be found; of a run of Chinese, more than half of the pairs.
        let needed = u32::try_from(typed.len() - typed.len() / 3).unwrap_or(0);
        let serving: Option<std::collections::HashSet<u32>> = filter
            .activity
            .map(|code| self.library.positions(code).collect());
        let mut hits: Vec<(u32, i32, u32)> = self
            .library
            .heads()
            .filter(|head| found[head.index as usize] >= needed)
            .filter(|head| serving.as_ref().is_none_or(|set| set.contains(&head.index)))
            .filter(|head| filter.lets(head))
            .map(|head| (scores[head.index as usize], head.year, head.index))
            .collect();
        hits.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
        hits.into_iter()
            .take(limit)
            .filter_map(|(score, _, index)| {
                Some(FactorHit {
                    factor: self.library.at(index as usize)?,
                    score,
                })
            })
            .collect()
    }
}

impl FactorFilter<'_> {
    fn lets(&self, head: &FactorHead<'_>) -> bool {
        (head.pack.is_empty() || self.packs.iter().any(|pack| pack == head.pack))
            && self.region.is_none_or(|region| head.region == region)
            && self.year.is_none_or(|year| head.year == year)
            && self
                .confidence
                .is_none_or(|confidence| head.confidence == confidence)
            && self.publisher.is_none_or(|publisher| {
                head.dataset_code == publisher
                    || head
                        .publisher
                        .to_lowercase()
                        .contains(&publisher.to_lowercase())
            })
    }
}
