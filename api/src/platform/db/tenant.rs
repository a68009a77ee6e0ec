//! The organisation on whose behalf something runs.

use std::{fmt, sync::Arc};

/// Proof that the server itself learnt the organisation: a verified access token, a job row, a row found at sign-in.
///
/// Implemented only where that happens; request input never implements it.
pub trait NamesTenant {
    /// The organisation's id (`org_…`).
    fn organisation_id(&self) -> &str;
}

/// An organisation's id that came from authentication or from a job row, never from request input.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tenant(Arc<str>);

impl Tenant {
    /// The tenant that `proof` names.
    pub(crate) fn named_by(proof: &impl NamesTenant) -> Self {
        Self(Arc::from(proof.organisation_id()))
    }

    /// The organisation's id (`org_…`).
    pub fn organisation_id(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tenant({})", self.0)
    }
}

impl fmt::Display for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
