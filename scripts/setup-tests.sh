#!/usr/bin/env bash
# Installs what the tests need and the product does not: database servers, a browser, a test runner.
source "$(dirname "$0")/lib.sh"

PACKAGES=()
want() { # want PACKAGE WHY CHECK…: notes the package when the check fails.
  local package="$1" why="$2"; shift 2
  if "$@" >/dev/null 2>&1; then have "$package is there"; else PACKAGES+=("$package"); say "$package" "$why"; fi
}
has_initdb() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb; }
has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_cjk() { command -v fc-list && [ -n "$(fc-list :lang=zh-cn family)" ]; }
want postgresql "the API suite runs on PostgreSQL as well as SQLite" has_initdb
want redis-server "two instances hear each other through Redis" command -v redis-server
want chromium "the journeys run in a real browser" has_chromium
want chromium-driver "drives that browser" command -v chromedriver
want fonts-noto-cjk "Chinese must be visible in screenshots" has_cjk

if [ ${#PACKAGES[@]} -gt 0 ]; then
  AS_ROOT=()
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || die "please install these and try again: sudo apt-get install ${PACKAGES[*]}"
    AS_ROOT=(sudo)
  fi
  command -v apt-get >/dev/null || die "please install these with your package manager and try again: ${PACKAGES[*]}"
  "${AS_ROOT[@]}" apt-get update -qq
  "${AS_ROOT[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${PACKAGES[@]}" >/dev/null
fi

NEXTEST_VERSION=0.9.151
if cargo nextest --version >/dev/null 2>&1; then
  have "cargo-nextest is there"
else
  say "cargo-nextest $NEXTEST_VERSION (a few minutes, once)" "runs each test in its own process, with a time limit"
  CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install cargo-nextest --locked --version "$NEXTEST_VERSION" --root "$TOOLS" --target-dir "$TOOLS/build" \
    || say "cargo-nextest could not be built" "cargo test runs the tests instead"
  rm -rf "$TOOLS/build"
fi

need npm "Install Node.js 20 or newer with npm."
INTEROP="interop-$(sha256sum e2e/interop/package-lock.json | cut -c1-16)"
if stamped "$INTEROP" && [ -d e2e/interop/node_modules ]; then
  have "the outside checks of e2e/interop are there"
else
  say "Outside checks (npm, e2e/interop)" "axe-core looks at each screen's accessibility"
  npm ci --prefix e2e/interop --ignore-scripts --no-audit --no-fund --loglevel=error
  stamp "$INTEROP"
fi
