#!/bin/bash
# SPDX-License-Identifier: MIT
# Look for new inputs that break something: each fuzzer for SECONDS (60),
# built by clang with libFuzzer and the sanitizers.  What is found is left in
# build-fuzz/found; make it small, put it into corpus/, and mend the cause.
#
#   make fuzz SECONDS=600        FUZZERS="zone recur" make fuzz
set -u
cd "$(dirname "$0")/../.." || exit 1
OUT=build-fuzz
LENGTH=${SECONDS_EACH:-60}
command -v clang > /dev/null || { echo "fuzz: clang is needed" >&2; exit 1; }
make BUILD=$OUT CC=clang CFLAGS='-O1 -g' \
    SANITIZE=fuzzer-no-link,address,undefined "$OUT/icsreserve" > /dev/null || exit 1
objects=$(find $OUT/src $OUT/gen -name '*.o' ! -path '*/sandbox/*' ! -name main.o)
libs=$(pkg-config --libs libcurl json-c sqlite3 inih libxxhash icu-i18n icu-uc libical expat)
status=0
mkdir -p $OUT/found
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	name=${name#fuzz_}
	case " ${FUZZERS:-$name} " in *" $name "*) ;; *) continue ;; esac
	# shellcheck disable=SC2086
	clang -std=c17 -D_GNU_SOURCE -Isrc -Itests/fuzz -I$OUT/gen -O1 -g \
	    -fsanitize=fuzzer,address,undefined "$source" $objects $libs \
	    -lcsv -lpthread -o "$OUT/fuzz-$name" || exit 1
	corpora=("$OUT/corpus/$name" tests/data/synthetic)
	[ ! -d "tests/fuzz/corpus/$name" ] || corpora+=("tests/fuzz/corpus/$name")
	# Calendars of other programs, where they are at hand (tests/corpora).
	case $name in
	answer | conf | export) ;;
	*) [ ! -d ../shared/corpora ] || corpora+=(../shared/corpora) ;;
	esac
	mkdir -p "${corpora[0]}"
	echo "== $name: $LENGTH seconds"
	"$OUT/fuzz-$name" -max_total_time="$LENGTH" -timeout=10 -rss_limit_mb=2048 \
	    -dict=tests/fuzz/ics.dict -artifact_prefix="$OUT/found/$name-" \
	    "${corpora[@]}" 2> "$OUT/$name.log"
	rc=$?
	tail -2 "$OUT/$name.log"
	[ $rc = 0 ] || { status=1; echo "$name: failed, see $OUT/$name.log"; }
done
exit $status
