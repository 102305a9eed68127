#!/bin/bash
# SPDX-License-Identifier: MIT
# Series that are cut: the occurrences that are left keep their links.  "This and
# all that follow" is for many clients a second series with a new UID.
. "$(dirname "$0")/../calendars.sh"
CALENDARS='one'

# follow FILE NEW: the series of FILE ends on 2026-12-08; what follows stands
# in NEW, as UID t.  lines: our lines and overrides go along
follow() {
	"$PYTHON" - "$@" <<-'END'
	import re, sys
	old, new, lines = sys.argv[1], sys.argv[2], len(sys.argv) > 3
	text = open(old, newline="").read()
	events = re.findall(r"(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", text)
	at = lambda e: re.search(r"(?m)^RECURRENCE-ID:(\d+)", e)
	late = [e for e in events if at(e) and at(e).group(1) > "20261209"]
	master = events[0]
	ended = master.replace("COUNT=4", "UNTIL=20261208T020000Z")
	rest = master.replace("COUNT=4", "COUNT=2").replace(
	    "DTSTART:20261201", "DTSTART:20261215")
	moved = [e for e in late if lines or "URL" not in e]
	for e in late:
	    text = text.replace(e, "") if lines else text
	text = text.replace(master, ended)
	out = "".join([rest] + moved).replace("UID:s\r", "UID:t\r")
	head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
	open(old, "w", newline="").write(text)
	open(new, "w", newline="").write(head + out + "END:VCALENDAR\r\n")
	END
}
weekly() { vevent s 20261201T020000Z 'RRULE:FREQ=WEEKLY;COUNT=4'; }

for lines in '' lines; do
	n="all that follow${lines:+, with our lines}"
	fresh "follow$lines" <<< "$OCCURRENCES"
	weekly | vcal > one/a.ics
	tool --json sync
	before=$(links one/a.ics)
	follow one/a.ics one/b.ics $lines
	[ "$lines" ] && totals='unchanged=3 skipped=1' ||
		totals='unchanged=2 skipped=1 files_written=2'
	planned "$n" 0 "$totals" ''
	is "$n: the same links" "$(links one/a.ics)$(links one/b.ics)" "$before"
	quiet "$n"
	tool --json cancel --all
	is "$n: cancelled" "$(links one/a.ics)$(links one/b.ics)" ''
done

# One is taken out of a series that moves: the others keep theirs.
for by in -3600 3600 -36000; do
	n="moved by $by s, without the second one"
	fresh "moved$by" <<< "$OCCURRENCES"
	vevent s 20261201T120000Z 'RRULE:FREQ=DAILY;COUNT=4' | vcal > one/s.ics
	cp one/s.ics was
	tool --json sync
	before=$(linked one/s.ics | tr ' ' '\n' | sed -n 's/^2.*=//p')
	cp was one/s.ics
	later "$by" one/s.ics
	gone=$(sed -n 's/^DTSTART:........//p' one/s.ics | tr -d '\r')
	edit one/s.ics "0,/^RRULE.*/s//&\nEXDATE:20261202$gone\r/"
	tool --json sync
	is "$n" "$RC $(totals) $(linked one/s.ics | tr ' ' '\n' | sed -n 's/^2.*=//p' | tr '\n' ' ')" \
		"0 updated=3 deleted=1 skipped=1 files_written=1 $(echo "$before" | sed 2d | tr '\n' ' ')"
	quiet "$n"
done

# --- RANGE=THISANDFUTURE ----------------------------------------------------------
n='a range'
fresh range <<< '[sync]
recurrence = occurrences'
{ vevent s 20261201T020000Z 'RRULE:FREQ=WEEKLY;COUNT=4'
  vevent s 20261208T080000Z 'RECURRENCE-ID;RANGE=THISANDFUTURE:20261208T020000Z' | sed 's/^SUMMARY.*/SUMMARY:p\r/'; } | vcal > one/s.ics
cp one/s.ics was
times() { tr -d '\r' < one/s.ics | sed -n 's/^DTSTART://p; s/^SUMMARY/&/p' | tr '\n' ' '; }
sync "$n: booked" 0 'created=3 skipped=1 files_written=1' 'apply=3 token=1'
quiet "$n"
tool --json cancel --all
same "$n: cancelled" one/s.ics was
tool --json sync
edit one/s.ics 's/DTSTART:20261208T080000Z/DTSTART:20261208T100000Z/'
planned "$n moves, and its occurrences with it" 0 'updated=2 unchanged=1 skipped=1 files_written=1' 'token=1 update=2'
is "$n: what was made for it, too" "$(times)" '20261201T020000Z SUMMARY:s 20261201T020000Z SUMMARY:s 20261215T100000Z SUMMARY:p 20261208T100000Z SUMMARY:p '
quiet "$n: moved"
edit one/s.ics 's/^SUMMARY:p/SUMMARY:q/'
planned "$n: another title in all of it" 0 'updated=2 unchanged=1 skipped=1' 'token=1 update=2'
edit one/s.ics '0,/DTSTART:20261215T100000Z/s/DTSTART:20261215T100000Z/DTSTART:20261215T120000Z/'
tool --json sync
edit one/s.ics 's/DTSTART:20261208T100000Z/DTSTART:20261208T110000Z/'
tool --json sync
is "$n: what somebody moved out of it stays" "$(times)" '20261201T020000Z SUMMARY:s 20261201T020000Z SUMMARY:s 20261215T120000Z SUMMARY:q 20261208T110000Z SUMMARY:q '
quiet "$n: one is the user's"

# --- the id in a VEVENT goes before what it says, and before what is nearest ------
for change in 's/SUMMARY:s/SUMMARY:t/' 's/DURATION:PT1H/DURATION:PT2H/' 's/T020000Z/T040000Z/'; do
	n="all that follow, with our lines, and $change"
	fresh "carried${change//[^A-Z]/}" <<< "$OCCURRENCES"
	weekly | vcal > one/a.ics
	tool --json sync
	before=$(links one/a.ics)
	follow one/a.ics one/b.ics lines
	edit one/b.ics "$change"
	tool --json sync
	is "$n: updates alone" "$RC $(out 'totals["created"] + totals["deleted"]')" '0 0'
	is "$n: the same links" "$(links one/a.ics)$(links one/b.ics)" "$before"
	quiet "$n"
done
for lines in '' lines; do
	n="all that follow${lines:+, with our lines}, and another date of the first"
	fresh "nearest$lines" <<< "$OCCURRENCES"
	weekly | vcal > one/a.ics
	tool --json sync
	before=$(linked one/a.ics | tr ' ' '\n' | sed -n 's/^2.*=//p' | sort)
	follow one/a.ics one/b.ics $lines
	edit one/a.ics 's/^RRULE.*/&\nRDATE:20261216T114500Z\r/'
	tool --json sync
	is "$n: has a new reservation" "$RC $(calls)" '0 apply=1 token=1'
	is "$n: the others keep theirs" "$(cat one/*.ics | tr -d '\r' | grep -c "$(tail -1 <<< "$before")$")" 3
	quiet "$n"
done

# --- shortened, and moved to another calendar in one go ---------------------------
CALENDARS='one two'
for change in 's/COUNT=4/COUNT=2/' 's/^RRULE.*/&\nEXDATE:20261208T020000Z\r/'; do
	n="moved, and $change"
	fresh "gone${change//[^A-Z]/}" <<< "$OCCURRENCES"
	weekly | vcal > one/a.ics
	tool --json sync
	edit one/a.ics "$change"
	mv one/a.ics two/
	tool --json sync
	is "$n: what is gone is ended at once" "$RC $(out 'totals["deleted"] > 0 and not totals["created"]')" '0 true'
	quiet "$n"
done
CALENDARS='one'

# --- what an occurrence became stands in a file that is cut off -------------------
for lines in '' lines; do
	n="all that follow${lines:+, with our lines}, in a file that is cut off"
	fresh "cut-off$lines" <<< "$OCCURRENCES"
	weekly | vcal > one/a.ics
	tool --json sync
	before=$(links one/a.ics)
	follow one/a.ics one/b.ics $lines
	mv one/b.ics b.ics
	sed '$d' b.ics > one/b.ics
	tool --json sync
	is "$n: nothing is deleted" "$RC $(calls)" '3 '
	cp b.ics one/b.ics
	tool --json sync
	is "$n: the same links" "$RC $(calls) $(links one/a.ics)$(links one/b.ics)" "0  $before"
	quiet "$n"
done

n='X- names in another case'
fresh cases <<< "$OCCURRENCES"
vevent s 20261201T020000Z 'RRULE:FREQ=WEEKLY;COUNT=2' X-FOO:1 | vcal > one/a.ics
cp one/a.ics was
tool --json sync
edit one/a.ics '/^RRULE/,$s/^X-FOO/x-foo/'
edit one/a.ics '0,/x-foo/s//X-FOO/'
quiet "$n"
tool --json cancel --all
same "$n: cancelled" one/a.ics was
n='another program changes a text in all, and one in the series alone'
fresh texts <<< "$OCCURRENCES"
vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3' DESCRIPTION:x | vcal > one/s.ics
tool --json sync
before=$(links one/s.ics)
edit one/s.ics 's/^SUMMARY:.*/SUMMARY:new\r/; 0,/^DESCRIPTION:.*/s//DESCRIPTION:y\r/; 0,/^DTSTART:.*/s//DTSTART:20261201T023000Z\r/'
tool --json sync
is "$n: the overrides of ours follow" "$RC $(totals) $(links one/s.ics)" \
	"0 updated=3 skipped=1 files_written=1 $before"
is "$n: they say what it says" "$(grep -c '^DESCRIPTION:y' one/s.ics)" 4
quiet "$n"
tool --json cancel --all
is "$n: none is left" "$(grep -c '^BEGIN:VEVENT' one/s.ics) $(grep -c RECURRENCE one/s.ics)" '1 0'

n='a new title in the series alone, and STATUS:CANCELLED in all of it'
fresh called-off <<< "$OCCURRENCES"
vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3' | vcal > one/s.ics
tool --json sync
edit one/s.ics '0,/^SUMMARY:.*/s//SUMMARY:new\r/; s/^DTSTART/STATUS:CANCELLED\r\n&/'
tool --json sync
is "$n: nothing of ours is left" "$RC $(totals) $(grep -c '^BEGIN:VEVENT' one/s.ics) $(grep -c ICSRESERVE one/s.ics)" \
	'0 deleted=3 skipped=1 files_written=1 1 0'

n='a person takes a text out of one that we made'
fresh taken <<< "$OCCURRENCES"
vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=2' DESCRIPTION:x | vcal > one/s.ics
tool --json sync
"$PYTHON" - one/s.ics <<-'END'
	import re, sys
	t = open(sys.argv[1], newline="").read()
	e = re.findall(r"(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", t)[-1]
	t = t.replace(e, re.sub(r"(?m)^DESCRIPTION:.*\r\n", "", e))
	open(sys.argv[1], "w", newline="").write(t)
	END
tool --json sync
tool --json cancel --all
is "$n: that one is theirs" "$(grep -c '^BEGIN:VEVENT' one/s.ics) $(links one/s.ics)" '2 '

n='an override of the user that says what its series says'
for sync in '' 'and a sync'; do
	fresh "users${sync// /}" <<< "$OCCURRENCES"
	daily() { vevent s "2026120${1}T020000Z" 'RRULE:FREQ=DAILY;COUNT=4'; vevent s "2026120${2}T020000Z" "RECURRENCE-ID:2026120${2}T020000Z"; }
	daily 1 2 | vcal > one/a.ics
	tool --json sync
	"$PYTHON" - one/a.ics <<-'END'
	import re, sys
	text = open(sys.argv[1], newline="").read()
	ours = re.compile(r"(?s)BEGIN:VEVENT(?:(?!END:).)*RECURRENCE-ID:2026120[^2].*?END:VEVENT\r\n")
	day = lambda m: m[1] + str(int(m[2]) + 1)
	text = re.sub(r"((?:DTSTART|RECURRENCE-ID):2026120)(\d)", day, ours.sub("", text))
	open(sys.argv[1], "w", newline="").write(text)
	END
	[ -z "$sync" ] || tool --json sync
	tool --json cancel --all
	is "$n, moved by a day without ours${sync:+ $sync}: stays after a cancel" \
		"$(cat one/a.ics)" "$(daily 2 3 | vcal)"
done

n='the title of a series changes five times in an hour'
fresh titles <<< "$OCCURRENCES"
vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=2' | vcal > one/a.ics
tool --json sync
had=$(links one/a.ics)
for title in a b c d e; do
	edit one/a.ics "0,/^SUMMARY/s/^SUMMARY:.*/SUMMARY:$title\r/"
	tool --json sync
	is "$n: $title: the links stay" "$RC $(links one/a.ics)" "0 $had"
done
