#!/usr/bin/env bash
# The command line beside DuckDB, in turns.
source "$(dirname "$0")/lib.sh"

ROWS="${ROWS:-1000000}"
ROUNDS="${ROUNDS:-7}"
FILE="$(activity_file "$ROWS")"
PYTHON="$(duckdb_python)"
TABLE="$("$PYTHON" "$ROOT/scripts/bench/account.py" "$SAXAUL" "$FILE" "$ROUNDS")"

cat <<MARKDOWN
## The engine on the command line

$(machine)

One file of $(($(stat -c %s "$FILE") / 1000000)) MB, in the page cache, all cores; medians of $ROUNDS rounds in turns, each run a process of its own (DuckDB's in
Python, the query alone timed inside it). Every total is compared and agrees with DuckDB's to 1e-6.

*Ours* reads and checks every cell, chooses the factor of each activity, unit and day out of the library, converts the
unit, computes CO2e on both scope 2 bases, biogenic CO2, energy, coal equivalent on both bases and mass and CO2e of each
gas in exact integers rounded row by row, and sums by scope, category, activity and gas. *The same figures*: DuckDB reads
and checks the same cells, joins factors that were already chosen and converted, and multiplies, rounds and sums the same
figures. *One figure, unchecked*: it reads four of the columns and sums CO2e alone: less than ours does.
The target is 1.5 times the query that computes the same figures.

$TABLE
MARKDOWN
