//! Organisation and boundary as GraphQL shows them.

use async_graphql::{Context, ID, Object, SimpleObject};
use saxaul_shared::{
    accounting::{
        boundary::{ConsolidationApproach, FinancialTie, UnitKind},
        gwp::GwpSet,
    },
    decimal::WireDecimal,
    period::Date,
};

use super::{
    super::{access::locale, inventory::store as inventory_store, reference},
    store::{self, Settings, UnitRow},
};
use crate::{
    identity::organisation_name,
    platform::{
        Platform,
        db::{StoreResult, Tenant},
    },
};

/// An industry of GB/T 4754-2017.
#[derive(Debug, Clone, SimpleObject)]
pub struct Industry {
    /// Code of the section or division, such as `C` or `26`.
    pub(crate) code: String,
    /// Name in the reader's language.
    pub(crate) name: String,
    /// Letter of its section.
    pub(crate) section: String,
}

/// A set of reference data with terms of its own, used only by companies that switch it on.
#[derive(Debug, Clone, SimpleObject)]
pub struct DataPack {
    /// Code, such as `electricity_maps`.
    pub(crate) code: String,
    /// Name in the reader's language.
    pub(crate) name: String,
    /// Licence of the data.
    pub(crate) licence: String,
    /// How its makers are to be named wherever its data is shown.
    pub(crate) attribution: String,
    /// Whether this company uses it.
    pub(crate) enabled: bool,
    /// Whether what is made from it must be shared under the same terms.
    pub(crate) share_alike: bool,
}

/// A share of equity, held from a day on until the next entry.
#[derive(Debug, Clone, SimpleObject)]
pub struct OwnershipShare {
    /// First day on which the share is held.
    from: Date,
    /// Per cent, 0 to 100, at most four decimal places.
    share_percent: WireDecimal,
}

/// What a unit earned, made and housed in one year: the denominators of intensities.
#[derive(Debug, Clone, SimpleObject)]
pub struct YearFigures {
    /// Calendar year.
    year: i32,
    /// Revenue, in whole units of `currency`.
    revenue: Option<WireDecimal>,
    /// ISO 4217 code of the revenue.
    currency: Option<String>,
    /// Output, in `outputUnit`.
    output: Option<WireDecimal>,
    /// Unit of the output, in the company's own words.
    output_unit: Option<String>,
    /// Floor area, m².
    floor_area_m2: Option<WireDecimal>,
    /// People employed, average of the year.
    head_count: Option<WireDecimal>,
}

/// An organisation with its accounting settings.
#[derive(Debug, Clone)]
pub struct Organisation {
    tenant: Tenant,
    name: String,
    settings: Settings,
}

impl Organisation {
    /// The organisation of a person who is signed in, or is just signing in.
    pub async fn of_tenant(platform: &Platform, tenant: &Tenant) -> StoreResult<Self> {
        let tx = platform.database.read(tenant).await?;
        let settings = store::settings_or_start(&tx).await?;
        let name = organisation_name(&tx).await?;
        Ok(Self {
            tenant: tenant.clone(),
            name,
            settings,
        })
    }
}

/// The company and how it accounts.
#[Object]
impl Organisation {
    /// Id, `org_…`.
    async fn id(&self) -> ID {
        ID(self.tenant.organisation_id().to_owned())
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.name
    }

    /// Its industry.
    async fn industry(&self, ctx: &Context<'_>) -> Industry {
        industry(&self.settings.industry, ctx)
    }

    /// Code of its region, such as `CN-GD`.
    async fn region(&self) -> &str {
        &self.settings.region
    }

    /// IANA time zone.
    async fn time_zone(&self) -> &str {
        &self.settings.time_zone
    }

    /// ISO 4217 code of its currency.
    async fn currency(&self) -> &str {
        &self.settings.currency
    }

    /// How it draws its boundary.
    async fn consolidation_approach(&self) -> ConsolidationApproach {
        self.settings.consolidation_approach
    }

    /// Assessment report whose 100-year GWPs open inventories use.
    async fn gwp_set(&self) -> GwpSet {
        self.settings.gwp_set
    }

    /// Year that later years are compared with.
    async fn base_year(&self) -> Option<i32> {
        self.settings.base_year
    }

    /// Codes of data sets, the preferred first, where several serve the same activity and region.
    async fn dataset_preference(&self) -> &[String] {
        &self.settings.dataset_preference
    }

    /// Data packs there are, and whether they are switched on.
    async fn packs(&self, ctx: &Context<'_>) -> Vec<DataPack> {
        reference::packs(&self.settings.packs, locale(ctx))
    }

    /// Years that have an inventory, newest first.
    async fn reporting_years(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<i32>> {
        let tx = ctx.data::<Platform>()?.database.read(&self.tenant).await?;
        Ok(inventory_store::years(&tx).await?)
    }

    /// Version of the settings; grows with every change.
    async fn version(&self) -> i64 {
        self.settings.version
    }
}

fn industry(code: &str, ctx: &Context<'_>) -> Industry {
    reference::industry(code).map_or_else(
        || Industry {
            code: code.to_owned(),
            name: code.to_owned(),
            section: String::new(),
        },
        |known| reference::industry_object(known, locale(ctx)),
    )
}

/// A node of the boundary tree: the group, a company or a site.
#[derive(Debug, Clone)]
pub struct BoundaryUnit(pub(crate) UnitRow);

/// A node of the boundary tree: the group, a company or a site.
#[Object]
impl BoundaryUnit {
    /// Id, `unit_…`.
    pub(crate) async fn id(&self) -> ID {
        ID(self.0.id.clone())
    }

    /// What it is.
    async fn kind(&self) -> UnitKind {
        self.0.kind
    }

    /// Its name, at most 200 characters.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The unit above it.
    async fn parent_id(&self) -> Option<ID> {
        self.0.parent_id.clone().map(ID)
    }

    /// Code of its region; the company's where it has none.
    async fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// Its industry; the company's where it has none.
    async fn industry(&self, ctx: &Context<'_>) -> Option<Industry> {
        self.0.industry.as_deref().map(|code| industry(code, ctx))
    }

    /// Whether the group can introduce and carry out operating policies there.
    async fn operational_control(&self) -> bool {
        self.0.operational_control
    }

    /// How it stands in the accounts of the unit above it. Decides what counts under financial control and equity share.
    async fn financial_tie(&self) -> FinancialTie {
        self.0.financial_tie
    }

    /// Shares of equity held by the unit above, by date. Empty: wholly owned.
    async fn ownership(&self) -> Vec<OwnershipShare> {
        self.0
            .ownership
            .iter()
            .map(|share| OwnershipShare {
                from: share.from,
                share_percent: WireDecimal(share.share_percent),
            })
            .collect()
    }

    /// Revenue, output, area and head count, by year.
    async fn year_figures(&self) -> Vec<YearFigures> {
        self.0
            .year_figures
            .iter()
            .map(|figures| YearFigures {
                year: figures.year,
                revenue: figures.revenue,
                currency: figures.currency.clone(),
                output: figures.output,
                output_unit: figures.output_unit.clone(),
                floor_area_m2: figures.floor_area_m2,
                head_count: figures.head_count,
            })
            .collect()
    }

    /// Version of the unit; grows with every change.
    async fn version(&self) -> i64 {
        self.0.version
    }
}
