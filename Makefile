# Two commands to know: `make demo` shows the whole thing, `make test` proves it. A bare machine needs Python 3.11+ and make.
PYTHON ?= python3
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
LOCK = uv pip compile --generate-hashes --universal --python-version 3.11 --no-header --no-annotate \
  --no-emit-index-url --no-emit-find-links --quiet --upgrade
SOURCES = article.py child.py cli.py config.py config_digest.py config_file.py config_release.py config_values.py demo.py doctor.py month.py month_healing.py ready.py scheduler.py timetable.py cluster commands crawler detect digest newsroom polling release review spiders storage tests wording bench

# What tells in minutes whether another Python or other versions will do: no browser, no kills, no months.
QUICK = -m pytest -q -n auto --dist loadfile --no-loadscope-reorder -m "not browser and not slow" --ignore=tests/faults \
  --ignore=tests/fuzz --ignore=tests/cluster --ignore=tests/newsroom --ignore-glob='*/test_*kill.py'
# The newest Python at hand, for `make newest`.
NEWEST ?= $(shell command -v python3.14 || command -v python3.13 || command -v python3.12)
EXTRAS = --extra cluster --extra explore --extra notify --extra research --group dev

.PHONY: .own help setup demo month run test check lint types faults habits smoke lowest newest coverage mutants soak bench bench-full doctor lock clean

help:          ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

# The service may not write beside the program: what each of its processes would compile and read anew is made here.
setup: .venv/ready        ## prepare .venv from the hash-locked requirements
	@.venv/bin/python -m compileall -q -x '^tests|^bench' $(SOURCES)
	@.venv/bin/python -c 'from detect import gazetteer, lexicon, score; from detect.facts.lexicon import institutions, section; \
	  gazetteer.load(), lexicon.default_lexicon(), score.default_model(), institutions(), section("told")'

demo: .venv/ready         ## a month of the local newsroom in about five minutes, then the page
	.venv/bin/jujugan demo

month: .venv/ready        ## a simulated month of 30 sites, measured against its truth (13 to 19 minutes on two cores)
	.venv/bin/python month.py

run: .venv/ready          ## the daemon against the live sites (needs a contact in jujugan.toml)
	.venv/bin/jujugan run

test: .venv/ready-dev     ## set up what is missing and run every test
	.venv/bin/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

check: lint types test    ## what the gate runs: format, lint, types, tests

lint: .venv/ready-dev     ## format and lint
	.venv/bin/ruff format --check $(SOURCES)
	.venv/bin/ruff check $(SOURCES)

types: .venv/ready-dev    ## mypy, strict
	.venv/bin/mypy

faults: .venv/ready-dev   ## try every fault and attack, the long ones too, and write docs/reliability.md
	.venv/bin/python -m pytest -q --faults -n auto --dist loadfile --no-loadscope-reorder

habits: smoke lowest newest ## what the gate has no time for: the core alone, the oldest libraries, the newest Python

smoke: build/smoke/ready  ## does the core work without extras and development tools?
	build/smoke/bin/python tests/smoke.py

lowest: build/lowest/ready ## the quick tests with the oldest versions that pyproject.toml allows (needs uv)
	build/lowest/bin/python $(QUICK)

newest: build/newest/ready ## the quick tests on the newest Python at hand (NEWEST=python3.13)
	build/newest/bin/python $(QUICK)

coverage: .venv/ready-dev ## lines and branches that no test reaches
	rm -f .coverage .coverage.*
	.venv/bin/python -m coverage run -m pytest -q -n auto --dist loadfile --no-loadscope-reorder
	.venv/bin/python -m coverage combine --quiet
	.venv/bin/python -m coverage report

mutants: .venv/ready-dev build/mutants/ready ## mutation tests: 520 small changes, each of which some test should notice (hours)
	build/mutants/venv/bin/python -m bench.mutants

soak: .venv/ready-dev     ## an hour of the daemon over fifty sites of the newsroom, standing for two months; docs/reliability.md tells it
	.venv/bin/python bench/soak.py --keep tests/faults/soak.txt
	.venv/bin/python -m tests.faults.document

bench: .venv/ready-dev .venv-peers/ready ## speed beside the peers: tables, docs/performance.md (under 20 minutes)
	.venv/bin/python bench/recall_gauge.py 300
	.venv/bin/python -m bench

bench-full: .venv/ready-dev .venv-peers/ready ## the same over a million articles and a month, backup, release, a morning (20 GB of disk, hours)
	.venv/bin/python -m bench --full
	.venv/bin/python bench/cost_of_judging.py
	.venv/bin/python bench/review_pages.py
	.venv/bin/python bench/backup.py
	.venv/bin/python bench/morning.py
	.venv/bin/python bench/release.py

doctor:        ## say in plain words why this machine cannot run it (needs nothing installed)
	@$(PYTHON) doctor.py

lock:          ## renew requirements/ with the newest versions (needs uv)
	$(LOCK) pyproject.toml -o requirements/core.txt
	$(LOCK) pyproject.toml --extra cluster -c requirements/core.txt -o requirements/cluster.txt
	$(LOCK) pyproject.toml --extra explore -c requirements/core.txt -o requirements/explore.txt
	$(LOCK) pyproject.toml --extra notify -c requirements/core.txt -o requirements/notify.txt
	$(LOCK) pyproject.toml --extra explore --extra research -c requirements/core.txt -o requirements/research.txt
	$(LOCK) pyproject.toml --group dev --extra cluster --extra explore --extra notify --extra research -c requirements/core.txt -o requirements/dev.txt
	echo 'setuptools>=80' | $(LOCK) - -o requirements/build.txt
	$(LOCK) bench/peers/requirements.in -o bench/peers/requirements.txt
	$(LOCK) bench/mutants/requirements.in -c requirements/dev.txt -o bench/mutants/requirements.txt

clean:         ## remove what was set up and made, but no data
	rm -rf .venv .venv-peers build data/demo *.egg-info .pytest_cache .mypy_cache .ruff_cache

# A linked .venv is another tree's: what is installed into it would make that tree's commands run this one.
.own:
	@test ! -L .venv || { echo "make: .venv is a link to $$(readlink .venv), which belongs to another tree. Remove the link (rm .venv) and make sets up one of this tree's own; or call .venv/bin/python yourself." >&2; exit 1; }

.venv/bin/python: | .own
	@$(PYTHON) doctor.py --quiet
	$(PYTHON) -m venv .venv

.venv/ready: .venv/bin/python requirements/build.txt requirements/core.txt pyproject.toml | .own
	$(PIP) -r requirements/build.txt -r requirements/core.txt
	PYTHONWARNINGS=ignore .venv/bin/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-dev: .venv/ready requirements/dev.txt | .own
	$(PIP) -r requirements/dev.txt
	@touch $@

# The lock is whole: --no-deps keeps pip from asking the peers what they would rather have.
.venv-peers/ready: bench/peers/requirements.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  -r bench/peers/requirements.txt
	@touch $@

# Environments beside .venv, which none of them touches.
INTO = -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:

build/smoke/ready: requirements/build.txt requirements/core.txt pyproject.toml
	$(PYTHON) -m venv --clear build/smoke
	build/smoke/bin/python $(INTO) -r requirements/build.txt -r requirements/core.txt
	PYTHONWARNINGS=ignore build/smoke/bin/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation -e .
	@touch $@

build/lowest/ready: pyproject.toml
	uv venv --quiet --clear --python 3.11 build/lowest
	uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct -r pyproject.toml $(EXTRAS)
	@touch $@

build/newest/ready: requirements/dev.txt
	@test -n "$(NEWEST)" || { echo "make: no Python newer than 3.11 was found; name one: make newest NEWEST=/path/to/python3" >&2; exit 1; }
	$(NEWEST) -m venv --clear build/newest
	build/newest/bin/python $(INTO) -r requirements/dev.txt
	@touch $@

# One of these (yattag) comes as source only.
build/mutants/ready: bench/mutants/requirements.txt
	$(PYTHON) -m venv build/mutants/venv
	build/mutants/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  -r bench/mutants/requirements.txt
	@touch $@
