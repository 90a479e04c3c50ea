# chalkgrad: all that a clone needs, with nothing but Python 3.11 or newer and make.
#
#   make worksheets   this week's sheets and keys in output/ (course.toml says which week)
#   make test         the whole suite
#   make check        the linters and the type checker
#   make book         derive the book of activations anew (symbolic/book)
#   make output       build the committed week again (output/week-03)
#   make bench        the figures of bench/, as ratios
#   make clean        remove the virtual environment and the caches

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := symbolic generators templates chalkgrad
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
MATTERS := pyproject.toml constraints.txt

.PHONY: worksheets test check lint book output bench clean bytecode

worksheets: $(VENV)/installed bytecode
	$(BIN)/chalkgrad build

test: $(VENV)/installed-test bytecode
	$(BIN)/python -m pytest $(TESTS)

check lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

book: $(VENV)/installed-test
	$(BIN)/python -m chalkgrad.book

output: $(VENV)/installed bytecode
	$(BIN)/chalkgrad build --week 3 --out output

bench: $(VENV)/installed-test bytecode
	$(BIN)/python bench/run.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Compiled ahead, since the environment may forbid Python to keep what it compiles on the way
bytecode: $(VENV)/installed
	@$(BIN)/python -m compileall -q $(PACKAGES)

# The marks are renewed only when what they depend on changes
$(VENV)/installed: $(MATTERS) $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-test: $(MATTERS) $(VENV)/installed
	$(PIP) install --constraint constraints.txt --editable '.[test]'
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "chalkgrad needs Python 3.11 or newer and finds no $(PYTHON): name yours with 'make PYTHON=...'" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1)' || { \
	  echo "chalkgrad needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1):" \
	       "name a newer one with 'make PYTHON=python3.12'" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "no virtual environment could be made: on Debian or Ubuntu, 'apt-get install python3-venv' first" >&2; exit 1; }
