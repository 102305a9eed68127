#!/bin/sh
# SPDX-License-Identifier: MIT
# deps.sh LIBRARY:VERSION:PACKAGE... - install from the distribution what is
# missing, and nothing when all is there.
set -eu
missing=
command -v pkg-config >/dev/null || missing=pkg-config
command -v "${CC:-cc}" >/dev/null || missing="$missing gcc libc6-dev"
for tool in awk:mawk diff:diffutils python3:python3 curl:curl git:git; do
	command -v "${tool%%:*}" >/dev/null || missing="$missing ${tool#*:}"
done
# The oracle of the recurrence sets.
python3 -c 'import dateutil' 2>/dev/null ||
	missing="$missing python3-dateutil"
for need; do
	lib=${need%%:*} rest=${need#*:}
	command -v pkg-config >/dev/null &&
		pkg-config --atleast-version="${rest%%:*}" "$lib" 2>/dev/null ||
		missing="$missing ${rest#*:}"
done
# The zones' data: a bare container has none.
[ -e /usr/share/zoneinfo/Asia/Shanghai ] || missing="$missing tzdata"
if [ -z "$missing" ]; then
	echo "deps: all there"
	exit 0
fi
if ! command -v apt-get >/dev/null; then
	echo "deps: this is not Debian or Ubuntu; install:$missing" >&2
	exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
	as_root=sudo
	command -v sudo >/dev/null || {
		echo "deps: as root, run: apt-get install$missing" >&2
		exit 1
	}
fi
echo "deps: installing$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of words
install() { $as_root apt-get install -y -q --no-install-recommends $missing; }
# Old package lists, or none at all as in a fresh container, are no reason
# to fail.
install || { $as_root apt-get update -q && install; }
