# Shared by the scripts in this folder: where the project is, and how a step announces itself.
# Sourced, never run.
# shellcheck shell=bash
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
TOOLS="$ROOT/.tools"
STAMPS="$TOOLS/stamps"
export PATH="$TOOLS/bin:$PATH"
# The server embeds the console from here; naming it makes cargo look again once it has been built.
export SAXAUL_CONSOLE="$ROOT/web/dist"
cd "$ROOT"

# say WHAT WHY: one line before anything that takes time.
say() { printf '\033[1;32m==>\033[0m \033[1m%s\033[0m  %s\n' "$1" "${2:-}" >&2; }
# have: something was there already.
have() { printf '    %s\n' "$*" >&2; }
die() { printf '\033[1;31mcannot go on:\033[0m %s\n' "$*" >&2; exit 1; }

# stamped NAME: true when the step of that name and version was done before.
stamped() { [ -f "$STAMPS/$1" ]; }
stamp() { mkdir -p "$STAMPS"; : >"$STAMPS/$1"; }

# need COMMAND HINT: stop with the hint when the command is missing.
need() { command -v "$1" >/dev/null 2>&1 || die "'$1' is missing. $2"; }
