//! Gifts of points from member to member: a batch of them in one transaction, each decided for itself.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use saxaul_shared::{
    credits::{
        TransactionKind,
        ledger::{
            AccountRef, LedgerRemark, PostRequest,
            gift::{self, GiftLimits, GiftRefusal, GiftsSoFar},
            give,
        },
    },
    id::{MemberId, TransactionId},
    period::Date,
    violation::{ErrorCode, Violation},
};

use super::{
    PostOutcome,
    rows::{json, list, rows},
    session::Session,
    store::EVERYONE,
};
use crate::{
    accounting::cells::Cells,
    credits::day::day_of,
    platform::{
        Platform,
        db::{StoreError, StoreResult, TenantTx},
    },
};

/// A gift that someone wants to make.
#[derive(Debug, Clone)]
pub(crate) struct TransferRequest {
    /// Who gives, `per_…`.
    pub(crate) person_id: String,
    /// Who is to receive.
    pub(crate) to: MemberId,
    /// Points.
    pub(crate) amount: i64,
    /// Words to go with it, as entered.
    pub(crate) message: Option<String>,
    /// The caller's key.
    pub(crate) key: String,
}

/// A gift that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Transfer {
    pub(crate) id: TransactionId,
    pub(crate) sequence: i64,
    pub(crate) to: MemberId,
    pub(crate) amount: i64,
    pub(crate) day: Date,
    /// What the giver had left behind it.
    pub(crate) balance_after: i64,
    pub(crate) is_reciprocal: bool,
    pub(crate) recorded_at_us: i64,
}

/// What came of a gift: it was made (now or before), or what the giver can mend.
pub(crate) type TransferOutcome = Result<Transfer, Violation>;

/// Makes the gifts of a batch that can be made, in the caller's transaction. Each is decided for itself, in order, after
/// those before it.
pub(super) async fn run(
    platform: &Platform,
    tx: &TenantTx,
    batch: &[TransferRequest],
) -> StoreResult<Vec<TransferOutcome>> {
    let day = day_of(tx, platform.clock.now()).await?;
    let members = Members::load(tx, batch).await?;
    let requests: Vec<Result<(MemberId, PostRequest), Violation>> = batch
        .iter()
        .map(|wish| request(&members, wish, day))
        .collect();
    let sound = requests.iter().filter_map(|r| r.as_ref().ok());
    let mut session =
        Session::open(platform, tx, sound.clone().map(|(_, request)| request)).await?;
    let pairs: Vec<(MemberId, MemberId)> = requests
        .iter()
        .zip(batch)
        .filter_map(|(request, wish)| request.as_ref().ok().map(|(giver, _)| (*giver, wish.to)))
        .collect();
    let month = day.calendar_month().to_string();
    let mut gifts = Gifts::load(tx, &month, &pairs).await?;
    let mut outcomes: Vec<Option<TransferOutcome>> = Vec::with_capacity(batch.len());
    let mut made: HashMap<TransactionId, usize> = HashMap::new();
    let mut earlier: Vec<(usize, TransactionId)> = Vec::new();
    for (place, (request, wish)) in requests.into_iter().zip(batch).enumerate() {
        let (giver, mut request) = match request {
            Ok(sound) => sound,
            Err(violation) => {
                outcomes.push(Some(Err(violation)));
                continue;
            }
        };
        let known = session.known(&request);
        let reciprocal = if known.is_none() {
            match gift::decide(GiftLimits::USUAL, gifts.so_far(giver, wish.to), wish.amount) {
                Ok(gift) => gift.is_reciprocal,
                Err(refusal) => {
                    outcomes.push(Some(Err(refusal.violation())));
                    continue;
                }
            }
        } else {
            false
        };
        request.remark = reciprocal.then_some(LedgerRemark::Reciprocal);
        let outcome = session.post(vec![request])?.pop();
        outcomes.push(match outcome {
            Some(PostOutcome::Posted(id)) => {
                gifts.add(giver, wish.to, wish.amount);
                made.insert(id, place);
                let entry = session.posted(id).and_then(|posted| {
                    let of_giver = |e: &&saxaul_shared::credits::ledger::Entry| {
                        e.account == AccountRef::Member(giver)
                    };
                    posted.entries.iter().rfind(of_giver)
                });
                Some(Ok(Transfer {
                    id,
                    sequence: 0,
                    to: wish.to,
                    amount: wish.amount,
                    day,
                    balance_after: entry.map_or(0, |entry| entry.balance_after),
                    is_reciprocal: reciprocal,
                    recorded_at_us: 0,
                }))
            }
            Some(PostOutcome::Existing(id)) => {
                earlier.push((place, id));
                None
            }
            Some(PostOutcome::KeyMismatch) => Some(Err(mismatch())),
            Some(PostOutcome::Refused(refusal)) => Some(Err(refusal.violation("amount"))),
            None => None,
        });
    }
    for recorded in session.save().await? {
        let transfer = made
            .get(&recorded.id)
            .and_then(|place| outcomes.get_mut(*place))
            .and_then(Option::as_mut);
        if let Some(Ok(transfer)) = transfer {
            transfer.sequence = recorded.sequence;
            transfer.recorded_at_us = recorded.recorded_at_us;
        }
    }
    if !earlier.is_empty() {
        let ids: Vec<TransactionId> = earlier.iter().map(|(_, id)| *id).collect();
        let stored = load(tx, &ids).await?;
        for (place, id) in earlier {
            outcomes[place] = stored.get(&id).cloned().map(Ok);
        }
    }
    outcomes
        .into_iter()
        .map(|outcome| {
            outcome.ok_or_else(|| StoreError::Corrupt("a gift without an outcome".to_owned()))
        })
        .collect()
}

/// The posting that a gift is, with its giver, when giver, receiver and message are as they should be.
fn request(
    members: &Members,
    wish: &TransferRequest,
    day: Date,
) -> Result<(MemberId, PostRequest), Violation> {
    let giver = *members.by_person.get(&wish.person_id).ok_or_else(no_seat)?;
    if giver == wish.to {
        return Err(GiftRefusal::ToOneself.violation());
    }
    if !members.present.contains(&wish.to) {
        return Err(Violation::field(
            ErrorCode::NotFound,
            "toMemberId",
            "没有找到这位同事，或该同事已退出碳圈。",
            "There is no such colleague, or they no longer take part.",
        ));
    }
    if wish.amount < 1 {
        return Err(GiftRefusal::NotPositive.violation());
    }
    let note = gift::message(wish.message.as_deref()).map_err(GiftRefusal::violation)?;
    let legs = give(giver, AccountRef::Member(wish.to), wish.amount);
    let key = format!("give:{giver}:{}", wish.key);
    let request = PostRequest {
        note,
        ..PostRequest::new(key, TransactionKind::Give, legs, day)
    };
    Ok((giver, request))
}

fn no_seat() -> Violation {
    Violation::whole(
        ErrorCode::WrongState,
        "你还没有加入公司的碳圈，请先加入。",
        "You do not take part in the company's programme yet. Join first.",
    )
}

fn mismatch() -> Violation {
    Violation::field(
        ErrorCode::IdempotencyMismatch,
        "idempotencyKey",
        "该幂等键已用于另一笔转赠，未作任何记录。请换一个新的键。",
        "This idempotency key was used for another gift; nothing was recorded. Use a new key.",
    )
}

/// The people of a batch.
struct Members {
    /// Who may give, by person.
    by_person: HashMap<String, MemberId>,
    /// Who may receive.
    present: BTreeSet<MemberId>,
}

impl Members {
    async fn load(tx: &TenantTx, batch: &[TransferRequest]) -> StoreResult<Self> {
        let backend = tx.backend();
        let sql = format!(
            "SELECT id, person_id FROM programme_members \
             WHERE organisation_id = $1 AND left_on IS NULL AND person_id IN {} \
             UNION ALL SELECT id, NULL FROM programme_members \
             WHERE organisation_id = $1 AND left_on IS NULL AND id IN {}",
            list(backend, "$2"),
            list(backend, "$3")
        );
        let people: BTreeSet<&str> = batch.iter().map(|wish| wish.person_id.as_str()).collect();
        let receivers: BTreeSet<String> = batch.iter().map(|wish| wish.to.to_string()).collect();
        let values = vec![
            tx.organisation_id().into(),
            json(&people.into_iter().collect::<Vec<_>>())?.into(),
            json(&receivers.into_iter().collect::<Vec<_>>())?.into(),
        ];
        let mut members = Self {
            by_person: HashMap::new(),
            present: BTreeSet::new(),
        };
        for row in &tx.query_all(&sql, values).await? {
            let mut cells = Cells::of(row);
            let id: MemberId = cells.parsed()?;
            match cells.take::<Option<String>>()? {
                Some(person_id) => {
                    members.by_person.insert(person_id, id);
                }
                None => {
                    members.present.insert(id);
                }
            }
        }
        Ok(members)
    }
}

/// The gifts of a month among the people of a batch.
#[derive(Default)]
struct Gifts {
    /// By receiver and giver; the giver [`EVERYONE`] holds what a receiver got from all.
    amounts: BTreeMap<(String, String), i64>,
}

impl Gifts {
    async fn load(tx: &TenantTx, month: &str, pairs: &[(MemberId, MemberId)]) -> StoreResult<Self> {
        let mut wanted: BTreeSet<(String, String)> = BTreeSet::new();
        for (giver, receiver) in pairs {
            wanted.insert((receiver.to_string(), giver.to_string()));
            wanted.insert((receiver.to_string(), EVERYONE.to_owned()));
            wanted.insert((giver.to_string(), receiver.to_string()));
        }
        let wanted: Vec<_> = wanted.into_iter().collect();
        let sql = format!(
            "SELECT g.receiver, g.giver, g.amount FROM ledger_gifts g JOIN (SELECT r.value ->> 0 AS receiver, \
             r.value ->> 1 AS giver FROM {}) w ON w.receiver = g.receiver AND w.giver = g.giver \
             WHERE g.organisation_id = $1 AND g.month = $2",
            rows(tx.backend(), "$3")
        );
        let values = vec![
            tx.organisation_id().into(),
            month.into(),
            json(&wanted)?.into(),
        ];
        let mut gifts = Self::default();
        for row in &tx.query_all(&sql, values).await? {
            let mut cells = Cells::of(row);
            gifts
                .amounts
                .insert((cells.take()?, cells.take()?), cells.take()?);
        }
        Ok(gifts)
    }

    fn so_far(&self, giver: MemberId, receiver: MemberId) -> GiftsSoFar {
        let amount = |receiver: String, giver: String| {
            self.amounts.get(&(receiver, giver)).copied().unwrap_or(0)
        };
        GiftsSoFar {
            pair: amount(receiver.to_string(), giver.to_string()),
            receiver: amount(receiver.to_string(), EVERYONE.to_owned()),
            back: amount(giver.to_string(), receiver.to_string()),
        }
    }

    fn add(&mut self, giver: MemberId, receiver: MemberId, amount: i64) {
        for giver in [giver.to_string(), EVERYONE.to_owned()] {
            let key = (receiver.to_string(), giver);
            *self.amounts.entry(key).or_default() += amount;
        }
    }
}

/// Gifts as they stand in the ledger.
async fn load(
    tx: &TenantTx,
    ids: &[TransactionId],
) -> StoreResult<HashMap<TransactionId, Transfer>> {
    let sql = format!(
        "SELECT t.id, t.sequence, t.effective_day, t.remark, t.recorded_at_us, e.account, e.amount, e.balance_after \
         FROM ledger_transactions t JOIN ledger_entries e \
         ON e.organisation_id = t.organisation_id AND e.transaction_sequence = t.sequence \
         WHERE t.organisation_id = $1 AND t.id IN {} ORDER BY t.sequence, e.place",
        list(tx.backend(), "$2")
    );
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut found: HashMap<TransactionId, Transfer> = HashMap::new();
    for row in &tx
        .query_all(&sql, vec![tx.organisation_id().into(), json(&ids)?.into()])
        .await?
    {
        let mut cells = Cells::of(row);
        let (id, sequence, day) = (cells.parsed()?, cells.take()?, cells.parsed()?);
        let remark: Option<LedgerRemark> = cells.parsed_option()?;
        let recorded_at_us = cells.take()?;
        let account: AccountRef = cells.parsed()?;
        let (amount, balance_after): (i64, i64) = (cells.take()?, cells.take()?);
        let Some(member) = account.member() else {
            continue;
        };
        let transfer = found.entry(id).or_insert(Transfer {
            id,
            sequence,
            to: member,
            amount: 0,
            day,
            balance_after: 0,
            is_reciprocal: remark == Some(LedgerRemark::Reciprocal),
            recorded_at_us,
        });
        if amount > 0 {
            transfer.to = member;
            transfer.amount += amount;
        } else {
            transfer.balance_after = balance_after;
        }
    }
    Ok(found)
}
