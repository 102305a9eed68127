# SPDX-License-Identifier: MIT
# GNU make, no configure step.  The usual variables are yours: CC CFLAGS
# CPPFLAGS LDFLAGS LDLIBS PREFIX DESTDIR BUILD.  `make help` lists the targets.

CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
BUILD  ?= build
VERSION = 0.1.0

STD  = -std=c17 -D_GNU_SOURCE -Isrc -I$(BUILD)/gen \
	-DICSR_VERSION='"$(VERSION)"'
WARN = -Wall -Wextra -Wshadow -Wconversion -Wcast-qual -Wwrite-strings \
	-Wformat=2 -Wvla -Wmissing-prototypes -Wstrict-prototypes -Wundef \
	-Wimplicit-fallthrough $(if $(WERROR),-Werror)
# Flags of the OpenSSF hardening guide; a sanitizer build drops FORTIFY.
# What one of the compilers lacks is asked for first.
has = $(shell echo 'int main(void){return 0;}' | \
	$(CC) -Werror $(1) -x c -o /dev/null - 2>/dev/null && echo '$(1)')
ifndef SANITIZE
HARDEN_C  = -D_FORTIFY_SOURCE=3
endif
HARDEN_C += -fstack-protector-strong -fPIE
HARDEN_L  = -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed
# Asked once, when first needed: `make deps demo' on a bare machine has
# neither compiler nor libraries while it reads this file.
PROBED    = $(eval PROBED := $$(foreach f,$(PROBES),$$(call has,$$(f))))$(PROBED)
PROBES    = -fstack-clash-protection -fcf-protection \
	-ftrivial-auto-var-init=zero -fstrict-flex-arrays=3
SAN = $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer \
	-fno-sanitize-recover=all)

# Library, least version, Debian package; one that pkg-config does not know:
# its flag, header, package.
NEED_TOOL    = libcurl:7.88:libcurl4-openssl-dev \
	json-c:0.15:libjson-c-dev sqlite3:3.38:libsqlite3-dev \
	inih:50:libinih-dev libxxhash:0.8:libxxhash-dev \
	expat:2.4:libexpat1-dev \
	icu-i18n:67:libicu-dev icu-uc:67:libicu-dev \
	libical:3.0:libical-dev \
	-lcsv:csv.h:libcsv-dev
NEED_SANDBOX = libmicrohttpd:0.9.70:libmicrohttpd-dev
NEED_TEST    = cmocka:1.1:libcmocka-dev
# Programs of the tests that want them, "-" for a version; without one, its
# tests are skipped.
# A module of the system's Python: python3:MODULE:PACKAGE.  davical,
# postgresql and cyrus-caldav, of chain/10 and 11, are not among them: they
# start services.
WANT_TEST    = cppcheck:-:cppcheck mandoc:-:mandoc chromium:-:chromium \
	setfacl:-:acl setfattr:-:attr radicale:-:radicale xandikos:-:xandikos vdirsyncer:-:vdirsyncer \
	khal:-:khal python3:caldav:python3-caldav \
	python3:icalendar:python3-icalendar python3:vobject:python3-vobject \
	python3:kubernetes:python3-kubernetes \
	promtool:-:prometheus zsh:-:zsh fish:-:fish
names = $(foreach n,$(1),$(word 1,$(subst :, ,$(n))))
# -isystem: the warnings are for our code, not for the libraries' headers.
cflags = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags \
	$(filter-out -l%,$(1)) 2>/dev/null))
libs   = $(filter -l%,$(1)) $(shell pkg-config --libs \
	$(filter-out -l%,$(1)) 2>/dev/null)

TOOL_DIRS = base model charset ics csv plan store http dav api export sync conf doctor cmd
LIB_SRC  := $(sort $(wildcard $(TOOL_DIRS:%=src/%/*.c)))
BOX_SRC  := $(sort $(wildcard src/sandbox/*.c))
BASE_SRC := $(sort $(wildcard src/base/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
obj = $(patsubst %.c,$(BUILD)/%.o,$(1))
LIB_OBJ  := $(call obj,$(LIB_SRC)) $(BUILD)/gen/sql.o $(BUILD)/gen/page.o
BOX_OBJ  := $(call obj,$(BOX_SRC) $(BASE_SRC))
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)
PROGRAMS  = $(BUILD)/icsreserve $(BUILD)/icsreserve-sandbox
# The catalogues of messages: build/locale is found from beside the program.
LANGS     = $(patsubst contrib/po/%.po,%,$(wildcard contrib/po/*.po))
MO        = $(LANGS:%=$(BUILD)/locale/%/LC_MESSAGES/icsreserve.mo)

all: $(BUILD)/.need $(PROGRAMS) $(MO) $(BUILD)/doc/.made

# V=1 shows the commands.
Q = $(if $(V),,@echo '  $(@:$(BUILD)/%=%)';)

.PHONY: all deps demo tests check check-all check-unit \
	check-fuzz check-golden check-recur check-zones check-e2e \
	check-corpora check-promises check-pairs check-year check-walk check-crash check-fault \
	check-chain check-dav check-deb golden-update \
	check-asan check-valgrind check-clang fuzz lint man po analyze bench \
	install uninstall dist deb clean help
.DELETE_ON_ERROR:
.SECONDARY:

# --- what must be there ---------------------------------------------------
# `make deps demo': first things first, also with -j.
$(BUILD)/.need: Makefile | $(filter deps,$(MAKECMDGOALS))
	@tests/lint/need.sh msgfmt:+:gettext po4a:+:po4a \
		$(NEED_TOOL) $(NEED_SANDBOX)
	@mkdir -p $(@D)
	@touch $@

deps:
	@contrib/deps.sh $(NEED_TOOL) $(NEED_SANDBOX) $(NEED_TEST) \
		$(WANT_TEST)

# --- building -------------------------------------------------------------
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(call cflags,$$(call \
	names,$$(NEED_TOOL) $$(NEED_SANDBOX))))$(PKG_CFLAGS)
TOOL_LIBS = $(eval TOOL_LIBS := $$(call libs,$$(call \
	names,$$(NEED_TOOL))) -lpthread)$(TOOL_LIBS)
BOX_LIBS = $(eval BOX_LIBS := $$(call libs,$$(call \
	names,$$(NEED_SANDBOX)) json-c libxxhash) -lpthread)$(BOX_LIBS)

# No folder of the builder is in what is built.
COMPILE = $(CC) -ffile-prefix-map=$(CURDIR)=. $(STD) $(WARN) $(HARDEN_C) $(PROBED) $(SAN) \
	$(PKG_CFLAGS) $(CPPFLAGS) $(CFLAGS) -MMD -MP
LINK = $(CC) $(HARDEN_L) $(SAN) $(CFLAGS) $(LDFLAGS)

$(BUILD)/%.o: %.c | $(BUILD)/.need $(BUILD)/gen/sql.h $(BUILD)/gen/page.h
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c -o $@ $<

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	$(Q)$(COMPILE) -c -o $@ $<

SQL := $(sort $(wildcard sql/[0-9]*.sql)) sql/queries.sql
$(BUILD)/gen/sql.h $(BUILD)/gen/sql.c &: sql/sql.awk $(SQL)
	@mkdir -p $(BUILD)/gen
	$(Q)awk -v out=$(BUILD)/gen -f sql/sql.awk $(SQL)

# The page of `export --format html': its style, script and words.
PAGE := $(addprefix src/export/,page.sh words.txt page.css page.js) \
	contrib/po/zh_CN.po
$(BUILD)/gen/page.h $(BUILD)/gen/page.c &: $(PAGE)
	@mkdir -p $(BUILD)/gen
	$(Q)src/export/page.sh $(BUILD)/gen

$(BUILD)/locale/%/LC_MESSAGES/icsreserve.mo: contrib/po/%.po | $(BUILD)/.need
	@mkdir -p $(@D)
	$(Q)msgfmt -o $@ $<

# The manual, README and guide in other languages, by po4a.
PO4A = po4a --quiet --variable build=$(BUILD) --variable po=contrib/po/doc \
	contrib/po/doc/po4a.conf
MANUAL = $(wildcard contrib/man/*.[15]) README.md contrib/GUIDE.md
$(BUILD)/doc/.made: contrib/po/doc/po4a.conf $(wildcard contrib/po/doc/*.po) \
		$(MANUAL) | $(BUILD)/.need
	@mkdir -p $(foreach l,$(LANGS),$(BUILD)/doc/$(l)/man1 $(BUILD)/doc/$(l)/man5)
	$(Q)$(PO4A) --no-update && touch $@

# The catalogues with the texts as they are now; then fill in what is new.
po: $(BUILD)/.need
	@mkdir -p $(BUILD)/doc
	@$(PO4A) --no-translations
	@for po in $(LANGS:%=contrib/po/doc/%.po); do \
		msgattrib --no-obsolete --no-wrap --clear-previous \
			-o $$po $$po || exit; \
	done
	@contrib/po/texts.sh > $(BUILD)/icsreserve.pot
	@for po in $(LANGS:%=contrib/po/%.po); do \
		msgmerge -q -U --backup=none --no-wrap --no-location \
			--no-fuzzy-matching --sort-output \
			$$po $(BUILD)/icsreserve.pot && \
		msgattrib --no-obsolete --no-wrap --sort-output -o $$po $$po && \
		msgfmt --statistics -o /dev/null $$po || exit; \
	done

$(BUILD)/icsreserve: $(BUILD)/src/main.o $(LIB_OBJ)
	$(Q)$(LINK) -o $@ $^ $(TOOL_LIBS) $(LDLIBS)

$(BUILD)/icsreserve-sandbox: $(BOX_OBJ)
	$(Q)$(LINK) -o $@ $^ $(BOX_LIBS) $(LDLIBS)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(LIB_OBJ) | $(BUILD)/.need-tests
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(TOOL_LIBS) $(call libs,$(call names,$(NEED_TEST))) $(LDLIBS)

# The fuzzers' entries, run over their saved inputs by any compiler.
$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o \
	$(LIB_OBJ)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(TOOL_LIBS) $(LDLIBS)

# The program's side of the oracle for recurrence sets.
$(BUILD)/recur/sets: $(BUILD)/tests/recur/sets.o $(LIB_OBJ)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(TOOL_LIBS) $(LDLIBS)
# Exports of made-up meetings, for tests/e2e/40-html.sh and for the eye.
$(BUILD)/export/render: $(BUILD)/tests/export/render.o $(LIB_OBJ)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(TOOL_LIBS) $(LDLIBS)
# Zones on request, for tests/zones.
$(BUILD)/zones: $(BUILD)/tests/zones/zones.o $(LIB_OBJ)
	$(Q)$(LINK) -o $@ $^ $(TOOL_LIBS) $(LDLIBS)

-include $(LIB_OBJ:.o=.d) $(BOX_OBJ:.o=.d) $(BUILD)/src/main.d \
	$(UNIT_SRC:%.c=$(BUILD)/%.d) \
	$(patsubst %.c,$(BUILD)/%.d,$(wildcard tests/fuzz/*.c \
	tests/recur/*.c tests/zones/*.c tests/export/*.c))

# --- trying it -------------------------------------------------------------
demo: all
	@BUILD=$(BUILD) contrib/demo.sh

# --- testing: each kind is explained in tests/README.md ---------------------
RUN = BUILD=$(BUILD) tests/run.sh
SAMPLED = recur corpora promises year chain dav walk crash fault
check: tests lint
	@$(RUN) unit fuzz golden zones e2e pairs \
		$(SAMPLED:%=%-sample)
check-all: tests lint
	@$(RUN) unit fuzz golden zones e2e pairs $(SAMPLED)
check-unit check-fuzz check-golden check-recur check-zones check-e2e \
	check-corpora check-year check-pairs \
check-promises check-crash check-fault check-chain check-dav check-deb: tests
	@$(RUN) $(@:check-%=%)

# The walks that failed once, as in `check', and random ones: WALKS=500 SEED=1000 OPS=50.
check-walk: all
	@WALKS=$(or $(WALKS),100) tests/walk/walk.sh
# What the golden tests expect, as it is now; read the diff before a commit.
golden-update: tests
	@for t in $(BUILD)/unit/golden_* $(BUILD)/unit/test_conf; do \
		GOLDEN_UPDATE=1 $$t >/dev/null 2>&1; done; \
		git diff --stat -- tests/golden; git diff -- tests/golden
check-asan:
	@$(MAKE) BUILD=$(BUILD)-asan SANITIZE=address,undefined \
		CFLAGS='-O1 -g' tests
	@BUILD=$(BUILD)-asan tests/run.sh unit fuzz golden recur zones e2e corpora \
		promises crash-sample fault-sample
check-valgrind: tests
	@VG=1 $(RUN) unit golden e2e
check-clang:
	@$(MAKE) BUILD=$(BUILD)-clang CC=clang WERROR=1 tests
	@BUILD=$(BUILD)-clang tests/run.sh unit

FUZZ_BIN := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,\
	$(sort $(wildcard tests/fuzz/fuzz_*.c)))
tests: $(BUILD)/.need-tests all $(UNIT_BIN) $(FUZZ_BIN) \
	$(BUILD)/recur/sets $(BUILD)/zones $(BUILD)/export/render
$(BUILD)/.need-tests: $(BUILD)/.need
	@tests/lint/need.sh $(NEED_TEST) $(WANT_TEST)
	@touch $@

# libFuzzer, clang only; SECONDS for each entry.
SECONDS ?= 60
fuzz:
	@SECONDS_EACH=$(SECONDS) tests/fuzz/fuzz.sh

lint: $(addprefix $(BUILD)/lint/print_,keys options completions)
	@BUILD=$(BUILD) tests/lint/lint.sh

$(BUILD)/lint/print_options $(BUILD)/lint/print_completions: \
	$(BUILD)/src/sandbox/options.o
$(BUILD)/lint/%: $(BUILD)/tests/lint/%.o $(LIB_OBJ)
	@mkdir -p $(@D)
	$(Q)$(LINK) -o $@ $^ $(TOOL_LIBS) $(LDLIBS)

# The tables of keys and options in the manual, from the program's own.
OPTIONS_1 = contrib/man/icsreserve.1 contrib/man/icsreserve-sandbox.1
man: $(addprefix $(BUILD)/lint/print_,keys options completions)
	@tests/lint/keys.sh $< > $(BUILD)/conf.5
	@cp $(BUILD)/conf.5 contrib/man/icsreserve.conf.5
	@for page in $(OPTIONS_1); do \
		$(BUILD)/lint/print_options $$page > $(BUILD)/man.1 && \
		cp $(BUILD)/man.1 $$page || exit; \
	done
	@for shell in bash zsh fish; do \
		tests/lint/completions.sh $(BUILD)/lint/print_completions \
			$$shell > $(BUILD)/completion && \
		cp $(BUILD)/completion \
			contrib/completions/icsreserve.$$shell || exit; \
	done

analyze: $(BUILD)/gen/sql.h $(BUILD)/gen/page.h
	@BUILD=$(BUILD) tests/lint/analyze.sh $(PKG_CFLAGS) $(STD)

bench: all
	@BUILD=$(BUILD) tests/bench/bench.sh

# --- installing ------------------------------------------------------------
D = $(DESTDIR)$(PREFIX)
# Which are for people to copy; make install puts its own path in.
RECIPE = $(wildcard contrib/vdirsyncer/*)
DOC = README.md contrib/LICENSE contrib/GUIDE.md contrib/icsreserve.cron \
	contrib/export.schema.json
HOOKS = $(wildcard contrib/hooks/*) contrib/backup.sh
ALERTS = $(wildcard contrib/prometheus/*)
CLUSTER = contrib/container contrib/kubernetes
UNITS = $(patsubst contrib/systemd/%,%,$(wildcard contrib/systemd/*@.* \
	contrib/systemd/user/*@.*))
# Each shell's own name for it.
BASH_COMPLETION = share/bash-completion/completions
ZSH_COMPLETION = share/zsh/site-functions
FISH_COMPLETION = share/fish/vendor_completions.d
# With the program's place in them.
placed = sed 's!/usr/local/\(bin\|share\)\([/:]\)!$(PREFIX)/\1\2!' contrib/$(1) > \
	'$(D)/$(strip $(2))' && chmod $(or $(3),644) '$(D)/$(strip $(2))'
# A unit of a user's own manager lies beside those of the system's.
unit_place = lib/systemd/$(if $(filter user/%,$(1)),,system/)$(1)
install: all
	umask 022; install -d $(D)/bin $(D)/share/man/man1 $(D)/share/man/man5 \
		$(D)/share/doc/icsreserve/vdirsyncer $(D)/lib/systemd/system \
		$(D)/lib/systemd/user \
		$(addprefix $(D)/,$(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION)) \
		$(D)/share/icsreserve/hooks $(D)/share/doc/icsreserve/prometheus
	install -m 755 $(PROGRAMS) $(D)/bin
	install -m 644 $(wildcard contrib/man/*.1) $(D)/share/man/man1
	install -m 644 $(wildcard contrib/man/*.5) $(D)/share/man/man5
	install -m 644 $(DOC) $(D)/share/doc/icsreserve
	install -m 644 $(ALERTS) $(D)/share/doc/icsreserve/prometheus
	for file in $$(find $(CLUSTER) -type f); do \
		install -D -m 644 $$file \
			$(D)/share/doc/icsreserve/$${file#contrib/} || exit; \
	done
	for kind in sysusers tmpfiles; do \
		install -D -m 644 contrib/systemd/icsreserve.$$kind \
			$(D)/lib/$$kind.d/icsreserve.conf || exit; \
	done
	install -m 644 $(RECIPE) $(D)/share/doc/icsreserve/vdirsyncer
	chmod 755 $(D)/share/doc/icsreserve/vdirsyncer/*.sh
	$(call placed,vdirsyncer/sync-calendars.service,\
		share/doc/icsreserve/vdirsyncer/sync-calendars.service)
	for program in icsreserve icsreserve-sandbox; do \
		install -m 644 contrib/completions/icsreserve.bash \
			$(D)/$(BASH_COMPLETION)/$$program && \
		install -m 644 contrib/completions/icsreserve.fish \
			$(D)/$(FISH_COMPLETION)/$$program.fish || exit; \
	done
	install -m 644 contrib/completions/icsreserve.zsh \
		$(D)/$(ZSH_COMPLETION)/_icsreserve
	for lang in $(LANGS); do \
		install -D -m 644 $(BUILD)/locale/$$lang/LC_MESSAGES/icsreserve.mo \
			$(D)/share/locale/$$lang/LC_MESSAGES/icsreserve.mo || exit; \
	done
	for lang in $(LANGS); do \
		(cd $(BUILD)/doc/$$lang && for page in man?/*; do \
			install -D -m 644 $$page $(D)/share/man/$$lang/$$page || \
				exit; \
		done && install -D -m 644 -t $(D)/share/doc/icsreserve/$$lang \
			README.md GUIDE.md) || exit; \
	done
	$(foreach u,$(UNITS),$(call placed,systemd/$(u),$(call \
		unit_place,$(u))) &&) \
	$(foreach h,$(HOOKS:contrib/%=%),$(call placed,$(h),\
		share/icsreserve/$(h),755) &&) \
	$(call placed,icsreserve.cron,share/doc/icsreserve/icsreserve.cron)
uninstall:
	rm -f $(PROGRAMS:$(BUILD)/%=$(D)/bin/%)
	rm -f $(patsubst contrib/man/%,$(D)/share/man/man1/%,\
		$(wildcard contrib/man/*.1))
	rm -f $(patsubst contrib/man/%,$(D)/share/man/man5/%,\
		$(wildcard contrib/man/*.5))
	rm -f $(PROGRAMS:$(BUILD)/%=$(D)/$(BASH_COMPLETION)/%) \
		$(PROGRAMS:$(BUILD)/%=$(D)/$(FISH_COMPLETION)/%.fish) \
		$(D)/$(ZSH_COMPLETION)/_icsreserve
	rm -f $(foreach u,$(UNITS),$(D)/$(call unit_place,$(u)))
	rm -f $(D)/lib/sysusers.d/icsreserve.conf \
		$(D)/lib/tmpfiles.d/icsreserve.conf
	rm -rf $(D)/share/doc/icsreserve $(D)/share/icsreserve
	rm -f $(LANGS:%=$(D)/share/locale/%/LC_MESSAGES/icsreserve.mo)
	rm -f $(foreach l,$(LANGS),$(patsubst contrib/man/%,\
		$(D)/share/man/$(l)/man1/%,$(wildcard contrib/man/*.1)) \
		$(patsubst contrib/man/%,$(D)/share/man/$(l)/man5/%,\
		$(wildcard contrib/man/*.5)))

# The same bytes from the same files, in a repository and without git.
dist:
	@contrib/dist.sh $(VERSION)

# debhelper wants debian/ at the top, so it works on a copy.
deb:
	@contrib/dist.sh $(VERSION) $(BUILD)/deb
	@rm -rf $(BUILD)/deb/icsreserve-$(VERSION)
	@tar -C $(BUILD)/deb -xzf $(BUILD)/deb/icsreserve-$(VERSION).tar.gz
	@mv $(BUILD)/deb/icsreserve-$(VERSION)/contrib/debian \
		$(BUILD)/deb/icsreserve-$(VERSION)/debian
	cd $(BUILD)/deb/icsreserve-$(VERSION) && env -u BUILD dpkg-buildpackage \
		-b -us -uc

clean:
	rm -rf $(BUILD) $(BUILD)-asan $(BUILD)-clang

help:
	@echo 'make            build build/icsreserve and build/icsreserve-sandbox'
	@echo 'make deps       install what is missing from the distribution'
	@echo 'make demo       see it work, against the sandbox'
	@echo 'make install    PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)'
	@echo 'make uninstall  the same, removed'
	@echo 'make clean      remove what was built'
	@echo 'make dist       a tar file of the sources'
	@echo 'make deb        packages for Debian in $(BUILD)/deb; needs debhelper'
	@echo 'make man        the tables of the manual, from the program'
	@echo 'make po         the catalogues, with the texts as they are now'
	@echo
	@echo 'make check      lint and tests, some minutes'
	@echo 'make check-all  the same with all of what it has samples of'
	@echo 'make lint       the rules of contrib/HACKING.md'
	@echo 'make tests      build the tests, run none'
	@echo 'make check-unit check-fuzz check-golden check-recur check-zones'
	@echo '     check-e2e check-corpora check-promises check-pairs check-year'
	@echo '     check-walk check-chain check-dav check-deb check-crash check-fault'
	@echo '                one kind of tests (tests/README.md)'
	@echo 'make check-asan      with the address sanitizer'
	@echo 'make check-valgrind  under valgrind'
	@echo 'make check-clang     unit tests, built with clang'
	@echo 'make golden-update   the expected files anew; shows the diff'
	@echo 'make fuzz            SECONDS=$(SECONDS) for each entry; needs clang'
	@echo 'make analyze         static analysis'
	@echo 'make bench           time, memory and calls against limits'
	@echo
	@echo 'Variables: CC CFLAGS CPPFLAGS LDFLAGS LDLIBS BUILD WERROR=1 V=1'
