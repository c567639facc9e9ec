# `make` alone lists what there is. PYTHON may name another Python: make test PYTHON=python3.13
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The tests of one engine take turns; the others need not wait for them.
SIDE_BY_SIDE := -n 2
APT := apt-get -y -o DPkg::Lock::Timeout=120

.DEFAULT_GOAL := help
.PHONY: audit bench coverage soak help demo test test-engines engine-up engine-down lint format schemas reference recordings messages docs \
  clean check-python

help: ## list the targets
	@awk -F ':.*## ' '/^[.a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv: $(VENV)/.installed ## a virtual environment with grader in it

demo: $(VENV)/.installed ## a first look, with or without a container engine
	$(BIN)/grader demo

test: lint ## lint, then all tests on a real engine (see tests/engines/README.md)
	$(BIN)/pytest $(SIDE_BY_SIDE) $(ARGS)

test-engines: $(VENV)/.installed-dev ## what needs an engine, on each of the three
	GRADER_TEST_ENGINES=all $(BIN)/pytest $(SIDE_BY_SIDE) -m "engine and not soak" $(ARGS)

coverage: $(VENV)/.installed-dev ## which lines and branches no test runs, in this process
	$(BIN)/coverage run -m pytest $(ARGS)
	@$(BIN)/coverage combine --quiet; $(BIN)/coverage report

engine-up: $(VENV)/.installed-dev ## bring an engine up and leave it running (NAME=docker-28.5, all, ...)
	$(BIN)/python -m tests.engines up $(NAME)

engine-down: $(VENV)/.installed-dev ## stop the engines that were brought up
	$(BIN)/python -m tests.engines down $(NAME)

bench: $(VENV)/.installed-bench ## measure against bash, testinfra and the SDK; writes docs/benchmarks.md
	$(BIN)/python -m benchmarks $(ARGS)

audit: $(VENV)/.installed-dev ## hold the dependencies against the list of known weaknesses
	@$(BIN)/python -m tools.audit; [ $$? -ne 1 ] # 2: the list was not reached, which was said

soak: $(VENV)/.installed-bench ## what takes long: more faults, and fuzzing (SECONDS=60 of each kind)
	$(BIN)/pytest -m soak -W "ignore::pytest.PytestUnraisableExceptionWarning" tests
	$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60)

lint: $(VENV)/.installed-dev ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.installed-dev ## put the code in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schemas: $(VENV)/.installed ## write schemas/ anew, from the field table and from the package
	@for name in lab $(patsubst grader/schemas/%.schema.json,%,$(wildcard grader/schemas/*.json)); do \
	  $(BIN)/grader schema $$name >schemas/$$name.schema.json && echo schemas/$$name.schema.json; \
	done

recordings: $(VENV)/.installed-dev ## record every lab's solution anew, on Docker 20.10
	$(BIN)/python -m tests.labs.record

reference: $(VENV)/.installed-dev ## write the pages that are made from the program anew
	$(BIN)/python -m tools.reference
	$(BIN)/python -m tools.pages

docs: $(VENV)/.installed-dev ## build the documentation into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

messages: $(VENV)/.installed-dev ## find new texts, bring the translations up to date
	$(BIN)/python -m tools.translations

clean: ## remove the virtual environment, caches and builds
	rm -rf $(VENV) .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

check-python:
	@command -v $(PYTHON) >/dev/null || \
	  { echo "There is no $(PYTHON). Install Python 3.11 or newer, or name one: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "grader needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo not usable)." \
	    "Name another one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	    { $(APT) install python3-venv >/dev/null 2>&1 || \
	      { $(APT) update && $(APT) install python3-venv; } >/dev/null; }; } || \
	  { echo "$(PYTHON) cannot make virtual environments; on Debian: apt-get install python3-venv" >&2; \
	    exit 1; }

# Made anew when the dependencies have changed.
$(VENV)/.installed: pyproject.toml | check-python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | check-python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(VENV)/.installed $@

$(VENV)/.installed-bench: pyproject.toml $(VENV)/.installed-dev
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	@touch $@
