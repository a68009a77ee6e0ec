//! The life of an inventory: one version of one year, open until people have agreed to it.

crate::wire_enum! {
    /// Where an inventory stands. Steps go forward only; going back makes a new version.
    pub enum InventoryState {
        /// Data may change; figures follow at once.
        Open = "OPEN",
        /// Handed in for approval; nothing may change.
        Submitted = "SUBMITTED",
        /// Approved by a second person; nothing may change.
        Approved = "APPROVED",
        /// Filed. Kept for good.
        Locked = "LOCKED",
    }
}

/// Something a person does to an inventory's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InventoryStep {
    /// Hand in for approval.
    Submit,
    /// Agree, as a second person.
    Approve,
    /// Close for good.
    Lock,
}

/// Why a step was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StepRefused {
    /// The inventory is not in the state the step starts from.
    #[error("the inventory is {found}, not {needed}")]
    WrongState {
        /// State it is in.
        found: InventoryState,
        /// State the step starts from.
        needed: InventoryState,
    },
    /// Whoever submits does not approve.
    #[error("who submitted an inventory cannot approve it")]
    SamePerson,
}

impl InventoryState {
    /// Whether data of the year may change.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open)
    }

    /// The state after `step`, taken by `actor` on an inventory that `submitter` handed in.
    pub fn after(
        self,
        step: InventoryStep,
        actor: &str,
        submitter: Option<&str>,
    ) -> Result<Self, StepRefused> {
        let (needed, next) = match step {
            InventoryStep::Submit => (Self::Open, Self::Submitted),
            InventoryStep::Approve => (Self::Submitted, Self::Approved),
            InventoryStep::Lock => (Self::Approved, Self::Locked),
        };
        if self != needed {
            return Err(StepRefused::WrongState {
                found: self,
                needed,
            });
        }
        if step == InventoryStep::Approve && submitter == Some(actor) {
            return Err(StepRefused::SamePerson);
        }
        Ok(next)
    }
}

/// Splits the whole number `total` by `weights` so that the parts sum to it exactly.
///
/// Largest remainder: every part gets the floor of its due, and what is left goes one by one to the parts with the
/// largest remainders, the earlier part first where they tie. All weights zero gives everything to the first part.
pub fn split_exactly(total: i64, weights: &[u32]) -> Vec<i64> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    let mut parts = vec![0_i64; weights.len()];
    if sum == 0 {
        if let Some(first) = parts.first_mut() {
            *first = total;
        }
        return parts;
    }
    let magnitude = i128::from(total.unsigned_abs());
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    let mut given: i128 = 0;
    let mut floors: Vec<i128> = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let due = magnitude * i128::from(*weight);
        let floor = due / sum;
        floors.push(floor);
        given += floor;
        remainders.push((due % sum, index));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut left = magnitude - given;
    for (_, index) in remainders {
        if left == 0 {
            break;
        }
        if let Some(floor) = floors.get_mut(index) {
            *floor += 1;
            left -= 1;
        }
    }
    let sign = i128::from(total.signum());
    for (part, floor) in parts.iter_mut().zip(floors) {
        // A part is never larger than the total, which fits.
        *part = i64::try_from(floor * sign).unwrap_or(total);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_inventory_goes_forward_only() {
        use InventoryState::{Approved, Locked, Open, Submitted};
        assert_eq!(
            Open.after(InventoryStep::Submit, "per_a", None),
            Ok(Submitted)
        );
        assert_eq!(
            Submitted.after(InventoryStep::Approve, "per_b", Some("per_a")),
            Ok(Approved)
        );
        assert_eq!(
            Approved.after(InventoryStep::Lock, "per_a", Some("per_a")),
            Ok(Locked)
        );
        assert_eq!(
            Locked.after(InventoryStep::Submit, "per_a", None),
            Err(StepRefused::WrongState {
                found: Locked,
                needed: Open
            })
        );
    }

    #[test]
    fn who_submits_does_not_approve() {
        assert_eq!(
            InventoryState::Submitted.after(InventoryStep::Approve, "per_a", Some("per_a")),
            Err(StepRefused::SamePerson)
        );
    }

    #[test]
    fn ten_over_three_equal_parts_favours_the_first() {
        assert_eq!(split_exactly(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(split_exactly(-10, &[1, 1, 1]), [-4, -3, -3]);
        assert_eq!(split_exactly(7, &[0, 0]), [7, 0]);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole(total in any::<i64>(), weights in proptest::collection::vec(0_u32..400, 1..40)) {
            let parts = split_exactly(total, &weights);
            prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(total));
        }

        #[test]
        fn a_part_without_weight_gets_nothing(total in any::<i64>(), weight in 1_u32..400) {
            prop_assert_eq!(split_exactly(total, &[0, weight, 0]), [0, total, 0]);
        }
    }
}
