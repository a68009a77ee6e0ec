//! The boards of one organisation, kept up with the ledger.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use redis::aio::ConnectionManager;
use saxaul_shared::{
    credits::{BoardPeriod, leaderboard::Span},
    id::MemberId,
    period::Date,
};

use super::{
    super::{day::day_of, programme::settings},
    board::Board,
    feed,
    people::{self, People},
    ranks::{Lost, Ranks, Sets},
    view::{self, View, Wanted},
};
use crate::platform::{
    Platform,
    db::{StoreError, StoreResult, Tenant},
};

/// Boards kept at once: the current and the previous of each period, and some that were looked up.
const BOARDS_MAX: usize = 16;
/// Changes of members are looked for at least this often, for changes that were not told of.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Groups and names are loaded anew at least this often.
const LOAD_EVERY: Duration = Duration::from_mins(1);
/// After Redis did not answer it is left alone for so long.
const REDIS_PAUSE: Duration = Duration::from_secs(2);
/// Between two looks at the ledger on behalf of readers.
const FRESH: Duration = Duration::from_millis(150);

type Key = (BoardPeriod, Span);

/// The boards of one organisation.
pub(super) struct Org {
    platform: Platform,
    tenant: Tenant,
    people: People,
    boards: HashMap<Key, (Board, Instant)>,
    today: Option<Date>,
    floor_pct: u32,
    refreshed: Option<Instant>,
    loaded: Option<Instant>,
    looked: Option<Instant>,
    redis_from: Option<Instant>,
}

impl Org {
    pub(super) fn new(platform: Platform, tenant: Tenant) -> Self {
        Self {
            platform,
            tenant,
            people: People::default(),
            boards: HashMap::new(),
            today: None,
            floor_pct: 0,
            refreshed: None,
            loaded: None,
            looked: None,
            redis_from: None,
        }
    }

    /// Has the next look load the members.
    pub(super) fn members_changed(&mut self) {
        self.looked = None;
        self.refreshed = None;
    }

    /// A board as it is now; of the span that `day` lies in, today without one.
    pub(super) async fn view(
        &mut self,
        wanted: Wanted,
        day: Option<Date>,
        viewers: &[MemberId],
    ) -> StoreResult<View> {
        if self.refreshed.is_none_or(|at| at.elapsed() >= FRESH) {
            self.refresh().await?;
        }
        let Some(day) = day.or(self.today) else {
            return Err(StoreError::Corrupt("a board without a day".to_owned()));
        };
        let now = (wanted.period, wanted.period.span(day));
        let before = wanted
            .period
            .span_before(day)
            .map(|span| (wanted.period, span));
        self.have(now).await?;
        if let Some(before) = before {
            self.have(before).await?;
        }
        match self.look(now, before, wanted, viewers).await {
            Err(lost) => {
                // The process ranks by itself until Redis is back.
                self.leave_redis(&lost);
                let seen = self.look(now, before, wanted, viewers).await;
                seen.map_err(|error| StoreError::Corrupt(error.to_string()))
            }
            Ok(view) => Ok(view),
        }
    }

    async fn look(
        &self,
        now: Key,
        before: Option<Key>,
        wanted: Wanted,
        viewers: &[MemberId],
    ) -> Result<View, Lost> {
        let Some((board, _)) = self.boards.get(&now) else {
            return Err(Lost::Gone);
        };
        let before = before
            .and_then(|key| self.boards.get(&key))
            .map(|(board, _)| board);
        view::view(board, before, &self.people, wanted, self.floor_pct, viewers).await
    }

    /// Catches up with the members and the ledger.
    pub(super) async fn refresh(&mut self) -> StoreResult<()> {
        let tx = self.platform.database.read(&self.tenant).await?;
        let today = day_of(&tx, self.platform.clock.now()).await?;
        let head = feed::head(&tx).await?;
        let due = |at: Option<Instant>, every| at.is_none_or(|at: Instant| at.elapsed() >= every);
        let mut load = due(self.loaded, LOAD_EVERY);
        if !load && due(self.looked, LOOK_EVERY) {
            load = people::version(&tx).await? != self.people.version;
            self.looked = Some(Instant::now());
        }
        drop(tx);
        self.today = Some(today);
        if load {
            self.people = people::load(&self.platform, &self.tenant, today).await?;
            let tx = self.platform.database.read(&self.tenant).await?;
            let floor = settings::current(&tx).await?.rules.board_floor_pct;
            self.floor_pct = u32::try_from(floor).unwrap_or(0);
            self.loaded = Some(Instant::now());
            self.looked = self.loaded;
            for (board, _) in self.boards.values_mut() {
                board.look_at(&self.people);
            }
        }
        self.catch_up(head).await?;
        self.settle().await;
        self.refreshed = Some(Instant::now());
        Ok(())
    }

    /// Reads the ledger from where the boards are to `head`.
    async fn catch_up(&mut self, head: i64) -> StoreResult<()> {
        while let Some(from) = self.boards.values().map(|(board, _)| board.counted).min()
            && from < head
        {
            let tx = self.platform.database.read(&self.tenant).await?;
            let (changes, until) = feed::changes(&tx, from, head).await?;
            drop(tx);
            let mut lost = None;
            for (board, _) in self.boards.values_mut() {
                let counted = board.counted;
                let changed = board.take(&changes, until, &self.people);
                if let Err(error) = board.ranks.write(&changed, counted, until).await {
                    lost = Some(error);
                }
            }
            if let Some(lost) = lost {
                self.leave_redis(&lost);
            }
        }
        Ok(())
    }

    /// Has the board, counted from the ledger if it is not there.
    async fn have(&mut self, key: Key) -> StoreResult<()> {
        if let Some((_, used)) = self.boards.get_mut(&key) {
            *used = Instant::now();
            return Ok(());
        }
        if self.boards.len() >= BOARDS_MAX
            && let Some(oldest) = self
                .boards
                .iter()
                .min_by_key(|(_, (_, used))| *used)
                .map(|(key, _)| *key)
        {
            self.boards.remove(&oldest);
        }
        let tx = self.platform.database.read(&self.tenant).await?;
        let head = feed::head(&tx).await?;
        let totals = feed::totals(&tx, key.1, head).await?;
        drop(tx);
        let board = Board::new(key.1, head, totals, &self.people);
        self.boards.insert(key, (board, Instant::now()));
        self.settle().await;
        Ok(())
    }

    /// Brings boards that the process ranks by itself into Redis, where there is one that answers.
    async fn settle(&mut self) {
        if self.redis_from.is_some_and(|from| Instant::now() < from) {
            return;
        }
        let in_memory = |board: &Board| matches!(board.ranks, Ranks::Memory { .. });
        if !self.boards.values().any(|(board, _)| in_memory(board)) {
            return;
        }
        let connection = match self.platform.cache.shared().await {
            None => return,
            Some(Ok(connection)) => connection,
            Some(Err(error)) => {
                self.leave_redis(&Lost::Silent(error));
                return;
            }
        };
        let moved = self.move_to(&connection).await;
        if let Err(lost) = moved {
            self.leave_redis(&lost);
        }
    }

    async fn move_to(&mut self, connection: &ConnectionManager) -> Result<(), Lost> {
        for ((period, span), (board, _)) in &mut self.boards {
            if matches!(board.ranks, Ranks::Redis(_)) {
                continue;
            }
            let sets = Sets::new(
                connection.clone(),
                self.tenant.organisation_id(),
                *period,
                *span,
            );
            let everyone: Vec<_> = board.everyone(&self.people).collect();
            sets.replace(&everyone, board.counted).await?;
            board.ranks = Ranks::Redis(sets);
        }
        Ok(())
    }

    /// Ranks in the process again, from the scores that are known.
    fn leave_redis(&mut self, lost: &Lost) {
        tracing::debug!(%lost, "boards are ranked in the process");
        // What was emptied is written anew at once; what does not answer is left alone for a while.
        self.redis_from = match lost {
            Lost::Silent(_) => Some(Instant::now() + REDIS_PAUSE),
            Lost::Gone => None,
        };
        for (board, _) in self.boards.values_mut() {
            if matches!(board.ranks, Ranks::Redis(_)) {
                let ranks = Ranks::memory(board.everyone(&self.people));
                board.ranks = ranks;
            }
        }
    }
}
