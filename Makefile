# `make run` and `make test` are all that a fresh machine needs: Python 3.11 or newer, git, make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE := docs/example
NOW := 2026-11-23T12:00-05:00
# What was compiled once is kept, whatever the machine's habit: the tests start hundreds of programs.
COMPILED := PYTHONDONTWRITEBYTECODE=

.PHONY: run demo plan test check lint format soak bench clean

run: $(VENV)/afterword  ## the whole service on the bundled example, until Ctrl-C
	@$(BIN)/afterword demo $(EXAMPLE)

demo: $(VENV)/developer  ## the same with Google Calendar, played by a stand-in of ours
	@$(BIN)/python -m tests.google_fake.demo

plan: $(VENV)/afterword  ## only plan the bundled example, as if it were the Monday before
	@$(BIN)/afterword plan $(EXAMPLE)/personal.ics $(EXAMPLE)/outlook.ics $(EXAMPLE)/work.ics \
	  --settings $(EXAMPLE)/settings.toml --now $(NOW) --format table

# Three at a time on two cores: many tests wait, for a browser or for a service to be ready.
test: $(VENV)/developer  ## all tests but the long runs
	@$(COMPILED) $(BIN)/pytest -q -n 3 --dist worksteal

check: lint test  ## what has to be green before a commit

lint: $(VENV)/developer  ## format, lint, types, who may import whom
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/developer  ## put the files in order
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

soak: $(VENV)/developer  ## the machines and crash runs, for longer
	@$(COMPILED) $(BIN)/pytest -q -m soak

bench: $(VENV)/developer  ## ratios against a peer, in one run
	@bad=0; for file in tests/bench/bench_*.py; do \
	  PYTHONPATH=. $(BIN)/python $$file || { echo "$$file: not as wanted"; bad=1; }; \
	done; exit $$bad

clean:  ## forget the virtual environment and the caches
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info

$(VENV)/afterword: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q service connectors  # or the first run compiles, or every one
	@touch $@

$(VENV)/developer: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q service connectors
	@touch $@ $(VENV)/afterword
