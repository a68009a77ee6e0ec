#!/usr/bin/env bash
# Installs what the browser half needs to build, into `.tools/`, and skips what is there.
# Nothing is written outside the project except Rust's own wasm32 target.
source "$(dirname "$0")/lib.sh"

TRUNK_VERSION=0.21.14
BINARYEN_VERSION=132.0.0
# Reads the marks of Cargo.lock's wasm_split_helpers.
WASM_SPLIT_VERSION=0.2.4
# wasm-bindgen's command and library speak a private format to each other: they must be the same version.
WASM_BINDGEN_VERSION="$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[",]/, "", $3); print $3; exit }' Cargo.lock)"
[ -n "$WASM_BINDGEN_VERSION" ] || die "Cargo.lock names no wasm-bindgen"

need cargo "Install Rust with rustup: https://rustup.rs"
need rustup "Install Rust with rustup: https://rustup.rs"
need npm "Install Node.js 20 or newer with npm."
need cc "Install a C compiler (Debian: apt-get install build-essential)."

# These tools run for seconds, so they are built for a quick build, not for speed.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256
export CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_STRIP=none

if ! rustc --version >/dev/null 2>&1; then
  say "Rust toolchain" "the version that rust-toolchain.toml pins"
  rustup toolchain install
fi
if rustup target list --installed | grep -qx wasm32-unknown-unknown; then
  have "Rust target wasm32-unknown-unknown is there"
else
  say "Rust target wasm32-unknown-unknown" "compiles the console and the engine for the browser"
  rustup target add wasm32-unknown-unknown
fi

mkdir -p "$TOOLS/bin"

# install_crate NAME VERSION WHY ARGS…: builds a command from its crate, outside this workspace's configuration.
install_crate() {
  local name="$1" version="$2" why="$3"; shift 3
  if stamped "$name-$version"; then have "$name $version is there"; return; fi
  say "$name $version (a few minutes, once)" "$why"
  cargo install "$name" --version "$version" --root "$TOOLS" --target-dir "$TOOLS/build" --force "$@"
  stamp "$name-$version"
}
# Without --locked: the crate's own lock names a dependency release that is no longer to be had.
install_crate wasm-bindgen-cli "$WASM_BINDGEN_VERSION" "writes the JavaScript that loads the WASM; must equal Cargo.lock's version"
# 0.22 asks for a newer Rust than we pin. rustls spares the machine an OpenSSL development package.
install_crate trunk "$TRUNK_VERSION" "bundles the console" --locked --no-default-features --features rustls
install_crate wasm_split_cli_support "$WASM_SPLIT_VERSION" "cuts the WASM into parts fetched when they are shown" --locked --features build-binary
rm -rf "$TOOLS/build"

if stamped "binaryen-$BINARYEN_VERSION"; then
  have "wasm-opt (binaryen $BINARYEN_VERSION) is there"
else
  say "wasm-opt (binaryen $BINARYEN_VERSION)" "makes the WASM smaller"
  npm install --prefix "$TOOLS/binaryen" --no-audit --no-fund --loglevel=error "binaryen@$BINARYEN_VERSION"
  ln -sf ../binaryen/node_modules/.bin/wasm-opt "$TOOLS/bin/wasm-opt"
  "$TOOLS/bin/wasm-opt" --version >&2
  stamp "binaryen-$BINARYEN_VERSION"
fi
