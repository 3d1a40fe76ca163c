# Everything a contributor does, by name. `make` alone tells what there is.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

PINNED := $(CURDIR)/tools/pinned/go.mod
FUZZTIME ?= 10m
BENCH ?= .
ARGS ?=

.PHONY: help
help: ## Tell what can be made (this list)
	@echo "make TARGET"
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18
	@echo
	@echo "  ARGS=…          for demo, crash, screenshots, bench-reconcile, bench-coding and bench-load: passed to the program"
	@echo "  BENCH=REGEXP    for bench: which benchmarks (all)"
	@echo "  FUZZTIME=10m    for fuzz: how long each target runs"
	@echo "  RENTMEESTER_CORPUS=DIR          for test: real bank files to test on"
	@echo "  RENTMEESTER_TEST_POSTGRES=URL   for test: a PostgreSQL server to use (default: one just for the test)"

.PHONY: demo
demo: build ## Show it all: an invented town, its year imported and reconciled, its pages on loopback
	./bin/rentmeester demo $(ARGS)

.PHONY: build
build: assets ## Build bin/rentmeester
	go build -o bin/rentmeester ./cmd/rentmeester

.PHONY: test
test: setup assets lint ## Everything that must hold: lint, all tests on SQLite and PostgreSQL, the race detector
	scripts/with-postgres.sh $(MAKE) --no-print-directory test-go

# The race detector makes the store some thirty times slower, so it takes the
# short tests of the packages that can race; the corpus and the pages in a browser
# are tried once, without it. The packages that take longest begin first, so that none
# of them is left alone at the end.
.PHONY: test-go
test-go:
	go test -count=1 -timeout 30m ./web ./app ./cmd/rentmeester ./...
	env -u RENTMEESTER_CORPUS RENTMEESTER_NO_BROWSER=1 go test -count=1 -timeout 30m -vet=off -race -short $$(scripts/race-packages.sh)

.PHONY: test-short
test-short: ## The quick tests, with nothing but Go: no PostgreSQL, no browser, no corpus
	go test -short ./...

.PHONY: lint
lint: ## Formatting, go vet, staticcheck
	@unformatted=$$(find . -name node_modules -prune -o -name '*.go' -exec gofmt -l {} +); \
	if [ -n "$$unformatted" ]; then echo "gofmt these: $$unformatted" >&2; exit 1; fi
	go vet ./...
	go tool -modfile=$(PINNED) staticcheck ./...

.PHONY: setup
setup: ## Install what the tests call (by apt, where allowed), or say what is missing
	scripts/setup.sh

.PHONY: assets
assets: web/assets/node_modules/.package-lock.json ## Fetch and bundle styles and scripts of the pages
	go run ./tools/assets

# npm writes this file last, so it is newer than the lock file when all is there.
web/assets/node_modules/.package-lock.json: web/assets/package.json web/assets/package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: it fetches the styles of the pages, once. Install Node.js 20 or newer (Debian: apt install npm)." >&2; exit 1; }
	npm --prefix web/assets ci --ignore-scripts --no-audit --no-fund
	@touch $@

.PHONY: generate
generate: ## Write store/db anew from the queries (the first time compiles sqlc)
	go -C store tool -modfile=$(PINNED) sqlc generate

# Needs Java, Saxon-HE (Debian: libsaxonhe-java) and the published rules; -fetch
# among ARGS gets these. ARGS="-rules DIR DOCUMENTS…"
.PHONY: compare-rules
compare-rules: ## Hold our rules for e-invoices against the official ones, run as published
	go run ./tools/officialrules $(ARGS)

.PHONY: bench
bench: ## Benchmarks
	scripts/with-postgres.sh go test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 60m ./...

.PHONY: fuzz
fuzz: ## Run each fuzz target for FUZZTIME
	FUZZTIME=$(FUZZTIME) scripts/fuzz.sh

.PHONY: crash
crash: ## Kill the program at random instants and prove that nothing was lost or done twice
	scripts/with-postgres.sh go run ./tools/crash $(ARGS)

.PHONY: screenshots
screenshots: build ## Make the pictures of the README anew
	go run ./tools/screenshots $(ARGS)

.PHONY: fit-prior
fit-prior: ## Learn reconcile/prior.json anew, on invented towns of the fitting seeds
	go run ./tools/fitprior $(ARGS)

# The town of 1× on the test seeds and without each part of the engine, written
# into the documentation. ARGS="-scales 1,10,40" measures larger towns too.
.PHONY: bench-reconcile
bench-reconcile: ## Measure the reconciliation engine on invented towns; write docs/benchmark-reconciliation.md
	mkdir -p bin
	go build -o bin/benchreconcile ./tools/benchreconcile
	go test -run '^$$' -bench 'Candidates|Arrival' ./reconcile | tee bin/benchreconcile.txt
	bin/benchreconcile -ablation -arrival 2000000 -benchmarks bin/benchreconcile.txt \
		-commit "$$(git describe --always --dirty)" -write docs/benchmark-reconciliation.md $(ARGS)

# Needs the public ledgers: RENTMEESTER_CORPUS says where they are. Parts of it with
# ARGS="-only harrogate-account,changes" or ARGS="-skip transfer".
.PHONY: bench-coding
bench-coding: ## Measure how well codings are predicted on public ledgers; write docs/benchmark-coding.md
	go run ./tools/benchcoding -skip speed -commit "$$(git describe --always --dirty)" -write docs/benchmark-coding.md $(ARGS)

# Apart from the rest, because only this part wants a machine that does nothing else.
.PHONY: bench-coding-speed
bench-coding-speed: ## Measure how fast codings are learned and predicted; write docs/benchmark-coding-speed.md
	go run ./tools/benchcoding -only speed -commit "$$(git describe --always --dirty)" -write docs/benchmark-coding-speed.md $(ARGS)

# Needs the public instances: RENTMEESTER_CORPUS says where they are. One of them with
# ARGS="-only ^e20200$"; half an hour of processor time for all.
.PHONY: bench-staffing
bench-staffing: ## Measure plans of invented towns, and the assignment solver on public instances; write docs/benchmark-staffing.md
	go run ./tools/benchplan -commit "$$(git describe --always --dirty)" -write docs/benchmark-staffing.md
	go run ./tools/benchgap -commit "$$(git describe --always --dirty)" -write docs/benchmark-staffing.md $(ARGS)

.PHONY: bench-load
bench-load: build ## Measure the pages of a large municipality, alone and with many at once; write docs/benchmark-load.md
	RENTMEESTER_AUTOVACUUM=on scripts/with-postgres.sh go run ./tools/benchload -commit "$$(git describe --always --dirty)" -write docs/benchmark-load.md $(ARGS)

.PHONY: fit-coding
fit-coding: ## Grow coding/predict/prior.json.gz anew, on invented towns
	go run ./tools/benchcoding -fit coding/predict/prior.json.gz

# Needs the public ledgers: RENTMEESTER_CORPUS says where they are.
.PHONY: bench-duplicates
bench-duplicates: ## Measure the duplicates engine on public ledgers; write docs/duplicates.md
	go run ./tools/benchduplicates -commit "$$(git describe --always --dirty)" -write docs/duplicates.md

.PHONY: fit-duplicates
fit-duplicates: ## Learn duplicates/prior.json anew, on the older part of two public ledgers
	go run ./tools/benchduplicates -fit duplicates/prior.json

# Needs the corpus (RENTMEESTER_CORPUS), Chromium and tesseract. What is printed and
# recognised is kept in bin/extract: the first time takes an hour.
.PHONY: fit-extract
fit-extract: ## Learn extract/certainty.json anew, on invented invoices and the looked half of the corpus
	mkdir -p bin/extract
	go run ./bench/extract -fit extract/certainty.json -keep bin/extract $(RENTMEESTER_CORPUS)/invoice/zugferd-corpus
