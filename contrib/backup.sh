#!/bin/sh
# SPDX-License-Identifier: MIT
# backup.sh FOLDER [OPTION]... - a copy of the state in FOLDER, named by its
# time, and of the copies there only the newest KEEP (14).  `icsreserve backup`
# checks what it wrote; before an old copy goes, the new one is opened again as
# a state.  A copy that fails takes no older one with it.
set -eu
folder=$1
shift
mkdir -p "$folder"
copy=$folder/state-$(date -u +%Y%m%dT%H%M%SZ).db
icsreserve=${ICSRESERVE:-/usr/local/bin/icsreserve}
"$icsreserve" "$@" --quiet backup "$copy"
"$icsreserve" "$@" --quiet --state "$copy" status > /dev/null
# Names sort as their times.
set -- "$folder"/state-*.db
while [ $# -gt "${KEEP:-14}" ]; do
	rm -f "$1"
	shift
done
