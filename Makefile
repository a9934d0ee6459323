# leadloom: make demo, make test; everything else is for those who work on it.

VENV  := .venv
PY    := $(VENV)/bin/python
READY := $(VENV)/.ready-$(shell cat requirements.lock pyproject.toml | cksum | cut -d' ' -f1)

.PHONY: demo test lint format bench lock clean help

demo: $(READY)  ## a thousand enquiries through every entrance; MODE=simple, RATE=20 (a second), DATA=dir
	@$(PY) -m runtime.cli demo $(if $(MODE),--mode $(MODE)) $(if $(RATE),--rate $(RATE)) $(if $(DATA),--data $(DATA))

test: lint  ## every test, on real servers; the last lines say which tiers ran
	@$(PY) -m pytest

lint: $(READY)  ## ruff, mypy, and the arrows between the packages
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

format: $(READY)  ## put the code into its shape
	@$(VENV)/bin/ruff check --fix-only .
	@$(VENV)/bin/ruff format .

bench: $(READY)  ## every figure beside its bar; writes bench/results.json
	@$(PY) -m bench

lock: $(READY)  ## pin the newest versions that fit pyproject.toml (needs the network)
	@$(PY) -m pip install -q uv
	@$(VENV)/bin/uv pip compile -q --upgrade --universal --generate-hashes --no-header --python-version 3.11 \
		--extra email --group dev pyproject.toml -o requirements.lock

clean:  ## remove the environment, caches and the folders of demos
	@rm -rf $(VENV) demo-data .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##/make \1  /p' Makefile

# The environment, made again when the lock or pyproject.toml changes.
$(READY):
	@py=$$(for p in $(PYTHON) python3 python3.11 python3.12 python3.13 python; do \
		$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done); \
	[ -n "$$py" ] || { echo "leadloom needs Python 3.11 or newer: install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }; \
	echo "making the environment in $(VENV), about a minute the first time; a dot a package" >&2; \
	[ -x $(PY) ] || $$py -m venv $(VENV)
	@{ $(PY) -m pip install --disable-pip-version-check --progress-bar off --require-hashes -r requirements.lock || echo FAILED; } | \
	while read -r line; do \
		case $$line in Collecting\ *) printf . >&2 ;; Installing\ collected*) printf '\ninstalling them\n' >&2 ;; FAILED) exit 1 ;; esac; \
	done
	@$(PY) -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@rm -f $(VENV)/.ready-* && touch $@
