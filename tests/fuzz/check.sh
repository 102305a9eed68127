#!/bin/sh
# SPDX-License-Identifier: MIT
# check.sh build/fuzz/fuzz_X: run a fuzzer's entry over its saved inputs.
set -u
name=${1##*/fuzz_}
corpus=tests/fuzz/corpus/$name
[ -d "$corpus" ] || corpus="tests/data/synthetic"
if "$1" "$corpus"/*; then
	echo "ok - $name: $(find "$corpus" -type f | wc -l) inputs"
else
	echo "not ok - $name"
	exit 1
fi
