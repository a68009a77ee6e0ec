//! Why a factor was chosen, for programs and for people.

use serde::{Deserialize, Serialize};

use crate::accounting::explain::Text;
use crate::period::Date;

/// One reason for a choice, for programs and for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// Named by the record itself.
    Named,
    /// The company's own approved factor comes first.
    OwnFactor,
    /// The named supplier's factor comes before the library.
    SupplierFactor {
        /// The supplier.
        supplier: String,
    },
    /// Published for the very region.
    ExactRegion {
        /// Region code.
        region: String,
    },
    /// No factor for the region itself; this wider one is the nearest.
    WiderRegion {
        /// Region of the site.
        wanted: String,
        /// Region of the factor.
        used: String,
    },
    /// Valid on the day of the activity.
    Valid {
        /// Day looked up.
        day: Date,
        /// Year the figure describes.
        year: i32,
    },
    /// No edition for that time yet: the newest one is carried forward, and the result is an estimate.
    CarriedForward {
        /// Year of the activity.
        wanted: i32,
        /// Year of the factor.
        used: i32,
    },
    /// Named by the record although it describes a later time; the result is an estimate.
    LaterThanActivity {
        /// Year of the activity.
        wanted: i32,
        /// Year of the factor.
        used: i32,
    },
    /// Named by the record although it is listed for other activities.
    OtherActivity,
    /// The company prefers this data set.
    PreferredDataset {
        /// Its code.
        dataset: String,
    },
    /// Transcribed from memory of the publication.
    Recalled,
    /// Published for another region and used as a stand-in.
    StandIn {
        /// Region it was published for.
        region: String,
    },
    /// A life-cycle figure, because no figure of direct emissions serves.
    LifeCycle,
    /// Spend taken as if at the prices of the factor's year.
    NotDeflated,
    /// A metered m3 taken as the m3 of the factor.
    MeteredGas,
}

impl Reason {
    /// True when it makes the result an estimate.
    pub fn makes_estimate(&self) -> bool {
        matches!(
            self,
            Self::CarriedForward { .. }
                | Self::LaterThanActivity { .. }
                | Self::StandIn { .. }
                | Self::NotDeflated
        )
    }

    /// The reason as a sentence in both languages.
    pub fn sentence(&self) -> Text {
        match self {
            Self::Named => Text::new("记录指定了该因子。", "The record names this factor."),
            Self::OwnFactor => Text::new(
                "优先采用企业已批准的自有因子。",
                "The company's own approved factor comes first.",
            ),
            Self::SupplierFactor { supplier } => Text::new(
                format!("采用供应商“{supplier}”提供的因子。"),
                format!("The factor given by the supplier “{supplier}” comes before the library."),
            ),
            Self::ExactRegion { region } => Text::new(
                format!("该因子即为地区 {region} 发布。"),
                format!("It is published for {region} itself."),
            ),
            Self::WiderRegion { wanted, used } => Text::new(
                format!("{wanted} 没有适用因子，采用最接近的上级地区 {used}。"),
                format!("No factor serves {wanted} itself; {used} is the nearest wider region."),
            ),
            Self::Valid { day, year } => Text::new(
                format!("在 {day} 有效（{year} 年数据）。"),
                format!("It is valid on {day} (data of {year})."),
            ),
            Self::CarriedForward { wanted, used } => Text::new(
                format!("尚无 {wanted} 年因子，沿用最新的 {used} 年因子，结果记为估算。"),
                format!(
                    "No factor for {wanted} is published yet; the newest, of {used}, is carried forward and the result counts as estimated."
                ),
            ),
            Self::LaterThanActivity { wanted, used } => Text::new(
                format!("指定的因子描述 {used} 年，晚于活动年份 {wanted}，结果记为估算。"),
                format!(
                    "The named factor describes {used}, later than the activity of {wanted}; the result counts as estimated."
                ),
            ),
            Self::OtherActivity => Text::new(
                "指定的因子在库中归于其他活动。",
                "The named factor is listed for other activities.",
            ),
            Self::PreferredDataset { dataset } => Text::new(
                format!("企业优先采用数据集 {dataset}。"),
                format!("The company prefers the data set {dataset}."),
            ),
            Self::Recalled => Text::new(
                "该数值凭记忆转录，未见原文，请核对。",
                "The figure was transcribed from memory of the publication; check it.",
            ),
            Self::StandIn { region } => Text::new(
                format!("该因子为 {region} 发布，此处作替代使用，结果记为估算。"),
                format!(
                    "The factor is published for {region} and stands in here; the result counts as estimated."
                ),
            ),
            Self::LifeCycle => Text::new(
                "该因子为全生命周期强度，没有仅含直接排放的适用因子。",
                "It is a life-cycle intensity; no figure of direct emissions alone serves.",
            ),
            Self::NotDeflated => Text::new(
                "支出未按价格指数换算到因子的价格年份，结果记为估算。",
                "The spend was not deflated to the factor's price year; the result counts as estimated.",
            ),
            Self::MeteredGas => Text::new(
                "计量的立方米按因子所用状态的立方米计，未作温压修正。",
                "A metered cubic metre counts as a cubic metre at the factor's conditions; no correction for temperature and pressure.",
            ),
        }
    }
}
