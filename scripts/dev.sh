#!/usr/bin/env bash
# Debug builds that follow the files: a change under web/ or shared/ rebuilds the console, one under
# api/, shared/ or migration/ rebuilds and restarts the server. Ctrl-C stops both.
source "$(dirname "$0")/lib.sh"

"$ROOT/scripts/install-web-tools.sh"
mkdir -p data
export SAXAUL_DATABASE_URL="${SAXAUL_DATABASE_URL:-sqlite://data/dev.db}"
export SAXAUL_FILES_URL="${SAXAUL_FILES_URL:-file:data/dev-files}"

SERVER=""
stop_server() { if [ -n "$SERVER" ]; then kill "$SERVER" 2>/dev/null && wait "$SERVER" 2>/dev/null; SERVER=""; fi; }
trap 'stop_server; exit 0' INT TERM EXIT

# newest FOLDER…: the latest change below, in seconds.
newest() { find "$@" -type f -not -path '*/dist/*' -printf '%T@\n' 2>/dev/null | sort -n | tail -n 1; }
build_web() {
  "$ROOT/scripts/build-web.sh" --dev
}
build_server() {
  say "Server" "debug build"
  cargo build -p saxaul-api --bin saxaul || return 0
  stop_server
  target/debug/saxaul demo || true
  target/debug/saxaul serve &
  SERVER=$!
}

WEB_SEEN=""; SERVER_SEEN=""
while true; do
  WEB_NOW="$(newest web shared api/schema.graphql)"
  SERVER_NOW="$(newest api shared migration)"
  if [ "$WEB_NOW" != "$WEB_SEEN" ]; then WEB_SEEN="$WEB_NOW"; build_web || true; SERVER_SEEN=""; fi
  if [ "$SERVER_NOW" != "$SERVER_SEEN" ]; then SERVER_SEEN="$SERVER_NOW"; build_server; fi
  sleep 1
done
