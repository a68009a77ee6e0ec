//! What transactions come to for members: told to others, and kept for the limits of gifts.

use std::collections::BTreeMap;

use saxaul_shared::credits::{
    CreditBook, TransactionKind,
    ledger::{AccountRef, PostRequest, Posted},
};

use super::{
    event::MemberDelta,
    store::{EVERYONE, GiftRow},
};

/// What was given by whom to whom in each month: gifts of one member to others.
pub(super) fn gifts<'r>(requests: impl Iterator<Item = &'r PostRequest>) -> Vec<GiftRow> {
    let mut gifts: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    for request in requests.filter(|request| request.kind == TransactionKind::Give) {
        let mut givers = request.legs.iter().filter(|leg| leg.amount < 0);
        let (Some(giver), None) = (givers.next(), givers.next()) else {
            continue;
        };
        let Some(giver) = giver.account.member() else {
            continue;
        };
        let month = request.effective_day.calendar_month().to_string();
        for leg in request.legs.iter().filter(|leg| leg.amount > 0) {
            let Some(receiver) = leg.account.member() else {
                continue;
            };
            for giver in [giver.to_string(), EVERYONE.to_owned()] {
                let key = (month.clone(), receiver.to_string(), giver);
                *gifts.entry(key).or_default() += leg.amount;
            }
        }
    }
    gifts
        .into_iter()
        .map(|((month, receiver, giver), amount)| (month, receiver, giver, amount))
        .collect()
}

/// What a transaction changed for each member.
pub(super) fn deltas(posted: &Posted) -> Vec<MemberDelta> {
    let mut deltas: BTreeMap<_, MemberDelta> = BTreeMap::new();
    for entry in &posted.entries {
        let Some(member_id) = entry.account.member() else {
            continue;
        };
        let delta = deltas.entry(member_id).or_insert(MemberDelta {
            member_id,
            points: 0,
            grams: 0,
            grams_locked: 0,
        });
        match (entry.account, entry.book) {
            (AccountRef::MemberLocked(_), _) => delta.grams_locked += entry.amount,
            (_, CreditBook::Point) => delta.points += entry.amount,
            (_, CreditBook::Gram) => delta.grams += entry.amount,
        }
    }
    deltas.into_values().collect()
}
