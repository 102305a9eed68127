#!/bin/bash
# SPDX-License-Identifier: MIT
# Series and overrides that another program writes in another way than expected:
# each is booked once, or refused by name, and cancel gives the bytes back.
. "$(dirname "$0")/../calendars.sh"
# override RECURRENCE-ID DTSTART [LINE]...: of the UID s, with parameters and colons
override() {
	printf 'BEGIN:VEVENT\nUID:s\nDTSTAMP:20260202T000000Z\n'
	printf 'RECURRENCE-ID%s\nDTSTART%s\nDURATION:PT1H\n' "$1" "$2"
	shift 2
	[ $# = 0 ] || printf '%s\n' "$@"
	printf 'END:VEVENT\n'
}
# whole NAME N: each of the N occurrences in one/a.ics is booked once, and cancel
# gives the bytes back
whole() {
	cp one/a.ics was
	tool --json sync
	is "$1: each occurrence is booked once" "$RC $(calls)" "0 apply=$2 token=1"
	quiet "$1"
	ended "$1" one/a.ics was
}

# --- a RECURRENCE-ID without a zone beside a DTSTART in another one ----------------
fresh forms <<< '[sync]
recurrence = occurrences
timezone = Asia/Shanghai'
while IFS='|' read -r n rid start; do
	{
		vevent s 20261205T100000 'RRULE:FREQ=DAILY;COUNT=4'
		override "$rid" "$start" SUMMARY:later
	} | vcal > one/a.ics
	whole "$n" 4
done <<'END'
RANGE, UTC|;RANGE=THISANDFUTURE:20261206T100000|:20261206T040000Z
RANGE, another zone|;RANGE=THISANDFUTURE:20261206T100000|;TZID=America/New_York:20261205T230000
RANGE, both in UTC|;RANGE=THISANDFUTURE:20261206T020000Z|:20261206T040000Z
alone, UTC|:20261206T100000|:20261206T040000Z
alone, another zone|:20261206T100000|;TZID=America/New_York:20261205T230000
END
n='a series in a zone'
{
	vevent z 20261205T100000 'RRULE:FREQ=DAILY;COUNT=3' | sed 's/^DTSTART/&;TZID=Asia\/Tokyo/; s/^UID:.*/UID:s/'
	override :20261206T100000 ';TZID=Europe/Berlin:20261206T070000'
} | vcal > one/a.ics
whole "$n" 3

# --- a RANGE of another kind of time than its series --------------------------------
fresh kinds <<< '[sync]
recurrence = occurrences
timezone = Asia/Shanghai
all_day = reserve'
while IFS='|' read -r n series rid start; do
	{
		printf 'BEGIN:VEVENT\nUID:s\nDTSTART%s\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\n' "$series"
		printf 'BEGIN:VEVENT\nUID:s\nRECURRENCE-ID;RANGE=THISANDFUTURE%s\nDTSTART%s\n' "$rid" "$start"
		printf 'SUMMARY:later\nEND:VEVENT\n'
	} | vcal > one/a.ics
	whole "$n" 3
done <<'END'
days, a time|;VALUE=DATE:20261205|:20261206T020000Z|:20261206T040000Z
days, a time in a zone|;VALUE=DATE:20261205|;VALUE=DATE:20261206|;TZID=America/New_York:20261206T040000
times, a day|:20261205T020000Z|;TZID=Asia/Shanghai:20261206T100000|;VALUE=DATE:20261206
times, days|:20261205T020000Z|;VALUE=DATE:20261206|;VALUE=DATE:20261206
END

# --- one RECURRENCE-ID that two overrides of a file write in two ways --------------
fresh doubles <<< '[sync]
timezone = Asia/Shanghai
all_day = reserve'
while IFS='|' read -r n a a_start b b_start; do
	{ override "$a" "$a_start"; override "$b" "$b_start"; } | vcal > one/a.ics
	one "two/$n.ics" "good $n" 20261207T020000Z
	tool --json sync
	is "$n: refused, and the rest goes on" "$RC $(calls) $(out 'sorted(p["kind"] for p in problems)')" \
	    '1 apply=1 token=1 ["duplicate-uid", "duplicate-uid"]'
	tool --json sync
	is "$n: again, without a call" "$RC $(calls)" '1 '
done <<'END'
a RANGE on a day|;RANGE=THISANDFUTURE;VALUE=DATE:20261206|;VALUE=DATE:20261206|;VALUE=DATE:20261206|:20261206T040000Z
a RANGE at a time|;RANGE=THISANDFUTURE:20261206T020000Z|:20261206T040000Z|:20261206T020000Z|:20261206T050000Z
two zones|;TZID=Asia/Tokyo:20261206T110000|:20261206T040000Z|:20261206T020000Z|:20261206T050000Z
END

# --- an error in one calendar, and STATUS:CANCELLED in another one -----------------
fresh errors < /dev/null
while IFS='|' read -r n by; do
	rm -rf "$DIR/state"; mkdir -m 700 "$DIR/state"
	one one/a.ics u 20261205T020000Z
	one two/b.ics u 20261207T020000Z SUMMARY:b
	tool --json sync
	keeps=$(linked one/a.ics)
	edit one/a.ics "$by"
	edit two/b.ics 's/^SUMMARY:b/STATUS:CANCELLED/'
	tool --json sync
	is "$n: the cancelled one ends" "$RC $(calls)" '1 delete=1 token=1'
	is "$n: it is told once" "$(out 'len(problems)')" 1
	tool --json sync
	is "$n: the other one stays" "$RC $(calls) $(linked one/a.ics)" "1  $keeps"
	tool cancel --all
done <<'END'
a bad date|s/^DTSTART:.*/DTSTART:garbage\r/
no start|/^DTSTART/d
an unknown zone|s/^DTSTART:.*/DTSTART;TZID=Nowhere:20261205T100000\r/
a bad rule|s/^DURATION.*/RRULE:FREQ=BLA\r/
END

# --- cancel, where the RECURRENCE-ID says nothing any more -------------------------
fresh without-id < /dev/null
while IFS='|' read -r n by; do
	for master in X-A:1 LAST-MODIFIED:20240101T000000Z; do
		for over in X-B:1 LAST-MODIFIED:20230101T000000Z; do
			{
				vevent s 20261205T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' "$master"
				override :20261212T020000Z :20261212T040000Z SUMMARY:other "$over"
			} | vcal > one/a.ics
			cp one/a.ics was
			tool sync
			edit one/a.ics "$by"
			edit was "$by"
			tool sync
			ended "$n, $master, $over" one/a.ics was
		done
	done
done <<'END'
removed|/^RECURRENCE-ID/d
garbled|s/^RECURRENCE-ID.*/RECURRENCE-ID:garbage\r/
with a bad start|s/^RECURRENCE-ID:20261212/RECURRENCE-ID:20261214/; s/^DTSTART:20261212T04/DTSTART:garbage/
END

# --- a DESCRIPTION of line breaks alone, beside a series without one ---------------
fresh breaks <<< '[writeback]
properties = conference description'
for text in 'DESCRIPTION:\n' 'DESCRIPTION:\n\n' 'description:\n' 'DESCRIPTION: ' DESCRIPTION:; do
	{
		vevent s 20261205T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3'
		override :20261212T020000Z :20261212T040000Z "$text"
	} | vcal > one/a.ics
	cp one/a.ics was
	tool sync
	ended "$text" one/a.ics was
done

# --- where DTEND says more than DTSTART ---------------------------------------------
fresh ends <<< '[sync]
recurrence = occurrences
all_day = reserve
timezone = Asia/Shanghai'
while IFS='|' read -r n start end; do
	{
		printf 'BEGIN:VEVENT\nUID:s\nDTSTART%s\nDTEND%s\n' "$start" "$end"
		printf 'RRULE:FREQ=DAILY;COUNT=2\nEND:VEVENT\n'
	} | vcal > one/a.ics
	whole "$n" 2
done <<'END'
a day that ends at a time|;VALUE=DATE:20261205|:20261205T050000Z
the end alone in UTC|:20261205T100000|:20261205T110000Z
the end alone in a zone|:20261205T100000|;TZID=Europe/Berlin:20261205T110000
two zones|;TZID=Asia/Tokyo:20261205T100000|;TZID=Europe/Berlin:20261205T110000
END

# --- a series in two files, and an override that a person wrote in one of them ------
n='an override in another file of its UID'
fresh another-file <<< '[sync]
recurrence = occurrences'
{
	vevent s 20261207T020000Z SUMMARY:first
	override :20261207T020000Z :20261207T020000Z SUMMARY:first
} | vcal > one/a.ics
vevent s 20261207T020000Z RDATE:20261209T020000Z SUMMARY:second SEQUENCE:2 | vcal > one/b.ics
cp one/a.ics was.a; cp one/b.ics was.b
tool --json sync
for round in 2 3; do
	tool --json sync
	is "$n: nothing is done in round $round" "$RC $(calls)" '1 '
	same "$n: it stays in round $round" one/a.ics was.a
done
ended "$n" one/a.ics was.a one/b.ics was.b

# --- under a new UID, with all its lines, while an event has the old one -----------
n='an override without its series under a new UID'
fresh renamed <<< "$OCCURRENCES"
override :20261206T020000Z :20261206T020000Z SUMMARY:alone | vcal > one/a.ics
vevent s 20261231T020000Z | vcal > one/b.ics
tool --json sync
edit one/a.ics 's/^UID:s/UID:w/'
tool --json sync -n
would=$(totals)
tool --json sync
is "$n: it keeps its link" "$RC $(calls)" '0 '
is "$n: the plan is what is done" "$(totals)" "$would"
quiet "$n"
