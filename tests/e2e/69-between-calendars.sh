#!/bin/bash
# SPDX-License-Identifier: MIT
# Events that go from one calendar to another between two runs, or stand in both:
# each plan is what its run does, and each ends with the user's bytes.
. "$(dirname "$0")/../calendars.sh"

# --- calendars that exchange what they have ---------------------------------------
# exchanged NAME RULE: two events of one UID
exchanged() {
	local n="two calendars, $1" links
	vevent x 20261205T020000Z URL: SUMMARY:p ${2:+"$2"} | vcal > one/a.ics
	vevent x 20261206T020000Z SUMMARY:q ${2:+"$2"} | vcal > two/a.ics
	cp one/a.ics was.one; cp two/a.ics was.two
	tool --json sync
	links="$(linked two/a.ics) $(linked one/a.ics)"
	mv one/a.ics t; mv two/a.ics one/; mv t two/a.ics
	tool --json sync -n
	is "$n: nothing is planned" "$RC $(out plan)" '0 0000000000000000'
	tool --json sync
	is "$n: each event keeps its link, without a call" "$RC $(calls) $(linked one/a.ics) $(linked two/a.ics)" "0  $links"
	quiet "$n"
	ended "$n" one/a.ics was.two two/a.ics was.one
}
fresh exchange-single < /dev/null
exchanged 'an event'
for mode in series occurrences; do
	fresh exchange-$mode <<< "[sync]
recurrence = $mode"
	exchanged "$mode" 'RRULE:FREQ=DAILY;COUNT=3'
done

n='an editor saves what it read before a run'
fresh stale <<< "$OCCURRENCES"
vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > one/a.ics
tool --json sync
edit one/a.ics '0,/^SUMMARY:s/s//SUMMARY:t/'
cp one/a.ics stale
tool --json sync
is "$n: made anew" "$RC $(grep -c ^SUMMARY:t one/a.ics)" '0 4'
cp stale one/a.ics
tool --json sync
is "$n: and again" "$RC $(calls) $(grep -c ^SUMMARY:t one/a.ics)" '0  4'
vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | sed 's/^SUMMARY:s/SUMMARY:t/' | vcal > was
quiet "$n"
ended "$n" one/a.ics was

n='a second VEVENT for an occurrence'
fresh second <<< "$OCCURRENCES"
vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > one/a.ics
cp one/a.ics was
tool --json sync
for f in one/a.ics was; do vevent s 20261130T030000Z RECURRENCE-ID:20261130T020000Z SUMMARY:own | append $f; done
tool --json sync
is "$n: told, and left" "$RC $(calls)" '1 '
ended "$n" one/a.ics was

# --- cancelled where it stands now ---------------------------------------------
for what in uid calendar; do
	n="moved, then cancel by $what"
	fresh "cancel-$what" < /dev/null
	one one/a.ics x 20261201T020000Z
	cp one/a.ics before
	tool --json sync
	mv one/a.ics two/b.ics
	case $what in
	uid)
		tool --json cancel x
		is "$n" "$RC $(totals) $(calls)" '0 deleted=1 files_written=1 delete=1 token=1'
		same "$n: its bytes come back" two/b.ics before ;;
	calendar)
		cp two/b.ics linked
		tool --json cancel --calendar one
		is "$n: it is the other calendar's" "$RC $(totals)$(calls)" '0 '
		has "$n: and is named" "$(out '[[p["kind"], p["uid"]] for p in problems]')" '["moved-away", "x"]'
		same "$n: it keeps its link" two/b.ics linked
		sync "$n: and its reservation" 0 'unchanged=1 skipped=2' ''
		tool --json cancel --calendar two
		same "$n: its own calendar ends it" two/b.ics before ;;
	esac
done

n='cancel by UID beside another series, in occurrences'
fresh cancel-beside <<< "$OCCURRENCES"
{ vevent x 20261201T020000Z; vevent y 20261202T020000Z 'RRULE:FREQ=DAILY;COUNT=2'; } | vcal > one/a.ics
cp one/a.ics before
tool --json sync
tool --json cancel x
is "$n: one is deleted" "$RC $(totals)" '0 deleted=1 files_written=1'
is "$n: the other keeps its links" "$(links one/a.ics | wc -w) $(grep -c '^RECURRENCE-ID' one/a.ics)" '2 2'
tool --json cancel y
same "$n: and is cancelled by its own" one/a.ics before

# --- a series that goes to another calendar, its overrides stay behind --------------
for mode in series occurrences; do
	for from in one two; do
		n="$mode: a series leaves $from without its overrides"
		to=two; [ $from = one ] || to=one
		fresh "left-$mode-$from" <<< "[sync]
recurrence = $mode"
		{ vevent s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
		  [ $mode = occurrences ] ||
		    vevent s 20261202T030000Z RECURRENCE-ID:20261202T020000Z; } | vcal > $from/a.ics
		tool --json sync
		mv $from/a.ics was
		part was overrides > $from/a.ics
		cp $from/a.ics left
		part was master > $to/b.ics
		links=$(links was)
		tool --json sync $from --force
		is "$n: $to is not looked at: all is kept" "$RC $(totals)$(calls)" \
		    "0 $([ $mode = series ] && echo unchanged=1 || echo unchanged=3) skipped=1"
		has "$n: which is told" "$(out '[p["kind"] for p in problems]')" '["moved-away"]'
		same "$n: and stands" $from/a.ics left
		tool --json sync -n
		would=$(totals)
		tool --json sync
		is "$n: the plan is what is done" "$(totals)" "$would"
		if [ $mode = series ]; then
			is "$n: it keeps its link" "$(links $to/b.ics)" "${links%% *} "
			is "$n: the override has its own" "$(links $from/a.ics | wc -w)" 1
		else
			is "$n: they keep their links" "$RC $(links $to/b.ics)$(calls)" "0 $links"
			is "$n: what was made for them goes" "$(grep -c VEVENT $from/a.ics)" 0
		fi
		quiet "$n"
	done
done

# --- a copy in another calendar, whose original ends ----------------------------
for what in cancelled cancelled-and-left-out shortened; do
	n="a copy, its original $what"
	fresh "copy-$what" < /dev/null
	rule='' left=''
	[ $what != shortened ] || rule='RRULE:FREQ=DAILY;COUNT=3'
	[ $what != cancelled-and-left-out ] || left='X-ICSRESERVE:no'
	[ $what != shortened ] || settings <<< "$OCCURRENCES"
	one one/a.ics x 20261201T020000Z ${rule:+"$rule"}
	tool --json sync
	dead=$(links one/a.ics | sed 's/ *$//; s/.* //')
	cp one/a.ics two/b.ics
	[ -z "$left" ] || edit two/b.ics "s/^SUMMARY:.*/&\n$left\r/"
	tool --json sync
	quiet "$n: it stands"
	case $what in
	shortened) edit one/a.ics 's/COUNT=3/COUNT=2/' ;;
	*) edit one/a.ics 's/^SUMMARY:.*/&\nSTATUS:CANCELLED\r/' ;;
	esac
	tool --json explain x
	is "$n: explain has each once" "$(out '(lambda l: len(l) > 1 and len(l) == len(set(l)))(
	    [(x["calendar"], x["recurrence_id"]) for x in explained])')" true
	tool --json sync -n
	would=$(totals)
	tool --json sync
	is "$n: the plan is what is done" "$(totals)" "$would"
	is "$n: no dead link is left in it" "$(grep -c "$dead" two/b.ics)" 0
	quiet "$n"
done

# --- the same, but the deletions are too many -------------------------------------
n='copies of what the guard keeps'
fresh copies-guarded < /dev/null
for i in 1 2 3 4 5 6 7 8 9; do one one/$i.ics e$i 2026120${i}T020000Z; done
tool --json sync
for i in 1 2 3 4 5 6 7 8; do cp one/$i.ics two/; done
for i in 1 2 3 4; do edit two/$i.ics 's/^SUMMARY:.*/&\nX-ICSRESERVE:no\r/'; done
tool --json sync
quiet "$n: they stand"
cat two/*.ics > copies
for i in 1 2 3 4 5 6 7 8; do edit one/$i.ics 's/^SUMMARY:.*/&\nSTATUS:CANCELLED\r/'; done
planned "$n: nothing is deleted, nothing is booked anew" 4 'unchanged=1 skipped=10 refused=8' ''
cat two/*.ics > now
same "$n: they keep their links" now copies
tool --json sync --force
is "$n: with --force each wanted copy gets its own" "$RC $(totals)" \
    '0 created=4 deleted=8 unchanged=1 skipped=2 files_written=16'
is "$n: and the others none" "$(cat two/[1-4].ics | grep -c CONFERENCE)" 0
quiet "$n"

# --- an event that moves, and leaves one in its place that is called off -----------
# left NAME LINE: without lines of ours; exchanged with the other calendar's, or new
left() {
	local n=$1 link
	fresh "left-$1" < /dev/null
	one one/a.ics u 20261205T020000Z
	one two/a.ics u 20261207T020000Z "$2"
	tool --json sync
	link=$(linked one/a.ics)
	mv one/a.ics t; mv two/a.ics one/; mv t two/a.ics
	planned "$n, exchanged: it keeps the link" 0 'unchanged=1 skipped=3' ''
	is "$n, exchanged: its link" "$(linked two/a.ics)" "$link"
	quiet "$n, exchanged"
	now 2026-12-01T00:00:00Z
	edit two/a.ics 's/^DTSTART:.*/DTSTART:20270120T020000Z\r/'
	sync "$n, exchanged: it is the booking of the event" 0 'updated=1 skipped=3' 'token=1 update=1'
	cp one/a.ics was
	edit two/a.ics 's/^UID:u/UID:v/'
	mv two/a.ics two/b.ics
	cp one/a.ics two/a.ics
	rm one/a.ics
	planned "$n, under a new UID: it keeps the link" 0 'unchanged=1 skipped=3' ''
	is "$n, under a new UID: its link" "$(linked two/b.ics)" "$link"
	quiet "$n, under a new UID"
	ended "$n" two/a.ics was
}
left cancelled STATUS:CANCELLED
left opted-out X-ICSRESERVE:no
