#!/bin/bash
# SPDX-License-Identifier: MIT
# Walks that failed once, and 2,000 operations of random walks, half of them
# behind a program that rewrites what it stores.  SEED and WALKS choose others,
# OPS their length.  --sample: these seeds alone and every other one of those
# that failed, as `make check' runs them.
cd "$(dirname "$0")/../.." || exit 1
scripts=(tests/walk/scripts/*.json)
if [ "${1-}" = --sample ]; then
	unset SEED WALKS OPS
	for i in "${!scripts[@]}"; do
		[ $((i % 2)) = 0 ] || unset "scripts[i]"
	done
fi
rc=0
python3 tests/walk/walk.py --replay "${scripts[@]}" || rc=1
for rewriter in '' --rewriter; do
	# shellcheck disable=SC2086
	python3 tests/walk/walk.py --seed "${SEED:-1}" --walks "${WALKS:-20}" \
	    --ops "${OPS:-50}" --jobs "${JOBS:-1}" $rewriter || rc=1
done
exit $rc
