//! Workbooks as people make them, for the browser to upload.

use std::path::{Path, PathBuf};

use rust_xlsxwriter::Workbook;

/// Writes one sheet: a row of headers, then rows of cells. A cell that reads as a number is stored as
/// one, the rest as text, as a spreadsheet program does.
pub fn write_workbook(
    folder: &Path,
    name: &str,
    headers: &[&str],
    rows: &[Vec<String>],
) -> PathBuf {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, header) in (0_u16..).zip(headers) {
        sheet
            .write_string(0, column, *header)
            .expect("a header fits a cell");
    }
    for (row, cells) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number),
                Err(_) => sheet.write_string(row, column, cell),
            }
            .expect("a value fits a cell");
        }
    }
    let path = folder.join(name);
    workbook.save(&path).expect("the workbook can be saved");
    path
}
