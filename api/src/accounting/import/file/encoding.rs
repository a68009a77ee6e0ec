//! Which encoding a text is in. UTF-8 and GBK (read as GB18030, which contains it) are read; others are refused by name.

use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
    path::Path,
};

use encoding_rs::{BIG5, CoderResult, Encoding, GB18030, SHIFT_JIS, UTF_8};

use super::FileProblem;

/// Reads the first bytes of a file, as many as there are.
pub(super) fn read_head(path: &Path, head: &mut [u8]) -> Result<usize, FileProblem> {
    let mut file = File::open(path)?;
    let mut length = 0;
    while let Some(rest) = head.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

/// Bytes from the beginning that are looked at before the whole.
const HEAD_BYTES: usize = 4096;

/// Tells the encoding of a whole file.
pub(super) fn detect(path: &Path) -> Result<&'static Encoding, FileProblem> {
    let mut head = [0u8; HEAD_BYTES];
    let length = read_head(path, &mut head)?;
    require_text(head.get(..length).unwrap_or_default())?;
    by_whole(path)
}

/// Tells the encoding by the beginning alone where that is UTF-8. The rest may still be something else: whoever reads it has
/// to check it.
pub(super) fn presume(path: &Path) -> Result<&'static Encoding, FileProblem> {
    let mut head = [0u8; HEAD_BYTES];
    let length = read_head(path, &mut head)?;
    let head = head.get(..length).unwrap_or_default();
    require_text(head)?;
    match std::str::from_utf8(head) {
        Ok(_) => Ok(UTF_8),
        // The last character is cut off where the head ends.
        Err(error) if error.error_len().is_none() && length == HEAD_BYTES => Ok(UTF_8),
        Err(_) => by_whole(path),
    }
}

/// Refuses by name what is not text, or text of two or four bytes a character.
fn require_text(head: &[u8]) -> Result<(), FileProblem> {
    match head {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
            return Err(FileProblem::Encoding("UTF-32"));
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(FileProblem::Encoding("UTF-16")),
        _ => {}
    }
    // Every other byte zero: UTF-16 without a mark. Any other zero byte: no text.
    if head.contains(&0) {
        let every_other =
            head.chunks(2).filter(|pair| pair.contains(&0)).count() * 2 > head.len() / 2;
        return Err(if every_other {
            FileProblem::Encoding("UTF-16")
        } else {
            FileProblem::Kind("binary data")
        });
    }
    Ok(())
}

fn by_whole(path: &Path) -> Result<&'static Encoding, FileProblem> {
    if decodes_as(path, UTF_8)? {
        return Ok(UTF_8);
    }
    if decodes_as(path, GB18030)? {
        return Ok(GB18030);
    }
    for (encoding, name) in [(BIG5, "Big5"), (SHIFT_JIS, "Shift_JIS")] {
        if decodes_as(path, encoding)? {
            return Err(FileProblem::Encoding(name));
        }
    }
    Err(FileProblem::Encoding("ISO-8859 / Windows-125x"))
}

/// Whether the whole file can be decoded without a fault.
fn decodes_as(path: &Path, encoding: &'static Encoding) -> Result<bool, FileProblem> {
    let mut source = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut bytes = vec![0u8; 1 << 16];
    let mut text = vec![0u8; 1 << 18];
    loop {
        let read = source.read(&mut bytes)?;
        let mut rest = bytes.get(..read).unwrap_or_default();
        loop {
            let (result, consumed, _) =
                decoder.decode_to_utf8_without_replacement(rest, &mut text, read == 0);
            rest = rest.get(consumed..).unwrap_or_default();
            match result {
                encoding_rs::DecoderResult::Malformed(..) => return Ok(false),
                encoding_rs::DecoderResult::OutputFull => {}
                encoding_rs::DecoderResult::InputEmpty => break,
            }
        }
        if read == 0 {
            return Ok(true);
        }
    }
}

/// The bytes of a file behind its byte order mark, if it has one.
pub(super) fn without_mark(path: &Path) -> Result<File, FileProblem> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let mut head = [0u8; MARK.len()];
    let length = read_head(path, &mut head)?;
    let mut file = File::open(path)?;
    if head.get(..length) == Some(MARK) {
        file.seek(SeekFrom::Start(MARK.len() as u64))?;
    }
    Ok(file)
}

/// A reader that gives the file's text as UTF-8 without a byte order mark and with line ends of one byte: a reader of records
/// counts `\r\n` only when it has read on past it, and would number every row of such a file one too low.
pub(super) struct Utf8Reader {
    source: File,
    decoder: encoding_rs::Decoder,
    text: Vec<u8>,
    given: usize,
    ended: bool,
    /// The text before ended with `\r`, which is held back until it is known what follows.
    held: bool,
}

impl Utf8Reader {
    pub(super) fn open(path: &Path, encoding: &'static Encoding) -> Result<Self, FileProblem> {
        let decoder = encoding.new_decoder_with_bom_removal();
        Ok(Self {
            source: File::open(path)?,
            decoder,
            text: Vec::new(),
            given: 0,
            ended: false,
            held: false,
        })
    }

    fn refill(&mut self) -> std::io::Result<()> {
        let mut bytes = [0u8; 1 << 13];
        let read = self.source.read(&mut bytes)?;
        self.ended = read == 0;
        let needed = self.decoder.max_utf8_buffer_length(read).unwrap_or(1 << 17);
        self.text.clear();
        if self.held {
            self.text.push(b'\r');
        }
        let begin = self.text.len();
        self.text.resize(begin + needed, 0);
        self.given = 0;
        let input = bytes.get(..read).unwrap_or_default();
        let room = self.text.get_mut(begin..).unwrap_or_default();
        let (result, _, written, _) = self.decoder.decode_to_utf8(input, room, self.ended);
        debug_assert_eq!(
            result,
            CoderResult::InputEmpty,
            "the buffer holds the longest possible text"
        );
        self.text.truncate(begin + written);
        self.held = !self.ended && self.text.last() == Some(&b'\r');
        if self.held {
            self.text.pop();
        }
        shorten_line_ends(&mut self.text);
        Ok(())
    }
}

/// Takes the `\r` out of every `\r\n`.
fn shorten_line_ends(text: &mut Vec<u8>) {
    let Some(first) = memchr::memchr(b'\r', text) else {
        return;
    };
    let mut kept = first;
    for at in first..text.len() {
        if text[at] == b'\r' && text.get(at + 1) == Some(&b'\n') {
            continue;
        }
        text[kept] = text[at];
        kept += 1;
    }
    text.truncate(kept);
}

impl Read for Utf8Reader {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.refill()?;
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let length = rest.len().min(out.len());
        if let (Some(out), Some(rest)) = (out.get_mut(..length), rest.get(..length)) {
            out.copy_from_slice(rest);
        }
        self.given += length;
        Ok(length)
    }
}
