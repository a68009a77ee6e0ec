//! One pass over a document that measures what the limits are about.

use std::collections::{BTreeMap, HashMap, HashSet};

use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{
        Directive, ExecutableDocument, Field, FragmentDefinition, OperationDefinition,
        OperationType, Selection, SelectionSet,
    },
};

use super::{Limit, LimitError, TypeIndex, at_most};
use crate::config::GraphqlLimits;

/// Largest page of any list.
const PAGE_MAX: u64 = 100;
/// The page assumed where neither the document nor the schema says.
const PAGE_ASSUMED: u64 = 20;
/// The length assumed of a list without pages: a closed list such as the scopes or the months.
const LIST_ASSUMED: u64 = 10;
/// Most fields and spreads after expansion; the standard introspection has about 300.
const FIELDS_MAX: u64 = 2_000;
/// Most fragments spread inside one another.
const FRAGMENT_DEPTH_MAX: u64 = 16;
/// Most lists of the introspection inside one another: `types`, `fields`, `args` and one to spare.
const INTROSPECTION_DEPTH_MAX: u64 = 4;

/// Mutations that test a secret or send a letter: one in a document, so that a limit on requests limits guesses too.
const ONCE: [&str; 7] = [
    "sessionCreate",
    "sessionRefresh",
    "organisationSignUp",
    "invitationAccept",
    "passwordReset",
    "passwordResetRequest",
    "creditTransfer",
];

/// What a document that keeps the limits will ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Analysis {
    pub(crate) operation: OperationType,
    pub(crate) cost: u64,
    pub(crate) depth: u64,
    /// Whether it asks the schema about itself, beyond `__typename`.
    pub(crate) introspects: bool,
}

/// The limits with the schema they are for.
#[derive(Debug)]
pub(crate) struct Analyst {
    index: TypeIndex,
    limits: GraphqlLimits,
}

impl Analyst {
    pub(crate) fn new(index: TypeIndex, limits: GraphqlLimits) -> Self {
        Self { index, limits }
    }

    pub(crate) fn limits(&self) -> &GraphqlLimits {
        &self.limits
    }

    /// Measures the operation and refuses what is over a limit.
    pub(crate) fn analyse(
        &self,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: &Variables,
    ) -> Result<Analysis, LimitError> {
        let mut pass = Pass {
            analyst: self,
            document,
            operation,
            variables,
            done: HashMap::new(),
            open: HashSet::new(),
        };
        pass.directives(&operation.directives)?;
        let root = match operation.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        let shape = pass.set(&operation.selection_set.node, root, None)?;
        // Fragments that no operation spreads are refused by validation; their directives count all the same.
        for fragment in document.fragments.values() {
            pass.fragment(fragment, None)?;
        }
        let limits = &self.limits;
        at_most(
            Limit::FragmentDepth,
            FRAGMENT_DEPTH_MAX,
            shape.fragment_depth,
        )?;
        at_most(
            Limit::RootFields,
            widen(limits.root_fields),
            shape.top_fields.values().sum(),
        )?;
        at_most(Limit::Aliases, widen(limits.aliases), shape.aliases)?;
        at_most(Limit::Depth, widen(limits.depth), shape.depth)?;
        at_most(
            Limit::IntrospectionDepth,
            INTROSPECTION_DEPTH_MAX,
            shape.introspection_depth,
        )?;
        at_most(Limit::Fields, FIELDS_MAX, shape.fields)?;
        at_most(Limit::Cost, limits.cost, shape.cost)?;
        for name in ONCE {
            let count = shape.top_fields.get(name).copied().unwrap_or_default();
            at_most(Limit::Once, 1, count).map_err(|error| error.about(name))?;
        }
        let introspects = shape
            .top_fields
            .keys()
            .any(|name| matches!(name.as_str(), "__schema" | "__type"));
        Ok(Analysis {
            operation: operation.ty,
            cost: shape.cost,
            depth: shape.depth,
            introspects,
        })
    }
}

/// What one selection set measures, fragments expanded. Counts saturate: past a limit it matters only that they are.
#[derive(Debug, Clone, Default)]
struct Shape {
    depth: u64,
    fields: u64,
    aliases: u64,
    cost: u64,
    fragment_depth: u64,
    introspection_depth: u64,
    /// How often each field stands at the top of the set.
    top_fields: BTreeMap<String, u64>,
}

impl Shape {
    fn add_beside(&mut self, other: &Self) {
        self.depth = self.depth.max(other.depth);
        self.fields = self.fields.saturating_add(other.fields);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.cost = self.cost.saturating_add(other.cost);
        self.fragment_depth = self.fragment_depth.max(other.fragment_depth);
        self.introspection_depth = self.introspection_depth.max(other.introspection_depth);
        for (name, count) in &other.top_fields {
            let sum = self.top_fields.entry(name.clone()).or_default();
            *sum = sum.saturating_add(*count);
        }
    }
}

struct Pass<'a> {
    analyst: &'a Analyst,
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    /// Fragments measured before, by name and the page they were spread under.
    done: HashMap<(&'a str, Option<u64>), Shape>,
    open: HashSet<&'a str>,
}

impl<'a> Pass<'a> {
    fn set(
        &mut self,
        set: &'a SelectionSet,
        parent: &str,
        page: Option<u64>,
    ) -> Result<Shape, LimitError> {
        let mut shape = Shape::default();
        for selection in &set.items {
            self.directives(selection.node.directives())?;
            let part = match &selection.node {
                Selection::Field(field) => self.field(&field.node, parent, page)?,
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let parent =
                        condition.map_or(parent, |condition| condition.node.on.node.as_str());
                    self.set(&inline.node.selection_set.node, parent, page)?
                }
                Selection::FragmentSpread(spread) => {
                    match self
                        .document
                        .fragments
                        .get_key_value(&spread.node.fragment_name.node)
                    {
                        Some((name, fragment)) => self.spread(name, fragment, page)?,
                        // Validation names the missing fragment.
                        None => Shape::default(),
                    }
                }
            };
            shape.add_beside(&part);
        }
        Ok(shape)
    }

    fn spread(
        &mut self,
        name: &'a Name,
        fragment: &'a Positioned<FragmentDefinition>,
        page: Option<u64>,
    ) -> Result<Shape, LimitError> {
        let name = name.as_str();
        let mut shape = if let Some(shape) = self.done.get(&(name, page)) {
            shape.clone()
        } else {
            if !self.open.insert(name) {
                return Err(LimitError::new(Limit::FragmentCycle, 0, 1).about(name));
            }
            // The stack grows with every fragment inside another: stop well before it matters.
            at_most(
                Limit::FragmentDepth,
                FRAGMENT_DEPTH_MAX,
                widen(self.open.len()),
            )?;
            let shape = self.fragment(fragment, page)?;
            self.open.remove(name);
            self.done.insert((name, page), shape.clone());
            shape
        };
        shape.fragment_depth += 1;
        shape.fields = shape.fields.saturating_add(1);
        Ok(shape)
    }

    fn fragment(
        &mut self,
        fragment: &'a Positioned<FragmentDefinition>,
        page: Option<u64>,
    ) -> Result<Shape, LimitError> {
        self.directives(&fragment.node.directives)?;
        let parent = fragment.node.type_condition.node.on.node.as_str();
        self.set(&fragment.node.selection_set.node, parent, page)
    }

    fn field(
        &mut self,
        field: &'a Field,
        parent: &str,
        page: Option<u64>,
    ) -> Result<Shape, LimitError> {
        let name = field.name.node.as_str();
        let analyst = self.analyst;
        let index = analyst.index.field(parent, name);
        let (type_name, is_list) = match (name, index) {
            ("__schema", _) => ("__Schema", false),
            ("__type", _) => ("__Type", false),
            (_, Some(index)) => (index.type_name.as_str(), index.is_list),
            // Validation names the unknown field; its children are still measured.
            (_, None) => ("", false),
        };
        let own_page = match index {
            Some(index) if index.is_paged => Some(self.page(field, index.page_default)?),
            _ => None,
        };
        let is_connection = own_page.is_some() && !is_list;
        let children = self.set(
            &field.selection_set.node,
            type_name,
            own_page.filter(|_| is_connection),
        )?;
        let is_composite = analyst.index.is_composite(type_name);
        let is_introspection = type_name.starts_with("__");
        let times = match (is_list, own_page, page) {
            // One answer holds the schema once: its size is ours, not the caller's.
            _ if is_introspection => 1,
            (true, Some(own), _) => own,
            (true, None, Some(outer)) => outer,
            (true, None, None) => LIST_ASSUMED,
            (false, _, _) => 1,
        };
        let each = u64::from(is_composite).saturating_add(children.cost);
        Ok(Shape {
            depth: 1 + children.depth,
            fields: children.fields.saturating_add(1),
            aliases: children
                .aliases
                .saturating_add(u64::from(field.alias.is_some())),
            cost: times.saturating_mul(each),
            fragment_depth: children.fragment_depth,
            introspection_depth: children.introspection_depth
                + u64::from(is_introspection && is_list),
            top_fields: BTreeMap::from([(name.to_owned(), 1)]),
        })
    }

    /// The page a field asks for, by literal, variable or default.
    fn page(&self, field: &Field, page_default: Option<u64>) -> Result<u64, LimitError> {
        let asked = ["first", "last"].into_iter().filter_map(|name| {
            let value = field.get_argument(name)?.node.clone();
            let value = value
                .into_const_with(|variable| self.variable(&variable).ok_or(()))
                .ok()?;
            Some((name, value.into_json().ok()?.as_u64()?))
        });
        let mut page = None;
        for (name, number) in asked {
            at_most(Limit::PageSize, PAGE_MAX, number)
                .map_err(|error| error.about(format!("{}({name}:)", field.name.node)))?;
            page = page.max(Some(number));
        }
        Ok(page.or(page_default).unwrap_or(PAGE_ASSUMED))
    }

    /// The value of a variable, given or by default.
    fn variable(&self, name: &Name) -> Option<Value> {
        self.variables.get(name).cloned().or_else(|| {
            let mut definitions = self.operation.variable_definitions.iter();
            definitions
                .find(|definition| definition.node.name.node == *name)?
                .node
                .default_value()
                .cloned()
        })
    }

    fn directives(&self, directives: &[Positioned<Directive>]) -> Result<(), LimitError> {
        at_most(
            Limit::Directives,
            widen(self.analyst.limits.directives),
            widen(directives.len()),
        )
    }
}

fn widen(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
