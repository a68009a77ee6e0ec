//! A ranking: horizontal bars, the longest first.

use saxaul_shared::decimal::Decimal;

use super::frame::ChartModel;
use super::scene::{
    Anchor, Hit, LABEL_PX, LegendEntry, Paint, Scene, TipLine, fit_text, length, text_width,
};
use super::stacked_bars::Format;
use super::table::ChartTable;

/// One bar.
#[derive(Clone)]
pub struct Bar {
    /// Name in the reader's language.
    pub name: String,
    /// Meaning, and so colour.
    pub paint: Paint,
    /// Its length. Below zero it has none.
    pub value: Decimal,
    /// Told when the bar is chosen.
    pub key: Option<String>,
}

/// Horizontal bars.
#[derive(Clone)]
pub struct Ranking {
    /// The bars; sorted here.
    pub bars: Vec<Bar>,
    /// Headings of name and value in the table; the second with its unit.
    pub head: [String; 2],
    /// Figures beside bars and in tooltips: with their unit.
    pub full: Format,
    /// Figures in the table: all digits, no unit.
    pub exact: Format,
}

impl Ranking {
    /// Name above, bar below: long names keep their whole line on a phone.
    const ROW: f64 = 42.0;

    fn sorted(&self) -> Vec<&Bar> {
        let mut bars: Vec<&Bar> = self.bars.iter().collect();
        bars.sort_by_key(|bar| std::cmp::Reverse(bar.value));
        bars
    }
}

impl ChartModel for Ranking {
    fn height(&self) -> f64 {
        super::scene::count(self.bars.len().max(1)) * Self::ROW
    }

    fn layout(&self, width: f64) -> Scene {
        let mut scene = Scene::new(width, self.height());
        let longest = self
            .bars
            .iter()
            .map(|bar| bar.value)
            .max()
            .unwrap_or_default();
        let mut y = 0.0;
        for bar in self.sorted() {
            let value = (self.full)(bar.value);
            let room = width - text_width(&value, LABEL_PX) - 12.0;
            scene.text(
                Paint::Ink,
                Anchor::Start,
                [0.0, y + 15.0],
                fit_text(&bar.name, room, LABEL_PX),
            );
            scene.text(Paint::Muted, Anchor::End, [width, y + 15.0], value.clone());
            scene.rect(Paint::Grid, [0.0, y + 22.0, width, 8.0], 4.0);
            if longest > Decimal::ZERO {
                let long = (width * length(bar.value / longest))
                    .max(if bar.value > Decimal::ZERO { 2.0 } else { 0.0 });
                scene.rect(bar.paint, [0.0, y + 22.0, long, 8.0], 4.0);
            }
            scene.hits.push(Hit {
                x: 0.0,
                y,
                w: width,
                h: Self::ROW - 6.0,
                title: bar.name.clone(),
                lines: vec![TipLine {
                    paint: Some(bar.paint),
                    name: String::new(),
                    value,
                }],
                key: bar.key.clone(),
            });
            y += Self::ROW;
        }
        scene
    }

    fn table(&self) -> ChartTable {
        ChartTable {
            head: self.head.to_vec(),
            rows: self
                .sorted()
                .iter()
                .map(|bar| vec![bar.name.clone(), (self.exact)(bar.value)])
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
    fn the_largest_comes_first_and_fills_the_width() {
        let bar = |name: &str, value: i64| Bar {
            name: name.into(),
            paint: Paint::Scope2,
            value: value.into(),
            key: None,
        };
        let plain: Format = Arc::new(|value: Decimal| value.to_string());
        let ranking = Ranking {
            bars: vec![bar("small", 1), bar("large", 4)],
            head: ["Site".into(), "t".into()],
            full: plain.clone(),
            exact: plain,
        };
        assert_eq!(ranking.table().rows[0][0], "large");
        let widths: Vec<f64> = ranking
            .layout(200.0)
            .drawn
            .iter()
            .filter(|drawn| drawn.paint == Paint::Scope2)
            .filter_map(|drawn| {
                if let super::super::scene::Shape::Rect { w, .. } = drawn.shape {
                    Some(w)
                } else {
                    None
                }
            })
            .collect();
        assert_eq!(widths, [200.0, 50.0]);
    }
}
