//! Laws of the ledger: whatever is posted in whatever order, the books balance and agree with a model that counts single
//! points.

use std::collections::BTreeMap;

use proptest::prelude::*;
use saxaul_shared::{
    credits::{
        CreditBook, TransactionKind,
        ledger::{
            AccountRef, Books, LedgerRefusal, Leg, LotDay, PostRequest, Posted, earn, expire,
            expiry, give, hold, lock, retire, reverse, settle, spend, unlock, void,
        },
    },
    id::{MemberId, TransactionId},
    period::Date,
};
use uuid::Uuid;

const MEMBERS: usize = 3;

fn member(n: usize) -> MemberId {
    MemberId::from_uuid(Uuid::from_u128(n as u128 + 1))
}

fn day(n: i64) -> Date {
    Date::from_day_number(Date::new(2026, 1, 1).unwrap().day_number() + n).unwrap()
}

/// Something that someone wants to do; numbers name members, amounts, days and earlier transactions.
#[derive(Debug, Clone)]
enum Wish {
    Earn {
        who: usize,
        grams: i64,
        points: i64,
        lasts: Option<i64>,
    },
    Give {
        from: usize,
        to: usize,
        points: i64,
    },
    Spend {
        who: usize,
        points: i64,
    },
    Hold {
        who: usize,
        points: i64,
    },
    Settle {
        which: usize,
        points: i64,
        to: usize,
    },
    Void {
        which: usize,
    },
    Expire {
        who: usize,
        today: i64,
    },
    Reverse {
        which: usize,
    },
    Lock {
        who: usize,
        grams: i64,
    },
    Unlock {
        who: usize,
        grams: i64,
    },
    Retire {
        who: usize,
        grams: i64,
    },
}

fn wish() -> impl Strategy<Value = Wish> {
    let who = 0..MEMBERS;
    let some = 1..30i64;
    prop_oneof![
        4 => (who.clone(), 0..40i64, 0..40i64, proptest::option::of(0..6i64))
            .prop_map(|(who, grams, points, lasts)| Wish::Earn { who, grams, points, lasts }),
        3 => (who.clone(), who.clone(), some.clone()).prop_map(|(from, to, points)| Wish::Give { from, to, points }),
        2 => (who.clone(), some.clone()).prop_map(|(who, points)| Wish::Spend { who, points }),
        2 => (who.clone(), some.clone()).prop_map(|(who, points)| Wish::Hold { who, points }),
        2 => (0..40usize, 1..35i64, who.clone()).prop_map(|(which, points, to)| Wish::Settle { which, points, to }),
        1 => (0..40usize).prop_map(|which| Wish::Void { which }),
        2 => (who.clone(), 0..8i64).prop_map(|(who, today)| Wish::Expire { who, today }),
        3 => (0..40usize).prop_map(|which| Wish::Reverse { which }),
        1 => (who.clone(), some.clone()).prop_map(|(who, grams)| Wish::Lock { who, grams }),
        1 => (who.clone(), some.clone()).prop_map(|(who, grams)| Wish::Unlock { who, grams }),
        1 => (who, some).prop_map(|(who, grams)| Wish::Retire { who, grams }),
    ]
}

/// The model: every single point is a day in a list, grams are plain counts.
#[derive(Debug, Clone, Default, PartialEq)]
struct Model {
    points: BTreeMap<AccountRef, Vec<LotDay>>,
    grams: BTreeMap<AccountRef, i64>,
}

/// What a transaction of the model moved: from whom, to whom, which points in which order.
#[derive(Debug, Clone)]
struct Moved {
    kind: TransactionKind,
    from: AccountRef,
    /// Who got how many.
    to: Vec<(AccountRef, usize)>,
    points: Vec<LotDay>,
    grams: i64,
    open: bool,
}

fn is_personal(account: AccountRef) -> bool {
    matches!(account, AccountRef::Member(_))
}

impl Model {
    fn held(&self, account: AccountRef) -> usize {
        self.points.get(&account).map_or(0, Vec::len)
    }

    /// Takes single points, those of `first` before all others, then the oldest.
    fn take(&mut self, account: AccountRef, count: usize, first: &[LotDay]) -> Option<Vec<LotDay>> {
        let held = self.points.entry(account).or_default();
        if held.len() < count {
            return None;
        }
        held.sort();
        let mut taken = Vec::new();
        for wanted in first {
            if taken.len() < count
                && let Some(at) = held.iter().position(|lot| lot == wanted)
            {
                taken.push(held.remove(at));
            }
        }
        while taken.len() < count {
            taken.push(held.remove(0));
        }
        Some(taken)
    }

    fn put(&mut self, account: AccountRef, points: &[LotDay]) {
        self.points
            .entry(account)
            .or_default()
            .extend_from_slice(points);
    }

    fn move_grams(&mut self, from: AccountRef, to: AccountRef, grams: i64) -> bool {
        let have = self.grams.get(&from).copied().unwrap_or(0);
        if from != AccountRef::Issuance && have < grams {
            return false;
        }
        *self.grams.entry(from).or_default() -= grams;
        *self.grams.entry(to).or_default() += grams;
        true
    }
}

/// Both sides, driven by the same wishes.
#[derive(Default)]
struct World {
    books: Books,
    model: Model,
    posted: Vec<Posted>,
    moved: Vec<Moved>,
    issued_points: i64,
}

impl World {
    fn request(&self, kind: TransactionKind, legs: Vec<Leg>) -> PostRequest {
        PostRequest::new(format!("key {}", self.posted.len()), kind, legs, day(0))
    }

    /// Posts in the books and holds the outcome against what the model said.
    fn post(
        &mut self,
        request: &PostRequest,
        after: Option<(Model, Moved)>,
    ) -> Result<(), TestCaseError> {
        let before = self.books.clone();
        let id = TransactionId::from_uuid(Uuid::from_u128(self.posted.len() as u128 + 1000));
        match (self.books.post(id, request), after) {
            (Ok(posted), Some((model, moved))) => {
                for book in CreditBook::ALL {
                    let sum: i64 = posted
                        .entries
                        .iter()
                        .filter(|e| e.book == *book)
                        .map(|e| e.amount)
                        .sum();
                    prop_assert_eq!(sum, 0, "a transaction does not balance");
                }
                if let Some(of) = request.refers_to {
                    let at = self
                        .posted
                        .iter()
                        .position(|posted| posted.id == of)
                        .unwrap();
                    self.moved[at].open = false;
                }
                self.posted.push(posted);
                self.model = model;
                self.moved.push(moved);
                Ok(())
            }
            (Err(_), None) => {
                prop_assert_eq!(&self.books, &before, "a refusal changed something");
                Ok(())
            }
            (done, model) => Err(TestCaseError::fail(format!(
                "the books say {done:?}, the model {}: {request:?}",
                if model.is_some() { "posts" } else { "refuses" }
            ))),
        }
    }

    fn simple(
        &mut self,
        kind: TransactionKind,
        legs: Vec<Leg>,
        from: AccountRef,
        to: AccountRef,
        points: i64,
    ) -> Result<(), TestCaseError> {
        let mut model = self.model.clone();
        let count = usize::try_from(points).unwrap();
        let taken = if from == to {
            None
        } else {
            model.take(from, count, &[])
        };
        let after = taken.map(|taken| {
            model.put(to, &taken);
            let to = vec![(to, count)];
            (
                model,
                Moved {
                    kind,
                    from,
                    to,
                    points: taken,
                    grams: 0,
                    open: true,
                },
            )
        });
        self.post(&self.request(kind, legs), after)
    }

    fn grams(
        &mut self,
        kind: TransactionKind,
        legs: Vec<Leg>,
        from: AccountRef,
        to: AccountRef,
        grams: i64,
    ) -> Result<(), TestCaseError> {
        let mut model = self.model.clone();
        let moved = Moved {
            kind,
            from,
            to: vec![(to, 0)],
            points: vec![],
            grams,
            open: true,
        };
        let after = model.move_grams(from, to, grams).then_some((model, moved));
        self.post(&self.request(kind, legs), after)
    }

    fn grant(&mut self, wish: &Wish) -> Result<(), TestCaseError> {
        use TransactionKind as Kind;
        let me = |who: usize| AccountRef::Member(member(who));
        let locked = |who: usize| AccountRef::MemberLocked(member(who));
        match *wish {
            Wish::Earn {
                who,
                grams,
                points,
                lasts,
            } => {
                let mut request = self.request(Kind::Earn, earn(member(who), grams, points));
                request.expires_day = lasts.map(day);
                let lot = lasts.map_or(LotDay::NEVER, |lasts| LotDay::from(day(lasts)));
                let mut model = self.model.clone();
                let count = usize::try_from(points).unwrap();
                let coins = vec![lot; count];
                model.put(me(who), &coins);
                model.move_grams(AccountRef::Issuance, me(who), grams);
                let moved = Moved {
                    kind: Kind::Earn,
                    from: AccountRef::Issuance,
                    to: vec![(me(who), count)],
                    points: coins,
                    grams,
                    open: true,
                };
                let fits = grams + points > 0;
                self.issued_points += points;
                self.post(&request, fits.then_some((model, moved)))
            }
            Wish::Give { from, to, points } => self.simple(
                Kind::Give,
                give(member(from), me(to), points),
                me(from),
                me(to),
                points,
            ),
            Wish::Spend { who, points } => self.simple(
                Kind::Spend,
                spend(me(who), points),
                me(who),
                AccountRef::Budget,
                points,
            ),
            Wish::Hold { who, points } => self.simple(
                Kind::Hold,
                hold(me(who), points),
                me(who),
                AccountRef::Escrow,
                points,
            ),
            Wish::Settle { which, points, to } => {
                let Some(held) = self.posted.get(which).cloned() else {
                    return Ok(());
                };
                let mut request = self.request(Kind::Settle, settle(&held, me(to), points));
                request.refers_to = Some(held.id);
                let moved = self.moved[which].clone();
                let count = usize::try_from(points).unwrap();
                let fits = moved.kind == Kind::Hold
                    && moved.open
                    && count <= moved.points.len()
                    && moved.from != me(to);
                let after = fits.then(|| {
                    let mut model = self.model.clone();
                    let taken = model
                        .take(AccountRef::Escrow, moved.points.len(), &moved.points)
                        .unwrap();
                    let mut sorted = taken.clone();
                    sorted.sort();
                    model.put(me(to), &sorted[..count]);
                    model.put(moved.from, &sorted[count..]);
                    let to = vec![(me(to), count), (moved.from, taken.len() - count)];
                    (
                        model,
                        Moved {
                            kind: Kind::Settle,
                            from: AccountRef::Escrow,
                            to,
                            points: sorted,
                            grams: 0,
                            open: true,
                        },
                    )
                });
                self.post(&request, after)
            }
            Wish::Void { which } => {
                let Some(held) = self.posted.get(which).cloned() else {
                    return Ok(());
                };
                let mut request = self.request(Kind::Void, void(&held));
                request.refers_to = Some(held.id);
                let moved = self.moved[which].clone();
                let after = (moved.kind == Kind::Hold && moved.open).then(|| {
                    let mut model = self.model.clone();
                    let taken = model
                        .take(AccountRef::Escrow, moved.points.len(), &moved.points)
                        .unwrap();
                    model.put(moved.from, &taken);
                    let to = vec![(moved.from, taken.len())];
                    (
                        model,
                        Moved {
                            kind: Kind::Void,
                            from: AccountRef::Escrow,
                            to,
                            points: taken,
                            grams: 0,
                            open: true,
                        },
                    )
                });
                self.post(&request, after)
            }
            Wish::Expire { who, today } => {
                let out = self
                    .books
                    .account(me(who), CreditBook::Point)
                    .map_or(0, |a| expiry::run_out(a, day(today)));
                let mut model = self.model.clone();
                let over: Vec<LotDay> = model
                    .points
                    .get(&me(who))
                    .into_iter()
                    .flatten()
                    .copied()
                    .filter(|lot| *lot < LotDay::from(day(today)))
                    .collect();
                prop_assert_eq!(
                    usize::try_from(out).unwrap(),
                    over.len(),
                    "another amount runs out"
                );
                let mut request = self.request(Kind::Expire, expire(me(who), out));
                request.effective_day = day(today);
                let after = (out > 0).then(|| {
                    let taken = model.take(me(who), over.len(), &[]).unwrap();
                    model.put(AccountRef::Expiry, &taken);
                    let to = vec![(AccountRef::Expiry, taken.len())];
                    (
                        model,
                        Moved {
                            kind: Kind::Expire,
                            from: me(who),
                            to,
                            points: taken,
                            grams: 0,
                            open: true,
                        },
                    )
                });
                self.post(&request, after)
            }
            Wish::Reverse { which } => {
                let Some(of) = self.posted.get(which).cloned() else {
                    return Ok(());
                };
                let mut request = self.request(Kind::Reverse, reverse(&of));
                request.refers_to = Some(of.id);
                let moved = self.moved[which].clone();
                let can = matches!(
                    moved.kind,
                    Kind::Earn | Kind::Give | Kind::Spend | Kind::Expire
                ) && moved.open;
                let mut model = self.model.clone();
                let (to, count) = moved.to[0];
                let after = can
                    .then(|| model.take(to, count, &moved.points))
                    .flatten()
                    .and_then(|taken| {
                        if is_personal(moved.from) {
                            model.put(moved.from, &moved.points);
                        }
                        if !model.move_grams(to, moved.from, moved.grams) {
                            return None;
                        }
                        let back = Moved {
                            kind: Kind::Reverse,
                            from: to,
                            to: vec![(moved.from, count)],
                            points: taken,
                            grams: 0,
                            open: true,
                        };
                        Some((model, back))
                    });
                self.post(&request, after)
            }
            Wish::Lock { who, grams } => self.grams(
                Kind::Lock,
                lock(member(who), grams),
                me(who),
                locked(who),
                grams,
            ),
            Wish::Unlock { who, grams } => self.grams(
                Kind::Unlock,
                unlock(member(who), grams),
                locked(who),
                me(who),
                grams,
            ),
            Wish::Retire { who, grams } => self.grams(
                Kind::Retire,
                retire(member(who), grams),
                locked(who),
                AccountRef::Retirement,
                grams,
            ),
        }
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let mut sums: BTreeMap<CreditBook, i64> = BTreeMap::new();
        for (account, book, state) in self.books.accounts() {
            *sums.entry(book).or_default() += state.balance;
            prop_assert!(
                state.balance >= 0 || account == AccountRef::Issuance,
                "{account} {book}: {}",
                state.balance
            );
            let expected = match book {
                CreditBook::Point if account == AccountRef::Issuance => continue,
                CreditBook::Point => i64::try_from(self.model.held(account)).unwrap(),
                CreditBook::Gram => self.model.grams.get(&account).copied().unwrap_or(0),
            };
            prop_assert_eq!(state.balance, expected, "{} {}", account, book);
            if account.keeps_lots(book) {
                let mut lots: BTreeMap<LotDay, i64> = BTreeMap::new();
                for lot in self.model.points.get(&account).into_iter().flatten() {
                    *lots.entry(*lot).or_default() += 1;
                }
                prop_assert_eq!(&state.lots, &lots, "lots of {}", account);
            } else {
                prop_assert!(state.lots.is_empty());
            }
        }
        prop_assert!(
            sums.values().all(|sum| *sum == 0),
            "the books do not balance: {sums:?}"
        );
        // Folding the entries gives the accounts, and each account's numbers have no gap.
        let mut folded: BTreeMap<(AccountRef, CreditBook), (i64, i64)> = BTreeMap::new();
        for entry in self.posted.iter().flat_map(|posted| &posted.entries) {
            let (balance, sequence) = folded.entry((entry.account, entry.book)).or_default();
            *balance += entry.amount;
            *sequence += 1;
            prop_assert_eq!((*balance, *sequence), (entry.balance_after, entry.sequence));
        }
        for (account, book, state) in self.books.accounts() {
            let (balance, sequence) = folded.get(&(account, book)).copied().unwrap_or_default();
            prop_assert_eq!((state.balance, state.sequence), (balance, sequence));
        }
        // What is held is what the open holds took.
        let open: usize = self
            .moved
            .iter()
            .filter(|m| m.kind == TransactionKind::Hold && m.open)
            .map(|m| m.points.len())
            .sum();
        prop_assert_eq!(self.model.held(AccountRef::Escrow), open);
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_postings_balances_and_agrees_with_counting_single_points(
        wishes in proptest::collection::vec(wish(), 1..60)
    ) {
        let mut world = World::default();
        for wish in &wishes {
            world.grant(wish)?;
            world.check()?;
        }
    }

    #[test]
    fn a_batch_is_posted_whole_or_not_at_all(
        amounts in proptest::collection::vec(1..20i64, 1..8), have in 0..60i64
    ) {
        let mut books = Books::new();
        if have > 0 {
            let start = PostRequest::new("start", TransactionKind::Earn, earn(member(0), 0, have), day(0));
            books.post(TransactionId::from_uuid(Uuid::from_u128(1)), &start).unwrap();
        }
        let before = books.clone();
        let batch: Vec<(TransactionId, PostRequest)> = amounts.iter().enumerate().map(|(n, amount)| {
            let legs = give(member(0), AccountRef::Member(member(1)), *amount);
            let id = TransactionId::from_uuid(Uuid::from_u128(n as u128 + 10));
            (id, PostRequest::new(format!("{n}"), TransactionKind::Give, legs, day(0)))
        }).collect();
        let total: i64 = amounts.iter().sum();
        match books.post_all(batch.iter().map(|(id, request)| (*id, request))) {
            Ok(posted) => {
                prop_assert!(total <= have);
                prop_assert_eq!(posted.len(), amounts.len());
                prop_assert_eq!(books.account(AccountRef::Member(member(1)), CreditBook::Point).unwrap().balance, total);
            }
            Err((place, refusal)) => {
                prop_assert!(total > have);
                let before_it: i64 = amounts[..place].iter().sum();
                let expected = LedgerRefusal::Insufficient { book: CreditBook::Point, available: have - before_it, wanted: amounts[place] };
                prop_assert_eq!(refusal, expected);
                prop_assert_eq!(books, before);
            }
        }
    }
}

fn posted(books: &mut Books, n: u128, request: &PostRequest) -> Result<Posted, LedgerRefusal> {
    books.post(TransactionId::from_uuid(Uuid::from_u128(n)), request)
}

fn points(books: &Books, who: usize) -> i64 {
    books
        .account(AccountRef::Member(member(who)), CreditBook::Point)
        .map_or(0, |a| a.balance)
}

fn asked(kind: TransactionKind, legs: Vec<Leg>) -> PostRequest {
    PostRequest::new("key", kind, legs, day(0))
}

/// Books in which member 0 has 100 points, 40 good through day 1 and 60 through day 5.
fn furnished() -> Books {
    let mut books = Books::new();
    for (n, (amount, lasts)) in [(40, 1), (60, 5)].into_iter().enumerate() {
        let mut request = asked(TransactionKind::Earn, earn(member(0), 10, amount));
        request.expires_day = Some(day(lasts));
        posted(&mut books, n as u128, &request).unwrap();
    }
    books
}

#[test]
fn spending_takes_the_oldest_lot_and_gifts_keep_their_days() {
    let mut books = furnished();
    let gift = posted(
        &mut books,
        10,
        &asked(
            TransactionKind::Give,
            give(member(0), AccountRef::Member(member(1)), 70),
        ),
    )
    .unwrap();
    let lots = |who: usize| {
        books
            .account(AccountRef::Member(member(who)), CreditBook::Point)
            .unwrap()
            .lots
            .clone()
    };
    assert_eq!(lots(0), BTreeMap::from([(LotDay::from(day(5)), 30)]));
    assert_eq!(
        lots(1),
        BTreeMap::from([(LotDay::from(day(1)), 40), (LotDay::from(day(5)), 30)])
    );
    assert_eq!(gift.entries.len(), 4);
}

#[test]
fn what_is_spent_on_the_last_day_does_not_expire_the_next() {
    let mut books = furnished();
    let mut request = asked(
        TransactionKind::Spend,
        spend(AccountRef::Member(member(0)), 40),
    );
    request.effective_day = day(1);
    posted(&mut books, 10, &request).unwrap();
    let account = books
        .account(AccountRef::Member(member(0)), CreditBook::Point)
        .unwrap();
    assert_eq!(expiry::run_out(account, day(2)), 0);
    let mut early = asked(
        TransactionKind::Expire,
        expire(AccountRef::Member(member(0)), 60),
    );
    early.effective_day = day(5);
    assert_eq!(
        posted(&mut books, 11, &early),
        Err(LedgerRefusal::NotAllowed {
            kind: TransactionKind::Expire
        })
    );
    early.effective_day = day(6);
    assert!(posted(&mut books, 12, &early).is_ok());
    assert_eq!(points(&books, 0), 0);
}

#[test]
fn a_hold_is_settled_or_voided_once_and_never_beyond_its_amount() {
    let mut books = furnished();
    let held = posted(
        &mut books,
        10,
        &asked(
            TransactionKind::Hold,
            hold(AccountRef::Member(member(0)), 50),
        ),
    )
    .unwrap();
    let other = AccountRef::Member(member(1));
    let mut more = asked(TransactionKind::Settle, settle(&held, other, 51));
    more.refers_to = Some(held.id);
    assert!(posted(&mut books, 11, &more).is_err());
    let mut part = asked(TransactionKind::Settle, settle(&held, other, 30));
    part.refers_to = Some(held.id);
    posted(&mut books, 12, &part).unwrap();
    assert_eq!((points(&books, 0), points(&books, 1)), (70, 30));
    let mut back = asked(TransactionKind::Void, void(&held));
    back.refers_to = Some(held.id);
    assert_eq!(
        posted(&mut books, 13, &back),
        Err(LedgerRefusal::AlreadyResolved)
    );
    assert_eq!(
        posted(&mut books, 14, &part),
        Err(LedgerRefusal::AlreadyResolved)
    );
    let mut undone = asked(TransactionKind::Reverse, reverse(&held));
    undone.refers_to = Some(held.id);
    assert_eq!(
        posted(&mut books, 15, &undone),
        Err(LedgerRefusal::NotReversible {
            kind: TransactionKind::Hold
        })
    );
}

#[test]
fn retired_grams_never_move_again() {
    let mut books = furnished();
    posted(
        &mut books,
        10,
        &asked(TransactionKind::Lock, lock(member(0), 15)),
    )
    .unwrap();
    let gone = posted(
        &mut books,
        11,
        &asked(TransactionKind::Retire, retire(member(0), 15)),
    )
    .unwrap();
    assert!(
        posted(
            &mut books,
            12,
            &asked(TransactionKind::Retire, retire(member(0), 1))
        )
        .is_err()
    );
    let mut undone = asked(TransactionKind::Reverse, reverse(&gone));
    undone.refers_to = Some(gone.id);
    assert!(matches!(
        posted(&mut books, 13, &undone),
        Err(LedgerRefusal::NotAllowed { .. })
    ));
    assert_eq!(
        books
            .account(AccountRef::Retirement, CreditBook::Gram)
            .unwrap()
            .balance,
        15
    );
}

#[test]
fn malformed_postings_are_refused_by_name() {
    let mut books = furnished();
    let (me, issuance) = (AccountRef::Member(member(0)), AccountRef::Issuance);
    let leg = |account, amount| Leg::new(account, CreditBook::Point, amount);
    let earned = |legs: Vec<Leg>| asked(TransactionKind::Earn, legs);
    let cases = [
        (earned(vec![]), LedgerRefusal::LegCount),
        (earned(vec![leg(issuance, -5)]), LedgerRefusal::LegCount),
        (
            earned(vec![leg(issuance, -5), leg(me, 4)]),
            LedgerRefusal::Unbalanced {
                book: CreditBook::Point,
            },
        ),
        (
            earned(vec![leg(issuance, 0), leg(me, 0)]),
            LedgerRefusal::OutsideBounds,
        ),
        (
            earned(vec![leg(issuance, i64::MIN), leg(me, i64::MAX)]),
            LedgerRefusal::OutsideBounds,
        ),
        (
            earned(vec![leg(me, -5), leg(issuance, 5)]),
            LedgerRefusal::NotAllowed {
                kind: TransactionKind::Earn,
            },
        ),
        (
            asked(TransactionKind::Give, give(member(0), me, 5)),
            LedgerRefusal::NotAllowed {
                kind: TransactionKind::Give,
            },
        ),
        (
            asked(
                TransactionKind::Reverse,
                vec![leg(me, -5), leg(issuance, 5)],
            ),
            LedgerRefusal::UnknownReference,
        ),
    ];
    for (n, (request, refusal)) in cases.into_iter().enumerate() {
        let before = books.clone();
        assert_eq!(
            posted(&mut books, 100 + n as u128, &request),
            Err(refusal),
            "{request:?}"
        );
        assert_eq!(books, before);
    }
}

#[test]
fn a_balance_beyond_what_can_be_kept_is_an_overflow() {
    use saxaul_shared::credits::ledger::{AMOUNT_MAX, Account, BALANCE_MAX};
    let mut books = Books::new();
    let lots = BTreeMap::from([(LotDay::NEVER, BALANCE_MAX - 1)]);
    let full = Account {
        balance: BALANCE_MAX - 1,
        sequence: 1,
        lots,
    };
    books.open(AccountRef::Member(member(0)), CreditBook::Point, full);
    let before = books.clone();
    let much = asked(TransactionKind::Earn, earn(member(0), 0, AMOUNT_MAX));
    assert_eq!(posted(&mut books, 1, &much), Err(LedgerRefusal::Overflow));
    assert_eq!(books, before);
    let too_much = asked(TransactionKind::Earn, earn(member(0), 0, AMOUNT_MAX + 1));
    assert_eq!(
        posted(&mut books, 2, &too_much),
        Err(LedgerRefusal::OutsideBounds)
    );
}
