//! An action as a member sees it.

use async_graphql::Object;
use saxaul_shared::{
    credits::{
        ActionLedger, ActionScene, EvidenceKind, InventoryLink,
        action::{ActionConfidence, EffectiveRule, source, unit_name},
    },
    decimal::{WireDecimal, from_micro},
    format::Locale,
};

use crate::credits::claim::store::Usage;

/// An action of the catalogue as it holds in the company, with what is left of it for the caller.
pub struct CircleAction {
    pub(crate) rule: EffectiveRule<'static>,
    pub(crate) usage: Usage,
    pub(crate) locale: Locale,
}

impl CircleAction {
    fn left(&self) -> (i64, i64) {
        saxaul_shared::credits::claim::left(
            &self.rule,
            self.usage.today_micro,
            self.usage.this_year_micro,
        )
    }

    fn source(&self) -> Option<&'static source::FigureSource> {
        source::of_action(&self.rule.def.code)
    }
}

fn exact(micro: i64) -> WireDecimal {
    WireDecimal(from_micro(micro).normalize())
}

#[Object]
impl CircleAction {
    /// Code, such as `TRV_METRO_CN`.
    async fn code(&self) -> &str {
        &self.rule.def.code
    }

    /// Name in the language of the request.
    async fn name(&self) -> &str {
        self.rule.def.name(self.locale)
    }

    /// Where in life it happens.
    async fn scene(&self) -> ActionScene {
        self.rule.def.scene
    }

    /// Code of its unit, such as `passenger_km`.
    async fn unit(&self) -> &str {
        &self.rule.def.unit
    }

    /// Name of its unit in the language of the request.
    async fn unit_name(&self) -> &str {
        unit_name(&self.rule.def.unit, self.locale)
    }

    /// kg CO2e saved per unit; negative for a deduction.
    async fn factor_kg_per_unit(&self) -> WireDecimal {
        WireDecimal(self.rule.def.factor_kg_per_unit)
    }

    /// What it may be counted as.
    async fn ledger(&self) -> ActionLedger {
        self.rule.def.ledger
    }

    /// Where the same tonne already stands in the employer's inventory.
    async fn inventory_link(&self) -> InventoryLink {
        self.rule.def.inventory_link
    }

    /// What a claim must bring along, at least.
    async fn evidence(&self) -> EvidenceKind {
        self.rule.def.rule.least_evidence()
    }

    /// What a claim may rest on, in words.
    async fn evidence_note(&self) -> String {
        self.rule
            .def
            .rule
            .evidence_text(&self.rule.def.unit, self.locale)
    }

    /// What must hold, sentence by sentence.
    async fn rule_text(&self) -> Vec<String> {
        self.rule.def.rule.rule_texts(self.locale)
    }

    /// What would have happened otherwise.
    async fn baseline(&self) -> &str {
        self.source()
            .map_or("", |source| source.baseline(self.locale))
    }

    /// The arithmetic its factor was computed with.
    async fn formula(&self) -> &str {
        self.source().map_or("", |source| source.formula.as_str())
    }

    /// What to know about the arithmetic; empty when nothing is to be said.
    async fn formula_note(&self) -> &str {
        self.source().map_or("", |source| source.note(self.locale))
    }

    /// Publication its factor comes from, in the publication's language.
    async fn source_title(&self) -> &str {
        self.source().map_or("", |source| source.title.as_str())
    }

    /// Web address of the publication, when there is one.
    async fn source_url(&self) -> Option<&str> {
        self.source().and_then(|source| source.url())
    }

    /// Region the factor describes.
    async fn region(&self) -> &str {
        self.source().map_or("", |source| source.region.as_str())
    }

    /// How far the factor can be relied on.
    async fn confidence(&self) -> ActionConfidence {
        self.rule.def.confidence
    }

    /// Days later that it may still be logged.
    async fn max_backdate_days(&self) -> i64 {
        self.rule.def.rule.max_backdate_days
    }

    /// Units that count in a day.
    async fn cap_per_day(&self) -> WireDecimal {
        exact(self.rule.cap_per_day_micro)
    }

    /// Units that count in a calendar year.
    async fn cap_per_year(&self) -> WireDecimal {
        exact(self.rule.cap_per_year_micro)
    }

    /// Units left today.
    async fn left_today(&self) -> WireDecimal {
        exact(self.left().0)
    }

    /// Units left this year.
    async fn left_this_year(&self) -> WireDecimal {
        exact(self.left().1)
    }

    /// Points for a kilogram.
    async fn points_per_kg(&self) -> i64 {
        self.rule.points_per_kg
    }

    /// Version of the company's rule; 0 where the catalogue's holds.
    async fn rule_version(&self) -> i64 {
        self.rule.version
    }

    /// Whether the company has switched it on.
    async fn enabled(&self) -> bool {
        self.rule.enabled
    }

    /// Whether the caller logged it at least three times in the past ninety days.
    async fn is_favourite(&self) -> bool {
        self.usage.recent_times >= 3
    }

    /// Units of the caller's latest claim; none when there is none in the past ninety days.
    async fn last_units(&self) -> Option<WireDecimal> {
        self.usage.last_claimed_micro.map(exact)
    }
}
