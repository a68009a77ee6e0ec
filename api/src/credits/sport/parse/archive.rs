//! Archives: which file in it is the export. Looked through by its directory; nothing is written to disk.

use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
};

use saxaul_shared::{
    credits::sport::{FileProblem, SportSource},
    period::Date,
};
use zip::{ZipArchive, result::ZipError};

use super::{
    JSON_BYTES_MAX, Parsed, TABLE_BYTES_MAX, XML_BYTES_MAX, json,
    limits::{Bounded, Watch, io_problem},
    tables, xml,
};

/// Most entries of an archive: a Strava archive has a file for each of some thousand activities.
const ENTRIES_MAX: u64 = 50_000;
/// Largest directory of an archive that is taken into memory.
const DIRECTORY_BYTES_MAX: u64 = 16 << 20;
/// Tables that are read at most: one for each day that is kept.
const TABLES_MAX: usize = 400;

type Archive = ZipArchive<BufReader<File>>;

/// One entry that may be an export.
struct Entry {
    index: usize,
    name: String,
    packed: u64,
    size: u64,
}

impl Entry {
    fn file_name(&self) -> String {
        let name = self.name.rsplit('/').next().unwrap_or_default();
        name.to_lowercase()
    }

    fn ends_with(&self, ending: &str) -> bool {
        self.file_name().ends_with(ending)
    }

    /// `2026-03-01.csv`.
    fn day(&self) -> Option<Date> {
        let name = self.file_name();
        Date::parse(name.strip_suffix(".csv")?).ok()
    }
}

/// Reads the export in an archive.
pub(super) fn read(mut file: File, keep_from: Date, watch: &Watch) -> Result<Parsed, FileProblem> {
    check_directory(&mut file)?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| damaged(&error))?;
    let entries = entries(&mut archive)?;
    let mut reader = Reader {
        archive,
        keep_from,
        watch,
    };
    if let Some(parsed) = reader.apple(&entries)? {
        return Ok(parsed);
    }
    let activities = entries
        .iter()
        .find(|entry| entry.file_name() == "activities.csv");
    if let Some(entry) = activities {
        return reader.table(entry, None);
    }
    let is_minutes = |entry: &&Entry| {
        let name = entry.file_name();
        name.strip_prefix("sport per minute merged data")
            .is_some_and(|rest| rest.to_ascii_lowercase().ends_with(".json"))
    };
    let minutes: Vec<&Entry> = entries.iter().filter(is_minutes).collect();
    if !minutes.is_empty() {
        return reader.huawei(&minutes);
    }
    if let Some(parsed) = reader.tables(&entries)? {
        return Ok(parsed);
    }
    let archives = [".zip", ".gz", ".7z", ".rar", ".tar"];
    let nested = entries
        .iter()
        .find(|entry| archives.iter().any(|ending| entry.ends_with(ending)));
    Err(
        nested.map_or(FileProblem::NothingKnown, |entry| FileProblem::Nested {
            name: shown(&entry.name),
        }),
    )
}

fn shown(name: &str) -> String {
    let visible = name.chars().filter(|c| !c.is_control());
    visible.take(120).collect()
}

fn damaged(error: &ZipError) -> FileProblem {
    match error {
        ZipError::Io(error) => io_problem(error),
        error => FileProblem::Damaged {
            what: error.to_string().chars().take(120).collect(),
        },
    }
}

/// Reads how many entries the archive claims to have, and how large its directory is, before any of it is in memory.
fn check_directory(file: &mut File) -> Result<(), FileProblem> {
    const END: &[u8] = b"PK\x05\x06";
    const END_64: &[u8] = b"PK\x06\x06";
    /// The end record, the longest comment behind it, and the records of large archives before it.
    const TAIL: u64 = 22 + 65_535 + 76;
    let io = |error: std::io::Error| io_problem(&error);
    let cut_off = || FileProblem::Damaged {
        what: "no end of archive".to_owned(),
    };
    let size = file.seek(SeekFrom::End(0)).map_err(io)?;
    let from = size.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(from)).map_err(io)?;
    let mut tail = Vec::new();
    Read::by_ref(file)
        .take(TAIL)
        .read_to_end(&mut tail)
        .map_err(io)?;
    let number = |record: &[u8], at: usize, length: usize| {
        let mut bytes = [0u8; 8];
        let from = record.get(at..at + length)?;
        bytes.get_mut(..length)?.copy_from_slice(from);
        Some(u64::from_le_bytes(bytes))
    };
    let end = memchr::memmem::rfind(&tail, END).ok_or_else(cut_off)?;
    let record = tail.get(end..).unwrap_or_default();
    let mut entries = number(record, 10, 2).ok_or_else(cut_off)?;
    let mut bytes = number(record, 12, 4).ok_or_else(cut_off)?;
    let before = tail.get(..end).unwrap_or_default();
    if let Some(at) = memchr::memmem::rfind(before, END_64) {
        let record = before.get(at..).unwrap_or_default();
        entries = entries.max(number(record, 32, 8).ok_or_else(cut_off)?);
        // A directory cannot be larger than its file; this number stands for "see the large record".
        bytes = number(record, 40, 8).ok_or_else(cut_off)?.min(size);
    }
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    if entries > ENTRIES_MAX || bytes > DIRECTORY_BYTES_MAX {
        return Err(FileProblem::TooManyEntries {
            entries,
            most: ENTRIES_MAX,
        });
    }
    Ok(())
}

/// The files of an archive that may be an export. Names that lead outside, and links, refuse the whole.
fn entries(archive: &mut Archive) -> Result<Vec<Entry>, FileProblem> {
    let count = archive.len();
    if count as u64 > ENTRIES_MAX {
        return Err(FileProblem::TooManyEntries {
            entries: count as u64,
            most: ENTRIES_MAX,
        });
    }
    let mut entries = Vec::new();
    for index in 0..count {
        let entry = archive
            .by_index_raw(index)
            .map_err(|error| damaged(&error))?;
        let name = String::from_utf8_lossy(entry.name_raw()).replace('\\', "/");
        if entry.is_symlink() {
            return Err(FileProblem::Link { name: shown(&name) });
        }
        let leads_out = name.starts_with('/') || name.split('/').any(|part| part == "..");
        if leads_out || entry.enclosed_name().is_none() {
            return Err(FileProblem::UnsafeName { name: shown(&name) });
        }
        if entry.encrypted() {
            return Err(FileProblem::Encrypted);
        }
        let hidden = name
            .split('/')
            .any(|part| part == "__MACOSX" || part.starts_with("._"));
        if !entry.is_dir() && !hidden {
            entries.push(Entry {
                index,
                packed: entry.compressed_size(),
                size: entry.size(),
                name,
            });
        }
    }
    Ok(entries)
}

struct Reader<'w> {
    archive: Archive,
    keep_from: Date,
    watch: &'w Watch,
}

impl Reader<'_> {
    fn open<T>(
        &mut self,
        entry: &Entry,
        most: u64,
        read: impl FnOnce(BufReader<Bounded<'_, &mut dyn Read>>) -> Result<T, FileProblem>,
    ) -> Result<T, FileProblem> {
        let mut source = self
            .archive
            .by_index(entry.index)
            .map_err(|error| damaged(&error))?;
        self.watch.total(entry.size);
        let source: &mut dyn Read = &mut source;
        let bounded = Bounded::new(source, &shown(&entry.name), most, entry.packed, self.watch);
        read(BufReader::with_capacity(1 << 16, bounded))
    }

    /// The first XML whose root is Apple's: the names of file and folder follow the language of the phone.
    fn apple(&mut self, entries: &[Entry]) -> Result<Option<Parsed>, FileProblem> {
        let keep_from = self.keep_from;
        for entry in entries {
            if !entry.ends_with(".xml") || entry.ends_with("export_cda.xml") {
                continue;
            }
            match self.open(entry, XML_BYTES_MAX, |source| xml::read(source, keep_from)) {
                Err(FileProblem::NotHealthData) => {}
                parsed => return parsed.map(Some),
            }
        }
        Ok(None)
    }

    fn table(&mut self, entry: &Entry, day: Option<Date>) -> Result<Parsed, FileProblem> {
        let keep_from = self.keep_from;
        self.open(entry, TABLE_BYTES_MAX, |source| {
            tables::read(source, day, keep_from)
        })
    }

    fn huawei(&mut self, files: &[&Entry]) -> Result<Parsed, FileProblem> {
        let mut reading = json::Reading::new(self.keep_from);
        for entry in files {
            self.open(entry, JSON_BYTES_MAX, |source| reading.file(source))?;
        }
        Ok(reading.finish())
    }

    /// Google's table of all days, else its tables of single days, else Zepp's minutes, else the first table that fits.
    fn tables(&mut self, entries: &[Entry]) -> Result<Option<Parsed>, FileProblem> {
        let is_table = |entry: &&Entry| entry.ends_with(".csv");
        let (days, whole): (Vec<&Entry>, Vec<&Entry>) = entries
            .iter()
            .filter(is_table)
            .partition(|entry| entry.day().is_some());
        let mut best: Option<Parsed> = None;
        let mut first_problem = None;
        for entry in whole.into_iter().take(TABLES_MAX) {
            match self.table(entry, None) {
                Ok(parsed) if parsed.source == SportSource::GoogleFit => return Ok(Some(parsed)),
                Ok(parsed) => {
                    let is_better = best.as_ref().is_none_or(|best| {
                        parsed.source == SportSource::Zepp && best.source != SportSource::Zepp
                    });
                    if is_better {
                        best = Some(parsed);
                    }
                }
                Err(FileProblem::MissingColumn { .. } | FileProblem::Unknown) => {}
                Err(problem) => first_problem = first_problem.or(Some(problem)),
            }
        }
        if let Some(days) = self.days(&days) {
            return Ok(Some(days));
        }
        match (best, first_problem) {
            (None, Some(problem)) => Err(problem),
            (best, _) => Ok(best),
        }
    }

    /// Google's tables of single days, put together.
    fn days(&mut self, tables: &[&Entry]) -> Option<Parsed> {
        let mut all: Option<Parsed> = None;
        let mut older = 0;
        for entry in tables {
            let Some(day) = entry.day() else { continue };
            if day < self.keep_from {
                older += 1;
                continue;
            }
            let Ok(parsed) = self.table(entry, Some(day)) else {
                continue;
            };
            match &mut all {
                _ if parsed.source != SportSource::GoogleFit => {}
                Some(all) if all.days.len() < TABLES_MAX => {
                    all.days.extend(parsed.days);
                    all.refused += parsed.refused;
                }
                Some(_) => {}
                None => all = Some(parsed),
            }
        }
        let mut all = all?;
        all.days.sort_by_key(|total| total.day);
        all.days.dedup_by_key(|total| total.day);
        all.older += older;
        Some(all)
    }
}
