#!/bin/bash
# SPDX-License-Identifier: MIT
# A file that is, or was, known under two names: a section that was renamed, two
# sections, a path of an earlier command line, a link.
. "$(dirname "$0")/../lib.sh"

# fresh NAME [SECTION=PATH]...: an empty state and folder, with these calendars
fresh() {
	stop_box
	rm -rf "$DIR/state" "$DIR/box/state"
	mkdir -m 700 "$DIR/state"
	start_box
	mkdir -p "$DIR/w/$1/a" && cd "$DIR/w/$1" || exit 1
	shift
	named "$@"
}
named() {
	local c
	for c; do printf '[calendar "%s"]\npath = %s\n' "${c%%=*}" "$PWD/${c#*=}"; done | config
}
# cancelled NAME DELETED FILE WAS ARGUMENT...: so many reservations end, and
# the file, written once, has its bytes back
cancelled() {
	local n=$1 deleted=$2 file=$3 was=$4
	shift 4
	tool --json cancel "$@"
	is "$n: ends them" "$RC $(totals)" "0 deleted=$deleted files_written=1"
	is "$n: none lives" "$(box '[r["id"] for r in reserves if int(r["end_time"]) > now]')" '[]'
	same "$n: the user's bytes" "$file" "$was"
	tool --json cancel --all
	is "$n: nothing is left to do" "$RC $(totals) $(calls)" '0  '
}
# kept NAME KINDS ARGUMENT...: nothing is cancelled, but told
kept() {
	local n=$1 kinds=$2 before
	shift 2
	before=$(snap)
	tool --json cancel "$@"
	is "$n: ends nothing" "$RC $(totals)$(calls) $(out '[p["kind"] for p in problems]')" "0  $kinds"
	is "$n: and writes nothing" "$(snap)" "$before"
}

# --- cancel, under all names ------------------------------------------------------
for rule in '' 'RRULE:FREQ=DAILY;COUNT=3'; do
	for then in at-once gone synced; do
		n="${rule:+a series, }renamed, $then"
		fresh "${n//[ ,]/-}" one=cal.ics
		{ vevent s 20261201T020000Z ${rule:+"$rule"}
		  [ -z "$rule" ] || vevent s 20261202T030000Z RECURRENCE-ID:20261202T020000Z
		  vevent v 20261201T020000Z; vevent w 20261203T020000Z; } | vcal > cal.ics
		cp cal.ics was
		tool --json sync
		named uno=cal.ics
		case $then in
		gone) drop cal.ics v; drop was v ;;
		synced) tool --json sync ;;
		esac
		cancelled "$n" 3 cal.ics was --all
	done
done

n='a path, then the folder of it is configured'
for what in --all x '--calendar a'; do
	fresh "path-${what//[ -]/}"
	one a/x.ics x 20261201T020000Z; cp a/x.ics was
	tool --json sync a/x.ics
	named a=a
	# shellcheck disable=SC2086
	cancelled "$n: $what" 1 a/x.ics was $what
done

n='a folder and a glob with the same file'
fresh two-names a=a 'b=a/*.ics'
one a/x.ics x 20261201T020000Z; cp a/x.ics was
tool --json sync
kept "$n: the one that has no booking" '[]' --calendar b
cancelled "$n: the other" 1 a/x.ics was --calendar a
tool --json sync
cancelled "$n: all" 1 a/x.ics was --all

n='a link beside the file'
fresh link a=a
one a/x.ics x 20261201T020000Z; cp a/x.ics was
ln -s x.ics a/y.ics
tool --json sync
cancelled "$n" 1 a/x.ics was --all

n='somebody took the lines out before the section was renamed'
fresh bare one=cal.ics
one cal.ics x 20261201T020000Z; cp cal.ics was
tool --json sync
edit cal.ics '/^CONFERENCE/,/^X-ICSR/d'
named uno=cal.ics
cancelled "$n" 1 cal.ics was --all

# --- cancel, under one of the names --------------------------------------------------
n='a section renamed'
fresh one-name one=a
one a/x.ics x 20261201T020000Z; cp a/x.ics was
mkdir one; one one/strange.ics x 20261201T020000Z
tool --json sync
named uno=a
kept "$n, cancel by the old name" '["moved-away"]' --calendar one
cancelled "$n, by the new one" 1 a/x.ics was --calendar uno

n='a path of a folder, then a file in it is configured'
fresh part
one a/x.ics x 20261201T020000Z; one a/y.ics y 20261201T020000Z
tool --json sync a
named x=a/x.ics
kept "$n" '["moved-away"]' --calendar x
mkdir b; mv a/x.ics b/; named b=b
tool --json cancel --calendar b
is "$n, and moved: it goes" "$RC $(totals) $(grep -c CONFERENCE b/x.ics a/y.ics | tr '\n' ' ')" \
    '0 deleted=1 files_written=1 b/x.ics:0 a/y.ics:1 '

# --- a path that a configured calendar has -----------------------------------------------
# refused NAME CALENDAR PATH: by sync and explain, with the remedy
refused() {
	local before c
	before=$(snap; sql 'SELECT uid, calendar, updated FROM bookings')
	for c in "sync $3" "sync -n $3" "explain x $3"; do
		# shellcheck disable=SC2086
		tool $c
		is "$1, $c: refused" "$RC $(calls)" '2 '
		has "$1, $c: the calendar is named" "$(said)" "the calendar '$2' has this file"
	done
	is "$1: nothing is done" "$(snap; sql 'SELECT uid, calendar, updated FROM bookings')" "$before"
}
n='a path of a calendar'
fresh paths a=a 'g=g/*/*.ics' f=f/f.ics
mkdir -p g/h f c
one a/x.ics x 20261201T020000Z; one g/h/g.ics g 20261201T020000Z; one f/f.ics f 20261201T020000Z
one c/c.ics c 20261201T020000Z
ln -s a la; ln -s ../a/x.ics c/lx; ln -s f/f.ics lf
tool --json sync
is "$n: booked" "$RC $(totals)" '0 created=3 files_written=3'
refused "$n, a file" a a/x.ics
refused "$n, by a linked folder" a la/x.ics
refused "$n, by a link" a c/lx
refused "$n, a glob's file" g g/h/g.ics
refused "$n, a glob's folder" g g/h
refused "$n, a folder around it" f ./f
refused "$n, beside another one" a "c/c.ics a/x.ics"
sync "$n: itself" 0 'unchanged=1' '' a
sync "$n: by its path" 0 'unchanged=2' '' "$PWD/la" f/../lf
sync "$n: another one" 0 'created=1 files_written=1' 'apply=1 token=1' c/c.ics
rm a/x.ics; one a/y.ics y 20261201T020000Z; tool --json sync
is "$n: what is gone is seen" "$RC $(totals)" '0 created=1 deleted=1 unchanged=2 files_written=1'

# --- what stays behind ----------------------------------------------------------------
n='a section renamed'
fresh left one=cal.ics
{ vevent x 20261201T020000Z; vevent y 20261201T020000Z; vevent z 20261201T020000Z; } | vcal > cal.ics
tool --json sync
named uno=cal.ics
for run in -n ''; do
	tool --json sync $run
	is "$n${run:+, $run}: all go along, nothing is told" "$RC $(totals)$(calls)$(out problems)" '0 unchanged=3[]'
done
named one=cal.ics
drop cal.ics y
for run in -n ''; do
	tool --json sync $run
	is "$n${run:+, $run}: those that don't are counted" "$RC $(totals) $(out '[(p["kind"], p["message"]) for p in problems]')" \
	    '0 unchanged=2 [["not-configured", "no longer configured; its 1 reservation is kept until it expires"]]'
done
