//! Factors and the catalogue as GraphQL shows them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject, Value, parser::types::SelectionSet};
use saxaul_shared::{
    accounting::{
        activity::{ActivityType as CatalogueEntry, DataKind, Scope},
        catalogue,
        factor::{Confidence, Factor as SharedFactor, FactorValue, GasAmount},
        gwp::{Gas, GwpSet},
        record::FactorState,
        region,
    },
    decimal::WireDecimal,
    format::Locale,
    period::Date,
};

use super::super::{
    access::{connection_type, locale},
    reference,
};
use crate::graphql::plain::{self, Plain};

/// Something a company does that is accounted for.
#[derive(Debug, Clone, SimpleObject)]
pub struct ActivityType {
    /// Stable code in snake case, such as `purchased_electricity`.
    code: String,
    /// Name in the reader's language.
    name: String,
    /// Which of the five kinds of data it is.
    kind: DataKind,
    /// Scope of its emissions; none where it has none.
    scope: Option<Scope>,
    /// Category within the scope.
    category: String,
    /// Name of the category in the reader's language.
    category_name: String,
    /// GHG Protocol scope 3 category, 1 to 15.
    scope3_category: Option<i32>,
    /// Codes of the units offered first; any unit of their dimensions is accepted.
    units: Vec<String>,
    /// Code of the unit a form starts with.
    default_unit: String,
    /// What else it is called, for those who look for it.
    hint: Option<String>,
}

impl ActivityType {
    /// An entry of the catalogue in a language.
    pub(crate) fn of(entry: &CatalogueEntry, locale: Locale) -> Self {
        Self {
            code: entry.code.clone(),
            name: entry.name(locale).to_owned(),
            kind: entry.kind,
            scope: entry.scope,
            category: entry.category.clone(),
            category_name: catalogue::category_name(&entry.category, locale),
            scope3_category: entry.scope3_category.map(i32::from),
            units: entry.units.clone(),
            default_unit: entry.units.first().cloned().unwrap_or_default(),
            hint: (!entry.aliases.is_empty()).then(|| entry.aliases.join(locale.pick("、", ", "))),
        }
    }

    /// The entry of a code, also of one that a newer catalogue no longer has.
    pub(crate) fn of_code(code: &str, kind: DataKind, locale: Locale) -> Self {
        reference::activity(code).map_or_else(
            || Self {
                code: code.to_owned(),
                name: code.to_owned(),
                kind,
                scope: None,
                category: String::new(),
                category_name: String::new(),
                scope3_category: None,
                units: Vec::new(),
                default_unit: String::new(),
                hint: None,
            },
            |entry| Self::of(entry, locale),
        )
    }
}

/// A unit that quantities can be given in.
#[derive(Debug, Clone, SimpleObject)]
pub struct UnitOption {
    /// Code, such as `kWh` or `10^4 Nm3`.
    pub(crate) code: String,
    /// Name in the reader's language.
    pub(crate) name: String,
    /// What it measures.
    pub(crate) dimension: String,
}

/// A region that factors and sites belong to.
#[derive(Debug, Clone, SimpleObject)]
pub struct Region {
    /// ISO 3166 code, `001` for the world, or the code of a grid.
    pub(crate) code: String,
    /// Name in the reader's language.
    pub(crate) name: String,
}

/// One gas of a factor.
#[derive(Debug, Clone, SimpleObject)]
pub struct FactorGas {
    /// Which gas.
    gas: Gas,
    /// kg of the gas per unit, where the source gives it.
    kg_per_unit: Option<WireDecimal>,
    /// kg CO2e per unit under the factor's own GWP set, where the source gives only that.
    #[graphql(name = "kgCo2ePerUnit")]
    kg_co2e_per_unit: Option<WireDecimal>,
}

/// A factor of the library or of the company.
#[derive(Debug, Clone)]
pub struct Factor {
    factor: Arc<SharedFactor>,
    state: FactorState,
}

impl Factor {
    /// A published factor.
    pub(crate) fn published(factor: &SharedFactor) -> Self {
        Self {
            factor: Arc::new(factor.clone()),
            state: FactorState::Approved,
        }
    }

    /// A factor in a state of its own.
    pub(crate) fn in_state(factor: SharedFactor, state: FactorState) -> Self {
        Self {
            factor: Arc::new(factor),
            state,
        }
    }

    /// Its id.
    pub(crate) fn key(&self) -> &str {
        &self.factor.id
    }

    /// A factor that several lines share.
    pub(crate) fn shared(factor: Arc<SharedFactor>) -> Self {
        Self {
            factor,
            state: FactorState::Approved,
        }
    }
}

impl Factor {
    /// Its name in a language, where there is one.
    fn name_in(&self, locale: Locale) -> &str {
        let (zh, en) = (self.factor.name_zh.as_ref(), self.factor.name_en.as_ref());
        let names = match locale {
            Locale::ZhCn => [zh, en],
            Locale::En => [en, zh],
        };
        names
            .into_iter()
            .flatten()
            .next()
            .map_or(self.factor.id.as_str(), String::as_str)
    }
}

impl Plain for Factor {
    fn plain(&self, wanted: &SelectionSet, locale: Locale) -> Option<Value> {
        let factor = &self.factor;
        plain::object(wanted, "Factor", |name, _| {
            Some(match name {
                "id" => factor.id.as_str().into(),
                "name" => self.name_in(locale).into(),
                "publisher" => factor.publisher.as_str().into(),
                "dataset" => factor.dataset.as_str().into(),
                "version" => factor.version.as_str().into(),
                "year" => factor.year.into(),
                "region" => factor.region.as_str().into(),
                "unit" => factor.unit.as_str().into(),
                "sourceRef" => factor.source_ref.as_str().into(),
                "confidence" => plain::spelled(factor.confidence.as_str()),
                "pack" => plain::optional(factor.pack.as_deref()),
                "state" => plain::spelled(self.state.as_str()),
                "note" => plain::optional(factor.note.as_deref()),
                _ => return None,
            })
        })
    }
}

/// An emission factor as published, or of the company itself.
#[Object]
impl Factor {
    /// Id: of the publication, or `fac_…` for the company's own.
    pub(crate) async fn id(&self) -> ID {
        ID(self.factor.id.clone())
    }

    /// Name as published, in the reader's language where there is one.
    async fn name(&self, ctx: &Context<'_>) -> String {
        self.name_in(locale(ctx)).to_owned()
    }

    /// Codes of the activities it serves.
    async fn activity_codes(&self) -> &[String] {
        &self.factor.activity_codes
    }

    /// Who published it.
    async fn publisher(&self) -> &str {
        &self.factor.publisher
    }

    /// Data set or document.
    async fn dataset(&self) -> &str {
        &self.factor.dataset
    }

    /// Version or edition.
    async fn version(&self) -> &str {
        &self.factor.version
    }

    /// Year the figure describes.
    async fn year(&self) -> i32 {
        self.factor.year
    }

    /// First day of activity it serves; none = open.
    async fn valid_from(&self) -> Option<Date> {
        self.factor.valid_from
    }

    /// Last day of activity it serves; none = open.
    async fn valid_to(&self) -> Option<Date> {
        self.factor.valid_to
    }

    /// Code of its region.
    async fn region(&self) -> &str {
        &self.factor.region
    }

    /// Name of its region in the reader's language.
    async fn region_name(&self, ctx: &Context<'_>) -> String {
        region::by_code(&self.factor.region).map_or_else(
            || self.factor.region.clone(),
            |region| region.name(locale(ctx)).to_owned(),
        )
    }

    /// Unit of activity its figures are per.
    async fn unit(&self) -> &str {
        &self.factor.unit
    }

    /// Gas by gas, where the source splits them.
    async fn gases(&self) -> Vec<FactorGas> {
        let FactorValue::Gases(gases) = &self.factor.value else {
            return Vec::new();
        };
        gases
            .iter()
            .map(|(gas, amount)| {
                let (kg, co2e) = match amount {
                    GasAmount::MassKg(kg) => (Some(WireDecimal(*kg)), None),
                    GasAmount::Co2eKg(kg) => (None, Some(WireDecimal(*kg))),
                };
                FactorGas {
                    gas: *gas,
                    kg_per_unit: kg,
                    kg_co2e_per_unit: co2e,
                }
            })
            .collect()
    }

    /// kg CO2e per unit where the source gives one figure without gases.
    #[graphql(name = "totalKgCo2ePerUnit")]
    async fn total_kg_co2e_per_unit(&self) -> Option<WireDecimal> {
        match &self.factor.value {
            FactorValue::Total { kg_co2e } => Some(WireDecimal(*kg_co2e)),
            _ => None,
        }
    }

    /// kg of biogenic CO2 per unit, reported apart.
    async fn biogenic_co2_kg_per_unit(&self) -> Option<WireDecimal> {
        self.factor.biogenic_co2_kg.map(WireDecimal)
    }

    /// Net calorific value of a fuel, GJ per unit.
    async fn ncv_gj_per_unit(&self) -> Option<WireDecimal> {
        match &self.factor.value {
            FactorValue::Fuel {
                ncv_gj_per_unit, ..
            } => Some(WireDecimal(*ncv_gj_per_unit)),
            _ => None,
        }
    }

    /// Carbon content of a fuel, tC/GJ.
    async fn carbon_content_tc_per_gj(&self) -> Option<WireDecimal> {
        match &self.factor.value {
            FactorValue::Fuel {
                carbon_content_tc_per_gj,
                ..
            } => Some(WireDecimal(*carbon_content_tc_per_gj)),
            _ => None,
        }
    }

    /// Oxidation rate of a fuel, fraction of one.
    async fn oxidation_rate(&self) -> Option<WireDecimal> {
        match &self.factor.value {
            FactorValue::Fuel { oxidation_rate, .. } => Some(WireDecimal(*oxidation_rate)),
            _ => None,
        }
    }

    /// GWP set inside its CO2e figures, where the source says.
    async fn gwp_set(&self) -> Option<GwpSet> {
        self.factor.gwp_set
    }

    /// What it is based on: `gross_cv`, `location`, `market`, `residual mix`…
    async fn basis(&self) -> &[String] {
        &self.factor.basis
    }

    /// Table, sheet or id in the publication.
    async fn source_ref(&self) -> &str {
        &self.factor.source_ref
    }

    /// How sure we are that the figure is the publication's. RECALLED ones are marked wherever they are shown.
    async fn confidence(&self) -> Confidence {
        self.factor.confidence
    }

    /// Terms of its data set; `own` for the company's own and its suppliers' factors.
    async fn licence(&self) -> &str {
        reference::licence(&self.factor.dataset_code).unwrap_or("own")
    }

    /// Data pack it belongs to; none when it is always on.
    async fn pack(&self) -> Option<&str> {
        self.factor.pack.as_deref()
    }

    /// Where it stands; published factors are APPROVED.
    async fn state(&self) -> FactorState {
        self.state
    }

    /// Remarks of the source or of whoever wrote it down.
    async fn note(&self) -> Option<&str> {
        self.factor.note.as_deref()
    }
}

/// A factor that could serve, and why it stands where it does.
#[derive(Clone, SimpleObject)]
pub struct FactorChoice {
    /// The factor.
    pub(crate) factor: Factor,
    /// 1 is what the engine takes.
    pub(crate) rank: i32,
    /// Why it stands there, one sentence in the reader's language.
    pub(crate) reason: String,
    /// What to beware of, in the reader's language.
    pub(crate) warning: Option<String>,
}

connection_type! {
    /// A page of factors.
    FactorConnection, FactorEdge, Factor
}
