//! Documents that follow one board: what they ask of it, so that an answer can be written once for all who ask the same.
//!
//! A document is understood only when it is as plain as can be: one field, no directives, known sub-fields. Everything
//! else, and everything that differs for each viewer within the list, goes the ordinary way.

use std::fmt::Write as _;

use async_graphql::{
    Value, Variables,
    parser::{
        parse_query,
        types::{
            DocumentOperations, ExecutableDocument, Field, OperationType, Selection, SelectionSet,
        },
    },
};
use saxaul_shared::{
    credits::{BoardPeriod, BoardScope, SizeClass},
    decimal::WireDecimal,
};

use super::{
    query::live,
    view::{Entry, Own, View, Wanted},
};

/// Deepest nesting of fragments that is followed.
const DEPTH_MAX: usize = 4;

/// A field and the name it has in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Asked {
    key: String,
    field: String,
    inside: Vec<Asked>,
}

/// What a document asks of one board.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Recipe {
    pub(super) wanted: Wanted,
    key: String,
    asked: Vec<Asked>,
}

/// An answer as far as it is the same for all: text, and the places of each viewer's own line.
#[derive(Debug)]
pub(super) struct Body {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Own(Vec<Asked>),
    OwnAt,
}

impl Recipe {
    /// What a document asks, when it is one that is understood here.
    pub(crate) fn of(
        text: &str,
        operation_name: Option<&str>,
        variables: &Variables,
    ) -> Option<Self> {
        if !text.contains("leaderboardUpdated") {
            return None;
        }
        let document = parse_query(text).ok()?;
        let operation = match (&document.operations, operation_name) {
            (DocumentOperations::Single(operation), None) => operation,
            (DocumentOperations::Multiple(all), None) if all.len() == 1 => all.values().next()?,
            (DocumentOperations::Multiple(all), Some(name)) => all.get(name)?,
            _ => return None,
        };
        let operation = &operation.node;
        if operation.ty != OperationType::Subscription || !operation.directives.is_empty() {
            return None;
        }
        let root = match operation.selection_set.node.items.as_slice() {
            [item] => match &item.node {
                Selection::Field(field) => &field.node,
                _ => return None,
            },
            _ => return None,
        };
        if root.name.node != "leaderboardUpdated" || !root.directives.is_empty() {
            return None;
        }
        let wanted = wanted(root, variables)?;
        let mut asked = Vec::new();
        gather(
            &document,
            &root.selection_set.node,
            "Leaderboard",
            DEPTH_MAX,
            &mut asked,
        )?;
        Some(Self {
            wanted,
            key: root.response_key().node.to_string(),
            asked,
        })
    }

    /// The version of the board in an answer to the document, if the document asks for it.
    pub(crate) fn version_in(&self, data: &Value) -> Option<i64> {
        let key = &self
            .asked
            .iter()
            .find(|asked| asked.field == "version")?
            .key;
        let Value::Object(data) = data else {
            return None;
        };
        let Some(Value::Object(board)) = data.get(self.key.as_str()) else {
            return None;
        };
        match board.get(key.as_str()) {
            Some(Value::Number(version)) => version.as_i64(),
            _ => None,
        }
    }

    /// Whether an answer has nothing that differs from viewer to viewer.
    pub(super) fn is_same_for_all(&self) -> bool {
        let own = |asked: &Asked| asked.field == "own" || asked.field == "ownAt";
        !self.asked.iter().any(own)
    }

    /// Writes what is the same for all.
    pub(super) fn write(&self, view: &View) -> Body {
        let mut pieces = Vec::new();
        let mut text = String::with_capacity(8192);
        text.push_str("{\"data\":{");
        put_key(&mut text, &self.key);
        text.push('{');
        for (number, asked) in self.asked.iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            put_key(&mut text, &asked.key);
            match asked.field.as_str() {
                "own" => {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                    pieces.push(Piece::Own(asked.inside.clone()));
                }
                "ownAt" => {
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                    pieces.push(Piece::OwnAt);
                }
                "entries" => {
                    text.push('[');
                    for (at, entry) in view.public.entries.iter().enumerate() {
                        if at > 0 {
                            text.push(',');
                        }
                        put_entry(&mut text, entry, &asked.inside, false);
                    }
                    text.push(']');
                }
                field => put_field(&mut text, view, field),
            }
        }
        text.push_str("}}}");
        pieces.push(Piece::Text(text));
        Body { pieces }
    }
}

impl Body {
    /// The message of the protocol for one viewer.
    pub(super) fn message(&self, id: &str, own: Option<&Own>) -> String {
        let length: usize = self
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.len(),
                Piece::Own(_) | Piece::OwnAt => 160,
            })
            .sum();
        let mut text = String::with_capacity(length + id.len() + 64);
        text.push_str("{\"id\":");
        put_text(&mut text, id);
        text.push_str(",\"type\":\"next\",\"payload\":");
        for piece in &self.pieces {
            match (piece, own) {
                (Piece::Text(piece), _) => text.push_str(piece),
                (Piece::Own(asked), Some(own)) => put_entry(&mut text, &own.entry, asked, true),
                (Piece::OwnAt, Some(Own { at: Some(at), .. })) => {
                    let _ = write!(text, "{at}");
                }
                (Piece::Own(_) | Piece::OwnAt, _) => text.push_str("null"),
            }
        }
        text.push('}');
        text
    }
}

fn wanted(root: &Field, variables: &Variables) -> Option<Wanted> {
    let (mut scope, mut period, mut class) = (None, None, None);
    for (name, value) in &root.arguments {
        let value = value
            .node
            .clone()
            .into_const_with(|name| variables.get(&name).cloned().ok_or(()))
            .ok()?;
        let text = match &value {
            Value::Enum(name) => name.as_str(),
            Value::String(text) => text.as_str(),
            Value::Null if name.node == "sizeClass" => continue,
            _ => return None,
        };
        match name.node.as_str() {
            "scope" => scope = Some(text.parse::<BoardScope>().ok()?),
            "period" => period = Some(text.parse::<BoardPeriod>().ok()?),
            "sizeClass" => class = Some(text.parse::<SizeClass>().ok()?),
            _ => return None,
        }
    }
    Some(live(scope?, period?, class))
}

/// Gathers the fields of a selection, fragments followed; none when there is one that is not known here.
fn gather(
    document: &ExecutableDocument,
    selection: &SelectionSet,
    of: &str,
    depth: usize,
    into: &mut Vec<Asked>,
) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    for item in &selection.items {
        match &item.node {
            Selection::Field(field) => {
                let field = &field.node;
                if !field.directives.is_empty() || !field.arguments.is_empty() {
                    return None;
                }
                let name = field.name.node.as_str();
                let key = field.response_key().node.to_string();
                let mut inside = Vec::new();
                let is_known = match (of, name) {
                    (_, "__typename") => true,
                    ("Leaderboard", "entries" | "own") => {
                        let set = &field.selection_set.node;
                        let of = if name == "own" { "Own" } else { "Entry" };
                        gather(document, set, of, depth, &mut inside)?;
                        !inside.is_empty()
                    }
                    ("Leaderboard", name) => BOARD_FIELDS.contains(&name),
                    ("Own", "isOwn") => true,
                    (_, name) => ENTRY_FIELDS.contains(&name),
                };
                // Fields that are to be merged go the ordinary way.
                if !is_known || into.iter().any(|asked| asked.key == key) {
                    return None;
                }
                into.push(Asked {
                    key,
                    field: name.to_owned(),
                    inside,
                });
            }
            Selection::FragmentSpread(spread) => {
                let spread = &spread.node;
                let fragment = &document.fragments.get(&spread.fragment_name.node)?.node;
                if !spread.directives.is_empty() || !fragment.directives.is_empty() {
                    return None;
                }
                gather(document, &fragment.selection_set.node, of, depth, into)?;
            }
            Selection::InlineFragment(_) => return None,
        }
    }
    Some(())
}

const BOARD_FIELDS: &[&str] = &[
    "scope",
    "period",
    "startsOn",
    "endsOn",
    "version",
    "ownAt",
    "participants",
    "enrolled",
    "participationPct",
    "floorPct",
    "hiddenGroups",
    "sizeClass",
];
const ENTRY_FIELDS: &[&str] = &[
    "rank",
    "name",
    "score",
    "perHead",
    "members",
    "sizeClass",
    "change",
];

fn put_key(text: &mut String, key: &str) {
    // Names of GraphQL need no escapes.
    let _ = write!(text, "\"{key}\":");
}

fn put_text(text: &mut String, value: &str) {
    match serde_json::to_string(value) {
        Ok(quoted) => text.push_str(&quoted),
        Err(_) => text.push_str("null"),
    }
}

/// A word without escapes, or nothing.
fn put_word(text: &mut String, word: Option<impl std::fmt::Display>) {
    match word {
        Some(word) => {
            let _ = write!(text, "\"{word}\"");
        }
        None => text.push_str("null"),
    }
}

fn put_number(text: &mut String, number: Option<impl std::fmt::Display>) {
    match number {
        Some(number) => {
            let _ = write!(text, "{number}");
        }
        None => text.push_str("null"),
    }
}

fn put_field(text: &mut String, view: &View, field: &str) {
    let public = &view.public;
    match field {
        "__typename" => text.push_str("\"Leaderboard\""),
        "scope" => put_word(text, Some(public.scope)),
        "period" => put_word(text, Some(public.period)),
        "startsOn" => put_word(text, public.span.starts_on),
        "endsOn" => put_word(text, public.span.ends_on),
        "sizeClass" => put_word(text, public.class),
        "version" => put_number(text, Some(view.version)),
        "participants" => put_number(text, Some(public.participants)),
        "enrolled" => put_number(text, Some(public.enrolled)),
        "participationPct" => put_number(text, Some(public.participation_pct())),
        "floorPct" => put_number(text, Some(public.floor_pct)),
        "hiddenGroups" => put_number(text, Some(public.hidden_groups)),
        _ => text.push_str("null"),
    }
}

fn put_entry(text: &mut String, entry: &Entry, asked: &[Asked], is_own: bool) {
    text.push('{');
    for (number, asked) in asked.iter().enumerate() {
        if number > 0 {
            text.push(',');
        }
        put_key(text, &asked.key);
        match asked.field.as_str() {
            "__typename" => text.push_str("\"BoardEntry\""),
            "rank" => put_number(text, Some(entry.rank)),
            "name" => match &entry.name {
                Some(name) => put_text(text, name),
                None => text.push_str("null"),
            },
            "isOwn" => put_number(text, Some(is_own)),
            "score" => put_number(text, Some(entry.score)),
            "perHead" => put_word(text, entry.per_head.map(WireDecimal)),
            "members" => put_number(text, entry.members),
            "sizeClass" => put_word(text, entry.class),
            "change" => put_number(text, entry.change),
            _ => text.push_str("null"),
        }
    }
    text.push('}');
}
