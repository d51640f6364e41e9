# Everything a developer runs. `make help` lists it. Needs git, make and Python 3.11 or newer.

PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
USER_STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
VALIDATOR := tests/witness/node_modules/.installed
WORKERS ?= 2
ARGS ?=
TIMES ?= 50

.DEFAULT_GOAL := help
.PHONY: help setup demo test slow again lint types check format template dictionary bench validator clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(DEV_STAMP) ## make .venv with everything a developer needs

demo: $(USER_STAMP) ## make the sample workbook, refresh it, say where to look
	$(BIN)/python -m pmo_workbook demo

test: $(DEV_STAMP) $(VALIDATOR) ## run the tests (ARGS="-k holds" and the like are passed on)
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

slow: $(DEV_STAMP) $(VALIDATOR) ## run what takes too long for every change: plants faults and sees that the tests notice
	$(BIN)/python -m tests.mutants --jobs $(WORKERS)

again: $(DEV_STAMP) ## press all buttons in LibreOffice TIMES=50 times, each time in another order, until something fails
	@for order in $$(seq $(TIMES)); do \
		echo "order $$order of $(TIMES)"; \
		$(BIN)/python -m pytest -n $(WORKERS) --randomly-seed=$$order tests/click tests/e2e $(ARGS) || exit 1; \
	done

lint: $(DEV_STAMP) ## style and layout of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(DEV_STAMP) ## lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(DEV_STAMP) ## strict types
	$(BIN)/mypy
	$(BIN)/mypy -p tests.witness

check: lint types test ## all of the above; what the build server runs

template: $(DEV_STAMP) ## build workbook_template.xlsm from its text sources
	$(BIN)/python -m pmo_workbook.template

dictionary: $(DEV_STAMP) ## write docs/data-dictionary.md from the models
	$(BIN)/python -m pmo_workbook.template.dictionary

bench: $(DEV_STAMP) ## print how fast a refresh is beside openpyxl and calamine, and a click beside a refresh
	$(BIN)/python -m pip install --quiet -e '.[bench]'
	$(BIN)/python -m benchmarks $(ARGS)
	@if command -v soffice >/dev/null && command -v Xvfb >/dev/null && command -v xdotool >/dev/null; then \
		$(BIN)/python -m benchmarks.click; \
	else \
		echo "A click is not measured: that needs LibreOffice, Xvfb and xdotool." >&2; \
	fi

validator: $(VALIDATOR) ## install the Open XML SDK validator for the tests

clean: ## remove what the other targets made
	rm -rf $(VENV) tests/witness/node_modules build dist demo *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found on the path." >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

$(USER_STAMP): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -e .
	@touch $@

$(DEV_STAMP): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -e '.[dev,publish]'
	@touch $@ $(USER_STAMP)

# Without npm the tests that need the validator are skipped (on a build server they fail).
$(VALIDATOR): tests/witness/package.json
	@if command -v npm >/dev/null 2>&1; then \
		cd tests/witness && npm install --silent && touch node_modules/.installed; \
	else \
		echo "npm is not installed: tests that need the Open XML SDK validator are skipped" >&2; \
	fi
