//! From a record to a line: the engine's result, split over months, consolidated.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use saxaul_shared::{
    accounting::{
        activity::{DataKind, Scope},
        boundary::{BoundaryNode, change_days, consolidated_percent},
        engine::{self, ActivityInput, ENGINE_VERSION, PreparedCalculation},
        factor::Factor,
        gwp::Gas,
        library::FactorLibrary,
        record::RecordStatus,
        refusal::{Refusal, RefusalCode},
        source::FactorSource as _,
    },
    period::{Date, Period},
    quantity::{Dimension, Ratio, Unit, convert},
};

use super::{
    super::{record::store::RecordRow, reference},
    figures::{
        Figures, GasFigure, GasKey, Gross, MonthPart, ShareSchedule, WHOLE_PPM, month_parts,
        sum_parts,
    },
    line_store::LineRow,
    rollup::Heading,
    source::CompanySource,
    store::{InventoryRow, Pinned},
};
use crate::platform::storage::sha256_hex;

/// The release of the factor library that inventories pin.
pub(crate) fn release() -> String {
    FactorLibrary::embedded().release().pin()
}

/// A line to be booked, and the factors it was computed with.
pub(crate) struct Booking {
    pub(crate) line: LineRow,
    pub(crate) factors: Vec<Arc<Factor>>,
}

/// Id, person and moment of a line to be.
pub(crate) struct LineBasis {
    pub(crate) id: String,
    pub(crate) person_id: Option<String>,
    pub(crate) now: String,
}

/// Writes into `key` what rows that share one prepared calculation have in common. Each part stands behind its length, so
/// that no text of a person can look like two parts.
fn write_key(key: &mut String, input: &ActivityInput) {
    use std::fmt::Write as _;
    key.clear();
    let _ = write!(key, "{} {}", input.factor_day(), input.quality);
    let parts = [
        Some(&input.activity),
        Some(&input.unit),
        Some(&input.region),
        input.factor_id.as_ref(),
        input.supplier.as_ref(),
    ];
    for part in parts {
        let _ = match part {
            Some(text) => write!(key, " {}:{text}", text.len()),
            None => write!(key, " -"),
        };
    }
}

/// A prepared calculation with what this slice adds to it.
#[derive(Clone)]
pub(crate) struct Plan {
    prepared: PreparedCalculation,
    factors: Vec<Arc<Factor>>,
    /// Hash of everything that decides a figure except the quantity.
    basis_hash: String,
    heading: Heading,
    renewable: bool,
    /// ml of water for one unit.
    water: Option<Ratio>,
    /// mg of waste for one unit, and whether it is hazardous.
    waste: Option<(Ratio, bool)>,
}

/// Computes lines of one inventory with what it has pinned.
pub(crate) struct Computer {
    inventory: InventoryRow,
    settings: engine::Settings,
    source: CompanySource,
    regions: HashMap<String, String>,
    shares: HashMap<String, ShareSchedule>,
    default_region: String,
    /// Hash of settings and own factors: computers that share it prepare the same.
    context: String,
    plans: HashMap<String, Result<Arc<Plan>, Refusal>>,
    /// Room for the key that is looked up.
    key: String,
}

/// What was prepared, by context and key. Preparing is a pure function of both, so that batches of an import, each with
/// books of its own, need not prepare anew.
type Prepared = HashMap<(String, String), Result<Arc<Plan>, Refusal>>;
static PREPARED: Mutex<Option<Prepared>> = Mutex::new(None);

/// Prepared calculations kept at once; a file with more distinct keys prepares some of them again.
const PLANS_MAX: usize = 20_000;

impl Computer {
    /// A computer for an inventory with its boundary, its preferences and the company's approved factors.
    pub(crate) fn new(inventory: &InventoryRow, pinned: &Pinned, own: &[Factor]) -> Self {
        let mut regions = HashMap::new();
        let mut shares = HashMap::new();
        let nodes: HashMap<&str, BoundaryNode> = pinned
            .units
            .iter()
            .map(|unit| {
                let node = BoundaryNode {
                    id: unit.id.clone(),
                    parent_id: unit.parent_id.clone(),
                    operational_control: unit.operational_control,
                    financial_tie: unit.financial_tie,
                    ownership: unit.ownership.clone(),
                };
                (unit.id.as_str(), node)
            })
            .collect();
        for unit in &pinned.units {
            let mut chain: Vec<&BoundaryNode> = Vec::new();
            let mut region = None;
            let mut at = Some(unit.id.as_str());
            while let Some(id) = at {
                let Some(node) = nodes.get(id) else { break };
                if chain.len() > pinned.units.len() {
                    break;
                }
                if region.is_none() {
                    region = pinned
                        .units
                        .iter()
                        .find(|unit| unit.id == id)
                        .and_then(|unit| unit.region.clone());
                }
                chain.push(node);
                at = node.parent_id.as_deref();
            }
            regions.insert(
                unit.id.clone(),
                region.unwrap_or_else(|| pinned.region.clone()),
            );
            shares.insert(unit.id.clone(), schedule(inventory, &chain));
        }
        let settings = engine::Settings {
            gwp_set: inventory.gwp_set,
            dataset_preference: pinned.dataset_preference.clone(),
            packs: pinned.packs.clone(),
            ..engine::Settings::default()
        };
        Self {
            inventory: inventory.clone(),
            source: CompanySource::new(own.to_vec()),
            regions,
            shares,
            default_region: pinned.region.clone(),
            context: context_hash(&settings, own),
            settings,
            plans: HashMap::new(),
            key: String::new(),
        }
    }

    /// What the engine is asked about a record of a site.
    pub(crate) fn input(
        &self,
        record: &RecordRow,
        quantity: Decimal,
    ) -> Result<ActivityInput, Refusal> {
        let period = Period::new(record.start, record.end).map_err(|_| {
            Refusal::new(
                RefusalCode::PeriodReversed,
                format!("{} → {}", record.start, record.end),
            )
        })?;
        let region = self
            .regions
            .get(&record.site_id)
            .unwrap_or(&self.default_region);
        Ok(ActivityInput {
            factor_id: record.factor_id.clone(),
            supplier: record.supplier.clone(),
            quality: record.quality,
            ..ActivityInput::new(
                &record.activity_code,
                quantity,
                &record.unit,
                period,
                region,
            )
        })
    }

    /// The prepared calculation for an input: made once for all rows that differ in quantity and days only.
    fn plan(&mut self, input: &ActivityInput) -> Result<Arc<Plan>, Refusal> {
        write_key(&mut self.key, input);
        if let Some(plan) = self.plans.get(&self.key) {
            return plan.clone();
        }
        let shared_key = (self.context.clone(), self.key.clone());
        let known = prepared()
            .as_ref()
            .and_then(|known| known.get(&shared_key).cloned());
        let plan = known.unwrap_or_else(|| {
            let plan = prepare(input, &self.source, &self.settings).map(Arc::new);
            let mut known = prepared();
            let known = known.get_or_insert_default();
            if known.len() >= PLANS_MAX {
                known.clear();
            }
            known.insert(shared_key.clone(), plan.clone());
            plan
        });
        if self.plans.len() >= PLANS_MAX {
            self.plans.clear();
        }
        self.plans.insert(shared_key.1, plan.clone());
        plan
    }

    /// Computes the line of a record in one year of this inventory.
    pub(crate) fn line(
        &mut self,
        record: &RecordRow,
        year: i32,
        basis: LineBasis,
    ) -> Result<Booking, Refusal> {
        let quantity: Decimal = record
            .quantity
            .parse()
            .map_err(|_| Refusal::new(RefusalCode::BadNumber, record.quantity.clone()))?;
        let input = self.input(record, quantity)?;
        let plan = self.plan(&input)?;
        let gross = plan.gross(quantity)?;
        let (parts, share_pct) = self.consolidated(&record.site_id, &gross, input.period, year);
        let (figures, gases) = sum_parts(&parts);
        let factor_id = plan
            .prepared
            .factor_id()
            .or_else(|| plan.prepared.market_factor_id())
            .map(str::to_owned);
        let Heading {
            kind,
            scope,
            category,
        } = plan.heading.clone();
        let line = LineRow {
            id: basis.id,
            inventory_id: self.inventory.id.clone(),
            record_id: record.id.clone(),
            site_id: record.site_id.clone(),
            activity_code: record.activity_code.clone(),
            kind,
            scope,
            category,
            status: plan.prepared.status(),
            quantity: record.quantity.clone(),
            unit: record.unit.clone(),
            start: record.start,
            end: record.end,
            factor_id,
            share_pct,
            parts,
            gases,
            figures,
            dual: gross.dual,
            input_hash: plan.basis_hash.clone(),
            engine_version: ENGINE_VERSION.to_owned(),
            computed_by: basis.person_id,
            computed_at: basis.now,
        };
        Ok(Booking {
            line,
            factors: plan.factors.clone(),
        })
    }

    /// A record's figures of one year, month by month, with the consolidated share in percent.
    pub(crate) fn consolidated(
        &self,
        site_id: &str,
        gross: &Gross,
        period: Period,
        year: i32,
    ) -> (Vec<MonthPart>, String) {
        let whole = ShareSchedule::default();
        let shares = self.shares.get(site_id).unwrap_or(&whole);
        if shares.0.is_empty() {
            return (month_parts(gross, period, year, shares), "100".to_owned());
        }
        let inside = period.within_year(year).unwrap_or(period);
        (
            month_parts(gross, period, year, shares),
            shares.percent(inside).to_string(),
        )
    }

    /// The engine's settings of this inventory.
    pub(crate) fn settings(&self) -> &engine::Settings {
        &self.settings
    }

    /// The line of a record that is kept although it was refused: it counts, with no figure.
    pub(crate) fn refused_line(&self, record: &RecordRow, year: i32, basis: LineBasis) -> LineRow {
        let month = if record.start.year() == year {
            record.start.month()
        } else {
            1
        };
        let part = MonthPart {
            month,
            figures: Figures::default(),
            gases: Vec::new(),
        };
        let Heading {
            kind,
            scope,
            category,
        } = heading(&record.activity_code, record.kind);
        LineRow {
            id: basis.id,
            inventory_id: self.inventory.id.clone(),
            record_id: record.id.clone(),
            site_id: record.site_id.clone(),
            activity_code: record.activity_code.clone(),
            kind,
            scope,
            category,
            status: RecordStatus::Refused,
            quantity: record.quantity.clone(),
            unit: record.unit.clone(),
            start: record.start,
            end: record.end,
            factor_id: None,
            share_pct: "0".to_owned(),
            parts: vec![part],
            gases: Vec::new(),
            figures: Figures::default(),
            dual: false,
            input_hash: String::new(),
            engine_version: String::new(),
            computed_by: basis.person_id,
            computed_at: basis.now,
        }
    }
}

/// The consolidated share of a site over time: one entry for each day on which it can change.
fn schedule(inventory: &InventoryRow, chain: &[&BoundaryNode]) -> ShareSchedule {
    let ppm = |day| {
        let percent = consolidated_percent(inventory.consolidation_approach, chain, day);
        (percent * Decimal::from(10_000))
            .round()
            .to_i64()
            .unwrap_or(WHOLE_PPM)
    };
    let Some(first) = Date::new(1900, 1, 1) else {
        return ShareSchedule::default();
    };
    let mut entries = vec![(first, ppm(first))];
    for day in change_days(chain) {
        let value = ppm(day);
        if entries.last().is_some_and(|(_, last)| *last != value) {
            entries.push((day, value));
        }
    }
    // A site that always counts whole needs no arithmetic.
    if entries.iter().all(|(_, value)| *value == WHOLE_PPM) {
        entries.clear();
    }
    ShareSchedule(entries)
}

fn prepared() -> MutexGuard<'static, Option<Prepared>> {
    PREPARED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same for computers whose engine settings and own factors are the same.
fn context_hash(settings: &engine::Settings, own: &[Factor]) -> String {
    sha256_hex(format!("{settings:?} {own:?}").as_bytes())
}

/// Scope and category of an activity.
fn heading(activity_code: &str, kind: DataKind) -> Heading {
    let entry = reference::activity(activity_code);
    Heading {
        kind: entry.map_or(kind, |entry| entry.kind),
        scope: entry
            .and_then(|entry| entry.scope)
            .unwrap_or(Scope::Outside),
        category: entry.map_or_else(String::new, |entry| entry.category.clone()),
    }
}

/// Prepares the engine's calculation and what this slice counts beside it.
pub(crate) fn prepare(
    input: &ActivityInput,
    source: &CompanySource,
    settings: &engine::Settings,
) -> Result<Plan, Refusal> {
    let prepared = engine::prepare(input, source, settings)?;
    // The hash of one unit on the day the factor is chosen for: equal for all rows that share the plan.
    let day = input.factor_day();
    let period = Period::new(day, day).unwrap_or(input.period);
    let basis_hash = if period == input.period {
        prepared.input_hash(Decimal::ONE)
    } else {
        let basis = ActivityInput {
            period,
            ..input.clone()
        };
        engine::prepare(&basis, source, settings)?.input_hash(Decimal::ONE)
    };
    let mut factors: Vec<Arc<Factor>> = Vec::new();
    for id in [prepared.factor_id(), prepared.market_factor_id()]
        .into_iter()
        .flatten()
    {
        if let Some(factor) = source.factor(id)
            && factors.iter().all(|seen| seen.id != factor.id)
        {
            factors.push(Arc::new(factor.clone()));
        }
    }
    let entry = source.activity(&input.activity);
    let heading = heading(&input.activity, DataKind::Carbon);
    let unit = Unit::parse(&input.unit).ok();
    let measured = |code: &str, dimension: Dimension| -> Option<Ratio> {
        let unit = unit.filter(|unit| unit.dimension() == dimension)?;
        convert(Decimal::ONE, unit, Unit::from_code(code)?)?.ok()
    };
    // Water taken in, whatever its source; water that goes round again was taken in once.
    let is_water = heading.kind == DataKind::Resource
        && input.activity.contains("water")
        && input.activity != "recirculated_water";
    let is_waste = heading.kind == DataKind::Waste;
    Ok(Plan {
        prepared,
        factors,
        basis_hash,
        renewable: entry.is_some_and(|entry| entry.renewable),
        water: if is_water {
            measured("m3", Dimension::Volume)
        } else {
            None
        },
        waste: if is_waste {
            measured("kg", Dimension::Mass).map(|kg| {
                (
                    kg,
                    heading.category.contains("hazardous")
                        && !heading.category.contains("non_hazardous"),
                )
            })
        } else {
            None
        },
        heading,
    })
}

impl Plan {
    /// The whole record's figures, before months and shares.
    pub(crate) fn gross(&self, quantity: Decimal) -> Result<Gross, Refusal> {
        let computed = self.prepared.compute(quantity)?;
        let too_large = || Refusal::new(RefusalCode::TooLarge, quantity.to_string());
        let mut gases: Vec<GasFigure> = Gas::ALL
            .iter()
            .filter_map(|gas| {
                let figure = computed.gas(*gas);
                let mass_mg = figure.mass_mg.unwrap_or(0);
                (mass_mg != 0 || figure.co2e_mg != 0).then_some(GasFigure {
                    gas: GasKey::of(*gas),
                    mass_mg,
                    co2e_mg: figure.co2e_mg,
                })
            })
            .collect();
        if computed.unsplit_mg != 0 {
            gases.push(GasFigure {
                gas: GasKey::UNSPLIT,
                mass_mg: 0,
                co2e_mg: computed.unsplit_mg,
            });
        }
        let energy_kj = computed.energy_kj.unwrap_or(0);
        let counted = |ratio: Ratio| ratio.micro(quantity).map_err(|_| too_large());
        let waste_mg = self
            .waste
            .map(|(kg, _)| counted(kg))
            .transpose()?
            .unwrap_or(0);
        let figures = Figures {
            co2e_mg: computed.co2e_mg,
            market_mg: computed.market_or_location_mg(),
            biogenic_mg: computed.biogenic_mg,
            energy_kj,
            renewable_kj: if self.renewable { energy_kj } else { 0 },
            calorific_gce: computed.calorific_gce.unwrap_or(0),
            equivalent_gce: computed.equivalent_gce.unwrap_or(0),
            water_ml: self.water.map(counted).transpose()?.unwrap_or(0),
            waste_mg,
            hazardous_mg: if self.waste.is_some_and(|(_, hazardous)| hazardous) {
                waste_mg
            } else {
                0
            },
        };
        if figures
            .to_array()
            .iter()
            .any(|value| value.unsigned_abs() > LINE_MAX)
        {
            return Err(too_large());
        }
        Ok(Gross {
            gases,
            figures,
            dual: computed.market_mg.is_some(),
        })
    }

    /// The engine's calculation.
    pub(crate) fn prepared(&self) -> &PreparedCalculation {
        &self.prepared
    }

    /// Hash of everything that decides a figure except the quantity.
    pub(crate) fn basis_hash(&self) -> &str {
        &self.basis_hash
    }
}

/// Largest figure of one line, in millionths: nine million tonnes. A thousand of them still fit a sum's column.
const LINE_MAX: u64 = 9_000_000_000_000_000;
