#!/usr/bin/env bash
# From a fresh clone to a running Saxaul with a demo company: tools, console, server, start.
# A second run builds nothing that did not change and starts in seconds.
source "$(dirname "$0")/lib.sh"
STARTED=$SECONDS

"$ROOT/scripts/install-web-tools.sh"
"$ROOT/scripts/build-web.sh"
say "Server (release)" "optimised; several minutes the first time, seconds after"
cargo build --locked --release -p saxaul-api --bin saxaul
SAXAUL="${CARGO_TARGET_DIR:-target}/release/saxaul"

# Everything this instance keeps stands in data/ (the settings' default); remove it to begin again.
mkdir -p data
say "Demo company" "a manufacturing group with three sites and 24 months of data; made once"
"$SAXAUL" demo
have "ready after $((SECONDS - STARTED)) s"
exec "$SAXAUL" serve "$@"
