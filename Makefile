# Glød. `make` lists the verbs; README.md says what they are for.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run test coverage check types house fast rest full covered fix shell stack bench axe faults guards messages font lock clean

PY := .venv/bin/python
# A database of its own for checks, so that they never touch the one of `make run`.
WITH_DB := GLOD_VAR=var/check $(PY) -m network.embedded
TEMPLATES := find templates -name '*.html' -print0 | xargs -0 -r
PYTEST := $(PY) -m pytest -q
HAS_CHROMIUM := $(shell command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome)
HAS_REDIS := $(shell command -v redis-server)
NO_REDIS := $(if $(HAS_REDIS),, and not redis)
STRICT := */access.py,*/access/*,*/actions.py,*/actions/*,network/live/*
BENCH ?= full
# Two for two cores: a third gains less than its own collecting costs. Servers that start are waited for: three.
WORKERS := -n 2
WAITING := -n 3
# What is compiled is kept: else each worker and each server that a test starts compiles all of it again.
unexport PYTHONDONTWRITEBYTECODE
comma := ,

help: ## list the verbs
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

run: ## start Glød here: database, pages, live and background work in one process (PORT=8000)
	@bin/environment runtime
	@bin/font
	@exec $(PY) manage.py run

test: ## everything that can run on this machine, in both profiles (installs what it needs)
	@bin/environment test
	@bin/font
	@bin/test-needs
	@$(MAKE) check ALSO_WIDE=1
	@$(MAKE) rest
	@$(MAKE) full

# Beside `make test`, whose half hour it would not fit into: everything but the journeys, measured, in the servers too.
coverage: export MEASURED := --cov --cov-append --cov-report=
coverage: ## what of the code the tests reach: 95 % of all, and the whole of access, actions and live
	@bin/environment test
	@bin/test-needs
	@$(PY) -m coverage erase
	@$(PYTEST) $(MEASURED) -m "slow and not journey and not timed$(NO_REDIS)"
	@[ -z "$(HAS_REDIS)" ] || GLOD_PROFILE=full bin/with-redis $(PYTEST) $(MEASURED) -n 2 -m "not journey and not slow"
	@$(MAKE) covered

check: ## format, lint, types, layers, migrations, translations, deployment check and the fast tests
	@bin/environment test
	@$(MAKE) -j2 --output-sync=target types house
	@$(MAKE) fast

types:
	@echo "== types";        .venv/bin/mypy --no-error-summary network profiles ideas

house:
	@echo "== format";       .venv/bin/ruff format --check --quiet . || { echo "Run: make fix"; exit 1; }
	@echo "== lint";         .venv/bin/ruff check --quiet .
	@echo "== templates";    $(TEMPLATES) bin/quiet .venv/bin/djade --check --target-version 5.2
	@                        $(TEMPLATES) bin/quiet .venv/bin/djhtml --check --tabwidth 2
	@echo "== layers";       bin/quiet .venv/bin/lint-imports --no-logo
	@echo "== migrations";   $(WITH_DB) $(PY) manage.py makemigrations --check --dry-run --verbosity 1
	@echo "== translations"; $(PY) manage.py compile_translations --check
	@echo "== deployment";   GLOD_ORIGINS=https://intranet.example GLOD_PROXIES=1 $(WITH_DB) $(PY) manage.py check --deploy --fail-level WARNING

fast: ## the fast tests
	@bin/environment test
	@echo "== fast tests$(if $(ALSO_WIDE), and wide ones (every address$(comma) text$(comma) file and way in))"
	@$(PYTEST) $(WORKERS) --dist worksteal --ignore=tests/journeys -m "not slow$(if $(ALSO_WIDE),, and not wide)"

rest:
	@echo "== slow tests (servers, the access matrix)"
	@$(PYTEST) $(WAITING) --dist worksteal --ignore=tests/journeys -m "slow and not timed$(NO_REDIS)"
	@$(if $(NO_REDIS),echo "SKIPPED: whatever needs the stack (no redis-server on this machine).")
	@echo "== timed tests (starting, sign-in)"
	@$(PYTEST) -m timed tests/profiles tests/ship
	@echo "LEFT OUT: faults under writes; they take minutes and have a target of their own: make faults."
	@$(if $(HAS_CHROMIUM),echo "== journeys in a browser" && $(PYTEST) -n 2 --dist worksteal tests/journeys,echo "SKIPPED: every browser journey (no Chromium on this machine).")

# Faults always run on the stack; of the journeys only those of two people can differ between the profiles.
full:
	@if command -v redis-server >/dev/null || [ -n "$${REDIS_URL:-}" ]; then \
	    echo "== the wire again, full profile (Redis)"; \
	    GLOD_PROFILE=full bin/with-redis $(PYTEST) -n 2 -m "not journey and not slow" tests/live tests/*/test_live*.py; \
	    $(if $(HAS_CHROMIUM),echo "== two people$(comma) full profile (the second browser on the second process)" && GLOD_PROFILE=full $(PYTEST) tests/journeys/test_two_people.py;,) \
	else \
	    echo "SKIPPED: the full profile (no redis-server on this machine and no REDIS_URL)."; \
	fi

covered:
	@if [ -z "$(HAS_REDIS)" ]; then \
	    echo "SKIPPED: the demands on coverage (the full profile and the stack count too: no redis-server on this machine)."; \
	else \
	    echo "== coverage: $$($(PY) -m coverage report --format=total) %"; \
	    bin/quiet $(PY) -m coverage report --fail-under=95 || \
	        { echo "Coverage: at least 95 % of all is demanded; the table above says what is missing."; exit 1; }; \
	    bin/quiet $(PY) -m coverage report --include="$(STRICT)" --fail-under=100 || \
	        { echo "Coverage: every line and branch of access, actions and live is demanded; see the table above."; exit 1; }; \
	fi

fix: ## format Python and templates, and mend what the linter can
	@bin/environment test
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .
	@$(TEMPLATES) .venv/bin/djade --target-version 5.2 || true  # it exits with 1 when it changed something
	@$(TEMPLATES) .venv/bin/djhtml --tabwidth 2 || true

shell: ## a Python shell on the data of `make run`, whether that runs or not
	@bin/environment runtime
	@$(PY) -m network.embedded $(PY) manage.py shell

stack: ## what docker-compose.yml runs, as plain processes: PostgreSQL, Redis, 2 web, worker (ports 8101, 8102)
	@bin/environment runtime
	@bin/font
	@exec $(PY) manage.py stack

bench: ## measure against the goals (BENCH=small for a short run); prints one table
	@bin/environment test
	@$(PY) -m bench $(BENCH)

axe: ## every page in both languages, themes and widths with every rule (half an hour)
	@bin/environment test
	@GLOD_AXE_ALL=1 $(PYTEST) -n 2 --dist worksteal tests/journeys/test_every_page.py

faults: ## kill Redis, a web process and PostgreSQL under writes, and see that nothing is lost
	@bin/environment test
	@$(PYTEST) tests/faults

guards: ## take each guard of ideas, rules and moderation away (NUMBERS="5 A02 P3 M4" for some, or "moderation"), and see a test go red
	@bin/environment test
	@$(PY) -m tests.guards $(NUMBERS)

messages: ## gather the texts to translate into locale/ (needs gettext)
	@command -v xgettext >/dev/null || { echo "Gathering texts needs gettext: install it first." >&2; exit 1; }
	@$(PY) manage.py makemessages --all --no-obsolete --add-location file --ignore 'var/*' --ignore 'node_modules/*' --ignore '.venv/*' --ignore 'tests/*'

font: ## try again to fetch the font
	@bin/font again

lock: ## write the locks anew from requirements/*.in and package.json (needs uv)
	@bin/lock

clean: ## remove what can be made again; the data of `make run` in var/ stays
	@rm -rf node_modules static/fonts var/static var/check var/test var/guards .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage*
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
