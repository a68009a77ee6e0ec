//! The table behind every chart: what it shows, as words and figures, on screen and as CSV.

/// A chart's content as a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChartTable {
    /// Column headings; units stand here, not in the cells.
    pub head: Vec<String>,
    /// Rows: the first cell names the row, the others are figures.
    pub rows: Vec<Vec<String>>,
}

impl ChartTable {
    /// The table as CSV (RFC 4180), with a byte order mark so that spreadsheets read Chinese.
    pub fn to_csv(&self) -> String {
        let mut text = String::from("\u{feff}");
        for row in std::iter::once(&self.head).chain(&self.rows) {
            let cells: Vec<String> = row.iter().map(|cell| csv_cell(cell)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
        text
    }
}

/// One cell: group separators leave figures, and text that a spreadsheet would run as a formula is quoted by an apostrophe.
fn csv_cell(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{2009}' | '\u{202f}'))
        .collect();
    let is_number = plain
        .trim_start_matches(['-', '−'])
        .chars()
        .all(|c| c.is_ascii_digit() || c == '.')
        && !plain.is_empty();
    if is_number {
        return plain.replace('−', "-");
    }
    let guarded = if plain.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']) {
        format!("'{plain}")
    } else {
        plain
    };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stay_figures_and_formulas_become_text() {
        assert_eq!(csv_cell("12\u{2009}345.60"), "12345.60");
        assert_eq!(csv_cell("−4.2"), "-4.2");
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell("Hall 2, east"), "\"Hall 2, east\"");
        assert_eq!(csv_cell("2\" pipe"), "\"2\"\" pipe\"");
    }

    #[test]
    fn a_file_starts_with_a_byte_order_mark_and_ends_each_row() {
        let table = ChartTable {
            head: vec!["月".into(), "t".into()],
            rows: vec![vec!["1".into(), "2.5".into()]],
        };
        assert_eq!(table.to_csv(), "\u{feff}月,t\r\n1,2.5\r\n");
    }
}
