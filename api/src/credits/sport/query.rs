//! Queries of sport imports.

use async_graphql::{Context, Object};
use saxaul_shared::identity::Action;

use super::{super::board::own_seat, object::SportImport, store};
use crate::{accounting::access::Caller, error::ApiError};

/// Imports that are listed.
const IMPORTS_MAX: usize = 50;

/// Queries of sport imports.
#[derive(Debug, Default)]
pub struct SportQuery;

#[Object]
impl SportQuery {
    /// The caller's own imports of steps and rides, the latest first; at most 50. For members.
    async fn sport_imports(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<SportImport>> {
        let caller = Caller::who_may(ctx, Action::TakePart)?;
        let member = own_seat(&caller).await?;
        let tx = caller.read().await?;
        let imports = store::of_member(&tx, &member.to_string(), IMPORTS_MAX).await;
        let imports = imports.map_err(ApiError::internal)?;
        Ok(imports.into_iter().map(SportImport).collect())
    }
}
