//! A file through the workers and out again, in order.

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    ops::ControlFlow,
    path::Path,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use saxaul_shared::{
    accounting::{gwp::GwpSet, import::columns::ImportField, source::FactorSource},
    format::Locale,
};

use super::{
    CommandError,
    chunks::{self, Chunk},
    file::{ActivityFile, FileProblem},
    records::each_record,
    report::{self, Format},
    sheets::{Sheet, sheets},
    totals::Totals,
    work::{Columns, Task, Worker},
};

/// Chunks read ahead, and outputs waiting to be written, for each worker.
const AHEAD: usize = 2;

/// Computes the file at `path` and writes the result to `out`.
pub(super) fn run(
    path: &Path,
    task: &Task,
    gwp: GwpSet,
    out: &mut impl Write,
) -> Result<(), CommandError> {
    let told = |problem: FileProblem| problem.message(task.locale);
    let mut file = ActivityFile::open(path).map_err(told)?;
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

    let mut out = Joined { out, held: false };
    out.begin(path, task, gwp)?;
    let mut totals = Totals::default();
    for sheet in &sheets {
        let columns = Columns {
            mapping: sheet.mapping.clone(),
            start_is_month: sheet.start_is_month,
        };
        let summed = match &mut file {
            ActivityFile::Text(text) => {
                let source = text.utf8().map_err(told)?;
                text_rows(source, text.delimiter(), sheet, &columns, task, &mut out)?
            }
            workbook @ ActivityFile::Workbook(_) => {
                workbook_rows(workbook, sheet, &columns, task, &mut out)?
            }
        };
        totals.merge(&summed);
    }
    out.end(&totals, task, gwp)?;
    Ok(())
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

/// Reads a text on one thread, computes it on all cores, and writes rows here in the order of the file.
fn text_rows<W: Write>(
    source: impl Read + Send,
    delimiter: u8,
    sheet: &Sheet,
    columns: &Columns,
    task: &Task,
    out: &mut Joined<'_, W>,
) -> Result<Totals, CommandError> {
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    thread::scope(|scope| {
        let (chunk_sender, chunk_receiver) = mpsc::sync_channel::<Chunk>(workers * AHEAD);
        let (output_sender, output_receiver) =
            mpsc::sync_channel::<(usize, String)>(workers * AHEAD);
        let reader = scope.spawn(move || {
            chunks::cut(source, delimiter, |chunk| chunk_sender.send(chunk).is_ok())
        });
        // Each worker holds the queue: when all of them have stopped, the reader hears that nobody listens.
        let chunk_receiver = Arc::new(Mutex::new(chunk_receiver));
        let workers: Vec<_> = (0..workers)
            .map(|_| {
                let chunks = Arc::clone(&chunk_receiver);
                let outputs = output_sender.clone();
                scope.spawn(move || {
                    work(
                        &chunks,
                        &outputs,
                        delimiter,
                        sheet.header_row,
                        columns,
                        task,
                    )
                })
            })
            .collect();
        drop(chunk_receiver);
        drop(output_sender);

        let mut waiting = BTreeMap::new();
        let mut next = 0;
        let mut written = Ok(());
        for (index, text) in &output_receiver {
            waiting.insert(index, text);
            while let Some(text) = waiting.remove(&next) {
                written = out.rows(&text);
                next += 1;
            }
            if written.is_err() {
                break;
            }
        }
        drop(output_receiver);

        let mut totals = Totals::default();
        for worker in workers {
            totals.merge(&worker.join().map_err(|_| "a worker panicked")??);
        }
        reader.join().map_err(|_| "the reader panicked")??;
        written?;
        Ok(totals)
    })
}

fn work(
    chunks: &Mutex<mpsc::Receiver<Chunk>>,
    outputs: &mpsc::SyncSender<(usize, String)>,
    delimiter: u8,
    header_row: u32,
    columns: &Columns,
    task: &Task,
) -> Result<Totals, String> {
    let mut worker = Worker::new(task, columns, "");
    loop {
        let received = chunks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(chunk) = received else {
            return Ok(worker.finish());
        };
        let text = std::str::from_utf8(&chunk.bytes)
            .map_err(|_| format!("row {} and following: not UTF-8", chunk.first_row))?;
        each_record(text, delimiter, |offset, cells| {
            let row = chunk.first_row + offset;
            if row > u64::from(header_row) {
                worker.text_row(row, cells);
            }
        });
        // A closed channel means that nobody reads the output any more.
        if task.rows && outputs.send((chunk.index, worker.take_output())).is_err() {
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
    let mut worker = Worker::new(task, columns, &sheet.name);
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
    fn begin(&mut self, path: &Path, task: &Task, gwp: GwpSet) -> io::Result<()> {
        match task.format {
            Format::Json => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let name = serde_json::to_string(&name).unwrap_or_default();
                write!(
                    self.out,
                    "{{\"file\":{name},\"region\":\"{}\",\"gwp\":\"{gwp}\",\"factor_release\":\"{}\"",
                    task.region,
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

    fn end(&mut self, totals: &Totals, task: &Task, gwp: GwpSet) -> io::Result<()> {
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
                let table = report::table(totals, gwp, &task.region, task.locale);
                self.out.write_all(table.as_bytes())?;
            }
        }
        self.out.flush()
    }
}
