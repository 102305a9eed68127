#!/bin/bash
# SPDX-License-Identifier: MIT
# recurrence = series: one reservation, its link in the master and in each
# override that is not cancelled, as long as the series lasts.
. "$(dirname "$0")/../lib.sh"
start_box
W='RRULE:FREQ=WEEKLY'
links() { grep -ah '^URL' "$@" | tr -d '\r' | sort | uniq -c | tr -s ' ' | sed 's/^ //'; }
url() { sql "SELECT url FROM bookings WHERE uid = '$1' AND recurrence_id = ''"; }
ends() { sql "SELECT end_time FROM bookings WHERE uid = '$1' AND recurrence_id = ''"; }
at() { date -u -d "$1" +%s; }

{ vevent s 20261123T020000Z "$W" SUMMARY:s
  vevent s 20261201T030000Z RECURRENCE-ID:20261130T020000Z SUMMARY:moved
  vevent s 20261207T020000Z RECURRENCE-ID:20261207T020000Z STATUS:CANCELLED; } | vcal > s.ics
cp s.ics ../orig
sync 'a series: one reservation' 0 'created=1 files_written=1' 'apply=1 token=1' s.ics
is 'its link in master and override' "$(links s.ics)" "2 URL:$(url s)"
is 'as long as the API allows' "$(ends s)" "$(at '2026-12-21 23:59')"
quiet 'a series' s.ics

# A calendar program moves another occurrence, and copies our lines along.
awk '/^END:VCALENDAR/ { print "BEGIN:VEVENT\r"; while ((getline l < "s.ics") > 0) {
	if (l ~ /^BEGIN:VEVENT/) b = 1; else if (b && l ~ /^RRULE/) print "RECURRENCE-ID:20261214T020000Z\r"
	else if (b && l ~ /^DTSTART/) print "DTSTART:20261214T050000Z\r"; else if (b) print l
	if (l ~ /^END:VEVENT/) break } } { print }' s.ics > new && mv new s.ics
tool --json sync s.ics
is 'a copied override: nothing is doubled' "$RC $(calls) $(links s.ics)" "0  3 URL:$(url s)"
tool --json cancel s
is 'cancelled: no line of ours in the copy either' "$RC $(grep -c 'URL\|CONFERENCE\|ICSRES' s.ics)" '0 0'
cp ../orig s.ics

# Overrides come, are cancelled, and go.
tool sync s.ics
edit s.ics 's/^SUMMARY:moved/&\r\nSTATUS:CANCELLED/'
sync 'an override cancelled: its lines go' 0 'unchanged=1 files_written=1' '' s.ics
is 'the master keeps the link' "$(links s.ics)" "1 URL:$(url s)"
edit s.ics '/^STATUS:CANCELLED/d'
sync 'and back' 0 'unchanged=1 files_written=1' '' s.ics
is 'it has the link again, so has the other' "$(links s.ics)" "3 URL:$(url s)"
edit s.ics 's/^SUMMARY:moved/&\r\nX-ICSRESERVE:no/'
sync 'an override that wants none' 0 'unchanged=1 files_written=1' '' s.ics
is 'has none' "$(links s.ics)" "2 URL:$(url s)"

# The end of a series, and its past.
link=$(url s)
edit s.ics 's/^RRULE.*/RRULE:FREQ=WEEKLY;UNTIL=20261214T020000Z\r/'
sync 'shortened' 0 'updated=1' 'token=1 update=1' s.ics
is 'shortened: its last end' "$(ends s)" "$(at '2026-12-14 03:30')"
edit s.ics 's/^RRULE.*/RRULE:FREQ=WEEKLY;COUNT=20\r/'
sync 'longer again' 0 'updated=1' 'token=1 update=1' s.ics
for day in $(seq 1 7 160); do
	now "$(date -u -d "2026-11-22 +$day days" +%Y-%m-%dT00:00:00Z)"
	tool --json sync s.ics
	[ "$RC" = 0 ] || result 1 "day $day" "$(said)"
done
is 'renewed to its end' "$(ends s)" "$(at '2027-04-05 03:30')"
is 'the same link all the time' "$(url s)" "$link"
tool --json sync s.ics
is 'over: nothing is called' "$RC $(calls)" '0 '

# From one to many and back.
now 2027-06-01T00:00:00Z
one e.ics e 20270607T020000Z
sync 'single' 0 'created=1 files_written=1' 'apply=1 token=1' e.ics
link=$(url e)
edit e.ics "s/^SUMMARY:e/&\\r\\n$W/"
tool --json sync e.ics
is 'single to series: the same link' "$RC $(url e) $(held)" "0 $link 2"
edit e.ics '/^RRULE/d'
tool --json sync e.ics
is 'and back: the same link' "$RC $(url e)" "0 $link"

# Overrides in other files than their master; orphans.
mkdir d
vevent x 20270608T020000Z RECURRENCE-ID:20270609T020000Z | vcal > d/a.ics
vevent x 20270602T020000Z "$W" | vcal > d/b.ics
vevent x 20270615T020000Z RECURRENCE-ID:20270616T020000Z | vcal > d/c.ics
vevent y 20270616T020000Z RECURRENCE-ID:20270616T030000Z | vcal > d/y.ics
sync 'three files: one reservation, and one for the orphan' 0 'created=2 files_written=4' 'apply=2 token=1' d
is 'three files: one link' "$(links d/a.ics d/b.ics d/c.ics)" "3 URL:$(url x)"
quiet 'three files' d
tool --json cancel x
is 'three files: all lines go' "$RC $(cat d/[abc].ics | grep -c ICSRES)" '0 0'
tool sync d
rm d/b.ics
tool --json sync --force d
is 'the master is gone: its overrides are booked' "$RC $(calls)" '0 apply=2 token=1'
is 'its overrides are booked as what they are' "$RC $(sql "SELECT count(*) FROM bookings WHERE uid = 'x' AND state = 'live' AND recurrence_id <> ''")" '0 2'
rm -rf d

# What can't be understood names itself, and nothing is lost.
{ vevent g 20270602T020000Z "$W"; vevent h 20270602T020000Z "$W"; } | vcal > g.ics
tool sync g.ics
n=$(held)
edit g.ics '0,/^RRULE.*/s//RRULE:FREQ=WEEKLY;INTERVAL=0\r/'
tool --json sync g.ics
is 'a bad rule: named' "$RC $(out '[(p["kind"], p["uid"]) for p in problems]')" '1 [["bad-rrule", "g"]]'
is 'a bad rule: nothing is deleted' "$(held)" "$n"
for case in 'RRULE:FREQ=SECONDLY|too-many-occurrences' \
    'RRULE:RSCALE=CHINESE;FREQ=YEARLY|unsupported-rscale' \
    'RRULE:FREQ=WEEKLY;COUNT=3;UNTIL=20280101T000000Z|bad-rrule'; do
	one bad.ics bad 20270602T020000Z "${case%%|*}"
	tool --json sync bad.ics
	is "${case%%|*}" "$RC $(out '[p["kind"] for p in problems]')" "1 [\"${case#*|}\"]"
done
one never.ics never 20270602T020000Z 'RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30'
tool --json sync never.ics
has 'a rule that never matches ends' '0 1' "$RC"

# A reservation that is gone: all parts get the new link.
rm -f ./*.ics
{ vevent z 20270602T020000Z "$W"; vevent z 20270609T050000Z RECURRENCE-ID:20270609T020000Z; } | vcal > z.ics
tool sync z.ics
old=$(url z)
remove z
edit z.ics '0,/^SUMMARY:z/s//SUMMARY:zz/'
tool --json sync z.ics
is 'gone on the server: made anew, everywhere' "$RC $(links z.ics)" "0 2 URL:$(url z)"
[ "$(url z)" != "$old" ]; result $? 'gone on the server: another link'
