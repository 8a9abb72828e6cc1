# Needs make, Go and git. `make deps` sees to what the tests need besides.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

GOLANGCI_LINT_VERSION := v2.15.0
WORKFLOWCHECK_VERSION := v0.6.0

# gcc and libc6-dev: the race detector is C. postgresql: without it the stack downloads a server, which takes longer
# and needs the network each time the cache is empty. chromium: the customers' pages are tested in it.
DEBIAN_PACKAGES := ca-certificates chromium gcc git libc6-dev postgresql

TOOLS         := $(CURDIR)/bin/tools
# The version is part of the name: a new pin is built, an old one is not taken for it.
GOLANGCI_LINT := bin/tools/golangci-lint-$(GOLANGCI_LINT_VERSION)
WORKFLOWCHECK := bin/tools/workflowcheck-$(WORKFLOWCHECK_VERSION)

# The product's binary carries the commit it was built from, unless git refuses to read the repository (a root user in
# somebody else's clone) or there is none (an unpacked archive).
STAMP := $(shell git rev-parse --quiet --verify HEAD >/dev/null 2>&1 && echo true || echo false)

.PHONY: help
help: ## Print this help
	@echo "Usage: make <target>"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 14

.PHONY: deps
deps: ## Install what the tests need (Debian, as root); else print the line to run
	@if ! command -v dpkg-query >/dev/null; then \
		echo "Not a Debian system: the tests need gcc, git, PostgreSQL (server) and chromium. Going on."; exit 0; \
	fi; \
	missing=""; \
	for package in $(DEBIAN_PACKAGES); do \
		status=$$(dpkg-query --show --showformat='$${db:Status-Status}' $$package 2>/dev/null || true); \
		[ "$$status" = installed ] || missing="$$missing $$package"; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ]; then \
		echo "Missing:$$missing. Run as root: make deps" >&2; exit 1; \
	fi; \
	mkdir -p /etc/postgresql-common/createcluster.d; \
	echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.d/partnercenter.conf; \
	apt-get update; \
	DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $$missing

# Without cgo, whether or not a C compiler is there: one that make deps installs must not make all packages, with those of
# the Temporal server, be built once more.
.PHONY: build
build: ## Build the product (bin/partnercenter) and the development stack (bin/dev)
	CGO_ENABLED=0 go build -buildvcs=$(STAMP) -o bin/partnercenter ./cmd/partnercenter
	cd dev && CGO_ENABLED=0 go build -buildvcs=false -o ../bin/dev ./cmd/dev

.PHONY: run
run: build ## Start the whole stack, print its addresses and a token per role, keep it up until Ctrl-C
	bin/dev run

.PHONY: demo
demo: build ## Start the stack, play the main job as the different people would, stop
	bin/dev demo

.PHONY: test
test: deps build ## Start the engines once and run all tests of both modules against them
	bin/dev test-stack -- $(MAKE) --no-print-directory test-on-stack

# In these packages of dev the product runs as processes of its own, where a race detector in the test sees nothing of it.
# Their clients are patient, so two of them run at a time.
APART := ./e2e/chaos ./e2e/crash ./e2e/fuzz ./e2e/race ./mutants

# Both modules are tested even when the first fails: one run tells everything. STACK_FILE is set by bin/dev. The other
# packages of dev run one after another: each has the machine to itself when it moves time. Those without tests are left
# out: go test would compile the Temporal server with the race detector for them.
.PHONY: test-on-stack
test-on-stack:
	@failed=0; \
	echo "go test -race ./... (partnercenter)"; CGO_ENABLED=1 go test -race -timeout 60m ./... || failed=1; \
	echo "go test -race ./... (partnercenter/dev)"; (cd dev && CGO_ENABLED=1 go test -race -p 1 -timeout 60m $$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./... | grep -vxF "$$(go list $(APART))")) || failed=1; \
	echo "go test $(APART) (partnercenter/dev)"; (cd dev && CGO_ENABLED=0 go test -p 2 -timeout 60m $(APART)) || failed=1; \
	exit $$failed

.PHONY: chaos
chaos: deps build ## Let people work while everything dies and comes back, and prove that nothing is lost (SEED=7 DURATION=5m)
	cd dev && $(if $(SEED),CHAOS_SEED=$(SEED)) $(if $(DURATION),CHAOS_DURATION=$(DURATION)) ../bin/dev test-stack -- go test -count 1 -v -timeout 120m ./e2e/chaos

.PHONY: drill
drill: deps build ## Let every alert fire over the running product, mend what is wrong by the runbook, and see it end
	cd dev && ../bin/dev test-stack -- go test -tags drill -count 1 -v -timeout 60m ./e2e/drill

.PHONY: mutants
mutants: deps build ## Break the product on purpose, one mechanism at a time: a test must notice each
	cd dev && ../bin/dev test-stack -- go test -count 1 -v -timeout 60m ./mutants

.PHONY: bench
bench: deps build ## Start the engines once and measure the product against the same work by hand
	cd dev && ../bin/dev test-stack -- go test -tags bench -count 1 -v -timeout 120m ./bench

.PHONY: licences
licences: ## List the modules that the product's binary links with version and licence; fail where one is not allowed
	@cd dev && go run ./cmd/licences

.PHONY: generate
generate: ## Write what is generated: server and client of the API, the pages of rules and errors
	go generate ./api
	go run ./rules/cmd/sourcetable
	go test ./api -run TestErrorsPage -update-errors-page

.PHONY: lint
lint: lint-format lint-modules lint-generated lint-files lint-code ## Check format, imports, generated files, migrations, compose file, code

.PHONY: lint-format
lint-format:
	@unformatted=$$(gofmt -l .); \
	if [ -n "$$unformatted" ]; then echo "not formatted: $$unformatted" >&2; exit 1; fi

.PHONY: lint-modules
lint-modules:
	go mod tidy -diff
	cd dev && go mod tidy -diff
	@for module in $$(sed -n '/indirect/d; s/^\t\([^ ]*\) v.*/\1/p' go.mod dev/go.mod | sort -u); do \
		grep -q "$$module" docs/dependencies.md || { echo "docs/dependencies.md does not say what $$module is for" >&2; exit 1; }; \
	done

# Compared by content, not by git: what is fresh and not committed yet is fresh.
.PHONY: lint-generated
lint-generated:
	@before=$$(cat api/gen/*.go api/client/*.gen.go | sha256sum); \
	go generate ./api; \
	after=$$(cat api/gen/*.go api/client/*.gen.go | sha256sum); \
	if [ "$$before" != "$$after" ]; then echo "api/gen and api/client were not up to date with api/openapi.yaml; they are now" >&2; exit 1; fi
	go run ./rules/cmd/sourcetable -check

.PHONY: lint-files
lint-files:
	@ls internal/store/migrations | awk -F_ '$$1 + 0 != NR { print "migration " $$0 " should be number " NR; wrong = 1 } END { exit wrong }'
	cd dev && go test -run '^TestFile' ./compose

# The packages of dev that link the Temporal server. staticcheck would read the server's sources for their sake, for
# minutes and in 5 GB.
SERVER_PACKAGES := ./cli ./cmd/dev ./temporal/server

.PHONY: lint-code
lint-code: $(GOLANGCI_LINT) $(WORKFLOWCHECK)
	go vet ./...
	cd dev && go vet -tags bench,drill ./...
	$(GOLANGCI_LINT) run --concurrency 2 ./...
	cd dev && ../$(GOLANGCI_LINT) run --concurrency 2 $$(go list ./... | sed 's|^partnercenter/dev|.|' | grep -vxF "$$(printf '%s\n' $(SERVER_PACKAGES))")
	cd dev && ../$(GOLANGCI_LINT) run --concurrency 2 --disable staticcheck $(SERVER_PACKAGES)
	$(WORKFLOWCHECK) ./workflows/...

$(GOLANGCI_LINT):
	GOBIN="$(TOOLS)" go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	mv bin/tools/golangci-lint $@

$(WORKFLOWCHECK):
	GOBIN="$(TOOLS)" go install go.temporal.io/sdk/contrib/tools/workflowcheck@$(WORKFLOWCHECK_VERSION)
	mv bin/tools/workflowcheck $@

.PHONY: clean
clean: ## Remove what was built
	rm -rf bin
