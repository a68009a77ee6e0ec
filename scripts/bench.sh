#!/usr/bin/env bash
# Measures on this machine and writes docs/benchmarks.md. Compare ratios, not seconds of different machines.
#
#   scripts/bench.sh            every section
#   scripts/bench.sh account    that section only; the others keep what docs/benchmarks.md says of them
#
# A section is scripts/bench/NN-NAME.sh: it prints its own Markdown, heading first, and its progress on stderr. It finds
# the program in $SAXAUL and sources scripts/bench/lib.sh. Environment: ROWS and ROUNDS; SAXAUL measures a program that
# was built before.
source "$(dirname "$0")/bench/lib.sh"

DOCUMENT="$ROOT/docs/benchmarks.md"
SECTIONS=("$ROOT"/scripts/bench/[0-9][0-9]-*.sh)
# The section's name: 10-account.sh is account.
name() { basename "$1" .sh | cut -d- -f2-; }
for wanted in "$@"; do
  known=""
  for section in "${SECTIONS[@]}"; do [ "$(name "$section")" != "$wanted" ] || known=yes; done
  [ -n "$known" ] || die "no section is called '$wanted'. There are: $(for section in "${SECTIONS[@]}"; do printf '%s ' "$(name "$section")"; done)"
done
chosen() { [ $# = 1 ] || [[ " ${*:2} " == *" $1 "* ]]; }

need python3 "The benches are driven by Python 3."
if [ -z "${SAXAUL:-}" ]; then
  "$ROOT/scripts/build-web.sh"
  say "Server (release)" "what is measured is what is shipped"
  cargo build --locked --release -p saxaul-api --bin saxaul
  SAXAUL="$ROOT/target/release/saxaul"
fi
export SAXAUL

for section in "${SECTIONS[@]}"; do
  name="$(name "$section")"
  fragment="$WORK/$name.md"
  if chosen "$name" "$@"; then
    say "Section $name" "$(sed -n '2s/^# //p' "$section")"
    "$section" >"$fragment.part"
    mv "$fragment.part" "$fragment"
    cat "$fragment" >&2
  else
    awk -v name="$name" '$0 == "<!-- " name " -->" { on = 1; next } /^<!-- \/ -->$/ { on = 0 } on' "$DOCUMENT" >"$fragment"
  fi
done

{
  echo "# Benchmarks"
  echo
  echo "Written by \`make bench\`, section by section; nothing here is typed by hand."
  for section in "${SECTIONS[@]}"; do
    echo
    echo "<!-- $(name "$section") -->"
    # Without the empty lines at its end: one follows here, so that a table ends before the mark.
    printf '%s\n\n<!-- / -->\n' "$(cat "$WORK/$(name "$section").md")"
  done
} >"$WORK/benchmarks.md"
mv "$WORK/benchmarks.md" "$DOCUMENT"
have "docs/benchmarks.md"
