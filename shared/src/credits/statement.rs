//! A member's month: emissions, reductions and net side by side, against a budget, with what lies inside the employer's
//! inventory marked.

use std::collections::BTreeMap;

use super::{InventoryLink, everyday::EverydayCategory};

/// Milligrams in a gram.
const MG_PER_GRAM: i64 = 1000;
/// Milligrams in a kilogram.
const MG_PER_KG: i64 = 1_000_000;

/// An emission of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emission {
    /// What part of life.
    pub category: EverydayCategory,
    /// mg CO2e.
    pub mg: i64,
    /// Where it stands in the employer's inventory.
    pub link: InventoryLink,
    /// Whether it is a flight.
    pub is_flight: bool,
}

/// A reduction of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reduction {
    /// g CO2e, deductions included.
    pub grams: i64,
    /// Where it stands in the employer's inventory.
    pub link: InventoryLink,
}

/// What of the month lies inside one part of the employer's inventory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inside {
    /// Emissions, mg CO2e.
    pub emissions_mg: i64,
    /// Reductions, mg CO2e.
    pub reductions_mg: i64,
}

/// A month's statement. All masses in mg CO2e.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Emissions by part of life, those with any.
    pub by_category: Vec<(EverydayCategory, i64)>,
    /// All emissions.
    pub emissions_mg: i64,
    /// All reductions.
    pub reductions_mg: i64,
    /// Emissions less reductions: reductions never stand alone.
    pub net_mg: i64,
    /// What the month may hold.
    pub budget_mg: i64,
    /// What lies inside the employer's inventory, by part of it.
    pub inside_employer: Vec<(InventoryLink, Inside)>,
    /// Flights among the emissions: shown beside the rank.
    pub flights_mg: i64,
}

/// Adds a month up against a budget in kg CO2e (`ProgrammeSettings::monthly_budget_kg`, 167 kg where nothing is set).
pub fn statement(emissions: &[Emission], reductions: &[Reduction], budget_kg: i64) -> Statement {
    let mut by_category: BTreeMap<EverydayCategory, i64> = BTreeMap::new();
    let mut inside: BTreeMap<InventoryLink, Inside> = BTreeMap::new();
    for emission in emissions {
        *by_category.entry(emission.category).or_default() += emission.mg;
        inside.entry(emission.link).or_default().emissions_mg += emission.mg;
    }
    for reduction in reductions {
        inside.entry(reduction.link).or_default().reductions_mg += reduction.grams * MG_PER_GRAM;
    }
    let emissions_mg = by_category.values().sum();
    let reductions_mg = inside.values().map(|part| part.reductions_mg).sum();
    inside.remove(&InventoryLink::None);
    Statement {
        by_category: by_category.into_iter().collect(),
        emissions_mg,
        reductions_mg,
        net_mg: emissions_mg - reductions_mg,
        budget_mg: budget_kg * MG_PER_KG,
        inside_employer: inside.into_iter().collect(),
        flights_mg: emissions
            .iter()
            .filter(|emission| emission.is_flight)
            .map(|emission| emission.mg)
            .sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credits::programme::ProgrammeSettings;

    #[test]
    fn emissions_reductions_and_net_stand_side_by_side() {
        let emission = |category, mg, link, is_flight| Emission {
            category,
            mg,
            link,
            is_flight,
        };
        let month = statement(
            &[
                emission(
                    EverydayCategory::Commute,
                    884_000,
                    InventoryLink::Scope3Category7,
                    false,
                ),
                emission(
                    EverydayCategory::Meal,
                    4_970_000,
                    InventoryLink::None,
                    false,
                ),
                emission(
                    EverydayCategory::BusinessTravel,
                    112_900_000,
                    InventoryLink::Scope3Category6,
                    true,
                ),
            ],
            &[
                Reduction {
                    grams: 3031,
                    link: InventoryLink::Scope3Category7,
                },
                Reduction {
                    grams: 920,
                    link: InventoryLink::None,
                },
            ],
            ProgrammeSettings::default().monthly_budget_kg,
        );
        assert_eq!(month.emissions_mg, 118_754_000);
        assert_eq!(month.reductions_mg, 3_951_000);
        assert_eq!(month.net_mg, 114_803_000);
        assert_eq!(month.budget_mg, 167_000_000);
        assert_eq!(month.flights_mg, 112_900_000);
        assert_eq!(
            month.inside_employer,
            [
                (
                    InventoryLink::Scope3Category6,
                    Inside {
                        emissions_mg: 112_900_000,
                        reductions_mg: 0
                    }
                ),
                (
                    InventoryLink::Scope3Category7,
                    Inside {
                        emissions_mg: 884_000,
                        reductions_mg: 3_031_000
                    }
                ),
            ]
        );
    }
}
