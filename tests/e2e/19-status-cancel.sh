#!/bin/bash
# SPDX-License-Identifier: MIT
# status and cancel.
. "$(dirname "$0")/../lib.sh"
start_box
tool status; has 'nothing is held' "$(cat ../out)" 'No reservations'
is 'nothing is held: exit' $RC 0
[ ! -e "$DIR/state/state.db" ]; result $? 'status makes no state'
config <<END
[calendar "one"]
path = $DIR/w/one.ics
[calendar "two"]
path = $DIR/w/two
END
mkdir two
{ vevent a 20261201T020000Z; vevent b 20261202T020000Z LOCATION:; } | vcal > one.ics
EOL=lf one two/c.ics c 20261203T020000Z URL:
one two/d.ics d 20261204T020000Z 'DESCRIPTION:x'
mkdir ../orig; cp -a one.ics two ../orig
script 'apply 4 status=400 code=121003 msg="no such owner"'
tool --json sync
is 'three booked, one refused' "$RC $(totals)" '1 created=3 failed=1 files_written=2'
tool status
is 'status: a line for each' "$(uids | wc -w)" 4
has 'status: the link' "$(cat ../out)" 'https://vc.feishu.cn/j/'
has 'status: the error' "$(cat ../out)" 'no such owner'
tool status a c
is 'status: by UID' "$(uids)" 'a c'
tool status --failed
is 'status: --failed' "$(uids)" 'd'
tool --json status
is 'status: --json' "$(out '[(b["uid"], b["state"]) for b in bookings]')" \
    '[["a", "live"], ["b", "live"], ["c", "live"], ["d", "wanted"]]'
is 'status: --json, a booking' "$(out '[bookings[0][k] for k in ("calendar", "start", "end", "end_time", "error")]')" \
    '["one", "2026-12-01T02:00:00Z", "2026-12-01T03:00:00Z", 1796095800, null]'
is 'status: --json, an error' "$(out 'bookings[3]["error"]["code"]')" 121003
is 'status: no request' "$(calls)" ''
tool --json sync
is 'the next run tries again' "$RC $(totals)" '0 created=1 unchanged=3 files_written=1'
now 2026-12-02T12:00:00Z
tool status --upcoming
is 'status: --upcoming' "$(uids)" 'c d'
now 2026-11-22T00:00:00Z

tool --json cancel a
is 'cancel UID' "$RC $(totals) $(calls)" '0 deleted=1 files_written=1 delete=1 token=1'
is 'cancel UID: the other keeps its link' "$(grep -c ^X-ICSRESERVE-ID one.ics) $(held)" '1 3'
tool status; is 'cancel UID: forgotten' "$(uids)" 'b c d'
tool --json cancel b
same 'cancel: one.ics is as it was' one.ics ../orig/one.ics
tool --json sync
is 'sync books them again' "$(totals)" 'created=2 unchanged=2 files_written=1'
tool --json cancel --calendar two
is 'cancel --calendar' "$RC $(totals)" '0 deleted=2 files_written=2'
for f in c d; do same "cancel --calendar: $f.ics is as it was" two/$f.ics ../orig/two/$f.ics; done
is 'cancel --calendar: the other is left' "$(held)" 2
tool --json sync
tool --json cancel --all
is 'cancel --all' "$RC $(totals) $(held)" '0 deleted=4 files_written=3 0'
for f in one.ics two/c.ics two/d.ics; do same "cancel --all: $f is as it was" $f ../orig/$f; done
tool --json cancel --all
is 'cancel --all again' "$RC $(totals) $(calls)" '0  '
tool cancel a; is 'cancel what is not booked' $RC 2
tool cancel a --all; is 'cancel both ways' $RC 2
# The server refuses: the lines stay with the reservation.
tool --json sync
script 'delete +1 status=500 code=121001
delete +2- status=500 code=121001'
sed -i 's/owner = ou_me/&\nretries = 0/' "$DIR/config.ini"
tool --json cancel a
is 'a delete that fails' "$RC $(totals) $(held)" '1 failed=1 4'
is 'its lines stay' "$(grep -c ^X-ICSRESERVE-ID one.ics)" 2
curl -sS -X DELETE "$URL/_sandbox/script" > /dev/null
tool --json cancel --all
is 'and later it goes' "$RC $(totals) $(held)" '0 deleted=4 files_written=3 0'
same 'with all bytes back' one.ics ../orig/one.ics
# A file that can't be looked into keeps its lines, and that is told.
mkdir there; one gone.ics g 20261205T020000Z; one there/t.ics t 20261205T020000Z
tool --json sync gone.ics there/t.ics
mv gone.ics ../gone.ics; tool --json cancel g
is 'a file that is gone' "$RC $(totals) $(out '[p["exit"] if "exit" in p else p["kind"] for p in problems]')" '0 deleted=1 ["unreadable"]'
mv ../gone.ics gone.ics; tool --json cancel g
is 'it came back: cancel once more' "$RC $(grep -c ^X-ICSRESERVE-ID gone.ics)" '0 0'
mv there ../there; : > there; tool --json cancel t
is 'a file that can not be reached' "$RC $(totals)" '3 deleted=1'
rm there; mv ../there there; tool --json cancel t
is 'it can again' "$RC $(grep -c ^X-ICSRESERVE-ID there/t.ics)" '0 0'
# A calendar that was emptied on purpose: the message names the way out of it.
mkdir empty; one empty/e.ics e 20261205T020000Z
printf '[calendar "bare"]\npath = %s\n' "$DIR/w/empty" | config
tool --json sync; cp empty/e.ics ../e.ics; rm empty/e.ics
tool sync
is 'emptied: in doubt' "$RC $(held)" '3 1'
has 'emptied: the message names the remedy' "$(said)" 'icsreserve cancel --calendar bare'
tool --json cancel --calendar bare
is 'emptied: cancelled' "$RC $(totals) $(held)" '0 deleted=1 0'
tool --json sync
is 'emptied: no doubt any more' "$RC $(totals) $(out '[p["kind"] for p in problems]')" '0  ["empty"]'
cp ../e.ics empty/e.ics; tool --json cancel --calendar bare
is 'should it come back' "$RC $(grep -c ^X-ICSRESERVE-ID empty/e.ics)" '0 0'
