#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
#
# fuzz.sh [DIR…]
#
# Runs every fuzz target under the directories (default: all), one after the
# other, each for FUZZTIME (default 10m). A target that fails leaves its input
# in testdata/fuzz of its package, where go test runs it ever after; the other
# targets still get their turn. The exit code says whether any failed.
set -euo pipefail
cd "$(dirname "$0")/.."

fuzztime=${FUZZTIME:-10m}
failed=()
count=0
while IFS=: read -r file declaration; do
  target=$(sed -E 's/^func (Fuzz[A-Za-z0-9_]*)\(.*/\1/' <<<"$declaration")
  package=./$(dirname "$file")
  count=$((count + 1))
  echo "== $target in $package for $fuzztime"
  if ! go test -run '^$' -fuzz "^$target\$" -fuzztime "$fuzztime" -fuzzminimizetime 10x "$package" </dev/null; then
    failed+=("$target in $package")
  fi
done < <(find "${@:-.}" -name node_modules -prune -o -name '*_test.go' -print |
  sed 's|^\./||' | sort | xargs -r grep -H '^func Fuzz')

if [ "${#failed[@]}" -gt 0 ]; then
  printf 'failed: %s\n' "${failed[@]}" >&2
  exit 1
fi
echo "$count fuzz targets, none failed"
