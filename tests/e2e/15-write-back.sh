#!/bin/bash
# SPDX-License-Identifier: MIT
# Which lines are written, where, and who owns them.
. "$(dirname "$0")/../lib.sh"
start_box
one a.ics a 20261201T020000Z 'LOCATION:Room 3' URL:https://example.com/page; cp a.ics ../orig
sync '--no-write-back: booked' 0 'created=1' 'apply=1 token=1' --no-write-back a.ics
same '--no-write-back: the file is as it was' a.ics ../orig
quiet '--no-write-back again' --no-write-back a.ics
sync 'write-back later' 0 'files_written=1' '' a.ics
is 'a place and a page are left alone' "$(grep -aE '^(URL|LOCATION)' a.ics | tr -d '\r')" \
    "$(grep -aE '^(URL|LOCATION)' ../orig | tr -d '\r')"
is 'CONFERENCE and the id are there' "$(ours a.ics | grep -v ^URL | cut -d: -f1 | cut -d';' -f1 | sort | tr '\n' ' ')" 'CONFERENCE LAST-MODIFIED X-ICSRESERVE-ID '
quiet 'write-back later' a.ics

config <<'END'
[writeback]
properties = description
END
one d.ics d 20261201T020000Z 'DESCRIPTION:Bring\, please: a pen.'
cp d.ics ../orig
sync 'description: booked' 0 'created=1 files_written=1' 'apply=1 token=1' d.ics
has 'description: the words stay' "$(tr -d '\r\n' < d.ics)" 'DESCRIPTION:Bring\, please: a pen.'
is 'description: one block' "$(tr -d '\r' < d.ics | sed -z 's/\n //g' | grep -c -- '----( Video Call )----.*https://vc.feishu.cn/j/.*---===---')" 1
is 'description: no other line' "$(grep -acE '^(CONFERENCE|URL|LOCATION)' d.ics)" 0
quiet description d.ics
edit d.ics 's/a pen/a pencil/'
sync 'description: changed by the user' 0 'unchanged=1' '' d.ics
is 'description: still one block' "$(tr -d '\r' < d.ics | sed -z 's/\n //g' | grep -o -- 'Video Call' | wc -l)" 1
edit ../orig 's/a pen/a pencil/'
tool --json cancel d; is 'description: cancelled' "$RC $(totals)" '0 deleted=1 files_written=1'
same 'description: the block goes, the words stay' d.ics ../orig

# CR CR LF, as programs make it that take CRLF for LF: one line end.
vevent r 20261201T020000Z 'DESCRIPTION:Bring a p'$'\n'' en' 'RRULE:FREQ=DAILY;COU'$'\n'' NT=2' | vcal > r.ics
edit r.ics 's/^SUMMARY:.*/SUMMARY:Quarterly re\n view\r/; s/\r*$/\r\r/'
cp r.ics ../orig
sync 'CR CR LF: booked' 0 'created=1 files_written=1' 'apply=1 token=1' r.ics
is 'CR CR LF: a folded title is one' "$(sql "SELECT topic FROM bookings WHERE uid = 'r'")" 'Quarterly review'
has 'CR CR LF: the block is put in' "$(tr -d '\r' < r.ics | sed -z 's/\n //g')" 'DESCRIPTION:Bring a pen\n\n----( Video Call )----'
quiet 'CR CR LF' r.ics
is 'CR CR LF: the other lines are as they were' "$(diff <(grep -v -e ^DTSTAMP -e '^ en' ../orig) r.ics | grep -c '^<')" 0
tool --json cancel r
same 'CR CR LF: cancel gives the bytes back' r.ics ../orig

# A calendar without any of them, and one that has all.
config <<'END'
[writeback]
properties = conference url location description
password = yes
label = 开会
[meeting]
password = 471147
END
one p.ics p 20261201T020000Z URL: LOCATION:; cp p.ics ../orig
sync 'all: booked' 0 'created=1 files_written=1' 'apply=1 token=1' p.ics
text=$(tr -d '\r' < p.ics | sed -z 's/\n //g')
is 'password: in CONFERENCE and DESCRIPTION' "$(grep -cE '^(CONFERENCE|DESCRIPTION).*471147' <<< "$text")" 2
is 'empty ones are taken' "$(grep -cE '^(URL|LOCATION):https://vc' <<< "$text")" 2
is 'none is doubled' "$(grep -cE '^(URL|LOCATION)' <<< "$text")" 2
quiet all p.ics
tool cancel p; same 'all: cancel gives the bytes back' p.ics ../orig

# What the user does to our lines is the user's.
config < /dev/null
one u.ics u 20261201T020000Z
sync 'user: booked' 0 'created=1 files_written=1' 'apply=1 token=1' u.ics
edit u.ics 's/^LOCATION:.*/LOCATION:At home\r/'
tool --json sync u.ics
is 'user: an edited line stays' "$(grep -a ^LOCATION u.ics | tr -d '\r')" 'LOCATION:At home'
is 'user: no call' "$(calls)" ''
quiet 'user edits' u.ics
edit u.ics '/^URL:/d'
tool --json sync u.ics
is 'user: no call for a line taken out' "$(calls)" ''
quiet 'user takes out' u.ics
tool cancel u
is 'user: after cancel the edit is still there' "$(grep -aE '^(URL|LOCATION|CONF|X-ICS)' u.ics | tr -d '\r')" 'LOCATION:At home'
is 'user: and nothing of ours' "$(grep -acE 'feishu|ICSRESERVE' u.ics)" 0

# A kind that is no longer configured goes; the others come in its place, also
# where somebody took them out before.
config <<'END'
[writeback]
properties = conference description
END
one k.ics k 20261201T020000Z; cp k.ics ../orig
sync 'kinds: booked' 0 'created=1 files_written=1' 'apply=1 token=1' k.ics
edit k.ics '/^CONFERENCE/,/^ /d; /^X-ICSRESERVE-ID/d'
tool --json sync k.ics
is 'kinds: what was taken out stays out' "$(ours k.ics)" 'LAST-MODIFIED:20261122T000000Z'
config <<'END'
[writeback]
properties = url location
END
sync 'kinds: others are configured' 0 'files_written=1' '' k.ics
is 'kinds: they stand' "$(ours k.ics | cut -d: -f1 | sort | tr '\n' ' ')" 'LAST-MODIFIED LOCATION URL X-ICSRESERVE-ID '
quiet 'kinds' k.ics
tool cancel k; same 'kinds: cancel gives the bytes back' k.ics ../orig

# mode = none
config <<'END'
[writeback]
mode = none
END
one n.ics n 20261201T020000Z; cp n.ics ../orig
sync 'mode = none: booked' 0 'created=1' 'apply=1 token=1' n.ics
same 'mode = none: the file is as it was' n.ics ../orig
quiet 'mode = none' n.ics

# output: the source is left alone
mkdir src
config <<END
[calendar "o"]
path = $DIR/w/src
output = $DIR/w/out
[calendar "f"]
path = $DIR/w/f.ics
output = $DIR/w/f-links.ics
END
one src/1.ics o1 20261201T020000Z; one src/2.ics o2 20261202T020000Z
one f.ics f 20261203T020000Z
cp -a src ../src.orig; cp -a f.ics ../f.orig
sync 'output: booked' 0 'created=3 files_written=3' 'apply=3 token=1'
for i in 1 2; do
	same "output: source $i is as it was" src/$i.ics ../src.orig/$i.ics
	is "output: copy $i has the link" "$(grep -c ^X-ICSRESERVE-ID out/$i.ics)" 1
done
same 'output: a file is as it was' f.ics ../f.orig
is 'output: its copy has the link' "$(grep -c ^X-ICSRESERVE-ID f-links.ics)" 1
quiet output
edit src/1.ics 's/SUMMARY:o1/SUMMARY:other/'
tool --json sync
is 'output: the copy follows' "$RC $(calls) $(grep -c SUMMARY:other out/1.ics)" '0 token=1 update=1 1'
rm out/2.ics
tool --json sync
is 'output: a copy that is gone is made again' "$(grep -c ^X-ICSRESERVE-ID out/2.ics)" 1
quiet 'output again'
