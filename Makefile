# Every target works from a fresh clone: the first one that needs it makes .venv (once; see the stamp).
PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready

.PHONY: help demo test lint fix docs links bench readings models clean

help:
	@echo "make demo   例文 (examples/) を点検します"
	@echo "make test   静的検査・全ルールの例文・テストを実行します"
	@echo "make lint   静的検査だけを実行します (ruff, mypy, import-linter)"
	@echo "make fix    書式を整えます"
	@echo "make docs   文書を build/site に作ります"
	@echo "make links  文書のリンクを、外部のものも含めて確かめます"
	@echo "make bench  速さを測ります"

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 以上が必要です。例: make PYTHON=python3.12"; exit 1; }
	@echo "環境 .venv を準備しています（初回のみ、数分かかります）"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[dev,docs]"
	@$(BIN)/python -m compileall -q src rules    # as pip does for an ordinary install
	@touch $@

# 0 and 1 are both a successful check (1 = findings); anything else is not.
demo: $(READY)
	@$(BIN)/adcheck check examples || test $$? -eq 1
	@printf '%s\n' "" "次に試すこと:" \
	  "  $(BIN)/adcheck check 自分の原稿.txt --platform instagram --relationship gifted --category cosmetics" \
	  "  $(BIN)/adcheck explain yakki.cos-spot-erase     指摘の理由・根拠法令・言い換え" \
	  "  $(BIN)/adcheck check examples --format json     ほかのプログラムへ渡す" \
	  "  examples/.adcheck.toml                          ファイルごとの媒体・関係・商品区分の書き方" \
	  "  README.md                                       導入、pre-commit、プラグイン"

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/adcheck test
	$(BIN)/pytest

fix: $(READY)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(READY)
	rm -rf build/docs && mkdir -p build && cp -R docs build/docs
	$(BIN)/adcheck rules --format markdown > build/docs/reference.md
	$(BIN)/zensical build --strict --clean --config-file mkdocs.yml

# Asks every site that is linked to, so it is no part of the tests; they check the links within the pages.
links: docs
	$(BIN)/linkchecker --check-extern --no-robots build/site/index.html

# kana readings of the words in rules/words/, after changing them
readings: $(READY)
	$(BIN)/python -m adcheck.packs.readings rules

# the models of the likeness and item rules, after changing corpora/dev-*, corpora/passages/ or rule examples (20 minutes on 2 cores)
models: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[train]"
	$(BIN)/python -m adcheck.training rules corpora/dev-*.jsonl -p corpora/passages/*.jsonl

bench: $(READY)
	@$(BIN)/python benchmarks/bench.py

clean:
	rm -rf .venv build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
