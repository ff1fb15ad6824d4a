# `make run` tries the vault on this machine, `make test` proves it. Both install what they need (apt) and nothing else.
SHELL := /bin/bash
CONFIG ?= .build/try

.DEFAULT_GOAL := help
.PHONY: help run test bench build release deb deb-test container-test format lint clean deps

help: ## Show this list.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: deps ## Build, start the vault with a throw-away key and the provider simulator, and say what to try.
	@.dev/run

test: deps ## Install what the tests need, build, and run all of them.
	@.dev/test

bench: deps ## Measure the release build against the machine's own limits and Redis (vault-bench, some 6 minutes).
	@.dev/bench

build: deps ## Build everything, debug.
	swift build --build-tests

release: deps ## Build the programs, optimised.
	swift build -c release

deb: deps ## Build the Debian package.
	@.dev/deb

deb-test: deps ## Install, use, upgrade and remove the package on a Debian of its own, with systemd (root).
	@.dev/deb-test

container-test: ## Build docker/Dockerfile and try the image, the Compose file and the pods of Kubernetes (root).
	@.dev/container-test

format: ## Format all Swift files in place.
	swift format format --in-place --recursive --parallel Package.swift Sources Tests migrations

lint: ## Check format and style; fails on any finding.
	swift format lint --strict --recursive --parallel Package.swift Sources Tests migrations

clean: ## Remove everything that was built.
	rm -rf .build .build-* .run

deps:
	@.dev/deps
