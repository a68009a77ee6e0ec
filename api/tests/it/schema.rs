//! The committed schema is the code's.

#[test]
fn the_committed_schema_equals_the_code() {
    let committed = include_str!("../../schema.graphql");
    let code = saxaul_api::graphql::schema::sdl();
    assert!(
        committed == code,
        "api/schema.graphql is stale: run `make schema` and commit it"
    );
}
