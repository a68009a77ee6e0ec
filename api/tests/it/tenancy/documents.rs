//! Documents for every root field, made from the schema itself: a new field is walked without anyone writing a case.

use std::collections::HashMap;

use async_graphql::parser::{
    parse_schema,
    types::{
        BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
    },
};

/// What a root field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Query,
    Mutation,
    Subscription,
}

/// A field of a root type.
#[derive(Debug, Clone)]
pub struct RootField {
    pub kind: Kind,
    pub name: String,
    definition: FieldDefinition,
}

/// The schema's types by name.
pub struct Schema {
    types: HashMap<String, TypeKind>,
}

/// Values for arguments and input fields whose type does not say what they mean, so that a document gets as far as
/// looking for the foreign object.
const MEANINGFUL: &[(&str, &str)] = &[
    ("email", "\"new.person@example.cn\""),
    ("password", "\"saxaul grows slowly\""),
    ("roles", "[DATA_OWNER]"),
    ("activity", "\"purchased_electricity\""),
    ("unit", "\"kWh\""),
    ("region", "\"CN\""),
    ("currency", "\"CNY\""),
    ("industry", "\"C26\""),
    ("year", "2025"),
    ("first", "10"),
    ("fileName", "\"bills.csv\""),
];

impl Schema {
    pub fn read(sdl: &str) -> Self {
        let document = parse_schema(sdl).unwrap();
        let types = document
            .definitions
            .into_iter()
            .filter_map(|definition| match definition {
                TypeSystemDefinition::Type(definition) => {
                    Some((definition.node.name.node.to_string(), definition.node.kind))
                }
                _ => None,
            })
            .collect();
        Self { types }
    }

    /// Every field of the three root types.
    pub fn roots(&self) -> Vec<RootField> {
        let mut roots = Vec::new();
        for (kind, name) in [
            (Kind::Query, "Query"),
            (Kind::Mutation, "Mutation"),
            (Kind::Subscription, "Subscription"),
        ] {
            let Some(TypeKind::Object(object)) = self.types.get(name) else {
                continue;
            };
            for field in &object.fields {
                let definition = field.node.clone();
                roots.push(RootField {
                    kind,
                    name: definition.name.node.to_string(),
                    definition,
                });
            }
        }
        assert!(roots.len() > 10, "the schema was not understood");
        roots
    }

    /// Whether an id can be given to the field, directly or inside an input.
    pub fn takes_id(&self, field: &RootField) -> bool {
        field
            .definition
            .arguments
            .iter()
            .any(|argument| self.holds_id(&argument.node.ty.node, 0))
    }

    /// Whether an id must be given to the field.
    pub fn takes_required_id(&self, field: &RootField) -> bool {
        field.definition.arguments.iter().any(|argument| {
            !is_optional(&argument.node) && self.holds_id(&argument.node.ty.node, 0)
        })
    }

    /// A document that gives `id` wherever an id fits.
    pub fn document(&self, field: &RootField, id: &str) -> String {
        self.write(field, Some(id))
    }

    /// A document that gives no optional argument.
    pub fn document_without_ids(&self, field: &RootField) -> String {
        self.write(field, None)
    }

    fn write(&self, field: &RootField, id: Option<&str>) -> String {
        let operation = match field.kind {
            Kind::Query => "query",
            Kind::Mutation => "mutation",
            Kind::Subscription => "subscription",
        };
        let arguments: Vec<String> = field
            .definition
            .arguments
            .iter()
            .filter_map(|argument| self.given(&argument.node, id, 0))
            .collect();
        let arguments = if arguments.is_empty() {
            String::new()
        } else {
            format!("({})", arguments.join(", "))
        };
        format!(
            "{operation} {{ {}{arguments} {} }}",
            field.name,
            self.selection(&field.definition.ty.node, 3)
        )
    }

    /// `name: value` for an argument or input field; optional ones only where an id fits.
    fn given(
        &self,
        value: &InputValueDefinition,
        id: Option<&str>,
        depth: usize,
    ) -> Option<String> {
        let wants_id = id.is_some() && depth < 4 && self.holds_id(&value.ty.node, depth);
        if is_optional(value) && !wants_id {
            return None;
        }
        let name = value.name.node.as_str();
        let is_id = base(&value.ty.node) == "ID";
        let meaningful = MEANINGFUL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, text)| (*text).to_owned());
        let text = match meaningful {
            Some(text) if !is_id => text,
            _ => self.value(&value.ty.node, id, depth),
        };
        Some(format!("{name}: {text}"))
    }

    fn value(&self, ty: &Type, id: Option<&str>, depth: usize) -> String {
        let inner = match &ty.base {
            BaseType::List(inner) => return format!("[{}]", self.value(inner, id, depth)),
            BaseType::Named(name) => name.as_str(),
        };
        match (inner, self.types.get(inner)) {
            ("ID", _) => format!("\"{}\"", id.unwrap_or("none")),
            ("Int", _) => "1".to_owned(),
            ("Float", _) => "1.0".to_owned(),
            ("Boolean", _) => "true".to_owned(),
            ("Decimal", _) => "\"1\"".to_owned(),
            ("Date", _) => "\"2025-01-31\"".to_owned(),
            ("DateTime", _) => "\"2025-01-31T00:00:00.000Z\"".to_owned(),
            (_, Some(TypeKind::Enum(values))) => values.values[0].node.value.node.to_string(),
            (_, Some(TypeKind::InputObject(input))) => {
                let fields: Vec<String> = input
                    .fields
                    .iter()
                    .filter_map(|field| self.given(&field.node, id, depth + 1))
                    .collect();
                format!("{{ {} }}", fields.join(", "))
            }
            _ => "\"x\"".to_owned(),
        }
    }

    /// Every field of the type that needs no argument, `depth` objects deep.
    fn selection(&self, ty: &Type, depth: usize) -> String {
        let name = base(ty);
        let fields = match self.types.get(name) {
            Some(TypeKind::Object(object)) => &object.fields,
            Some(TypeKind::Interface(interface)) => &interface.fields,
            _ => return String::new(),
        };
        let mut parts = vec!["__typename".to_owned()];
        for field in fields {
            let field = &field.node;
            if field
                .arguments
                .iter()
                .any(|argument| !is_optional(&argument.node))
            {
                continue;
            }
            let is_leaf = !matches!(
                self.types.get(base(&field.ty.node)),
                Some(TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
            );
            if is_leaf {
                parts.push(field.name.node.to_string());
            } else if depth > 0 && !is_list(&field.ty.node) || depth > 1 {
                let below = depth.saturating_sub(1);
                parts.push(format!(
                    "{} {}",
                    field.name.node,
                    self.selection(&field.ty.node, below)
                ));
            }
        }
        format!("{{ {} }}", parts.join(" "))
    }

    fn holds_id(&self, ty: &Type, depth: usize) -> bool {
        let name = base(ty);
        if name == "ID" {
            return true;
        }
        match self.types.get(name) {
            Some(TypeKind::InputObject(input)) if depth < 4 => input
                .fields
                .iter()
                .any(|field| self.holds_id(&field.node.ty.node, depth + 1)),
            _ => false,
        }
    }
}

fn is_optional(value: &InputValueDefinition) -> bool {
    value.ty.node.nullable || value.default_value.is_some()
}

fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => base(inner),
    }
}
