#!/usr/bin/env bash
# Builds the two programs of the browser into web/dist, which the server binary embeds. Does nothing when nothing changed.
# `--dev` builds them without optimisation, quickly, for looking at while one works.
source "$(dirname "$0")/lib.sh"
MODE="${1:-}"

# What the bundle is made of. Content, not dates: a fresh checkout has no dates worth trusting.
inputs() {
  local of=(web shared api/schema.graphql Cargo.toml Cargo.lock Trunk.toml rust-toolchain.toml .cargo scripts/build-web.sh scripts/finish-page.mjs scripts/split-program.mjs scripts/wasm-exports.mjs scripts/pack-web.mjs)
  { git ls-files -co --exclude-standard -- "${of[@]}" 2>/dev/null || find "${of[@]}" -type f -not -path 'web/dist/*'; } \
    | LC_ALL=C sort | while IFS= read -r file; do [ -f "$file" ] && sha256sum "$file"; done | sha256sum | cut -d' ' -f1
}
STATE="$ROOT/target/web-bundle.sha256"
WANTED="$MODE$(inputs)"
if [ -f web/dist/index.html ] && [ -f "$STATE" ] && [ "$(cat "$STATE")" = "$WANTED" ]; then
  have "web/dist is up to date"
  exit 0
fi

[ -x "$TOOLS/bin/wasm-split-cli" ] || "$ROOT/scripts/install-web-tools.sh"
# page NAME HTML: one program and the page that starts it.
# Trunk fetches its helpers when it does not find them: with .tools/bin first on PATH and `offline` it never tries.
# NO_COLOR=1, which some shells export, is not a value that Trunk takes.
# Without `--release` Trunk leaves wasm-opt to finish-page.mjs, which runs it on every part.
page() {
  local profile=wasm-release
  [ "$MODE" = "--dev" ] && profile=dev
  # Cargo's folder for the profile `dev` is `debug`.
  env -u NO_COLOR SAXAUL_WEB_PROFILE="${profile/#dev/debug}" \
    trunk build --offline --cargo-profile "$profile" --dist "target/web/$1" --html-output index.html "$2"
}
say "Console" "for those who keep the accounts; WASM, size first: about four minutes the first time"
page console web/index.html
say "Circle" "for every employee; made of the same parts"
page circle web/circle.html
node scripts/pack-web.mjs target/web web/dist "$MODE"
mkdir -p "$(dirname "$STATE")"
printf '%s' "$WANTED" >"$STATE"
