#!/bin/bash
# SPDX-License-Identifier: MIT
# Addresses become ids through the directory.
. "$(dirname "$0")/../lib.sh"
cat > "$DIR/people" <<'END'
me@example.com ou_me
zhang@example.com ou_zhang
li@example.com ou_li
gone@example.com ou_gone resigned
END
start_box --directory "$DIR/people"
O='ORGANIZER:mailto:' A='ATTENDEE:mailto:' C='ATTENDEE;ROLE=CHAIR:mailto:'
# field UID EXPRESSION: of the body that reserved for it; asked: who was asked for
field() { bodies apply > "$DIR/bodies"; "$PYTHON" -c 'import json,sys
for l in open(sys.argv[1]):
    b = json.loads(l)
    if b["meeting_settings"]["topic"] == sys.argv[2]: print(json.dumps(eval(sys.argv[3], b)))' "$DIR/bodies" "$1" "$2"; }
asked() { bodies batch_get_id | "$PYTHON" -c 'import json,sys
print(" ".join(sorted(a.split("@")[0] for l in sys.stdin for a in json.loads(l)["emails"])))'; }
problems() { out '" ".join(sorted(p["kind"] + ":" + (p["uid"] or "-") for p in problems))'; }
fresh() { rm -rf "$DIR/state/"* ./*; }

# --- organizers ----------------------------------------------------------------
{ vevent a 20261201T020000Z "${O}Zhang@Example.com"
  vevent b 20261201T020000Z "${O}zhang@example.com"
  vevent c 20261201T020000Z "${O}nobody@example.com"
  vevent d 20261201T020000Z; } | vcal > a.ics
before=$(snap)
tool --json sync -n a.ics
is 'dry run: nothing is asked' "$RC $(calls)" '0 '
is 'dry run: it tells who will be' "$(problems)" 'to-look-up:- to-look-up:-'
has 'dry run: by address' "$(said)" 'zhang@example.com will be looked up'
is 'dry run: planned with a note' "$(totals) $(out '[a["uid"] for a in actions if a["note"]]')" 'created=4 files_written=1 ["a", "b", "c"]'
is 'dry run: nothing is touched' "$(snap)" "$before"
sync 'found or not' 0 'created=4 files_written=1' 'apply=4 batch_get_id=1 token=1' a.ics
is 'each address is asked for once' "$(asked)" 'nobody zhang'
is 'the ORGANIZER owns it' "$(field a owner_id) $(field b owner_id)" '"ou_zhang" "ou_zhang"'
is 'else the owner does' "$(field c owner_id) $(field d owner_id)" '"ou_me" "ou_me"'
quiet 'second run' a.ics

# --- how long an answer holds ---------------------------------------------------
again() { one "$1.ics" "$1" 20261201T020000Z "${O}zhang@example.com" "${C}nobody@example.com"; }
config <<'END'
[meeting]
hosts = chairs
END
again e
sync 'known: nobody is asked again' 0 'created=1 files_written=1' 'apply=1 token=1' e.ics
is 'left out and named' "$(problems)" 'unresolved-person:e'
now 2026-11-22T00:59:59Z; again f
sync 'not yet an hour' 0 'created=1 files_written=1' 'apply=1 token=1' f.ics
now 2026-11-22T01:00:00Z; again g
sync 'after an hour' 0 'created=1 files_written=1' 'apply=1 batch_get_id=1 token=1' g.ics
is 'after an hour: whom it did not know' "$(asked)" 'nobody'
now 2026-11-23T00:00:00Z; again h
sync 'after a day' 0 'created=1 files_written=1' 'apply=1 batch_get_id=1 token=1' h.ics
is 'after a day: all' "$(asked)" 'nobody zhang'
is 'old answers are forgotten' "$(sql "SELECT address, user_id FROM people ORDER BY 1" | tr '\n' ' ')" 'nobody@example.com| zhang@example.com|ou_zhang '
now 2026-11-22T00:00:00Z

# Of what is booked a dry run claims no change that it can't know.
edit h.ics 's/SUMMARY:h/SUMMARY:hh/'; edit g.ics 's/DTSTAMP.*/DTSTAMP:20260102T000000Z/'
now 2026-11-24T00:00:00Z
tool --json sync -n g.ics h.ics
is 'dry run: what may change' "$(out '[(a["uid"], a["changed"], a["note"]) for a in actions]')" '[["h", ["topic"], "people in it are looked up first"]]'
now 2026-11-22T00:00:00Z

# --- many ----------------------------------------------------------------------
fresh; stop_box; start_box --latency 0
for i in $(seq 120); do vevent "u$i" 20261201T020000Z "${O}p$i@example.com"; done | vcal > many.ics
sync '120 addresses' 0 'created=120 files_written=1' 'apply=120 batch_get_id=3 token=1' many.ics
is '120 addresses: at most 50 a call' "$(bodies batch_get_id | "$PYTHON" -c 'import json,sys
print(sorted(len(json.loads(l)["emails"]) for l in sys.stdin))')" '[20, 50, 50]'
is '120 addresses: each once' "$(asked | tr ' ' '\n' | sort -u | wc -l)" 120
quiet '120 addresses' many.ics
stop_box; start_box --rate-second 50 --directory "$DIR/people"

# --- hosts, attendees, what is written down --------------------------------------
fresh
config <<'END'
[people]
boss@example.com = ou_me
[meeting]
hosts = organizer chairs
join_permission = attendees | types: rooms
END
one a.ics a 20261201T020000Z "${O}zhang@example.com" "${C}li@example.com" "${C}who@example.com" "${A}boss@example.com" "${A}gone@example.com"
one b.ics b 20261201T020000Z "${A}who@example.com" "${A}LI@example.com"
one c.ics c 20261201T020000Z "${A}li@example.com" 'X-ICSRESERVE-OWNER:who@example.com'
one d.ics d 20261201T020000Z "${A}who@example.com"
tool --json sync .
is 'lists' "$RC $(totals) $(calls)" '1 created=2 failed=2 files_written=2 apply=2 batch_get_id=1 token=1'
is 'lists: hosts' "$(field a '[h["id"] for h in meeting_settings["assign_host_list"]]')" '["ou_zhang", "ou_li"]'
is 'lists: who may join' "$(field a '[c["check_list"] for c in meeting_settings["action_permissions"][0]["permission_checkers"]]')" '[["ou_li", "ou_me"], ["2"]]'
is 'lists: what is told' "$(problems)" 'nobody-known:d unknown-person:c unresolved-person:a unresolved-person:a'
has 'lists: with how many more' "$(said)" 'who@example.com is left out, also of 2 more events'
has 'lists: an owner who is written down' "$(said)" "UID c: X-ICSRESERVE-OWNER: 'who@example.com' is no id"

fresh
{ echo '[people]'
  for n in {1..12}; do echo "c$n@example.com = ou_$n"; done
  echo '[meeting]'
  echo 'hosts = chairs'; } | config
mapfile -t chairs < <(printf 'ATTENDEE;ROLE=CHAIR:mailto:c%d@example.com\n' {1..12})
one a.ics a 20261201T020000Z "${chairs[@]}"
tool --json sync .
is 'too many chairs: ten are hosts' "$RC $(field a 'len(meeting_settings["assign_host_list"])') $(problems)" '0 10 hosts-cut:a invalid-hosts:a'
has 'hosts that the server does not know: named' "$(said)" 'ou_7'

# The plan is made twice, what it tells is told once.
fresh
{ vevent a 20261201T020000Z "${C}who@example.com"; vevent past 20250101T020000Z
  vevent odd 20261201T020000Z 'X-ICSRESERVE-PASSWORD:1'; } | vcal > a.ics
tool --json sync a.ics missing.ics
is 'made twice: told once' "$RC $(totals) $(calls)" '3 created=1 skipped=1 failed=1 files_written=1 apply=1 batch_get_id=1 token=1'
is 'made twice: each problem once' "$(problems)" 'bad-value:odd no-calendar:- unresolved-person:a'

# Each kind of id has its own answers, and each app.
fresh
one a.ics a 20261201T020000Z "${O}zhang@example.com"
sync 'open_id' 0 'created=1 files_written=1' 'apply=1 batch_get_id=1 token=1' .
config <<< $'user_id_type = union_id\nowner = on_me'
sed -i '/^owner = ou_me/d' "$DIR/config.ini"
one b.ics b 20261201T020000Z "${O}zhang@example.com"
sync 'union_id: asked anew' 0 'created=1 unchanged=1 files_written=1' 'apply=1 batch_get_id=1 token=1' .
is 'union_id' "$(field b owner_id)" '"on_zhang"'
config < /dev/null

# --- what the server can do --------------------------------------------------------
reset() { fresh; stop_box; config <<< "${2-}"; start_box --directory "$DIR/people" $1
	one a.ics a 20261201T020000Z "${O}zhang@example.com"; one b.ics b 20261201T020000Z; }
reset '' $'retries = 1'
script 'batch_get_id * status=500 code=2200'
sync 'the server fails: others are booked' 1 'created=1 failed=1 files_written=1' 'apply=1 batch_get_id=2 token=1' .
is 'the server fails: who waits' "$(problems)" 'people-not-looked-up:- people-not-looked-up:a'
curl -sS -X DELETE "$URL/_sandbox/script" > /dev/null
sync 'the next run goes on' 0 'created=1 unchanged=1 files_written=1' 'apply=1 batch_get_id=1 token=1' .
is 'the next run goes on: with the owner' "$(field a owner_id)" '"ou_zhang"'
quiet 'and then' .

reset ''
script 'batch_get_id * quota'
sync 'no quota: others are booked' 6 'created=1 failed=1 files_written=1' 'apply=1 batch_get_id=1 token=2' .
reset ''
script 'batch_get_id 1 ratelimit=0'
sync 'rate limit: it waits' 0 'created=2 files_written=2' 'apply=2 batch_get_id=2 token=1' .
reset ''
script 'batch_get_id 1 half'
sync 'half an answer: asked again' 0 'created=2 files_written=2' 'apply=2 batch_get_id=2 token=1' .
reset ''
script 'batch_get_id 1 revoke'
sync 'a stale token: asked again' 0 'created=2 files_written=2' 'apply=2 batch_get_id=2 token=2' .

reset '--missing-scope contact:user.id:readonly'
tool --json sync .
is 'no scope: nothing more is done' "$RC $(calls)" '5 batch_get_id=1 token=1'
has 'no scope: it is named' "$(said)" 'contact:user.id:readonly'
has 'no scope: a way out' "$(said)" 'owner_from_organizer = no'
config <<< 'owner_from_organizer = no'
sync 'no scope: the way out' 0 'created=2 files_written=2' 'apply=2 token=1' .

for assume in unknown-user=empty unknown-user=null user-order=reverse; do
	reset "--assume $assume"
	one c.ics c 20261201T020000Z "${O}nobody@example.com"
	sync "$assume" 0 'created=3 files_written=3' 'apply=3 batch_get_id=1 token=1' .
	is "$assume: who is who" "$(field a owner_id) $(field c owner_id)" '"ou_zhang" "ou_me"'
done

# One address that the server can't read holds nobody up for long.
reset ''
one c.ics c 20261201T020000Z "${O}nobody@example.com"
one d.ics d 20261201T020000Z "${O}li@example.com"
script $'batch_get_id 1 status=400 code=99992402\nbatch_get_id 4 status=400 code=99992402'
tool --json sync .
is 'a refused call is cut in two' "$RC $(totals)" '0 created=4 files_written=4'
is 'a refused call is cut in two: until one is left' "$(bodies batch_get_id | "$PYTHON" -c 'import json,sys
print([len(json.loads(l)["emails"]) for l in sys.stdin][:3])')" '[3, 1, 2]'
reset ''
script 'batch_get_id * status=400 code=99992402'
sync 'all refused: no matter of an address' 1 'created=1 failed=1 files_written=1' 'apply=1 batch_get_id=1 token=1' .
is 'all refused: nothing is believed' "$(sql 'SELECT count(*) FROM people')" 0

# Whatever it answers: the event without people is booked, nothing is believed.
reset '' 'retries = 0'
for answer in garbage:1 html:1 empty:1 not-json:1 wrong-types:1 wrong-types=data:1 wrong-types=code:1 \
    huge:1 cut-before:1 cut-after:1 half:1 redirect=https://evil.example/:1 'status=404 html:6' \
    'status=418 code=1:1' 'status=503:1' 'status=400 code=99991663:5'; do
	rm -f "$DIR/state/"*; one a.ics a 20261201T020000Z "${O}zhang@example.com"; one b.ics b 20261201T020000Z
	script "batch_get_id * ${answer%:*}"
	tool --json sync .
	want=1; [ "${answer##*:}" != 5 ] || want=0
	is "${answer%:*}" "$RC $(grep -lr X-ICSRESERVE-ID . | wc -l) $(sql 'SELECT count(*) FROM people')" "${answer##*:} $want 0"
	curl -sS -X DELETE "$URL/_sandbox/script" > /dev/null
done

# --- a user's token ------------------------------------------------------------------
fresh; stop_box
{ printf '[feishu]\naccess_token_command = echo u-token\n[meeting]\nhosts = chairs\n'; } > "$DIR/config.ini"
start_box --directory "$DIR/people" --user-token u-token=ou_me
one a.ics a 20261201T020000Z "${O}zhang@example.com" "${C}li@example.com"
sync "a user's token: nobody is asked" 0 'created=1 files_written=1' 'apply=1' .
is "a user's token: left out and named" "$(problems)" 'unresolved-person:a'

# --- an earlier state -----------------------------------------------------------------
fresh; stop_box; config < /dev/null; start_box --directory "$DIR/people"
one a.ics a 20261201T020000Z
sync 'earlier state: made' 0 'created=1 files_written=1' 'apply=1 token=1' .
first_state
quiet 'earlier state: upgraded' .
is 'earlier state: a copy is kept' "$(stat -c %a "$DIR/state/state.db.before-v2")" 600
is 'earlier state: one booking' "$(sql 'SELECT count(*) FROM bookings')" 1
tool --json cancel --all
is 'earlier state: its lines are known' "$(grep -c 'URL\|LOCATION\|X-ICSR' a.ics)" 0
