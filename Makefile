# What a newcomer types. Every recipe prepares what it needs first, and does so once.

PYTHON_RUN := sh scripts/python.sh

.DEFAULT_GOAL := help
.PHONY: help demo test test-faults test-ansible lint ui release bench lock clean

help: ## this list
	@echo "Accueil: a known client walks in, and the right associate knows."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  make demo PORT=9000 MQTT_PORT=2883 SPEED=60 BOUTIQUE=milano-1 HOST=0.0.0.0"
	@echo "      another port for the screens and the broker, a faster day, another boutique,"
	@echo "      and screens that phones on the same network can open"

demo: ## prepare everything and open a living boutique (Ctrl-C closes it)
	@$(PYTHON_RUN) scripts/prepare.py demo

test: ## install what the tests need and run every check
	@$(PYTHON_RUN) scripts/check.py all

test-faults: ## kill, fill, freeze and flood all of it, at length, and print what was lost (SEED=…)
	@$(PYTHON_RUN) scripts/check_faults.py $(ONLY)

test-ansible: ## set up a fresh Debian 12 with the playbook and try it (Linux, as root)
	@$(PYTHON_RUN) scripts/check_ansible.py

lint: ## ruff, mypy and import-linter only
	@$(PYTHON_RUN) scripts/check.py lint

ui: ## build the screens
	@$(PYTHON_RUN) scripts/prepare.py ui

release: ## pack what a boutique runs, for the playbook
	@$(PYTHON_RUN) scripts/release.py

bench: ## measure from publish to phone, and print a table
	@$(PYTHON_RUN) scripts/prepare.py bench

lock: ## choose the newest versions of everything and write the locks anew
	@$(PYTHON_RUN) scripts/prepare.py lock

clean: ## remove what was prepared and the demo's data
	rm -rf .venv .node .ansible .demo kiosk_ui/node_modules kiosk_ui/dist
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info
