//! Queries and subscriptions of boards.

use async_graphql::{Context, Object, Subscription};
use futures_util::{Stream, stream};
use saxaul_shared::{
    credits::{
        BoardPeriod, BoardScope, SizeClass,
        leaderboard::{ENTRIES_MAX, LIVE_ENTRIES},
    },
    id::MemberId,
    identity::Action,
    period::Date,
};

use super::{
    super::seat::seat,
    house::{Boards, Watching},
    object::Leaderboard,
    view::{View, Wanted},
};
use crate::{
    accounting::access::{Caller, Refused},
    error::ApiError,
    platform::db::Tenant,
};

/// Queries of boards.
#[derive(Debug, Default)]
pub struct BoardQuery;

#[Object]
impl BoardQuery {
    /// A board of the company: who stands where in a span, the caller's own place always with it. For everyone who takes
    /// part in the programme.
    async fn leaderboard(
        &self,
        ctx: &Context<'_>,
        scope: BoardScope,
        period: BoardPeriod,
        #[graphql(desc = "The span that this day lies in; today without it.")] day: Option<Date>,
        #[graphql(desc = "Lines wanted, 1 to 100; 50 without it.")] first: Option<i32>,
        #[graphql(desc = "Only groups of this class, ranked among themselves.")] size_class: Option<
            SizeClass,
        >,
    ) -> async_graphql::Result<Leaderboard> {
        let (caller, viewer) = viewer(ctx).await?;
        let entries = first.map_or(Some(LIVE_ENTRIES), |first| {
            let first = usize::try_from(first).ok();
            first.filter(|first| (1..=ENTRIES_MAX).contains(first))
        });
        let entries = entries.ok_or_else(|| {
            ApiError::bad_input(
                "first 应为 1 到 100。",
                format!("first must be between 1 and {ENTRIES_MAX}."),
            )
        })?;
        let wanted = Wanted {
            scope,
            period,
            class: size_class,
            entries,
        };
        let boards = boards(ctx)?;
        let view = boards
            .read(&caller.principal.tenant, wanted, day, viewer)
            .await
            .map_err(ApiError::internal)?;
        Ok(seen(&view, viewer))
    }
}

/// Boards, live.
#[derive(Debug, Default)]
pub struct BoardSubscription;

#[Subscription]
impl BoardSubscription {
    /// A board of the company: as it is, then each change, at most one a second. Whoever connects again begins with the
    /// board as it is then. For everyone who takes part in the programme.
    async fn leaderboard_updated(
        &self,
        ctx: &Context<'_>,
        scope: BoardScope,
        period: BoardPeriod,
        #[graphql(desc = "Only groups of this class, ranked among themselves.")] size_class: Option<
            SizeClass,
        >,
    ) -> async_graphql::Result<impl Stream<Item = Leaderboard> + use<>> {
        let (caller, viewer) = viewer(ctx).await?;
        let wanted = live(scope, period, size_class);
        let boards = boards(ctx)?.clone();
        follow(boards, caller.principal.tenant.clone(), wanted, viewer).await
    }
}

/// A live board.
pub(super) const fn live(
    scope: BoardScope,
    period: BoardPeriod,
    class: Option<SizeClass>,
) -> Wanted {
    Wanted {
        scope,
        period,
        class,
        entries: LIVE_ENTRIES,
    }
}

fn boards<'c>(ctx: &Context<'c>) -> Result<&'c Boards, ApiError> {
    ctx.data_opt::<Boards>()
        .ok_or_else(|| ApiError::internal("no boards in the schema"))
}

/// The caller and the seat they look from.
async fn viewer<'c>(ctx: &Context<'c>) -> async_graphql::Result<(Caller<'c>, MemberId)> {
    let caller = Caller::who_may(ctx, Action::TakePart)?;
    let member = own_seat(&caller).await?;
    Ok((caller, member))
}

/// The caller's seat, or why they have none.
pub(crate) async fn own_seat(caller: &Caller<'_>) -> Result<MemberId, ApiError> {
    let tx = caller.read().await?;
    let member = match seat(caller, &tx).await {
        Ok(member) => member,
        Err(Refused::Api(error)) => return Err(error),
        Err(Refused::Violations(_)) => {
            return Err(ApiError::bad_input(
                "你还没有加入公司的碳圈，请先加入。",
                "You do not take part in the company's programme yet. Join first.",
            ));
        }
    };
    MemberId::parse(&member.id).map_err(ApiError::internal)
}

fn seen(view: &View, viewer: MemberId) -> Leaderboard {
    Leaderboard {
        version: view.version,
        public: view.public.clone(),
        own: view.owns.get(&viewer).cloned(),
    }
}

/// The board for one viewer: whenever what they see of it has changed. Ends when they no longer take part.
async fn follow(
    boards: Boards,
    tenant: Tenant,
    wanted: Wanted,
    viewer: MemberId,
) -> async_graphql::Result<impl Stream<Item = Leaderboard> + use<>> {
    let watching = boards
        .watch(&tenant, wanted, viewer)
        .await
        .map_err(ApiError::internal)?;
    let view = boards
        .read(&tenant, wanted, None, viewer)
        .await
        .map_err(ApiError::internal)?;
    let first = seen(&view, viewer);
    let state = (watching, None, Some(first));
    Ok(stream::unfold(
        state,
        move |(mut watching, last, first)| async move {
            let next = match first {
                Some(first) => first,
                None => next(&mut watching, last.as_ref(), viewer).await?,
            };
            Some((next.clone(), (watching, Some(next), None)))
        },
    ))
}

async fn next(
    watching: &mut Watching,
    last: Option<&Leaderboard>,
    viewer: MemberId,
) -> Option<Leaderboard> {
    loop {
        watching.receiver.changed().await.ok()?;
        let view = watching.receiver.borrow_and_update().clone()?;
        if view.left.contains(&viewer) {
            return None;
        }
        // A view from before this viewer came has no place for them: the next one has.
        if !view.owns.contains_key(&viewer) && last.is_some_and(|last| last.own.is_some()) {
            continue;
        }
        let next = seen(&view, viewer);
        let is_new = last.is_none_or(|last| {
            next.version >= last.version && (next.public != last.public || next.own != last.own)
        });
        if is_new {
            return Some(next);
        }
    }
}
