#!/bin/sh
# SPDX-License-Identifier: MIT
# need.sh LIBRARY:VERSION:PACKAGE... - stop with a clear word when one of the
# libraries is missing or too old.  With - as version it is a program that is
# only wanted: a word, and no stop.
set -u
status=0
command -v pkg-config >/dev/null || {
	echo "pkg-config is missing: run 'make deps', or install pkg-config" >&2
	exit 1
}
for need; do
	lib=${need%%:*} rest=${need#*:}
	if [ "${rest%%:*}" = - ]; then
		command -v "$lib" >/dev/null ||
			echo "$lib is missing, its tests are skipped: run" \
				"'make deps', or install the package" \
				"${rest#*:}" >&2
	elif ! pkg-config --atleast-version="${rest%%:*}" "$lib"; then
		echo "$lib ${rest%%:*} or newer is missing: run 'make deps'," \
			"or install the package ${rest#*:}" >&2
		status=1
	fi
done
exit $status
