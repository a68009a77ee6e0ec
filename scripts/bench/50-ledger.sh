#!/usr/bin/env bash
# The ledger: durable gifts through GraphQL beside what the databases do by themselves, in turns.
source "$(dirname "$0")/lib.sh"

SECONDS_A_TURN="${LEDGER_SECONDS:-8}"
LEDGER_ROUNDS="${LEDGER_ROUNDS:-3}"
CLIENTS="${LEDGER_CLIENTS:-64}"

for tool in wrk pgbench; do
  command -v "$tool" >/dev/null 2>&1 || die "'$tool' is missing: apt-get install wrk postgresql-contrib"
done
say "Helper of the ledger's bench (release)" "makes members with tokens, posts in bulk"
HELPER="$(cargo build --locked --release -p saxaul-api --bench ledger --message-format=json 2>/dev/null \
  | python3 -c 'import json, sys
for line in sys.stdin:
    found = json.loads(line)
    if found.get("target", {}).get("name") == "ledger" and found.get("executable"):
        print(found["executable"])')"
[ -x "$HELPER" ] || die "the helper could not be built"

echo "## The ledger"
echo
machine
echo
python3 "$ROOT/scripts/bench/ledger.py" "$SAXAUL" "$HELPER" "$CLIENTS" "$SECONDS_A_TURN" "$LEDGER_ROUNDS"
