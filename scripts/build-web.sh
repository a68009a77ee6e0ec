#!/usr/bin/env bash
# Builds the console into web/dist, which the server binary embeds. Does nothing when nothing changed.
source "$(dirname "$0")/lib.sh"

# What the bundle is made of. Content, not dates: a fresh checkout has no dates worth trusting.
inputs() {
  { git ls-files -co --exclude-standard -- web shared api/schema.graphql Cargo.toml Cargo.lock Trunk.toml rust-toolchain.toml scripts/build-web.sh 2>/dev/null \
      || find web shared api/schema.graphql Cargo.toml Cargo.lock Trunk.toml rust-toolchain.toml scripts/build-web.sh -type f -not -path 'web/dist/*'; } \
    | LC_ALL=C sort | while IFS= read -r file; do [ -f "$file" ] && sha256sum "$file"; done | sha256sum | cut -d' ' -f1
}
STATE="$ROOT/target/web-bundle.sha256"
WANTED="$(inputs)"
if [ -f web/dist/index.html ] && [ -f "$STATE" ] && [ "$(cat "$STATE")" = "$WANTED" ]; then
  have "web/dist is up to date"
  exit 0
fi

[ -x "$TOOLS/bin/trunk" ] || "$ROOT/scripts/install-web-tools.sh"
say "Console (WASM, size first: about four minutes the first time)" "the server binary embeds it"
# Trunk fetches its helpers when it does not find them: with .tools/bin first on PATH and `offline` it never tries.
# NO_COLOR=1, which some shells export, is not a value that Trunk takes.
env -u NO_COLOR trunk build --offline
mkdir -p "$(dirname "$STATE")"
printf '%s' "$WANTED" >"$STATE"
have "$(du -sh web/dist | cut -f1) in web/dist"
