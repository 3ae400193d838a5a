# make             installs Deckwright and its libraries into .venv, and builds the talk into build/
# make test        runs the tests
# make lint        runs ruff and mypy
# make accept      writes the expected results of tests and the generated pages, and shows the difference
# make docs        writes the generated pages of docs/
# make gallery     draws the pictures of docs/gallery/ (needs LibreOffice and poppler)
# make benchmark   measures speed and memory, also of other programs; SIZES="10 100" measures small decks only
# make thresholds  measures from which size several processes are faster than one (needs an idle machine)
# make fuzz        runs the generated tests a hundred times as often as `make test` (an hour)
# make wheel       writes dist/deckwright-….whl, to install Deckwright elsewhere
# make lock        updates requirements.lock from pyproject.toml (needs uv)
# make clean       deletes everything that was built

AT_LEAST := import sys; sys.exit(sys.version_info < (3, 11))

ifndef PYTHON
PYTHON := $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(AT_LEAST)' 2>/dev/null && echo $$python && break; done)
endif

RUN := .venv/bin/python

.PHONY: all test accept gallery docs fuzz lint benchmark thresholds wheel lock clean

all: .venv/ready
	@$(RUN) build.py

test: .venv/ready
	@$(RUN) -m pytest -n auto --dist loadfile

ACCEPTED := tests/golden tests/diagnostics docs

accept: .venv/ready
	@$(RUN) docs/make_pages.py
	@$(RUN) -m pytest -n auto --accept tests/test_slide_kinds.py tests/test_diagnostics.py; failed=$$?; \
	git --no-pager diff --stat --patch -- $(ACCEPTED); git status --short -- $(ACCEPTED); exit $$failed

gallery: .venv/ready
	@$(RUN) docs/make_gallery.py

docs: .venv/ready
	@$(RUN) docs/make_pages.py

benchmark: .venv/ready
	@$(RUN) benchmarks/run.py $(SIZES)

thresholds: .venv/ready
	@$(RUN) -m benchmarks.thresholds

fuzz: .venv/ready
	@DECKWRIGHT_FUZZ=100 $(RUN) -m pytest -n auto tests/test_fuzz.py tests/test_properties.py

lint: .venv/ready
	@$(RUN) -m ruff check
	@$(RUN) -m ruff format --check
	@$(RUN) -m mypy

.venv/ready: requirements.lock pyproject.toml
	@$(or $(PYTHON),false) -c '$(AT_LEAST)' 2>/dev/null || { \
		echo "Deckwright needs Python 3.11 or newer. If it is installed under another name: make PYTHON=/path/to/python" >&2; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
		exit 1; }
	@echo "Installing Deckwright and its libraries into .venv …"
	@$(PYTHON) -m venv .venv
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

wheel: .venv/ready
	@rm -rf .build
	@$(RUN) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra dev --extra database --extra vega \
		--output-file requirements.lock pyproject.toml

clean:
	rm -rf build .build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
