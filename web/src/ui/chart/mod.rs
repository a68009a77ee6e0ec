//! Charts as plain SVG: each one is a pure layout from data and width to a [`scene::Scene`], drawn by one frame
//! that adds legend, tooltip, keyboard, the table twin and the exports. Nothing here knows of carbon.
//!
//! **Invariant:** a figure on a chart is a string its caller formatted; the charts only place it. Lengths are the
//! only thing here in floating point, because they end as pixels.

mod frame;

pub mod scale;
pub mod scene;
pub mod table;

pub mod heat_map;
pub mod ranking;
pub mod sankey;
pub mod sparkline;
pub mod stacked_bars;
pub mod treemap;

pub use frame::Chart;
pub use heat_map::HeatMap;
pub use ranking::Ranking;
pub use sankey::Sankey;
pub use sparkline::Sparkline;
pub use stacked_bars::StackedBars;
pub use treemap::Treemap;
