//! The index over the factor library: distinct words once, factors by word.

use std::collections::{HashMap, HashSet};

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
    /// For each activity that has factors, the words it goes by, with their weights.
    activities: Vec<(&'static str, Vec<(String, u32)>)>,
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
            add(head.publisher, head.index, 5);
            add(head.dataset, head.index, 3);
            add(head.region, head.index, 5);
            if let Some(region) = crate::accounting::region::by_code(head.region) {
                add(&region.name_zh, head.index, 5);
                add(&region.name_en, head.index, 5);
            }
            add(&head.year.to_string(), head.index, 4);
        }
        // What an activity is called finds its factors, so that 柴油 finds the British diesel. Kept by activity: one
        // activity can have thousands of factors.
        let activities = Catalogue::embedded()
            .all()
            .iter()
            .filter(|activity| library.positions(&activity.code).next().is_some())
            .map(|activity| {
                let names = [&activity.name_zh, &activity.name_en];
                let names = names
                    .into_iter()
                    .flat_map(|name| terms(name))
                    .map(|word| (word, 7));
                let aliases = activity.aliases.iter().flat_map(|name| terms(name));
                let words = names.chain(aliases.map(|word| (word, 4))).collect();
                (activity.code.as_str(), words)
            })
            .collect();
        Self {
            library,
            words,
            postings,
            activities,
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
        let mut found = vec![0_u8; self.library.len()];
        let mut best = vec![0_u32; self.library.len()];
        for term in &typed {
            best.fill(0);
            self.rate(term, &mut best);
            for ((best, score), found) in best.iter().zip(&mut scores).zip(&mut found) {
                *score += best;
                *found += u8::from(*best > 0);
            }
        }
        let serving: Option<HashSet<u32>> = filter
            .activity
            .map(|code| self.library.positions(code).collect());
        let lets = |head: &FactorHead<'_>| {
            serving.as_ref().is_none_or(|set| set.contains(&head.index)) && filter.lets(head)
        };
        let mut hits: Vec<(u8, u32, i32, u32)> = self
            .library
            .heads()
            .filter(|head| typed.is_empty() || found[head.index as usize] > 0)
            .filter(lets)
            .map(|head| {
                let at = head.index as usize;
                (found[at], scores[at], head.year, head.index)
            })
            .collect();
        // More of the words first; of a long text, what has less than half of the best is no answer.
        let most = hits.iter().map(|hit| hit.0).max().unwrap_or(0);
        hits.retain(|hit| hit.0 * 2 > most || typed.is_empty());
        hits.sort_unstable_by(|a, b| (b.0, b.1, b.2).cmp(&(a.0, a.1, a.2)).then(a.3.cmp(&b.3)));
        let named = self.library.get(text.trim()).filter(|factor| {
            factor
                .pack
                .as_ref()
                .is_none_or(|pack| filter.packs.contains(pack))
        });
        let named = named.map(|factor| FactorHit {
            factor,
            score: u32::MAX,
        });
        let ranked = hits.into_iter().filter_map(|(_, score, _, index)| {
            Some(FactorHit {
                factor: self.library.at(index as usize)?,
                score,
            })
        });
        let ranked =
            ranked.filter(|hit| named.is_none_or(|named| named.factor.id != hit.factor.id));
        named.into_iter().chain(ranked).take(limit).collect()
    }

    /// The best score of one term for every factor.
    fn rate(&self, term: &str, best: &mut [u32]) {
        for (word, list) in self.words.iter().zip(&self.postings) {
            let fit = term_score(term, word);
            if fit > 0 {
                for &(factor, weight) in list {
                    let slot = &mut best[factor as usize];
                    *slot = (*slot).max(fit * u32::from(weight));
                }
            }
        }
        for (code, words) in &self.activities {
            let score = words
                .iter()
                .map(|(word, weight)| term_score(term, word) * weight)
                .max();
            if let Some(score) = score.filter(|&score| score > 0) {
                for factor in self.library.positions(code) {
                    let slot = &mut best[factor as usize];
                    *slot = (*slot).max(score);
                }
            }
        }
    }
}

impl FactorFilter<'_> {
    fn lets(&self, head: &FactorHead<'_>) -> bool {
        // A stand-in says the same as the row it repeats.
        !head.id.contains('@')
            && (head.pack.is_empty() || self.packs.iter().any(|pack| pack == head.pack))
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
