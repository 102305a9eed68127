#!/bin/bash
# SPDX-License-Identifier: MIT
# Faults that users met: what changes between two runs, in pairs of changes.
# Each plan is what its run does, and each ends with the user's bytes.
. "$(dirname "$0")/../calendars.sh"

# --- text and place ----------------------------------------------------------
for mode in series occurrences; do
	n="$mode: a text that changes in both"
	fresh text-$mode <<< "[sync]
recurrence = $mode
[writeback]
properties = description"
	{ vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' 'DESCRIPTION:Agenda'
	  vevent s 20261201T030000Z RECURRENCE-ID:20261130T020000Z 'DESCRIPTION:Agenda'; } |
	    vcal > one/a.ics
	tool --json sync
	for f in one/a.ics was; do
		[ -f $f ] || { vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' 'DESCRIPTION:Agenda'
		  vevent s 20261201T030000Z RECURRENCE-ID:20261130T020000Z 'DESCRIPTION:Agenda'; } | vcal > $f
		edit $f 's/^DESCRIPTION:Agenda/DESCRIPTION:Notes/; s/^DTSTAMP:.*/DTSTAMP:20261122T010000Z\r/
		    s/^LAST-MODIFIED:.*/LAST-MODIFIED:20261122T010000Z\r/'
	done
	now 2026-11-22T02:00:00Z
	tool --json sync
	is "$n: stays" "$RC $(calls) $(grep -c '^DESCRIPTION:Notes' one/a.ics)" "0  $(grep -c ^BEGIN:VEVENT one/a.ics)"
	tool --json cancel --all
	is "$n: is the user's" "$(grep -c ^X-ICSR one/a.ics) $(grep ^DESCRIPTION one/a.ics)" "0 $(grep ^DESCRIPTION was)"
done

# Whole series move, by less than a period and by one; the bytes too.
for mode in series occurrences; do
	for by in 3600 604800; do
		n="$mode: moved by $by s with its overrides"
		fresh moved-$mode-$by <<< "[sync]
recurrence = $mode"
		{ vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3'
		  vevent s 20261201T030000Z RECURRENCE-ID:20261130T020000Z SUMMARY:own
		  vevent t 20261124T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3'; } | vcal > one/a.ics
		cp one/a.ics was
		tool --json sync
		before=$(links one/a.ics)
		later $by one/a.ics; later $by was
		tool --json sync
		is "$n: no call but updates" "$RC $(calls | sed 's/token=1 update=.*/updates/')" '0 updates'
		is "$n: each has its own link, once" "$(links one/a.ics)" "$before"
		quiet "$n"
		ended "$n" one/a.ics was
	done
done

# The file gets another name as well, and the overrides stay where they were.
for whole in 'with its overrides' 'alone'; do
	n="moved $whole, and its file renamed"
	fresh "renamed-${whole##* }" <<< "$OCCURRENCES"
	vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > one/a.ics
	tool --json sync
	before=$(links one/a.ics)
	if [ "$whole" = alone ]; then edit one/a.ics '0,/^DTSTART:20261123T02/s//DTSTART:20261123T04/'
	else later 7200 one/a.ics; fi
	mv one/a.ics one/b.ics
	vevent s 20261123T040000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > was
	tool --json sync
	is "$n: updates" "$RC $(calls)" '0 token=1 update=3'
	is "$n: the same links" "$(links one/b.ics)" "$before"
	quiet "$n"
	ended "$n" one/b.ics was
done

# --- left out, cancelled, over --------------------------------------------------
for why in 'X-ICSRESERVE:no' 'CATEGORIES:Private'; do
	n="left out by $why, and its file renamed"
	fresh "skipped-${why%%:*}" <<< "[writeback]
mode = in-place"
	vevent x 20261201T020000Z | vcal > one/a.ics
	tool --json sync
	edit one/a.ics "s/^SUMMARY/$why\r\n&/"
	vevent x 20261201T020000Z "$why" SUMMARY:x | vcal > was
	sed -i '/^\[calendar/a exclude = category:Private' "$DIR/config.ini"
	mv one/a.ics one/b.ics
	tool --json sync
	is "$n: kept" "$RC $(calls) $(linked one/b.ics | grep -c '=[0-9]*$')" '0  1'
	mv one/b.ics one/c.ics
	tool --json sync
	is "$n: kept by any name" "$RC $(calls)" '0 '
	ended "$n" one/c.ics was
done

n='cancelled, and moved to another calendar'
fresh cancelled <<< "$OCCURRENCES"
vevent x 20261201T020000Z | vcal > one/a.ics
vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > one/b.ics
tool --json sync
for f in a b; do edit one/$f.ics 's/^SUMMARY/STATUS:CANCELLED\r\n&/'; mv one/$f.ics two/; done
planned "$n" 0 'deleted=4 skipped=2 files_written=2' 'delete=4 token=1'
vevent x 20261201T020000Z STATUS:CANCELLED SUMMARY:x | vcal > a
vevent s 20261123T020000Z STATUS:CANCELLED SUMMARY:s 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > b
same "$n: no line of ours" two/a.ics a
same "$n: no VEVENT of ours" two/b.ics b
quiet "$n"

n='an occurrence is over when its series goes elsewhere'
fresh over <<< "$OCCURRENCES"
vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > one/a.ics
cp one/a.ics was
tool --json sync
now 2026-11-23T12:00:00Z
mv one/a.ics two/
tool --json sync
is "$n: its override went" "$RC $(calls) $(grep -c ^RECURRENCE-ID two/a.ics)" '0  2'
quiet "$n"
ended "$n" two/a.ics was

# --- another recurrence -----------------------------------------------------------
n='to a series, with an answer that was lost'
fresh lost <<< "$OCCURRENCES"
vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > one/a.ics
cp one/a.ics was
script 'apply +2 cut-after'
tool --json sync
unscript
is "$n: unknown" "$RC $(totals)" '1 created=2 skipped=2 unknown=1 files_written=1'
settings < /dev/null
tool --json sync
is "$n: one link" "$RC $(linked one/a.ics | grep -c 'master=[0-9]*$')" '0 1'
quiet "$n"
tool --json cancel --all
same "$n: the user's bytes" one/a.ics was

n='to occurrences, with one that is left'
fresh left < /dev/null
vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=2' | vcal > one/a.ics
cp one/a.ics was
tool --json sync
now 2026-11-24T02:00:00Z
settings <<< "$OCCURRENCES"
planned "$n" 0 'created=1 unchanged=1 skipped=2 files_written=1' 'apply=1 token=1'
has "$n: the series has no link" "$(linked one/a.ics)" 'master=- 20261130T020000Z='
quiet "$n"
tool --json cancel --all
same "$n: the user's bytes" one/a.ics was

# --- bytes ----------------------------------------------------------------------
n='an update that is refused'
fresh stamps < /dev/null
one one/a.ics x 20261201T020000Z
tool --json sync
edit one/a.ics 's/^SUMMARY:x/SUMMARY:y/; s/^DTSTAMP:.*/DTSTAMP:20261121T000000Z\r/'
vevent x 20261201T020000Z SUMMARY:y | sed 's/^DTSTAMP.*/DTSTAMP:20261121T000000Z/' | vcal > was
script 'update +1 status=400 code=121003'
tool --json sync
unscript
is "$n: fails" "$RC $(calls)" '1 token=1 update=1'
ended "$n" one/a.ics was

n='a line in a file of other line ends'
fresh ends < /dev/null
one one/a.ics x 20261201T020000Z URL: 'LOCATION: '
tool --json sync
tr -d '\r' < one/a.ics > two/a.ics; rm one/a.ics
EOL=lf one was x 20261201T020000Z URL: 'LOCATION: '
tool --json sync
is "$n: no call" "$RC $(calls)" '0 '
ended "$n" two/a.ics was

# --- what the series says of itself --------------------------------------------
for what in 'X-KIND:1 X-KIND:2' 'X-KIND:1 ' 'X-ICSRESERVE:yes ' 'X-ICSRESERVE:yes X-ICSRESERVE:no' \
    'X-ICSRESERVE-AUTO-RECORD:yes X-ICSRESERVE-AUTO-RECORD:no'; do
	from=${what%% *} to=${what#* }
	n="a series' $from becomes '$to'"
	fresh "said-${what//[: ]/-}" <<< "$OCCURRENCES"
	vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' "$from" | vcal > one/a.ics
	tool --json sync
	is "$n: three overrides" "$RC $(grep -c ^RECURRENCE-ID one/a.ics)" '0 3'
	edit one/a.ics "0,/^$from/s/^$from\r/$to\r/; 0,/^\r$/{/^\r$/d}"
	vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' ${to:+"$to"} | vcal > was
	tool --json sync
	is "$n: is done" "$RC" 0
	[ "$to" = X-ICSRESERVE:no ] || is "$n: the overrides follow rules of ours" \
	    "$(grep -c "^X-ICSRESERVE[-A-Z]*:[^7]" one/a.ics)" "$(case $to in X-ICS*) echo 4 ;; *) echo 0 ;; esac)"
	quiet "$n"
	edit one/a.ics 's/^SUMMARY:s/SUMMARY:t/'
	sed 's/^SUMMARY:s/SUMMARY:t/' was > was.t
	tool --json sync
	ended "$n" one/a.ics was.t
done

# --- a leftover that can't be removed at once -----------------------------------
n='a leftover of a killed run'
fresh leftover < /dev/null
one one/a.ics x 20261201T020000Z
cp -Rp "$DIR/state" "$DIR/state.new"; cp -p one/a.ics was
ICSRESERVE_STEP=count tool --json sync
at=$(sed -n 's/^step \([0-9]*\) rename$/\1/p' ../../err)
rm -rf "$DIR/state"; mv "$DIR/state.new" "$DIR/state"; mv was one/a.ics
ICSRESERVE_STEP=kill:$at tool --json sync
is "$n: is there" "$RC $(find one -name '.icsreserve-*' | wc -l)" '100 1'
ICSRESERVE_STEP=fail:1 tool --json sync
has "$n: can't be removed" "$(said)" "a leftover of a stopped run can't be removed"
tool --json sync
is "$n: is removed later" "$RC $(ls -A one | tr '\n' ' ')" '0 a.ics other.ics '

# --- a deletion of which no answer came ---------------------------------------------
for mode in series occurrences; do
	n="$mode: wanted again after a deletion without an answer"
	fresh deleted-$mode <<< "[sync]
recurrence = $mode"
	vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > one/a.ics
	cp one/a.ics was
	tool --json sync
	edit one/a.ics 's/^SUMMARY/STATUS:CANCELLED\r\n&/'
	script 'delete * cut-after'
	tool --json sync
	unscript
	is "$n: it fails" "$RC" 1
	edit one/a.ics '/^STATUS:CANCELLED/d'
	tool --json sync
	is "$n: all is well" "$RC" 0
	quiet "$n"
	is "$n: each link lives" "$(links one/a.ics)" \
	    "$(box '"".join(sorted(r["url"].split("/")[-1] + " " for r in reserves))')"
	ended "$n" one/a.ics was
done

# --- the same, killed before the answer was recorded ---------------------------------
for what in wanted opted-out; do
	n="$what after a deletion that was killed"
	fresh killed-$what < /dev/null
	one one/a.ics x 20261201T020000Z
	tool --json sync
	edit one/a.ics 's/^SUMMARY/STATUS:CANCELLED\r\n&/'
	cp -Rp "$DIR/state" "$DIR/state.new"; cp -p one/a.ics cancelled
	ICSRESERVE_STEP=count tool --json sync
	at=$(sed -n 's/^step \([0-9]*\) commit-answer$/\1/p' ../../err)
	rm -rf "$DIR/state"; mv "$DIR/state.new" "$DIR/state"; mv cancelled one/a.ics
	ICSRESERVE_STEP=kill:$at tool --json sync
	edit one/a.ics '/^STATUS:CANCELLED/d'
	[ $what = wanted ] || edit one/a.ics 's/^SUMMARY/X-ICSRESERVE:no\r\n&/'
	# Whether the reservation is there an update tells, and a plan can't.
	tool --json sync -n
	would=$(totals)
	if [ $what = wanted ]; then
		is "$n: an update is planned" "$would" 'updated=1 skipped=2'
		sync "$n: it is made anew" 0 'created=1 skipped=2 files_written=1' 'apply=1 token=1 update=1'
	else
		is "$n: an update is planned" "$would" 'renewed=1 skipped=2'
		sync "$n: it is asked for" 0 'skipped=2' 'token=1 update=1'
		tool --json sync
		is "$n: no dead link is left" "$RC $(ours one/a.ics)" '0 '
	fi
	quiet "$n"
done

# --- a deletion killed before it was sent, and the first occurrence is over ------------
n='a series that is gone, its deletion killed'
fresh killed-series < /dev/null
vevent s 20261123T020000Z 'RRULE:FREQ=WEEKLY;COUNT=3' | vcal > one/a.ics
tool --json sync
rm one/a.ics
cp -Rp "$DIR/state" "$DIR/state.new"
ICSRESERVE_STEP=count tool --json sync --force
at=$(sed -n 's/^step \([0-9]*\) commit-intents$/\1/p' ../../err | head -1)
rm -rf "$DIR/state"; mv "$DIR/state.new" "$DIR/state"
ICSRESERVE_STEP=kill:$((at + 1)) tool --json sync --force
now 2026-11-26T00:00:00Z
tool --json sync --force
is "$n: it is deleted later" "$RC $(calls) $(sql 'SELECT count(*) FROM bookings')" '0 delete=1 token=1 0'

# --- an edit that is taken back after its update had no answer -----------------------
for edit in title end; do
	n="$edit taken back after an update without an answer"
	fresh back-$edit < /dev/null
	one one/a.ics x 20261201T020000Z
	tool --json sync
	cp -p one/a.ics before
	case $edit in
	title) edit one/a.ics 's/^SUMMARY:.*/SUMMARY:another\r/' ;;
	end) edit one/a.ics 's/^DURATION:.*/DURATION:PT5H\r/' ;;
	esac
	script 'update * cut-after'
	tool --json sync
	unscript
	is "$n: it fails" "$RC" 1
	tool --json verify
	case $edit in title) sees='[["topic", null, "another", true]]' ;; end) sees='[]' ;; esac
	is "$n: verify does not know what was recorded" "$RC $(out '[[f["field"], f["recorded"], f["server"], f["differs"]]
	    for r in findings for f in r["fields"] if f["field"] == "topic" and f["differs"]]')" "1 $sees"
	tool show x
	has "$n: nor does show" "$RC $(cat "$DIR/out")" 'topic'
	cp before one/a.ics
	planned "$n: it is sent again" 0 'updated=1 skipped=2' 'token=1 update=1'
	is "$n: the server has what was wanted first" \
	    "$(box '[(r["meeting_settings"]["topic"], int(r["end_time"])) for r in reserves]')" "[[\"x\", $(date -u -d 2026-12-01T03:30:00Z +%s)]]"
	quiet "$n"
done

# --- gone after a run that was stopped -----------------------------------------
# Steps are counted, so that none is left out: those of a run that is not killed.
for what in new moved; do
	fresh "stopped-$what"
	tool --json sync
	step=0 RC=100 left=''
	while [ $RC = 100 ]; do
		step=$((step + 1)) file=one/$what-$step.ics
		if [ $what = moved ]; then
			one two/a.ics $what-$step 20261201T020000Z
			tool --json sync
			mv two/a.ics $file
			edit $file 's/^SUMMARY:/&later /'
		else
			one $file $what-$step 20261201T020000Z
		fi
		ICSRESERVE_STEP=kill:$step tool --json sync
		killed=$RC
		rm $file
		tool --json sync
		# A create without an answer is known to nobody.
		left="$left$(sql "SELECT '$step:' || state || ' ' FROM bookings
		    WHERE uid = '$what-$step' AND state <> 'unknown'")"
		RC=$killed
	done
	is "$what, the run stopped at each of $step steps, and gone: ended" "$left" ''
	is "$what: the last run was not stopped" "$RC" 0
done

# --- what a second model found ---------------------------------------------------
n='one occurrence left, recurrence changed and changed back'
fresh back-and-forth < /dev/null
one one/a.ics x 20261201T020000Z 'RRULE:FREQ=WEEKLY;COUNT=2' EXDATE:20261201T020000Z
tool --json sync
link=$(links one/a.ics)
settings <<< "$OCCURRENCES"; tool --json sync
settings < /dev/null; tool --json sync
is "$n: the series has its link" "$RC $(links one/a.ics)" "0 $link"

n='a copy in the calendar, then recurrence = occurrences'
fresh copied-then-each < /dev/null
one one/a6.ics x 20261201T020000Z 'RRULE:FREQ=WEEKLY;COUNT=2'
tool --json sync
cp one/a6.ics one/a7.ics
settings <<< "$OCCURRENCES"; tool --json sync
quiet "$n"

n='a series that moved without its overrides, its file emptied'
fresh moved-and-emptied <<< "$OCCURRENCES"
one two/b.ics x 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
tool --json sync
: > one/c.ics
"$PYTHON" - two/b.ics <<'END'
import re, sys
b = open(sys.argv[1], newline='').read()
b = re.sub(r'(?s)BEGIN:VEVENT(?:(?!END:VEVENT).)*RRULE.*?END:VEVENT\r?\n', '', b, count=1)
open(sys.argv[1], 'w', newline='').write(b)
END
tool --json sync
is "$n: nothing is deleted" "$RC $(calls) $(held)" '3  3'

# A series that is cancelled while the mode changes: what was booked in the
# other one is deleted, and not kept until it expires.
for way in 'series occurrences 1 2' 'occurrences series 3 3'; do
	read -r from to n skipped <<< "$way"
	fresh "mode-$from" <<-END
	[sync]
	recurrence = $from
	END
	one one/s.ics s 20261201T020000Z 'RRULE:FREQ=DAILY;COUNT=3'
	cp one/s.ics was.ics
	tool --json sync
	settings <<-END
	[sync]
	recurrence = $to
	END
	edit one/s.ics 's/^SUMMARY/STATUS:CANCELLED\r\n&/'
	edit was.ics 's/^SUMMARY/STATUS:CANCELLED\r\n&/'
	planned "cancelled, $from to $to" 0 "deleted=$n skipped=$skipped files_written=1" "delete=$n token=1"
	same "cancelled, $from to $to: the bytes" one/s.ics was.ics
	sync "cancelled, $from to $to: once" 0 'skipped=3' ''
done
