# make run: a working assistant. make test: proof that it works. `make help` lists the rest.
PYTHON ?= python3
APP := .venv
SET ?= development
ENGINE := .venv-rasa
AXE := tests/browser/node_modules/.package-lock.json
PIP_OPTIONS := --quiet --disable-pip-version-check --no-input --use-pep517
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run install test lint evaluate chaos bench pictures clean

help:
	@echo "make run       install what is missing, train if needed, start Dalil (PORT=8000)"
	@echo "make test      install what tests need and run them all"
	@echo "make evaluate  measure how well messages are understood (SET=held_out: the held-out ones); report in var/evaluation"
	@echo "make chaos     kill web, actions and engine at random under load, on SQLite and PostgreSQL (an hour)"
	@echo "make bench     measure whole turns against the default bot of rasa init; figures in var/bench"
	@echo "make pictures  make the pictures of docs/ anew from the real pages"
	@echo "make clean     delete environments, models and indexes; the database stays"

run: install
	@$(APP)/bin/dalil run

install: $(APP)/.installed $(ENGINE)/.installed

$(APP)/.installed: requirements/app.lock pyproject.toml
	@echo "Installing the application's environment …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Dalil needs Python 3.11, this is %s.%s" % sys.version_info[:2])'
	@$(PYTHON) -m venv $(APP) || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	@$(APP)/bin/pip install $(PIP_OPTIONS) --require-hashes -r requirements/app.lock
	@$(APP)/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(ENGINE)/.installed: requirements/engine.lock
	@echo "Installing the Rasa engine's environment (about 1.5 GB, a minute or two) …"
	@$(PYTHON) -m venv $(ENGINE)
	@$(ENGINE)/bin/pip install $(PIP_OPTIONS) --no-deps --ignore-requires-python --require-hashes -r requirements/engine.lock
	@touch $@

$(APP)/.tools: $(APP)/.installed requirements/dev.lock
	@echo "Installing the tools for tests …"
	@$(APP)/bin/pip install $(PIP_OPTIONS) --require-hashes -r requirements/dev.lock
	@touch $@

lint: $(APP)/.tools
	$(APP)/bin/ruff check .
	$(APP)/bin/ruff format --check .
	$(APP)/bin/mypy app bot/actions desk gateway knowledge language reply bench

# The running stack has two cores for itself; everything else is tested by two processes at the same time.
test: install lint $(AXE)
	$(APP)/bin/python -m pytest -m "not stack" --numprocesses 2 --dist loadgroup
	$(APP)/bin/python -m pytest -m stack

$(AXE): tests/browser/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/browser --no-audit --no-fund --silent; \
	else echo "npm is missing: the accessibility tests are left out"; fi

chaos: install $(APP)/.tools
	@$(APP)/bin/python -m tests.chaos

bench: install $(APP)/.tools
	@$(APP)/bin/python -m bench.turns

pictures: install $(APP)/.tools
	@$(APP)/bin/python -m tests.desk.pictures

evaluate: install $(APP)/.tools
	@mkdir -p var/evaluation
	@$(APP)/bin/dalil evaluate tests/data/$(SET)_*.jsonl var/evaluation/answers.jsonl --report var/evaluation

clean:
	rm -rf $(APP) $(ENGINE) .rasa var/models var/search var/training var/test var/bench
