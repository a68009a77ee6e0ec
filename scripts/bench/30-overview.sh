#!/usr/bin/env bash
# The overview screen of a company with a million records.
source "$(dirname "$0")/lib.sh"

OVERVIEW_ROWS="${OVERVIEW_ROWS:-1000000}"
FILE="$(activity_file "$OVERVIEW_ROWS")"

echo "## The overview of a large company"
echo
machine
echo
echo "The console's own document, with totals, months, sources, sites, the year before and what asks for attention, on"
echo "SQLite, over HTTP on one connection. Sums are kept with the data; the first query after a change reads them."
echo
echo "| what | | |"
echo "|---|---|---|"
python3 "$ROOT/scripts/bench/overview.py" "$SAXAUL" "$FILE" "$ROOT/web/src/accounting/graphql/overview.graphql"
