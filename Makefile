# Tỉnh Số. `make` alone lists the commands; each line with ## is one: Vietnamese | English.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# uv makes and fills the virtual environment; where the machine has none it lives in .cache/tools.
UV = $(shell command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1 && command -v uv || echo .cache/tools/bin/uv)
DJANGO := $(BIN)/python -m django
export DJANGO_SETTINGS_MODULE ?= tinhso.config.settings.development
FRONTEND := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
STATIC := $(shell find tinhso -type f -path '*/static/*' 2>/dev/null)
PO := $(wildcard locale/en/LC_MESSAGES/django.po)
MO := $(PO:.po=.mo)

.PHONY: help setup run test check conformance bench demo screenshots lock messages reference new-module \
  new-sector dev debian-packages test-existing

help: ## Liệt kê các lệnh | List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: $(VENV)/run.stamp build/collected.stamp build/fonts.stamp $(MO) ## Cài mọi thứ để chạy | Install what running needs

run: setup ## Chạy cả tỉnh trên máy này (PORT, TINHSO_HOME) | Run a province here (PORT, TINHSO_HOME)
	@exec $(BIN)/tinhso run

test: dev setup debian-packages ## Cài phần kiểm thử cần rồi kiểm thử tất cả | Install what tests need, run them all
	$(BIN)/pytest -n 3 $(ARGS)

test-existing: dev setup debian-packages ## Kiểm thử trên PostgreSQL 15 có sẵn | Tests marked dbcompat on PostgreSQL 15
	$(BIN)/python -m tools.with_postgres15 $(BIN)/pytest -n 2 -m dbcompat $(ARGS)

check: dev $(MO) ## Mọi kiểm tra tĩnh: lint, kiểu, kiến trúc, bản dịch | Lint, types, contracts, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy tinhso tests tools
	$(BIN)/djlint tinhso --extension html --lint --quiet
	TINHSO_HOME=.cache/check-home $(DJANGO) makemigrations --check --dry-run --skip-checks
	TINHSO_HOME=.cache/check-home $(DJANGO) check
	$(BIN)/python -m tools.translations check

conformance: dev ## Đếm yêu cầu chính thức đã được kiểm thử chứng minh | Count the proven official requirements
	$(BIN)/python -m tools.conformance

bench: dev setup ## Đo tốc độ và in số liệu | Run the benchmarks and print figures
	$(BIN)/python -m bench $(ARGS)

demo: setup ## Thêm hồ sơ mẫu khi make run đang chạy (SCALE) | Add sample dossiers while it runs (SCALE)
	$(BIN)/python -m tools.demo $(ARGS)

screenshots: dev setup debian-packages ## Chụp ảnh mọi màn hình | Take pictures of every screen
	$(BIN)/python -m tools.screenshots $(ARGS)

lock: ## Khóa lại phiên bản các gói | Lock the versions of all packages
	@$(UV_READY)
	$(UV) pip compile pyproject.toml --extra s3 --generate-hashes --no-header -q -o requirements.lock
	$(UV) pip compile pyproject.toml --group dev --generate-hashes --no-header -q -o requirements-dev.lock

messages: dev ## Gom văn bản cần dịch sang tiếng Anh | Collect the texts to be put into English
	$(BIN)/python -m tools.translations update

reference: dev ## Viết lại docs/reference từ mã nguồn | Write docs/reference anew from the code
	$(BIN)/python -m tools.reference

new-module: dev ## Tạo một mô-đun: make new-module NAME=… | Write a module that passes every check
	$(BIN)/python -m tools.scaffold module $(NAME)

new-sector: dev ## Tạo gói một ngành: make new-sector NAME=… | Write a sector that passes every check
	$(BIN)/python -m tools.scaffold sector $(NAME)

# -- what the commands stand on --------------------------------------------------------------------

# A stamp lies in what it speaks of, so that it goes when that goes.
UV_READY = [ -x "$$(command -v $(UV))" ] || $(PYTHON) -m pip install -q --root-user-action=ignore --target .cache/tools uv
PIP = $(UV) pip install -q --python $(BIN)/python

# Packages are added, never removed, so that `make run` leaves the tools of `make test` alone.
$(VENV)/run.stamp: requirements.lock pyproject.toml
	@$(UV_READY)
	@[ -x $(BIN)/python ] || $(UV) venv -q --python $(PYTHON) $(VENV)
	@echo "Cài gói Python"
	@$(PIP) --compile-bytecode --require-hashes -r requirements.lock
	@$(PIP) --no-deps -e .
	@$(BIN)/python -m compileall -q tinhso  # with the line above: half the time of every start
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock | $(VENV)/run.stamp
	@echo "Cài gói Python để phát triển"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

dev: $(VENV)/dev.stamp

frontend/node_modules/setup.stamp: frontend/package-lock.json
	@command -v npm >/dev/null || { echo "Cần Node 20 (npm) để dựng giao diện | Node 20 (npm) is needed" >&2; exit 1; }
	@echo "Cài gói giao diện"
	@cd frontend && npm ci --silent --no-audit --no-fund
	@touch $@

build/static.stamp: frontend/node_modules/setup.stamp $(FRONTEND) | $(VENV)/run.stamp
	@echo "Dựng giao diện"
	@cd frontend && npm run --silent build
	@touch $@

build/fonts.stamp: frontend/node_modules/setup.stamp tinhso/kernel/papers/build_fonts.py | $(VENV)/run.stamp
	@echo "Ghép phông chữ cho giấy tờ"
	@mkdir -p build && $(BIN)/python -m tinhso.kernel.papers.build_fonts
	@touch $@

build/collected.stamp: build/static.stamp $(STATIC) | $(VENV)/run.stamp
	@TINHSO_HOME=.cache/check-home $(DJANGO) collectstatic --no-input --clear -v0 --skip-checks
	@touch $@

locale/en/LC_MESSAGES/django.mo: locale/en/LC_MESSAGES/django.po | $(VENV)/run.stamp
	@$(BIN)/python -m tools.translations compile

debian-packages:
	@bash tools/debian_packages.sh
