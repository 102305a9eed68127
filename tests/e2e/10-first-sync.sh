#!/bin/bash
# SPDX-License-Identifier: MIT
# The first run over each form that a calendar may have, and the second.
. "$(dirname "$0")/../lib.sh"
start_box
LINES='CONFERENCE URL LOCATION X-ICSRESERVE-ID LAST-MODIFIED'
# links FILE N: that many events have all our lines, each in the file's style
links() {
	local name n
	for name in $LINES; do
		n=$(grep -ac "^${name}[;:]" "$1")
		is "$1: $name" "$n" "$2"
	done
}
# Taking our lines out again, by a program that knows nothing of the tool.
plain() {
	"$PYTHON" -c 'import re,sys
b = open(sys.argv[1], "rb").read()
b = re.sub(rb"(?m)^(CONFERENCE|URL|LOCATION|X-ICSRESERVE-ID|LAST-MODIFIED)[;:].*\n([ \t].*\n)*", b"", b)
b = b.replace(b"DTSTAMP:20261122T000000Z", b"DTSTAMP:20260101T000000Z")
sys.stdout.buffer.write(b)' "$1"
}

{ vevent a 20261201T020000Z; vevent b 20261202T020000Z; } | vcal > crlf.ics
cp crlf.ics ../orig
sync 'CRLF: booked' 0 'created=2 files_written=1' 'apply=2 token=1' crlf.ics
links crlf.ics 2
is 'CRLF: no bare LF' "$(grep -vac $'\r$' crlf.ics)" 0
plain crlf.ics > ../plain; same 'CRLF: nothing else differs' ../plain ../orig
has 'CRLF: folded at 75 octets' "$(cat crlf.ics)" $'https://vc.\r\n feishu.cn'
is 'the link is the server'\''s' "$(box 'reserves[0]["url"]')" \
    "$(sed -n 's/^URL:\([^\r]*\).*/\1/p' crlf.ics | head -1)"
is 'the id is the server'\''s' "$(box 'reserves[0]["id"]')" \
    "$(sed -n 's/^X-ICSRESERVE-ID:\([^\r]*\).*/\1/p' crlf.ics | head -1)"
is 'end_time is the end and the grace' "$(box 'reserves[0]["end_time"]')" \
    "$(date -u -d '2026-12-01 03:30' +%s)"
quiet CRLF crlf.ics

EOL=lf one lf.ics lf 20261201T020000Z; cp lf.ics ../orig
chmod 640 lf.ics
sync 'LF: booked' 0 'created=1 files_written=1' 'apply=1 token=1' lf.ics
links lf.ics 1
is 'LF: no CR' "$(grep -ac $'\r' lf.ics)" 0
is 'LF: mode is kept' "$(stat -c %a lf.ics)" 640
plain lf.ics > ../plain; same 'LF: nothing else differs' ../plain ../orig
quiet LF lf.ics

mkdir vdir
for i in 1 2 3; do one "vdir/$i.ics" "v$i" "2026120${i}T020000Z"; done
one vdir/.hidden.ics hidden 20261201T020000Z
one vdir/x.ics.tmp tmp 20261201T020000Z
cp vdir/.hidden.ics ../hidden
sync 'vdir: booked' 0 'created=3 files_written=3' 'apply=3 token=1' vdir
for i in 1 2 3; do links "vdir/$i.ics" 1; done
same 'vdir: a hidden file is left alone' vdir/.hidden.ics ../hidden
is 'vdir: no temporary file' "$(ls -A vdir | tr '\n' ' ')" '.hidden.ics 1.ics 2.ics 3.ics x.ics.tmp '
quiet vdir vdir

config <<END
[calendar "pattern"]
path = $DIR/w/g/*.ics
END
mkdir g
one g/1.ics g1 20261201T020000Z; one g/2.ics g2 20261202T020000Z
sync 'glob: booked' 0 'created=2 files_written=2' 'apply=2 token=1' pattern
quiet glob
one g/3.ics g3 20261203T020000Z
sync 'glob: a new file' 0 'created=1 unchanged=2 files_written=1' \
    'apply=1 token=1' pattern

{ vevent m1 20261201T020000Z | vcal; vevent m2 20261202T020000Z | vcal; } > many.ics
sync 'two VCALENDARs: booked' 0 'created=2 files_written=1' \
    'apply=2 token=1' many.ics
links many.ics 2
is 'two VCALENDARs: still two' "$(grep -c BEGIN:VCALENDAR many.ics)" 2
quiet 'two VCALENDARs' many.ics

# What an apply says.
config <<'END'
[meeting]
password = 4711
auto_record = yes
[calendar "x"]
path = x.ics
END
mv "$DIR/config.ini" "$DIR/w/config.ini"
one x.ics x 20261201T020000Z 'SUMMARY:季度复盘\, A\;B'
MARK=$(wc -l < "$DIR/box/log")
"$TOOL" -c config.ini --state "$DIR/state/state.db" sync > ../out 2> ../err
is 'relative to the configuration: exit' $? 0
is 'the body of an apply' "$(bodies apply)" '{"end_time": "1796095800", "meeting_settings": {"auto_record": true, "password": "***", "topic": "季度复盘, A;B"}, "owner_id": "ou_me"}'
