//! The order of a board's members: in the process, or in sorted sets of Redis that all instances share.
//!
//! Scores are always written as they are now, never added to, and only by whoever has seen as much of the ledger as the
//! mark beside the sets says: writing twice or late changes nothing. What Redis has lost is written anew from the ledger's
//! totals; while it does not answer, the process ranks by itself.

use redis::{Script, aio::ConnectionManager};
use saxaul_shared::{
    credits::{
        BoardPeriod,
        leaderboard::{Ranking, Span},
    },
    id::MemberId,
};
use uuid::Uuid;

/// Members of one command.
const CHUNK: usize = 2000;
/// Seconds that sets stay without being written.
const KEPT_S: i64 = 3 * 86_400;

/// A member, their score, and whether colleagues may see them.
pub(super) type Ranked = (MemberId, i64, bool);

/// The order of a board's members.
#[derive(Debug)]
pub(super) enum Ranks {
    /// In the process.
    Memory {
        /// Everyone.
        all: Ranking,
        /// Those whom colleagues may see.
        shown: Ranking,
    },
    /// In Redis.
    Redis(Sets),
}

impl Default for Ranks {
    fn default() -> Self {
        Self::memory(std::iter::empty())
    }
}

impl Ranks {
    /// In the process.
    pub(super) fn memory(everyone: impl Iterator<Item = Ranked>) -> Self {
        let everyone: Vec<Ranked> = everyone.collect();
        let shown = everyone.iter().filter(|(_, _, is_shown)| *is_shown);
        Self::Memory {
            shown: shown.map(|(member, score, _)| (*member, *score)).collect(),
            all: everyone
                .iter()
                .map(|(member, score, _)| (*member, *score))
                .collect(),
        }
    }

    /// Writes scores that changed between two places of the ledger. Redis may have lost the sets or not answer.
    pub(super) async fn write(
        &mut self,
        changed: &[Ranked],
        from: i64,
        to: i64,
    ) -> Result<(), Lost> {
        match self {
            Self::Memory { all, shown } => {
                for (member, score, is_shown) in changed {
                    all.set(*member, *score);
                    if *is_shown {
                        shown.set(*member, *score);
                    }
                }
                Ok(())
            }
            Self::Redis(sets) => sets.write(changed, from, to).await,
        }
    }

    /// The first `count` members with points whom colleagues may see, and their scores.
    pub(super) async fn top(&self, count: usize) -> Result<Vec<(MemberId, i64)>, Lost> {
        match self {
            Self::Memory { shown, .. } => Ok(shown
                .places()
                .take_while(|place| place.score > 0)
                .take(count)
                .map(|place| (place.member, place.score))
                .collect()),
            Self::Redis(sets) => sets.top(count).await,
        }
    }

    /// The ranks of these scores among everyone.
    pub(super) async fn ranks_of(&self, scores: &[i64]) -> Result<Vec<u32>, Lost> {
        match self {
            Self::Memory { all, .. } => {
                Ok(scores.iter().map(|score| all.rank_of(*score)).collect())
            }
            Self::Redis(sets) => sets.ranks_of(scores).await,
        }
    }
}

/// Redis does not answer, or no longer has what was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum Lost {
    /// It does not answer.
    #[error("Redis does not answer: {0}")]
    Silent(#[from] redis::RedisError),
    /// It was emptied, or is behind what this process last knew.
    #[error("Redis has lost the board")]
    Gone,
}

/// Sorted sets of one board. Scores are kept negative, so that the order is by score and then by id.
pub(super) struct Sets {
    connection: ConnectionManager,
    all: String,
    shown: String,
    mark: String,
}

impl std::fmt::Debug for Sets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sets")
            .field("all", &self.all)
            .finish_non_exhaustive()
    }
}

impl Sets {
    pub(super) fn new(
        connection: ConnectionManager,
        organisation_id: &str,
        period: BoardPeriod,
        span: Span,
    ) -> Self {
        let start = span
            .starts_on
            .map_or_else(|| "-".to_owned(), |day| day.to_string());
        // One slot of a cluster: the braces say what is hashed.
        let key =
            |part: &str| format!("saxaul:board:{{{organisation_id}:{period}:{start}}}:{part}");
        Self {
            connection,
            all: key("all"),
            shown: key("shown"),
            mark: key("mark"),
        }
    }

    /// Writes the whole board beside the present one and then puts it in its place, unless another instance is ahead.
    pub(super) async fn replace(&self, everyone: &[Ranked], counted: i64) -> Result<(), Lost> {
        let mut connection = self.connection.clone();
        let own = Uuid::now_v7().simple().to_string();
        let (all, shown) = (
            format!("{}:{own}", self.all),
            format!("{}:{own}", self.shown),
        );
        for chunk in everyone.chunks(CHUNK) {
            let mut pipe = redis::pipe();
            add(&mut pipe, &all, chunk.iter());
            let visible: Vec<&Ranked> = chunk.iter().filter(|(_, _, is_shown)| *is_shown).collect();
            if !visible.is_empty() {
                add(&mut pipe, &shown, visible.into_iter());
            }
            let () = pipe.query_async(&mut connection).await?;
        }
        let () = Script::new(REPLACE)
            .key(&self.all)
            .key(&self.shown)
            .key(&self.mark)
            .key(&all)
            .key(&shown)
            .arg(counted)
            .arg(KEPT_S)
            .invoke_async(&mut connection)
            .await?;
        Ok(())
    }

    async fn write(&self, changed: &[Ranked], from: i64, to: i64) -> Result<(), Lost> {
        let mut connection = self.connection.clone();
        let script = Script::new(WRITE);
        let mut call = script.key(&self.all);
        call.key(&self.shown).key(&self.mark);
        call.arg(from).arg(to).arg(KEPT_S);
        for (member, score, is_shown) in changed {
            call.arg(member.uuid().as_bytes().as_slice())
                .arg(-score)
                .arg(i32::from(*is_shown));
        }
        let known: i32 = call.invoke_async(&mut connection).await?;
        if known == 1 { Ok(()) } else { Err(Lost::Gone) }
    }

    async fn top(&self, count: usize) -> Result<Vec<(MemberId, i64)>, Lost> {
        let mut connection = self.connection.clone();
        let mut pipe = redis::pipe();
        pipe.get(&self.mark);
        pipe.cmd("ZRANGE")
            .arg(&self.shown)
            .arg("-inf")
            .arg("(0")
            .arg("BYSCORE")
            .arg("LIMIT")
            .arg(0)
            .arg(count)
            .arg("WITHSCORES");
        let (mark, rows): (Option<i64>, Vec<(Vec<u8>, i64)>) =
            pipe.query_async(&mut connection).await?;
        // Without its mark a set is one that was emptied.
        mark.ok_or(Lost::Gone)?;
        Ok(rows
            .into_iter()
            .filter_map(|(id, negative)| {
                let uuid = Uuid::from_slice(&id).ok()?;
                Some((MemberId::from_uuid(uuid), -negative))
            })
            .collect())
    }

    async fn ranks_of(&self, scores: &[i64]) -> Result<Vec<u32>, Lost> {
        let mut connection = self.connection.clone();
        let mut ranks = Vec::with_capacity(scores.len());
        for chunk in scores.chunks(CHUNK) {
            let mut pipe = redis::pipe();
            pipe.cmd("EXISTS").arg(&self.mark);
            for score in chunk {
                pipe.cmd("ZCOUNT")
                    .arg(&self.all)
                    .arg("-inf")
                    .arg(format!("({}", -score));
            }
            let above: Vec<u32> = pipe.query_async(&mut connection).await?;
            if above.first() != Some(&1) {
                return Err(Lost::Gone);
            }
            ranks.extend(above.into_iter().skip(1).map(|above| above + 1));
        }
        Ok(ranks)
    }
}

fn add<'a>(pipe: &mut redis::Pipeline, key: &str, members: impl Iterator<Item = &'a Ranked>) {
    let command = pipe.cmd("ZADD").arg(key);
    for (member, score, _) in members {
        command.arg(-score).arg(member.uuid().as_bytes().as_slice());
    }
    command.ignore();
    pipe.cmd("EXPIRE").arg(key).arg(KEPT_S).ignore();
}

/// Puts new sets in the place of the old ones, unless those have counted more of the ledger.
const REPLACE: &str = "
local mark = tonumber(redis.call('GET', KEYS[3]) or '-1')
if mark > tonumber(ARGV[1]) then
    redis.call('DEL', KEYS[4], KEYS[5])
    return 0
end
redis.call('DEL', KEYS[1], KEYS[2])
if redis.call('EXISTS', KEYS[4]) == 1 then redis.call('RENAME', KEYS[4], KEYS[1]) end
if redis.call('EXISTS', KEYS[5]) == 1 then redis.call('RENAME', KEYS[5], KEYS[2]) end
redis.call('SET', KEYS[3], ARGV[1], 'EX', ARGV[2])
return 1";

/// Writes scores as they are at ARGV[2], known to differ from those at ARGV[1]. 1: done, or another instance is ahead;
/// 0: the sets are gone or behind ARGV[1].
const WRITE: &str = "
local mark = tonumber(redis.call('GET', KEYS[3]) or '-1')
if mark < tonumber(ARGV[1]) then return 0 end
if mark > tonumber(ARGV[2]) then return 1 end
for at = 4, #ARGV, 3 do
    redis.call('ZADD', KEYS[1], ARGV[at + 1], ARGV[at])
    if ARGV[at + 2] == '1' then redis.call('ZADD', KEYS[2], ARGV[at + 1], ARGV[at]) end
end
redis.call('SET', KEYS[3], ARGV[2], 'EX', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[3])
redis.call('EXPIRE', KEYS[2], ARGV[3])
return 1";
