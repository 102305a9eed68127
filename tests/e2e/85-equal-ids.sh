#!/bin/bash
# SPDX-License-Identifier: MIT
# A server gives one id to two events, or one link to two reservations: it is
# told, and what is done to one of the two does nothing to the other.
. "$(dirname "$0")/../lib.sh"
start_box
# answers CALL WHICH NAME TEXT: what data.reserve.NAME is in its answers
answers() {
	script "$("$PYTHON" -c 'import json,sys
call, which, name, text = sys.argv[1:]
print(call, which, "set=" + json.dumps("data.reserve.%s:%s" %
    (name, json.dumps(text))))' "$@")"
}
anew() { rm -rf "$DIR/state"; mkdir -m 700 "$DIR/state"; rm -f ./*.ics; }
id_of() { sql "SELECT reserve_id FROM bookings WHERE uid = '$1'"; }
url_of() { sql "SELECT url FROM bookings WHERE uid = '$1'"; }
lives() { box "[r['id'] for r in reserves].count('$1')"; }

# Within a run.
for i in 1 2 3; do vevent "e$i" "2026120${i}T020000Z"; done | vcal > a.ics
cp a.ics ../plain.ics
answers apply '*' id 777
tool --json sync a.ics
unscript
is 'one id for three events: the first has it' "$RC $(totals)" '1 created=1 unknown=2 files_written=1'
is 'it: one line has it' "$(grep -c 'X-ICSRESERVE-ID:777' a.ics)" 1
is 'it: told for both others' "$(out '[(p["kind"], p["uid"], "777" in p["message"] and "UID e1 of calendar" in p["message"]) for p in problems]')" \
    '[["equal-ids", "e2", true], ["equal-ids", "e3", true]]'
is 'it: nothing was sent but creates' "$(calls)" 'apply=3 token=1'
tool --json sync a.ics
is 'it: the others are booked again' "$RC $(totals) $(calls)" '0 created=2 unchanged=1 files_written=1 apply=2 token=1'
is 'it: no two have one id' "$(sql 'SELECT count(*), count(DISTINCT reserve_id) FROM bookings')" '3|3'
quiet 'it' a.ics
tool status --failed
has 'it: nothing failed any more' "$(cat ../out)" 'No reservations of this kind.'
# What a hold is for.
anew; cp ../plain.ics a.ics
printf '[sync]\non_unknown = hold\n' | config
answers apply '*' id 777
tool -q sync a.ics
unscript
tool --json sync a.ics
is 'it, on_unknown = hold: held' "$(calls)" ''
config < /dev/null

# Occurrences have one UID.
anew
printf '[sync]\nrecurrence = occurrences\n' | config
one s.ics s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=2'
answers apply '*' id 777
tool --json sync s.ics
unscript
is 'one id for two occurrences' "$RC $(totals)" '1 created=1 unknown=1 files_written=1'
has 'it: which of them has it' "$(cat ../err)" 'UID s, RECURRENCE-ID 2026120'
config < /dev/null

# The id of an earlier run.
anew; cp ../plain.ics a.ics
tool -q sync a.ics
id=$(id_of e1)
one b.ics b 20261205T020000Z
answers apply '*' id "$id"
tool --json sync a.ics b.ics
unscript
is 'the id of an earlier run: not taken' "$RC $(totals)" '1 unchanged=3 unknown=1'
has 'it: told' "$(cat ../err)" "the id $id, which is the reservation of UID e1 of calendar"
edit b.ics 's/^SUMMARY:b/STATUS:CANCELLED/'
tool --json sync a.ics b.ics
is 'it: the event is cancelled, the other one stays' "$(calls) $(lives "$id")" ' 1'
rm b.ics
tool cancel b
is 'it: cancelled by hand, too' "$(calls) $(lives "$id")" ' 1'
quiet 'it' a.ics

# A reservation that is over may have had the id: it is nobody's.
drop a.ics e1
tool -q sync a.ics
one b.ics b 20261205T020000Z
answers apply '*' id "$id"
tool --json sync a.ics b.ics
unscript
is 'the id of one that was deleted' "$RC $(totals) $(id_of b)" "0 created=1 unchanged=2 files_written=1 $id"

# Equal links.
anew; cp ../plain.ics a.ics
answers apply '*' url https://vc.feishu.cn/j/555555555
tool --json sync a.ics
unscript
is 'one link for three: told' "$RC $(out '[(p["kind"], p["uid"], "UID e1 of calendar" in p["message"]) for p in problems]')" \
    '0 [["equal-links", "e2", true], ["equal-links", "e3", true]]'
quiet 'it' a.ics
tool cancel --all
same 'it: the bytes' a.ics ../plain.ics
# One that comes back when its reservation is over.
anew; cp ../plain.ics a.ics
answers apply '*' url https://vc.feishu.cn/j/555555555
drop a.ics e2 e3
tool -q sync a.ics
tool -q cancel --all
one a.ics e2 20261202T020000Z
tool --json sync a.ics
unscript
is 'a link that comes back' "$RC $(out '[p["kind"] for p in problems]')" '0 []'

# An update's answer, and a get's, with the link of another one.
anew; cp ../plain.ics a.ics
tool -q sync a.ics
good=$(sql 'SELECT uid, url, meeting_no, app_link FROM bookings ORDER BY uid')
other=$(url_of e2)
edit a.ics 's/^SUMMARY:e1/&x/'
answers update '*' url "$other"
tool --json sync a.ics
unscript
is "an update with another's link: done" "$RC $(totals)" '0 updated=1 unchanged=2'
has 'it: told' "$(cat ../err)" "the server's answer has the link of UID e2 of calendar"
hasnt 'it: not recommended' "$(said)" 'needs the new'
is 'it: the good one stays' "$(sql 'SELECT uid, url, meeting_no, app_link FROM bookings ORDER BY uid')" "$good"
quiet 'it' a.ics
answers get 1 url "$other"
tool --json verify --repair
unscript
is "a get with another's link: the good one stays" "$RC $(sql 'SELECT uid, url, meeting_no, app_link FROM bookings ORDER BY uid')" "1 $good"
has 'it: told' "$(cat ../err)" "the server has the link '$other', which is that of UID e2 of calendar"
quiet 'it' a.ics

# A state in which two have one already.
shared() {
	anew; cp ../plain.ics a.ics; drop a.ics e3
	tool -q sync a.ics
	id=$(id_of e1)
	"$PYTHON" -c 'import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as db:
    db.execute("UPDATE bookings SET reserve_id = ? WHERE uid = ?", sys.argv[2:])' \
	    "$DIR/state/state.db" "$id" e2
}
for gone in e1 e2; do
	shared
	drop a.ics $gone
	tool --json sync a.ics
	is "a state with one id for two: $gone is gone, nothing is deleted" "$(calls) $(lives "$id")" ' 1'
	has "it, $gone is gone: told" "$(cat ../err)" "the reservation $id is that of UID "
	quiet "it, $gone is gone" a.ics
	tool --json cancel --all
	is "it, $gone is gone: the last one ends it" "$RC $(calls) $(lives "$id")" '0 delete=1 token=1 0'
done
for new in e1 e2; do
	shared
	edit a.ics "s/^SUMMARY:$new/&x/"
	tool --json sync a.ics
	is "a state with one id for two: $new changes" "$RC $(lives "$id") $(id_of e1)" "0 1 $id"
	is "it, $new changes: what is done" "$(calls)" "$([ $new = e1 ] && echo token=1 update=1 || echo apply=1 token=1)"
	[ $new = e1 ] || is 'it: the second has its own' "$(sql 'SELECT count(DISTINCT reserve_id) FROM bookings')" 2
	quiet "it, $new changes" a.ics
done
shared
tool --json cancel --all
is 'a state with one id for two: all are cancelled' "$RC $(calls) $(lives "$id")" '0 delete=1 token=1 0'
