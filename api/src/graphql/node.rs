//! Any object by its id: the prefix tells its kind.

use async_graphql::{Context, ID, Interface, Object};
use saxaul_shared::identity::Action;

use crate::{
    accounting::{
        access::Caller,
        boundary::{self, object::BoundaryUnit},
        factor::{self, object::Factor},
        import::{self, object::Import},
        inventory::{
            line_object::{self, InventoryLine},
            object::Inventory,
            store as inventory_store,
        },
        record::{
            self, evidence,
            object::{ActivityRecord, EvidenceFile},
        },
    },
    credits::claim::{self, ActionClaim},
    identity::{self, Person},
};

/// An object that can be asked for by its id.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "The object's id; its prefix tells the kind."
))]
#[expect(
    clippy::large_enum_variant,
    reason = "made once per request and moved into the answer"
)]
enum Node {
    ActionClaim(ActionClaim),
    ActivityRecord(ActivityRecord),
    BoundaryUnit(BoundaryUnit),
    EvidenceFile(EvidenceFile),
    Factor(Factor),
    Import(Import),
    Inventory(Inventory),
    InventoryLine(InventoryLine),
    Person(Person),
}

/// The query for any object.
#[derive(Debug, Default)]
pub(crate) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object with this id, when the caller may see it: an activity record or a file of its evidence, a unit of the
    /// boundary, a factor, an import, an inventory or one of its lines, a person, a claim of the caller's own.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The object's id.")] id: ID,
    ) -> async_graphql::Result<Option<Node>> {
        let prefix = id.split_once('_').map_or("", |(prefix, _)| prefix);
        // Who may see people is not decided by what they may see of the accounts.
        if prefix == "per" {
            return Ok(identity::person_by_id(ctx, &id).await?.map(Node::Person));
        }
        // Members need no right to the accounts to see what is theirs.
        if prefix == "clm" {
            let caller = Caller::of(ctx)?;
            return Ok(claim::query::load(&caller, &id)
                .await?
                .map(Node::ActionClaim));
        }
        let caller = Caller::who_may(ctx, Action::ViewAccounting)?;
        Ok(match prefix {
            "unit" => boundary::query::load(&caller, &id)
                .await?
                .map(Node::BoundaryUnit),
            "imp" => import::query::load(&caller, &id).await?.map(Node::Import),
            "evd" => {
                let tx = caller.read().await?;
                let row = evidence::visible(&tx, caller.principal, &id).await?;
                row.as_ref()
                    .map(EvidenceFile::of)
                    .transpose()?
                    .map(Node::EvidenceFile)
            }
            "rec" => record::query::load(&caller, &id)
                .await?
                .map(Node::ActivityRecord),
            "line" => line_object::load(&caller, &id)
                .await?
                .map(Node::InventoryLine),
            "inv" => {
                let tx = caller.read().await?;
                let row = inventory_store::find(&tx, &id).await?;
                row.as_ref()
                    .map(Inventory::of)
                    .transpose()?
                    .map(Node::Inventory)
            }
            // Published factors have the ids of their publications, which have no common prefix.
            _ => factor::query::load(&caller, &id).await?.map(Node::Factor),
        })
    }
}
