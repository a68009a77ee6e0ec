#!/usr/bin/env bash
# Imports beside raw bulk inserts of the same rows, on SQLite and PostgreSQL, in turns.
source "$(dirname "$0")/lib.sh"

IMPORT_ROWS="${IMPORT_ROWS:-100000}"
IMPORT_ROUNDS="${IMPORT_ROUNDS:-3}"
FILE="$(activity_file "$IMPORT_ROWS")"

echo "## Import"
echo
machine
echo
echo "From the mapping of the columns to totals that can be queried, over HTTP as the console does it: every row is read,"
echo "checked, compared with the books and computed, twice (once to show what is wrong, once to write); records, lines with"
echo "what explains them, and sums are written. Beside it, in turns, the raw insert of the very rows the import left in the"
echo "tables of records and lines: from memory, into empty tables of the same columns, indexes, checks and foreign keys, in"
echo "one transaction of the same durability, without the triggers that guard closed years (SQLite: Python's sqlite3, one"
echo "prepared statement a table; PostgreSQL: binary COPY by psql). Medians of $IMPORT_ROUNDS rounds."
echo
echo "| what | median | |"
echo "|---|---|---|"
python3 "$ROOT/scripts/bench/imports.py" "$SAXAUL" "$FILE" "$IMPORT_ROUNDS"
with_services python3 "$ROOT/scripts/bench/imports.py" "$SAXAUL" "$FILE" "$IMPORT_ROUNDS" postgres
