#!/bin/bash
# SPDX-License-Identifier: MIT
# Static analysis: cppcheck, and the analyzer of GCC.  Names what they find;
# exits non-zero when there was something.  Both take half a minute of two
# cores; clang-tidy would take several, and finds nothing more here.
#
#   analyze.sh FLAG...      those of the compiler: -I, -isystem, -D, -std
set -u
cd "$(dirname "$0")/../.." || exit 1
BUILD=${BUILD:-build}
JOBS=$(nproc 2> /dev/null || echo 2)
status=0
if command -v cppcheck > /dev/null; then
	# unknownMacro: a loop that is a macro of json-c.
	cppcheck -q --std=c11 --enable=warning,portability --inline-suppr \
	    --error-exitcode=1 --suppress=unknownMacro \
	    -Isrc -I"$BUILD/gen" -j "$JOBS" src || status=1
else
	echo 'analyze: skipped: cppcheck is not there'
fi
if gcc -fanalyzer -x c -c -o /dev/null /dev/null 2> /dev/null; then
	find src "$BUILD/gen" -name '*.c' -print0 | xargs -0 -P "$JOBS" -n 1 \
	    gcc "$@" -O1 -fanalyzer -fdiagnostics-plain-output -Werror \
	    -Wno-analyzer-malloc-leak -c -o /dev/null || status=1
	# (iconv_t)-1 is a leak to it; leaks are the sanitizer's business.
else
	echo 'analyze: skipped: there is no gcc with -fanalyzer'
fi
[ $status = 0 ] && echo 'analyze: clean'
exit $status
