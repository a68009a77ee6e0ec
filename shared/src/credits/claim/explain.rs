//! Why a claim is worth what it is worth: formula and steps, from what was stored with it.

use super::{ClaimFigures, Reason, plain};
use crate::{
    credits::{ActionLedger, action::unit_name},
    decimal::{self, Decimal},
    format::Locale,
};

/// Formula and steps of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The arithmetic with its numbers: `1000 × 14.4 × 0.210455 = 3030.552 → 3031 g`.
    pub formula: String,
    /// What happened, step by step.
    pub steps: Vec<String>,
}

/// Explains a stored claim.
pub fn explain(
    figures: &ClaimFigures,
    reasons: &[Reason],
    unit: &str,
    locale: Locale,
) -> Explained {
    let name = unit_name(unit, locale);
    let mut steps = vec![match locale {
        Locale::ZhCn => format!("申报 {} {name}。", plain(figures.claimed_micro)),
        Locale::En => format!("{} {name} claimed.", plain(figures.claimed_micro)),
    }];
    steps.extend(reasons.iter().map(|reason| reason.message(unit, locale)));
    steps.push(match locale {
        Locale::ZhCn => format!("计入 {} {name}。", plain(figures.accepted_micro)),
        Locale::En => format!("{} {name} accepted.", plain(figures.accepted_micro)),
    });
    let factor = figures.factor_kg_per_unit;
    steps.push(match locale {
        Locale::ZhCn => format!("每单位 {factor} 千克 CO2e。"),
        Locale::En => format!("{factor} kg CO2e per unit."),
    });
    for adjustment in &figures.adjustments {
        let (hours, grams) = (plain(adjustment.units_micro), adjustment.grams);
        let factor = adjustment.factor_kg_per_unit;
        steps.push(match locale {
            Locale::ZhCn => format!(
                "扣减 {}：1000 × {hours} × {factor} → {grams} 克。",
                adjustment.code
            ),
            Locale::En => format!(
                "Less {}: 1000 × {hours} × {factor} → {grams} g.",
                adjustment.code
            ),
        });
    }
    let points: i64 = figures.points + figures.adjustments.iter().map(|a| a.points).sum::<i64>();
    let (per_kg, points) = (figures.points_per_kg, points.max(0));
    steps.push(match locale {
        Locale::ZhCn => format!("每千克 {per_kg} 分，共 {points} 分。每个数四舍五入一次。"),
        Locale::En => {
            format!("{per_kg} points per kg: {points} points. Each figure is rounded once, half away from zero.")
        }
    });
    Explained {
        formula: formula(figures),
        steps,
    }
}

fn formula(figures: &ClaimFigures) -> String {
    let units = plain(figures.accepted_micro);
    let factor = figures.factor_kg_per_unit;
    let product = |by: i64| {
        decimal::mul(decimal::from_micro(figures.accepted_micro), factor)
            .and_then(|kg| decimal::mul(kg, Decimal::from(by)))
            .map_or_else(|_| "…".to_owned(), |exact| exact.normalize().to_string())
    };
    if figures.ledger == ActionLedger::PointsOnly {
        let per_kg = figures.points_per_kg;
        let points = figures.points;
        return format!(
            "{per_kg} × {units} × {factor} = {} → {points}",
            product(per_kg)
        );
    }
    let mut text = format!(
        "1000 × {units} × {factor} = {} → {} g",
        product(1000),
        figures.grams
    );
    let mut total = figures.grams;
    for adjustment in &figures.adjustments {
        total += adjustment.grams;
        let sign = if adjustment.grams < 0 { "−" } else { "+" };
        text.push_str(&format!("; {sign} {} g", adjustment.grams.abs()));
    }
    if !figures.adjustments.is_empty() {
        text.push_str(&format!(" = {total} g"));
    }
    text
}
