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

#[cfg(test)]
mod tests {
    use super::*;

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
}
