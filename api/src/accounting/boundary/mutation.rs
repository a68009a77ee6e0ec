//! Mutations of settings and boundary.

use async_graphql::{Context, ID, InputObject, Object};
use saxaul_shared::{
    accounting::{
        boundary::{ConsolidationApproach, FinancialTie, OwnershipShare, UnitKind},
        gwp::GwpSet,
    },
    decimal::WireDecimal,
    identity::Action,
    period::Date,
};

use super::{
    super::access::{Answer, Caller, payload_type},
    object::{BoundaryUnit, Organisation},
    service::{self, UnitDraft},
    settings::{self, SettingsDraft},
    store::{self, UnitRow},
};

payload_type! {
    /// The company after a change of its settings.
    OrganisationPayload {
        /// The company; none when nothing was changed.
        organisation: Organisation
    }
}

payload_type! {
    /// The unit after a change.
    BoundaryUnitPayload {
        /// The unit; none when nothing was changed. A unit that was removed is shown as it was.
        boundary_unit: BoundaryUnit
    }
}

/// New settings; what is left out stays.
#[derive(Debug, InputObject)]
pub struct OrganisationUpdateInput {
    /// Industry code of GB/T 4754.
    industry: Option<String>,
    /// Region code, such as `CN-GD`.
    region: Option<String>,
    /// IANA time zone.
    time_zone: Option<String>,
    /// ISO 4217 code.
    currency: Option<String>,
    /// How the boundary is drawn.
    consolidation_approach: Option<ConsolidationApproach>,
    /// Assessment report whose GWPs open inventories use.
    gwp_set: Option<GwpSet>,
    /// Year that later years are compared with.
    base_year: Option<i32>,
    /// Codes of data sets, the preferred first; at most 50.
    #[graphql(validator(max_items = 50))]
    dataset_preference: Option<Vec<String>>,
}

/// A share of equity from a day on.
#[derive(Debug, InputObject)]
pub struct OwnershipShareInput {
    /// First day on which the share is held.
    from: Date,
    /// Per cent, 0 to 100, at most four decimal places.
    share_percent: WireDecimal,
}

/// A unit of the boundary.
#[derive(Debug, InputObject)]
pub struct BoundaryUnitInput {
    /// What it is. Cannot change later.
    kind: UnitKind,
    /// Its name, at most 200 characters, one of a kind below its parent.
    name: String,
    /// The unit above it; none at the root.
    parent_id: Option<ID>,
    /// Region code; the company's when left out.
    region: Option<String>,
    /// Industry code; the company's when left out.
    industry: Option<String>,
    /// Whether the group can introduce and carry out operating policies there.
    #[graphql(default = true)]
    operational_control: bool,
    /// How it stands in the accounts of the unit above it.
    #[graphql(default_with = "FinancialTie::Subsidiary")]
    financial_tie: FinancialTie,
    /// Shares by date; empty means wholly owned.
    #[graphql(default)]
    ownership: Vec<OwnershipShareInput>,
}

/// Revenue, output, area and head count of one year.
#[derive(Debug, InputObject)]
pub struct YearFiguresInput {
    /// Calendar year, 1990 to 2100.
    year: i32,
    /// Revenue in whole units of `currency`, not negative.
    revenue: Option<WireDecimal>,
    /// ISO 4217 code of the revenue; required with it.
    currency: Option<String>,
    /// Output in `outputUnit`, not negative.
    output: Option<WireDecimal>,
    /// Unit of the output; required with it.
    output_unit: Option<String>,
    /// Floor area in m², not negative.
    floor_area_m2: Option<WireDecimal>,
    /// Average number of people, not negative.
    head_count: Option<WireDecimal>,
}

impl From<BoundaryUnitInput> for UnitDraft {
    fn from(input: BoundaryUnitInput) -> Self {
        Self {
            kind: input.kind,
            name: input.name,
            parent_id: input.parent_id.map(|id| id.0),
            region: input.region,
            industry: input.industry,
            operational_control: input.operational_control,
            financial_tie: input.financial_tie,
            ownership: input
                .ownership
                .into_iter()
                .map(|share| OwnershipShare {
                    from: share.from,
                    share_percent: share.share_percent.0,
                })
                .collect(),
        }
    }
}

/// Mutations of settings and boundary.
#[derive(Debug, Default)]
pub struct BoundaryMutation;

#[Object]
impl BoundaryMutation {
    /// Changes the company's accounting settings. Open inventories are computed anew. Role: owner.
    async fn organisation_update(
        &self,
        ctx: &Context<'_>,
        input: OrganisationUpdateInput,
    ) -> async_graphql::Result<OrganisationPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::EditOrganisation)?;
        let draft = SettingsDraft {
            industry: input.industry,
            region: input.region,
            time_zone: input.time_zone,
            currency: input.currency,
            consolidation_approach: input.consolidation_approach,
            gwp_set: input.gwp_set,
            base_year: input.base_year,
            dataset_preference: input.dataset_preference,
        };
        let answer: Answer<()> = async {
            let tx = caller.begin().await?;
            settings::update(caller.platform, &tx, &caller.actor(), draft).await?;
            Ok(tx.commit().await?)
        }
        .await;
        organisation_payload(&caller, answer).await
    }

    /// Switches a data pack on or off for the company. Open inventories are computed anew. Role: owner.
    async fn data_pack_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of the pack.")] code: String,
        #[graphql(desc = "Whether the company uses it.")] enabled: bool,
    ) -> async_graphql::Result<OrganisationPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::EditOrganisation)?;
        let answer: Answer<()> = async {
            let tx = caller.begin().await?;
            settings::set_pack(caller.platform, &tx, &caller.actor(), &code, enabled).await?;
            Ok(tx.commit().await?)
        }
        .await;
        organisation_payload(&caller, answer).await
    }

    /// Adds a group, company or site. Roles: owner, accountant.
    async fn boundary_unit_create(
        &self,
        ctx: &Context<'_>,
        input: BoundaryUnitInput,
    ) -> async_graphql::Result<BoundaryUnitPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::EditBoundary)?;
        let answer: Answer<UnitRow> = async {
            let tx = caller.begin().await?;
            let unit =
                service::create_unit(caller.platform, &tx, &caller.actor(), input.into()).await?;
            tx.commit().await?;
            Ok(unit)
        }
        .await;
        BoundaryUnitPayload::of(answer.map(BoundaryUnit), caller.locale)
    }

    /// Changes a group, company or site. Open inventories are computed anew. Roles: owner, accountant.
    async fn boundary_unit_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit, `unit_…`.")] id: ID,
        input: BoundaryUnitInput,
    ) -> async_graphql::Result<BoundaryUnitPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::EditBoundary)?;
        let answer: Answer<UnitRow> = async {
            let tx = caller.begin().await?;
            let unit =
                service::update_unit(caller.platform, &tx, &caller.actor(), &id, input.into())
                    .await?;
            tx.commit().await?;
            Ok(unit)
        }
        .await;
        BoundaryUnitPayload::of(answer.map(BoundaryUnit), caller.locale)
    }

    /// Removes a unit that has nothing below it and no activity data. Roles: owner, accountant.
    async fn boundary_unit_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit, `unit_…`.")] id: ID,
    ) -> async_graphql::Result<BoundaryUnitPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::EditBoundary)?;
        let answer: Answer<UnitRow> = async {
            let tx = caller.begin().await?;
            let unit = service::delete_unit(caller.platform, &tx, &caller.actor(), &id).await?;
            tx.commit().await?;
            Ok(unit)
        }
        .await;
        BoundaryUnitPayload::of(answer.map(BoundaryUnit), caller.locale)
    }

    /// Writes what a unit earned, made and housed in one year. Roles: owner, accountant.
    async fn year_figures_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit, `unit_…`.")] unit_id: ID,
        input: YearFiguresInput,
    ) -> async_graphql::Result<BoundaryUnitPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::EditBoundary)?;
        let figures = store::YearFigures {
            year: input.year,
            revenue: input.revenue,
            currency: input.currency,
            output: input.output,
            output_unit: input.output_unit,
            floor_area_m2: input.floor_area_m2,
            head_count: input.head_count,
        };
        let answer: Answer<UnitRow> = async {
            let tx = caller.begin().await?;
            let unit =
                service::set_year_figures(caller.platform, &tx, &caller.actor(), &unit_id, figures)
                    .await?;
            tx.commit().await?;
            Ok(unit)
        }
        .await;
        BoundaryUnitPayload::of(answer.map(BoundaryUnit), caller.locale)
    }
}

async fn organisation_payload(
    caller: &Caller<'_>,
    answer: Answer<()>,
) -> async_graphql::Result<OrganisationPayload> {
    let answer = match answer {
        Ok(()) => Ok(Organisation::of_tenant(caller.platform, &caller.principal.tenant).await?),
        Err(refused) => Err(refused),
    };
    OrganisationPayload::of(answer, caller.locale)
}
