//! One core's plans: calculations with everything decided but the amount, and what the rows they computed sum to.

use std::collections::HashMap;

use saxaul_shared::{
    accounting::{
        choice::steady_days,
        engine::{ActivityInput, Figures, PreparedCalculation, RunningTotal, prepare},
        import::row::ActivityDraft,
        record::DataQuality,
        refusal::Refusal,
        source::FactorSource,
        totals::Sum,
    },
    decimal::Decimal,
    period::Period,
    quantity::Unit,
};

use super::{
    plain::PlainNumber,
    report::RowBasis,
    totals::{GroupKey, Totals},
    work::Task,
};

/// Everything of a draft that a plan depends on, except the day.
#[derive(Debug, PartialEq, Eq, Hash)]
struct PlanKey {
    activity: String,
    unit: Unit,
    factor_id: Option<String>,
    supplier: Option<String>,
    quality: DataQuality,
}

/// A plan with the sums of the rows that it computed.
struct Plan {
    prepared: PreparedCalculation,
    basis: RowBasis,
    /// Of plain amounts, where only totals are asked for.
    running: Option<RunningTotal>,
    /// Of the others.
    sum: Sum,
}

/// All plans of one core.
#[derive(Default)]
pub(super) struct Plans {
    plans: Vec<Plan>,
    by_key: HashMap<PlanKey, Vec<(Period, usize)>>,
}

impl Plans {
    /// The draft's plan, made when it is new, with the days that it holds for.
    pub(super) fn of(
        &mut self,
        draft: ActivityDraft,
        task: &Task,
    ) -> Result<(Period, usize), Refusal> {
        let unit = draft.unit;
        let input = ActivityInput {
            factor_id: draft.factor_id,
            supplier: draft.supplier,
            quality: draft.quality,
            ..ActivityInput::new(
                &draft.activity_code,
                draft.quantity,
                &unit.code(),
                draft.period,
                &task.region,
            )
        };
        let key = PlanKey {
            activity: draft.activity_code,
            unit,
            factor_id: input.factor_id.clone(),
            supplier: input.supplier.clone(),
            quality: input.quality,
        };
        let day = input.factor_day();
        let known = self
            .by_key
            .get(&key)
            .and_then(|plans| plans.iter().find(|(days, _)| days.contains(day)));
        if let Some(known) = known {
            return Ok(*known);
        }
        let prepared = prepare(&input, &task.source, &task.settings)?;
        let days = steady_days(
            &input.activity,
            input.factor_id.as_deref(),
            day,
            &task.source,
        );
        let found = (days, self.plans.len());
        self.plans.push(Plan {
            basis: basis(&input.activity, &prepared, task),
            // Each row's figures are needed where rows are written.
            running: prepared.running_total().filter(|_| !task.rows),
            prepared,
            sum: Sum::default(),
        });
        self.by_key.entry(key).or_default().push(found);
        Ok(found)
    }

    /// Adds a plain amount to a plan's sum without its figures. False when they are needed, and nothing was added.
    #[inline]
    pub(super) fn add(&mut self, plan: usize, quantity: PlainNumber) -> bool {
        self.plans
            .get_mut(plan)
            .and_then(|plan| plan.running.as_mut())
            .zip(quantity.micro())
            .is_some_and(|(running, micro)| running.add(micro))
    }

    /// Computes an amount and adds it to the plan's sum.
    pub(super) fn compute(
        &mut self,
        plan: usize,
        quantity: Decimal,
    ) -> Option<Result<(&RowBasis, Figures), Refusal>> {
        let plan = self.plans.get_mut(plan)?;
        Some(plan.prepared.compute(quantity).map(|figures| {
            plan.sum.add(&figures);
            (&plan.basis, figures)
        }))
    }

    /// Number of plans.
    pub(super) fn len(&self) -> usize {
        self.plans.len()
    }

    /// Moves the sums of the plans into the totals and forgets the plans.
    pub(super) fn fold_into(&mut self, totals: &mut Totals) {
        for mut plan in self.plans.drain(..) {
            if let Some(running) = plan.running {
                plan.sum.merge(&running.sum());
            }
            if plan.sum.lines > 0 {
                totals.add_group(&plan.basis.group, plan.basis.status, &plan.sum);
            }
        }
        self.by_key.clear();
    }
}

fn basis(activity: &str, prepared: &PreparedCalculation, task: &Task) -> RowBasis {
    let known = task.source.activity(activity);
    RowBasis {
        group: GroupKey {
            scope: known.and_then(|activity| activity.scope),
            category: known
                .map(|activity| activity.category.clone())
                .unwrap_or_default(),
            activity: activity.to_owned(),
        },
        factor_id: prepared.factor_id().map(str::to_owned),
        market_factor_id: prepared.market_factor_id().map(str::to_owned),
        status: prepared.status(),
    }
}
