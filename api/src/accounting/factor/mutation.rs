//! Mutations of own and supplier factors.

use async_graphql::{Context, ID, InputObject, Object};
use saxaul_shared::{
    accounting::gwp::{Gas, GwpSet},
    decimal::WireDecimal,
    identity::Action,
    period::Date,
};

use super::{
    super::access::{Answer, Caller, payload_type},
    object::Factor,
    service::{self, FactorDraft},
    store::OwnFactor,
};

payload_type! {
    /// The factor after a change.
    FactorPayload {
        /// The factor; none when nothing was changed.
        factor: Factor
    }
}

/// kg of a gas per unit.
#[derive(Debug, InputObject)]
pub struct FactorGasInput {
    /// Which gas.
    gas: Gas,
    /// kg of the gas per unit, not negative, at most 18 decimal places.
    kg_per_unit: WireDecimal,
}

/// A factor of the company or of a supplier.
#[derive(Debug, InputObject)]
pub struct FactorInput {
    /// Its name, at most 200 characters.
    name: String,
    /// Codes of the activities it serves, 1 to 50.
    activity_codes: Vec<String>,
    /// The supplier it comes from; left out for the company's own.
    supplier: Option<String>,
    /// Unit of activity its figures are per.
    unit: String,
    /// Region it holds for, such as `CN`.
    #[graphql(default_with = "String::from(\"001\")")]
    region: String,
    /// Year the figure describes.
    year: i32,
    /// First day of activity it serves; open when left out.
    valid_from: Option<Date>,
    /// Last day of activity it serves; open when left out.
    valid_to: Option<Date>,
    /// kg CO2e per unit in one figure; either this or `gases`.
    #[graphql(name = "kgCo2ePerUnit")]
    kg_co2e_per_unit: Option<WireDecimal>,
    /// kg of each gas per unit; either these or `kgCo2ePerUnit`.
    #[graphql(default)]
    gases: Vec<FactorGasInput>,
    /// GWP set inside `kgCo2ePerUnit`, where it is known.
    gwp_set: Option<GwpSet>,
    /// kg of biogenic CO2 per unit, reported apart.
    biogenic_co2_kg_per_unit: Option<WireDecimal>,
    /// Whether it serves market-based scope 2 only.
    #[graphql(default)]
    market_based: bool,
    /// Where it comes from: document, page, measurement. Required.
    source_ref: String,
    /// Remarks.
    note: Option<String>,
}

/// Mutations of own and supplier factors.
#[derive(Debug, Default)]
pub struct FactorMutation;

#[Object]
impl FactorMutation {
    /// Writes down an own or a supplier's factor as a draft. Roles: owner, accountant.
    async fn factor_create(
        &self,
        ctx: &Context<'_>,
        input: FactorInput,
    ) -> async_graphql::Result<FactorPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::ProposeFactors)?;
        let draft = FactorDraft {
            name: input.name,
            activity_codes: input.activity_codes,
            supplier: input.supplier.filter(|name| !name.trim().is_empty()),
            unit: input.unit,
            region: input.region,
            year: input.year,
            valid_from: input.valid_from,
            valid_to: input.valid_to,
            kg_co2e_per_unit: input.kg_co2e_per_unit.map(|kg| kg.0),
            gases: input
                .gases
                .into_iter()
                .map(|gas| (gas.gas, gas.kg_per_unit.0))
                .collect(),
            gwp_set: input.gwp_set,
            biogenic_co2_kg_per_unit: input.biogenic_co2_kg_per_unit.map(|kg| kg.0),
            market_based: input.market_based,
            source_ref: input.source_ref,
            note: input.note,
        };
        let answer: Answer<OwnFactor> = async {
            let tx = caller.begin().await?;
            let own = service::create(caller.platform, &tx, &caller.actor(), draft).await?;
            tx.commit().await?;
            Ok(own)
        }
        .await;
        FactorPayload::of(
            answer.map(|own| Factor::in_state(own.factor, own.state)),
            caller.locale,
        )
    }

    /// Approves a draft written by somebody else; open inventories are computed anew. Roles: owner, approver.
    async fn factor_approve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The factor, `fac_…`.")] id: ID,
    ) -> async_graphql::Result<FactorPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::ApproveFactors)?;
        let answer: Answer<OwnFactor> = async {
            let tx = caller.begin().await?;
            let own = service::approve(caller.platform, &tx, &caller.actor(), &id).await?;
            tx.commit().await?;
            Ok(own)
        }
        .await;
        FactorPayload::of(
            answer.map(|own| Factor::in_state(own.factor, own.state)),
            caller.locale,
        )
    }

    /// Retires a factor; open inventories are computed anew, closed ones keep it. Roles: owner, approver.
    async fn factor_retire(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The factor, `fac_…`.")] id: ID,
    ) -> async_graphql::Result<FactorPayload> {
        let caller = Caller::who_may_everywhere(ctx, Action::ApproveFactors)?;
        let answer: Answer<OwnFactor> = async {
            let tx = caller.begin().await?;
            let own = service::retire(caller.platform, &tx, &caller.actor(), &id).await?;
            tx.commit().await?;
            Ok(own)
        }
        .await;
        FactorPayload::of(
            answer.map(|own| Factor::in_state(own.factor, own.state)),
            caller.locale,
        )
    }
}
