# `make run` starts Stratum, `make test` checks it; both set up .venv on their own.

# The first of these that runs, is 3.11 or newer and can make an environment; PYTHON=/path/to/python overrides it.
CANDIDATES = python3.13 python3.12 python3.11 python3 python
FITS = import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON = $(shell for p in $(CANDIDATES); do "$$p" -c '$(FITS)' 2>/dev/null && echo "$$p" && break; done)

BIN = .venv/bin
PIP = PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -qq --no-input
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links

.PHONY: setup run test lint format bench bench-full lock clean

setup: .venv/run.stamp

run: setup
	@$(BIN)/stratum

test: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto

lint: .venv/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/basedpyright
	$(BIN)/lint-imports

format: .venv/dev.stamp
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/dev.stamp
	$(BIN)/python -m tests.bench

bench-full: .venv/dev.stamp
	$(BIN)/python -m tests.bench --full

# Keeps the versions that still fit; `make lock UPGRADE=--upgrade` takes the newest ones.
lock: .venv/dev.stamp
	$(LOCK) $(UPGRADE) --group dev --all-extras --output-file requirements/dev.lock
	$(LOCK) $(UPGRADE) --group build --all-extras --constraints requirements/dev.lock \
		--no-annotate --output-file requirements/run.lock

clean:
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@test -n '$(PYTHON)' || { \
		echo 'Stratum needs Python 3.11 or newer with its venv module, and none was found.' >&2; \
		echo 'Install one (Debian, Ubuntu: apt install python3-venv), or name it: make setup PYTHON=/path/to/python' >&2; \
		exit 1; }
	@'$(PYTHON)' -c '$(FITS)' || { echo '$(PYTHON) is not Python 3.11 or newer with its venv module.' >&2; exit 1; }
	@echo 'Making .venv with $(PYTHON); the first time takes a minute.'
	@'$(PYTHON)' -m venv --clear .venv

# The lock is whole. Without --no-deps an older pip looks for a newer `name[extra]` than the one that is pinned.
.venv/%.stamp: requirements/%.lock pyproject.toml .venv/bin/python
	@$(PIP) --require-hashes --no-deps --requirement requirements/$*.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
