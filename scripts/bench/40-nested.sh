#!/usr/bin/env bash
# The nested list beside the same rows serialised by hand, in turns, on one PostgreSQL.
source "$(dirname "$0")/lib.sh"

NESTED_ROUNDS="${NESTED_ROUNDS:-3}"
NESTED_SECONDS="${NESTED_SECONDS:-6}"
if ! command -v wrk >/dev/null; then
  say "wrk" "keeps the servers busy"
  [ "$(id -u)" = 0 ] || die "wrk is missing: sudo apt-get install wrk"
  apt-get install -y -qq --no-install-recommends wrk >/dev/null
fi
if [ -z "${BARE_LIST:-}" ]; then
  say "The bare handler (release)" "the yardstick of the nested list, no part of the product"
  cargo build --locked --release -p saxaul-api --example bare_list >&2
  BARE_LIST="$ROOT/target/release/examples/bare_list"
fi

echo "## A nested list"
echo
machine
echo
echo "50 inventories × 20 lines with site and factor on PostgreSQL, 16 connections, in turns with the same rows by one joined"
echo "statement, written as JSON by hand in a bare actix handler with no sign-in and no limits (\`api/examples/bare_list.rs\`,"
echo "same driver, same allocator, same machine; both answers are compared before). Medians of $NESTED_ROUNDS rounds of"
echo "$NESTED_SECONDS seconds."
echo
echo "| what | median | |"
echo "|---|---|---|"
with_services python3 "$ROOT/scripts/bench/nested.py" "$SAXAUL" "$BARE_LIST" "$NESTED_ROUNDS" "$NESTED_SECONDS"
