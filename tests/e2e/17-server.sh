#!/bin/bash
# SPDX-License-Identifier: MIT
# What the server does: a reservation gone, links and passwords that change.
. "$(dirname "$0")/../lib.sh"
start_box
link() { grep -a ^URL "$1" | tr -d '\r'; }
one a.ics a 20261201T020000Z URL: LOCATION:; cp a.ics ../orig
sync booked 0 'created=1 files_written=1' 'apply=1 token=1' a.ics
LINK=$(link a.ics)
remove a
edit a.ics 's/SUMMARY:a/SUMMARY:aa/'
sync 'gone on update: made anew' 0 'created=1 files_written=1' 'apply=1 token=1 update=1' a.ics
is 'gone on update: one is held' "$(held)" 1
is 'gone on update: the new link' "$(link a.ics)" "URL:$(box 'reserves[0]["url"]')"
hasnt 'gone on update: not the old one' "$(cat a.ics)" "${LINK#URL:}"
is 'gone on update: lines are replaced, not doubled' "$(grep -acE '^(URL|LOCATION|CONFERENCE|X-ICSRESERVE-ID)' a.ics)" 4
quiet 'gone on update' a.ics
remove a
tool --json cancel a
is 'gone on delete: done' "$RC $(totals)" '0 deleted=1 files_written=1'
edit ../orig 's/SUMMARY:a/SUMMARY:aa/'
same 'gone on delete: the bytes are back' a.ics ../orig
stop_box

start_box --assume update-link=change --assume update-password=regenerate
one b.ics b 20261201T020000Z 'LOCATION:Room 3'; cp b.ics ../orig
sync 'link: booked' 0 'created=1 files_written=1' 'apply=1 token=1' b.ics
before=$(link b.ics)
edit b.ics 's/SUMMARY:b/SUMMARY:bb/'
sync 'link: changed by the server' 0 'updated=1 files_written=1' 'token=1 update=1' b.ics
is 'link: replaced' "$(link b.ics)" "URL:$(box '[r["url"] for r in reserves if r["meeting_settings"]["topic"] == "bb"][0]')"
[ "$before" != "$(link b.ics)" ]; result $? 'link: it is another'
is 'link: in place' "$(grep -acE '^(URL|CONFERENCE|X-ICSRESERVE-ID)' b.ics)" 3
quiet link b.ics
edit ../orig 's/SUMMARY:b/SUMMARY:bb/'
tool cancel b; same 'link: cancel gives the bytes back' b.ics ../orig

config <<'END'
[meeting]
password = 4711
END
one p.ics p 20261201T020000Z
sync 'password: booked' 0 'created=1 files_written=1' 'apply=1 token=1' p.ics
pass() { box '[r["password"] for r in reserves if r["meeting_settings"]["topic"][0] == "p"][0]'; }
is 'password: the server has it' "$(pass)" 4711
edit p.ics 's/SUMMARY:p/SUMMARY:pp/'
tool --json sync p.ics
is 'password: another in the answer is put right' "$RC $(calls)" '0 token=1 update=2'
is 'password: it holds' "$(pass)" 4711
quiet password p.ics
config <<'END'
[meeting]
password = none
END
tool --json sync p.ics
is 'password: taken away, and read back' "$RC $(calls) $(pass)" '0 get=1 token=1 update=1 '
is 'password: named as changed' "$(out 'actions[0]["changed"]')" '["password"]'
quiet 'no password' p.ics
config < /dev/null
tool --json sync p.ics
is 'password: left to the server: nothing is sent' "$RC $(calls)" '0 '
