# make        prépare l’environnement, puis construit l’édition nationale dans dist/nationale/
# make test   prépare l’environnement, puis relit le code (ruff, mypy) et lance les essais
# make bench  mesure la construction, à côté de WeasyPrint et des autres qui sont là (écrit bench.json)
# make clean  efface ce qui a été construit
# make lock   refait les verrous après un changement dans pyproject.toml (demande uv)

VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PYTHON := $(BIN)/python
PIP := $(PYTHON) -m pip install -q --disable-pip-version-check --require-hashes
UV_LOCK := uv pip compile --no-config --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links -q

.PHONY: all setup setup-dev test bench clean lock

all: setup
	$(PYTHON) build.py

setup: $(VENV)/.runtime

setup-dev: $(VENV)/.dev

test: setup-dev
	$(BIN)/ruff check
	$(BIN)/mypy --strict
	$(BIN)/pytest

bench: setup
	$(PYTHON) -m tests.bench

clean:
	rm -rf dist .cache .pytest_cache .mypy_cache .ruff_cache
	find book layouts tests -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment whose Python has gone, or that has no pip (uv makes such ones), is made anew.
$(VENV)/.runtime: requirements.lock .ci/system.py
	@for python in python3.11 python3.12 python3.13 python3.14 python3 python; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then break; fi; \
		python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Il faut Python 3.11 ou plus récent ; aucun n’a été trouvé sous les noms python3.11 à python3.14, python3, python." >&2; \
		exit 1; \
	fi; \
	$$python .ci/system.py || exit 1; \
	$(PYTHON) -m pip --version >/dev/null 2>&1 || $$python -m venv --clear $(VENV)
	@echo "Installation des bibliothèques de requirements.lock…"
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "Installation des outils de requirements-dev.lock…"
	@$(PIP) -r requirements-dev.lock
	@touch $@

lock:
	$(UV_LOCK) pyproject.toml -o requirements.lock
	$(UV_LOCK) --group dev -c requirements.lock -o requirements-dev.lock
