//! Giving points.

use async_graphql::{Context, ID, InputObject, Object};
use saxaul_shared::{id::MemberId, identity::Action, violation::ErrorCode};

use super::{
    object::CreditTransfer,
    transfer::TransferRequest,
    writer::{WriteError, Writer},
};
use crate::{
    accounting::access::{Answer, Caller, Refused, payload_type},
    error::{ApiError, ErrorCode as ApiCode},
};

/// Longest idempotency key of a caller, in bytes.
const KEY_MAX: usize = 128;

/// A gift of points.
#[derive(Debug, InputObject)]
pub struct CreditTransferInput {
    /// Who is to receive the points, `mem_…`.
    pub to_member_id: ID,
    /// How many points, at least 1.
    pub amount: i64,
    /// Words for the receiver, at most 200 characters.
    pub message: Option<String>,
}

payload_type! {
    /// A gift that was made, or what the giver can mend.
    CreditTransferPayload {
        /// The gift; null when it was refused.
        credit_transfer: CreditTransfer
    }
}

/// Mutations of the ledger.
#[derive(Debug, Default)]
pub struct LedgerMutation;

#[Object]
impl LedgerMutation {
    /// Gives points to a colleague. The oldest points go first and keep their last day. The same key with the same input
    /// gives the same answer again; with another input it is refused (`IDEMPOTENCY_MISMATCH`). A refused gift leaves
    /// nothing behind: its key may be used again. For everyone who takes part in the programme.
    async fn credit_transfer(
        &self,
        ctx: &Context<'_>,
        input: CreditTransferInput,
        #[graphql(
            desc = "Chosen by the caller, at most 128 characters; makes a repeated request harmless."
        )]
        idempotency_key: ID,
    ) -> async_graphql::Result<CreditTransferPayload> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let writer = ctx.data::<Writer>()?;
        let answer = transfer(&caller, writer, input, idempotency_key).await;
        CreditTransferPayload::of(answer, caller.locale)
    }
}

async fn transfer(
    caller: &Caller<'_>,
    writer: &Writer,
    input: CreditTransferInput,
    key: ID,
) -> Answer<CreditTransfer> {
    if key.is_empty() || key.len() > KEY_MAX || key.chars().any(char::is_control) {
        return Err(Refused::field(
            ErrorCode::Invalid,
            "idempotencyKey",
            "幂等键应为 1 到 128 个可显示的字符。",
            "An idempotency key has 1 to 128 printable characters.",
        ));
    }
    let Ok(to) = MemberId::try_from(&input.to_member_id) else {
        return Err(Refused::field(
            ErrorCode::NotFound,
            "toMemberId",
            "没有找到这位同事，或该同事已退出碳圈。",
            "There is no such colleague, or they no longer take part.",
        ));
    };
    let request = TransferRequest {
        person_id: caller.principal.person_id.clone(),
        to,
        amount: input.amount,
        message: input.message,
        key: key.0,
    };
    match writer.transfer(&caller.principal.tenant, request).await {
        Ok(Ok(transfer)) => Ok(CreditTransfer::of(&transfer)),
        Ok(Err(violation)) => Err(Refused::Violations(vec![violation])),
        Err(WriteError::Busy(_)) => Err(ApiError::new(ApiCode::Unavailable).into()),
        Err(WriteError::Store(error)) => Err(error.into()),
    }
}
