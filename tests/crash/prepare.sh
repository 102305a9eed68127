#!/bin/bash
# SPDX-License-Identifier: MIT
# What stands before a scenario's run, in the folder $E2E_DIR: prepare.sh SCN
cd "$(dirname "$0")/../.." || exit 1
scn=$PWD/$1
# What a scenario may set: the run, the sandbox's script for it, its time, how
# a run that has nothing to do ends, further options of the sandbox.
ARGS=sync SCRIPT='' AT='' QUIET=0 OPTIONS=''
prepare() { :; }
change() { :; }
. tests/lib.sh
# shellcheck disable=SC1090
. "$scn"
# shellcheck disable=SC2086
start_box $OPTIONS
prepare
stop_box
change
printf '%s\n' "$ARGS" > "$DIR/args"
printf '%s\n' "$SCRIPT" > "$DIR/script"
printf '%s\n' "${AT:-$ICSRESERVE_NOW}" > "$DIR/at"
printf '%s\n' "$QUIET" > "$DIR/quiet"
printf '%s\n' "$OPTIONS" > "$DIR/options"
