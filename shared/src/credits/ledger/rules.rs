//! Which kind of transaction may move which book between which accounts.

use super::{AccountRef, Leg};
use crate::credits::{CreditBook, TransactionKind};

/// Whether a transaction of `kind` may have `leg`. [`TransactionKind::Reverse`] is held against what it reverses instead.
pub(super) fn allows(kind: TransactionKind, leg: &Leg) -> bool {
    use AccountRef::{Budget, Escrow, Expiry, Issuance, Member, MemberLocked, Retirement, Team};
    use TransactionKind as Kind;
    let leaves = leg.amount < 0;
    let points = leg.book == CreditBook::Point;
    match (kind, leaves) {
        (Kind::Earn, true) => matches!(leg.account, Issuance | Budget),
        (Kind::Earn, false) => matches!(leg.account, Member(_) | Team(_)),
        (Kind::Grant, true) => points && matches!(leg.account, Issuance | Budget),
        (Kind::Grant, false) => points && matches!(leg.account, Budget | Member(_) | Team(_)),
        (Kind::Give, _) => points && matches!(leg.account, Member(_) | Team(_)),
        (Kind::Spend | Kind::Hold | Kind::Expire, true) => {
            points && matches!(leg.account, Member(_) | Team(_))
        }
        (Kind::Spend, false) => points && matches!(leg.account, Budget),
        (Kind::Hold, false) | (Kind::Settle | Kind::Void, true) => {
            points && matches!(leg.account, Escrow)
        }
        (Kind::Settle, false) => points && matches!(leg.account, Budget | Member(_) | Team(_)),
        (Kind::Void, false) => points && matches!(leg.account, Member(_) | Team(_)),
        (Kind::Expire, false) => points && matches!(leg.account, Expiry),
        (Kind::Lock, true) | (Kind::Unlock, false) => !points && matches!(leg.account, Member(_)),
        (Kind::Lock, false) | (Kind::Unlock | Kind::Retire, true) => {
            !points && matches!(leg.account, MemberLocked(_))
        }
        (Kind::Retire, false) => !points && matches!(leg.account, Retirement),
        // Nothing comes out of retirement, whatever it is called.
        (Kind::Reverse, true) => !matches!(leg.account, Retirement),
        (Kind::Reverse, false) => true,
    }
}

/// Whether a transaction of `kind` can be reversed.
pub(super) fn is_reversible(kind: TransactionKind) -> bool {
    use TransactionKind as Kind;
    matches!(
        kind,
        Kind::Earn | Kind::Grant | Kind::Give | Kind::Spend | Kind::Expire
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        credits::ledger::{earn, give, grant, hold, lock, retire, spend, unlock},
        id::{MemberId, TeamId},
    };
    use uuid::Uuid;

    #[test]
    fn the_shapes_that_are_built_are_allowed_and_others_are_not() {
        let me = MemberId::from_uuid(Uuid::from_u128(1));
        let (mine, team) = (
            AccountRef::Member(me),
            AccountRef::Team(TeamId::from_uuid(Uuid::from_u128(2))),
        );
        let shapes = [
            (TransactionKind::Earn, earn(me, 5, 7)),
            (
                TransactionKind::Grant,
                grant(AccountRef::Issuance, AccountRef::Budget, 5),
            ),
            (TransactionKind::Grant, grant(AccountRef::Budget, mine, 5)),
            (TransactionKind::Give, give(me, team, 5)),
            (TransactionKind::Spend, spend(mine, 5)),
            (TransactionKind::Hold, hold(mine, 5)),
            (TransactionKind::Lock, lock(me, 5)),
            (TransactionKind::Unlock, unlock(me, 5)),
            (TransactionKind::Retire, retire(me, 5)),
        ];
        for (kind, legs) in &shapes {
            assert!(legs.iter().all(|leg| allows(*kind, leg)), "{kind}");
            // The same movement backwards is another kind of thing, except among those who give.
            let back = legs.iter().map(|leg| Leg {
                amount: -leg.amount,
                ..*leg
            });
            let allowed = back.clone().all(|leg| allows(*kind, &leg));
            assert_eq!(allowed, *kind == TransactionKind::Give, "{kind} backwards");
        }
        for kind in TransactionKind::ALL {
            let out = Leg::new(AccountRef::Retirement, CreditBook::Gram, -1);
            assert!(!allows(*kind, &out), "{kind} takes grams out of retirement");
        }
    }
}
