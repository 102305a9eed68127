#!/bin/bash
# SPDX-License-Identifier: MIT
# An answer with a field that can't be: its event is booked with what was
# asked for, the others too, and nothing good is given up for it.
. "$(dirname "$0")/../lib.sh"
start_box
# set_ NAME=JSON: an action of the sandbox's script
set_() {
	"$PYTHON" -c 'import json,sys
name, value = sys.argv[1].split("=", 1)
print("set=" + json.dumps("data.reserve.%s:%s" % (name, value)))' "$1"
}
for i in 1 2 3 4 5; do vevent "e$i" "2026120${i}T020000Z"; done | vcal > a.ics
cp a.ics ../plain.ics
n=0
for odd in 'end_time="-9223372036854775808"' 'end_time="1"' 'end_time=99999999999999' 'end_time="x"' 'end_time=[]' \
    'meeting_no="1\n2"' 'live_link={}' 'password=[1]'; do
	n=$((n + 1))
	rm -rf "$DIR/state"; mkdir "$DIR/state"; cp ../plain.ics a.ics
	script "apply +2 $(set_ "$odd")"
	tool --json sync a.ics
	is "$odd: all five are booked" "$RC $(totals)" '0 created=5 files_written=1'
	is "$odd: and have their link" "$(grep -c ^X-ICSRESERVE-ID a.ics)" 5
	has "$odd: it is told" "$(cat ../err)" "the server's answer has no usable ${odd%%=*}"
	is "$odd: all end alike" "$(sql 'SELECT count(*) FROM bookings WHERE end_time BETWEEN 1764000000 AND 1798000000')" 5
	unscript
	quiet "$odd" a.ics
done
# An end in the past, by our clock or by one that is minutes ahead, of an apply,
# an update and a renewal: nothing is made anew.
box_now=$(date -u -d "$ICSRESERVE_NOW" +%s)
for past in 0 -3600 -604800 300; do
	odd="end_time=\"$((box_now + past))\""
	rm -rf "$DIR/state"; mkdir "$DIR/state"; cp ../plain.ics a.ics
	script "apply * $(set_ "$odd")"
	tool --json sync a.ics
	is "an end at now $past: all are booked" "$RC $(totals) $(grep -c 'no usable end_time' ../err)" '0 created=5 files_written=1 5'
	unscript
	quiet "an end at now $past" a.ics
done
for moved in 's/^DTSTART:20261201T02/DTSTART:20261201T03/' 's/^DTSTART:20261201T03/DTSTART:20261212T03/'; do
	before=$(ours a.ics)
	edit a.ics "$moved"
	script "update +1 $(set_ "end_time=\"$((box_now - 1))\"")"
	tool --json sync a.ics
	is "an update with an end in the past: done" "$RC $(totals) $(grep -c 'no usable end_time' ../err)" '0 updated=1 unchanged=4 1'
	unscript
	quiet 'an update with an end in the past' a.ics
	is 'an update with an end in the past: the link stays' "$(ours a.ics)" "$before"
done
# An end that is only too early is what the server holds: it is told, and so is
# each renewal that does not help.
rm -rf "$DIR/state"; mkdir "$DIR/state"; cp ../plain.ics a.ics
odd="end_time=\"$((box_now + 7200))\""
script "apply * $(set_ "$odd")" && script "update * $(set_ "$odd")"
tool --json sync a.ics
is 'an end two hours ahead: told' "$RC $(totals) $(grep -c 'ends at .*02:00.* and not at ' ../err)" '0 created=5 files_written=1 5'
tool --json sync a.ics
is 'it: a renewal that does not help is told' "$RC $(totals) $(grep -c 'still ends at .*02:00.* and not at ' ../err)" '0 renewed=5 5'
unscript
script "update * $(set_ "end_time=\"$((box_now + 9000))\"")"
tool --json sync a.ics
is 'it: one that helps is not' "$RC $(totals) $(grep -c 'not at' ../err)" '0 renewed=5 0'
unscript
tool -q sync a.ics
quiet 'it' a.ics
# An update that answers with a bad link, or none that can be one.
good=$(ours a.ics)
for odd in 'url="https://evil.example/j/1"' 'url="http://vc.feishu.cn/j/1"' 'url="https://vc.feishu.cn/\nATTACH:x"' 'url="https://vc.feishu.cn/"' \
    'end_time="0"' 'id="4711"' 'app_link="x y"'; do
	edit a.ics 's/^SUMMARY:e1/&x/'
	script "update +1 $(set_ "$odd")"
	tool --json sync a.ics
	is "update, $odd: done" "$RC $(totals)" '0 updated=1 unchanged=4'
	is "update, $odd: the link stays" "$(ours a.ics)" "$good"
	has "update, $odd: it is told" "$(cat ../err)" "the server's answer has"
	hasnt "update, $odd: and not recommended" "$(said)" 'evil.example'
	unscript
	quiet "update, $odd" a.ics
done
# An apply that answers with a link which may not be written, or with none: it
# is told in each run, and nothing is planned until something can be done.
for mode in series occurrences; do
	rm -rf "$DIR/state"; mkdir "$DIR/state"
	printf '[sync]\nrecurrence = %s\n' $mode | config
	{ vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
	  vevent s 20261202T030000Z RECURRENCE-ID:20261202T020000Z; } | vcal > b.ics
	cp b.ics ../b.was
	script "apply * $(set_ 'url="https://meet.example/j/1"')"
	tool --json sync b.ics
	unscript
	made=$(out 'totals["created"]')
	is "apply, a link on another host, $mode: told" "$RC $(cmp b.ics ../b.was)" '1 '
	for run in 2 3; do
		tool --json sync -n b.ics
		is "it, $mode: an empty plan in run $run" "$RC $(out plan) $(totals | sed 's/ failed=.*//')" "1 0000000000000000 unchanged=$made"
		tool --json sync b.ics
		is "it, $mode: an idle run $run" "$RC $(calls) $(cmp b.ics ../b.was)" '1  '
		has "it, $mode: still told in run $run" "$(cat ../err)" 'not https on a host of link_hosts'
	done
	printf '[sync]\nrecurrence = %s\n[writeback]\nlink_hosts = meet.example\n' $mode | config
	tool --json sync b.ics
	is "it, $mode: written once it may be" "$RC $(calls) $(grep -c ^CONFERENCE b.ics)" "0  $([ $mode = series ] && echo 2 || echo 3)"
	quiet "it, $mode" b.ics
	tool cancel --all
	same "it, $mode: the bytes" b.ics ../b.was
done
config < /dev/null
rm -rf "$DIR/state"; mkdir "$DIR/state"; one b.ics b 20261201T020000Z
script "apply * $(set_ 'url="http://vc.feishu.cn/j/1"')"
tool --json sync b.ics
tool --json sync b.ics
is 'apply, no usable link: an idle second run' "$RC $(calls) $(totals)" '1  unchanged=1 failed=1'
unscript
now 2026-11-22T07:00:00Z
tool --json sync b.ics
is 'it: asked for hours later' "$RC $(calls)" '0 token=1 update=1'
tool --json sync b.ics
quiet 'it' b.ics
is 'it: linked' "$(linked b.ics | grep -c 'master=[0-9]*$')" 1
now 2026-11-22T00:00:00Z
# An apply that leaves out what get has: that is drift, and --repair mends it.
rm -rf "$DIR/state"; mkdir "$DIR/state"; one b.ics b 20261201T020000Z
config <<END
[calendar "w"]
path = $DIR/w/b.ics
END
columns() { sql "SELECT $1 FROM bookings" | tr '|' ' '; }
script "apply +1 $(set_ url=null) $(set_ meeting_no=null) $(set_ app_link=null) $(set_ live_link=null)"
tool sync
has 'apply without links: told, with what to do' "$(said)" 'the server sent no link; `icsreserve verify --repair` asks for it'
unscript
tool status --failed
has 'it: status --failed lists it' "$(cat ../out)" 'last error of b: the server sent no link'
tool --json status
is 'it: also as JSON' "$(out 'bookings[0]["error"]["message"][:23]')" 'the server sent no link'
tool --json show b
is 'it: show marks what is missing' "$(out 'reservations[0]["changed"]')" '["url", "meeting_no", "app_link", "live_link"]'
tool --json verify
is 'it: verify finds it' "$RC $(out 'verified["drifted"]')" '1 1'
tool verify --repair
is 'it: --repair records it' "$RC $(columns "count(url) + count(meeting_no) + count(app_link) + count(live_link)")" '0 4'
is 'it: and writes it' "$(linked b.ics | grep -c 'master=[0-9]*$')" 1
tool status --failed
has 'it: nothing failed any more' "$(cat ../out)" 'No reservations of this kind.'
tool verify
is 'it: nor has it drifted' "$RC" 0
quiet 'it'
# Each of them alone.
for odd in meeting_no app_link live_link; do
	rm -rf "$DIR/state"; mkdir "$DIR/state"; one b.ics b 20261201T020000Z
	script "apply +1 $(set_ $odd=null)"
	tool -q sync
	unscript
	tool --json verify
	is "apply without $odd: drift" "$RC $(out 'findings[0]["changed"]')" "1 [\"$odd\"]"
	tool -q verify --repair
	tool verify
	is "apply without $odd: mended" "$RC $(columns "count($odd)")" '0 1'
done
# A link of get that may not be written: known from then on, and told.
rm -rf "$DIR/state"; mkdir "$DIR/state"; one b.ics b 20261201T020000Z
script "apply +1 $(set_ url=null)"
tool -q sync
unscript
script "get * $(set_ 'url="https://meet.example/j/1"')"
tool verify --repair
is 'get with a link on another host: recorded where there is none' "$RC $(columns url)" '1 https://meet.example/j/1'
has 'it: and told' "$(said)" "the server's link 'https://meet.example/j/1' is not https on a host of link_hosts"
unscript
tool verify --repair
is 'it: a better one takes its place' "$RC $(columns url | cut -c1-24)" '0 https://vc.feishu.cn/j/1'
# An update that tells what apply did not.
rm -rf "$DIR/state"; mkdir "$DIR/state"; one b.ics b 20261201T020000Z
script "apply +1 $(set_ url=null)"
tool -q sync
unscript
edit b.ics 's/^SUMMARY:.*/SUMMARY:other/'
tool sync
is 'an update brings the link' "$RC $(linked b.ics | grep -c 'master=[0-9]*$')" '0 1'
config < /dev/null
rm b.ics
# An id that is none: the outcome is not known, and only of that event.
for id in '"x/../y"' '"12 34"' '{}' '"1\n2"' '-5'; do
	rm -rf "$DIR/state"; mkdir "$DIR/state"; cp ../plain.ics a.ics
	script "apply +2 $(set_ "id=$id")"
	tool --json sync a.ics
	is "id $id: unknown, the others are booked" "$RC $(totals)" '1 created=4 unknown=1 files_written=1'
	unscript
done
# verify takes over nothing that can't be.
rm -rf "$DIR/state"; mkdir "$DIR/state"; cp ../plain.ics a.ics
tool -q sync a.ics
before=$(sql 'SELECT uid, url, end_time, meeting_no FROM bookings ORDER BY uid')
script "get * $(set_ 'end_time="4102444799"') $(set_ 'url="https://a b"') $(set_ 'meeting_no="x"')"
tool --json verify --repair
is 'verify --repair: nothing of it is taken over' "$RC $(sql 'SELECT uid, url, end_time, meeting_no FROM bookings ORDER BY uid')" "0 $before"
