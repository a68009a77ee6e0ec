# Every target is one script: read it there. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test dev check bench schema

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build what changed and start Saxaul with a demo company on http://127.0.0.1:8080
	@scripts/run.sh

test: ## everything that continuous integration checks: format, lints, unit, API (SQLite and PostgreSQL), browser
	@scripts/test.sh

dev: ## start with debug builds, and rebuild console and server when a file changes
	@scripts/dev.sh

check: ## the quick half of `make test`: format, lints, unit tests
	@scripts/check.sh

bench: ## measure speed and memory, and write docs/benchmarks.md; SECTION=account measures that one only
	@scripts/bench.sh $(SECTION)

schema: ## write api/schema.graphql from the code
	@scripts/schema.sh
