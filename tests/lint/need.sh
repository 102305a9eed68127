#!/bin/sh
# SPDX-License-Identifier: MIT
# need.sh LIBRARY:VERSION:PACKAGE... - stop with a clear word when one of the
# libraries is missing or too old.  With - as version it is a program that is
# only wanted: a word, and no stop.  A library that pkg-config does not know
# is its flag and header: -lNAME:HEADER:PACKAGE.  With + it is a program that
# the build needs.  A module of the system's
# Python is only wanted, too: python3:MODULE:PACKAGE.  CC may be several words.
# shellcheck disable=SC2086
set -u
status=0
command -v pkg-config >/dev/null || {
	echo "pkg-config is missing: run 'make deps', or install pkg-config" >&2
	exit 1
}
for need; do
	lib=${need%%:*} rest=${need#*:}
	if [ "$lib" = python3 ]; then
		/usr/bin/python3 -c "import ${rest%%:*}" 2>/dev/null ||
			echo "Python's ${rest%%:*} is missing, its tests are" \
				"skipped: run 'make deps', or install" \
				"the package ${rest#*:}" >&2
	elif [ "${rest%%:*}" = - ]; then
		command -v "$lib" >/dev/null ||
			echo "$lib is missing, its tests are skipped: run" \
				"'make deps', or install the package" \
				"${rest#*:}" >&2
	elif [ "${rest%%:*}" = + ]; then
		command -v "$lib" >/dev/null || {
			echo "$lib is missing: run 'make deps', or install" \
				"the package ${rest#*:}" >&2
			status=1
		}
	elif [ "${lib#-l}" != "$lib" ]; then
		# CC may be several words: ccache gcc
		# shellcheck disable=SC2086
		echo "#include <${rest%%:*}>" |
			${CC:-cc} -E -x c - >/dev/null 2>&1 || {
			echo "lib${lib#-l} is missing: run 'make deps'," \
				"or install the package ${rest#*:}" >&2
			status=1
		}
	elif ! pkg-config --atleast-version="${rest%%:*}" "$lib"; then
		echo "$lib ${rest%%:*} or newer is missing: run 'make deps'," \
			"or install the package ${rest#*:}" >&2
		status=1
	fi
done
exit $status
