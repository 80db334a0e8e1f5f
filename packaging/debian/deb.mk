# SPDX-License-Identifier: GPL-2.0-or-later
# `make deb`: packages for the suite it runs on, into build/deb/. dpkg-buildpackage wants
# debian/ at the top, and must not see build products: it gets a copy of the tree.
# 3.0 (native): debian/ lives and changes with the program, and there is no tarball of a release
# that it could be a patch on; to become quilt when a distribution takes the packaging over.

DEB_TREE := build/deb/vfio-prebind

.PHONY: deb lintian
deb:
	rm -rf build/deb
	mkdir -p $(DEB_TREE)
	{ [ -e .git ] && git -c safe.directory='*' ls-files -z --cached --others \
		--exclude-standard || \
	  find . \( -path ./build -o -path ./.git \) -prune -o -type f -print0; } | \
		tar -c --null --ignore-failed-read -T - | tar -x -C $(DEB_TREE)
	cp -a $(DEB_TREE)/packaging/debian $(DEB_TREE)/debian
	cd $(DEB_TREE) && env -u MAKEFLAGS -u MAKELEVEL -u DESTDIR -u PREFIX \
		dpkg-buildpackage --unsigned-source --unsigned-changes --build=binary
	rm -rf $(DEB_TREE)

lintian: deb
	lintian --display-experimental --display-info --pedantic --show-overrides \
		--fail-on error,warning build/deb/*.changes
