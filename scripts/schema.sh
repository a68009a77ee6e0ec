#!/usr/bin/env bash
# Writes the committed SDL from the code. A test compares the two, so nobody edits the file by hand.
source "$(dirname "$0")/lib.sh"
cargo build --quiet -p saxaul-api --bin saxaul
"${CARGO_TARGET_DIR:-target}/debug/saxaul" schema >api/schema.graphql.new
mv api/schema.graphql.new api/schema.graphql
have "api/schema.graphql: $(wc -l <api/schema.graphql) lines"
