# The commands of the course. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8888
VENV := .venv
BIN := $(VENV)/bin
COLAB := .venv-colab
LIVE := .venv-present
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest -p no:cacheprovider
# Files side by side on all cores; the browser alone has the machine to itself.
SPREAD := -n auto --dist loadfile
NBVAL := $(SPREAD) --nbval-lax --nbval-current-env --nbval-cell-timeout=300
SCRATCH := $(CURDIR)/.artifacts

.DEFAULT_GOAL := help
.PHONY: help lab test check lint verify unit thorough nbval browser test-colab notebooks slides handouts present present-live bench clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

lab: $(VENV)/lab.stamp ## install the course and open it in JupyterLab (PORT=8888)
	@$(BIN)/python -m course_lib.authoring.launch $(PORT)

test: check thorough nbval browser test-colab ## everything that must pass

check: lint verify unit ## the quick part: style, notebooks in step, unit tests

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

verify: $(VENV)/test.stamp
	$(BIN)/python -m course_lib.authoring verify

unit: $(VENV)/test.stamp
	$(PYTEST) -q $(SPREAD) -m "not slow" tests --ignore=tests/browser --ignore=tests/colab

thorough: $(VENV)/test.stamp ## the unit tests that take longer
	$(PYTEST) -q $(SPREAD) -m slow tests --ignore=tests/browser --ignore=tests/colab

nbval: $(VENV)/test.stamp | $(SCRATCH) ## run all notebooks, unsolved and solved
	@rm -f $(SCRATCH)/progress*.json
	COURSE_PROGRESS=$(SCRATCH)/progress.json $(PYTEST) -q $(NBVAL) notebooks solutions

browser: $(VENV)/test.stamp ## drive a real JupyterLab and every deck in Chromium
	$(PYTEST) -q tests/browser

test-colab: $(COLAB)/test.stamp | $(SCRATCH) ## the same notebooks in Colab's versions
	COURSE_ENV=colab COURSE_PROGRESS=$(SCRATCH)/progress-colab.json OMP_NUM_THREADS=1 \
	  $(COLAB)/bin/python -m pytest -q -p no:cacheprovider $(NBVAL) notebooks solutions
	COURSE_ENV=colab OMP_NUM_THREADS=1 \
	  $(COLAB)/bin/python -m pytest -q -p no:cacheprovider $(SPREAD) -m "not slow" \
	  tests/colab tests/live tests/exercises

notebooks: $(VENV)/test.stamp ## build the notebooks from solutions/*.py (CHAPTERS="01 02")
	$(BIN)/python -m course_lib.authoring build $(CHAPTERS)

slides: $(VENV)/test.stamp ## build the offline decks, slides/build/*.html (DECK="01 02")
	$(BIN)/python -m course_lib.authoring slides $(DECK)

handouts: $(VENV)/test.stamp ## the decks and their handouts, slides/build/*.pdf (DECK="01 02")
	$(BIN)/python -m course_lib.authoring handouts $(DECK)

present: $(VENV)/test.stamp ## open an offline deck in the browser (DECK=02)
	$(BIN)/python -m course_lib.authoring present $(DECK)

present-live: $(LIVE)/present.stamp ## a deck in JupyterLab, with a kernel to type into (DECK=02)
	@$(LIVE)/bin/python -m course_lib.authoring.present_live $(PORT) $(DECK)

bench: $(VENV)/test.stamp ## from a key press to a painted picture, in Chromium
	$(BIN)/python tests/benchmarks/live_latency.py 108
	$(BIN)/python tests/benchmarks/live_latency.py 108 --prompt

clean: ## remove the environments and everything built
	rm -rf $(VENV) $(COLAB) $(LIVE) $(SCRATCH) slides/build *.egg-info

$(VENV)/lab.stamp: pyproject.toml
	@$(PYTHON) course_lib/authoring/install.py $(VENV) lab
	@touch $@

$(VENV)/test.stamp: pyproject.toml
	@$(PYTHON) course_lib/authoring/install.py $(VENV) lab,author,test
	@touch $@ $(VENV)/lab.stamp

$(COLAB)/test.stamp: pyproject.toml tests/colab/constraints.txt
	@$(PYTHON) course_lib/authoring/install.py $(COLAB) colab -c tests/colab/constraints.txt
	@touch $@

$(LIVE)/present.stamp: pyproject.toml
	@$(PYTHON) course_lib/authoring/install.py $(LIVE) lab,author,present
	@touch $@

$(SCRATCH):
	@mkdir -p $@
