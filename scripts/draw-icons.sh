#!/usr/bin/env bash
# Draws the icons of the circle from web/public/circle/icon.svg, with Chromium. Their files are part of the project; run
# this after a change to the drawing.
source "$(dirname "$0")/lib.sh"
need chromium "Debian: apt-get install chromium."

FOLDER="$ROOT/web/public/circle"
WORK="$(mktemp -d)"
trap 'rm -rf "$WORK"' EXIT

# draw NAME SIZE SVG: one square picture.
draw() {
  printf '<!doctype html><style>html,body{margin:0;background:transparent}svg{display:block;width:%spx;height:%spx}</style>%s' "$2" "$2" "$3" >"$WORK/page.html"
  chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$WORK/profile" --hide-scrollbars --force-device-scale-factor=1 --default-background-color=00000000 \
    --window-size="$2,$2" --screenshot="$FOLDER/$1" "file://$WORK/page.html" 2>/dev/null
  have "$1 ($(wc -c <"$FOLDER/$1") bytes)"
}
DRAWING="$(cat "$FOLDER/icon.svg")"
draw icon-192.png 192 "$DRAWING"
draw icon-512.png 512 "$DRAWING"
# Masked by the phone: without round corners, and all that matters within the inner four fifths.
draw icon-maskable-512.png 512 "${DRAWING/rx=\"11\"/rx=\"0\"}"
