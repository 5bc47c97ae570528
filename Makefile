# Every command of the project. `make help` lists them; docs/commands.md says more.

PORT ?= 8000
ARGS ?=
PY := .venv/bin/python

# Two checkouts on one machine never share a test database.
export TEST_DB_NAME ?= maeul_$(word 1,$(shell pwd | cksum))
export PYTHONUNBUFFERED = 1
# Tests and the demo start the site dozens of times; compiling it anew each time would double what a start takes.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test test-both check bench pictures messages

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: export BASE_URL = http://127.0.0.1:$(PORT)
demo: ## Install, load the sample data and serve the site on 127.0.0.1:8000 (PORT= changes it)
	@.ci/demo $(PORT)

test: ## Run every test, browser tests included (ARGS= goes to pytest)
	@.ci/environment dev
	@.ci/need java
	@CHROMIUM="$$(.ci/need chromium)" && export CHROMIUM && $(PY) -m pytest -n 2 $(ARGS)

test-both: ## Run every test on SQLite, then every test on PostgreSQL
	@env -u TEST_DATABASE_URL $(MAKE) --no-print-directory test
	@.ci/with-postgres $(MAKE) --no-print-directory test

check: ## Format, lint, types, layers, templates, migrations, translations, production settings, then the tests
	@.ci/environment dev
	@.ci/need gettext
	@.ci/need chromium >/dev/null
	@.ci/need java
	@.ci/lint
	@$(MAKE) --no-print-directory test

bench: ## Queries and time of the main pages of the sample data
	@.ci/environment runtime
	@.ci/sample-data
	@$(PY) manage.py bench $(ARGS)

pictures: ## Picture every page of every role, 390 and 1280 px, light and dark, into pictures/
	@.ci/environment dev
	@.ci/need fonts
	@CHROMIUM="$$(.ci/need chromium)" && export CHROMIUM && $(PY) -m lms.demo.pictures $(ARGS)

messages: ## Bring the Korean catalogue up to date with the source strings
	@.ci/environment dev
	@.ci/need gettext
	@$(PY) .ci/untranslated --update
