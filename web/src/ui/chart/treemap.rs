//! A treemap: each part a tile as large as its share, laid out in nearly square tiles (Bruls, Huizing, van Wijk 2000).

use saxaul_shared::decimal::Decimal;

use super::frame::ChartModel;
use super::scene::{
    Anchor, Hit, LABEL_PX, LegendEntry, Paint, Scene, TipLine, fit_text, length, text_width,
};
use super::stacked_bars::Format;
use super::table::ChartTable;

/// One part of the whole.
#[derive(Clone)]
pub struct Part {
    /// Name in the reader's language.
    pub name: String,
    /// Group it belongs to, as the legend calls it.
    pub group: String,
    /// Meaning, and so colour.
    pub paint: Paint,
    /// Its size. Nothing below zero is drawn.
    pub value: Decimal,
    /// Told when the tile is chosen.
    pub key: Option<String>,
}

/// Parts of a whole as tiles.
#[derive(Clone)]
pub struct Treemap {
    /// The parts, in any order.
    pub parts: Vec<Part>,
    /// Headings of name, group, value and share in the table.
    pub head: [String; 4],
    /// Figures on tiles and in tooltips: with their unit.
    pub full: Format,
    /// Figures in the table: all digits, no unit.
    pub exact: Format,
    /// A fraction of one as a percentage.
    pub share: Format,
}

impl Treemap {
    const HEIGHT: f64 = 320.0;
    const GAP: f64 = 2.0;

    fn sorted(&self) -> Vec<&Part> {
        let mut parts: Vec<&Part> = self
            .parts
            .iter()
            .filter(|part| part.value > Decimal::ZERO)
            .collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.value));
        parts
    }

    fn total(&self) -> Decimal {
        self.parts
            .iter()
            .map(|part| part.value.max(Decimal::ZERO))
            .sum()
    }

    fn share_of(&self, part: &Part) -> String {
        let total = self.total();
        if total.is_zero() {
            String::new()
        } else {
            (self.share)(part.value / total)
        }
    }
}

/// Rectangles `[x, y, w, h]` for areas in falling order, filling the given one.
fn squarify(areas: &[f64], [mut x, mut y, mut w, mut h]: [f64; 4]) -> Vec<[f64; 4]> {
    let mut placed = Vec::with_capacity(areas.len());
    let mut start = 0;
    while start < areas.len() {
        let side = w.min(h);
        let mut end = start + 1;
        while end < areas.len()
            && worst(&areas[start..=end], side) <= worst(&areas[start..end], side)
        {
            end += 1;
        }
        let sum: f64 = areas[start..end].iter().sum();
        let across = if side > 0.0 { sum / side } else { 0.0 };
        let mut along = 0.0;
        for area in &areas[start..end] {
            let run = if across > 0.0 { area / across } else { 0.0 };
            placed.push(if w >= h {
                [x, y + along, across, run]
            } else {
                [x + along, y, run, across]
            });
            along += run;
        }
        if w >= h {
            x += across;
            w = (w - across).max(0.0);
        } else {
            y += across;
            h = (h - across).max(0.0);
        }
        start = end;
    }
    placed
}

/// The worst aspect ratio of a row of these areas along a side.
fn worst(row: &[f64], side: f64) -> f64 {
    let sum: f64 = row.iter().sum();
    let most = row.iter().copied().fold(0.0, f64::max);
    let least = row.iter().copied().fold(f64::INFINITY, f64::min);
    let (side2, sum2) = (side * side, sum * sum);
    (side2 * most / sum2).max(sum2 / (side2 * least))
}

impl ChartModel for Treemap {
    fn height(&self) -> f64 {
        Self::HEIGHT
    }

    fn layout(&self, width: f64) -> Scene {
        let mut scene = Scene::new(width, Self::HEIGHT);
        let parts = self.sorted();
        let total = length(self.total());
        if total <= 0.0 {
            return scene;
        }
        let areas: Vec<f64> = parts
            .iter()
            .map(|part| length(part.value) / total * width * Self::HEIGHT)
            .collect();
        for (part, [x, y, w, h]) in parts
            .iter()
            .zip(squarify(&areas, [0.0, 0.0, width, Self::HEIGHT]))
        {
            let inner = [x, y, (w - Self::GAP).max(0.5), (h - Self::GAP).max(0.5)];
            scene.rect(part.paint, inner, 3.0);
            let value = (self.full)(part.value);
            if h >= 22.0 {
                let name = fit_text(&part.name, w - 16.0, LABEL_PX);
                // A figure that does not fit is left out: cut short it would be another figure.
                if h >= 42.0 && !name.is_empty() && text_width(&value, LABEL_PX) <= w - 16.0 {
                    scene.text(
                        Paint::OnMark,
                        Anchor::Start,
                        [x + 8.0, y + 34.0],
                        value.clone(),
                    );
                }
                scene.text(Paint::OnMark, Anchor::Start, [x + 8.0, y + 17.0], name);
            }
            scene.hits.push(Hit {
                x: inner[0],
                y: inner[1],
                w: inner[2],
                h: inner[3],
                title: part.name.clone(),
                lines: vec![
                    TipLine {
                        paint: Some(part.paint),
                        name: part.group.clone(),
                        value,
                    },
                    TipLine {
                        paint: None,
                        name: self.head[3].clone(),
                        value: self.share_of(part),
                    },
                ],
                key: part.key.clone(),
            });
        }
        scene
    }

    fn table(&self) -> ChartTable {
        let mut parts: Vec<&Part> = self.parts.iter().collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.value));
        ChartTable {
            head: self.head.to_vec(),
            rows: parts
                .iter()
                .map(|part| {
                    vec![
                        part.name.clone(),
                        part.group.clone(),
                        (self.exact)(part.value),
                        self.share_of(part),
                    ]
                })
                .collect(),
        }
    }

    fn legend(&self) -> Vec<LegendEntry> {
        let mut entries: Vec<LegendEntry> = Vec::new();
        for part in self.sorted() {
            if !entries.iter().any(|entry| entry.name == part.group) {
                entries.push(LegendEntry {
                    paint: part.paint,
                    name: part.group.clone(),
                });
            }
        }
        entries.sort_by_key(|entry| entry.paint.class());
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_fill_the_room_and_keep_their_areas() {
        let areas = [6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0];
        let tiles = squarify(&areas, [0.0, 0.0, 6.0, 4.0]);
        for (tile, area) in tiles.iter().zip(areas) {
            assert!(
                (tile[2] * tile[3] - area).abs() < 1e-9,
                "{tile:?} should cover {area}"
            );
            assert!(tile[0] + tile[2] <= 6.0 + 1e-9 && tile[1] + tile[3] <= 4.0 + 1e-9);
        }
        // The published example puts the two sixes above each other in the left half.
        assert_eq!(tiles[0], [0.0, 0.0, 3.0, 2.0]);
        assert_eq!(tiles[1], [0.0, 2.0, 3.0, 2.0]);
    }
}
