# 回音: every job has a name here. `make` alone lists them.
# Plain GNU make 3.81 (what macOS has) and a POSIX shell are enough; paths may hold spaces.

BIN := .venv/bin
# `make run ARGS="--help"`, `make test ARGS="-k promises"` hand words on.
ARGS ?=
CORES := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
# Many tests wait for a process or a browser, so one more than there are cores; two more and they
# wait for each other.
WORKERS ?= $(shell expr $(CORES) + 1)
# The quick ones wait for nothing, and each worker imports the whole program first.
QUICK_WORKERS ?= $(CORES)
# How many kills and restarts a campaign makes.
ROUNDS ?= 2000
KILLS ?= 1000
ENDS ?= 1000
DATABASE ?= sqlite
# Empty is "not set": a machine that keeps no compiled files compiles everything at every start,
# and the tests start hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help env env-test demo run test check check-format check-lint check-types check-imports \
	check-tests lock bench campaign chaos sweep replicas words learn pictures recorded clean

help: ## this list
	@echo '回音 · huiyin'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | \
		while IFS='|' read -r name what; do printf '%-16s %s\n' "$$name" "$$what"; done

env: ## 准备运行环境 · make .venv with what the program needs
	@sh .ci/environment run

env-test:
	@sh .ci/environment test

demo: env ## 不需要令牌和网络的完整演示 · the real bot against the playground, on http://localhost:8080
	@$(BIN)/huiyin demo $(ARGS)

run: env ## 正式运行（需要 HUIYIN_TOKEN） · the bot against Telegram
	@$(BIN)/huiyin run $(ARGS)

test: env-test ## 全部测试 · the whole suite
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: env-test ## 一分钟内的检查 · format, lint, types, contracts, quick tests
	@$(MAKE) --no-print-directory -k -j 2 \
		check-tests check-types check-lint check-format check-imports

# Steps run side by side beside the tests, so each says what it has to say in one piece.
in_one_piece = said=$$($(1) 2>&1); status=$$?; [ -z "$$said" ] || printf '%s\n' "$$said"; exit $$status

check-format:
	@$(call in_one_piece,$(BIN)/ruff format --check .)
check-lint:
	@$(call in_one_piece,$(BIN)/ruff check .)
check-types:
	@$(call in_one_piece,$(BIN)/mypy)
check-imports:
	@$(call in_one_piece,$(BIN)/lint-imports --no-logo)
check-tests:
	@$(BIN)/pytest -q -n $(QUICK_WORKERS) --dist worksteal -m 'not slow and not browser and not postgres' $(ARGS)

lock: ## 重新锁定依赖 · lock the requirements (needs uv; ARGS=--upgrade for newer ones)
	@sh .ci/environment lock $(ARGS)

bench: env-test ## 速度与内存 · the table of speed and size
	@$(BIN)/python -m benchmarks $(ARGS)

campaign: env-test ## 长时间的故障试验 · thousands of kills (ROUNDS=2000)
	@HUIYIN_EXAMPLES=34000 $(BIN)/pytest -n auto tests/calendars $(ARGS)
	@$(BIN)/pytest -m slow --rounds $(ROUNDS) $(ARGS)

chaos: env-test ## 随机断电，看丢没丢 · random kills and faults, judged (KILLS=1000 SEED=7 DATABASE=postgres)
	@$(BIN)/python -m trials chaos --kills $(KILLS) $(if $(SEED),--seed $(SEED)) --database $(DATABASE)

sweep: env-test ## 在每一步断电 · a crash at every commit and call in turn (DATABASE=postgres ARGS="--every 3")
	@$(BIN)/python -m trials sweep --database $(DATABASE) $(ARGS)

.PHONY: fuzz guards audit sbom
fuzz: env-test ## 乱发一通（UPDATES=1000000 SEED=8） · whatever people and systems may send
	@HUIYIN_UPDATES=$(or $(UPDATES),10000) HUIYIN_SEED=$(or $(SEED),8) \
		$(BIN)/pytest -s -n $(WORKERS) --dist worksteal tests/journeys/test_fuzz.py -m slow $(ARGS)

guards: env-test ## 拆掉每道关卡，看测试会不会红 · removes each guard and sees its test fail
	@$(BIN)/python -m tests.rights.breaking

audit: env-test ## 依赖里有没有已知的问题（要网络） · known flaws of what is locked (asks osv.dev)
	@$(BIN)/python -m benchmarks.supply

sbom: env-test ## 程序由什么组成，CycloneDX · what the program is made of, as CycloneDX
	@$(BIN)/python -m benchmarks.supply sbom

replicas: env-test ## 三个进程轮流断电、暂停 · three bots on one PostgreSQL, killed and paused (ENDS=1000 SEED=7)
	@$(BIN)/python -m trials.replicas --ends $(ENDS) $(if $(SEED),--seed $(SEED))

.PHONY: soak
soak: env-test ## 一天一夜，二十次里坏一次 · a day in simulated time with faults (HOURS=24 SEED=7 DATABASE=postgres)
	@$(BIN)/python -m trials.soak --hours $(or $(HOURS),24) $(if $(SEED),--seed $(SEED)) --database $(DATABASE)

.PHONY: rolling
rolling: env-test ## 边用边升级 · from the version before to this one while customers write (needs git history and PostgreSQL)
	@$(BIN)/python -m trials.rolling $(ARGS)

words: env ## 更新译文目录 · bring the catalogues up to the sentences in the code
	@$(BIN)/python -m handlers.catalogue

learn: env ## 用自己的语料重算轻重和耳朵的权重 · fit severity and the ear to the project's own corpus (ASAP=FILES)
	@$(BIN)/python -m dimensions.listening $(ASAP)
	@test -z "$(ASAP)" || $(BIN)/python -m dimensions.doubting $(ASAP)
	@$(BIN)/python -m dimensions.fitting $(ASAP)
	@$(BIN)/python -m dimensions.remembering

pictures: env-test ## 重拍文档里的图 · take the pictures of the documentation anew (needs Chromium and an emoji font)
	@$(BIN)/python -m tests.browser.pictures

recorded: env-test ## 重录第一次启动 · record first starts anew for the documentation (needs Chromium)
	@$(BIN)/python -m tests.journeys.recorded

clean: ## 删掉环境和缓存 · remove .venv and caches; data in var/ stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
