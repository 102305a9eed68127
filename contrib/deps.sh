#!/bin/sh
# SPDX-License-Identifier: MIT
# deps.sh LIBRARY:VERSION:PACKAGE... - install from the distribution what is
# missing, and nothing when all is there.  With - as version it is a program
# that is only wanted: not every distribution has it as a package.  A library
# that pkg-config does not know is its flag and header: -lNAME:HEADER:PACKAGE.
# A module of the system's Python is wanted as well: python3:MODULE:PACKAGE.
set -eu
missing=''
wanted=''
command -v pkg-config >/dev/null || missing=pkg-config
compiler=${CC:-cc}	# may be several words: "ccache gcc"
command -v "${compiler##* }" >/dev/null || missing="$missing gcc libc6-dev"
for tool in awk:mawk diff:diffutils python3:python3 curl:curl git:git \
	msgfmt:gettext po4a:po4a; do
	command -v "${tool%%:*}" >/dev/null || missing="$missing ${tool#*:}"
done
# The oracle of the recurrence sets.
python3 -c 'import dateutil' 2>/dev/null ||
	missing="$missing python3-dateutil"
for need; do
	lib=${need%%:*} rest=${need#*:}
	if [ "$lib" = python3 ]; then
		/usr/bin/python3 -c "import ${rest%%:*}" 2>/dev/null ||
			wanted="$wanted ${rest#*:}"
		continue
	fi
	if [ "${rest%%:*}" = - ]; then
		command -v "$lib" >/dev/null || wanted="$wanted ${rest#*:}"
		continue
	fi
	if [ "${lib#-l}" != "$lib" ]; then
		# shellcheck disable=SC2086
		echo "#include <${rest%%:*}>" |
			${CC:-cc} -E -x c - >/dev/null 2>&1 ||
			missing="$missing ${rest#*:}"
		continue
	fi
	command -v pkg-config >/dev/null &&
		pkg-config --atleast-version="${rest%%:*}" "$lib" 2>/dev/null ||
		missing="$missing ${rest#*:}"
done
# The zones' data: a bare container has none.
[ -e /usr/share/zoneinfo/Asia/Shanghai ] || missing="$missing tzdata"
if [ -z "$missing$wanted" ]; then
	echo "deps: all there"
	exit 0
fi
if ! command -v apt-get >/dev/null; then
	echo "deps: this is not Debian or Ubuntu; install:$missing$wanted" >&2
	exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
	as_root=sudo
	command -v sudo >/dev/null || {
		echo "deps: as root, run: apt-get install$missing$wanted" >&2
		exit 1
	}
fi
echo "deps: installing$missing$wanted"
export DEBIAN_FRONTEND=noninteractive
# No server that comes with a package (prometheus, for its promtool) is started
# by this.
install() {
	$as_root env SYSTEMD_OFFLINE=1 RUNLEVEL=1 \
		apt-get install -y -q --no-install-recommends "$@"
}
# Old package lists, or none at all as in a fresh container, are no reason
# to fail.
get() { install "$@" || { $as_root apt-get update -q && install "$@"; }; }
# shellcheck disable=SC2086 # lists of words
if [ -n "$missing" ]; then get $missing; fi
for package in $wanted; do
	get "$package" || echo "deps: no $package here; its tests are skipped"
	[ "$package" != prometheus ] ||
		$as_root env SYSTEMD_OFFLINE=1 systemctl disable prometheus \
			>/dev/null 2>&1 || true
done
