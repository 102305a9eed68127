#!/bin/bash
# SPDX-License-Identifier: MIT
# export: the reservations held, in each format.  What the formats hold is
# the business of 40-html and 41-export.
. "$(dirname "$0")/../lib.sh"
start_box --rate-second 0 --rate-minute 0
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
tool export --format json team
is 'json: the calendar that is named' "$(json ../out 'sorted({m["calendar"] for m in meetings})')" '["team"]'
is 'json: the event'"'"'s own zone' "$(json ../out '[(m["start"], m["timezone"]) for m in meetings if m["uid"] == "a"]')" \
    '[["2026-12-01T10:00:00+08:00", "Asia/Shanghai"]]'
is 'json: across the end of summer time' "$(json ../out 'sorted({m["start"][11:] for m in meetings if m["uid"] == "w" and m["topic"] == "Weekly"})')" \
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
