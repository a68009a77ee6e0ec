#!/usr/bin/env bash
# Format, lints and what `shared` must not contain; with `--units` (the default) also the unit tests.
source "$(dirname "$0")/lib.sh"

say "Format" "rustfmt"
cargo fmt --all --check
say "Lints of server, domain, migrations and journeys" "clippy, every warning is an error"
cargo clippy --workspace --exclude saxaul-web --all-targets -- -D warnings
say "Lints of the console" "the same, for the browser"
cargo clippy -p saxaul-web --target wasm32-unknown-unknown -- -D warnings
"$ROOT/scripts/check-shared.sh"
[ "${1:-}" = "--no-units" ] && exit 0
say "Unit tests" "domain, migrations and the server's own modules"
cargo test --workspace --exclude saxaul-web --exclude saxaul-e2e --lib --bins
