#!/bin/bash
# SPDX-License-Identifier: MIT
# Series with one link for all, further: overrides, files, moves, bytes.
. "$(dirname "$0")/../lib.sh"
start_box

# weekly [LINE]...: a series of Mondays, from the day after the tests' now
weekly() { vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY' "$@"; }
# over DATE START [LINE]...: an override of its occurrence of that date
over() {
	local of=$1 start=$2
	shift 2
	vevent s "$start" "RECURRENCE-ID:${of}T020000Z" "$@"
}
# fresh NAME: a folder of its own for what follows, the clock as it was
fresh() {
	now 2026-11-22T00:00:00Z
	config < /dev/null
	cd "$DIR/w" && mkdir "$1" && cd "$1" || exit 1
}
# number FILE: of the link in its first VEVENT
number() { linked "$1" | sed 's/[^=]*=//; s/ .*//'; }
# without FILE TEXT: take out the VEVENT that has it
without() {
	"$PYTHON" -c 'import re,sys
f, text = sys.argv[1:]
b = open(f, newline="").read()
print(end=re.sub("(?s)BEGIN:VEVENT.*?END:VEVENT\r?\n",
    lambda m: "" if text in m.group() else m.group(), b))' "$@" > "$1.new~" &&
	    mv "$1.new~" "$1"
}
at() { date -u -d "$1" +%s; }

# --- overrides -----------------------------------------------------------------
fresh overrides
{ weekly; over 20261130 20261130T050000Z; over 20261123 20261123T020000Z STATUS:CANCELLED; } | vcal > a.ics
cp a.ics was
sync 'one reservation' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
L=$(number a.ics)
is 'the link is in the master and in the override that takes place' "$(linked a.ics)" \
    "master=$L 20261130T020000Z=$L 20261123T020000Z=-"
is 'the booking is at the next occurrence' "$(sql 'SELECT start FROM bookings')" "$(at '2026-11-30 05:00Z')"
quiet 'one reservation' a.ics
over 20261207 20261208T020000Z | append a.ics
sync 'a new override gets the link' 0 'unchanged=1 files_written=1' '' a.ics
is 'a new override has it' "$(linked a.ics)" \
    "master=$L 20261130T020000Z=$L 20261123T020000Z=- 20261207T020000Z=$L"
quiet 'a new override' a.ics
# As a calendar program makes one: with all that the master has.
tr -d '\r' < a.ics | sed '/^BEGIN:VEVENT/,/^END:VEVENT/!d; /^END:VEVENT/q' |
    sed '/^RRULE/d; s/^DTSTART.*/DTSTART:20261214T070000Z\nRECURRENCE-ID:20261214T020000Z/' | append a.ics
sync 'a copied override has it already' 0 'unchanged=1' '' a.ics
quiet 'a copied override' a.ics
edit a.ics '/^RECURRENCE-ID:20261214/s/$/\nSTATUS:CANCELLED\r/'
sync 'a cancelled override loses it' 0 'unchanged=1 files_written=1' '' a.ics
is 'a cancelled override alone' "$(linked a.ics)" \
    "master=$L 20261130T020000Z=$L 20261123T020000Z=- 20261207T020000Z=$L 20261214T020000Z=-"
quiet 'a cancelled override' a.ics
edit a.ics '/^STATUS:CANCELLED/d'
sync 'overrides that take place again' 0 'unchanged=1 files_written=1' '' a.ics
is 'overrides that take place again have it' "$(linked a.ics)" \
    "master=$L 20261130T020000Z=$L 20261123T020000Z=$L 20261207T020000Z=$L 20261214T020000Z=$L"
without a.ics ID:20261123; without a.ics ID:20261207; without a.ics ID:20261214
sync 'overrides that are removed cost nothing' 0 'unchanged=1' '' a.ics
quiet 'overrides that are removed' a.ics
without was ID:20261123
ended overrides a.ics was

fresh choice
{ weekly; over 20261130 20261130T050000Z X-ICSRESERVE:no
  over 20261207 20261207T050000Z 'CONFERENCE;VALUE=URI:https://zoom.us/j/99'; } | vcal > a.ics
cp a.ics was
sync 'opted out, another link: left alone' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
L=$(number a.ics)
is 'opted out, another link: none of ours' "$(linked a.ics)" "master=$L 20261130T020000Z=- 20261207T020000Z=-"
quiet 'opted out, another link' a.ics
edit a.ics '/^X-ICSRESERVE:no/d'
sync 'in again: has the link' 0 'unchanged=1 files_written=1' '' a.ics
is 'in again: it alone' "$(linked a.ics)" "master=$L 20261130T020000Z=$L 20261207T020000Z=-"
edit a.ics '/^RECURRENCE-ID:20261130/s/$/\nX-ICSRESERVE:no\r/'
sync 'out again: loses it' 0 'unchanged=1 files_written=1' '' a.ics
edit was '/^X-ICSRESERVE:no/d; /^RECURRENCE-ID:20261130/s/$/\nX-ICSRESERVE:no\r/'
ended choice a.ics was

# --- the rule changes ------------------------------------------------------------
fresh rules
weekly | vcal > a.ics
cp a.ics was
sync 'endless: held' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
L=$(number a.ics)
edit a.ics 's/^RRULE.*/&\nEXDATE:20261130T020000Z\r/'
sync 'EXDATE: nothing to send' 0 'unchanged=1' '' a.ics
edit a.ics '/^EXDATE/d; s/^RRULE.*/RRULE:FREQ=WEEKLY;COUNT=3\r/'
sync 'COUNT: until the last one' 0 'updated=1' 'token=1 update=1' a.ics
is 'COUNT: and half an hour' "$(sql 'SELECT end_time FROM bookings')" "$(at '2026-12-07 03:30Z')"
quiet COUNT a.ics
edit a.ics 's/^RRULE.*/RRULE:FREQ=WEEKLY;UNTIL=20261130T020000Z\r/'
sync 'UNTIL shortened' 0 'updated=1' 'token=1 update=1' a.ics
is 'UNTIL shortened: end_time follows' "$(sql 'SELECT end_time FROM bookings')" "$(at '2026-11-30 03:30Z')"
edit a.ics 's/^RRULE.*/RRULE:FREQ=WEEKLY;UNTIL=20261214\r/'
sync 'UNTIL lengthened' 0 'updated=1' 'token=1 update=1' a.ics
is 'UNTIL lengthened: end_time follows' "$(sql 'SELECT end_time FROM bookings')" "$(at '2026-12-14 03:30Z')"
edit a.ics 's/^DTSTART.*/DTSTART:20261109T020000Z\r/; s/^RRULE.*/RRULE:FREQ=WEEKLY;UNTIL=20261117T000000Z\r/'
tool --json sync a.ics
is 'all of it is past: left to expire' "$RC $(calls) $(linked a.ics)" "0  master=$L"
quiet 'all of it is past' a.ics
edit a.ics 's/^DTSTART.*/DTSTART:20261123T020000Z\r/; s/^RRULE.*/RRULE:FREQ=WEEKLY\r/'
tool --json sync a.ics
is 'it goes on: the same link' "$RC $(linked a.ics)" "0 master=$L"
ended rules a.ics was

fresh single
vevent s 20261123T020000Z | vcal > a.ics
cp a.ics was
sync 'a single event' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
L=$(number a.ics)
edit a.ics 's/^DURATION.*/&\nRRULE:FREQ=WEEKLY\r/'
sync 'becomes a series' 0 'updated=1' 'token=1 update=1' a.ics
quiet 'becomes a series' a.ics
edit a.ics '/^RRULE/d'
sync 'and single again' 0 'updated=1' 'token=1 update=1' a.ics
is 'with the same link' "$(linked a.ics)" "master=$L"
ended single a.ics was

fresh over
{ vevent s 20250101T020000Z 'RRULE:FREQ=DAILY;COUNT=10'
  vevent s 20250103T030000Z 'RECURRENCE-ID:20250102T020000Z'; } | vcal > a.ics
sync 'a series that is over' 0 'skipped=1' '' a.ics
quiet 'a series that is over' a.ics

# --- through the months ------------------------------------------------------------
fresh renewal
{ weekly; over 20261221 20261222T020000Z; } | vcal > a.ics
cp a.ics was
sync 'renewal: held' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
L=$(linked a.ics)
log='' bad=''
for day in $(seq 1 100); do
	now "$(date -u -d "2026-11-22 +$day days 12:00" +%Y-%m-%dT%H:%M:%SZ)"
	tool --json sync a.ics
	[ "$RC $(linked a.ics)" = "0 $L" ] || bad="$bad day $day: $RC $(linked a.ics)"
	[ -z "$(calls)" ] || log="$log $day:$(bodies update | tr -d '{}" ' | sed 's/:.*//')"
done
is 'renewal: end_time alone, in time' "$log" ' 23:end_time 46:end_time 69:end_time 92:end_time'
is 'renewal: one link all the time' "$bad" ''
ended renewal a.ics was

fresh far
for far in hold wait; do
	now 2026-11-22T00:00:00Z
	printf '[sync]\nfar_events = %s\n' $far | config
	vevent s 20260301T020000Z 'RRULE:FREQ=YEARLY' | vcal > $far.ics
	tool --json sync $far.ics
	is "yearly, $far: first" "$RC $(totals)" \
	    "0 $([ $far = hold ] && echo created=1 files_written=1 || echo deferred=1)"
	L=$(linked $far.ics) log=''
	for day in $(seq 1 7 99); do
		now "$(date -u -d "2026-11-22 +$day days 12:00" +%Y-%m-%dT%H:%M:%SZ)"
		tool --json sync $far.ics
		[ "$RC" = 0 ] || result 1 "yearly, $far: day $day" "$(said)"
		[ -z "$(calls)" ] || log="$log $day:$(calls | tr -d ' ')"
	done
	if [ $far = hold ]; then
		is 'yearly, hold: renewed' "$log" ' 29:token=1update=1 57:token=1update=1 85:token=1update=1'
		is 'yearly, hold: the same link' "$(linked hold.ics)" "$L"
	else
		is 'yearly, wait: booked when it comes into reach' "$log" ' 71:apply=1token=1 99:token=1update=1'
	fi
done
ended far

# --- cancelled, deleted ------------------------------------------------------------
fresh cancelled
{ weekly STATUS:CONFIRMED; over 20261130 20261130T050000Z; } | vcal > a.ics
cp a.ics was
sync 'cancelled: booked' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
edit a.ics s/CONFIRMED/CANCELLED/
edit was s/CONFIRMED/CANCELLED/
sync 'STATUS:CANCELLED of the master' 0 'deleted=1 files_written=1' 'delete=1 token=1' a.ics
same 'STATUS:CANCELLED of the master: no line is left' a.ics was
quiet 'STATUS:CANCELLED of the master' a.ics
edit a.ics s/CANCELLED/CONFIRMED/
sync 'it takes place: another link' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
vevent t 20261201T020000Z | append a.ics
drop a.ics s
tool --json sync a.ics
is 'master and overrides are removed' "$RC $(totals) $(calls)" \
    '0 created=1 deleted=1 files_written=1 apply=1 delete=1 token=1'
ended deleted

fresh left
{ weekly; over 20261130 20261130T050000Z; } | vcal > a.ics
sync 'left: booked' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
L=$(number a.ics)
without a.ics RRULE
tool --json sync a.ics
is 'the master is removed: its override is booked' "$RC $(totals) $(calls)" \
    '0 created=1 unchanged=1 files_written=1 apply=1 token=1'
[ "$(number a.ics)" != "$L" ]; result $? 'the master is removed: by another link'
quiet 'the master is removed' a.ics
weekly | append a.ics
tool --json sync a.ics
is 'the master is back: all have its link again' "$RC $(calls) $(linked a.ics)" "0  20261130T020000Z=$L master=$L"
quiet 'the master is back' a.ics
vevent t 20261201T020000Z | append a.ics
drop a.ics s
tool --json sync a.ics
is 'all is removed: the one in use is deleted' "$(totals)" 'created=1 deleted=1 unchanged=1 files_written=1'
ended left

# --- in several files ----------------------------------------------------------------
# The files are scanned by name: the master first, or last.
for names in 'a b' 'b a'; do
	# shellcheck disable=SC2086
	set -- $names
	m=d/$1.ics o=d/$2.ics n="master in $1"
	fresh "in-$1"
	mkdir d
	weekly | vcal > $m
	over 20261130 20261130T050000Z | vcal > $o
	cp $m master; cp $o override
	sync "$n: one reservation" 0 'created=1 files_written=2' 'apply=1 token=1' d
	L=$(number $m)
	is "$n: one link" "$(linked $m) $(linked $o)" "master=$L 20261130T020000Z=$L"
	quiet "$n" d
	ended "$n" $m master $o override
	tool sync d
	L=$(number $m)
	edit $o 's/^SUMMARY.*/&\nSTATUS:CANCELLED\r/'
	sync "$n: its override is cancelled" 0 'unchanged=1 files_written=1' '' d
	is "$n: its lines go" "$(linked $m) $(linked $o)" "master=$L 20261130T020000Z=-"
	edit $o '/^STATUS/d'
	sync "$n: and takes place" 0 'unchanged=1 files_written=1' '' d
	remove s
	edit $m s/SUMMARY:s/SUMMARY:another/
	tool --json sync d
	is "$n: the reservation was gone" "$RC $(calls)" '0 apply=1 token=1 update=1'
	tool --json sync d
	is "$n: the new link is everywhere" "$RC $(linked $o)" "0 20261130T020000Z=$(number $m)"
	[ "$(number $m)" != "$L" ]; result $? "$n: it is a new one"
	quiet "$n: another link" d
	rm $m
	tool --json sync d
	is "$n: the master is removed: its override is booked" "$RC $(totals) $(calls)" '0 created=1 unchanged=1 files_written=1 apply=1 token=1'
	quiet "$n: the master is removed" d
	cp master $m
	tool --json sync d
	tool --json sync d
	is "$n: the master is back" "$RC $(linked $o)" "0 20261130T020000Z=$(number $m)"
	quiet "$n: the master is back" d
	ended "$n: at the end" $m master $o override
done

# The other file was not read in the run in which the link changed.
fresh unread
mkdir d
weekly | vcal > d/a.ics
over 20261130 20261130T050000Z | vcal > d/b.ics
tool sync d
touch -d '1 hour ago' d/*
tool sync d
remove s
edit d/a.ics s/SUMMARY:s/SUMMARY:another/
tool --json sync d
tool --json sync d
is 'a file that was not read gets the new link' "$(linked d/b.ics)" "20261130T020000Z=$(number d/a.ics)"
quiet 'a file that was not read' d
ended unread

fresh orphan
over 20261130 20261130T050000Z | vcal > a.ics
cp a.ics was
sync 'an override alone is booked' 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
is 'an override alone has a link' "$(linked a.ics)" "20261130T020000Z=$(number a.ics)"
quiet 'an override alone' a.ics
ended orphan a.ics was

# --- moved, renamed, twice -------------------------------------------------------------
fresh renamed
mkdir d e
{ weekly; over 20261130 20261130T050000Z; } | vcal > d/a.ics
vevent x 20261201T020000Z | vcal > d/x.ics
vevent y 20261202T020000Z | vcal > e/y.ics
cp d/a.ics was
sync 'renamed: booked' 0 'created=3 files_written=3' 'apply=3 token=1' d e
L=$(number d/a.ics)
mv d/a.ics d/z.ics
sync 'renamed: nothing is called' 0 'unchanged=3' '' d e
quiet renamed d e
mv d/z.ics e/
sync 'in another calendar: nothing is called' 0 'unchanged=3' '' d e
is 'in another calendar: the link is kept' "$(linked e/z.ics)" "master=$L 20261130T020000Z=$L"
quiet 'in another calendar' d e
ended renamed e/z.ics was

fresh twice
mkdir d
{ weekly; over 20261130 20261130T050000Z; } | vcal > d/a.ics
cp d/a.ics d/b.ics
cp d/a.ics was
sync 'twice: booked once' 0 'created=1 skipped=1 files_written=1' 'apply=1 token=1' d
has 'twice: told' "$(said)" 'd/a.ics, has the same event'
L=$(number d/a.ics)
same 'twice: the other is left alone' d/b.ics was
sync 'twice: again' 0 'unchanged=1 skipped=1' '' d
rm d/a.ics
tool --json sync d
is 'twice: the other takes over' "$RC $(calls) $(linked d/b.ics)" "0  master=$L 20261130T020000Z=$L"
quiet twice d
ended twice d/b.ics was

# --- what can't be understood --------------------------------------------------------
fresh bad
{ weekly; over 20261130 20261330T050000Z; over 20261207 20261207T050000Z; } | vcal > a.ics
vevent t 20261201T020000Z | append a.ics
sync 'a bad override fails alone' 1 'created=2 failed=1 files_written=1' 'apply=2 token=1' a.ics
has 'a bad override is named' "$(said)" "a.ics:15: UID s: DTSTART"
L=$(number a.ics)
is 'a bad override has no link, the rest has' "$(linked a.ics)" \
    "master=$L 20261130T020000Z=- 20261207T020000Z=$L master=$(sql "SELECT meeting_no FROM bookings WHERE uid = 't'")"
edit a.ics s/20261330/20261130/
sync 'a bad override is mended' 0 'unchanged=2 files_written=1' '' a.ics
n=0
while IFS='|' read -r rule said; do
	n=$((n + 1))
	edit a.ics "s/^RRULE.*/RRULE:$rule\r/"
	sync "$rule: fails by name" 1 'unchanged=2 failed=1' '' a.ics
	has "$rule: says why" "$(said)" "$said"
	is "$rule: the link stays" "$(linked a.ics | sed 's/ .*//')" "master=$L"
done <<'END'
FREQ=FOO|is no frequency
FREQ=SECONDLY|max_occurrences
FREQ=MINUTELY;BYSECOND=0,1,2|max_occurrences
RSCALE=CHINESE;FREQ=YEARLY|RSCALE=CHINESE
FREQ=WEEKLY;UNTIL=20261399|UNTIL
FREQ=WEEKLY;COUNT=0|COUNT
FREQ=WEEKLY;COUNT=2;UNTIL=20261201T000000Z|UNTIL
FREQ=WEEKLY;INTERVAL=-1|INTERVAL
END
for rule in 'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30' 'FREQ=YEARLY;BYWEEKNO=-8' 'FREQ=MONTHLY;BYSETPOS=-366;BYDAY=MO'; do
	edit a.ics "s/^RRULE.*/RRULE:$rule\r/"
	tool --json sync a.ics
	is "$rule: does no harm" "$RC $(linked a.ics | sed 's/ .*//')" "0 master=$L"
done
printf '[sync]\nmax_occurrences = 10\n' | config
edit a.ics 's/^RRULE.*/RRULE:FREQ=DAILY\r/'
tool --json sync a.ics
is 'more than max_occurrences' "$RC $(calls) $(out 'problems[0]["kind"]')" '1  too-many-occurrences'
config < /dev/null
edit a.ics 's/^RRULE.*/RRULE:FREQ=WEEKLY\r/'
sync 'a good rule again' 0 'updated=1 unchanged=1' 'token=1 update=1' a.ics
quiet 'a good rule again' a.ics
ended bad

# --- byte for byte -------------------------------------------------------------------
fresh bytes
{ weekly 'SUMMARY:folded, and so long that it goes on in a second line of
 the file' 'LOCATION:' 'URL:' BEGIN:VALARM TRIGGER:-PT5M ACTION:DISPLAY END:VALARM
  over 20261130 20261130T050000Z 'DESCRIPTION:x'; } > events
vcal < events > crlf.ics
EOL=lf vcal < events > lf.ics
head -c -2 crlf.ics > open.ics
{ printf '\xef\xbb\xbf'; cat lf.ics; } > bom.ics
printf '[writeback]\nproperties = conference url location description\npassword = yes\n[meeting]\npassword = 971024\n' | config
for f in crlf lf open bom; do
	cp $f.ics $f.was
	sync "$f: booked" 0 'created=1 files_written=1' 'apply=1 token=1' $f.ics
	is "$f: linked" "$(linked $f.ics | grep -c -- -)" 0
	quiet $f $f.ics
	tool --json cancel s
	same "$f: cancel gives the bytes back" $f.ics $f.was
	rm $f.ics
done

# --- copies elsewhere ------------------------------------------------------------------
fresh output
mkdir d
{ weekly; over 20261130 20261130T050000Z; } | vcal > d/a.ics
over 20261214 20261215T020000Z | vcal > d/b.ics
cp -R d was
config <<END
[calendar "d"]
path = $PWD/d
output = $PWD/out
END
sync 'output: booked' 0 'created=1 files_written=2' 'apply=1 token=1'
L=$(number out/a.ics)
is 'output: linked' "$(linked out/a.ics) $(linked out/b.ics)" "master=$L 20261130T020000Z=$L 20261214T020000Z=$L"
result "$(diff -r d was > /dev/null; echo $?)" 'output: the source is as it was'
quiet output
edit d/a.ics 's/^RRULE.*/&\nEXDATE:20261207T020000Z\r/'
sync 'output: follows the source' 0 'unchanged=1 files_written=1' ''
tool --json cancel --all
same 'output: without links when cancelled' out/a.ics d/a.ics

# --- overrides of ours in files of their own --------------------------------------
fresh own-files
mkdir d
printf '[sync]\nrecurrence = occurrences\nmax_deletes = 100%%\n[calendar "d"]\npath = %s/d\n' "$PWD" | config
vevent x 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3' | vcal > d/a.ics
sync 'own files: booked' 0 'created=3 files_written=1' 'apply=3 token=1'
# into d/a.ics, d/1.ics, ...: each VEVENT alone
apart() {
	awk '/^BEGIN:VEVENT/ { n++; inside = 1 }
	    inside { part[n] = part[n] $0 "\n"; if (/^END:VEVENT/) inside = 0; next }
	    !n { head = head $0 "\n" }
	    END { for (i = 1; i <= n; i++)
		printf "%s%sEND:VCALENDAR\r\n", head, part[i] > \
		    (i == 1 ? "d/a.ics" : "d/" (i - 1) ".ics") }' d/a.ics
}
apart
sync 'own files: taken apart' 0 'unchanged=3' ''
quiet 'own files: taken apart'
tool --json cancel --all
is 'own files: cancel' "$RC $(cat d/*.ics | grep -c '^BEGIN:VEVENT') $(for f in d/*.ics; do ours $f; done)" '0 1 '

# --- copies that programs made ----------------------------------------------------
for copy in 'b (conflicted copy 2026-11-23).ics' "b (Li's conflicted copy).ics" \
    'b.sync-conflict-20261123-101010-ABCDEFG.ics' 'b_conf(1).ics' 'a (冲突).ics' \
    'a-b (case conflict).ics' 'b (1).ics' 'b - Copy.ics' 'b - 副本.ics' \
    'b-DESKTOP-1.ics' 'b~.ics'; do
	fresh copies
	vevent x 20261203T010000Z SUMMARY:copy | vcal > "$copy"
	vevent x 20261203T020000Z SUMMARY:own | vcal > b.ics
	tool --json sync -n "$PWD"
	is "$copy: never wins" "$RC $(out '[a["topic"] for a in actions if a["action"] == "create"]')" '1 ["own"]'
	has "$copy: and is named" "$(out 'problems[0]["file"]')" "$copy"
	cd .. && rm -r copies
done

# --- an override that nobody can look at keeps its series' end ------------------
fresh unseen; mkdir d
one d/a.ics x 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
one d/b.ics x 20261212T020000Z RECURRENCE-ID:20261203T020000Z
sync 'unread override: booked' 0 'created=1 files_written=2' 'apply=1 token=1' "$PWD/d"
end=$(at '2026-12-12 03:30Z')
is 'unread override: its end' "$(sql 'SELECT end_time FROM bookings')" "$end"
mv d/b.ics ../b.ics; : > d/new.ics; sed -i 's/^SUMMARY:x/SUMMARY:y/' d/a.ics
sync 'unread override: the rest is updated' 3 'updated=1' 'token=1 update=1' "$PWD/d"
is 'unread override: the end stays' "$(sql 'SELECT end_time FROM bookings')" "$end"
sync 'unread override: the second run' 3 'unchanged=1' '' "$PWD/d"
mv ../b.ics d/new.ics
sync 'unread override: it is read again' 0 'unchanged=1' '' "$PWD/d"
rm d/new.ics
sync 'unread override: gone for sure' 0 'updated=1' 'token=1 update=1' "$PWD/d"
is 'unread override: the end follows' "$(sql 'SELECT end_time FROM bookings')" "$(at '2026-12-03 03:30Z')"
: > d/bad.ics; sed -i 's/COUNT=3/COUNT=2/' d/a.ics
sync 'unread file: the end stays' 3 'unchanged=1' '' "$PWD/d"
rm d/bad.ics
sync 'unread file: and follows when all is read' 0 'updated=1' 'token=1 update=1' "$PWD/d"
