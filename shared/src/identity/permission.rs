//! Who may do what: one table, read by the server before it acts and by the console before it offers.

use super::Role;

/// Something a person may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// See activity data, factors, boundary, imports and inventories.
    ViewAccounting,
    /// Add, change, delete and restore activity records, and attach evidence.
    WriteRecords,
    /// Upload and import files.
    RunImports,
    /// Change the boundary and its yearly figures.
    EditBoundary,
    /// Change the company's settings and data packs.
    EditOrganisation,
    /// Propose own and supplier factors.
    ProposeFactors,
    /// Approve and retire factors.
    ApproveFactors,
    /// Make inventories and submit them.
    PrepareInventories,
    /// Approve, lock and reopen inventories.
    ApproveInventories,
    /// See the audit trail.
    ViewAudit,
    /// See the people of the company.
    ViewPeople,
    /// Invite people and change their roles.
    ManagePeople,
    /// Take part in the employee programme: log actions, see boards, hold credits.
    TakePart,
    /// Run the employee programme: members, departments, rules, budget, results.
    RunProgramme,
    /// Decide on claims that wait for a review, and on appeals.
    ReviewClaims,
    /// Report steps of members by program.
    ReportSteps,
}

impl Action {
    /// Every action, in the order of the table.
    pub const ALL: &'static [Self] = &[
        Self::ViewAccounting,
        Self::WriteRecords,
        Self::RunImports,
        Self::EditBoundary,
        Self::EditOrganisation,
        Self::ProposeFactors,
        Self::ApproveFactors,
        Self::PrepareInventories,
        Self::ApproveInventories,
        Self::ViewAudit,
        Self::ViewPeople,
        Self::ManagePeople,
        Self::TakePart,
        Self::RunProgramme,
        Self::ReviewClaims,
        Self::ReportSteps,
    ];
}

/// The table: what each role may do.
const MATRIX: &[(Role, &[Action])] = &[
    (Role::Owner, Action::ALL),
    (
        Role::Accountant,
        &[
            Action::ViewAccounting,
            Action::WriteRecords,
            Action::RunImports,
            Action::EditBoundary,
            Action::ProposeFactors,
            Action::PrepareInventories,
            Action::ViewAudit,
            Action::ViewPeople,
            Action::TakePart,
        ],
    ),
    (
        Role::DataOwner,
        &[
            Action::ViewAccounting,
            Action::WriteRecords,
            Action::RunImports,
            Action::TakePart,
        ],
    ),
    (
        Role::Approver,
        &[
            Action::ViewAccounting,
            Action::ApproveFactors,
            Action::ApproveInventories,
            Action::ViewAudit,
            Action::ViewPeople,
            Action::TakePart,
        ],
    ),
    (
        Role::Verifier,
        &[
            Action::ViewAccounting,
            Action::ViewAudit,
            Action::ViewPeople,
        ],
    ),
    (Role::Employee, &[Action::TakePart]),
    (
        Role::ProgrammeManager,
        &[
            Action::ViewPeople,
            Action::TakePart,
            Action::RunProgramme,
            Action::ReviewClaims,
        ],
    ),
    (
        Role::Integrator,
        &[
            Action::ViewAccounting,
            Action::WriteRecords,
            Action::RunImports,
            Action::ReportSteps,
        ],
    ),
];

/// Whether `role` alone allows `action`, be it only on the sites named for the person.
pub fn can(role: Role, action: Action) -> bool {
    MATRIX
        .iter()
        .any(|(listed, actions)| *listed == role && actions.contains(&action))
}

/// How far a permission goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The whole organisation.
    Organisation,
    /// Only the sites named for the person.
    Sites,
}

/// How far `roles` together let a person go in `action`; `None` when they do not allow it at all.
pub fn reach(roles: &[Role], action: Action) -> Option<Reach> {
    let mut widest = None;
    for role in roles.iter().filter(|role| can(**role, action)) {
        if !role.is_limited_to_sites() {
            return Some(Reach::Organisation);
        }
        widest = Some(Reach::Sites);
    }
    widest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_stands_once_in_the_table() {
        for role in Role::ALL {
            let times = MATRIX.iter().filter(|(listed, _)| listed == role).count();
            assert_eq!(times, 1, "{role}");
        }
    }

    #[test]
    fn whoever_only_checks_changes_nothing() {
        for action in Action::ALL {
            let looks = matches!(
                action,
                Action::ViewAccounting | Action::ViewAudit | Action::ViewPeople
            );
            assert_eq!(can(Role::Verifier, *action), looks, "{action:?}");
        }
    }

    #[test]
    fn preparing_and_approving_are_apart_except_for_the_owner() {
        for role in Role::ALL.iter().filter(|role| **role != Role::Owner) {
            let both =
                can(*role, Action::PrepareInventories) && can(*role, Action::ApproveInventories);
            assert!(!both, "{role} does both");
        }
    }

    #[test]
    fn a_data_owner_stays_on_the_named_sites_unless_another_role_goes_further() {
        let alone = reach(&[Role::DataOwner], Action::WriteRecords);
        assert_eq!(alone, Some(Reach::Sites));
        let both = reach(&[Role::DataOwner, Role::Accountant], Action::WriteRecords);
        assert_eq!(both, Some(Reach::Organisation));
        assert_eq!(reach(&[Role::Employee], Action::ViewAccounting), None);
    }
}
