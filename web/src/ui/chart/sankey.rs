//! A Sankey diagram in columns: how a quantity flows from one set of names to the next.

use std::fmt::Write as _;

use saxaul_shared::decimal::Decimal;

use super::frame::ChartModel;
use super::scene::{
    Anchor, Drawn, Hit, LABEL_PX, LegendEntry, Paint, Scene, Shape, TipLine, count, fit_text,
    length,
};
use super::stacked_bars::Format;
use super::table::ChartTable;

/// A name in one of the columns.
#[derive(Clone)]
pub struct Node {
    /// Column, from the left, starting at 0.
    pub column: usize,
    /// Name in the reader's language.
    pub name: String,
    /// Meaning, and so colour.
    pub paint: Paint,
    /// Told when the node is chosen.
    pub key: Option<String>,
}

/// A flow between two nodes, by their places in the list of nodes.
#[derive(Clone)]
pub struct Flow {
    /// Where it comes from.
    pub from: usize,
    /// Where it goes.
    pub to: usize,
    /// How much. Nothing below zero is drawn.
    pub value: Decimal,
}

/// Columns of nodes with flows between neighbours.
#[derive(Clone)]
pub struct Sankey {
    /// All nodes; those of a column stand in this order.
    pub nodes: Vec<Node>,
    /// All flows.
    pub flows: Vec<Flow>,
    /// Headings of from, to and value in the table; the last with its unit.
    pub head: [String; 3],
    /// Figures in tooltips: with their unit.
    pub full: Format,
    /// Figures in the table: all digits, no unit.
    pub exact: Format,
}

impl Sankey {
    const NODE: f64 = 12.0;
    const GAP: f64 = 14.0;

    fn weight(&self, node: usize) -> Decimal {
        let sum = |chosen: fn(&Flow) -> usize| -> Decimal {
            self.flows
                .iter()
                .filter(|flow| chosen(flow) == node)
                .map(|flow| flow.value.max(Decimal::ZERO))
                .sum()
        };
        sum(|flow| flow.from).max(sum(|flow| flow.to))
    }

    fn columns(&self) -> usize {
        self.nodes
            .iter()
            .map(|node| node.column + 1)
            .max()
            .unwrap_or(1)
    }

    fn most_in_a_column(&self) -> usize {
        (0..self.columns())
            .map(|column| {
                self.nodes
                    .iter()
                    .filter(|node| node.column == column)
                    .count()
            })
            .max()
            .unwrap_or(1)
    }
}

impl ChartModel for Sankey {
    fn height(&self) -> f64 {
        (count(self.most_in_a_column()) * 38.0).clamp(220.0, 460.0)
    }

    fn layout(&self, width: f64) -> Scene {
        let height = self.height();
        let mut scene = Scene::new(width, height);
        let columns = self.columns();
        let totals = (0..columns).map(|column| -> Decimal {
            (0..self.nodes.len())
                .filter(|node| self.nodes[*node].column == column)
                .map(|node| self.weight(node))
                .sum()
        });
        let most = length(totals.max().unwrap_or_default());
        if most <= 0.0 {
            return scene;
        }
        let scale = (height - Self::GAP * count(self.most_in_a_column())).max(40.0) / most;
        let x_of = |column: usize| (width - Self::NODE) * count(column) / count(columns.max(2) - 1);
        let mut next_y = vec![0.0; columns];
        let mut places = Vec::with_capacity(self.nodes.len());
        for (index, node) in self.nodes.iter().enumerate() {
            let tall = (length(self.weight(index)) * scale).max(1.0);
            places.push([x_of(node.column), next_y[node.column], Self::NODE, tall]);
            next_y[node.column] += tall + Self::GAP;
        }
        let mut out_y: Vec<f64> = places.iter().map(|place| place[1]).collect();
        let mut in_y = out_y.clone();
        for flow in &self.flows {
            let (Some(from), Some(to)) = (places.get(flow.from), places.get(flow.to)) else {
                continue;
            };
            let thick = length(flow.value) * scale;
            if thick <= 0.0 {
                continue;
            }
            let (x1, x2) = (from[0] + Self::NODE, to[0]);
            let (y1, y2, middle) = (out_y[flow.from], in_y[flow.to], f64::midpoint(x1, x2));
            let mut d = String::new();
            let _ = write!(
                d,
                "M{x1:.1} {y1:.1}C{middle:.1} {y1:.1} {middle:.1} {y2:.1} {x2:.1} {y2:.1}V{:.1}C{middle:.1} {:.1} {middle:.1} {:.1} {x1:.1} {:.1}Z",
                y2 + thick,
                y2 + thick,
                y1 + thick,
                y1 + thick,
            );
            scene.drawn.push(Drawn {
                shape: Shape::Ribbon { d },
                paint: self.nodes[flow.from].paint,
            });
            out_y[flow.from] += thick;
            in_y[flow.to] += thick;
        }
        let room = (width / count(columns)) - Self::NODE - 12.0;
        for (index, (node, place)) in self.nodes.iter().zip(&places).enumerate() {
            scene.rect(node.paint, *place, 2.0);
            let last = node.column + 1 == columns;
            let (x, anchor) = if last {
                (place[0] - 6.0, Anchor::End)
            } else {
                (place[0] + Self::NODE + 6.0, Anchor::Start)
            };
            scene.text(
                Paint::Ink,
                anchor,
                [x, place[1] + (place[3] / 2.0).max(5.0) + 4.0],
                fit_text(&node.name, room, LABEL_PX),
            );
            scene.hits.push(Hit {
                x: place[0] - 4.0,
                y: place[1],
                w: Self::NODE + 8.0,
                h: place[3].max(10.0),
                title: node.name.clone(),
                lines: vec![TipLine {
                    paint: Some(node.paint),
                    name: String::new(),
                    value: (self.full)(self.weight(index)),
                }],
                key: node.key.clone(),
            });
        }
        scene
    }

    fn table(&self) -> ChartTable {
        let name = |index: usize| {
            self.nodes
                .get(index)
                .map(|node| node.name.clone())
                .unwrap_or_default()
        };
        ChartTable {
            head: self.head.to_vec(),
            rows: self
                .flows
                .iter()
                .map(|flow| vec![name(flow.from), name(flow.to), (self.exact)(flow.value)])
                .collect(),
        }
    }

    fn legend(&self) -> Vec<LegendEntry> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn what_flows_in_is_as_thick_as_what_flows_out() {
        let node = |column, name: &str| Node {
            column,
            name: name.into(),
            paint: Paint::Scope1,
            key: None,
        };
        let plain: Format = Arc::new(|value: Decimal| value.to_string());
        let sankey = Sankey {
            nodes: vec![node(0, "gas"), node(0, "power"), node(1, "all")],
            flows: vec![
                Flow {
                    from: 0,
                    to: 2,
                    value: 1.into(),
                },
                Flow {
                    from: 1,
                    to: 2,
                    value: 3.into(),
                },
            ],
            head: ["From".into(), "To".into(), "t".into()],
            full: plain.clone(),
            exact: plain,
        };
        let scene = sankey.layout(600.0);
        let tall: Vec<f64> = scene.hits.iter().map(|hit| hit.h).collect();
        assert!((tall[0] + tall[1] - tall[2]).abs() < 1e-9);
        assert!(
            scene
                .hits
                .iter()
                .all(|hit| hit.y + hit.h <= sankey.height())
        );
    }
}
