//! The eight roles. A person may have several; what they may do is the sum.

crate::wire_enum! {
    /// What a person is in the organisation.
    pub enum Role {
        /// Owns the account: people, settings and everything below.
        Owner = "OWNER",
        /// Keeps the inventory: boundary, factors, data, submission.
        Accountant = "ACCOUNTANT",
        /// Hands in bills and readings, for the sites named only.
        DataOwner = "DATA_OWNER",
        /// Agrees to factors and inventories, as a second person.
        Approver = "APPROVER",
        /// Checks everything and changes nothing.
        Verifier = "VERIFIER",
        /// Takes part in the employee programme.
        Employee = "EMPLOYEE",
        /// Runs the employee programme.
        ProgrammeManager = "PROGRAMME_MANAGER",
        /// A program that reads and writes data.
        Integrator = "INTEGRATOR",
    }
}

impl Role {
    /// Whether the role reaches only the sites named for the person.
    pub const fn is_limited_to_sites(self) -> bool {
        matches!(self, Self::DataOwner)
    }
}
