# Two commands do everything: `make run` and `make test`.
VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
DEMO ?= build/demo
DEMO_END ?= 2026-10
PORT ?= 8000

.PHONY: run test test-long check lint types shape demo assets clean

run: $(VENV)/run.stamp assets
	$(BIN)/merit demo $(DEMO) --end $(DEMO_END) --unless-present
	$(BIN)/merit load $(DEMO)
	$(BIN)/merit run $(DEMO) --period $(DEMO_END)
	$(BIN)/merit serve $(DEMO) --port $(PORT)

test: $(VENV)/dev.stamp assets check
	$(BIN)/python -m pytest -n 2 -m "not long"

test-long: $(VENV)/dev.stamp assets
	$(BIN)/python -m pytest -n 2

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

assets: $(VENV)/run.stamp

clean:
	rm -rf build $(VENV)
