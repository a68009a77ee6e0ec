//! Documents parsed before: the console sends the same few again and again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::parser::{Error, parse_query, types::ExecutableDocument};

/// Most documents kept; when full, all are forgotten, which costs one parse each and bounds the memory.
const DOCUMENTS_MAX: usize = 512;
/// Longest text kept.
const TEXT_BYTES_MAX: usize = 8 * 1024;

/// A bounded store of parsed documents by text.
#[derive(Debug, Default)]
pub(super) struct Documents(Mutex<HashMap<String, Arc<ExecutableDocument>>>);

impl Documents {
    /// The document of the text, parsed now or before.
    pub(super) fn parse(&self, text: &str) -> Result<Arc<ExecutableDocument>, Error> {
        if let Some(document) = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(text)
        {
            return Ok(Arc::clone(document));
        }
        let document = Arc::new(parse_query(text)?);
        if text.len() <= TEXT_BYTES_MAX {
            let mut documents = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if documents.len() >= DOCUMENTS_MAX {
                documents.clear();
            }
            documents.insert(text.to_owned(), Arc::clone(&document));
        }
        Ok(document)
    }
}
