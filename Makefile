# Everything one does with this project. `make help` lists it; CONTRIBUTING.md says more.

# The classic tools that the program `netinfo` answers for when it is called by their names.
TOOLS = niutil nicl nidump niload nigrep nireport nifind nidomain

PREFIX = /usr
DESTDIR =
SYSCONFDIR = /etc
UNITDIR = $(PREFIX)/lib/systemd/system
BASHCOMPLETIONS = $(PREFIX)/share/bash-completion/completions
FISHCOMPLETIONS = $(PREFIX)/share/fish/vendor_completions.d
SECONDS = 30

# The programs carry Swift's libraries with them, so that they run where Swift is not installed.
RELEASE = -c release --static-swift-stdlib

# netinfo starts for every question. At a fixed address it need not adjust two megabytes of addresses first.
FIXED = -Xlinker -no-pie

BIN = .build/bin
PROGRAMS = netinfod netinfo
MANUALS = $(wildcard docs/man/*.[1-9])

.DEFAULT_GOAL := help
.PHONY: demo build test lint format bench bench-tools fuzz install clean help packages

help:
	@echo "make demo       set everything up, start a server with a sample network, and ask it a few things"
	@echo "make test       set everything up and run the tests"
	@echo "make build      build the programs, optimised, into $(BIN)"
	@echo "make install    install what was built; takes PREFIX=$(PREFIX) and DESTDIR="
	@echo "make lint       check format, imports, sizes, words and manual pages"
	@echo "make format     format the Swift files"
	@echo "make bench      measure beside a bare RPC server; takes ARGS=--quick and others"
	@echo "make bench-tools"
	@echo "                measure the tools beside OpenLDAP's; takes ARGS=--quick and others"
	@echo "make fuzz       feed the parsers random bytes; takes SECONDS=$(SECONDS)"
	@echo "make clean      remove what was built"

packages:
	@.ci/install-packages build

demo: build
	@.ci/demo

build: packages
	swift build $(RELEASE) --product netinfod
	swift build $(RELEASE) --product netinfo $(FIXED)
	@mkdir -p $(BIN)
	@release=$$(swift build $(RELEASE) --show-bin-path) && \
	for program in $(PROGRAMS); do ln -sfn "$$release/$$program" $(BIN)/$$program || exit 1; done
	@for tool in $(TOOLS); do ln -sfn netinfo $(BIN)/$$tool || exit 1; done
	@echo "Built: $(addprefix $(BIN)/,$(PROGRAMS) $(TOOLS))"

test: packages
	swift test

lint:
	@.ci/install-packages lint
	swift format lint --strict --parallel --recursive Package.swift $(wildcard Sources Tests Benchmarks/Sources)
	.ci/check-sources
	.ci/check-manuals $(MANUALS)

format:
	swift format --in-place --parallel --recursive Package.swift $(wildcard Sources Tests Benchmarks/Sources)

bench: build
	Benchmarks/run.sh --daemon $(BIN)/netinfod $(ARGS)

bench-tools: build
	Benchmarks/tools.sh --bin $(BIN) $(ARGS)

fuzz: packages
	.ci/fuzz $(SECONDS)

# Builds nothing, so that it can run as root after `make build` as somebody else.
install:
	@test -x $(BIN)/netinfod || { echo "make: nothing is built yet: run 'make build' first" >&2; exit 1; }
	install -d "$(DESTDIR)$(PREFIX)/sbin" "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(UNITDIR)" \
	    "$(DESTDIR)$(SYSCONFDIR)/netinfo"
	install -s -m 755 $(BIN)/netinfod "$(DESTDIR)$(PREFIX)/sbin/netinfod"
	install -s -m 755 $(BIN)/netinfo "$(DESTDIR)$(PREFIX)/bin/netinfo"
	for tool in $(TOOLS); do ln -sfn netinfo "$(DESTDIR)$(PREFIX)/bin/$$tool" || exit 1; done
	for page in $(MANUALS); do \
	    install -D -m 644 "$$page" "$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}" || exit 1; done
	install -D -m 644 Config/completion/_netinfo "$(DESTDIR)$(PREFIX)/share/zsh/vendor-completions/_netinfo"
	install -D -m 644 Config/completion/netinfo.bash "$(DESTDIR)$(BASHCOMPLETIONS)/netinfo"
	install -D -m 644 Config/completion/netinfo.fish "$(DESTDIR)$(FISHCOMPLETIONS)/netinfo.fish"
	for tool in $(TOOLS); do ln -sfn netinfo "$(DESTDIR)$(BASHCOMPLETIONS)/$$tool" && \
	    ln -sfn netinfo.fish "$(DESTDIR)$(FISHCOMPLETIONS)/$$tool.fish" || exit 1; done
	sed 's|@SBINDIR@|$(PREFIX)/sbin|' Config/netinfod.service > "$(DESTDIR)$(UNITDIR)/netinfod.service"
	chmod 644 "$(DESTDIR)$(UNITDIR)/netinfod.service"
	install -D -m 644 Config/sysusers.d/netinfo.conf "$(DESTDIR)$(PREFIX)/lib/sysusers.d/netinfo.conf"
	@file="$(DESTDIR)$(SYSCONFDIR)/netinfo/netinfod.plist"; \
	if [ -e "$$file" ]; then echo "$$file is kept as it is"; \
	else install -m 644 Config/netinfod.plist "$$file" && echo "installed $$file"; fi

clean:
	swift package clean
	rm -rf $(BIN)
