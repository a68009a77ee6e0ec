//! Typed ids: a prefix that says what the thing is, and a UUIDv7 that sorts by time (`rec_019…`).
//!
//! **Invariant:** ids are made from a UUID handed in; this crate draws no randomness and reads no clock.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// Text that is not an id of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form {expected_prefix}_…")]
pub struct IdError {
    /// Prefix the id should have had.
    pub expected_prefix: &'static str,
}

fn parse_prefixed(text: &str, prefix: &'static str) -> Result<Uuid, IdError> {
    let error = IdError {
        expected_prefix: prefix,
    };
    let hex = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .ok_or_else(|| error.clone())?;
    // Exactly one spelling per id: 32 lower-case hexadecimal digits, so that equal ids are equal text in the database.
    if hex.len() != 32
        || !hex
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    {
        return Err(error);
    }
    Uuid::try_parse(hex).map_err(|_| error)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// Prefix of this kind of id, without the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// The id around a given UUID.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID inside.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// Reads `prefix_` and 32 lower-case hexadecimal digits, nothing else.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                parse_prefixed(text, $prefix).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "graphql")]
        impl TryFrom<&async_graphql::ID> for $name {
            type Error = IdError;

            fn try_from(id: &async_graphql::ID) -> Result<Self, IdError> {
                Self::parse(id.as_str())
            }
        }
    )*

        /// Every prefix in use, to tell what an id means (`node(id)`).
        pub const PREFIXES: &[&str] = &[$($prefix),*];
    };
}

ids! {
    /// An organisation, the tenant.
    OrganisationId = "org";
    /// A person with an account.
    PersonId = "per";
    /// A group, company or site of the boundary.
    UnitId = "unit";
    /// A record of activity data.
    RecordId = "rec";
    /// An imported file.
    ImportId = "imp";
    /// A row of an imported file.
    RowId = "row";
    /// A version of an inventory.
    InventoryId = "inv";
    /// A line of an inventory.
    LineId = "line";
    /// A company's own or a supplier's factor. Library factors keep the id of their publication.
    OwnFactorId = "fac";
    /// Bytes uploaded and not yet put to use.
    UploadId = "upl";
    /// A file kept as evidence.
    EvidenceId = "evd";
    /// A signed-in session.
    SessionId = "ses";
    /// An invitation.
    InvitationId = "ivt";
    /// An entry of the audit trail.
    AuditEntryId = "aud";
    /// A seat in the employee programme.
    MemberId = "mem";
    /// A department of the employee programme.
    DepartmentId = "dep";
    /// A team of the employee programme.
    TeamId = "team";
    /// A link by which employees join.
    JoinLinkId = "cjl";
    /// A claim of a low-carbon action.
    ClaimId = "clm";
    /// An entry of everyday emissions.
    EverydayEntryId = "evy";
    /// An account of the ledger.
    AccountId = "acc";
    /// A transaction of the ledger.
    TransactionId = "ltx";
    /// An entry of the ledger.
    LedgerEntryId = "len";
    /// A lot of points with its own expiry day.
    LotId = "lot";
    /// An import of steps and rides.
    SportImportId = "spi";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_round_trip_and_refuse_other_kinds() {
        let uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
        let id = RecordId::from_uuid(uuid);
        assert_eq!(id.to_string(), "rec_01900000000070008000000000000001");
        assert!(id.to_string().len() <= 40);
        assert_eq!(RecordId::parse(&id.to_string()), Ok(id));
        assert!(OrganisationId::parse(&id.to_string()).is_err());
        assert!(RecordId::parse("rec_01900000-0000-7000-8000-000000000001").is_err());
        assert!(RecordId::parse("rec_0190000000007000800000000000000A").is_err());
        assert!(RecordId::parse("").is_err());
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(serde_json::from_str::<RecordId>(&json).unwrap(), id);
    }

    #[test]
    fn ids_sort_by_time() {
        let early = LineId::from_uuid(Uuid::from_u128(1 << 80));
        let late = LineId::from_uuid(Uuid::from_u128(2 << 80));
        assert!(early < late && early.to_string() < late.to_string());
    }
}
