#!/bin/bash
# SPDX-License-Identifier: MIT
# cancel --strays: all lines of a lost state go, whatever is configured now.
. "$(dirname "$0")/../lib.sh"
start_box
# put PROPERTIES [OF WRITEBACK [OF SYNC]]: what is written into events
put() {
	printf '[sync]\n%s\n[writeback]\nproperties = %s\n%s\n[calendar "team"]\npath = %s/w/a.ics\n' \
	    "${3-}" "$1" "${2-}" "$DIR" | config
}
lose() { rm -rf ../state; mkdir ../state; }
# text: the lines but for stamps, which nobody can put back
text() { tr -d '\r' < "$1" | grep -v -e ^DTSTAMP -e ^LAST-MODIFIED; }
# gone NAME [WANT]: the lines go, nothing is sent; the next sync books
gone() {
	tool cancel --strays team
	is "$1: nothing is sent" "$RC $(calls)" '0 '
	is "$1: all lines go" "$(text a.ics)" "${2-$(text was)}"
}
booked() {
	tool sync
	is "$1: it is booked again" "$RC $(calls)" '0 apply=1 token=1'
	tool cancel --all
	lose
}
# --- other properties now
while IFS='|' read -r before now more; do
	n="$before, then $now"
	one a.ics a 20261203T020000Z
	cp a.ics was
	put "$before" "${more:+password = yes}" "${more:+[meeting]
password = 971024}"
	tool sync
	is "$n: the password is told" "$(grep -c 971024 a.ics)" "${more:-0}"
	lose
	put "$now"
	tool sync
	is "$n: another state's" "$RC $(calls)" '0 '
	gone "$n"
	booked "$n"
done <<'END'
conference url location|url location
conference url location|conference
conference url location description|url
url|conference
location description|url
description|conference
description|conference|1
END
# --- text of the user's beside a block
one a.ics a 20261203T020000Z 'DESCRIPTION:Bring tea'
cp a.ics was
put 'conference description'
tool sync
lose
put url
gone 'a text before the block'
booked 'a text before the block'
# --- the id alone, and lines twice
put 'conference url location'
one a.ics a 20261203T020000Z
cp a.ics was
tool sync
lose
put url
edit a.ics '/^CONFERENCE/,/^X-ICS/{/^X-ICS/!d}'
is 'the id alone' "$(ours a.ics | grep -vc ^LAST)" 1
gone 'the id alone'
booked 'the id alone'
put 'conference url location'
cp was a.ics
tool sync
lose
put location
awk '/^CONFERENCE/, /^X-ICS/ { ours = ours $0 "\n" } /^X-ICS/ { printf "%s", ours } 1' a.ics > twice && mv twice a.ics
is 'lines twice' "$(grep -c ^LOCATION a.ics)" 2
gone 'lines twice'
booked 'lines twice'
# --- overrides, in both modes
for mode in series occurrences; do
	{
		vevent a 20261203T020000Z 'RRULE:FREQ=WEEKLY;COUNT=2'
		vevent a 20261210T050000Z 'RECURRENCE-ID:20261210T020000Z'
		vevent a 20261203T050000Z 'RECURRENCE-ID:20261203T020000Z'
	} | vcal > a.ics
	cp a.ics was
	put 'conference url description' '' "recurrence = $mode"
	tool sync
	is "overrides, $mode: booked" "$RC $(grep -c ^URL a.ics)" "0 $([ $mode = series ] && echo 3 || echo 2)"
	lose
	put location '' "recurrence = $mode"
	gone "overrides, $mode"
	lose
done
# --- a link of the user's, to a meeting of his own
mine=URL:https://vc.feishu.cn/j/999999999
put 'conference url location'
one a.ics a 20261203T020000Z
cp a.ics was
tool sync
lose
edit a.ics "s|^URL:.*|$mine\r|"
gone 'his own link stays' "$(sed "s|^END:VEVENT|$mine\n&|" was > want; text want)"
