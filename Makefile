# What people and scripts rely on. Everything works on a fresh Debian 12 with Python 3.11.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench screenshots setup setup-tests format

run: setup
	@$(BIN)/python manage.py serve --port $(PORT) --demo

test: setup setup-tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --check --tabwidth 2 templates
	$(BIN)/lint-imports
	$(BIN)/mypy .
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py draw_states --check
	PLAIN_HTTP=no $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: setup
	$(BIN)/python -m tests.bench.run $(ARGS)

# The pictures of the README, taken by the test that tells the main job and by the one that opens the pages.
screenshots: setup setup-tests
	SCREENSHOTS=1 $(BIN)/python -m pytest -q tests/browser/test_main_job.py tests/browser/test_pages.py

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djhtml --tabwidth 2 templates

setup: .venv/.installed .env
	@.ci/system-packages run

setup-tests:
	@.ci/system-packages tests

.venv/.installed: requirements.txt constraints.txt
	@.ci/system-packages python
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

# A key of its own for each installation, and plain HTTP for a machine of one's own.
.env:
	@key=$$($(PYTHON) -c "import secrets; print(secrets.token_urlsafe(50))"); \
	sed -e "s|^SECRET_KEY=.*|SECRET_KEY=$$key|" -e "s|^PLAIN_HTTP=.*|PLAIN_HTTP=yes|" .env.example > .env
	@chmod 600 .env
