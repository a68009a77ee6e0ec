//! Whose emissions they are: the tree of group, companies and sites, and how much of each counts.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::period::Date;

crate::wire_enum! {
    /// How an organisation draws its boundary (GHG Protocol Corporate Standard, chapter 3).
    pub enum ConsolidationApproach {
        /// All of what the company has operational control over, nothing of the rest.
        OperationalControl = "OPERATIONAL_CONTROL",
        /// All of what the company has financial control over, nothing of the rest.
        FinancialControl = "FINANCIAL_CONTROL",
        /// Each operation by the share of equity held.
        EquityShare = "EQUITY_SHARE",
    }
}

crate::wire_enum! {
    /// What a node of the boundary tree is.
    pub enum UnitKind {
        /// The group at the root.
        Group = "GROUP",
        /// A legal entity.
        Company = "COMPANY",
        /// A place where activity data arises.
        Site = "SITE",
    }
}

/// The share held from a day on, until the next entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnershipShare {
    /// First day on which the share is held.
    pub from: Date,
    /// Percent of equity, 0 to 100.
    pub share_percent: Decimal,
}

/// What consolidation needs to know of one node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundaryNode {
    /// Id of the node.
    pub id: String,
    /// Node above; `None` at the root.
    pub parent_id: Option<String>,
    /// Whether the group can introduce and carry out operating policies there.
    pub operational_control: bool,
    /// How it stands in the accounts of the node above it.
    pub financial_tie: FinancialTie,
    /// Shares by date, ascending. Empty means wholly owned.
    pub ownership: Vec<OwnershipShare>,
}

impl BoundaryNode {
    /// Percent of equity held in this node by the one above it on `day`: 100 where no share is written down, 0 before
    /// the first one.
    pub fn share_on(&self, day: Date) -> Decimal {
        if self.ownership.is_empty() {
            return Decimal::ONE_HUNDRED;
        }
        self.ownership
            .iter()
            .rev()
            .find(|share| share.from <= day)
            .map_or(Decimal::ZERO, |share| share.share_percent)
    }
}

crate::wire_enum! {
    /// How a holding stands in the accounts of its parent (GHG Protocol Corporate Standard, chapter 3, table 1).
    pub enum FinancialTie {
        /// Group company or subsidiary: the parent directs its policies with a view to gaining from it.
        Subsidiary = "SUBSIDIARY",
        /// Joint venture, partnership or operation under joint financial control: counts by share.
        Joint = "JOINT",
        /// Associated company: significant influence, no financial control.
        Associate = "ASSOCIATE",
        /// Fixed-asset investment: neither influence nor control. Counts by neither share nor financial control.
        Investment = "INVESTMENT",
    }
}

/// What one step of the chain holds of the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// Percent of equity, 0 to 100.
    pub share_percent: Decimal,
    /// Whether the parent has operational control.
    pub operational_control: bool,
    /// How it stands in the parent's accounts.
    pub tie: FinancialTie,
}

/// Percent of an operation's figures that counts at the end of a chain of holdings.
///
/// Equity share: the shares multiply, and an investment without influence counts nothing. Operational control: whole when
/// controlled at every step, else nothing. Financial control: whole through subsidiaries, by share through joint control,
/// nothing through associates and investments.
pub fn held_percent(approach: ConsolidationApproach, chain: &[Holding]) -> Decimal {
    let whole_if = |held: bool| {
        if held {
            Decimal::ONE_HUNDRED
        } else {
            Decimal::ZERO
        }
    };
    let step = |holding: &Holding| {
        // What is not owned yet cannot be controlled yet.
        if holding.share_percent <= Decimal::ZERO {
            return Decimal::ZERO;
        }
        match approach {
            ConsolidationApproach::OperationalControl => whole_if(holding.operational_control),
            ConsolidationApproach::EquityShare => match holding.tie {
                FinancialTie::Investment => Decimal::ZERO,
                _ => holding.share_percent,
            },
            ConsolidationApproach::FinancialControl => match holding.tie {
                FinancialTie::Joint => holding.share_percent,
                tie => whole_if(tie == FinancialTie::Subsidiary),
            },
        }
    };
    chain.iter().fold(Decimal::ONE_HUNDRED, |percent, holding| {
        (percent * step(holding) / Decimal::ONE_HUNDRED).normalize()
    })
}

/// Percent of a site's figures that counts for the organisation on `day`.
///
/// `chain` runs from the site to the root. Under equity share the shares along the chain multiply (a company that
/// holds 80 % of a firm that holds 50 % of a plant counts 40 % of it); under either kind of control a chain that is
/// controlled at every step counts whole and any other not at all, except that what is under joint financial control
/// counts by share (GHG Protocol Corporate Standard, chapter 3).
pub fn consolidated_percent(
    approach: ConsolidationApproach,
    chain: &[&BoundaryNode],
    day: Date,
) -> Decimal {
    let holdings: Vec<Holding> = chain
        .iter()
        .map(|node| Holding {
            share_percent: node.share_on(day),
            operational_control: node.operational_control,
            tie: node.financial_tie,
        })
        .collect();
    held_percent(approach, &holdings)
}

/// The days at which the percentage of `chain` can change, ascending.
pub fn change_days(chain: &[&BoundaryNode]) -> Vec<Date> {
    let mut days: Vec<Date> = chain
        .iter()
        .flat_map(|node| node.ownership.iter().map(|share| share.from))
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn node(id: &str, parent: Option<&str>, control: bool, shares: &[(&str, i64)]) -> BoundaryNode {
        BoundaryNode {
            id: id.to_owned(),
            parent_id: parent.map(str::to_owned),
            operational_control: control,
            financial_tie: if control {
                FinancialTie::Subsidiary
            } else {
                FinancialTie::Associate
            },
            ownership: shares
                .iter()
                .map(|(from, percent)| OwnershipShare {
                    from: day(from),
                    share_percent: Decimal::from(*percent),
                })
                .collect(),
        }
    }

    #[test]
    fn equity_shares_multiply_along_the_chain() {
        let plant = node("plant", Some("firm"), false, &[("2020-01-01", 50)]);
        let firm = node("firm", Some("group"), true, &[("2019-01-01", 80)]);
        let group = node("group", None, true, &[]);
        let chain = [&plant, &firm, &group];
        assert_eq!(
            consolidated_percent(
                ConsolidationApproach::EquityShare,
                &chain,
                day("2024-06-01")
            ),
            Decimal::from(40)
        );
        assert_eq!(
            consolidated_percent(
                ConsolidationApproach::OperationalControl,
                &chain,
                day("2024-06-01")
            ),
            Decimal::ZERO
        );
    }

    #[test]
    fn a_share_counts_from_its_day_until_the_next() {
        let site = node("s", None, true, &[("2024-01-01", 30), ("2024-07-01", 60)]);
        let percent =
            |on: &str| consolidated_percent(ConsolidationApproach::EquityShare, &[&site], day(on));
        assert_eq!(percent("2023-12-31"), Decimal::ZERO);
        assert_eq!(percent("2024-06-30"), Decimal::from(30));
        assert_eq!(percent("2024-07-01"), Decimal::from(60));
    }

    #[test]
    fn joint_financial_control_counts_by_share_under_the_group() {
        let venture = BoundaryNode {
            financial_tie: FinancialTie::Joint,
            ..node("venture", Some("firm"), false, &[("2020-01-01", 50)])
        };
        let plant = node("plant", Some("venture"), true, &[]);
        let firm = node("firm", None, true, &[("2019-01-01", 80)]);
        let chain = [&plant, &venture, &firm];
        let percent = |approach| consolidated_percent(approach, &chain, day("2024-06-01"));
        assert_eq!(
            percent(ConsolidationApproach::EquityShare),
            Decimal::from(40)
        );
        assert_eq!(
            percent(ConsolidationApproach::FinancialControl),
            Decimal::from(50)
        );
        assert_eq!(
            percent(ConsolidationApproach::OperationalControl),
            Decimal::ZERO
        );
    }

    #[test]
    fn control_counts_nothing_before_the_acquisition() {
        let site = node("s", None, true, &[("2024-07-01", 100)]);
        let percent = |on: &str| {
            consolidated_percent(ConsolidationApproach::OperationalControl, &[&site], day(on))
        };
        assert_eq!(percent("2024-06-30"), Decimal::ZERO);
        assert_eq!(percent("2024-07-01"), Decimal::ONE_HUNDRED);
    }
}
