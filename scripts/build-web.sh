#!/usr/bin/env bash
# Builds the console into web/dist, which the server binary embeds. Does nothing when nothing changed.
source "$(dirname "$0")/lib.sh"

# What the bundle is made of. Content, not dates: a fresh checkout has no dates worth trusting.
inputs() {
  { git ls-files -co --exclude-standard -- web shared api/schema.graphql Cargo.toml Cargo.lock Trunk.toml rust-toolchain.toml .cargo scripts/build-web.sh 2>/dev/null \
      || find web shared api/schema.graphql Cargo.toml Cargo.lock Trunk.toml rust-toolchain.toml .cargo scripts/build-web.sh -type f -not -path 'web/dist/*'; } \
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
# `--release` is what makes Trunk run wasm-opt, which also drops the debug names; the profile is that of Trunk.toml.
env -u NO_COLOR trunk build --offline --release
# Compressed once here at the highest level, so that no server ever compresses a file of the console.
node -e '
const { readdirSync, readFileSync, writeFileSync } = require("node:fs"), zlib = require("node:zlib");
for (const name of readdirSync("web/dist")) {
  if (!/\.(html|js|mjs|css|wasm|svg|json|txt)$/.test(name)) continue;
  const bytes = readFileSync(`web/dist/${name}`), P = zlib.constants;
  const small = zlib.brotliCompressSync(bytes, { params: { [P.BROTLI_PARAM_QUALITY]: 11, [P.BROTLI_PARAM_LGWIN]: 22, [P.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  if (small.length < bytes.length) writeFileSync(`web/dist/${name}.br`, small);
}'
mkdir -p "$(dirname "$STATE")"
printf '%s' "$WANTED" >"$STATE"
have "$(cat web/dist/*.br | wc -c | awk '{ printf "%.0f kB", $1 / 1000 }') in web/dist, compressed"
