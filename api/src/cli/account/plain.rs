//! Rows written as meters and programs write them: plain digits, ISO days. They are read in place, without an allocation;
//! whatever is not plain is left to the import's own reader, and what is plain means the same to both.

use saxaul_shared::{
    accounting::{
        engine::factor_day,
        import::{cell::Cell, columns::ImportField},
    },
    decimal::{Decimal, MICRO_SCALE},
    period::{Date, Period},
};

use super::work::Columns;

/// Longest plain cell that no figure depends on.
const CELL_BYTES_MAX: usize = 200;
/// Digits of a plain number before its point: less than [`QUANTITY_MAX`](saxaul_shared::accounting::import::row::QUANTITY_MAX).
const WHOLE_DIGITS_MAX: usize = 15;
/// Digits of a plain number together: they fit into 63 bits.
const DIGITS_MAX: usize = 18;

/// What a plain row says beside the text that it shares with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlainRow {
    pub(super) quantity: PlainNumber,
    /// The day a factor must be valid on; `None` when the days are part of the shared text.
    pub(super) factor_day: Option<Date>,
}

/// Reads plain rows of one layout.
#[derive(Debug)]
pub(super) struct PlainReader {
    /// Cells that a plain row has at least.
    columns: usize,
    quantity: usize,
    /// Start and end, where both are columns of days.
    days: Option<(usize, usize)>,
    /// Columns that no figure depends on, so long as the import's reader takes them as text.
    free: Vec<usize>,
    /// All others.
    shared: Vec<usize>,
    /// Text of the shared columns of the row read last.
    text: Vec<u8>,
}

impl PlainReader {
    /// `None` when the columns are not one quantity and at most one of everything else.
    pub(super) fn new(columns: &Columns) -> Option<Self> {
        let at = |wanted: ImportField| {
            let mut found = columns
                .mapping
                .iter()
                .enumerate()
                .filter(|(_, field)| **field == Some(wanted))
                .map(|(column, _)| column);
            let first = found.next();
            found.next().is_none().then_some(first)
        };
        for field in ImportField::ALL {
            at(*field)?;
        }
        let quantity = at(ImportField::Quantity)??;
        let days = match (at(ImportField::Start)?, at(ImportField::End)?) {
            (Some(start), Some(end)) if !columns.start_is_month => Some((start, end)),
            _ => None,
        };
        let (mut free, mut shared) = (Vec::new(), Vec::new());
        for (column, field) in columns.mapping.iter().enumerate() {
            match field {
                None | Some(ImportField::Quantity) => {}
                Some(ImportField::Start | ImportField::End) if days.is_some() => {}
                Some(
                    ImportField::Site
                    | ImportField::Reference
                    | ImportField::Note
                    | ImportField::Source,
                ) => free.push(column),
                Some(_) => shared.push(column),
            }
        }
        Some(Self {
            columns: columns.mapping.iter().rposition(Option::is_some)? + 1,
            quantity,
            days,
            free,
            shared,
            text: Vec::new(),
        })
    }

    /// Text of the shared columns of the row read last.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The row, when every cell is plain. `cell` gives the text of a column below `count`.
    #[inline]
    pub(super) fn read<'c>(
        &mut self,
        count: usize,
        cell: impl Fn(usize) -> &'c [u8],
    ) -> Option<PlainRow> {
        if count < self.columns {
            return None;
        }
        let quantity = PlainNumber::read(cell(self.quantity))?;
        self.text.clear();
        let factor_day = match self.days {
            None => None,
            Some((start, end)) => {
                let (start, end) = (cell(start), cell(end));
                if let Some((start, end)) = iso_day(start).zip(iso_day(end)) {
                    Some(factor_day_of(start, end)?)
                } else {
                    // Months, years, other spellings: few to a file, so they may stand in the shared text.
                    share(&mut self.text, start)?;
                    share(&mut self.text, end)?;
                    None
                }
            }
        };
        for column in &self.shared {
            share(&mut self.text, cell(*column))?;
        }
        let free = self.free.iter().all(|column| is_free(cell(*column)));
        free.then_some(PlainRow {
            quantity,
            factor_day,
        })
    }
}

/// Adds a cell to the shared text, behind its length: so no two rows of cells make the same text.
fn share(text: &mut Vec<u8>, cell: &[u8]) -> Option<()> {
    let length = u8::try_from(cell.len()).ok()?;
    text.push(length);
    text.extend_from_slice(cell);
    Some(())
}

/// Whether the import's reader takes the cell as text or as empty, whatever it says.
fn is_free(cell: &[u8]) -> bool {
    if cell.len() > CELL_BYTES_MAX || memchr::memchr(0, cell).is_some() {
        return false;
    }
    match cell.first() {
        None => true,
        // It opens with a visible character that opens no formula.
        Some(first) if first.is_ascii_graphic() => *first != b'=',
        Some(_) => std::str::from_utf8(cell)
            .is_ok_and(|text| matches!(Cell::from_text(text), Cell::Text(_) | Cell::Empty)),
    }
}

/// Reads `2025-01-31`, in exactly this spelling.
fn iso_day(text: &[u8]) -> Option<Date> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return None;
    };
    let digit = |byte: u8| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then_some(digit)
    };
    let year = i32::from(digit(y1)?) * 1000
        + i32::from(digit(y2)?) * 100
        + i32::from(digit(y3)?) * 10
        + i32::from(digit(y4)?);
    Date::new(
        year,
        digit(m1)? * 10 + digit(m2)?,
        digit(d1)? * 10 + digit(d2)?,
    )
}

/// [`factor_day`] of the days from `start` to `end`; `None` when they are reversed.
fn factor_day_of(start: Date, end: Date) -> Option<Date> {
    if start.year() == end.year() {
        // All days lie in one year: the first of them.
        return (start <= end).then_some(start);
    }
    Period::new(start, end).ok().map(factor_day)
}

/// A number of plain digits with at most one point between them, no sign: what meters and programs write. Anything else is
/// read by the import's reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlainNumber {
    mantissa: u64,
    places: u32,
}

impl PlainNumber {
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let mut mantissa: u64 = 0;
        let (mut digits, mut point) = (0_usize, None);
        for byte in text.trim_ascii() {
            let digit = byte.wrapping_sub(b'0');
            if digit < 10 {
                // More digits than fit wrap here, and are refused below.
                mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
                digits += 1;
            } else if *byte == b'.' && point.is_none() {
                point = Some(digits);
            } else {
                return None;
            }
        }
        let whole = point.unwrap_or(digits);
        // A point stands between digits.
        let complete = whole > 0 && point.is_none_or(|whole| whole < digits);
        (complete && whole <= WHOLE_DIGITS_MAX && digits <= DIGITS_MAX).then_some(Self {
            mantissa,
            places: u32::try_from(digits - whole).ok()?,
        })
    }

    pub(super) fn decimal(self) -> Decimal {
        Decimal::from_i128_with_scale(self.mantissa.into(), self.places)
    }

    /// In millionths; `None` when it has more decimals, or is too large for 64 bits.
    pub(super) fn micro(self) -> Option<u64> {
        let missing = MICRO_SCALE.checked_sub(self.places)?;
        self.mantissa.checked_mul(10_u64.pow(missing))
    }
}

/// Where the cells of a line end.
#[derive(Debug, Default)]
pub(super) struct CellEnds {
    ends: Vec<usize>,
}

/// Bytes looked at together: one bit each in 64.
const BLOCK_BYTES: usize = 64;
const LOW_BITS: u64 = 0x0101_0101_0101_0101;
const ALL_BUT_HIGH_BITS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
/// Multiplied by it, the lowest bits of eight bytes come together in the highest byte.
const GATHER: u64 = 0x0102_0408_1020_4080;

impl CellEnds {
    /// Splits a line without quotes at the delimiter.
    #[inline]
    pub(super) fn split(&mut self, line: &[u8], delimiter: u8) {
        let pattern = u64::from(delimiter) * LOW_BITS;
        self.ends.clear();
        for (block, bytes) in line.chunks(BLOCK_BYTES).enumerate() {
            let words = bytes.chunks_exact(8);
            let rest = words.remainder();
            let mut last = [!delimiter; 8];
            if let Some(begin) = last.get_mut(..rest.len()) {
                begin.copy_from_slice(rest);
            }
            let mut found = 0_u64;
            let mut shift = 0;
            for word in words.map(eight).chain((!rest.is_empty()).then_some(last)) {
                found |= places_of(u64::from_le_bytes(word) ^ pattern) << shift;
                shift += 8;
            }
            while found != 0 {
                self.ends
                    .push(block * BLOCK_BYTES + found.trailing_zeros() as usize);
                found &= found - 1;
            }
        }
        self.ends.push(line.len());
    }

    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The cell of a column of the line that was split last.
    #[inline]
    pub(super) fn cell<'l>(&self, line: &'l [u8], column: usize) -> &'l [u8] {
        let begin = match column.checked_sub(1) {
            None => 0,
            Some(before) => self.ends.get(before).map_or(line.len(), |end| end + 1),
        };
        let end = self.ends.get(column).copied().unwrap_or(line.len());
        line.get(begin..end).unwrap_or_default()
    }
}

fn eight(bytes: &[u8]) -> [u8; 8] {
    bytes.try_into().unwrap_or_default()
}

/// One bit for each of eight bytes, lowest first: set where the byte is zero.
fn places_of(zeros: u64) -> u64 {
    // A byte without its high bit gets one by this sum unless it is zero; no sum carries into the next byte.
    let high_unless_zero =
        ((zeros & ALL_BUT_HIGH_BITS) + ALL_BUT_HIGH_BITS) | zeros | ALL_BUT_HIGH_BITS;
    ((!high_unless_zero) >> 7).wrapping_mul(GATHER) >> 56
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use saxaul_shared::accounting::import::{
        cell::parse_number,
        row::{QUANTITY_MAX, read_span},
    };

    fn number(text: &str) -> Option<Decimal> {
        PlainNumber::read(text.as_bytes()).map(PlainNumber::decimal)
    }

    proptest! {
        /// The quick reader never reads a number differently from the long way; it only reads fewer of them.
        #[test]
        fn plain_numbers_are_read_as_the_import_reads_them(text in "[0-9., -]{0,22}|[0-9]{1,15}\\.[0-9]{1,8}") {
            if let Some(read) = PlainNumber::read(text.as_bytes()) {
                let number = read.decimal();
                prop_assert_eq!(parse_number(&text), Ok(number));
                prop_assert!(number <= QUANTITY_MAX);
                if let Some(micro) = read.micro() {
                    prop_assert_eq!(Decimal::from_i128_with_scale(micro.into(), 6), number);
                }
            }
        }

        #[test]
        fn plain_days_are_read_as_the_import_reads_them(text in "[0-9]{4}[-/][0-9]{2}-[0-9]{2}|(19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9]") {
            if let Some(day) = iso_day(text.as_bytes()) {
                prop_assert_eq!(read_span(&text), Some(Period::of_day(day)));
            }
        }

        #[test]
        fn lines_are_split_where_the_delimiter_stands(line in "[ab,;\u{ac}é中]{0,200}", semicolon in any::<bool>()) {
            let delimiter = if semicolon { b';' } else { b',' };
            let mut ends = CellEnds::default();
            ends.split(b",,a left over line", b',');
            ends.split(line.as_bytes(), delimiter);
            let cells: Vec<&[u8]> = (0..ends.count()).map(|column| ends.cell(line.as_bytes(), column)).collect();
            let expected: Vec<&[u8]> = line.as_bytes().split(|byte| *byte == delimiter).collect();
            prop_assert_eq!(cells, expected);
        }

        /// What no figure depends on is left unread only where the import would take it, too.
        #[test]
        fn free_cells_are_text_to_the_import(text in "[ =＝'a中\u{feff}\u{3000}\u{0}]{0,6}") {
            if is_free(text.as_bytes()) {
                prop_assert!(matches!(Cell::from_text(&text), Cell::Text(_) | Cell::Empty));
                prop_assert!(!text.contains('\0'));
            }
        }
    }

    #[test]
    fn signs_separators_and_loose_points_take_the_long_way() {
        for text in [
            "",
            "-1",
            "+1",
            "1,000",
            "1.",
            ".5",
            ".",
            "1e3",
            "1.2.3",
            "1 1",
            "1234567890123456789",
            "1234567890123456",
            "123456789012345.1234",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
        assert_eq!(number("007.50"), Some(Decimal::new(750, 2)));
        assert_eq!(
            number("123456789012345.123"),
            Some(Decimal::new(123_456_789_012_345_123, 3))
        );
    }

    #[test]
    fn days_that_do_not_exist_and_other_spellings_take_the_long_way() {
        for text in [
            "2023-02-29",
            "2023-13-01",
            "2023-1-1",
            "2023/01/01",
            "1899-12-31",
            "2023-01-0a",
        ] {
            assert_eq!(iso_day(text.as_bytes()), None, "{text}");
        }
        assert_eq!(iso_day(b"2024-02-29"), Date::new(2024, 2, 29));
    }

    #[test]
    fn the_day_of_a_factor_is_that_of_the_engine() {
        let day = |text: &str| Date::parse(text).unwrap();
        for (start, end) in [
            ("2023-03-01", "2023-03-31"),
            ("2023-12-20", "2024-01-31"),
            ("2023-11-20", "2024-01-10"),
            ("2022-07-01", "2024-06-30"),
        ] {
            let period = Period::new(day(start), day(end)).unwrap();
            assert_eq!(
                factor_day_of(day(start), day(end)),
                Some(factor_day(period)),
                "{start}"
            );
        }
        assert_eq!(factor_day_of(day("2023-03-02"), day("2023-03-01")), None);
    }
}
