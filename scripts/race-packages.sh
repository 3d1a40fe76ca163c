#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
#
# race-packages.sh
#
# Lists the packages that the race detector is for: those whose code, or whose
# tests, start goroutines or share something between them. What has neither, as
# the engines do, cannot race, and the detector only makes it some ten times
# slower.
#
# Left out besides: formats/pdf and what reads by it. There the work is done by
# PDFium, translated into machine code that the detector does not see; to
# translate that under it takes minutes. learn and coding/distribution share their
# work among processors by the loops that coding/predict is tried with. bench, tools
# and house are no part of the program.
set -euo pipefail
cd "$(dirname "$0")/.."

go list -f '{{$dir := .Dir}}{{range .GoFiles}}{{$.ImportPath}} {{$dir}}/{{.}}
{{end}}{{range .TestGoFiles}}{{$.ImportPath}} {{$dir}}/{{.}}
{{end}}{{range .XTestGoFiles}}{{$.ImportPath}} {{$dir}}/{{.}}
{{end}}' ./... | while read -r package file; do
  case $package in
  */bench/* | */tools/* | */house | */formats/pdf | */formats/hybrid | */formats/ocr | */learn | */coding/distribution) ;;
  *) if grep -qE '^\s+go (func|[a-zA-Z.]+)\(|"sync/atomic"|"net/http"|sync\.(Mutex|RWMutex|WaitGroup|Map|Pool)' "$file"; then echo "$package"; fi ;;
  esac
done | sort -u
