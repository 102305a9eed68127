#!/bin/bash
# SPDX-License-Identifier: MIT
# Who was in a meeting: looks while it runs, merged into a sheet.
. "$(dirname "$0")/../lib.sh"
start_box --missing-scope contact:contact.base:readonly
settings() {
	config <<-END
	$1
	[sync]
	timezone = Asia/Shanghai
	[calendar "team"]
	path = $DIR/w/team.ics
	END
}
settings ''
look() { now "$1"; tool attendance --record; }
# looks DAY MINUTE MINUTE STEP: looks at these minutes of a day (UTC)
looks() { for m in $(seq "$2" "$4" "$3"); do look "$(printf '%sT%02d:%02d:00Z' "$1" $((m / 60)) $((m % 60)))"; done; }
# sheet COLUMN...: of the CSV
sheet() {
	tool attendance --csv
	"$PYTHON" - "$@" <<-'END'
	import csv, sys
	for r in csv.DictReader(open('../out', encoding='utf-8-sig')):
	    print(' '.join(r[c] for c in sys.argv[1:]))
	END
}

{ vevent six 20261201T020000Z 'SUMMARY:季度复盘'
  vevent later 20261210T020000Z
  vevent weekly 20261202T060000Z 'RRULE:FREQ=WEEKLY;COUNT=4'; } | vcal > team.ics
tool sync
is 'three meetings' "$RC $(held)" '0 3'
tool attendance
is 'nothing yet' "$RC $(cat ../out)" '0 No meeting was recorded.'

# --- a whole meeting of six people, a look every two minutes
play six '2026-12-01T01:58:00Z start' '2026-12-01T01:58:00Z join ou_ann' '2026-12-01T01:58:00Z host ou_ann' \
    '2026-12-01T01:59:30Z join ou_bob' '2026-12-01T02:01:10Z join ou_cai' '2026-12-01T02:05:00Z join ext_dan ,"external":true' \
    '2026-12-01T02:10:00Z leave ou_bob' '2026-12-01T02:15:20Z join ou_bob' '2026-12-01T02:16:00Z cohost ou_cai' \
    '2026-12-01T02:20:00Z join ou_eve ,"user_type":1' '2026-12-01T02:21:00Z leave ou_eve' \
    '2026-12-01T02:30:00Z use x ,"what":"use_recording"' '2026-12-01T02:40:00Z leave ou_ann' '2026-12-01T02:40:00Z host ou_cai' \
    '2026-12-01T02:50:30Z join ou_fay' '2026-12-01T03:05:00Z leave ext_dan' '2026-12-01T03:07:00Z end'
look 2026-12-01T01:44:00Z
is 'before a quarter of an hour: no call' "$RC $(calls)" '0 '
look 2026-12-01T01:46:00Z
is 'then the one meeting is asked for' "$RC $(calls) $(cat ../out)" \
    '0 active=1 token=1 attendance: 1 asked for, 0 running, 0 ended; people in those that run: 0'
looks 2026-12-01 118 186 2
is 'the last look while it runs' "$RC $(cat ../out)" '0 attendance: 1 asked for, 1 running, 0 ended; people in those that run: 6'
tool attendance
has 'while it runs' "$(cat ../out)" 'running when last seen; 6 people, at most 5 at a time'
has 'who is there still' "$(grep ou_cai ../out)" 'still there'
look 2026-12-01T03:08:00Z
has 'then it has ended' "$(cat ../out)" '0 running, 1 ended'
tool attendance six
is 'the table' "$(sed 's/  */ /g' ../out)" "季度复盘 Tue 2026-12-01 09:58-11:06 +08:00 [six]
 6 people, at most 5 at a time
 used: use_video, use_audio, use_share_screen, use_recording
PERSON MINUTES SHARE JOINED LEFT ROLE EXTERNAL ID
ou_ann 42 62% 09:58 10:40 host no -
ou_bob 61 90% 09:59 about 11:06 participant no -
ou_cai 65 95% 10:01 about 11:06 host no -
ext_dan 60 88% 10:05 11:05 participant yes -
ou_eve 1 1% 10:20 10:21 participant no -
ou_fay 16 23% 10:50 about 11:06 participant no -
Times are in Asia/Shanghai."
is 'the sheet' "$(sheet participant joined left seconds share role external user_id_type)" \
'ou_ann 2026-12-01T01:58:00Z 2026-12-01T02:40:00Z 2520 62 host no open_id
ou_bob 2026-12-01T01:59:30Z 2026-12-01T03:06:00Z 3670 90 participant no open_id
ou_cai 2026-12-01T02:01:10Z 2026-12-01T03:06:00Z 3890 95 host no open_id
ext_dan 2026-12-01T02:05:00Z 2026-12-01T03:05:00Z 3600 88 participant yes open_id
ou_eve 2026-12-01T02:20:00Z 2026-12-01T02:21:00Z 60 1 participant no open_id
ou_fay 2026-12-01T02:50:30Z 2026-12-01T03:06:00Z 930 23 participant no open_id'
tool --json attendance
is 'JSON' "$(out '[(m["uid"], m["over"], m["end_told"], m["start_time"], m["end_time"], m["participant_count"], m["abilities"][-1], len(m["participants"])) for m in meetings]')" \
    '[["six", true, false, "2026-12-01T01:58:00Z", "2026-12-01T03:06:00Z", 5, "use_recording", 6]]'
is 'JSON of a person' "$(out '[(p["id"], p["name"], p["minutes"], p["final_leave_time"], p["left_told"], p["is_cohost"]) for p in meetings[0]["participants"] if p["id"] == "ou_cai"]')" \
    '[["ou_cai", null, 65, "2026-12-01T03:06:00Z", false, true]]'
sql 'SELECT * FROM stays' > ../stays
look 2026-12-01T03:12:00Z; sql 'SELECT * FROM stays' > ../again
same 'a look at what is over changes nothing' ../stays ../again
has 'until the reservation ends it is asked for' "$(calls)" active=1
look 2026-12-01T03:31:00Z
is 'then no more' "$(calls)" ''

# --- the same with few looks: what the server still says is right
now 2026-12-01T02:00:00Z; tool attendance --forget six
is 'forgotten' "$RC $(cat ../out)" '0 attendance: meetings forgotten: 1; copies of the state that were made before still have them'
is 'with the people' "$(sql 'SELECT count(*) FROM stays')" 0
hasnt 'and nothing of them is left in the file' "$(cat "$DIR"/state/state.db* | strings)" ou_cai
for m in 02:33 03:06; do look "2026-12-01T$m:00Z"; done
look 2026-12-01T03:10:00Z
is 'two looks: the same sheet' "$(sheet participant seconds role)" \
'ou_ann 2520 host
ou_bob 3670 participant
ou_cai 3890 host
ext_dan 3600 participant
ou_eve 60 participant
ou_fay 930 participant'

# --- a series: around its occurrences; each meeting is one of its own
now 2026-12-02T05:40:00Z; tool attendance --record
is 'not before' "$(calls)" ''
play weekly '2026-12-02T06:00:00Z start' '2026-12-02T06:01:00Z join ou_ann' '2026-12-02T06:20:00Z end' \
    '2026-12-02T06:40:00Z start' '2026-12-02T06:40:00Z join ou_bob' '2026-12-02T08:00:00Z end' \
    '2026-12-09T06:00:00Z start' '2026-12-09T06:01:00Z join ou_ann' '2026-12-09T07:00:00Z end'
looks 2026-12-02 346 362 2
is 'it is asked for' "$(calls)" 'active=1 names=1 token=1'
looks 2026-12-02 402 404 2
is 'a second meeting: the first is over' "$(sql 'SELECT over FROM attendance WHERE uid = "weekly" ORDER BY start' | tr '\n' ' ')" '1 0 '
look 2026-12-02T07:58:00Z
is 'a meeting that runs over is asked for until it ends' "$(calls)" 'active=1 token=1'
look 2026-12-02T08:02:00Z
look 2026-12-02T08:04:00Z
is 'and not longer' "$(calls)" ''
look 2026-12-05T06:10:00Z
is 'nor on a day without it' "$(calls)" ''
looks 2026-12-09 361 367 2
tool attendance weekly
is 'three meetings of one series' "$(grep -c '\[weekly\]' ../out)" 3
is 'with a line between them' "$(grep -c '^$' ../out)" 2

# --- names, where the app may know them
stop_box; start_box --latency 0
one team.ics named 20261211T020000Z; now 2026-12-11T01:50:00Z; tool sync
play named '2026-12-11T02:00:00Z start' '2026-12-11T02:00:00Z join ou_ann' '2026-12-11T02:00:00Z join ext_dan ,"external":true' \
    '2026-12-11T03:00:00Z end'
looks 2026-12-11 122 124 2
is 'names are asked for once' "$(calls)" 'active=1 token=1'
is 'and stand in the sheet' "$(sheet participant name uid | grep named)" 'ext_dan  named
ou_ann Name of ann named'
tool attendance named
has 'in the table instead of the id' "$(cat ../out)" 'Name of ann'
has 'beside it in a pipe' "$(grep 'Name of ann' ../out)" 'ou_ann'
stop_box; start_box --missing-scope contact:user.base:readonly
one team.ics bare 20261212T020000Z; now 2026-12-12T01:50:00Z; tool sync
play bare '2026-12-12T02:00:00Z start' '2026-12-12T02:00:00Z join ou_ann' '2026-12-12T03:00:00Z end'
look 2026-12-12T02:02:00Z
is 'without the scope for names: ids' "$RC $(sheet participant name uid | grep bare)" '0 ou_ann  bare'

# --- another kind of ids in the middle of a meeting
settings '[feishu]
user_id_type = union_id'
sed -i 's/^owner = ou_/owner = on_/' ../config.ini
look 2026-12-12T02:04:00Z
is 'ids as the last look had them' "$RC $(sheet participant user_id_type seconds uid | grep bare)" '0 on_ann union_id 240 bare'
settings ''

# --- the server
one team.ics fault 20261213T020000Z; now 2026-12-13T01:50:00Z; tool sync
play fault '2026-12-13T02:00:00Z start' '2026-12-13T02:00:00Z join ou_ann'
look 2026-12-13T02:02:00Z
script 'active +1 status=400 code=121002'
look 2026-12-13T02:04:00Z
is 'a refusal is told, and no end of the meeting' "$RC $(grep -c 'UID fault' ../err) $(sql 'SELECT over FROM attendance WHERE uid = "fault"')" '1 1 0'
hold_lock
look 2026-12-13T02:06:00Z
is 'a sync at work does not stop the looks' "$RC $(cat ../err)" '0 '
let_go_of_lock
hold_lock .attendance
look 2026-12-13T02:08:00Z
is 'two looks at a time: one gives way' "$RC" 8
tool sync
is 'a look at work does not stop a sync' "$RC" 0
let_go_of_lock
is 'the lock: its owner alone' "$(stat -c %a "$DIR/state/state.db.attendance.lock")" 600

# --- what is said
now 2026-12-13T02:10:00Z; tool -vvv attendance --record
hasnt 'nobody in a log' "$(cat ../err ../out)" ou_ann
hasnt 'nor a name' "$(cat ../err ../out)" 'Name of'
tool active --participants -vvv fault
hasnt 'nor in that of active' "$(cat ../err)" ou_ann
tool attendance fualt
is 'an unknown UID: the nearest' "$RC $(cat ../err)" "1 icsreserve: error: no meeting of the UID fualt was recorded; did you mean 'fault'?"
tool attendance --record x; is '--record takes no UID' "$RC" 2
tool attendance --record --forget; is 'one thing at a time' "$RC" 2

# --- how long
sed -i '1i [run]\nattendance_days = 2' ../config.ini
look 2026-12-14T03:00:00Z
is 'what is older goes' "$(sql 'SELECT uid FROM attendance ORDER BY start' | tr '\n' ' ')" 'fault '
is 'with its people' "$(sql 'SELECT count(*) FROM stays WHERE meeting NOT IN (SELECT id FROM attendance)')" 0
tool attendance --forget
is 'all' "$RC $(sql 'SELECT count(*) FROM attendance')" '0 0'
tool attendance --forget
is 'none' "$RC $(cat ../out)" '0 attendance: meetings forgotten: 0; copies of the state that were made before still have them'

# --- many at once
stop_box; start_box
for i in $(seq 200); do vevent "m$i" 20261215T020000Z; done | vcal > team.ics
settings ''; now 2026-12-15T01:50:00Z; tool sync --force
SECONDS=0; look 2026-12-15T02:01:00Z
is '200 within their minute, at the limits of the API' "$RC $(calls) $((SECONDS < 60))" '0 active=200 token=1 1'
