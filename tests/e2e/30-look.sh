#!/bin/bash
# SPDX-License-Identifier: MIT
# show, active and verify: what the server has beside what is recorded.
. "$(dirname "$0")/../lib.sh"
start_box --assume expire-status=enum
id() { sql "SELECT reserve_id FROM bookings WHERE uid = '$1'"; }
config <<END
[meeting]
password = 971024
hosts = ou_me
[calendar "c"]
path = $DIR/w/c.ics
END
{ vevent a 20261201T020000Z 'SUMMARY:季度复盘：请各位提前准备材料并准时参加'
  for u in b c d e; do vevent $u 20261202T020000Z; done
  vevent far 20270301T020000Z; } | vcal > c.ics
cp c.ics was
tool --json sync
is 'booked' "$RC $(totals)" '0 created=6 files_written=1'

# --- show
cp c.ics before
tool show a
is 'show: nothing differs' "$RC $(calls)" '0 get=1 token=1'
has 'show: says so' "$(cat ../out)" '=> as it is recorded'
has 'show: the topic' "$(cat ../out)" '季度复盘：请各位提前准备材料并准时参加'
hasnt 'show: no password' "$(said)" 971024
tool show --password a
has 'show --password' "$(cat ../out)" 971024
tool --json show a
is 'show --json' "$(out '[reservations[0][k] for k in ("uid", "verdict", "changed")]')" \
    '["a", "as it is recorded", []]'
hasnt 'show --json: no password' "$(said)" 971024
I=$(id b)
update b '{"meeting_settings":{"topic":"other\u001b[31m","password":"1234"},"end_time":"1796200000"}'
tool show "$I"
is 'show by reserve id' $RC 0
is 'show: what differs is marked' "$(grep -o '^\*  [a-z_]*' ../out | tr -s '* \n' ' ')" ' end_time topic password '
has 'show: control characters are made visible' "$(cat ../out)" '\u001b[31m'
tool --json show b
is 'show --json: what differs' "$(out 'reservations[0]["changed"]')" '["topic", "password", "end_time"]'
is 'show --json: beside each other' "$(out '[f for f in reservations[0]["fields"] if f["field"] == "topic"]')" \
    '[{"field": "topic", "recorded": "b", "server": "other\u001b[31m", "differs": true}]'
remove c
tool show c
is 'show: gone' $RC 1
has 'show: gone is said' "$(cat ../out)" 'the server has no such reservation'
tool show nobody; is 'show: neither UID nor id' $RC 2
tool show 7490000000000009999
is 'show: an id nobody knows' $RC 1
tool show; is 'show: what?' $RC 2
same 'show writes nothing' c.ics before
script 'get * status=403 code=121005 msg="not yours"'
tool show a
has 'show: a refusal' "$RC $(said)" 'not yours'
is 'show: a refusal fails' $RC 1
unscript

# --- active: nothing is running, in each way the API may say it
tool active a
is 'active: 404' "$RC $(calls)" '0 active=1 get=1 token=1'
has 'active: 404 is no meeting' "$(cat ../out)" 'no meeting is running'
tool active c
is 'active: no reservation' $RC 1
has 'active: no reservation is said' "$(cat ../out)" 'no such reservation'
# nothing WHAT ACTION...: the server says it so
nothing() {
	script "active +1 status=200 ${2-}"
	tool active a
	is "active: nothing, by $1" "$RC $(grep -c 'no meeting is running' ../out) $(calls)" "0 1 ${3-active=1 token=1}"
}
nothing 'an empty data' 'set=code:0 set=data:{}'
nothing 'no data' 'set=code:0 set=data:null'
nothing 'a null' 'set=code:0 set=data:{\"meeting\":null}'
nothing 'an empty meeting' 'set=code:0 set=data:{\"meeting\":{}}'
nothing 'a meeting without an id' 'set=code:0 set=data:{\"meeting\":{\"id\":\"\",\"status\":0}}'
nothing 'one that has ended' 'set=code:0 set=data:{\"meeting\":{\"id\":\"7\",\"status\":3}}'
post meetings/start "{\"reserve_id\":\"$(id a)\",\"participants\":[\"ou_me\",
    {\"id\":\"=cmd|x\",\"first_join_time\":\"1795305600\",\"final_leave_time\":\"1795309200\",
     \"in_meeting_duration\":\"3600\",\"is_external\":true,\"status\":4,\"user_type\":6}]}"
tool active a
is 'active' "$RC $(calls)" '0 active=1 token=1'
has 'active: running' "$(cat ../out)" 'a meeting is running'
has 'active: host' "$(cat ../out)" 'ou_me (user)'
has 'active: abilities' "$(cat ../out)" 'use_video, use_audio'
hasnt 'active: no people unasked' "$(cat ../out)" cohost
hasnt 'active: no password' "$(said)" 971024
tool active --participants a
has 'active --participants' "$(cat ../out)" '=cmd|x  participant  left'
tool active --csv a
is 'active --csv' "$("$PYTHON" -c 'import csv,sys
for r in csv.DictReader(open("../out", encoding="utf-8-sig", newline="")): print(r["participant"], r["role"], r["joined"], r["minutes"], r["kind"], r["external"])')" \
    "ou_me host 2026-11-22T00:00:00Z 0 user no
'=cmd|x participant 2026-11-22T00:00:00Z 60 telephone yes"
tool --json active --participants a
is 'active --json' "$(out '[meetings[0]["meeting"][k] for k in ("topic", "status", "participant_count", "abilities")]')" \
    '["季度复盘：请各位提前准备材料并准时参加", 2, 2, ["use_video", "use_audio", "use_share_screen"]]'
is 'active --json: people' "$(out '[p["id"] for p in meetings[0]["meeting"]["participants"]]')" '["ou_me", "=cmd|x"]'
post meetings/end "{\"reserve_id\":\"$(id a)\"}"

# --- verify: b has drifted, c is gone
update d '{"end_time":"1795400000"}'
cp "$DIR/state/state.db" "$DIR/db"
tool --json verify
is 'verify' "$RC $(calls)" '1 get=6 token=1'
is 'verify: findings' "$(out '{f["uid"]: f["changed"] for f in findings}')" \
    '{"b": ["topic", "password", "end_time"], "c": ["gone"], "d": ["end_time"]}'
is 'verify: counts' "$(out verified)" '{"live": 5, "gone": 1, "expired": 0, "drifted": 2, "unanswered": 0}'
same 'verify changes no file' c.ics before
same 'verify changes no state' "$DIR/state/state.db" "$DIR/db"
tool verify
has 'verify: summary' "$(cat ../out)" 'verify: 5 live, 1 gone, 0 expired, 2 drifted, 0 not verified'
has 'verify: field by field' "$(tr -s ' ' < ../out)" '* topic "b" "other'
tool verify --repair --dry-run
has 'verify --repair --dry-run: the plan' "$(cat ../out)" '+ create Wed 2026-12-02'
is 'verify --repair --dry-run: only questions' "$RC $(calls)" '0 get=6 token=1'
same 'verify --repair --dry-run changes no file' c.ics before
tool --json verify --repair
is 'verify --repair' "$RC $(totals) $(calls)" \
    '0 created=1 updated=1 renewed=1 unchanged=3 files_written=1 apply=1 get=6 token=1 update=2'
is 'verify --repair: what it sent' "$(out '{a["uid"]: a["changed"] for a in actions if a["action"] == "update"}')" \
    '{"b": ["topic", "password", "end_time"]}'
quiet 'verify --repair'
tool verify
is 'verified again' "$RC" 0
has 'verified again: nothing is wrong' "$(cat ../out)" 'verify: 6 live, 0 gone, 0 expired, 0 drifted, 0 not verified'
# The server says that one is expired.
update e '{"end_time":"1795305660"}'
post clock '{"advance":120}'
tool --json verify
is 'verify: expired' "$RC $(out '{f["uid"]: f["changed"] for f in findings}')" '1 {"e": ["expired"]}'
tool --json verify --repair
is 'verify --repair: a new one' "$RC $(totals)" '0 created=1 unchanged=5 files_written=1'
post clock '{"advance":-120}'
# The link is another: it is taken over into the file.
script 'get +1 set=data.reserve.url:https://vc.feishu.cn/j/555555555'
tool --json verify --repair
is 'verify --repair: a link that changed' "$RC $(grep -c 'vc.feishu.cn/j/555555555\|j/55555' c.ics | sed 's/[1-9]/many/')" '0 many'
unscript
# One that could not be written is not taken over.
url=$(sql "SELECT url FROM bookings WHERE uid = 'e'")
for bad in 'https://evil.example/j/1' 'javascript:alert(1)' 'https://vc.feishu.cn/j/1\r\nX-EVIL:1'; do
	script "get * set=data.reserve.url:$bad"
	tool --json verify --repair
	is "a link that is none to follow: $bad" "$(sql "SELECT url FROM bookings WHERE uid = 'e'") $(totals)" "$url unchanged=6"
	unscript
done
tool --json verify --repair; is 'nor from one that is ours: what the server has is taken again' "$RC $(totals)" '0 unchanged=5 files_written=1'
tool --json verify; is 'nothing was changed by them' "$RC $(out '[[f["uid"], f["changed"], f["error"]] for f in findings]')" '0 []'
script 'get +1 set=data.reserve.meeting_settings.topic:a\u009b\u202e set=data.reserve.meeting_no:1\n2'
tool --json show e
"$PYTHON" -c 'import json,sys; b = open(sys.argv[1], "rb").read(); json.loads(b.decode()); sys.exit(b"\xc2\x9b" in b)' ../out
result $? "what the server has is clean JSON"
unscript
script 'get +1 status=404 html'
tool verify
has 'verify: one can not be asked' "$RC $(cat ../out)" '1 not verified'
unscript
script 'get * status=400 code=99991672 msg="no scope"'
tool --json verify
is 'verify: no scope' $RC 5
unscript
tool --json cancel --all
same 'cancel gives the bytes back' c.ics was

# --- many that are gone are not made anew by themselves
rm -f c.ics; for i in $(seq 10); do vevent "n$i" 20261201T020000Z; done | vcal > c.ics
tool --json sync
for i in 1 2 3; do remove "n$i"; done
cp c.ics before
tool --json verify --repair
is 'guard: nothing is made anew' "$RC $(totals) $(calls)" '4 unchanged=10 get=10 token=1'
same 'guard: the file is as before' c.ics before
tool --json verify --repair --dry-run --max-deletes 3
is 'guard: --max-deletes' "$RC $(totals)" '0 created=3 unchanged=7 files_written=1'
tool --json verify --repair --force
is 'guard: --force' "$RC $(totals)" '0 created=3 unchanged=7 files_written=1'
