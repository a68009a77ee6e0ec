# Shared by the sections of the benches: where they work, what they measure, how they name the machine.
# Sourced, never run.
# shellcheck shell=bash
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

WORK="$ROOT/target/bench"
mkdir -p "$WORK"

# machine: the line that stands under every section's heading, made when the section is measured.
machine() {
  local model cores memory
  model="$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)"
  cores="$(nproc)"
  memory="$(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo)"
  echo "**Machine:** $model, $cores cores, $memory memory, $(uname -sr), $(rustc --version). Load before: $(cut -d' ' -f1 /proc/loadavg). Day: $(date -u +%F)."
}

# activity_file ROWS: path of a file of that many rows of made-up activity data, seed 1; written when missing.
activity_file() {
  local file="$WORK/activity-$1.csv"
  if [ ! -s "$file" ]; then
    say "$1 rows of made-up activity data" "seed 1"
    "$SAXAUL" generate --rows "$1" --seed 1 --output "$file"
  fi
  echo "$file"
}

# duckdb_python: path of a Python that has DuckDB, the yardstick of the command line; installed when missing.
duckdb_python() {
  if ! "$TOOLS/venv/bin/python" -c 'import duckdb' 2>/dev/null; then
    say "DuckDB (PyPI, .tools/venv)" "the yardstick of the command line"
    python3 -m venv "$TOOLS/venv" >&2
    "$TOOLS/venv/bin/pip" install --quiet duckdb >&2
  fi
  echo "$TOOLS/venv/bin/python"
}

# with_services COMMAND…: beside a throw-away PostgreSQL with its usual durability; its notes go to stderr.
with_services() {
  SAXAUL_TEST_DURABLE=yes "$ROOT/scripts/with-test-services.sh" "$@"
}
