# The one entry point. `make` lists the tasks; only Python 3.11 and make are needed beforehand.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMPS := $(VENV)/.stamps
PIP := $(PY) -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps
FRONTEND_SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' -not -path '*/samples/*' 2>/dev/null)
DIST := src/jumelage/static/dist

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev frontend run demo test test-postgres e2e check lint types format bench lock messages \
        openapi permissions screenshots clean

help: ## list the tasks
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' 2>/dev/null \
	  || { echo 'Jumelage needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …'; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/run: requirements/run.txt requirements/build.txt pyproject.toml | $(PY)
	@mkdir -p $(STAMPS)
	@echo 'Setting up the environment (once) …'
	$(PIP) -r requirements/run.txt -r requirements/build.txt
	$(PY) -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
	@echo 'Setting up the tools for tests and checks (once) …'
	$(PIP) -r requirements/dev.txt
	@touch $@

$(STAMPS)/npm: frontend/package-lock.json | $(STAMPS)/run
	@echo 'Fetching the front end’s parts (once) …'
	@$(PY) tools/node.py npm --prefix frontend ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/frontend: $(FRONTEND_SOURCES) $(STAMPS)/npm
	@echo 'Building the front end …'
	@$(PY) tools/node.py node frontend/build.mjs
	@touch $@

$(STAMPS)/messages: $(shell find src/jumelage/locale -name '*.po' 2>/dev/null) | $(STAMPS)/run
	@$(PY) tools/messages.py compile
	@touch $@

setup: $(STAMPS)/run $(STAMPS)/frontend $(STAMPS)/messages ## set up all that running needs
setup-dev: setup $(STAMPS)/dev ## set up all that developing needs

run: setup ## set up what is missing, then serve the product with the starter registry
	@$(BIN)/jumelage serve $(ARGS)

demo: setup ## try the officer's workspace: invented towns in a data folder of their own
	@JUMELAGE_DEMO=1 JUMELAGE_DATA_DIR=.demo $(BIN)/jumelage demo
	@JUMELAGE_DEMO=1 JUMELAGE_DATA_DIR=.demo $(BIN)/jumelage serve $(ARGS)

test: setup-dev ## all tests, on SQLite (DATABASE_URL chooses another database)
	@$(PY) -m pytest -n auto --dist worksteal $(ARGS)

test-postgres: setup-dev ## all that need a database but the browser tests, on the PostgreSQL of TEST_POSTGRES_URL
	@DATABASE_URL="$${TEST_POSTGRES_URL:-postgres://postgres@127.0.0.1:5432/test}" $(PY) -m pytest -n auto --dist worksteal -m 'not e2e' --database-only $(ARGS)

e2e: setup-dev ## the browser tests only
	@$(PY) -m pytest -m e2e $(ARGS)

check: lint types ## every check that is no test
	@$(PY) tools/node.py npm --prefix frontend run check
	@$(PY) tools/node.py npm --prefix frontend test

lint: setup-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/djlint --quiet --lint src/jumelage
	@$(BIN)/lint-imports
	@$(PY) tools/messages.py check
	@! git grep -nIE 'index-url +http|"resolved": *"http' -- ':!Makefile'

types: setup-dev
	@$(BIN)/mypy

format: setup-dev ## format the code
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: setup-dev ## measure; `make bench ARGS=…` (see docs/benchmarks.md)
	@$(PY) -m benchmarks $(ARGS)

lock: setup-dev ## lock the requirements anew, with hashes
	@for s in run build dev; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --upgrade requirements/$$s.in -o requirements/$$s.txt; done

messages: setup-dev ## collect the strings to translate into the catalogues
	@$(PY) tools/messages.py update

openapi: setup-dev ## write the API's contract anew
	@$(PY) -m jumelage.api.snapshot

permissions: setup-dev ## write the table of who may do what anew (read what it changes, then commit it)
	@JUMELAGE_WRITE_PERMISSIONS=1 $(PY) -m pytest -q tests/contracts/test_permissions.py

screenshots: setup-dev ## pictures of the running product, for the documents and to look at
	@$(PY) -m tools.screenshots $(ARGS)

clean: ## remove what was built (never the data folder)
	rm -rf $(VENV) $(DIST) frontend/node_modules build dist
