#!/bin/bash
# SPDX-License-Identifier: MIT
# export: the reservations held, in each format.  What the formats hold is
# the business of 40-html and 41-export.
. "$(dirname "$0")/../lib.sh"
start_box
{ vevent a 20261201T100000 'LOCATION:Room 1' 'SUMMARY:=1+1,季度'
  printf 'BEGIN:VEVENT\nUID:w\nDTSTAMP:20260101T000000Z\nDTSTART;TZID=Europe/Berlin:20261123T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\nSUMMARY:Weekly\nEND:VEVENT\n'
  printf 'BEGIN:VEVENT\nUID:w\nDTSTAMP:20260101T000000Z\nRECURRENCE-ID;TZID=Europe/Berlin:20261130T090000\nDTSTART;TZID=Europe/Berlin:20261130T110000\nDURATION:PT1H\nSUMMARY:Later this week\nEND:VEVENT\n'
} | vcal > team.ics
vevent s 20261201T020000Z RRULE:FREQ=DAILY | vcal > each.ics
tool export; is 'nothing is held: an empty calendar' "$RC $(grep -c VEVENT ../out)" '0 0'
printf '[sync]\ntimezone = Asia/Shanghai\nrecurrence = series\n[calendar "team"]\npath = %s\n[calendar "one"]\npath = %s\n' "$DIR/w/team.ics" "$DIR/w/each.ics" | config
tool --json sync
is 'booked' "$RC $(totals)" '0 created=3 files_written=2'
before=$(snap)
cp "$DIR/state/state.db" ../db
tool export --days 30
is 'ics' "$RC $(calls)" '0 '
is 'ics: the event, and occurrences of the series' "$(grep -c ^BEGIN:VEVENT ../out)" 27
is 'ics: UIDs are unique' "$(grep ^UID ../out | sort -u | wc -l)" 27
is 'ics: an override has its own time' "$(tr -d '\r' < ../out | grep -c '^DTSTART:20261130T100000Z')" 1
has 'ics: its place' "$(cat ../out)" 'LOCATION:Room 1'
is 'ics: and beside it the link, where all programs show it' \
    "$(tr -d '\r' < ../out | awk '/^LOCATION:Room 1/ { getline; print }')" \
    "DESCRIPTION:$(sql "SELECT url FROM bookings WHERE uid = 'a'")"
tool export --format json team
is 'json: the calendar that is named' "$(json ../out 'sorted({m["calendar"] for m in meetings})')" '["team"]'
is 'json: the event'"'"'s own zone' "$(json ../out '[(m["start"], m["timezone"]) for m in meetings if m["uid"] == "a"]')" \
    '[["2026-12-01T10:00:00+08:00", "Asia/Shanghai"]]'
is 'json: across the end of summer time' "$(json ../out 'sorted({m["start"][11:] for m in meetings if m["uid"] == "w"})')" \
    '["09:00:00+01:00", "11:00:00+01:00"]'
tool export -o page.html --title 'Our meetings' --lang zh
is 'html by the name of the file' "$RC $(cat ../out) $(head -c 15 page.html)" '0  <!DOCTYPE html>'
has 'html: the title' "$(cat page.html)" 'Our meetings'
tool export -o table.csv
is 'csv: no formula' "$("$PYTHON" -c 'import csv
print([r["summary"] for r in csv.DictReader(open("table.csv", encoding="utf-8-sig", newline="")) if r["uid"] == "a"])')" "[\"'=1+1,季度\"]"
tool --json export -o x.json; is '--json' "$RC $(out meetings)" "0 $(json x.json 'len(meetings)')"
rm -f page.html table.csv x.json
is 'nothing else is touched' "$(snap)" "$before"
same 'nor the state' "$DIR/state/state.db" ../db
# A calendar that is gone: what the state knows is left.
mv team.ics ../hidden
tool export --format json
is 'a calendar that is gone' "$RC $(json ../out '[m["start"] for m in meetings if m["uid"] == "a"]')" '0 ["2026-12-01T02:00:00+00:00"]'
has 'it is told' "$(cat ../err)" 'team.ics'
mv ../hidden team.ics
for args in '--format pdf' '--lang fr' '--json' '--days 99999' nobody; do
	# shellcheck disable=SC2086
	tool export $args; is "usage: $args" $RC 2
done
mkdir dir; tool export -o dir/none/x.ics; is 'a folder that is not there' $RC 1
tool export -o dir; is 'a folder in place of a file' $RC 1

# --- what a series that comes only later says of itself
mkdir ../later; cd ../later || exit 1
now 2026-11-23T00:00:00Z
printf '[sync]\nall_day = reserve\n' >> ../config.ini
{ vevent party '20260325' 'RRULE:FREQ=YEARLY' 'SUMMARY:Party'
  vevent board 20260325T130000Z 'RRULE:FREQ=YEARLY' 'LOCATION:HQ'
  vevent own 20261124T020000Z 'RRULE:FREQ=WEEKLY' 'SUMMARY:Weekly talk'
  vevent own 20261201T030000Z RECURRENCE-ID:20261201T020000Z 'SUMMARY:The talk with guests'
  vevent closed 20261124T020000Z CLASS:PRIVATE SUMMARY:Closed
} | sed 's/^DTSTART:20260325\r/DTSTART;VALUE=DATE:20260325\r/; /^DTEND:20260325T/{s/T.*/\r/;s/DTEND:20260325/DTEND;VALUE=DATE:20260326/}' | vcal > l.ics
tool sync l.ics; is 'all are booked' "$RC $(grep -c ^X-ICSRESERVE-ID l.ics)" '0 5'
for days in 30 200; do
	tool export --format json --days $days -o $days.json
	is "$days days: the next of each" "$(json $days.json 'sorted([m["uid"], m["recurrence_id"], m["start"], m["all_day"], m["location"]] for m in meetings if m["uid"] in ("party", "board"))')" \
	    '[["board", "20270325T130000Z", "2027-03-25T13:00:00+00:00", false, "HQ"], ["party", "20270325", "2027-03-25", true, null]]'
done
is 'an override has its own title' "$(json 30.json 'sorted({m["topic"] for m in meetings if m["uid"] == "own"})')" '["The talk with guests", "Weekly talk"]'
tool export -o one.ics; sleep 1.1; tool export -o two.ics
same 'the same meetings are the same bytes' one.ics two.ics
is 'a private one says so' "$(grep -c ^CLASS:PRIVATE one.ics)" 1
is 'a calendar that is named twice' "$(tool export --format csv "$PWD/l.ics" "$PWD/l.ics"; grep -c closed ../out)" 1
# --- links of the server to other hosts
script 'apply +1- set=data.reserve.live_link:https://evil.example/steal set=data.reserve.app_link:https://applink.feishu.cn/client/videochat/open?id=7&mic={?}&preview={?}'
one m.ics m 20261125T020000Z; tool sync m.ics; unscript
tool export --format html "$PWD/m.ics"
hasnt 'no link to another host' "$(cat ../out)" evil.example
has 'the one into the app is filled in' "$(cat ../out)" 'https://applink.feishu.cn/client/videochat/open?id=7"'
# --- two files of one name
mkdir a b; one a/team.ics s 20261126T020000Z; one b/team.ics s 20261127T020000Z
tool sync a/team.ics b/team.ics
tool export --format json "$PWD/a/team.ics" "$PWD/b/team.ics"
is 'they are told apart, by no more than that takes' "$(json ../out 'sorted({m["calendar"] for m in meetings})')" '["a/team.ics", "b/team.ics"]'
# --- what is no plain file is written into
mkfifo pipe; cat pipe > got & tool export --format csv -o pipe; wait $!
is 'a pipe' "$RC $([ -p pipe ] && echo pipe) $(head -c 3 got | od -An -tx1 | tr -d ' ')" '0 pipe efbbbf'
if mknod null c 1 3 2> /dev/null; then
	tool export -o null; is 'a device' "$RC $([ -c null ] && echo device)" '0 device'
fi
tool export -o ''; is 'no name' "$RC" 2
tool export -o "$DIR/config.ini"; is 'the configuration' "$RC" 2
# --- upcoming: a series goes on
now 2026-11-24T12:00:00Z
tool status --upcoming
has 'upcoming: a series whose next is known from before' "$(cat ../out)" 'Weekly talk'
hasnt 'upcoming: not what has ended' "$(cat ../out)" Closed
