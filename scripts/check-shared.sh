#!/usr/bin/env bash
# Proves what `shared` must not contain: without features it is pure, so it compiles for the browser
# and no database, web framework, clock or runtime can creep in.
source "$(dirname "$0")/lib.sh"

say "Domain crate stays pure" "no database, server, runtime or browser in its dependency tree"
TREE="$(cargo tree --locked -p saxaul-shared --no-default-features -e normal --prefix none --format '{p}' | cut -d' ' -f1 | sort -u)"
for banned in sea-orm sqlx async-graphql actix-web tokio reqwest redis leptos web-sys chrono rand rand_core; do
  if grep -qx "$banned" <<<"$TREE"; then die "saxaul-shared depends on '$banned' without any feature"; fi
done
say "Domain crate compiles for the browser" "wasm32, no features"
cargo check --locked -p saxaul-shared --no-default-features --target wasm32-unknown-unknown
# A float or a clock in the domain would make two machines disagree about a figure.
if grep -rnE '\bf(32|64)\b|SystemTime::now|Instant::now|std::(fs|net|env|process|thread)\b' shared/src --include='*.rs' | grep -vE '^[^:]+:[0-9]+:\s*//'; then
  die "floating point, clock or I/O in shared/src (lines above)"
fi
