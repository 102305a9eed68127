#!/bin/bash
# SPDX-License-Identifier: MIT
# Copies of an event: another file of its calendar, or another calendar, has
# it as well.
. "$(dirname "$0")/../calendars.sh"

series() {
	vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
	vevent s 20261202T050000Z RECURRENCE-ID:20261202T020000Z
}

n='two files of a series, recurrence changed: settled in one run'
fresh files < /dev/null
series | vcal > one/a.ics
tool --json sync
cp one/a.ics one/b.ics
settings <<< "$OCCURRENCES"
tool --json sync
quiet "$n"
tool --json cancel --all
is "$n: nothing is left of it" "$(links one/a.ics)$(links one/b.ics)" ''

n='a file and its copy with another title, one link for all now'
fresh titles <<< "$OCCURRENCES"
series | vcal > one/a.ics
tool --json sync
cp one/a.ics one/b.ics
edit one/b.ics 's/^SUMMARY:.*/SUMMARY:Other\r/'
settings < /dev/null
tool --json sync
is "$n: told, since they differ" "$RC $(totals)" \
	'1 created=1 unchanged=3 skipped=3 files_written=2'
tool --json sync
is "$n: settled in one run" "$RC $(totals)" '1 unchanged=4 skipped=3'

n='a copy that another program stamps is not booked for that'
fresh stamps <<< "$OCCURRENCES"
vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3' | vcal > one/a.ics
cp one/a.ics one/b.ics
tool --json sync
edit one/b.ics 's/^DTSTAMP:.*/DTSTAMP:20261122T030000Z\r/'
now 2026-11-22T04:00:00Z
quiet "$n"

n='a file gets the UID of a series whose occurrence is called off'
fresh uid-series < /dev/null
{
	vevent s 20261202T020000Z
	vevent s 20261202T050000Z RECURRENCE-ID:20261202T020000Z \
	    SEQUENCE:1 STATUS:CANCELLED
} | vcal > one/a.ics
vevent t 20261202T050000Z RECURRENCE-ID:20261202T020000Z | vcal > one/b.ics
tool --json sync
edit one/b.ics 's/^UID:t/UID:s/'
tool --json sync
is "$n: its lines go with the link" "$RC $(calls) $(links one/b.ics)" '1 delete=1 token=1 '
before=$(snap)
tool --json sync
is "$n: nothing more is done" "$(calls) $(snap)" " $before"

n='a file gets the UID of another series'
fresh uid-occurrences <<< "$OCCURRENCES"
vevent s 20261210T020000Z 'RRULE:FREQ=DAILY;COUNT=2' | vcal > one/a.ics
{
	vevent t 20261202T020000Z 'RRULE:FREQ=DAILY;COUNT=2'
	vevent t 20261203T050000Z RECURRENCE-ID:20261203T020000Z
} | vcal > one/b.ics
tool --json sync
edit one/b.ics 's/^UID:t/UID:s/'
tool --json sync
is "$n: its lines go with the links" "$RC $(calls) $(links one/b.ics)" '1 delete=2 token=1 '
before=$(snap)
tool --json sync
is "$n: nothing more is done" "$(calls) $(snap)" " $before"

n='a series in two calendars that starts at two times'
fresh starts < /dev/null
{
	vevent s 20261205T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
	vevent s 20261205T020000Z RECURRENCE-ID:20261205T020000Z SUMMARY:first
} | vcal > two/a.ics
cp two/a.ics two.was
tool --json sync
{
	vevent s 20261128T020000Z 'RRULE:FREQ=DAILY;COUNT=20'
	vevent s 20261128T020000Z RECURRENCE-ID:20261128T020000Z SUMMARY:first LAST-MODIFIED:20230101T000000Z
} | vcal > one/a.ics
cp one/a.ics one.was
mv two/a.ics kept; tool --json sync; mv kept two/a.ics; tool --json sync
quiet "$n"
ended "$n" one/a.ics one.was two/a.ics two.was

n='an occurrence is gone, in a run of one calendar'
fresh away <<< "$OCCURRENCES"
vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3' | vcal > one/a.ics
tool --json sync
vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=2' | vcal > one/a.ics
mv two away
tool --json sync one
is "$n: kept while another one can't be read" "$(calls)" ''
has "$n: told" "$(cat "$DIR/out")" '"kind":"moved-away"'
mv away two
tool --json sync one
is "$n: deleted when that can be" "$RC $(calls)" '0 delete=1 token=1'

n='a copy that is moved, with a new stamp'
fresh newer < /dev/null
one one/a.ics x 20261205T020000Z
tool --json sync
cp one/a.ics one/b.ics
later 3600 one/b.ics
edit one/b.ics 's/^DTSTAMP:.*/DTSTAMP:20261122T030000Z\r/'
now 2026-11-22T04:00:00Z
sync "$n" 1 'updated=1 skipped=3' 'token=1 update=1'
now 2026-11-22T05:00:00Z
sync "$n: stands from then on" 1 'unchanged=1 skipped=3' ''
edit one/b.ics 's/^DTSTAMP:.*/DTSTAMP:20261122T000000Z\r/'
sync "$n: also without the stamp" 1 'unchanged=1 skipped=3' ''

n='a copy from before there were more properties, its original cancelled'
fresh wider <<< '[writeback]
properties = url'
one one/a.ics x 20261205T020000Z
tool --json sync
cp one/a.ics two/a.ics
tool --json sync
settings <<< '[writeback]
properties = url location'
tool --json sync
edit one/a.ics 's/^SUMMARY:.*/&\nSTATUS:CANCELLED\r/'
planned "$n" 0 'created=1 deleted=1 skipped=2 files_written=2' \
	'apply=1 delete=1 token=1'
is "$n: all of them" "$(grep -cE '^(URL|LOCATION):https' two/a.ics)" 2
quiet "$n"

n='a calendar is cancelled that has but overrides of a series elsewhere'
fresh left < /dev/null
series | vcal > one/a.ics
tool --json sync
cp one/a.ics was
part was master > two/a.ics
part was overrides > one/a.ics
tool --json cancel --calendar one
is "$n: it is told" "$RC $(out '[p["kind"] for p in problems]')" \
	'0 ["moved-away"]'
is "$n: no call" "$(out '[a["action"] for a in actions if a["action"] == "delete"]')" '[]'
is "$n: its lines are gone" "$(links one/a.ics)" ''
part was master > two/b.ics
is "$n: those of the series are not" "$(links two/a.ics)" "$(links two/b.ics)"
rm two/b.ics
planned "$n" 0 'created=1 unchanged=1 skipped=2 files_written=1' \
	'apply=1 token=1'

n='numbers that came back, and an old file: the ids beside them count'
BOX_ARGS=(--numbers 4)
fresh numbers <<< '[sync]
recurrence = occurrences
owner_change = recreate'
vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3' | vcal > one/s.ics
one one/z.ics z 20261220T020000Z
tool --json sync
cp one/s.ics old
mv one/z.ics one/a.ics
sed -i 's/owner = ou_me/owner = ou_you/' "$DIR/config.ini"
tool --json sync --force
new=$(linked one/s.ics)
cp old one/s.ics
tool --json sync
is "$n" "$RC $(calls) $(linked one/s.ics)" "0  $new"

for mode in series occurrences; do
	n="$mode: cancel takes out what stands there, though nothing is written now"
	fresh "none-$mode" <<< "[sync]
	recurrence = $mode"
	one one/a.ics a 20261201T020000Z
	one one/s.ics s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
	cp one/a.ics one/s.ics .
	tool --json sync
	settings <<< "[sync]
	recurrence = $mode
	[writeback]
	mode = none"
	cp one/a.ics with
	quiet "$n: a sync leaves it"
	tool --json cancel --all
	same "$n: a.ics" a.ics one/a.ics
	same "$n: s.ics" s.ics one/s.ics
	is "$n: it was there" "$(grep -c ^URL with)" 1
done

n='a copy whose HTML text has the link of a living reservation'
fresh html < /dev/null
one one/a.ics a 20261201T020000Z
tool --json sync
link=$(sed -n 's/^URL:\(.*\)\r/\1/p' one/a.ics)
html="X-ALT-DESC;FMTTYPE=text/html:<a href=\"$link\">$link</a><br>$link"
one one/b.ics b 20261201T020000Z "$html"
one one/c.ics c 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=2' "X-GOOGLE-CONFERENCE:$link"
one one/d.ics d 20261201T020000Z \
	'X-ALT-DESC;FMTTYPE=text/html:<a href="https://zoom.us/j/123">x</a>'
sync "$n: is no meeting of somebody else" 0 \
	'created=2 unchanged=1 skipped=3 files_written=2' 'apply=2 token=1'
quiet "$n"

n='the link of a living reservation in the text of another event'
fresh text < /dev/null
one one/a.ics a 20261201T020000Z
tool --json sync
link=$(sed -n 's/^URL:\(.*\)\r/\1/p' one/a.ics)
i=0
for text in "Join $link." "$link: see there" "$link?from=mail" "链接$link。再见" \
    "HTTPS://VC.feishu.cn/j/${link##*/}" "<$link>" "$link\\nBye" \
    "http://vc.feishu.cn/j/${link##*/}" "$link\\,$link" \
    "https://nam12.safelinks.protection.outlook.com/?url=https%3A%2F%2Fvc.feishu.cn%2Fj%2F${link##*/}&data=05" \
    "https://urldefense.com/v3/__${link}__\\;!!abc"; do
	i=$((i + 1))
	one one/b$i.ics b$i 20261201T020000Z "DESCRIPTION:$text"
done
tool --json sync
is "$n: is no meeting of somebody else" "$RC $(calls)" '0 apply=11 token=1'
quiet "$n"
one one/z.ics z 20261201T020000Z "DESCRIPTION:$link\\,https://zoom.us/j/123"
tool --json sync
is 'a link of another meeting behind it counts' "$RC $(calls)" '0 '
has 'it is told' "$(tool explain z; said)" 'Zoom'

n='a copy under a new UID that is not to be booked'
# called_off CALENDAR: the copy is there, a run before or in the same one
called_off() {
	edit one/a.ics 's/^END:VEVENT/STATUS:CANCELLED\r\n&/'
	sync "$n, $1: its original is called off" 0 "$2" 'delete=1 token=1'
	is "$n, $1: the dead link is gone at once" "$(links $1/c.ics)" ''
	quiet "$n, $1"
}
for cal in one two; do
	for seen in known new; do
		fresh $seen-$cal < /dev/null
		one one/a.ics a 20261201T020000Z
		tool --json sync
		sed 's/^UID:a/UID:b/; s/^END:VEVENT/X-ICSRESERVE:no\r\n&/' one/a.ics > $cal/c.ics
		[ $seen = new ] || quiet "$n, $cal: nothing is done for it"
		called_off $cal 'deleted=1 skipped=2 files_written=2'
	done
done

n='a copy that is cancelled with its calendar'
fresh copy-cancelled < /dev/null
one one/a.ics a 20261201T020000Z
tool --json sync
edit one/a.ics '/^X-ICSRESERVE-ID/d'
cp one/a.ics two/a.ics
tool --json sync
tool --json cancel --calendar two
is "$n: the copy has no link" "$RC $(links two/a.ics)" '0 '
rm two/a.ics
"$PYTHON" -c 'import sqlite3,sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("DELETE FROM files")' "$DIR/state/state.db"
quiet "$n: its original is as it was"
