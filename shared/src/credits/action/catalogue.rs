//! The catalogue that is part of the program.

use std::{collections::HashMap, fmt::Write as _, sync::OnceLock};

use sha2::{Digest, Sha256};

use super::{
    ActionConfidence, confidence, inventory_link,
    rule::{ActionRule, Cells, Evidence, Group},
};
use crate::{
    accounting::table::{Row, Table},
    credits::{ActionLedger, ActionScene, InventoryLink},
    decimal::{self, Decimal},
    format::Locale,
};

/// Joined by the build from the tables of `reference/employee`.
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/employee_actions.csv"));

/// Name of the edition of the tables.
const EDITION: &str = "2026.11";

/// One action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionDef {
    /// Code, such as `TRV_METRO_CN`.
    pub code: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// Where in life it happens.
    pub scene: ActionScene,
    /// Code of the unit, such as `passenger_km`.
    pub unit: String,
    /// kg CO2e saved per unit; negative for a deduction.
    pub factor_kg_per_unit: Decimal,
    /// How far the factor can be relied on.
    pub confidence: ActionConfidence,
    /// Whether a company in China starts with it switched on.
    pub is_default: bool,
    /// Where the same tonne stands in the employer's inventory.
    pub inventory_link: InventoryLink,
    /// What it may be counted as.
    pub ledger: ActionLedger,
    /// What must hold for a claim.
    pub rule: ActionRule,
}

impl ActionDef {
    /// The name in this language.
    pub fn name(&self, locale: Locale) -> &str {
        locale.pick(&self.name_zh, &self.name_en)
    }

    /// Whether it is posted by itself, with another action, and can never be logged.
    pub fn is_automatic(&self) -> bool {
        self.rule.evidence.contains(&Evidence::Automatic)
    }
}

/// Every action by code.
#[derive(Debug)]
pub struct ActionCatalogue {
    actions: Vec<ActionDef>,
    by_code: HashMap<String, usize>,
    version: String,
}

impl ActionCatalogue {
    /// The catalogue that is part of the program, read when first used.
    pub fn embedded() -> &'static Self {
        static CATALOGUE: OnceLock<ActionCatalogue> = OnceLock::new();
        CATALOGUE.get_or_init(|| Self::read(TABLE))
    }

    fn read(text: &str) -> Self {
        let actions: Vec<ActionDef> = Table::parse(text)
            .rows()
            .filter_map(|row| action(&row))
            .collect();
        let by_code = actions
            .iter()
            .enumerate()
            .map(|(index, action)| (action.code.clone(), index))
            .collect();
        let mut version = format!("{EDITION}-");
        for byte in Sha256::digest(text.as_bytes()).iter().take(6) {
            let _ = write!(version, "{byte:02x}");
        }
        Self {
            actions,
            by_code,
            version,
        }
    }

    /// Every action, in the order of the table.
    pub fn all(&self) -> &[ActionDef] {
        &self.actions
    }

    /// The action with this code.
    pub fn by_code(&self, code: &str) -> Option<&ActionDef> {
        self.actions.get(*self.by_code.get(code)?)
    }

    /// The actions of a group.
    pub fn in_group(&self, group: Group) -> impl Iterator<Item = &ActionDef> {
        self.actions
            .iter()
            .filter(move |action| action.rule.is_in(group))
    }

    /// Edition and the first twelve digits of the hash of figures and rules: what a claim keeps as its factor version.
    pub fn version(&self) -> &str {
        &self.version
    }
}

fn action(row: &Row<'_, '_>) -> Option<ActionDef> {
    let rule = ActionRule::parse(&Cells {
        cap_per_day: row.get("day"),
        cap_per_year: row.get("year"),
        max_backdate_days: row.get("back"),
        groups: row.get("groups"),
        evidence: row.get("evidence"),
        number: row.get("number"),
        second_number: row.get("second"),
        checks: row.get("checks"),
        mode: row.get("mode"),
    })?;
    Some(ActionDef {
        code: row.get("code").to_owned(),
        name_zh: row.get("zh").to_owned(),
        name_en: row.get("en").to_owned(),
        scene: match row.get("scene") {
            "travel" => ActionScene::Travel,
            "green_office" => ActionScene::GreenOffice,
            "low_carbon_life" => ActionScene::LowCarbonLife,
            "sport" => ActionScene::Sport,
            _ => return None,
        },
        unit: row.get("unit").to_owned(),
        factor_kg_per_unit: decimal::parse(row.get("kg")).ok()?,
        confidence: confidence(row.get("confidence"))?,
        is_default: row.get("on") == "1",
        inventory_link: inventory_link(row.get("link"))?,
        ledger: match row.get("ledger") {
            "reduction" => ActionLedger::Reduction,
            "points_only" => ActionLedger::PointsOnly,
            "adjustment" => ActionLedger::Adjustment,
            _ => return None,
        },
        rule,
    })
}
