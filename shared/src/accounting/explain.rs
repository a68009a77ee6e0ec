//! Why a figure is what it is: formula with numbers, inputs, conversions, factor, GWPs. Made by the engine together with the
//! figure, read in both languages.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::choice::Reason;
use super::gwp::{Gas, GwpSet};
use crate::format::Locale;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// A text in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// A text that is the same in both, such as a formula.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            zh: text.clone(),
            en: text,
        }
    }

    /// The text in the reader's language.
    pub fn get(&self, locale: Locale) -> &str {
        locale.pick(&self.zh, &self.en)
    }
}

/// One step of the arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What is computed.
    pub label: Text,
    /// With numbers: `10.08 t × 43.33 GJ/t × …`.
    pub expression: String,
    /// Result, thousands set apart; "≈" in front when digits are left out.
    pub result: String,
    /// Unit of the result.
    pub unit: String,
    /// Where the numbers of this step stand, when not in the input.
    pub source: Option<String>,
}

/// A factor as used, by name and source, so that the explanation can be read without the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorUse {
    /// Id of the factor.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Publisher, data set, version and place in it.
    pub source: String,
    /// Region.
    pub region: String,
    /// Year the figure describes.
    pub year: i32,
    /// Unit code of one activity unit.
    pub unit: String,
    /// Why this one.
    pub reasons: Vec<Reason>,
}

/// A factor that was passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// Id of the factor.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Region.
    pub region: String,
    /// Year.
    pub year: i32,
}

/// A global warming potential as used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GwpUsed {
    /// Gas, or the component of a blend.
    pub gas_code: String,
    /// Which of the seven it counts to; `None` outside the basket.
    pub gas: Option<Gas>,
    /// kg CO2e per kg.
    pub value: Decimal,
    /// Assessment.
    pub set: GwpSet,
    /// Document and table.
    pub source: String,
}

/// The whole explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The formula in one line.
    pub headline: Text,
    /// Steps in order.
    pub steps: Vec<Step>,
    /// Factor of the (location-based) figure; `None` where the GWP table alone decides or nothing is emitted.
    pub factor: Option<FactorUse>,
    /// Factor of the market-based figure.
    pub market_factor: Option<FactorUse>,
    /// The next best factors, at most five.
    pub passed_over: Vec<PassedOver>,
    /// Assessment chosen for the inventory.
    pub gwp_set: GwpSet,
    /// GWPs used.
    pub gwps: Vec<GwpUsed>,
    /// What a reader must know: assumptions, figures that stay in the source's own GWP set, fallbacks.
    pub notes: Vec<Text>,
    /// Factor release.
    pub release: String,
    /// Version of the engine.
    pub engine_version: String,
    /// SHA-256 over the canonical text of input, factors, settings and engine version, hex. Equal hash, equal figures.
    pub input_hash: String,
}

impl Explanation {
    /// Why the factor was chosen, as sentences.
    pub fn choice(&self, locale: Locale) -> Vec<String> {
        let mut sentences = Vec::new();
        for (factor, market) in [(&self.factor, false), (&self.market_factor, true)] {
            let Some(factor) = factor else { continue };
            let name = factor.name.get(locale);
            sentences.push(match (locale, market) {
                (Locale::ZhCn, false) => format!("采用因子“{name}”（{}）。", factor.source),
                (Locale::ZhCn, true) => {
                    format!("基于市场：采用因子“{name}”（{}）。", factor.source)
                }
                (Locale::En, false) => format!("Factor: “{name}” ({}).", factor.source),
                (Locale::En, true) => format!("Market-based: “{name}” ({}).", factor.source),
            });
            sentences.extend(
                factor
                    .reasons
                    .iter()
                    .map(|reason| reason.sentence().get(locale).to_owned()),
            );
        }
        sentences.extend(self.notes.iter().map(|note| note.get(locale).to_owned()));
        sentences
    }

    /// The whole as plain lines, for the command line and for documents.
    pub fn lines(&self, locale: Locale) -> Vec<String> {
        let mut lines = vec![self.headline.get(locale).to_owned()];
        for step in &self.steps {
            let source = step
                .source
                .as_ref()
                .map_or_else(String::new, |source| format!("  [{source}]"));
            lines.push(format!(
                "{}: {} = {} {}{source}",
                step.label.get(locale),
                step.expression,
                step.result,
                step.unit
            ));
        }
        lines.extend(self.choice(locale));
        lines
    }
}
