#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
#
# lint-api.sh RULESET
#
# Holds the description of the API against the NL GOV API Design Rules with
# Spectral, in both forms that are published. RULESET is the file linter.yaml of
# the rules themselves (https://github.com/Geonovum/KP-APIs, or
# https://static.developer.overheid.nl/adr/ruleset.yaml). SPECTRAL says which
# program to run, when it is not on the path (npm install @stoplight/spectral-cli).
# `go test ./api` checks the same rules without either; this is the second
# opinion. Any error or warning fails.
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: scripts/lint-api.sh RULESET" >&2; exit 2; }
ruleset=$(realpath "$1")
spectral=${SPECTRAL:-spectral}
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

go run ./cmd/rentmeester openapi >"$work/openapi.json"
go run ./cmd/rentmeester openapi --openapi-3.0 >"$work/openapi-3.0.json"
"$spectral" lint --fail-severity=warn --ruleset "$ruleset" "$work/openapi.json" "$work/openapi-3.0.json"
