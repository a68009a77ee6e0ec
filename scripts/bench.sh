#!/usr/bin/env bash
# Measures on this machine and writes docs/benchmarks.md. Times are medians of runs in turns; compare ratios, not
# seconds of different machines.
source "$(dirname "$0")/lib.sh"

ROWS="${ROWS:-1000000}"
ROUNDS="${ROUNDS:-5}"
WORK="$ROOT/target/bench"
mkdir -p "$WORK"

"$ROOT/scripts/build-web.sh"
say "Server (release)" "what is measured is what is shipped"
cargo build --locked --release -p saxaul-api --bin saxaul
SAXAUL="$ROOT/target/release/saxaul"

need python3 "The benches are driven by Python 3."
if ! "$TOOLS/venv/bin/python" -c 'import duckdb' 2>/dev/null; then
  say "DuckDB (PyPI, .tools/venv)" "the yardstick of the command line"
  python3 -m venv "$TOOLS/venv"
  "$TOOLS/venv/bin/pip" install --quiet duckdb
fi

FILE="$WORK/activity-$ROWS.csv"
[ -s "$FILE" ] || { say "$ROWS rows of made-up activity data" "seed 1"; "$SAXAUL" generate --rows "$ROWS" --seed 1 --output "$FILE"; }

say "Command line beside DuckDB" "$ROUNDS rounds in turns"
ACCOUNT="$("$TOOLS/venv/bin/python" "$ROOT/scripts/bench/account.py" "$SAXAUL" "$FILE" "$ROUNDS")"
echo "$ACCOUNT"

{
  echo "# Benchmarks"
  echo
  echo "Written by \`make bench\`; nothing here is typed by hand."
  echo
  echo "**Machine:** $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), $(nproc) cores, $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo) memory, $(uname -sr), $(rustc --version). Load before: $(cut -d' ' -f1 /proc/loadavg). Day: $(date -u +%F)."
  echo
  echo "## The engine on the command line"
  echo
  echo "The same file, the same parse, join, conversion and grouping, in turns; medians of $ROUNDS rounds. Ours is the whole"
  echo "process from a cold start, with gases, both scope 2 bases, energy and coal equivalent; DuckDB's is the query alone"
  echo "with one factor per row. The two totals are compared and must agree to 1e-6."
  echo
  echo "| what | median | |"
  echo "|---|---|---|"
  echo "$ACCOUNT"
} >"$ROOT/docs/benchmarks.md"
have "docs/benchmarks.md"
