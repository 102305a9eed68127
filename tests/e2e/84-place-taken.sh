#!/bin/bash
# SPDX-License-Identifier: MIT
# A line of the user's takes the place of ours, and goes again.
. "$(dirname "$0")/../lib.sh"
start_box
printf '[writeback]\nproperties = conference url location\n[calendar "team"]\npath = %s/w/a.ics\n' "$DIR" | config
for kind in LOCATION URL; do
	case $kind in LOCATION) mine='Room 5' ;; URL) mine=https://example.com/agenda ;; esac
	for touched in '' x; do
		n="$kind${touched:+, and another edit}"
		one a.ics a 20261203T020000Z
		cp a.ics was
		tool sync
		ours=$(grep "^$kind:" a.ics)
		edit a.ics "s|^$kind:.*|$kind:$mine\r|"
		tool sync
		is "$n: the user's stands" "$RC $(grep -c "^$kind:" a.ics) $(grep -c "^$kind:$mine" a.ics)" '0 1 1'
		quiet "$n: the user's stands"
		if [ "$touched" ]; then
			edit a.ics 's/^SUMMARY:.*/SUMMARY:b\r/'
			edit was 's/^SUMMARY:.*/SUMMARY:b\r/'
			tool sync
		fi
		edit a.ics "/^$kind:/d"
		tool sync
		is "$n: ours comes again" "$RC $(grep "^$kind:" a.ics)" "0 $ours"
		quiet "$n: ours comes again"
		# Taken out, not replaced: it stays out.
		edit a.ics "/^$kind:/d"
		tool sync
		is "$n: taken out" "$RC $(grep -c "^$kind:" a.ics)" '0 0'
		quiet "$n: taken out"
		tool cancel --all
		same "$n: the user's bytes" a.ics was
	done
done
