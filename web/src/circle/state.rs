//! What all screens of the circle share: the own seat, the actions, the balances, and that something changed.

use leptos::prelude::*;

use super::operations::{
    Action, BalanceChanged, CircleActions, CircleBalances, CircleSeat, Seat, balance_changed,
    circle_actions, circle_balances, circle_seat,
};
use crate::client::enums::CreditBook;
use crate::client::socket::reconnections;
use crate::client::{Load, subscribe, use_kept};
use crate::i18n;

/// What is held in one book.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// Which book.
    pub book: CreditBook,
    /// Can be used.
    pub available: i64,
    /// Promised to a purpose.
    pub locked: i64,
    /// Used up for a purpose.
    pub retired: i64,
    /// What runs out next, and on which day.
    pub expiring: Option<(i64, String)>,
}

macro_rules! balance_from {
    ($balance:path) => {
        impl From<$balance> for Balance {
            fn from(balance: $balance) -> Self {
                Self {
                    book: balance.book,
                    available: balance.available,
                    locked: balance.locked,
                    retired: balance.retired,
                    expiring: balance.expiring_next.map(|next| (next.amount, next.day.0)),
                }
            }
        }
    };
}
balance_from!(circle_balances::CircleBalancesCreditBalances);
balance_from!(balance_changed::BalanceChangedBalanceChangedBalances);

/// What all screens share.
#[derive(Clone, Copy)]
pub struct Circle {
    /// The own seat, once it is known.
    pub seat: SeatLoad,
    /// The actions that are switched on.
    pub actions: Load<circle_actions::ResponseData>,
    /// What is held.
    pub balances: RwSignal<Vec<Balance>>,
}

thread_local! {
    static CHANGES: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// How often something of one's own changed; tracked, so that whoever shows it loads it again.
pub fn changes() -> u32 {
    reconnections();
    CHANGES.with(Get::get)
}

/// Something of one's own changed: a claim, an entry, an import.
pub fn note_change() {
    CHANGES.with(|changes| changes.update(|count| *count += 1));
}

/// The own seat, as the frame loads it.
pub type SeatLoad = Load<circle_seat::ResponseData>;

/// Loads the own seat.
pub fn load_seat() -> SeatLoad {
    use_kept::<CircleSeat>(|| {
        reconnections();
        circle_seat::Variables {}
    })
}

/// Loads what all screens of somebody with a seat share, and follows the balances.
pub fn provide_circle(seat: SeatLoad) {
    let actions = use_kept::<CircleActions>(|| {
        changes();
        i18n::language();
        circle_actions::Variables {}
    });
    let loaded = use_kept::<CircleBalances>(|| {
        changes();
        circle_balances::Variables {}
    });
    let balances = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        if let Some(loaded) = loaded.get() {
            balances.set(loaded.credit_balances.into_iter().map(Into::into).collect());
        }
    });
    let newest = StoredValue::new(-1_i64);
    subscribe::<BalanceChanged>(balance_changed::Variables {}, move |event| {
        let event = event.balance_changed;
        // Events may come twice or late.
        if newest
            .try_get_value()
            .is_some_and(|known| event.version > known)
        {
            let is_first = newest.get_value() < 0;
            newest.set_value(event.version);
            balances.set(event.balances.into_iter().map(Into::into).collect());
            if !is_first {
                note_change();
            }
        }
    })
    .until_cleanup();
    provide_context(Circle {
        seat,
        actions,
        balances,
    });
}

/// What all screens share.
pub fn use_circle() -> Circle {
    expect_context::<Circle>()
}

impl Circle {
    /// The own seat; tracked.
    pub fn seat(self) -> Option<Seat> {
        self.seat.get().and_then(|data| data.circle_member)
    }

    /// The balance of one book; tracked.
    pub fn balance(self, book: CreditBook) -> Option<Balance> {
        self.balances.with(|balances| {
            balances
                .iter()
                .find(|balance| balance.book == book)
                .cloned()
        })
    }

    /// An action by its code; tracked.
    pub fn action(self, code: &str) -> Option<Action> {
        self.actions.with(|data| {
            data.and_then(|data| {
                data.circle_actions
                    .iter()
                    .find(|action| action.code == code)
                    .cloned()
            })
        })
    }
}
