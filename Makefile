# The commands of the course. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8888
VENV := .venv
BIN := $(VENV)/bin
COLAB := .venv-colab
HUB := .venv-hub
LEARNERS ?= 1 4 10 20 30
OLDEST := .venv-oldest
BENCH := .venv-bench
LIVE := .venv-present
WEB := .venv-web
STICK := .venv-stick
WELCOME = --link "$(LINK)" --who "$(WHO)" --when "$(WHEN)"
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest -p no:cacheprovider
QUICK := not slow and not thorough and not exhaustive
# Files side by side on all cores; of browsers two at most, whatever the machine.
SPREAD := -n auto --dist loadfile
TWO := -n 2 --dist loadscope
# What has an environment, or a turn, of its own; no notebook is read as a test.
OWN := -p no:nbval --ignore=tests/browser --ignore=tests/colab --ignore=tests/hub --ignore=tests/web
NBVAL := $(SPREAD) --nbval-lax --nbval-current-env --nbval-cell-timeout=300
SCRATCH := $(CURDIR)/.artifacts
# Compiled once, not in every process of every run.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help lab update test test-all ready check lint verify unit thorough exhaustive solved nbval browser \
  browser-exhaustive test-colab test-colab-all test-hub test-web site site-check test-oldest notebooks chapter \
  badges slides handouts present present-live stick class bench bench-hub clean

help: ## list the commands
	@sed -nE -e 's/^#: (.*)/\n\1/p' -e 's/^([a-z-]+):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

#: For learners
lab: ## install the course and open it in JupyterLab (PORT=8888)
	@$(PYTHON) -m course_lib lab $(PORT)

update: ## bring the course up to date; your own notebooks are kept
	@$(PYTHON) course_lib/authoring/update.py

#: For instructors
present: $(VENV)/test.stamp ## open a lecture, or a deck, in the browser (LECTURE=1, LECTURE=talk, or DECK=B)
	$(BIN)/python -m course_lib.authoring present $(or $(DECK),$(LECTURE)) $(WELCOME)

present-live: $(LIVE)/present.stamp ## a deck in JupyterLab, with a kernel to type into (DECK=B)
	@$(LIVE)/bin/python -m course_lib.authoring.present_live $(PORT) $(DECK)

slides: $(VENV)/test.stamp ## build the decks, and a file a session, slides/build/*.html (DECK="A B" LINK= WHO= WHEN=)
	$(BIN)/python -m course_lib.authoring slides $(DECK) $(WELCOME)

handouts: $(VENV)/test.stamp ## the decks and their handouts, slides/build/*.pdf (DECK="A B")
	$(BIN)/python -m course_lib.authoring handouts $(DECK) $(WELCOME)

stick: slides $(STICK)/stick.stamp ## for laptops without a network: course, decks, wheels (SYSTEMS="linux windows mac")
	$(STICK)/bin/python -m course_lib.authoring.stick $(SYSTEMS)

class: $(VENV)/lab.stamp ## where a class is, from the progress files below a folder (FOLDER=/home NAMES=yes)
	@$(BIN)/python -m course_lib.class_view $(if $(NAMES),--names) "$(FOLDER)"

bench-hub: $(HUB)/hub.stamp ## a class on one JupyterHub, on this machine (LEARNERS="1 4 10 20 30")
	$(HUB)/bin/python -m tests.benchmarks.hub --learners $(LEARNERS)

#: For authors
test: ready check thorough solved browser ## what must pass before you hand in a change

test-all: test exhaustive browser-exhaustive test-colab test-hub ## all that CI runs

ready: $(VENV)/test.stamp
	@$(BIN)/python -m course_lib.authoring.ready

check: lint unit ## the quick part: style, unit tests, notebooks in step

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

verify: $(VENV)/test.stamp ## are all notebooks what their sources say? (also a unit test)
	$(BIN)/python -m course_lib.authoring verify

unit: $(VENV)/test.stamp
	$(PYTEST) -q $(SPREAD) -m "$(QUICK)" tests $(OWN)

thorough: $(VENV)/test.stamp ## the unit tests that take longer
	$(PYTEST) -q $(SPREAD) -m "(slow or thorough) and not exhaustive" tests $(OWN)

exhaustive: $(VENV)/test.stamp ## those that take longest: every wrong answer, every fault in a picture
	$(PYTEST) -q $(SPREAD) -m "exhaustive" tests $(OWN)

# The browser runs the unsolved ones.
solved: $(VENV)/test.stamp | $(SCRATCH) ## run all notebooks with their solutions
	@rm -f $(SCRATCH)/progress*.json
	COURSE_PROGRESS=$(SCRATCH)/progress.json $(PYTEST) -q $(NBVAL) solutions

nbval: $(VENV)/test.stamp | $(SCRATCH) ## run all notebooks, unsolved and solved
	@rm -f $(SCRATCH)/progress*.json
	COURSE_PROGRESS=$(SCRATCH)/progress.json $(PYTEST) -q $(NBVAL) notebooks solutions

browser: $(VENV)/test.stamp ## drive a real JupyterLab, every deck and the web edition in Chromium
	$(PYTEST) -q $(TWO) -m "not exhaustive" tests/browser tests/web

browser-exhaustive: $(VENV)/test.stamp ## every slider of every deck by keyboard and by mouse; Firefox
	$(PYTEST) -q $(TWO) -m "exhaustive" tests/browser

# The numbers of a chapter are read from its source, by the authors' tools, which Colab has not;
# nor has it zuko.
ON_COLAB = COURSE_ENV=colab OMP_NUM_THREADS=1 \
	  $(COLAB)/bin/python -m pytest -q -p no:cacheprovider $(SPREAD) \
	  --ignore-glob="tests/chapters/*/test_numbers.py" --ignore=tests/chapters/ch16/test_equal.py
NOTEBOOKS_ON_COLAB = COURSE_PROGRESS=$(SCRATCH)/progress-colab.json OMP_NUM_THREADS=1 \
	  $(COLAB)/bin/python -m tests.colab.run_notebooks -q -p no:cacheprovider $(NBVAL)

test-colab: $(COLAB)/test.stamp | $(SCRATCH) ## the learners' notebooks in Colab's versions, between stand-ins
	$(NOTEBOOKS_ON_COLAB) notebooks
	$(ON_COLAB) -m "$(QUICK)" tests/colab tests/live tests/exercises tests/chapters

test-colab-all: $(COLAB)/test.stamp | $(SCRATCH) ## the same with the solved ones and all that takes longer
	$(NOTEBOOKS_ON_COLAB) notebooks solutions
	$(ON_COLAB) -m "not slow and not exhaustive" tests/colab tests/live tests/exercises tests/chapters

test-hub: $(HUB)/test.stamp ## Binder's recipe, and a class that gets updates
	$(HUB)/bin/python -m pytest -q -p no:cacheprovider tests/hub

test-oldest: $(OLDEST)/test.stamp | $(SCRATCH) ## the same with the oldest versions allowed
	COURSE_PROGRESS=$(SCRATCH)/progress-oldest.json OMP_NUM_THREADS=1 \
	  $(OLDEST)/bin/python -m pytest -q -p no:cacheprovider $(NBVAL) notebooks solutions
	OMP_NUM_THREADS=1 $(OLDEST)/bin/python -m pytest -q -p no:cacheprovider $(SPREAD) \
	  -m "not slow and not exhaustive" tests $(OWN)

site: $(WEB)/site.stamp ## build the web edition, web/build/ (CHAPTERS="01 02")
	OMP_NUM_THREADS=1 $(WEB)/bin/python -m course_lib.authoring.site $(CHAPTERS)

test-web: $(VENV)/test.stamp ## of these the web edition alone: its links, and its pages in Chromium
	$(PYTEST) -q tests/web

site-check: $(VENV)/test.stamp ## the same of the whole site, as make site has built it
	COURSE_SITE=$(CURDIR)/web/build $(PYTEST) -q tests/web

notebooks: $(VENV)/test.stamp ## build the notebooks from solutions/*.py (CHAPTERS="01 02")
	$(BIN)/python -m course_lib.authoring build $(CHAPTERS)

chapter: $(VENV)/test.stamp ## write a new chapter, to be filled (N=09 NAME=coupling_flows)
	@$(BIN)/python -m course_lib.authoring chapter "$(N)" "$(NAME)"

badges: ## stamp the launch badges (REPO=owner/name BRANCH=main, or this clone's; REPO=none)
	@$(PYTHON) -m course_lib.authoring.badges "$(REPO)" "$(BRANCH)"

bench: $(BENCH)/bench.stamp ## measure against what one would use instead (SUITE=flows)
	OMP_NUM_THREADS=1 $(BENCH)/bin/python -m tests.benchmarks.run $(SUITE)

clean: ## remove the environments and everything built
	rm -rf $(VENV) $(COLAB) $(HUB) $(OLDEST) $(LIVE) $(BENCH) $(WEB) $(STICK) $(SCRATCH) slides/build \
	  web/build dist/stick *.egg-info

$(VENV)/lab.stamp: pyproject.toml
	@$(PYTHON) course_lib/authoring/install.py $(VENV) lab
	@touch $@

$(VENV)/test.stamp: pyproject.toml
	@$(PYTHON) course_lib/authoring/install.py $(VENV) lab,author,test,web
	@touch $@ $(VENV)/lab.stamp

$(COLAB)/test.stamp: pyproject.toml tests/colab/constraints.txt
	@$(PYTHON) course_lib/authoring/install.py $(COLAB) colab -c tests/colab/constraints.txt
	@touch $@

$(HUB)/test.stamp: tests/hub/requirements.txt
	@$(PYTHON) -m venv $(HUB)
	@$(HUB)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(HUB)/hub.stamp: $(HUB)/test.stamp pyproject.toml
	@$(HUB)/bin/python -m pip install --quiet --disable-pip-version-check \
	  -e ".[lab]" "jupyterhub>=5.3" "playwright>=1.45" "pillow>=10"
	@npm install --silent --no-audit --no-fund --prefix $(HUB)/proxy configurable-http-proxy@5
	@touch $@

# With other versions in their place: make test-oldest BUT="torch==2.13.0"
$(OLDEST)/test.stamp: pyproject.toml tests/colab/constraints.txt | $(SCRATCH)
	@$(PYTHON) tests/colab/oldest.py $(BUT) > $(SCRATCH)/oldest.txt
	@$(PYTHON) course_lib/authoring/install.py $(OLDEST) colab,author,test -c $(SCRATCH)/oldest.txt
	@touch $@

# The libraries that we compare with stay out of the learners' environment.
$(BENCH)/bench.stamp: pyproject.toml
	@$(PYTHON) course_lib/authoring/install.py $(BENCH) lab,bench
	@touch $@

$(LIVE)/present.stamp: pyproject.toml
	@$(PYTHON) course_lib/authoring/install.py $(LIVE) lab,author,present
	@touch $@

# uv finds what other systems need; it installs nothing.
$(STICK)/stick.stamp:
	@$(PYTHON) -m venv $(STICK)
	@$(STICK)/bin/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

$(WEB)/site.stamp: pyproject.toml
	@$(PYTHON) course_lib/authoring/install.py $(WEB) author,web
	@touch $@

$(SCRATCH):
	@mkdir -p $@
