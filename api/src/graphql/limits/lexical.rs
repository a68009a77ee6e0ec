//! Limits on the text, so that the parser never sees one that could exhaust the stack or the clock.

use super::{Limit, LimitError, at_most};

/// Most brackets open at once; a document within the depth limit needs far fewer.
const NESTING_MAX: u64 = 64;

/// Counts tokens and open brackets without building anything.
pub(crate) fn check_text(text: &str, tokens_max: usize) -> Result<(), LimitError> {
    let allowed = u64::try_from(tokens_max).unwrap_or(u64::MAX);
    let (mut tokens, mut open) = (0_u64, 0_u64);
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => continue,
            b'#' => {
                while bytes
                    .next_if(|byte| !matches!(byte, b'\n' | b'\r'))
                    .is_some()
                {}
                continue;
            }
            b'{' | b'[' | b'(' => {
                open += 1;
                at_most(Limit::Nesting, NESTING_MAX, open)?;
            }
            b'}' | b']' | b')' => open = open.saturating_sub(1),
            b'"' => skip_string(&mut bytes),
            byte if is_word(byte) => while bytes.next_if(|byte| is_word(*byte)).is_some() {},
            _ => {}
        }
        tokens += 1;
        if tokens > allowed {
            return Err(LimitError::new(Limit::Tokens, allowed, tokens));
        }
    }
    Ok(())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Skips the rest of a string or block string; an unterminated one ends with the text, and the parser refuses it.
fn skip_string(bytes: &mut std::iter::Peekable<std::str::Bytes<'_>>) {
    if bytes.next_if_eq(&b'"').is_some() {
        if bytes.next_if_eq(&b'"').is_none() {
            return;
        }
        let mut quotes = 0;
        while let Some(byte) = bytes.next() {
            match byte {
                b'\\' if bytes.peek() == Some(&b'"') => {
                    // Only \""" is an escape here; skipping one quote is enough not to count it.
                    bytes.next();
                    quotes = 0;
                }
                b'"' => {
                    quotes += 1;
                    if quotes == 3 {
                        return;
                    }
                }
                _ => quotes = 0,
            }
        }
        return;
    }
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' | b'\n' | b'\r' => return,
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
}
