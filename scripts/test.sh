#!/usr/bin/env bash
# Everything that must hold, in stages. Every stage runs even when one before it failed; the end is a
# table of stages with their times and one line `N passed, N failed`.
source "$(dirname "$0")/lib.sh"

LOGS="$ROOT/target/test-logs"
TABLE=""; FAILED_STAGES=0; BEGAN=$SECONDS

# stage NAME COMMAND…: runs it, shows and keeps its output, notes time and result.
stage() {
  local name="$1" began=$SECONDS result=ok; shift
  printf '\n\033[1;36m### %s\033[0m\n' "$name"
  if ! "$@" 2>&1 | tee "$LOGS/${name// /-}.log"; then result=FAILED; FAILED_STAGES=$((FAILED_STAGES + 1)); fi
  TABLE+="$(printf '%-34s %6d s  %s' "$name" $((SECONDS - began)) "$result")"$'\n'
}

runner() { # runner FILTER…: nextest when it is there, cargo test otherwise. One build for every stage.
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --locked --workspace --exclude saxaul-web --no-fail-fast --no-tests=pass -E "$1"
  else
    shift
    cargo test --locked "$@" --no-fail-fast
  fi
}
units_and_sqlite() { "$ROOT/scripts/with-test-services.sh" "$0" --stage units; }
api_on_postgres() { "$ROOT/scripts/with-test-services.sh" "$0" --stage api; }
journeys() { "$ROOT/scripts/with-test-services.sh" "$0" --stage journeys; }
wasm() {
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
    cargo test --locked -p saxaul-shared --no-default-features --target wasm32-unknown-unknown
}
server() { cargo build --locked --workspace --exclude saxaul-web --bins; }

# The stages that run beside the throw-away services call this script again from within.
if [ "${1:-}" = "--stage" ]; then
  case "$2" in
    units) SAXAUL_TEST_BACKEND=sqlite runner 'not package(saxaul-e2e)' --workspace --exclude saxaul-web --exclude saxaul-e2e ;;
    api) SAXAUL_TEST_BACKEND=postgres runner 'package(saxaul-api)' -p saxaul-api ;;
    journeys) SAXAUL_BIN="$ROOT/target/debug/saxaul" runner 'package(saxaul-e2e)' -p saxaul-e2e ;;
    *) die "no stage '$2'" ;;
  esac
  exit
fi

rm -rf "$LOGS"; mkdir -p "$LOGS"
stage "tools" "$ROOT/scripts/install-web-tools.sh"
stage "services and browser" "$ROOT/scripts/setup-tests.sh"
stage "console bundle" "$ROOT/scripts/build-web.sh"
stage "size of the bundle" node "$ROOT/scripts/check-bundle.mjs"
stage "format lints purity" "$ROOT/scripts/check.sh" --no-units
stage "units and API on SQLite" units_and_sqlite
stage "API on PostgreSQL and Redis" api_on_postgres
stage "server binary" server
stage "journeys in a browser" journeys

# Both runners print their own summaries; this adds them up. A stage that failed without failing a
# test (a lint, a build) counts as one failure.
sum() { # sum WORD
  cat "$LOGS"/*.log | sed 's/\x1b\[[0-9;]*m//g' \
    | { grep -E '^ *Summary \[|^test result:' || true; } | { grep -oE "[0-9]+ $1" || true; } | awk '{ n += $1 } END { print n + 0 }'
}
PASSED="$(sum passed)"; FAILED="$(sum failed)"
if [ "$FAILED" = 0 ] && [ "$FAILED_STAGES" -gt 0 ]; then FAILED="$FAILED_STAGES"; fi
printf '\n%s%-34s %6d s\n' "$TABLE" "all" $((SECONDS - BEGAN))
echo "$PASSED passed, $FAILED failed"
[ "$FAILED_STAGES" = 0 ]
