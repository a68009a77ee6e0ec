#!/usr/bin/env bash
# The command line beside DuckDB, in turns.
source "$(dirname "$0")/lib.sh"

ROWS="${ROWS:-1000000}"
ROUNDS="${ROUNDS:-5}"
FILE="$(activity_file "$ROWS")"
PYTHON="$(duckdb_python)"

echo "## The engine on the command line"
echo
machine
echo
echo "The same file, the same parse, join, conversion and grouping, in turns; medians of $ROUNDS rounds. Ours is the whole"
echo "process from a cold start, with gases, both scope 2 bases, energy and coal equivalent; DuckDB's is the query alone"
echo "with one factor per row. The two totals are compared and must agree to 1e-6."
echo
echo "| what | median | |"
echo "|---|---|---|"
"$PYTHON" "$ROOT/scripts/bench/account.py" "$SAXAUL" "$FILE" "$ROUNDS"
