//! What other rooms of the programme ask of the ledger.

use futures_util::future::BoxFuture;
use saxaul_shared::{
    credits::{
        CreditBook, TransactionKind,
        ledger::{AccountRef, Posted, reverse as reversed, void as voided},
    },
    id::{MemberId, TransactionId},
    period::Date,
};
use sea_orm::RuntimeErr;

pub use saxaul_shared::credits::ledger::{
    AccountRef as Account, LedgerRefusal, Leg, PostRequest, earn, expire, give, grant, hold, lock,
    retire, settle, spend, unlock,
};

use super::{PostOutcome, balance, session::Session, store};
use crate::platform::{
    Platform,
    db::{StoreError, StoreResult, Tenant, TenantTx},
};

/// Posts transactions inside the caller's transaction, all or nothing: when one is refused none is posted, and the
/// outcome of the others is [`LedgerRefusal::BatchRefused`]. Accounts are made on first use.
///
/// A request whose key was used for the same request before is answered with [`PostOutcome::Existing`] and counts as
/// posted. A refused request leaves no trace: its key may be used again and is judged anew.
///
/// The ledger's head is locked until the transaction ends, so whatever else may wait for a lock comes before this call;
/// on PostgreSQL, [`retrying`] repeats a transaction that met another in a deadlock all the same.
pub async fn post(
    platform: &Platform,
    tx: &TenantTx,
    requests: Vec<PostRequest>,
) -> StoreResult<Vec<PostOutcome>> {
    if requests.is_empty() {
        return Ok(Vec::new());
    }
    let mut session = Session::open(platform, tx, requests.iter()).await?;
    let outcomes = session.post(requests)?;
    session.save().await?;
    Ok(outcomes)
}

/// A transaction that stands in the ledger, to build what reverses, settles or voids it; `None` when there is none.
pub async fn posted(tx: &TenantTx, id: TransactionId) -> StoreResult<Option<Posted>> {
    Ok(store::posted(tx, &[id.to_string()])
        .await?
        .pop()
        .map(|(posted, _)| posted))
}

/// The transactions that came from `origin` and were not reversed, oldest first.
pub async fn standing_of(tx: &TenantTx, origin: &str) -> StoreResult<Vec<Posted>> {
    let sql = "SELECT id FROM ledger_transactions WHERE organisation_id = $1 AND origin = $2 ORDER BY sequence";
    let ids: Vec<String> = tx
        .query_all(sql, vec![tx.organisation_id().into(), origin.into()])
        .await?
        .iter()
        .map(|row| row.try_get_by_index(0))
        .collect::<Result<_, _>>()?;
    Ok(store::posted(tx, &ids)
        .await?
        .into_iter()
        .filter(|(posted, resolved)| !resolved && posted.kind != TransactionKind::Reverse)
        .map(|(posted, _)| posted)
        .collect())
}

/// The request that reverses a transaction. Its key is that of the transaction, so that it is reversed once whoever
/// asks.
pub fn reverse(of: &Posted, effective_day: Date) -> PostRequest {
    PostRequest {
        refers_to: Some(of.id),
        ..PostRequest::new(
            format!("reverse:{}", of.id),
            TransactionKind::Reverse,
            reversed(of),
            effective_day,
        )
    }
}

/// The request that gives a hold back.
pub fn void(held: &Posted, effective_day: Date) -> PostRequest {
    PostRequest {
        refers_to: Some(held.id),
        ..PostRequest::new(
            format!("void:{}", held.id),
            TransactionKind::Void,
            voided(held),
            effective_day,
        )
    }
}

/// What is on an account in a book.
pub async fn balance_of(tx: &TenantTx, account: AccountRef, book: CreditBook) -> StoreResult<i64> {
    balance::of(tx, account, book).await
}

/// What a member has in each book.
pub async fn balances(tx: &TenantTx, member: MemberId) -> StoreResult<Vec<balance::Balance>> {
    balance::of_member(tx, member).await
}

/// Times a transaction is tried on PostgreSQL when it meets another in a deadlock or a serialisation failure.
const ATTEMPTS_MAX: usize = 5;

/// Runs `work` in a transaction of the tenant and commits it; tries again, at most five times in all, when PostgreSQL
/// asks for it (40001, 40P01). Nothing of a failed try stays.
///
/// `work` is called once for each try; what it uses beside the transaction it clones into the future it makes.
pub async fn retrying<T, F>(platform: &Platform, tenant: &Tenant, work: F) -> StoreResult<T>
where
    F: for<'t> Fn(&'t TenantTx) -> BoxFuture<'t, StoreResult<T>>,
{
    let mut attempt = 1;
    loop {
        let tx = platform.database.begin(tenant).await?;
        let outcome = match work(&tx).await {
            Ok(value) => tx.commit().await.map(|()| value),
            Err(error) => Err(error),
        };
        match outcome {
            Err(error) if attempt < ATTEMPTS_MAX && asks_to_repeat(&error) => {
                tracing::debug!(%error, attempt, "a posting is tried again");
                attempt += 1;
            }
            outcome => return outcome,
        }
    }
}

/// Whether PostgreSQL gave a transaction up for the sake of another.
pub(super) fn asks_to_repeat(error: &StoreError) -> bool {
    use sea_orm::DbErr::{Conn, Exec, Query};
    let StoreError::Database(
        Conn(RuntimeErr::SqlxError(error))
        | Exec(RuntimeErr::SqlxError(error))
        | Query(RuntimeErr::SqlxError(error)),
    ) = error
    else {
        return false;
    };
    error
        .as_database_error()
        .and_then(sea_orm::sqlx::error::DatabaseError::code)
        .is_some_and(|code| code == "40001" || code == "40P01")
}
