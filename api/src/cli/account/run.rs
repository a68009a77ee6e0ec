//! A file through the workers and out again, in order.

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    ops::ControlFlow,
    path::Path,
    sync::{Mutex, PoisonError, mpsc},
    thread,
};

use saxaul_shared::{
    accounting::{import::columns::ImportField, source::FactorSource},
    format::Locale,
};

use super::{
    CommandError,
    chunks::{Chunk, Cutter},
    file::{ActivityFile, FileProblem},
    records::each_record,
    report::{self, Format},
    sheets::{Sheet, sheets},
    totals::Totals,
    work::{Columns, Task, Worker},
};

/// Outputs waiting to be written, for each worker.
const AHEAD: usize = 2;

/// Computes the file at `path` and writes the result to `out`.
pub(super) fn run(path: &Path, task: &Task, out: &mut impl Write) -> Result<(), CommandError> {
    let told = |problem: FileProblem| problem.message(task.locale);
    let mut out = Joined { out, held: false };
    // Where only totals are written, nothing is written before the end: a text may be taken for UTF-8 until it shows that it
    // is not, which saves most files a second reading. Whatever is wrong with the others is told by the careful reading.
    if !task.rows
        && let Ok(file) = ActivityFile::open_presuming_utf8(path)
        && let Ok(totals) = file_rows(file, path, task, &mut out)
    {
        out.begin(path, task)?;
        return Ok(out.end(&totals, task)?);
    }
    let file = ActivityFile::open(path).map_err(told)?;
    let totals = file_rows(file, path, task, &mut out)?;
    if !task.rows {
        out.begin(path, task)?;
    }
    Ok(out.end(&totals, task)?)
}

/// Computes all sheets of a file and writes their rows, if these are asked for.
fn file_rows<W: Write>(
    mut file: ActivityFile,
    path: &Path,
    task: &Task,
    out: &mut Joined<'_, W>,
) -> Result<Totals, CommandError> {
    let told = |problem: FileProblem| problem.message(task.locale);
    let sheets = sheets(&mut file).map_err(told)?;
    if sheets.is_empty() {
        return Err(task
            .locale
            .pick(
                "没有找到表头。需要的列：活动、数量、单位、开始、结束。",
                "no headers were found; needed are activity, quantity, unit, start, end",
            )
            .into());
    }
    for sheet in &sheets {
        require_columns(sheet, task.locale)?;
    }
    if task.rows {
        out.begin(path, task)?;
    }
    let mut totals = Totals::default();
    for sheet in &sheets {
        let columns = Columns {
            mapping: sheet.mapping.clone(),
            start_is_month: sheet.start_is_month,
        };
        let summed = match &mut file {
            ActivityFile::Text(text) => {
                let source = text.utf8().map_err(told)?;
                text_rows(source, text.delimiter(), sheet, &columns, task, out)?
            }
            workbook @ ActivityFile::Workbook(_) => {
                workbook_rows(workbook, sheet, &columns, task, out)?
            }
        };
        totals.merge(&summed);
    }
    Ok(totals)
}

fn require_columns(sheet: &Sheet, locale: Locale) -> Result<(), CommandError> {
    let missing: Vec<&str> = ImportField::REQUIRED
        .iter()
        .filter(|field| **field != ImportField::Site && !sheet.mapping.contains(&Some(**field)))
        .map(|field| {
            let (zh, en) = field.header();
            locale.pick(zh, en)
        })
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(", ");
    Err(match locale {
        Locale::ZhCn => format!("缺少列：{list}"),
        Locale::En => format!("columns are missing: {list}"),
    }
    .into())
}

/// Computes a text on all cores, and writes rows here in the order of the file. Who is free cuts itself the next chunk, so
/// that a chunk is read by the core that computes it, and nothing is read ahead.
fn text_rows<W: Write>(
    source: impl Read + Send,
    delimiter: u8,
    sheet: &Sheet,
    columns: &Columns,
    task: &Task,
    out: &mut Joined<'_, W>,
) -> Result<Totals, CommandError> {
    let threads = task.threads.max(1);
    let cutter = Mutex::new(Cutter::new(source, delimiter));
    thread::scope(|scope| {
        let (sender, outputs) = mpsc::sync_channel::<(usize, String)>(threads * AHEAD);
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                let (cutter, outputs) = (&cutter, sender.clone());
                let worker = Worker::new(task, columns, "", delimiter);
                scope.spawn(move || work(worker, cutter, &outputs, delimiter, sheet.header_row))
            })
            .collect();
        drop(sender);

        let mut waiting = BTreeMap::new();
        let mut next = 0;
        let mut written = Ok(());
        for (index, text) in &outputs {
            waiting.insert(index, text);
            while let Some(text) = waiting.remove(&next) {
                written = out.rows(&text);
                next += 1;
            }
            if written.is_err() {
                break;
            }
        }
        drop(outputs);

        let mut totals = Totals::default();
        for worker in workers {
            totals.merge(&worker.join().map_err(|_| "a worker panicked")??);
        }
        written?;
        Ok(totals)
    })
}

fn work<R: Read>(
    mut worker: Worker<'_>,
    cutter: &Mutex<Cutter<R>>,
    outputs: &mpsc::SyncSender<(usize, String)>,
    delimiter: u8,
    header_row: u32,
) -> Result<Totals, CommandError> {
    let cutter = || cutter.lock().unwrap_or_else(PoisonError::into_inner);
    let mut chunk = Chunk::default();
    loop {
        // The lock is given back with this statement, before anything is computed.
        let more = cutter().next(&mut chunk)?;
        if !more {
            return Ok(worker.finish());
        }
        let Ok(text) = std::str::from_utf8(chunk.bytes()) else {
            cutter().stop();
            return Err(format!("row {} and following: not UTF-8", chunk.first_row).into());
        };
        each_record(text, delimiter, |offset, record| {
            let row = chunk.first_row + offset;
            if row > u64::from(header_row) {
                worker.text_row(row, record);
            }
        });
        // A closed channel means that nobody reads the output any more.
        if worker.writes_rows() && outputs.send((chunk.index, worker.take_output())).is_err() {
            cutter().stop();
            return Ok(worker.finish());
        }
    }
}

fn workbook_rows<W: Write>(
    file: &mut ActivityFile,
    sheet: &Sheet,
    columns: &Columns,
    task: &Task,
    out: &mut Joined<'_, W>,
) -> Result<Totals, CommandError> {
    // A workbook's cells come apart: it has no delimiter.
    let mut worker = Worker::new(task, columns, &sheet.name, b'\0');
    let mut written = Ok(());
    file.rows(sheet.index, &mut |number, cells| {
        if number > sheet.header_row {
            worker.cell_row(number.into(), cells);
            written = out.rows(&worker.take_output());
        }
        if written.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    })
    .map_err(|problem| problem.message(task.locale))?;
    written?;
    Ok(worker.finish())
}

/// The output, with the separator after the last row held back until another row follows.
struct Joined<'w, W: Write> {
    out: &'w mut W,
    held: bool,
}

impl<W: Write> Joined<'_, W> {
    fn begin(&mut self, path: &Path, task: &Task) -> io::Result<()> {
        match task.format {
            Format::Json => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let name = serde_json::to_string(&name).unwrap_or_default();
                write!(
                    self.out,
                    "{{\"file\":{name},\"region\":\"{}\",\"gwp\":\"{}\",\"factor_release\":\"{}\"",
                    task.region,
                    task.settings.gwp_set,
                    task.source.release(),
                )?;
                if task.rows {
                    self.out.write_all(b",\"rows\":[\n")?;
                }
            }
            Format::Csv if task.rows => self.out.write_all(report::CSV_HEADER.as_bytes())?,
            Format::Csv | Format::Table => {}
        }
        Ok(())
    }

    fn rows(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        if self.held {
            self.out.write_all(b",\n")?;
        }
        let rest = text.strip_suffix(",\n");
        self.held = rest.is_some();
        self.out.write_all(rest.unwrap_or(text).as_bytes())
    }

    fn end(&mut self, totals: &Totals, task: &Task) -> io::Result<()> {
        match task.format {
            Format::Json => {
                if task.rows {
                    self.out.write_all(b"\n]")?;
                }
                writeln!(self.out, ",\"totals\":{}}}", report::json_totals(totals))?;
            }
            Format::Csv if !task.rows => {
                self.out.write_all(report::csv_totals(totals).as_bytes())?;
            }
            Format::Csv => {}
            Format::Table => {
                let table = report::table(totals, task.settings.gwp_set, &task.region, task.locale);
                self.out.write_all(table.as_bytes())?;
            }
        }
        self.out.flush()
    }
}
