# Everything that a developer runs. Needs python3 with venv, make, node and npm.

PYTHON ?= python3
FORMATS ?= json,csv,md,html,svg,pdf,xlsx,docx
OUT ?= out
# The workspace that `make run` serves; SERVE=no only drafts.
DB ?= bpm2sop.db
SERVE ?= yes

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

# Left out of the lock: bpmn-python, which is under the GPL.
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--no-header --no-annotate --python-version 3.11 --group dev \
	--extra postgres --extra cluster --extra oidc --extra server pyproject.toml

FRONTEND := web/frontend
ifneq ($(wildcard $(FRONTEND)/package.json),)
MODULES := $(FRONTEND)/node_modules/.ready
BUNDLE := web/bpm2sop_web/static/dist/.built
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test check lock clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

setup: $(READY) $(BUNDLE) ## Make .venv with the project in it, and the browser bundle

run: setup ## Draft the samples into out/, then serve the review screens with them
	$(BIN)/bpm2sop draft samples -o $(OUT) --format $(FORMATS) --fail-on never
	@echo "The drafts of the samples are in $(OUT)/."
ifneq ($(SERVE),no)
	$(BIN)/bpm2sop serve --db $(DB) --import samples
endif

test: setup ## Run every test
	npm --prefix $(FRONTEND) run --silent test
	$(BIN)/python -m pytest -n auto

check: setup ## Run the formatter, the linters, the types, the floors and the lock check
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/typos
	npm --prefix $(FRONTEND) run --silent types
	@cp requirements.lock $(VENV)/lock
	@$(LOCK) --output-file $(VENV)/lock >/dev/null
	@diff requirements.lock $(VENV)/lock || { echo "requirements.lock is stale: run 'make lock'" >&2; exit 1; }

lock: $(READY) ## Write requirements.lock anew from pyproject.toml
	$(LOCK) --upgrade --output-file requirements.lock

clean: ## Remove what make and the tools have made
	rm -rf $(VENV) $(OUT) build dist $(FRONTEND)/node_modules web/bpm2sop_web/static/dist
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .coverage htmlcov
	find bpm2sop web tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

ifdef BUNDLE
$(MODULES): $(FRONTEND)/package.json $(FRONTEND)/package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: install nodejs and npm" >&2; exit 1; }
	npm --prefix $(FRONTEND) ci --ignore-scripts --no-audit --no-fund
	@mkdir -p $(@D)
	@touch $@

$(BUNDLE): $(MODULES) $(FRONTEND)/build.mjs $(shell find $(FRONTEND)/src -type f 2>/dev/null)
	npm --prefix $(FRONTEND) run --silent build
	@mkdir -p $(@D)
	@touch $@
endif
