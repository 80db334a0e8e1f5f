# SPDX-License-Identifier: GPL-2.0-or-later
# `make` builds into build/. `make demo` and `make test` install what they need; see README.md.

VERSION := 0.1.0
CC ?= gcc
# Packages are built with WERROR= so that the next compiler's warnings do not stop them.
WERROR ?= -Werror
# What comes from outside, as of a package build, comes in place of all of this.
CFLAGS ?= -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
LDFLAGS ?= -Wl,-z,relro,-z,now
# Made as small as possible: it lies in every image, and its time is that of its system calls.
BOOT_CFLAGS ?= -Os -flto=auto
PKG_CONFIG ?= pkg-config
SCDOC ?= scdoc
MSGFMT ?= msgfmt
BUILD ?= build
UNITS ?= /usr/lib/systemd/system
RULES := /usr/lib/udev/rules.d
ZSH_COMPLETIONS ?= /usr/share/zsh/site-functions

# V=1 shows the compiler's whole command lines, else only what it makes is named.
SAY = $(if $(V),,@echo "  $(if $(filter %.scd,$<),SCDOC,$(if $(filter %.po,$<),MSGFMT,CC)) $@" && )

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(WERROR)
# The boot program is linked to libc alone, as each library costs start-up time: it opens libkmod only
# where something is configured (helper/libkmod.c).
LATE_LIBS := libkmod blkid mount
HOST_LIBS := libpci smartcols libarchive libelf

ALL_CPPFLAGS = -D_GNU_SOURCE -DVPB_VERSION='"$(VERSION)"' $(CPPFLAGS)
ALL_CFLAGS = -std=gnu17 $(WARNINGS) $(CFLAGS)
LIB_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(LATE_LIBS))
LIB_LIBS = $(shell $(PKG_CONFIG) --libs $(LATE_LIBS))
HOST_LIB_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(HOST_LIBS))
HOST_LIB_LIBS = $(shell $(PKG_CONFIG) --libs $(LATE_LIBS) $(HOST_LIBS))

# Only the command writes JSON.
COMMAND_ONLY := helper/base/json.c
HELPER_SOURCES := $(filter-out $(COMMAND_ONLY),$(wildcard helper/base/*.c helper/core/*.c helper/sys/*.c)) \
	helper/pipeline.c helper/program.c helper/give_back.c helper/give_back_devices.c
SHARED_SOURCES := $(HELPER_SOURCES) $(wildcard helper/usage/*.c helper/usage/*/*.c)
BOOT_OBJECTS := $(patsubst %.c,$(BUILD)/boot/%.o,helper/main.c helper/libkmod.c $(HELPER_SOURCES))
SHARED_OBJECTS := $(SHARED_SOURCES:%.c=$(BUILD)/%.o)
HOST_SOURCES := $(COMMAND_ONLY) $(wildcard cli/*.c cli/*/*.c host/*.c host/*/*.c)
HOST_OBJECTS := $(HOST_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/po/messages.o
MAN_PAGES := $(patsubst %.scd,$(BUILD)/%,$(wildcard man/*.scd))
# Translations; without gettext's msgfmt the command speaks English alone.
CATALOGS := $(if $(shell command -v $(MSGFMT)),$(patsubst po/%.po,$(BUILD)/locale/%/LC_MESSAGES/vfio-prebind.mo,$(wildcard po/*.po)))
HOST_PARTS := $(filter-out %/cli/main.o,$(HOST_OBJECTS))

.DELETE_ON_ERROR:
.PHONY: all install uninstall install-helper install-late install-command demo test lint tests clean

all: $(BUILD)/vfio-prebind-helper $(BUILD)/vfio-prebind-late $(BUILD)/vfio-prebind $(MAN_PAGES) $(CATALOGS)

$(BUILD)/vfio-prebind-helper: $(BOOT_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(BOOT_CFLAGS) $(LDFLAGS) -o $@ $^ -ldl

$(BUILD)/vfio-prebind-late: $(BUILD)/helper/late.o $(SHARED_OBJECTS)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIB_LIBS)

$(BUILD)/vfio-prebind: $(HOST_OBJECTS) $(filter-out %/program.o,$(SHARED_OBJECTS))
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(HOST_LIB_LIBS)

$(BUILD)/man/%: man/%.scd
	@mkdir -p $(@D)
	$(SAY)$(SCDOC) <$< >$@

$(BUILD)/locale/%/LC_MESSAGES/vfio-prebind.mo: po/%.po
	@mkdir -p $(@D)
	$(SAY)$(MSGFMT) -o $@ $<

# The command finds by them what a finding was made with (host/terminal/language.h).
$(BUILD)/po/messages.c: po/vfio-prebind.pot po/messages.awk
	@mkdir -p $(@D)
	awk -f po/messages.awk $< >$@

$(BUILD)/po/messages.o: $(BUILD)/po/messages.c
	$(SAY)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(HOST_OBJECTS): LIB_CFLAGS += $(HOST_LIB_CFLAGS)

$(BUILD)/boot/%.o: %.c
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(BOOT_CFLAGS) $(LIB_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(LIB_CFLAGS) -MMD -MP -c -o $@ $<

include vm/vm.mk
include po/po.mk
include hooks/install.mk
include packaging/debian/deb.mk
include packaging/arch/arch.mk
include tests/tests.mk

# The initramfs generators to install for: all, or those that a distribution has.
GENERATORS ?= initramfs-tools dracut mkinitcpio
# Without it in a package of the rest.
VM ?= $(HAS_VM)
install: install-helper install-late install-command $(if $(VM),install-vm) $(GENERATORS:%=install-%)
	$(if $(DESTDIR),,@echo "vfio-prebind is installed. To choose a device: vfio-prebind setup")

# By what the same `make install` would put there.
STAGED := $(abspath $(BUILD))/uninstall
uninstall: all
	rm -rf $(STAGED)
	$(MAKE) -s install DESTDIR=$(STAGED)
	packaging/uninstall $(STAGED) $(DESTDIR)
	rm -rf $(STAGED)
	$(if $(DESTDIR),,@echo "vfio-prebind is removed. The boot images still have it until you type: update-initramfs -u -k all, or dracut --force --regenerate-all, or mkinitcpio -P")

# The hooks name the helper by its path, so PREFIX plays no part; DESTDIR does.
install-helper: all
	install -D -m 0755 $(BUILD)/vfio-prebind-helper \
		$(DESTDIR)/usr/lib/vfio-prebind/vfio-prebind-helper
	packaging/install-kept 0644 packaging/vfio-prebind.conf $(DESTDIR)/etc/vfio-prebind.conf
	install -d $(DESTDIR)/etc/vfio-prebind.conf.d
	install -D -m 0644 -t $(DESTDIR)$(RULES) hooks/udev/00-vfio-prebind.rules
	install -D -m 0644 -t $(DESTDIR)/usr/share/man/man5 $(BUILD)/man/vfio-prebind.conf.5
	install -D -m 0644 -t $(DESTDIR)/usr/share/man/man8 $(BUILD)/man/vfio-prebind-helper.8

# For the real root.
install-late: all
	install -D -m 0755 $(BUILD)/vfio-prebind-late \
		$(DESTDIR)/usr/lib/vfio-prebind/vfio-prebind-late
	install -D -m 0644 -t $(DESTDIR)$(UNITS) hooks/systemd/vfio-prebind-late.service
	install -D -m 0644 -t $(DESTDIR)/usr/share/man/man8 $(BUILD)/man/vfio-prebind-late.8

install-command: all
	install -D -m 0755 $(BUILD)/vfio-prebind $(DESTDIR)/usr/bin/vfio-prebind
	install -D -m 0644 -t $(DESTDIR)/usr/share/man/man8 $(BUILD)/man/vfio-prebind.8
	$(foreach file,$(CATALOGS),install -D -m 0644 $(file) $(DESTDIR)/usr/share$(file:$(BUILD)%=%) &&) true
	install -D -m 0644 completions/vfio-prebind.bash \
		$(DESTDIR)/usr/share/bash-completion/completions/vfio-prebind
	install -D -m 0644 completions/vfio-prebind.zsh \
		$(DESTDIR)$(ZSH_COMPLETIONS)/_vfio-prebind
	install -D -m 0644 -t $(DESTDIR)/usr/share/fish/vendor_completions.d \
		completions/vfio-prebind.fish
	install -D -m 0644 -t $(DESTDIR)/usr/lib/vfio-prebind completions/complete.awk
	install -D -m 0644 -t $(DESTDIR)$(UNITS) hooks/systemd/vfio-prebind-log.service
	install -d $(DESTDIR)$(UNITS)/multi-user.target.wants
	ln -sf ../vfio-prebind-log.service $(DESTDIR)$(UNITS)/multi-user.target.wants
	install -D -m 0644 -t $(DESTDIR)/usr/lib/systemd/catalog hooks/systemd/vfio-prebind.catalog

clean:
	rm -rf $(BUILD)

-include $(SHARED_OBJECTS:.o=.d) $(HOST_OBJECTS:.o=.d) $(BOOT_OBJECTS:.o=.d) \
	$(BUILD)/helper/late.d $(wildcard $(BUILD)/tests/*/*.d $(BUILD)/tests/*/*/*.d)
