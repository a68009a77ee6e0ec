//! Reading the trail.

use async_graphql::{Context, ID, Object, connection::PageInfo};
use saxaul_shared::{
    identity::Action,
    page::{Cursor, Page, PageError},
};

use super::{AuditConnection, AuditEdge, AuditEntry, history};
use crate::{error::ApiError, graphql::guard, platform::Platform};

/// Queries about the audit trail.
#[derive(Debug, Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// The audit trail of the organisation, or of one object, newest first. For owners, accountants, approvers and
    /// verifiers.
    async fn audit_trail(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only entries about this object, of any kind.")] object_id: Option<ID>,
        #[graphql(desc = "Entries wanted, 1 to 100; 50 when not given.")] first: Option<i32>,
        #[graphql(desc = "Cursor of the entry to go on behind.")] after: Option<String>,
    ) -> async_graphql::Result<AuditConnection> {
        let principal = guard::principal(ctx)?;
        principal.require_everywhere(Action::ViewAudit)?;
        let page = Page::new(first, after.as_deref()).map_err(bad_page)?;
        let before = page
            .after
            .as_ref()
            .map(sequence_of)
            .transpose()
            .map_err(bad_page)?;
        let platform = ctx.data::<Platform>()?;
        let tx = platform
            .database
            .read(&principal.tenant)
            .await
            .map_err(ApiError::internal)?;
        let object_id = object_id.as_ref().map(|id| id.as_str());
        let mut found = history(&tx, object_id, before, page.size + 1)
            .await
            .map_err(ApiError::internal)?;
        let size = page.size as usize;
        let more = found.len() > size;
        found.truncate(size);
        let mut edges = Vec::with_capacity(found.len());
        for stored in found {
            let cursor = Cursor(vec![stored.sequence.to_string()]).encode();
            edges.push(AuditEdge {
                cursor,
                node: AuditEntry::of(stored).map_err(ApiError::internal)?,
            });
        }
        let page_info = PageInfo {
            has_previous_page: before.is_some(),
            has_next_page: more,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Ok(AuditConnection { edges, page_info })
    }
}

fn sequence_of(cursor: &Cursor) -> Result<i64, PageError> {
    match cursor.0.as_slice() {
        [sequence] => sequence.parse().map_err(|_| PageError::Cursor),
        _ => Err(PageError::Cursor),
    }
}

fn bad_page(error: PageError) -> ApiError {
    ApiError::bad_input(
        "分页参数无效：first 应为 1 到 100，after 应为本列表返回的游标。",
        error.to_string(),
    )
}
