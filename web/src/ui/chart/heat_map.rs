//! A heat map: rows × columns, each cell a step from nothing to complete.

use super::frame::ChartModel;
use super::scene::{Anchor, Hit, LABEL_PX, LegendEntry, Paint, Scene, TipLine, count, fit_text};
use super::table::ChartTable;

/// One cell.
#[derive(Clone)]
pub struct Cell {
    /// 0 (nothing) to 4 (complete).
    pub step: u8,
    /// Its state in words, for tooltip and table.
    pub words: String,
    /// Told when the cell is chosen.
    pub key: Option<String>,
}

/// One row of cells.
#[derive(Clone)]
pub struct Row {
    /// Name in the reader's language.
    pub name: String,
    /// Set on the first row of a group: drawn as a heading above it.
    pub group: Option<String>,
    /// One cell per column.
    pub cells: Vec<Cell>,
}

/// Rows × columns of steps.
#[derive(Clone)]
pub struct HeatMap {
    /// Short and full name of each column.
    pub columns: Vec<(String, String)>,
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
    /// Heading of the row names in the table.
    pub row_name: String,
    /// Words of the legend with their steps.
    pub steps: Vec<(u8, String)>,
}

impl HeatMap {
    const ROW: f64 = 28.0;
    const GROUP: f64 = 30.0;
    const HEAD: f64 = 22.0;

    fn row_heights(&self) -> impl Iterator<Item = f64> + '_ {
        self.rows.iter().map(|row| {
            if row.group.is_some() {
                Self::ROW + Self::GROUP
            } else {
                Self::ROW
            }
        })
    }
}

impl ChartModel for HeatMap {
    fn height(&self) -> f64 {
        Self::HEAD + self.row_heights().sum::<f64>()
    }

    fn layout(&self, width: f64) -> Scene {
        let mut scene = Scene::new(width, self.height());
        let left = (width * 0.32).clamp(92.0, 220.0);
        let step = (width - left) / count(self.columns.len().max(1));
        for (index, (short, _)) in self.columns.iter().enumerate() {
            scene.text(
                Paint::Muted,
                Anchor::Middle,
                [step.mul_add(count(index) + 0.5, left), 14.0],
                short.clone(),
            );
        }
        let mut y = Self::HEAD;
        let mut group = String::new();
        for row in &self.rows {
            if let Some(name) = &row.group {
                scene.text(
                    Paint::Ink,
                    Anchor::Start,
                    [0.0, y + 20.0],
                    fit_text(name, width, LABEL_PX),
                );
                y += Self::GROUP;
                group.clone_from(name);
            }
            scene.text(
                Paint::Muted,
                Anchor::Start,
                [0.0, y + 18.0],
                fit_text(&row.name, left - 8.0, LABEL_PX),
            );
            for (index, cell) in row.cells.iter().enumerate() {
                let area = [
                    step.mul_add(count(index), left) + 1.0,
                    y + 2.0,
                    step - 2.0,
                    Self::ROW - 4.0,
                ];
                scene.rect(Paint::Heat(cell.step), area, 3.0);
                let month = self
                    .columns
                    .get(index)
                    .map(|(_, full)| full.clone())
                    .unwrap_or_default();
                let place = if group.is_empty() {
                    row.name.clone()
                } else {
                    format!("{group} · {}", row.name)
                };
                scene.hits.push(Hit {
                    x: area[0],
                    y: area[1],
                    w: area[2],
                    h: area[3],
                    title: place,
                    lines: vec![TipLine {
                        paint: Some(Paint::Heat(cell.step)),
                        name: month,
                        value: cell.words.clone(),
                    }],
                    key: cell.key.clone(),
                });
            }
            y += Self::ROW;
        }
        scene
    }

    fn table(&self) -> ChartTable {
        let mut head = vec![self.row_name.clone()];
        head.extend(self.columns.iter().map(|(_, full)| full.clone()));
        let mut group = String::new();
        let rows = self
            .rows
            .iter()
            .map(|row| {
                if let Some(name) = &row.group {
                    group.clone_from(name);
                }
                let name = if group.is_empty() {
                    row.name.clone()
                } else {
                    format!("{group} · {}", row.name)
                };
                std::iter::once(name)
                    .chain(row.cells.iter().map(|cell| cell.words.clone()))
                    .collect()
            })
            .collect();
        ChartTable { head, rows }
    }

    fn legend(&self) -> Vec<LegendEntry> {
        self.steps
            .iter()
            .map(|(step, name)| LegendEntry {
                paint: Paint::Heat(*step),
                name: name.clone(),
            })
            .collect()
    }

    /// Moving down goes to the same column of the next row.
    fn stride(&self) -> usize {
        self.columns.len().max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_answers_and_names_its_group_row_and_column() {
        let cell = |step| Cell {
            step,
            words: "w".into(),
            key: None,
        };
        let map = HeatMap {
            columns: vec![
                ("1".into(), "January".into()),
                ("2".into(), "February".into()),
            ],
            rows: vec![
                Row {
                    name: "Gas".into(),
                    group: Some("Suzhou".into()),
                    cells: vec![cell(0), cell(4)],
                },
                Row {
                    name: "Power".into(),
                    group: None,
                    cells: vec![cell(2), cell(4)],
                },
            ],
            row_name: "Source".into(),
            steps: vec![],
        };
        let scene = map.layout(400.0);
        assert_eq!(scene.hits.len(), 4);
        assert_eq!(scene.hits[2].spoken(), "Suzhou · Power, January w");
        assert!(
            scene
                .hits
                .iter()
                .all(|hit| hit.x + hit.w <= 400.0 && hit.y + hit.h <= map.height())
        );
        assert_eq!(map.table().rows[1], ["Suzhou · Power", "w", "w"]);
    }
}
