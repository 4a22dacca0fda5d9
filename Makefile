# make site   environment, install, build content/ into site/
# make test   environment, install, linters and all tests
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Python keeps what it compiles, whatever the environment says: commands start in half the time.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: site test lint clean

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m compileall -q generator
	@touch $@

site: $(VENV)/.installed
	@$(BIN)/broadsheet build --base-url http://localhost:8000/
	@echo "The site is in site/. To look at it, and to see changes as they are saved:"
	@echo "$(BIN)/broadsheet serve"

lint: $(VENV)/.installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy --strict generator

test: $(VENV)/.installed lint
	@$(BIN)/python -m pytest

clean:
	rm -rf $(VENV) site .broadsheet

# make bench SIZES="2000 10000"   builds of made-up digests, in turn with Hugo where it is
SIZES ?= 2000
.PHONY: bench bench-serve
bench: $(VENV)/.installed
	@$(BIN)/python -m tests.bench.bench $(SIZES) $(BENCH)

# make bench-serve SIZES="10000"   from a save until Chromium shows it; SERVE="--rebuilds 1000" for memory
bench-serve: $(VENV)/.installed
	@$(BIN)/python -m tests.bench.serve $(SIZES) $(SERVE)

# make bench-search N=2000   quality, bytes and latency of the search on a made-up digest;
# PAPERS=file.jsonl.gz for real papers, BENCH="--seed 23 --site folder" and the like
N ?= 2000
.PHONY: bench-search
bench-search: $(VENV)/.installed
	@$(BIN)/python -m tests.bench.search.search $(if $(PAPERS),--papers $(PAPERS)) $(BENCH) $(N)
