#!/usr/bin/env bash
# Runs a command beside a throw-away PostgreSQL and Redis: `scripts/with-test-services.sh cargo test …`.
# Both listen on free ports of the loopback address, keep nothing, and are stopped whatever happens.
# Exports SAXAUL_TEST_POSTGRES_URL (a superuser on the database `postgres`) and SAXAUL_TEST_REDIS_URL.
# SAXAUL_TEST_DURABLE=yes leaves PostgreSQL's durability as it comes, for measuring.
source "$(dirname "$0")/lib.sh"
[ $# -gt 0 ] || die "usage: $0 COMMAND [ARGS…]"

PG_BIN="$(dirname "$(ls -1 /usr/lib/postgresql/*/bin/initdb "$(command -v initdb 2>/dev/null || true)" 2>/dev/null | sort -V | tail -n 1)" 2>/dev/null)" || true
[ -x "$PG_BIN/initdb" ] || die "PostgreSQL's server is missing: run scripts/setup-tests.sh"
need redis-server "Run scripts/setup-tests.sh."

DIR="$(mktemp -d "${TMPDIR:-/tmp}/saxaul-services.XXXXXX")"
REDIS_PID=""
# PostgreSQL refuses to run as root: hand its folder to the package's own user.
as_pg() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  id postgres >/dev/null 2>&1 || die "no user 'postgres' to run PostgreSQL as"
  chown postgres "$DIR"
  as_pg() { setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; }
fi
stop() {
  local code=$?
  trap - EXIT INT TERM
  [ -n "$REDIS_PID" ] && kill "$REDIS_PID" 2>/dev/null && wait "$REDIS_PID" 2>/dev/null
  [ -f "$DIR/pg/postmaster.pid" ] && as_pg "$PG_BIN/pg_ctl" -D "$DIR/pg" -m immediate -w stop >/dev/null 2>&1
  rm -rf "$DIR"
  exit "$code"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Two ports that were free a moment ago.
read -r PG_PORT REDIS_PORT < <(python3 - <<'PY' 2>/dev/null || node -e '
const n=require("net");const a=n.createServer(),b=n.createServer();
a.listen(0,"127.0.0.1",()=>b.listen(0,"127.0.0.1",()=>{console.log(a.address().port,b.address().port);a.close();b.close()}))'
import socket
sockets = [socket.socket() for _ in range(2)]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in sockets))
PY
)

cd "$DIR"
as_pg "$PG_BIN/initdb" -D "$DIR/pg" -U postgres --auth=trust --encoding=UTF8 --locale=C >"$DIR/initdb.log" 2>&1 || { cat "$DIR/initdb.log" >&2; die "initdb failed"; }
# The data is thrown away, so durability is off; many tests connect at once.
SAVING="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
[ "${SAXAUL_TEST_DURABLE:-}" != yes ] || SAVING=""
as_pg "$PG_BIN/pg_ctl" -D "$DIR/pg" -l "$DIR/pg/server.log" -w -o \
  "-c listen_addresses=127.0.0.1 -p $PG_PORT -k $DIR $SAVING -c max_connections=300 -c shared_buffers=128MB" start >/dev/null \
  || { cat "$DIR/pg/server.log" >&2; die "PostgreSQL did not start"; }
redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --save '' --appendonly no --dir "$DIR" --daemonize no --loglevel warning >"$DIR/redis.log" 2>&1 &
REDIS_PID=$!
for _ in $(seq 50); do redis-cli -p "$REDIS_PORT" ping >/dev/null 2>&1 && break; sleep 0.1; done
cd "$ROOT"

export SAXAUL_TEST_POSTGRES_URL="postgres://postgres@127.0.0.1:$PG_PORT/postgres"
export SAXAUL_TEST_REDIS_URL="redis://127.0.0.1:$REDIS_PORT"
have "PostgreSQL on port $PG_PORT, Redis on port $REDIS_PORT"
"$@"
