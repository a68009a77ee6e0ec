use async_graphql::{Variables, parser::parse_query};
use serde_json::json;

use super::{analysis::Analysis, *};
use crate::config::Config;

const SDL: &str = "
    type Query { organisation: Organisation! items(first: Int = 20, after: String): ItemConnection! }
    type Organisation { name: String! inventories(first: Int, last: Int): InventoryConnection! sites: [Site!]! }
    type Site { name: String! organisation: Organisation! }
    type InventoryConnection { edges: [InventoryEdge!]! nodes: [Inventory!]! }
    type InventoryEdge { cursor: String! node: Inventory! }
    type Inventory { id: ID! organisation: Organisation! lines(first: Int): [Line!]! }
    type Line { id: ID! }
    type ItemConnection { edges: [ItemEdge!]! }
    type ItemEdge { node: Line! }
    type Mutation { sessionCreate(email: String): Int! other: Int! }
";

fn check_with(text: &str, variables: serde_json::Value) -> Result<Analysis, LimitError> {
    let limits = Config::with(&[]).unwrap().graphql;
    check_text(text, limits.tokens)?;
    let analyst = Analyst::new(TypeIndex::from_sdl(SDL).unwrap(), limits);
    let document = parse_query(text).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    analyst.analyse(&document, &operation.node, &Variables::from_json(variables))
}

fn check(text: &str) -> Result<Analysis, LimitError> {
    check_with(text, json!({}))
}

fn repeat(times: usize, part: impl Fn(usize) -> String) -> String {
    (0..times).map(part).collect::<Vec<_>>().join(" ")
}

fn refusal(text: &str) -> Limit {
    check(text).unwrap_err().limit
}

#[test]
fn cost_is_page_size_times_children() {
    let text = "{ organisation { inventories(first: 50) { edges { node { lines(first: 20) { id } } } } } }";
    // organisation, connection, 50 × (edge, node, 20 lines)
    assert_eq!(check(text).unwrap().cost, 1 + 1 + 50 * (1 + 1 + 20));
}

#[test]
fn cost_reads_variables_and_defaults() {
    let by_variable = "query($n: Int = 30) { items(first: $n) { edges { node { id } } } }";
    assert_eq!(check(by_variable).unwrap().cost, 1 + 30 * 2);
    assert_eq!(
        check_with(by_variable, json!({ "n": 7 })).unwrap().cost,
        1 + 7 * 2
    );
    assert_eq!(
        check("{ items { edges { node { id } } } }").unwrap().cost,
        1 + 20 * 2
    );
}

#[test]
fn cost_through_a_fragment_is_the_same() {
    let text =
        "{ items(first: 10) { ...C } } fragment C on ItemConnection { edges { node { id } } }";
    assert_eq!(check(text).unwrap().cost, 1 + 10 * 2);
}

#[test]
fn pages_within_pages_are_refused_by_cost() {
    let level = |inner: &str| {
        format!("inventories(first: 100) {{ nodes {{ organisation {{ {inner} }} }} }}")
    };
    let text = format!("{{ organisation {{ {} }} }}", level(&level(&level("name"))));
    assert_eq!(refusal(&text), Limit::Cost);
}

#[test]
fn a_page_over_a_hundred_is_refused() {
    assert_eq!(
        refusal("{ items(first: 100000) { edges { node { id } } } }"),
        Limit::PageSize
    );
    let error = check_with(
        "query($n: Int) { items(first: $n) { edges { node { id } } } }",
        json!({ "n": 101 }),
    );
    assert_eq!(error.unwrap_err().limit, Limit::PageSize);
}

#[test]
fn deep_documents_are_refused() {
    for depth in [20, 50] {
        let text = format!(
            "{{ {} name {} }}",
            "organisation { ".repeat(depth),
            "} ".repeat(depth)
        );
        assert_eq!(refusal(&text), Limit::Depth, "{depth}");
    }
    let abyss = format!("{}{}", "{ a ".repeat(100_000), "}".repeat(100_000));
    assert!(matches!(
        check_text(&abyss, usize::MAX).unwrap_err().limit,
        Limit::Nesting
    ));
}

#[test]
fn fragments_that_multiply_are_refused_at_once() {
    let chain = repeat(15, |level| {
        format!(
            " fragment F{level} on Organisation {{ ...F{0} ...F{0} }}",
            level + 1
        )
    });
    let text =
        format!("{{ organisation {{ ...F0 }} }} {chain} fragment F15 on Organisation {{ name }}");
    let start = std::time::Instant::now();
    assert_eq!(refusal(&text), Limit::Fields);
    assert!(start.elapsed().as_millis() < 50, "{:?}", start.elapsed());
}

#[test]
fn fragments_in_a_long_chain_are_refused() {
    let chain = repeat(100, |level| {
        format!(" fragment F{level} on Organisation {{ ...F{} }}", level + 1)
    });
    let text =
        format!("{{ organisation {{ ...F0 }} }} {chain} fragment F100 on Organisation {{ name }}");
    assert_eq!(refusal(&text), Limit::FragmentDepth);
}

#[test]
fn a_fragment_cycle_is_refused() {
    let text = "{ organisation { ...A } } fragment A on Organisation { ...B } fragment B on Organisation { ...A }";
    assert_eq!(refusal(text), Limit::FragmentCycle);
}

#[test]
fn many_aliases_root_fields_and_directives_are_refused() {
    let aliases = repeat(31, |n| format!("a{n}: name "));
    assert_eq!(
        refusal(&format!("{{ organisation {{ {aliases} }} }}")),
        Limit::Aliases
    );
    let roots: String = "__typename ".repeat(21);
    assert_eq!(refusal(&format!("{{ {roots} }}")), Limit::RootFields);
    assert_eq!(
        refusal(&format!("{{ __typename {} }}", "@aa".repeat(10))),
        Limit::Directives
    );
}

#[test]
fn a_hundred_and_one_aliases_at_the_root_are_refused() {
    let aliases = repeat(101, |n| format!("a{n}: __typename "));
    assert_eq!(refusal(&format!("{{ {aliases} }}")), Limit::RootFields);
}

#[test]
fn a_guess_at_a_password_stands_alone() {
    assert_eq!(
        refusal("mutation { a: sessionCreate b: sessionCreate }"),
        Limit::Once
    );
    assert_eq!(
        refusal("mutation { ...M b: sessionCreate } fragment M on Mutation { sessionCreate }"),
        Limit::Once
    );
    assert!(check("mutation { sessionCreate other }").is_ok());
}

#[test]
fn circular_introspection_is_refused_and_the_usual_one_is_not() {
    let text = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";
    assert_eq!(refusal(text), Limit::IntrospectionDepth);
    let usual = "{ __schema { types { name fields { name args { type { ofType { ofType { name } } } } } } } }";
    let analysis = check(usual).unwrap();
    assert!(analysis.introspects);
    assert!(!check("{ __typename }").unwrap().introspects);
}

#[test]
fn long_texts_are_refused_by_tokens_and_strings_count_once() {
    assert_eq!(
        refusal(&format!("{{ {} }}", "name ".repeat(4_001))),
        Limit::Tokens
    );
    let comment = format!("# {}\n{{ __typename }}", "word ".repeat(5_000));
    assert!(check(&comment).is_ok());
    assert!(
        check_text(
            &format!("{{ a(x: \"{}\") }}", "word { ( ".repeat(5_000)),
            100
        )
        .is_ok()
    );
    assert!(
        check_text(
            &format!("{{ a(x: \"\"\"{}\"\"\") }}", "wo\" { ( ".repeat(5_000)),
            100
        )
        .is_ok()
    );
}

proptest::proptest! {
    /// Cost is never below the number of objects the answer can hold.
    #[test]
    fn cost_covers_the_rows(pages in proptest::collection::vec(1_u64..=8, 1..4)) {
        let (mut text, mut rows, mut product) = (String::from("name"), 0, 1);
        for page in &pages {
            product *= page;
            rows += product;
        }
        for page in pages.iter().rev() {
            text = format!("inventories(first: {page}) {{ nodes {{ organisation {{ {text} }} }} }}");
        }
        let cost = check(&format!("{{ organisation {{ {text} }} }}")).unwrap().cost;
        proptest::prop_assert!(cost >= rows, "{} < {}", cost, rows);
    }
}
