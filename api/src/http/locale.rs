//! The language of an answer.

pub use saxaul_shared::format::Locale;

/// The best match of an `Accept-Language` header, when it names a language we speak.
pub(crate) fn negotiate(header: Option<&str>) -> Option<Locale> {
    header.and_then(Locale::from_accept_language)
}
