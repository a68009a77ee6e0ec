//! Finding a colleague, to give points to: only those who show a name or an alias, and under that name alone.

use async_graphql::{Context, ID, Object, SimpleObject};
use saxaul_shared::identity::Action;

use crate::{
    accounting::{access::Caller, cells::Cells},
    credits::seat::seat,
    error::ApiError,
    platform::db::{StoreResult, TenantTx},
};

/// Colleagues told at once.
const SHOWN: i64 = 20;
/// Longest name to look for, in characters.
const WANTED_MAX: usize = 60;

/// A colleague as they wish to be seen.
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct CircleColleague {
    /// The seat, `mem_…`.
    pub(crate) member_id: ID,
    /// The name or the alias they show.
    pub(crate) name: String,
    /// Their department; null for those who show an alias, and where none was chosen.
    pub(crate) department_name: Option<String>,
}

/// Queries of colleagues.
#[derive(Debug, Default)]
pub struct ColleagueQuery;

#[Object]
impl ColleagueQuery {
    /// Colleagues who take part and show a name or an alias, by that name; at most 20, never the caller. Whoever hides
    /// from boards is not found. For everyone who takes part in the programme.
    async fn circle_colleagues(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Part of the name or alias that is shown; all when empty.")]
        search: String,
    ) -> async_graphql::Result<Vec<CircleColleague>> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let tx = caller.read().await?;
        // Without a seat there is nothing to give.
        let Ok(own) = seat(&caller, &tx).await else {
            return Ok(Vec::new());
        };
        let wanted: String = search.trim().chars().take(WANTED_MAX).collect();
        Ok(find(&tx, &own.id, &wanted)
            .await
            .map_err(ApiError::internal)?)
    }
}

async fn find(tx: &TenantTx, own_id: &str, wanted: &str) -> StoreResult<Vec<CircleColleague>> {
    // An alias hides the name, so the name must not find it, nor the department narrow it down.
    let sql = "SELECT id, shown, department FROM ( \
                 SELECT m.id AS id, CASE WHEN m.visibility = 'ALIAS' THEN m.alias ELSE p.name END AS shown, \
                        CASE WHEN m.visibility = 'ALIAS' THEN NULL ELSE d.name END AS department \
                 FROM programme_members m \
                 JOIN people p ON p.organisation_id = m.organisation_id AND p.id = m.person_id \
                 LEFT JOIN departments d ON d.organisation_id = m.organisation_id AND d.id = m.department_id \
                 WHERE m.organisation_id = $1 AND m.id <> $2 AND m.left_on IS NULL AND m.erased_at IS NULL \
                   AND m.visibility IN ('ALIAS', 'NAME') \
               ) AS colleagues WHERE LOWER(shown) LIKE $3 ESCAPE '!' ORDER BY shown, id LIMIT $4";
    let rows = tx
        .query_all(
            sql,
            vec![
                tx.organisation_id().into(),
                own_id.into(),
                pattern(wanted).into(),
                SHOWN.into(),
            ],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let mut cells = Cells::of(row);
            Ok(CircleColleague {
                member_id: ID(cells.take()?),
                name: cells.take()?,
                department_name: cells.take()?,
            })
        })
        .collect()
}

/// The pattern that finds `wanted` anywhere, its own wildcards taken literally.
fn pattern(wanted: &str) -> String {
    let mut pattern = String::from("%");
    for sign in wanted.to_lowercase().chars() {
        if matches!(sign, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(sign);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn wildcards_of_a_name_are_signs_like_any_other() {
        assert_eq!(pattern("Ada_1%!"), "%ada!_1!%!!%");
        assert_eq!(pattern(""), "%%");
    }
}
