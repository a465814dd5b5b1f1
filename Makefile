# One command for each need; `make` alone lists them. The shell scripts behind them are in .ci/.

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help run test test-long bench lint lock venv clean

COMPILE := CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/python -m piptools compile --quiet --generate-hashes \
	--allow-unsafe --strip-extras --no-emit-find-links --no-emit-index-url --no-emit-options --no-emit-trusted-host \
	$(if $(UPGRADE),--upgrade)
PYTEST := .venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
# Markers in pyproject.toml: tests that wear one of these need a program from outside.
TOOLS := browser libical poppler postgres

help: ## List these commands
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: ## Serve the demonstration network on http://127.0.0.1:8000 (PORT=… for another port)
	@.ci/environment run
	@exec .venv/bin/convene serve --demo

test: lint ## Install what is missing and run every check and test
	@without=$$(.ci/tools $(TOOLS)) && $(PYTEST) -m "not long$$without"

test-long: venv ## Run the tests that take hours: thousands of generated worlds and kills
	@without=$$(.ci/tools $(TOOLS)) && $(PYTEST) -m "long$$without"

bench: venv ## Measure the pages, calendars and PDF of a large meeting
	@test -z "$$(.ci/tools wrk)"
	@.venv/bin/python -m tests.bench

lint: venv ## Check style, format and types
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check .
	@.venv/bin/mypy --no-error-summary

lock: venv ## Write the lock files after a change of dependencies (UPGRADE=1 for the newest releases)
	@$(COMPILE) --build-deps-for wheel --output-file requirements.lock pyproject.toml
	@$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

venv: ## Make .venv with everything for development
	@.ci/environment dev

clean: ## Remove .venv and what the tools leave behind; instance/ stays
	@rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist screenshots
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
