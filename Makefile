# Everything a person does with a checkout. Needs: make, bash and one CPython of 3.11, 3.12 or 3.13; nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?=

# The demo is a taste, not a result: few histories, so that the first page is there within minutes.
HISTORIES ?= 200
SEED ?= 1
DEMO ?= demo

# How the fast tests are chosen: `make verify` runs the rest.
FAST := not slow and not statistical

.PHONY: help venv page browser demo test check format docs answers record verify bench lock clean

help:  ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

# The environment is made anew only when the lock file, pyproject.toml or the script itself is newer than it.
$(BIN)/.ready: requirements.lock pyproject.toml tools/venv.sh
	@tools/venv.sh "$(VENV)" "$(PYTHON)"

.PHONY: $(VENV)
$(VENV): $(BIN)/.ready

venv: $(VENV)  ## the virtual environment (.venv) with every library of the lock file

page: $(VENV)  ## the page of `polemos explore`, built from frontend/ where that has changed
	@$(BIN)/python hatch_build.py || echo "setup: goes on without the page of polemos explore"

browser:
	@tools/browser.sh

demo: $(VENV) page  ## set up, run the reference war, write its page
	@rm -rf "$(DEMO)"
	$(BIN)/polemos run syria-2016 --histories $(HISTORIES) --seed $(SEED) --out $(DEMO)/run
	$(BIN)/polemos report $(DEMO)/run --out $(DEMO)/page.html
	@echo "The page lies at $(abspath $(DEMO)/page.html): open it in any browser, no network needed."

test: $(VENV) page browser  ## set up, run the fast tests, say what is left out
	@echo "Fast tests. Left out: those marked slow or statistical (big war, many histories); make verify runs them."
	$(BIN)/python -m pytest -q -rs -m "$(FAST)" tests

check: $(VENV)  ## format, lint, types, fast tests
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	@$(MAKE) --no-print-directory test

format: $(VENV)  ## rewrite the sources in the house format
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

docs: $(VENV)  ## write the pages that are made from code and scenario
	@for tool in parameters mechanisms odd validation reading; do $(BIN)/python tools/$$tool.py; done

answers: $(VENV)  ## docs/answers.md anew: what the reference war says about the claims (some minutes)
	$(BIN)/python tools/answers.py

record: $(VENV)  ## docs/record.md anew: the reference war beside the records in ../shared, where they are
	$(BIN)/python tools/record.py $(if $(FIT),--fit $(FIT))

verify: $(VENV) page browser  ## the slow and the statistical tests
	$(BIN)/python -m pytest -q -rs --durations=10 -m "slow or statistical" tests

bench: $(VENV)  ## time and memory of load, compile, run and measure
	@for file in benchmarks/bench_*.py; do echo "== $$file"; \
	    $(BIN)/python "$$file" $(if $(JSON),--json "$(JSON)/$$(basename "$$file" .py).json"); done

lock:  ## requirements.lock anew from pyproject.toml (needs a network)
	@tools/lock.sh

clean:  ## remove the environment, caches and the demo
	rm -rf $(VENV) "$(DEMO)" build dist frontend/node_modules src/polemos/interfaces/explorer/built .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
