# GAN Studio. `make app` and `make test` do all the set-up on a fresh machine with Python ≥ 3.11.
PYTHON ?= python3
BIN := .venv/bin
PARALLEL := -n 4 --dist worksteal  # tests; some mostly wait. Each process grows to 3.4 GB: with little memory, PARALLEL="-n 2"
SOURCES := app.py ganlib pages tests benchmarks

.PHONY: app setup check test test-faults test-ray e2e bench nightly messages lock

app: .venv/app.stamp  ## start the studio and print its address
	$(BIN)/streamlit run app.py

setup: .venv/test.stamp

check: .venv/test.stamp  ## style and types
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy

test: check  ## every check and every test, a real browser included; the fast ones first
	$(BIN)/python -m pytest $(PARALLEL) -m "not slow and not e2e and not long"
	$(BIN)/python -m pytest $(PARALLEL) -m "slow and not long"
	GAN_STUDIO_BROWSER="$$($(BIN)/python -m tests.e2e.find_browser)" $(BIN)/python -m pytest -n 2 --dist loadfile tests/e2e

test-faults: .venv/test.stamp  ## every fault that the studio should survive; writes docs/faults.md
	GAN_STUDIO_BROWSER="$$($(BIN)/python -m tests.e2e.find_browser)" $(BIN)/python -m pytest -m fault tests/faults \
		--faults-table docs/faults.md

e2e: .venv/test.stamp
	GAN_STUDIO_BROWSER="$$($(BIN)/python -m tests.e2e.find_browser)" $(BIN)/python -m pytest -n 2 --dist loadfile tests/e2e

bench: .venv/test.stamp  ## speed of eight presets against bare loops, side by side: 20 minutes
	$(BIN)/python -m benchmarks.speed

nightly: .venv/test.stamp  ## one minute of every method; fails if one no longer reaches its level
	$(BIN)/python -m benchmarks.levels

messages: .venv/test.stamp  ## collect the texts, update the translations, compile them
	$(BIN)/pybabel -q extract -F babel.cfg -k t -k N_ --no-location --sort-output -o .venv/ganlib.pot app.py ganlib pages
	$(BIN)/pybabel -q update -i .venv/ganlib.pot -d ganlib/locales -D ganlib --no-fuzzy-matching --ignore-pot-creation-date \
		--ignore-obsolete --no-wrap
	$(BIN)/pybabel -q compile -d ganlib/locales -D ganlib

test-ray: .venv-ray/test.stamp  ## the Ray engine against a real cluster of this machine; a minute or three
	.venv-ray/bin/python -m pytest -m ray tests/runner/test_ray.py

lock: .venv/test.stamp  ## exact versions, for every platform
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" requirements.txt -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" requirements-dev.txt -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" requirements-ray.txt -c requirements-dev.lock -o requirements-ray.lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "GAN Studio needs Python 3.11 or newer; $(PYTHON) is older. Try: make app PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/app.stamp: requirements.lock | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/test.stamp: requirements-dev.lock | .venv/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ .venv/app.stamp

.venv-ray/test.stamp: requirements-dev.lock requirements-ray.lock
	$(PYTHON) -m venv .venv-ray
	.venv-ray/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	.venv-ray/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-ray.lock
	@touch $@
