//! What the limits need to know of the schema: for each field its type, whether it is a list, and its page.

use std::collections::HashMap;

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, Type, TypeKind, TypeSystemDefinition},
};

/// One field as the limits see it.
#[derive(Debug, Clone)]
pub(super) struct FieldIndex {
    /// Name of the innermost type.
    pub(super) type_name: String,
    pub(super) is_list: bool,
    /// Whether it takes `first` or `last`.
    pub(super) is_paged: bool,
    /// The page when the document names none, where the schema states one.
    pub(super) page_default: Option<u64>,
}

/// The schema's output types.
#[derive(Debug)]
pub(crate) struct TypeIndex {
    /// Fields of objects and interfaces. Types that are not here are leaves.
    types: HashMap<String, HashMap<String, FieldIndex>>,
}

impl TypeIndex {
    /// Reads the index from the schema's own SDL, so that no slice has to declare anything twice.
    pub(crate) fn from_sdl(sdl: &str) -> Result<Self, async_graphql::parser::Error> {
        let mut types = introspection_types();
        for definition in parse_schema(sdl)?.definitions {
            let TypeSystemDefinition::Type(definition) = definition else {
                continue;
            };
            let fields = match definition.node.kind {
                TypeKind::Object(object) => object.fields,
                TypeKind::Interface(interface) => interface.fields,
                TypeKind::Union(_) => Vec::new(),
                TypeKind::Scalar | TypeKind::Enum(_) | TypeKind::InputObject(_) => continue,
            };
            let fields = fields.into_iter().map(|field| {
                let page = field
                    .node
                    .arguments
                    .iter()
                    .find(|a| matches!(a.node.name.node.as_str(), "first" | "last"));
                let default = page.and_then(|argument| argument.node.default_value.as_ref());
                let index = FieldIndex {
                    type_name: innermost(&field.node.ty.node),
                    is_list: matches!(field.node.ty.node.base, BaseType::List(_)),
                    is_paged: page.is_some(),
                    page_default: default
                        .and_then(|value| value.node.clone().into_json().ok()?.as_u64()),
                };
                (field.node.name.node.to_string(), index)
            });
            types.insert(definition.node.name.node.to_string(), fields.collect());
        }
        Ok(Self { types })
    }

    pub(super) fn field(&self, type_name: &str, field: &str) -> Option<&FieldIndex> {
        self.types.get(type_name)?.get(field)
    }

    /// Whether values of the type have fields.
    pub(super) fn is_composite(&self, type_name: &str) -> bool {
        self.types.contains_key(type_name)
    }
}

fn innermost(field_type: &Type) -> String {
    match &field_type.base {
        BaseType::Named(name) => name.to_string(),
        BaseType::List(inner) => innermost(inner),
    }
}

/// Name, innermost type, and whether it is a list.
type IntrospectionField = (&'static str, &'static str, bool);

/// The SDL leaves out the types of the introspection; their lists are what matters here.
fn introspection_types() -> HashMap<String, HashMap<String, FieldIndex>> {
    let types: &[(&str, &[IntrospectionField])] = &[
        (
            "__Schema",
            &[
                ("types", "__Type", true),
                ("queryType", "__Type", false),
                ("mutationType", "__Type", false),
                ("subscriptionType", "__Type", false),
                ("directives", "__Directive", true),
            ],
        ),
        (
            "__Type",
            &[
                ("fields", "__Field", true),
                ("interfaces", "__Type", true),
                ("possibleTypes", "__Type", true),
                ("enumValues", "__EnumValue", true),
                ("inputFields", "__InputValue", true),
                ("ofType", "__Type", false),
            ],
        ),
        (
            "__Field",
            &[("args", "__InputValue", true), ("type", "__Type", false)],
        ),
        ("__InputValue", &[("type", "__Type", false)]),
        ("__EnumValue", &[]),
        ("__Directive", &[("args", "__InputValue", true)]),
    ];
    let index = |(name, type_name, is_list): &IntrospectionField| {
        let index = FieldIndex {
            type_name: (*type_name).to_owned(),
            is_list: *is_list,
            is_paged: false,
            page_default: None,
        };
        ((*name).to_owned(), index)
    };
    types
        .iter()
        .map(|(name, fields)| ((*name).to_owned(), fields.iter().map(index).collect()))
        .collect()
}
