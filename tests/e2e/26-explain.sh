#!/bin/bash
# SPDX-License-Identifier: MIT
# explain: which rule decided, where each field came from, what comes next.
. "$(dirname "$0")/../lib.sh"
start_box
O='ORGANIZER:mailto:' C='ATTENDEE;ROLE=CHAIR:mailto:'
config <<'END'
[people]
li@example.com = ou_li
[meeting]
hosts = ou_host
password = 135790
[calendar "team"]
path = w/a.ics
include = attendees
include = summary:W*
exclude = category:Private
auto_record = yes
[calendar "other"]
path = w/b.ics
recurrence = occurrences
[calendar "secret"]
path = w/c.ics
private = mask
default_topic = Busy
END
{ vevent w 20261123T020000Z 'SUMMARY:W 周会' 'RRULE:FREQ=WEEKLY' "${O}li@example.com" 'X-ICSRESERVE-JOIN:users: ou_x'
  vevent w 20261130T030000Z RECURRENCE-ID:20261130T020000Z SUMMARY:Wmoved
  vevent private 20261124T020000Z CATEGORIES:Private SUMMARY:Wp
  vevent none 20261125T020000Z
  vevent cancelled 20261125T020000Z STATUS:CANCELLED SUMMARY:W
  vevent zoom 20261125T020000Z SUMMARY:W URL:https://zoom.us/j/123456789
  vevent out 20261125T020000Z SUMMARY:W X-ICSRESERVE:no
  vevent over 20261025T020000Z SUMMARY:W
  vevent bad 20261125T020000Z SUMMARY:W X-ICSRESERVE-PASSWORD:12
  vevent lookup 20261125T020000Z SUMMARY:W "${O}who@example.com"
} | vcal > a.ics
{ vevent o 20261123T020000Z 'RRULE:FREQ=WEEKLY' 'X-ICSRESERVE-OWNER:ou_o' "${C}x@example.com"
  vevent o 20261207T050000Z RECURRENCE-ID:20261207T020000Z 'X-ICSRESERVE-OWNER:ou_o' 'SUMMARY:Elsewhere'
} | vcal > b.ics
one c.ics c 20261201T020000Z CLASS:PRIVATE 'SUMMARY:Surprise party'
before=$(snap)
explain() { tool explain "$@"; }

explain w
is 'a series: found' "$RC" 0
has 'a series: where' "$(said)" "a.ics:4  calendar team"
has 'a series: its next occurrence' "$(said)" 'next occurrence      Mon 2026-11-23 02:00-03:00 +00:00'
has 'a series: how long' "$(said)" 'without end'
has 'a series: what included it' "$(said)" "included by 'summary:W*'"
has 'owner: ORGANIZER by [people]' "$(said)" '"ou_li"   (ORGANIZER, an address of [people])'
has 'topic: SUMMARY' "$(said)" '"W 周会"   (SUMMARY)'
has 'permissions: of the event' "$(said)" '(X-ICSRESERVE-JOIN)'
has 'auto_record: of the calendar, with its line' "$(said)" '([calendar "team"] auto_record, line 15 of'
has 'hosts: of the file' "$(said)" '([meeting] hosts, line 8 of'
has 'password: its place' "$(said)" '([meeting] password, line 9 of'
hasnt 'password: not what it is' "$(said)" 135790
has 'not sent' "$(said)" 'meeting_connect      not sent: the server decides'
has 'the override' "$(said)" 'an override: it has the link of its series'
has 'not booked yet' "$(said)" 'nothing; it is not booked'
has 'the next sync' "$(said)" '+ create'

for case in "private|excluded by 'category:Private'" "none|no 'include' line matches" \
    'cancelled|STATUS is CANCELLED' 'zoom|existing-link: URL has a meeting link' 'out|opted-out' \
    'over|it has ended' 'bad|X-ICSRESERVE-PASSWORD'; do
	explain "${case%%|*}"
	has "decided: ${case%%|*}" "$(said)" "${case#*|}"
done
explain lookup
has 'owner: to be looked up' "$(said)" 'ORGANIZER, to be looked up first'
explain o
has 'occurrences: each' "$(said)" 'occurrence 20261130T020000Z'
has 'owner: of the event' "$(said)" '"ou_o"   (X-ICSRESERVE-OWNER)'
is 'occurrences: what is the same is told once' "$(grep -c X-ICSRESERVE-OWNER "$DIR/out")" 1
is 'occurrences: what differs is told' "$(grep topic "$DIR/out" | tr -s ' ' | cut -d'(' -f1)" ' topic "o" 
 topic "Elsewhere" '
tool --json explain o
is 'occurrences: JSON has all of each' "$(out 'len(explained) > 2 and all(len(e["fields"]) == 8 for e in explained)')" true
explain c
has 'masked: the neutral topic' "$(said)" 'because CLASS is private'
hasnt 'masked: no SUMMARY' "$(said)" Surprise
ICSRESERVE_OWNER=ou_env tool -c /dev/null explain c c.ics
has 'owner: of the environment' "$(said)" '"ou_env"   ($ICSRESERVE_OWNER)'
explain nobody
is 'unknown: 1' "$RC" 1
has 'unknown: said' "$(said)" 'no calendar has an event with the UID nobody; `icsreserve status` shows what'
tool status nobody; is 'status of it: the same' "$RC" 1
has 'status of it: the command that helps' "$(said)" '`icsreserve explain nobody` says what becomes of the event'
explain; is 'no UID: 2' "$RC" 2
is 'nothing was called, nothing written' "$(snap) $(calls)" "$before "

tool sync
before=$(snap)
explain w
has 'booked: the link' "$(said)" 'live  7490000000000000'
has 'booked: when it is renewed' "$(said)" 'after Mon 2026-12-14 23:59 +00:00'
has 'booked: nothing to do' "$(said)" 'nothing is to be done'
edit a.ics 's/W 周会/W 例会/'
explain w
has 'changed: what would be sent' "$(said)" 'changed: topic'
tool --json explain w
is 'JSON: one object' "$(out 'len(explained)') $(out 'exit') $(out '[f["source"] for f in explained[0]["fields"] if f["name"] == "topic"][0]')" '2 0 SUMMARY'
hasnt 'JSON: no password' "$(said)" 135790

# --- overrides -----------------------------------------------------------------
overrides() { out '" ".join(x["decision"].split(":")[0] + ("" if "series" not in x["decision"] else "=") for x in sorted(explained, key=lambda x: x["recurrence_id"] or "") if x["recurrence_id"])'; }
{ vevent s 20261211T060000Z 'RRULE:FREQ=DAILY;COUNT=5' SUMMARY:W
  vevent s 20261212T070000Z RECURRENCE-ID:20261212T060000Z SUMMARY:W
  vevent s 20261213T060000Z RECURRENCE-ID:20261213T060000Z STATUS:CANCELLED SUMMARY:W
  vevent s 20261214T060000Z RECURRENCE-ID:20261214T060000Z X-ICSRESERVE:no SUMMARY:W
  vevent s 20261215T060000Z RECURRENCE-ID:20261215T060000Z URL:https://zoom.us/j/123456789 SUMMARY:W
} | vcal > a.ics
tool --json sync
tool --json explain s team
is 'overrides: the rule that decides' "$(overrides)" 'an override= cancelled left out left out'
edit a.ics '0,/^SUMMARY:W/s//SUMMARY:no/'
tool --json explain s team
is 'overrides: of a series that is left out' "$(out '[x["decision"] for x in explained if x["recurrence_id"] == "20261212T060000Z"]')" '["an override: the decision for its series applies"]'
{ cat a.ics | sed 's/UID:s/UID:t/'; } > b.ics
rm a.ics
tool --json explain t other
has 'overrides: occurrences, cancelled' "$(overrides)" 'cancelled left out left out'
