# `make help` lists the targets. PYTHON=… chooses the interpreter (3.11 or newer), ARGS=… is passed on.
PYTHON ?= python3
CORPUS ?= seeds
SITE ?= build/site
GOLD ?= tests/gold
WORKERS ?= 2
ARGS ?=
# What JupyterLab shows at its start: the outline of the notebook at the left. 37a8 is its own hash of the name "default".
LAB := .venv/share/jupyter/lab
WORKSPACE := {"data": {"layout-restorer:data": {"left": {"collapsed": false, "visible": true, "current": "@jupyterlab/toc:plugin", "widgets": ["filebrowser", "running-sessions", "@jupyterlab/toc:plugin", "extensionmanager.main-view"]}, "relativeSizes": [0.2, 0.8, 0]}}, "metadata": {"id": "default"}}
BIN := .venv/bin
READY := .venv/.ready
SOURCES := $(shell find lib data notebooks seeds -type f -not -path '*/.*' -not -path '*/__pycache__/*' -not -path 'notebooks/tables/*')

.DEFAULT_GOAL := site
.PHONY: site setup test lab lint format bench errors readme lock wheel clean distclean help

site: $(SITE)/index.html ## run every notebook on the seed articles and build one offline site (the default)

$(SITE)/index.html: $(READY) $(SOURCES)
	$(BIN)/isnad report $(CORPUS) --out $(SITE) $(ARGS)
	@touch $@
	@echo "Open $(SITE)/index.html in a browser."

setup: $(READY) ## create .venv with everything for use, development and tests

# pip checks every file against the hashes of the lock; the package itself is linked, not copied.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("isnad needs Python 3.11 or newer; %s is %d.%d. Try: make PYTHON=python3.12" % (sys.executable, v[0], v[1]))'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv: some minutes, once (about 1.4 GB)."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

test: $(READY) ## run all tests (ARGS="-k quotes" for some of them)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

lab: $(READY) ## open JupyterLab on the first notebook
	@mkdir -p $(LAB)/settings $(LAB)/workspaces
	@echo '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}' > $(LAB)/settings/overrides.json
	@echo '$(WORKSPACE)' > $(LAB)/workspaces/default-37a8.jupyterlab-workspace
	JUPYTERLAB_WORKSPACES_DIR=$(CURDIR)/$(LAB)/workspaces $(BIN)/jupyter lab notebooks/00-start-here.ipynb $(ARGS)

lint: $(READY) ## check style, format and types
	$(BIN)/ruff check lib tests bench
	$(BIN)/ruff format --check lib tests bench
	$(BIN)/pyright

format: $(READY) ## format the code
	$(BIN)/ruff format lib tests bench
	$(BIN)/ruff check --fix lib tests bench

bench: $(READY) ## measure speed against other tools and the limit (ARGS="articles.parquet" for your own text)
	$(BIN)/python bench/run.py $(ARGS)

errors: $(READY) ## measure the extractor on a gold folder (GOLD=…); write data/extractor-*.csv and the README
	$(BIN)/python -m isnad.evaluate $(GOLD) --out data
	$(BIN)/python tests/test_project.py

readme: $(READY) ## write the list of notebooks and the figures in README.md anew
	$(BIN)/python tests/test_project.py

lock: ## resolve the dependencies anew into requirements.lock
	@test -x build/uv/bin/uv || { $(PYTHON) -m venv build/uv && build/uv/bin/python -m pip install --quiet uv; }
	build/uv/bin/uv pip compile --universal --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-annotate --all-extras --python-version 3.11 pyproject.toml -o requirements.lock

wheel: $(READY) ## build the wheel into build/wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel .

clean: ## remove what was built (.venv stays)
	rm -rf build dist .pytest_cache .ruff_cache .hypothesis
	find lib tests notebooks bench -name __pycache__ -prune -exec rm -rf {} +

distclean: clean ## remove .venv too
	rm -rf .venv

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
