//! Files as people and attackers make them.

use std::{io::Write as _, ops::ControlFlow, path::Path};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use saxaul_shared::accounting::import::cell::Cell;

use super::{ActivityFile, FileProblem};

fn file_of(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file.flush().unwrap();
    file
}

fn rows_of(path: &Path, sheet: usize) -> Vec<(u32, Vec<String>)> {
    let mut rows = Vec::new();
    ActivityFile::open(path)
        .unwrap()
        .rows(sheet, &mut |number, cells| {
            rows.push((number, cells.iter().map(Cell::shown).collect()));
            ControlFlow::Continue(())
        })
        .unwrap();
    rows
}

fn problem(bytes: &[u8]) -> FileProblem {
    match ActivityFile::open(file_of(bytes).path()) {
        Ok(_) => panic!("the file was taken"),
        Err(problem) => problem,
    }
}

#[test]
fn text_in_utf8_and_in_gbk_reads_alike() {
    let text = "场所,活动,数量\n佛山工厂,外购电力,\"1,200\"\n";
    let utf8 = file_of(format!("\u{feff}{text}").as_bytes());
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    let gbk = file_of(&gbk);
    assert_eq!(rows_of(utf8.path(), 0), rows_of(gbk.path(), 0));
    assert_eq!(
        rows_of(gbk.path(), 0)[1].1,
        ["佛山工厂", "外购电力", "1,200"]
    );
    assert_eq!(
        ActivityFile::open(gbk.path()).unwrap().encoding(),
        Some("GBK")
    );
}

#[test]
fn other_encodings_and_kinds_are_refused_by_name() {
    let utf16: Vec<u8> = "a,b\n1,2\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(matches!(
        problem(&[&[0xff, 0xfe], utf16.as_slice()].concat()),
        FileProblem::Encoding("UTF-16")
    ));
    assert!(matches!(problem(&utf16), FileProblem::Encoding("UTF-16")));
    let latin1 = b"site,caf\xe9 \xff\n1,2\n";
    assert!(matches!(problem(latin1), FileProblem::Encoding(_)));
    assert!(matches!(problem(b"%PDF-1.7 ..."), FileProblem::Kind("PDF")));
    assert!(matches!(
        problem(&[0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]),
        FileProblem::Kind("XLS 97-2003")
    ));
    assert!(matches!(problem(b""), FileProblem::Empty));
    assert!(matches!(problem(b" \n\n \n"), FileProblem::Empty));
    assert!(matches!(
        problem(b"PK\x03\x04 but no archive"),
        FileProblem::Damaged(_)
    ));
}

#[test]
fn rows_keep_the_numbers_that_an_editor_shows() {
    let file = file_of(b"site;quantity\n\nA;1\n\n\nB;2\n");
    let numbers: Vec<u32> = rows_of(file.path(), 0)
        .into_iter()
        .map(|(number, _)| number)
        .collect();
    assert_eq!(numbers, [1, 3, 6]);
}

#[test]
fn line_ends_of_windows_are_counted_once_wherever_they_fall() {
    let header = "site,quantity\r\n";
    // The first read ends between the two bytes of a line end, behind them, and before them.
    for more in [0, 1, 2] {
        let name = "x".repeat((1 << 13) - header.len() - 3 + more);
        let text = format!("{header}{name},1\r\n\r\n\"two\r\nlines\",2\r\nB,3");
        let rows = rows_of(file_of(text.as_bytes()).path(), 0);
        let numbers: Vec<u32> = rows.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 2, 4, 6], "{more}");
        assert_eq!(rows[2].1, ["two\nlines", "2"]);
    }
    let mixed = rows_of(file_of(b"a,b\r\n1,2\n3,4\r\n").path(), 0);
    let numbers: Vec<u32> = mixed.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn a_very_long_line_a_zero_byte_and_too_many_columns_do_no_harm() {
    let mut bytes = b"a,b\n".to_vec();
    bytes.extend(std::iter::repeat_n(b'x', 10 << 20));
    bytes.extend(b"\n");
    bytes.extend("1,".repeat(100_000).as_bytes());
    bytes.extend(b"\n1,\x001\n");
    let file = file_of(&bytes);
    let rows = rows_of(file.path(), 0);
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[2].1.len(), super::COLUMNS_MAX + 1);
}

#[test]
fn workbooks_give_numbers_dates_formulas_and_merged_cells() {
    let file = tempfile::Builder::new().suffix(".xlsx").tempfile().unwrap();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("用电").unwrap();
    sheet
        .merge_range(0, 0, 0, 3, "2025年用电", &Format::new())
        .unwrap();
    for (column, header) in ["场所", "数量", "月份", "单位"].iter().enumerate() {
        sheet
            .write(2, u16::try_from(column).unwrap(), *header)
            .unwrap();
    }
    sheet
        .merge_range(3, 0, 4, 0, "佛山工厂", &Format::new())
        .unwrap();
    sheet.write(3, 1, 0.1 + 0.2).unwrap();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet
        .write_with_format(3, 2, ExcelDateTime::from_ymd(2025, 1, 31).unwrap(), &day)
        .unwrap();
    sheet.write(3, 3, "kWh").unwrap();
    sheet
        .write_formula(4, 1, Formula::new("=B4*2").set_result("0.6"))
        .unwrap();
    sheet.write(4, 2, "2025-02").unwrap();
    sheet.write(4, 3, "=not a formula").unwrap();
    workbook.add_worksheet().set_name("空").unwrap();
    workbook.save(file.path()).unwrap();

    let mut opened = ActivityFile::open(file.path()).unwrap();
    assert_eq!(opened.sheets(), ["用电", "空"]);
    let mut rows = Vec::new();
    opened
        .rows(0, &mut |number, cells| {
            rows.push((number, cells));
            ControlFlow::Continue(())
        })
        .unwrap();
    let numbers: Vec<u32> = rows.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 3, 4, 5]);
    let (first, second) = (&rows[2].1, &rows[3].1);
    assert_eq!(first[0], Cell::Text("佛山工厂".into()));
    assert_eq!(
        second[0],
        Cell::Text("佛山工厂".into()),
        "the merged block's value stands in its second row too"
    );
    // The double nearest to 0.1 + 0.2 is what the file holds, and its shortest decimal is what is read: nothing is
    // rounded on the way.
    assert_eq!(
        first[1],
        Cell::Number("0.30000000000000004".parse().unwrap())
    );
    assert_eq!(first[2], Cell::Text("2025-01-31".into()));
    let Cell::Formula { text, result } = &second[1] else {
        panic!("{:?}", second[1])
    };
    assert_eq!(
        (text.as_str(), result.as_ref().unwrap().shown()),
        ("=B4*2", "0.6".to_owned())
    );
    assert_eq!(second[3], Cell::Text("=not a formula".into()));
}

#[test]
fn an_archive_that_would_unpack_beyond_measure_is_refused_before_it_is_unpacked() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive
        .start_file("xl/worksheets/sheet1.xml", options)
        .unwrap();
    let zeros = vec![0u8; 1 << 20];
    for _ in 0..100 {
        archive.write_all(&zeros).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20);
    assert!(matches!(problem(&bytes), FileProblem::Limit(_)));
}
