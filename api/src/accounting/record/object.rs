//! Activity records as GraphQL shows them.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use saxaul_shared::{
    accounting::{
        record::{DataQuality, RecordOrigin, RecordStatus},
        refusal::{Refusal as SharedRefusal, RefusalCode},
    },
    decimal::WireDecimal,
    format::Locale,
    period::Date,
    quantity::Unit,
};

use super::{
    super::{
        access::{Caller, connection_type, locale},
        audit::{self, AuditEntry},
        boundary::object::BoundaryUnit,
        factor::object::{ActivityType, Factor},
        inventory::overview::micro,
    },
    bundle::RecordBundle,
    evidence::EvidenceRow,
};
use crate::{graphql::scalar::DateTime, identity::Person, platform::db::StoreResult};

/// An exact quantity in its unit.
#[derive(Debug, Clone, SimpleObject)]
pub struct Quantity {
    /// The number, as it was given.
    pub(crate) value: WireDecimal,
    /// Code of the unit.
    pub(crate) unit: String,
    /// Name of the unit in the reader's language.
    pub(crate) unit_name: String,
}

impl Quantity {
    /// A stored quantity.
    pub(crate) fn of(value: &str, unit: &str, locale: Locale) -> Self {
        Self {
            value: value.parse().unwrap_or_default(),
            unit: unit.to_owned(),
            unit_name: Unit::from_code(unit)
                .map_or_else(|| unit.to_owned(), |unit| unit.name(locale)),
        }
    }
}

/// Why something was not accounted for, and what to do about it.
#[derive(Debug, Clone, SimpleObject)]
pub struct Refusal {
    /// Stable code for programs.
    pub(crate) code: RefusalCode,
    /// What is wrong, one sentence in the reader's language.
    pub(crate) message: String,
    /// What to do, one sentence in the reader's language.
    pub(crate) remedy: String,
    /// What was probably meant, best first.
    pub(crate) suggestions: Vec<String>,
    /// Sheet of the file it came from.
    pub(crate) sheet: Option<String>,
    /// Row as the spreadsheet counts, from 1.
    pub(crate) row: Option<i32>,
    /// Header or letter of the column.
    pub(crate) column: Option<String>,
}

impl Refusal {
    /// A refusal in a language.
    pub(crate) fn of(refusal: &SharedRefusal, locale: Locale) -> Self {
        Self {
            code: refusal.code,
            message: refusal.message(locale),
            remedy: refusal.remedy(locale),
            suggestions: refusal.suggestions.clone(),
            sheet: refusal.location.sheet.clone(),
            row: refusal.location.row.and_then(|row| i32::try_from(row).ok()),
            column: refusal.location.column.clone(),
        }
    }
}

/// A file that stands behind a record, kept by the hash of its content.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub struct EvidenceFile {
    #[graphql(skip)]
    id: ID,
    /// Name it was uploaded under.
    name: String,
    /// Size in bytes.
    size_bytes: i64,
    /// SHA-256 of the content, hexadecimal.
    sha256: String,
    /// Media type.
    media_type: String,
    /// When it was attached.
    added_at: DateTime,
}

#[ComplexObject]
impl EvidenceFile {
    /// Id, `evd_…`.
    pub(crate) async fn id(&self) -> ID {
        self.id.clone()
    }

    /// Where the file itself is: a GET of this path on this server, with the same `Authorization` as this request.
    async fn path(&self) -> String {
        format!("/files/evidence/{}", self.id.as_str())
    }
}

impl EvidenceFile {
    pub(crate) fn of(row: &EvidenceRow) -> StoreResult<Self> {
        Ok(Self {
            id: ID(row.id.clone()),
            name: row.name.clone(),
            size_bytes: row.size_bytes,
            sha256: row.sha256.clone(),
            media_type: row.media_type.clone(),
            added_at: DateTime::from_stored(&row.added_at)?,
        })
    }
}

/// What a record comes to in the inventory in force for its year.
#[derive(Clone, SimpleObject)]
pub struct LineResult {
    /// The line, `line_…`; its explanation stands behind `explanation(lineId:)`.
    line_id: ID,
    /// kg CO2e, location-based, consolidated.
    #[graphql(name = "co2eKg")]
    co2e_kg: WireDecimal,
    /// kg CO2e, market-based; none where the two do not differ.
    #[graphql(name = "co2eMarketKg")]
    co2e_market_kg: Option<WireDecimal>,
    /// kg of biogenic CO2, apart.
    biogenic_co2_kg: WireDecimal,
    /// GJ of energy; none where it is no energy.
    energy_gj: Option<WireDecimal>,
    /// t of standard coal, calorific value.
    tce_calorific: Option<WireDecimal>,
    /// t of standard coal, equivalent value.
    tce_equivalent: Option<WireDecimal>,
    /// The factor used; none where it needs none.
    factor: Option<Factor>,
    /// The factor in one line; empty where it needs none.
    factor_summary: String,
}

/// One piece of activity data.
#[derive(Debug, Clone)]
pub struct ActivityRecord(pub(crate) RecordBundle);

/// One piece of activity data: what was used, made or thrown away, where and when.
#[Object]
impl ActivityRecord {
    /// Id, `rec_…`.
    pub(crate) async fn id(&self) -> ID {
        ID(self.0.record.id.clone())
    }

    /// Where it arose.
    async fn site(&self) -> async_graphql::Result<BoundaryUnit> {
        let site = self
            .0
            .site
            .as_deref()
            .ok_or("the site of a record is missing")?;
        Ok(BoundaryUnit(site.clone()))
    }

    /// Meter, boiler or vehicle, in the company's own words.
    async fn source(&self) -> Option<&str> {
        self.0.record.source.as_deref()
    }

    /// What was done.
    async fn activity(&self, ctx: &Context<'_>) -> ActivityType {
        ActivityType::of_code(
            &self.0.record.activity_code,
            self.0.record.kind,
            locale(ctx),
        )
    }

    /// How much of it.
    async fn quantity(&self, ctx: &Context<'_>) -> Quantity {
        Quantity::of(&self.0.record.quantity, &self.0.record.unit, locale(ctx))
    }

    /// First day, included.
    async fn start(&self) -> Date {
        self.0.record.start
    }

    /// Last day, included.
    async fn end(&self) -> Date {
        self.0.record.end
    }

    /// How good the data is.
    async fn quality(&self) -> DataQuality {
        self.0.record.quality
    }

    /// Half width of the 95 % interval, per cent.
    async fn uncertainty_pct(&self) -> Option<WireDecimal> {
        self.0
            .record
            .uncertainty_pct
            .as_deref()
            .and_then(|text| text.parse().ok())
    }

    /// Who supplied it.
    async fn supplier(&self) -> Option<&str> {
        self.0.record.supplier.as_deref()
    }

    /// Bill or document number.
    async fn reference(&self) -> Option<&str> {
        self.0.record.reference.as_deref()
    }

    /// Free text.
    async fn note(&self) -> Option<&str> {
        self.0.record.note.as_deref()
    }

    /// Factor it names; none leaves the choice to the engine.
    async fn factor_id(&self) -> Option<ID> {
        self.0.record.factor_id.clone().map(ID)
    }

    /// How it came in.
    async fn origin(&self) -> RecordOrigin {
        self.0.record.origin
    }

    /// Row of the imported file, from 1.
    async fn import_row(&self) -> Option<i32> {
        self.0.record.import_row
    }

    /// How it ended.
    async fn status(&self) -> RecordStatus {
        self.0
            .line
            .as_ref()
            .map_or(self.0.record.status, |line| line.status)
    }

    /// Why it could not be computed, when it could not.
    async fn refusal(&self, ctx: &Context<'_>) -> Option<Refusal> {
        self.0
            .record
            .refusal
            .as_ref()
            .map(|refusal| Refusal::of(refusal, locale(ctx)))
    }

    /// What it comes to in the inventory in force for the year it begins in; none when it was refused or removed.
    async fn result(&self, ctx: &Context<'_>) -> Option<LineResult> {
        let line = self
            .0
            .line
            .as_ref()
            .filter(|line| line.status != RecordStatus::Refused)?;
        let figure = |value: i64| (value != 0).then(|| micro(value));
        Some(LineResult {
            line_id: ID(line.id.clone()),
            co2e_kg: micro(line.figures.co2e_mg),
            co2e_market_kg: line.dual.then(|| micro(line.figures.market_mg)),
            biogenic_co2_kg: micro(line.figures.biogenic_mg),
            energy_gj: figure(line.figures.energy_kj),
            tce_calorific: figure(line.figures.calorific_gce),
            tce_equivalent: figure(line.figures.equivalent_gce),
            factor: self.0.factor.clone().map(Factor::shared),
            factor_summary: self
                .0
                .factor
                .as_deref()
                .map_or_else(String::new, |factor| summary(factor, locale(ctx))),
        })
    }

    /// Who wrote it down; none for people who are gone.
    async fn created_by(&self) -> Option<Person> {
        self.0.created_by.clone()
    }

    /// When it was written down.
    async fn created_at(&self) -> async_graphql::Result<DateTime> {
        Ok(DateTime::from_stored(&self.0.record.created_at)?)
    }

    /// When it was changed last.
    async fn updated_at(&self) -> async_graphql::Result<DateTime> {
        Ok(DateTime::from_stored(&self.0.record.updated_at)?)
    }

    /// Version; grows with every change.
    async fn version(&self) -> i64 {
        self.0.record.version
    }

    /// When it was removed; it can be restored.
    async fn deleted_at(&self) -> async_graphql::Result<Option<DateTime>> {
        Ok(self
            .0
            .record
            .deleted_at
            .as_deref()
            .map(DateTime::from_stored)
            .transpose()?)
    }

    /// Files that stand behind it, oldest first.
    async fn evidence(&self) -> async_graphql::Result<Vec<EvidenceFile>> {
        Ok(self
            .0
            .evidence
            .iter()
            .map(EvidenceFile::of)
            .collect::<StoreResult<_>>()?)
    }

    /// Its changes from the audit trail, newest first, at most 100. Rows of an import stand under the import.
    async fn history(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<AuditEntry>> {
        history(ctx, &self.0.record.id).await
    }
}

/// The newest 100 entries of the audit trail about an object of this slice.
pub(crate) async fn history(
    ctx: &Context<'_>,
    object_id: &str,
) -> async_graphql::Result<Vec<AuditEntry>> {
    let caller = Caller::of(ctx)?;
    let tx = caller.read().await?;
    let entries = audit::history(&tx, Some(object_id), None, 100).await?;
    Ok(entries
        .into_iter()
        .map(AuditEntry::of)
        .collect::<Result<_, _>>()?)
}

/// A factor in one line: its name, publisher, version and year.
pub(crate) fn summary(
    factor: &saxaul_shared::accounting::factor::Factor,
    locale: Locale,
) -> String {
    let names = match locale {
        Locale::ZhCn => [&factor.name_zh, &factor.name_en],
        Locale::En => [&factor.name_en, &factor.name_zh],
    };
    let name = names.into_iter().flatten().next().unwrap_or(&factor.id);
    format!("{name} · {} · {}", factor.publisher, factor.year)
}

connection_type! {
    /// A page of activity records, latest first.
    ActivityRecordConnection, ActivityRecordEdge, ActivityRecord
}
