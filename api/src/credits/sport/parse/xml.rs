//! Apple Health's `export.xml`, element by element.
//!
//! The document type that the export carries is tolerated, never used: it may declare elements and attributes, but no
//! entity, and nothing outside of the file is ever asked for. Only the five entities that every XML has are replaced.

use std::io::BufRead;

use quick_xml::{
    Error, Reader, XmlVersion,
    events::{BytesStart, Event},
};
use saxaul_shared::{
    credits::sport::{
        FileProblem, Moment, SportSource, StepBook,
        apple::{self, Record, Workout},
    },
    period::Date,
};

use super::{
    Parsed,
    limits::{Pieces, io_problem},
};

/// Largest tag, text, comment or document type.
const PIECE_BYTES_MAX: usize = 256 << 10;
/// Most attributes of an element that is looked at; the export's have nine.
const ATTRIBUTES_MAX: usize = 64;
/// Deepest nesting; the export's is four.
const DEPTH_MAX: usize = 32;

/// A record of steps whose end has not been read yet.
struct OpenRecord {
    source: String,
    sample: Option<(Moment, Moment, i64)>,
    is_manual: bool,
}

/// Where the reader is.
struct State {
    book: StepBook,
    parsed: Parsed,
    keep_from: Date,
    record: Option<OpenRecord>,
    workout: Option<Workout>,
    /// Correlations repeat records that stand at the top level too.
    in_correlation: bool,
}

/// Reads an export.
pub(super) fn read(source: impl BufRead, keep_from: Date) -> Result<Parsed, FileProblem> {
    let mut reader = Reader::from_reader(Pieces::new(source, PIECE_BYTES_MAX));
    let mut state = State {
        book: StepBook::new(keep_from),
        parsed: Parsed::new(SportSource::AppleHealth),
        keep_from,
        record: None,
        workout: None,
        in_correlation: false,
    };
    let mut buffer = Vec::with_capacity(4096);
    let (mut depth, mut has_root) = (0_usize, false);
    loop {
        buffer.clear();
        reader.get_mut().next_piece();
        let at_byte = reader.buffer_position();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => return Err(problem(&error, at_byte)),
        };
        match event {
            Event::Start(element) => {
                if depth == 0 {
                    has_root = is_root(&element, has_root)?;
                }
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(FileProblem::XmlTooLarge { at_byte });
                }
                state.open(&element, depth, at_byte)?;
            }
            Event::Empty(element) => {
                if depth == 0 {
                    has_root = is_root(&element, has_root)?;
                } else {
                    state.open(&element, depth + 1, at_byte)?;
                    state.close(element.name().as_ref(), depth + 1)?;
                }
            }
            Event::End(element) => {
                state.close(element.name().as_ref(), depth)?;
                depth = depth.saturating_sub(1);
            }
            Event::DocType(text) => check_document_type(&text)?,
            Event::GeneralRef(reference) => {
                let known = ["lt", "gt", "amp", "apos", "quot"];
                if !reference.starts_with('#') && !known.contains(&&*reference) {
                    return Err(FileProblem::Entity);
                }
            }
            Event::Eof if depth == 0 && has_root => break,
            Event::Eof if has_root => return Err(FileProblem::Xml { at_byte }),
            Event::Eof => return Err(FileProblem::NotHealthData),
            _ => {}
        }
    }
    let State {
        book, mut parsed, ..
    } = state;
    parsed.older += book.older();
    parsed.refused += book.odd();
    parsed.days = book.finish();
    Ok(parsed)
}

fn is_root(element: &BytesStart<'_>, has_root: bool) -> Result<bool, FileProblem> {
    if has_root || element.name().as_ref() != "HealthData" {
        return Err(FileProblem::NotHealthData);
    }
    Ok(true)
}

/// Elements and attributes may be declared, entities may not, and nothing outside may be named.
fn check_document_type(text: &str) -> Result<(), FileProblem> {
    if text.contains("<!ENTITY") {
        return Err(FileProblem::Entity);
    }
    let before_subset = text.split('[').next().unwrap_or(text);
    let mut words = before_subset.split_whitespace();
    if words.any(|word| word == "SYSTEM" || word == "PUBLIC") {
        return Err(FileProblem::External);
    }
    Ok(())
}

fn problem(error: &Error, at_byte: u64) -> FileProblem {
    match error {
        Error::Io(error) => match io_problem(error) {
            // An archive that is cut off breaks in the middle of the XML.
            FileProblem::Damaged { .. } => FileProblem::Xml { at_byte },
            problem => problem,
        },
        _ => FileProblem::Xml { at_byte },
    }
}

impl State {
    fn open(
        &mut self,
        element: &BytesStart<'_>,
        depth: usize,
        at_byte: u64,
    ) -> Result<(), FileProblem> {
        match (depth, element.name().as_ref()) {
            (2, "Correlation") => self.in_correlation = true,
            (2, "Record") if !self.in_correlation => self.open_record(element, at_byte)?,
            (2, "Workout") => self.open_workout(element, at_byte)?,
            (3, "MetadataEntry") if self.record.is_some() || self.workout.is_some() => {
                self.metadata(element, at_byte)?;
            }
            (3, "WorkoutStatistics") if self.workout.is_some() => {
                self.statistics(element, at_byte)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn open_record(&mut self, element: &BytesStart<'_>, at_byte: u64) -> Result<(), FileProblem> {
        // Most records are of other types: one look at the tag tells.
        if !element.contains(apple::STEP_COUNT) {
            return Ok(());
        }
        let (mut kind, mut source) = (String::new(), String::new());
        let (mut value, mut start, mut end) = (String::new(), String::new(), String::new());
        attributes(element, at_byte, |name, text| match name {
            "type" => text.clone_into(&mut kind),
            "sourceName" => text.clone_into(&mut source),
            "value" => text.clone_into(&mut value),
            "startDate" => text.clone_into(&mut start),
            "endDate" => text.clone_into(&mut end),
            _ => {}
        })?;
        if kind == apple::STEP_COUNT {
            let record = Record {
                value: &value,
                start_date: &start,
                end_date: &end,
            };
            self.record = Some(OpenRecord {
                source,
                sample: record.sample(),
                is_manual: false,
            });
        }
        Ok(())
    }

    fn open_workout(&mut self, element: &BytesStart<'_>, at_byte: u64) -> Result<(), FileProblem> {
        let mut workout = Workout::default();
        attributes(element, at_byte, |name, text| {
            let field = match name {
                "workoutActivityType" => &mut workout.activity_type,
                "duration" => &mut workout.duration,
                "durationUnit" => &mut workout.duration_unit,
                "totalDistance" => &mut workout.distance,
                "totalDistanceUnit" => &mut workout.distance_unit,
                "startDate" => &mut workout.start_date,
                "endDate" => &mut workout.end_date,
                _ => return,
            };
            text.clone_into(field);
        })?;
        self.workout = Some(workout);
        Ok(())
    }

    fn metadata(&mut self, element: &BytesStart<'_>, at_byte: u64) -> Result<(), FileProblem> {
        let (mut key, mut value) = (String::new(), String::new());
        attributes(element, at_byte, |name, text| match name {
            "key" => text.clone_into(&mut key),
            "value" => text.clone_into(&mut value),
            _ => {}
        })?;
        let is_set = value == "1" || value.eq_ignore_ascii_case("true");
        let is_manual = is_set && key == apple::WAS_USER_ENTERED;
        if let Some(record) = &mut self.record {
            record.is_manual |= is_manual;
        }
        if let Some(workout) = &mut self.workout {
            workout.is_manual |= is_manual;
            workout.is_indoor |= is_set && key == apple::INDOOR;
        }
        Ok(())
    }

    fn statistics(&mut self, element: &BytesStart<'_>, at_byte: u64) -> Result<(), FileProblem> {
        let (mut kind, mut sum, mut unit) = (String::new(), String::new(), String::new());
        attributes(element, at_byte, |name, text| match name {
            "type" => text.clone_into(&mut kind),
            "sum" => text.clone_into(&mut sum),
            "unit" => text.clone_into(&mut unit),
            _ => {}
        })?;
        if let Some(workout) = &mut self.workout
            && Workout::is_distance(&kind)
        {
            (workout.distance, workout.distance_unit) = (sum, unit);
        }
        Ok(())
    }

    fn close(&mut self, name: &str, depth: usize) -> Result<(), FileProblem> {
        match (depth, name) {
            (2, "Correlation") => self.in_correlation = false,
            (2, "Record") => {
                if let Some(record) = self.record.take() {
                    self.keep(record)?;
                }
            }
            (2, "Workout") => {
                if let Some(workout) = self.workout.take() {
                    match workout.ride() {
                        Some(ride) => self.parsed.keep_ride(ride, self.keep_from),
                        None => self.parsed.refused += 1,
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn keep(&mut self, record: OpenRecord) -> Result<(), FileProblem> {
        if record.is_manual {
            self.parsed.manual += 1;
            return Ok(());
        }
        let Some((start, end, milli)) = record.sample else {
            self.parsed.refused += 1;
            return Ok(());
        };
        let taken = self.book.add(&record.source, start, end, milli);
        taken.map_err(|_| FileProblem::TooManySamples)?;
        Ok(())
    }
}

/// Gives every attribute of an element to `each`, its entities replaced.
fn attributes(
    element: &BytesStart<'_>,
    at_byte: u64,
    mut each: impl FnMut(&str, &str),
) -> Result<(), FileProblem> {
    // Looking for attributes that stand twice would take time that grows with their square.
    for (number, attribute) in element.attributes().with_checks(false).enumerate() {
        if number >= ATTRIBUTES_MAX {
            return Err(FileProblem::XmlTooLarge { at_byte });
        }
        let attribute = attribute.map_err(|_| FileProblem::Xml { at_byte })?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|_| FileProblem::Entity)?;
        each(attribute.key.as_ref(), &value);
    }
    Ok(())
}
