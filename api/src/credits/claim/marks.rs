//! Numbers and pictures that stand behind claims: used once, kept as hashes.
//!
//! The unique index on marks in use decides between two claims at the same time; a mark that was released may be used
//! again.

use saxaul_shared::credits::{
    action::{ActionCatalogue, NumberKind, Side, Uniqueness},
    claim::Taken,
};

use crate::{
    accounting::cells::Cells,
    platform::{
        Platform,
        db::{StoreError, StoreResult, TenantTx},
    },
};

/// Kind of the marks of pictures.
const PHOTO: &str = "PHOTO";

/// A number or picture of a claim, as it is looked up and written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    kind: &'static str,
    uniqueness: Uniqueness,
    hash: String,
    /// Members who may share it.
    seats: i64,
}

/// A mark that is in use.
#[derive(Debug, Clone, PartialEq, Eq)]
struct InUse {
    member_id: String,
    claim_id: String,
    seat: i64,
    side: Option<Side>,
}

impl Mark {
    /// The mark of a number in its one spelling. The server's secret makes it, so that the table alone gives no number
    /// away; another secret makes other marks.
    pub(super) fn of_number(
        platform: &Platform,
        tx: &TenantTx,
        member_id: &str,
        kind: NumberKind,
        number: &str,
        seats: Option<i64>,
    ) -> StoreResult<Self> {
        let uniqueness = kind.uniqueness();
        let whose = if uniqueness == Uniqueness::OncePerMember {
            member_id
        } else {
            ""
        };
        let text = format!("{} {kind} {whose} {number}", tx.organisation_id());
        let hash = platform
            .secret
            .code("claim mark", &text)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        Ok(Self {
            kind: kind.as_str(),
            uniqueness,
            hash,
            seats: seats.unwrap_or(1),
        })
    }

    /// The mark of a picture: the hash of its content.
    pub(super) fn of_photo(sha256: &str) -> Self {
        Self {
            kind: PHOTO,
            uniqueness: Uniqueness::Once,
            hash: sha256.to_owned(),
            seats: 1,
        }
    }

    /// The hash, to find claims on the same travel order.
    pub(super) fn hash(&self) -> &str {
        &self.hash
    }

    async fn in_use(&self, tx: &TenantTx) -> StoreResult<Vec<InUse>> {
        let rows = tx
            .query_all(
                "SELECT m.member_id, m.claim_id, m.seat, c.action_code FROM claim_marks m JOIN action_claims c \
                 ON c.organisation_id = m.organisation_id AND c.id = m.claim_id \
                 WHERE m.organisation_id = $1 AND m.kind = $2 AND m.mark = $3 AND m.released_at IS NULL ORDER BY m.seat",
                vec![
                    tx.organisation_id().into(),
                    self.kind.into(),
                    self.hash.as_str().into(),
                ],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let mut cells = Cells::of(row);
                Ok(InUse {
                    member_id: cells.take()?,
                    claim_id: cells.take()?,
                    seat: cells.take()?,
                    side: ActionCatalogue::embedded()
                        .by_code(&cells.take::<String>()?)
                        .and_then(|def| def.rule.side),
                })
            })
            .collect()
    }

    /// Who used it before: oneself first, where several may.
    pub(super) async fn taken(&self, tx: &TenantTx, member_id: &str) -> StoreResult<Option<Taken>> {
        let users = self.in_use(tx).await?;
        let own = users.iter().find(|user| user.member_id == member_id);
        Ok(own.or(users.first()).map(|user| Taken {
            by_self: user.member_id == member_id,
            side: user.side,
        }))
    }

    /// Other members who share it.
    pub(super) async fn others(&self, tx: &TenantTx, member_id: &str) -> StoreResult<Vec<String>> {
        let users = self.in_use(tx).await?;
        Ok(users
            .into_iter()
            .filter(|user| user.member_id != member_id)
            .map(|user| user.claim_id)
            .collect())
    }

    /// Puts it to use for a claim. `false`: somebody else was faster, or it is used and may not be used again.
    pub(super) async fn take(
        &self,
        tx: &TenantTx,
        member_id: &str,
        claim_id: &str,
        side: Option<Side>,
    ) -> StoreResult<bool> {
        match self.uniqueness {
            Uniqueness::Once | Uniqueness::OncePerMember => {
                if self.insert(tx, member_id, claim_id, 0).await? {
                    return Ok(true);
                }
                // The buyer's claim on an order that the seller claimed takes the number over, and is reviewed.
                let sold = self.in_use(tx).await?.pop();
                let takes_over = side == Some(Side::Buyer)
                    && sold.is_some_and(|sold| sold.side == Some(Side::Seller));
                if takes_over {
                    self.hand_over(tx, member_id, claim_id).await?;
                }
                Ok(takes_over)
            }
            Uniqueness::OneOwner => {
                if self.insert(tx, member_id, claim_id, 0).await? {
                    return Ok(true);
                }
                let owner = self.in_use(tx).await?.pop();
                Ok(owner.is_some_and(|owner| owner.member_id == member_id))
            }
            Uniqueness::Shared => {
                let used: Vec<i64> = self
                    .in_use(tx)
                    .await?
                    .iter()
                    .map(|user| user.seat)
                    .collect();
                for seat in (0..self.seats).filter(|seat| !used.contains(seat)) {
                    if self.insert(tx, member_id, claim_id, seat).await? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    async fn insert(
        &self,
        tx: &TenantTx,
        member_id: &str,
        claim_id: &str,
        seat: i64,
    ) -> StoreResult<bool> {
        let inserted = tx
            .execute(
                "INSERT INTO claim_marks (organisation_id, kind, mark, seat, member_id, claim_id) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                vec![
                    tx.organisation_id().into(),
                    self.kind.into(),
                    self.hash.as_str().into(),
                    seat.into(),
                    member_id.into(),
                    claim_id.into(),
                ],
            )
            .await?;
        Ok(inserted == 1)
    }

    async fn hand_over(&self, tx: &TenantTx, member_id: &str, claim_id: &str) -> StoreResult<()> {
        tx.execute(
            "UPDATE claim_marks SET member_id = $4, claim_id = $5 WHERE organisation_id = $1 AND kind = $2 \
             AND mark = $3 AND released_at IS NULL",
            vec![
                tx.organisation_id().into(),
                self.kind.into(),
                self.hash.as_str().into(),
                member_id.into(),
                claim_id.into(),
            ],
        )
        .await?;
        Ok(())
    }
}

/// Lets go of what a claim used, so that another claim may use it. Plates, travel orders and recyclers' orders stay with
/// their owner, who may have other claims on them.
pub(crate) async fn release(tx: &TenantTx, claim_id: &str, now: &str) -> StoreResult<()> {
    tx.execute(
        "UPDATE claim_marks SET released_at = $3 WHERE organisation_id = $1 AND claim_id = $2 AND released_at IS NULL \
         AND kind NOT IN ('PLATE', 'TRAVEL_ORDER', 'RECYCLER_ORDER')",
        vec![tx.organisation_id().into(), claim_id.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Puts back to use what a claim used before it was released; `false` when another claim uses it now.
pub(crate) async fn take_back(tx: &TenantTx, claim_id: &str) -> StoreResult<bool> {
    let released = "organisation_id = $1 AND claim_id = $2 AND released_at IS NOT NULL";
    let rows = tx
        .query_all(
            &format!("SELECT kind, mark, seat, member_id FROM claim_marks WHERE {released}"),
            vec![tx.organisation_id().into(), claim_id.into()],
        )
        .await?;
    for row in &rows {
        let mut cells = Cells::of(row);
        let (kind, mark): (String, String) = (cells.take()?, cells.take()?);
        let (seat, member): (i64, String) = (cells.take()?, cells.take()?);
        let inserted = tx
            .execute(
                "INSERT INTO claim_marks (organisation_id, kind, mark, seat, member_id, claim_id) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                vec![
                    tx.organisation_id().into(),
                    kind.into(),
                    mark.into(),
                    seat.into(),
                    member.into(),
                    claim_id.into(),
                ],
            )
            .await?;
        if inserted == 0 {
            return Ok(false);
        }
    }
    tx.execute(
        &format!("DELETE FROM claim_marks WHERE {released}"),
        vec![tx.organisation_id().into(), claim_id.into()],
    )
    .await?;
    Ok(true)
}
