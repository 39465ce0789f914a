#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# run.sh - runs one fuzz target from its seeds: a short run that is always the same, or SECONDS
# usage: run.sh PROGRAM short|SECONDS
set -eu

program=$1
length=$2
name=${program##*/fuzz-}
seeds=$(dirname "$0")/seeds/$name
found=${program%/*}/found-$name-

# libFuzzer writes what it learns into the first folder: never into the seeds
if [ "$length" = short ]; then
  corpus=$(mktemp -d)
  trap 'rm -rf "$corpus"' EXIT
  set -- -runs=20000 -seed=1
else
  corpus=${program%/*}/corpus-$name
  mkdir -p "$corpus"
  set -- -max_total_time="$length"
fi
[ -d "$seeds" ] || seeds=

"$program" "$@" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$found" \
  "$corpus" ${seeds:+"$seeds"} || exit 1   # its own code for a finding, 77, would read as skipped
