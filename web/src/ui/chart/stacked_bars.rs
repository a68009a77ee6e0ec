//! Stacked bars, one per period, each a stack of series.

use std::sync::Arc;

use saxaul_shared::decimal::Decimal;

use super::frame::ChartModel;
use super::scale::ticks;
use super::scene::{
    Anchor, Hit, LABEL_PX, LegendEntry, Paint, Scene, TipLine, count, length, text_width,
};
use super::table::ChartTable;

/// How a figure is written, with its unit where one is wanted.
pub type Format = Arc<dyn Fn(Decimal) -> String + Send + Sync>;

/// One layer of the stacks.
#[derive(Clone)]
pub struct Series {
    /// Name in the reader's language.
    pub name: String,
    /// Meaning, and so colour.
    pub paint: Paint,
    /// One value per column. Values below zero take no room in the picture and stand in the table.
    pub values: Vec<Decimal>,
}

/// One bar.
#[derive(Clone)]
pub struct Column {
    /// Short label under the bar.
    pub label: String,
    /// Full name for tooltip and table.
    pub name: String,
    /// Told when the bar is chosen.
    pub key: Option<String>,
}

/// Bars of stacked series.
#[derive(Clone)]
pub struct StackedBars {
    /// Bars from left to right.
    pub columns: Vec<Column>,
    /// Layers from bottom to top.
    pub series: Vec<Series>,
    /// Word for the sum of a stack.
    pub total_name: String,
    /// Heading of the first column of the table ("Month").
    pub column_name: String,
    /// Unit in the table's headings.
    pub unit: String,
    /// Figures on the axis: short.
    pub axis: Format,
    /// Figures in tooltips: with their unit.
    pub full: Format,
    /// Figures in the table: all digits, no unit.
    pub exact: Format,
}

impl StackedBars {
    const HEIGHT: f64 = 260.0;

    fn value(&self, series: usize, column: usize) -> Decimal {
        self.series
            .get(series)
            .and_then(|layer| layer.values.get(column))
            .copied()
            .unwrap_or_default()
    }

    fn total(&self, column: usize) -> Decimal {
        (0..self.series.len())
            .map(|series| self.value(series, column))
            .sum()
    }

    fn tip(&self, column: usize) -> Vec<TipLine> {
        let mut lines: Vec<TipLine> = self
            .series
            .iter()
            .enumerate()
            .rev()
            .map(|(index, layer)| TipLine {
                paint: Some(layer.paint),
                name: layer.name.clone(),
                value: (self.full)(self.value(index, column)),
            })
            .collect();
        if self.series.len() > 1 {
            lines.push(TipLine {
                paint: None,
                name: self.total_name.clone(),
                value: (self.full)(self.total(column)),
            });
        }
        lines
    }
}

impl ChartModel for StackedBars {
    fn height(&self) -> f64 {
        Self::HEIGHT
    }

    fn layout(&self, width: f64) -> Scene {
        let mut scene = Scene::new(width, Self::HEIGHT);
        let highest = (0..self.columns.len())
            .map(|column| self.total(column))
            .max()
            .unwrap_or_default();
        let marks = ticks(highest, 4);
        let top = marks.last().copied().unwrap_or(Decimal::ONE);
        let labels: Vec<String> = marks.iter().map(|mark| (self.axis)(*mark)).collect();
        let left = labels
            .iter()
            .map(|label| text_width(label, LABEL_PX))
            .fold(24.0, f64::max)
            + 10.0;
        let (upper, lower) = (26.0, Self::HEIGHT - 24.0);
        scene.text(Paint::Muted, Anchor::Start, [0.0, 10.0], self.unit.clone());
        let y_of = |value: Decimal| lower - (lower - upper) * length(value / top);
        for (mark, label) in marks.iter().zip(labels) {
            let y = y_of(*mark);
            scene.line(Paint::Grid, [left, y, width, y]);
            scene.text(Paint::Muted, Anchor::End, [left - 6.0, y + 4.0], label);
        }
        let band = (width - left) / count(self.columns.len().max(1));
        let bar = (band * 0.64).clamp(2.0, 44.0);
        let widest = self
            .columns
            .iter()
            .map(|column| text_width(&column.label, LABEL_PX))
            .fold(0.0, f64::max);
        let every = if widest + 6.0 > band { 2 } else { 1 };
        for (index, column) in self.columns.iter().enumerate() {
            let x = band.mul_add(count(index), left);
            let mut from = Decimal::ZERO;
            for (layer, series) in self.series.iter().enumerate() {
                let to = from + self.value(layer, index).max(Decimal::ZERO);
                let (y_top, y_bottom) = (y_of(to), y_of(from));
                scene.rect(
                    series.paint,
                    [x + (band - bar) / 2.0, y_top, bar, y_bottom - y_top],
                    1.0,
                );
                from = to;
            }
            if index % every == 0 {
                scene.text(
                    Paint::Muted,
                    Anchor::Middle,
                    [x + band / 2.0, Self::HEIGHT - 6.0],
                    column.label.clone(),
                );
            }
            scene.hits.push(Hit {
                x,
                y: upper,
                w: band,
                h: lower - upper,
                title: column.name.clone(),
                lines: self.tip(index),
                key: column.key.clone(),
            });
        }
        scene
    }

    fn table(&self) -> ChartTable {
        let mut head = vec![self.column_name.clone()];
        head.extend(
            self.series
                .iter()
                .map(|layer| format!("{} ({})", layer.name, self.unit)),
        );
        head.push(format!("{} ({})", self.total_name, self.unit));
        let rows = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let mut row = vec![column.name.clone()];
                row.extend(
                    (0..self.series.len()).map(|layer| (self.exact)(self.value(layer, index))),
                );
                row.push((self.exact)(self.total(index)));
                row
            })
            .collect();
        ChartTable { head, rows }
    }

    fn legend(&self) -> Vec<LegendEntry> {
        self.series
            .iter()
            .map(|layer| LegendEntry {
                paint: layer.paint,
                name: layer.name.clone(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::chart::scene::Shape;

    fn plain() -> Format {
        Arc::new(|value: Decimal| value.to_string())
    }

    fn bars() -> StackedBars {
        let column = |n: u32| Column {
            label: n.to_string(),
            name: format!("2025-{n:02}"),
            key: Some(n.to_string()),
        };
        StackedBars {
            columns: (1..=3).map(column).collect(),
            series: vec![
                Series {
                    name: "A".into(),
                    paint: Paint::Scope1,
                    values: vec![1.into(), 2.into(), 0.into()],
                },
                Series {
                    name: "B".into(),
                    paint: Paint::Scope2,
                    values: vec![3.into(), 2.into(), 1.into()],
                },
            ],
            total_name: "Total".into(),
            column_name: "Month".into(),
            unit: "t".into(),
            axis: plain(),
            full: plain(),
            exact: plain(),
        }
    }

    #[test]
    fn stacks_of_equal_sums_are_equally_high_and_empty_layers_are_not_drawn() {
        let scene = bars().layout(600.0);
        let tops: Vec<f64> = scene
            .drawn
            .iter()
            .filter(|drawn| drawn.paint == Paint::Scope2)
            .filter_map(|drawn| {
                if let Shape::Rect { y, .. } = drawn.shape {
                    Some(y)
                } else {
                    None
                }
            })
            .collect();
        assert_eq!(tops.len(), 3);
        assert!((tops[0] - tops[1]).abs() < 1e-9);
        assert!(tops[2] > tops[0]);
        assert_eq!(
            scene
                .drawn
                .iter()
                .filter(|drawn| drawn.paint == Paint::Scope1)
                .count(),
            2
        );
        assert_eq!(scene.hits.len(), 3);
    }

    #[test]
    fn the_table_holds_every_value_and_the_sum() {
        let table = bars().table();
        assert_eq!(table.head, ["Month", "A (t)", "B (t)", "Total (t)"]);
        assert_eq!(table.rows[0], ["2025-01", "1", "3", "4"]);
    }
}
