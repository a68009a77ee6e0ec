//! Reads the server's JSON into types.
//!
//! `serde_json` would do, but each of some hundred types would carry its own copy of the grammar and of its errors: a
//! quarter of the whole program. Here all that does not depend on the type stands once, an object is read as an object
//! only, and an error says no more than that the text could not be read, which is all that a person is told.

use std::borrow::Cow;
use std::fmt::{self, Display};

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, Visitor,
};

/// The text is not JSON, or not of the type that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("unreadable JSON")
    }
}

impl std::error::Error for Unreadable {}

impl Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

type Outcome<T> = Result<T, Unreadable>;

/// The value that `text` holds.
pub fn read<T: DeserializeOwned>(text: &str) -> Outcome<T> {
    let mut reader = Reader { text, at: 0 };
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Where reading has come to.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    /// The next byte that is not white space, left where it is; zero at the end.
    fn peek(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Takes `byte`, which must come next.
    fn take(&mut self, byte: u8) -> Outcome<()> {
        if self.peek() == byte {
            self.at += 1;
            return Ok(());
        }
        Err(Unreadable)
    }

    /// Takes `word` if it comes next.
    fn take_word(&mut self, word: &str) -> bool {
        self.peek();
        let is_next = self
            .text
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word));
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    fn end(&mut self) -> Outcome<()> {
        let is_end = self.peek() == 0 && self.at == self.text.len();
        is_end.then_some(()).ok_or(Unreadable)
    }

    fn boolean(&mut self) -> Outcome<bool> {
        if self.take_word("true") {
            Ok(true)
        } else if self.take_word("false") {
            Ok(false)
        } else {
            Err(Unreadable)
        }
    }

    /// The text of a number.
    fn number(&mut self) -> Outcome<&'a str> {
        self.peek();
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest
            .bytes()
            .take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .count();
        self.at += length;
        rest.get(..length)
            .filter(|text| !text.is_empty())
            .ok_or(Unreadable)
    }

    fn integer(&mut self) -> Outcome<i64> {
        self.number()?.parse().map_err(|_| Unreadable)
    }

    fn string(&mut self) -> Outcome<Cow<'a, str>> {
        self.take(b'"')?;
        let rest = self.text.get(self.at..).ok_or(Unreadable)?;
        let plain = rest
            .bytes()
            .position(|byte| matches!(byte, b'"' | b'\\'))
            .ok_or(Unreadable)?;
        if rest.as_bytes().get(plain) == Some(&b'"') {
            self.at += plain + 1;
            return rest.get(..plain).map(Cow::Borrowed).ok_or(Unreadable);
        }
        self.escaped(rest).map(Cow::Owned)
    }

    /// A string with escapes in it, from behind its first quote.
    fn escaped(&mut self, rest: &str) -> Outcome<String> {
        let mut text = String::new();
        let mut letters = rest.chars();
        loop {
            match letters.next().ok_or(Unreadable)? {
                '"' => break,
                '\\' => text.push(match letters.next().ok_or(Unreadable)? {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'u' => unicode(&mut letters)?,
                    letter @ ('"' | '\\' | '/') => letter,
                    _ => return Err(Unreadable),
                }),
                letter => text.push(letter),
            }
        }
        self.at = self.text.len() - letters.as_str().len();
        Ok(text)
    }

    /// Begins a list or an object, or goes on behind one of its parts; whether another part follows. The closing
    /// bracket is taken.
    fn goes_on(&mut self, is_first: bool, close: u8) -> Outcome<bool> {
        match self.peek() {
            byte if byte == close => {
                self.at += 1;
                Ok(false)
            }
            b',' if !is_first => {
                self.at += 1;
                Ok(true)
            }
            _ if is_first => Ok(true),
            _ => Err(Unreadable),
        }
    }

    /// Passes over a value that nobody asked for.
    fn skip(&mut self) -> Outcome<()> {
        let mut depth = 0_u32;
        loop {
            match self.peek() {
                b'"' => drop(self.string()?),
                b'[' | b'{' => {
                    depth += 1;
                    self.at += 1;
                }
                b']' | b'}' => {
                    depth = depth.checked_sub(1).ok_or(Unreadable)?;
                    self.at += 1;
                }
                b',' | b':' if depth > 0 => self.at += 1,
                b't' | b'f' => drop(self.boolean()?),
                b'n' => self.take_word("null").then_some(()).ok_or(Unreadable)?,
                _ => drop(self.number()?),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }
}

/// The character of `\uXXXX`, or of the two that make one beyond the first plane.
fn unicode(letters: &mut std::str::Chars<'_>) -> Outcome<char> {
    let first = four_digits(letters)?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first).ok_or(Unreadable);
    }
    if letters.next() != Some('\\') || letters.next() != Some('u') {
        return Err(Unreadable);
    }
    let second = four_digits(letters)?
        .checked_sub(0xdc00)
        .filter(|low| *low < 0x400)
        .ok_or(Unreadable)?;
    char::from_u32(0x10000 + ((first - 0xd800) << 10) + second).ok_or(Unreadable)
}

fn four_digits(letters: &mut std::str::Chars<'_>) -> Outcome<u32> {
    (0..4).try_fold(0, |number, _| {
        let digit = letters.next().and_then(|letter| letter.to_digit(16));
        Ok(number * 16 + digit.ok_or(Unreadable)?)
    })
}

/// Parts of a list or an object.
struct Parts<'r, 'a> {
    reader: &'r mut Reader<'a>,
    is_first: bool,
}

impl Parts<'_, '_> {
    fn next(&mut self, close: u8) -> Outcome<bool> {
        let is_first = std::mem::take(&mut self.is_first);
        self.reader.goes_on(is_first, close)
    }
}

impl<'de> SeqAccess<'de> for Parts<'_, 'de> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Outcome<Option<T::Value>> {
        if !self.next(b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for Parts<'_, 'de> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Outcome<Option<K::Value>> {
        if !self.next(b'}')? {
            return Ok(None);
        }
        let key = self.reader.string()?;
        self.reader.take(b':')?;
        let key: StrDeserializer<'_, Unreadable> = (&*key).into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Outcome<V::Value> {
        seed.deserialize(&mut *self.reader)
    }
}

/// Methods that read a whole number, whatever its width: the visitor refuses what does not fit.
macro_rules! whole_numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
            visitor.visit_i64(self.integer()?)
        })*
    };
}

/// Methods that read as another one does.
macro_rules! same_as {
    ($other:ident: $($method:ident($($argument:ty),*))*) => {
        $(fn $method<V: Visitor<'de>>(self, $(_: $argument,)* visitor: V) -> Outcome<V::Value> {
            self.$other(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.peek() {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => self.deserialize_unit(visitor),
            _ => self.deserialize_i64(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_bool(self.boolean()?)
    }

    whole_numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_f64(self.number()?.parse().map_err(|_| Unreadable)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_str(&self.string()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        if self.take_word("null") {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        if self.take_word("null") {
            visitor.visit_unit()
        } else {
            Err(Unreadable)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Outcome<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.take(b'[')?;
        visitor.visit_seq(Parts {
            reader: self,
            is_first: true,
        })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.take(b'{')?;
        visitor.visit_map(Parts {
            reader: self,
            is_first: true,
        })
    }

    /// Enums of the schema are words.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        let word = self.string()?;
        let word: StrDeserializer<'_, Unreadable> = (&*word).into_deserializer();
        visitor.visit_enum(word)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }

    same_as! { deserialize_f64: deserialize_f32() }
    same_as! { deserialize_str: deserialize_char() deserialize_string() deserialize_identifier() deserialize_bytes() deserialize_byte_buf() }
    same_as! { deserialize_unit: deserialize_unit_struct(&'static str) }
    same_as! { deserialize_seq: deserialize_tuple(usize) deserialize_tuple_struct(&'static str, usize) }
    same_as! { deserialize_map: deserialize_struct(&'static str, &'static [&'static str]) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::{Unreadable, read};

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Row {
        id: String,
        is_open: bool,
        count: Option<i64>,
        state: State,
        parts: Vec<Row>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    enum State {
        NotYet,
        Done,
    }

    #[test]
    fn an_object_is_read_whatever_the_order_and_what_is_not_asked_for_is_passed_over() {
        let text = r#" { "parts" : [ {"id":"b","isOpen":false,"count":-3,"state":"DONE","parts":[ ] } ],
            "unknown": {"a":[1,2.5e3,{"b":"]}\""}],"c":null,"d":true}, "state":"NOT_YET", "isOpen":true, "id":"a" } "#;
        let expected: Row = serde_json::from_str(text).unwrap();
        assert_eq!(expected.parts[0].count, Some(-3));
        assert_eq!(read::<Row>(text), Ok(expected));
    }

    #[test]
    fn text_is_read_as_serde_json_reads_it() {
        for text in [
            r#""""#,
            r#""沙 saxaul 🌵""#,
            r#""\"\\\/\b\f\n\r\t""#,
            r#""x\u00e9\u6c99\ud83c\udf35y""#,
        ] {
            let expected: String = serde_json::from_str(text).unwrap();
            assert_eq!(read::<String>(text).as_deref(), Ok(expected.as_str()));
        }
    }

    #[test]
    fn numbers_keep_their_digits_up_to_the_ends_of_their_type() {
        assert_eq!(read("9223372036854775807"), Ok(i64::MAX));
        assert_eq!(read("-9223372036854775808"), Ok(i64::MIN));
        assert_eq!(read::<i64>("9223372036854775808"), Err(Unreadable));
        assert_eq!(read::<u8>("256"), Err(Unreadable));
        assert_eq!(read("-12.5e-1"), Ok(-1.25_f64));
    }

    #[test]
    fn maps_and_absent_or_empty_values_are_read() {
        let map: BTreeMap<String, Vec<Option<bool>>> = read(r#"{"a":[true,null],"b":[]}"#).unwrap();
        assert_eq!(map["a"], [Some(true), None]);
        assert!(map["b"].is_empty());
        assert_eq!(read("null"), Ok(()));
        assert_eq!(read("null"), Ok(None::<i64>));
    }

    #[test]
    fn what_is_not_json_or_not_of_the_type_is_refused() {
        for text in [
            "",
            "{",
            "[1",
            "[1,]x",
            "[1 2]",
            "[,1]",
            "[1]]",
            "\"a",
            "nul",
            "{\"a\"}",
            "{\"a\":1,}",
            r#""\x""#,
            r#""\ud83c""#,
            r#""\ud83cxx""#,
            r#""\u12""#,
            "tru",
        ] {
            assert_eq!(read::<Vec<i64>>(text), Err(Unreadable), "{text}");
            assert_eq!(read::<String>(text), Err(Unreadable), "{text}");
            assert_eq!(
                read::<BTreeMap<String, i64>>(text),
                Err(Unreadable),
                "{text}"
            );
        }
        assert_eq!(read::<State>(r#""NEVER""#), Err(Unreadable));
        let without_state = r#"{"id":"a","isOpen":true,"parts":[]}"#;
        assert_eq!(read::<Row>(without_state), Err(Unreadable));
    }
}
