# Biên Chế. `make run` and `make test` are all that is needed; `make help` lists the rest.
SHELL := /bin/bash
GO ?= go
BIN := bin/bienche
LINT_VERSION := v2.15.0
export CGO_ENABLED ?= 0

.PHONY: help run build frontend test test-go test-frontend test-e2e short lint fmt schema law bench soak migrate where clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

run: build ## build everything, start PostgreSQL, migrate, load the demo province, serve
	$(BIN) serve

build: frontend ## build the frontend and the binary
	$(GO) build -trimpath -o $(BIN) ./cmd/bienche

frontend: frontend/dist/index.html ## build the frontend

frontend/node_modules/.package-lock.json: frontend/package.json frontend/package-lock.json
	npm ci --prefix frontend --no-audit --no-fund
	@touch $@

frontend/dist/index.html: frontend/node_modules/.package-lock.json graph/schema.graphql $(shell find frontend/src frontend/public frontend/index.html -type f 2>/dev/null)
	npm run build --prefix frontend
	@touch $@

test: test-go test-frontend test-e2e ## run every test (Go, frontend, browser)

test-go: frontend/node_modules/.package-lock.json
	$(GO) test ./...

test-frontend: frontend/node_modules/.package-lock.json
	npm test --prefix frontend

test-e2e: build
	scripts/e2e.sh

short: frontend/node_modules/.package-lock.json ## run what needs neither PostgreSQL nor a browser
	$(GO) test -short ./...
	npm test --prefix frontend

bin/golangci-lint:
	GOBIN=$(CURDIR)/bin $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)

lint: frontend/node_modules/.package-lock.json bin/golangci-lint ## vet, lint and check the format of Go and frontend
	@files=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$files" ]; then echo "gofmt would change:"; echo "$$files"; exit 1; fi
	$(GO) vet ./...
	bin/golangci-lint run ./...
	npm run check --prefix frontend

fmt: ## format Go and frontend
	gofmt -w $$(git ls-files '*.go')
	npm run format --prefix frontend

schema: ## write the golden files anew (schema, access); review the difference
	$(GO) test ./graph -run 'Schema' -update
	npm run codegen --prefix frontend

law: ## write docs/rules.md anew from rules/; review the difference
	$(GO) test ./rules -run TestTheListOfTheLawIsCurrent -update

bench: frontend/node_modules/.package-lock.json ## speed beside the raw floor, at full size and with 2,000,000 people, and beside PostGraphile (docs/performance.md)
	@mkdir -p bin && rm -f bin/performance.md
	$(GO) test ./graph -run '^$$' -bench '^BenchmarkSpeed$$' -benchtime 1x -timeout 60m -tables $(CURDIR)/bin/performance.md
	$(GO) test ./graph -run '^$$' -bench '^BenchmarkSearch$$' -benchtime 1x -timeout 90m -tables $(CURDIR)/bin/performance.md
	$(GO) test ./rules/... -run '^$$' -bench . -benchtime 3s
	$(GO) test ./internal/computation -run '^$$' -bench . -benchtime 1x -timeout 30m
	bench/run.sh -tables $(CURDIR)/bin/performance.md
	@cat bin/performance.md

soak: frontend/node_modules/.package-lock.json ## the same properties and races as in test, fifty times over; a change of every figure of the law
	BIENCHE_SOAK=1 $(GO) test -timeout 120m ./rules -run TestEveryFigureIsHeldByATest -v
	$(GO) test -timeout 60m ./graph ./policies ./internal/staff -run 'Agrees|EnforceAtEveryUnit|Encod|Survey|Generated|Hostile' -rapid.checks=5000
	$(GO) test -timeout 60m ./internal/staff -run 'OneIsStored|GivenOnce|OneEffect|CloseNoCircle|WhileItEnds' -count=50
	BIENCHE_SOAK=50 $(GO) test -timeout 60m ./internal/auth -run 'MixedDecision|AgreeWithin|ListenerCatchesUp'
	for f in FuzzRun FuzzArguments FuzzDocuments; do $(GO) test -timeout 60m ./graph -run '^$$' -fuzz "^$$f$$" -fuzztime 5m || exit 1; done

migrate: build ## bring DATABASE_OWNER_URL to the newest version
	$(BIN) migrate

where: ## show all of a domain: make where d=staff
	@git ls-files | grep -E "(^|/|_)$(d)(/|_|\.|$$)" | grep -vE 'dist/|node_modules/'

clean: ## remove what was built (data stays)
	rm -rf bin frontend/dist
