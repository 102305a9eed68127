#!/bin/bash
# SPDX-License-Identifier: MIT
# Calendars and tables that are not in UTF-8; what an encoding is known by is
# the business of unit/test_charset.
. "$(dirname "$0")/../lib.sh"
start_box
topic() { sql "SELECT topic FROM bookings WHERE uid = '$1'"; }
# make FILE ENCODING UID SUMMARY: an event, its texts folded anywhere
make() {
	"$PYTHON" -c '
import sys
path, encoding, uid, summary = sys.argv[1:]
raw = lambda s: s.encode(encoding)
text = raw("SUMMARY:" + summary)
text = text[:13] + b"\r\n " + text[13:]
open(path, "wb").write(b"\r\n".join([b"BEGIN:VCALENDAR", b"VERSION:2.0",
    b"PRODID:-//x//y//EN", b"BEGIN:VEVENT", b"UID:" + uid.encode(),
    b"DTSTAMP:20260101T000000Z", b"DTSTART:20261201T020000Z",
    b"DTEND:20261201T030000Z", text,
    raw("DESCRIPTION:" + summary + "\\n\\, " + summary),
    b"END:VEVENT", b"END:VCALENDAR", b""]))' "$@"
}
mkdir cal
make cal/gbk.ics gb18030 gbk '季度复盘：请各位提前准备材料'
make cal/latin.ics windows-1252 latin 'Besprechung Müller – Größe'
make cal/big5.ics big5 big5 '產品需求評審會議，許功蓋請準時參加'
make cal/utf8.ics utf-8 utf8 '周会 with Müller'
make cal/sjis.ics shift_jis sjis '定例ミーティングの表示ソフト'
cp -r cal was
printf '[calendar "t"]\npath = %s/cal\n[writeback]\nlabel = 飞书会议\n' "$DIR/w" | config
sync 'calendars in several encodings' 0 'created=5 files_written=5' 'apply=5 token=1'
is 'GB18030, folded inside of a character' "$(topic gbk)" '季度复盘：请各位提前准备材料'
is 'windows-1252' "$(topic latin)" 'Besprechung Müller – Größe'
is 'Big5, with backslashes in its characters' "$(topic big5)" '產品需求評審會議，許功蓋請準時參加'
is 'Shift_JIS' "$(topic sjis)" '定例ミーティングの表示ソフト'
is 'UTF-8' "$(topic utf8)" '周会 with Müller'
is 'what is assumed is said, of each file' "$(grep -o '[a-z0-9]*.ics: it is not in UTF-8; read as [A-Za-z0-9_-]*' ../err | sort | tr '\n' '|')" \
    'big5.ics: it is not in UTF-8; read as Big5|gbk.ics: it is not in UTF-8; read as GB18030|latin.ics: it is not in UTF-8; read as windows-1252|sjis.ics: it is not in UTF-8; read as Shift_JIS|'
has 'with the remedy' "$(cat ../err)" '--encoding, names another'
is 'in JSON' "$(out 'len([p for p in problems if p["kind"] == "assumed-encoding"])')" 4
# what is written is in the file's encoding, and nothing else changes
is 'the label in GB18030' "$("$PYTHON" -c "print(open('cal/gbk.ics','rb').read().replace(b'\r\n ', b'').decode('gb18030').count('LABEL=\"飞书会议\"'))")" 1
is 'the label where the encoding has no such characters' "$(grep -ac 'LABEL="Feishu meeting"' cal/latin.ics)" 1
quiet 'calendars in several encodings'
tool --json cancel --all
is 'cancel gives the bytes back' "$RC $(diff -r was cal && echo same)" '0 same'
# a name for all that is not UTF-8
rm -rf cal; mkdir cal; make cal/a.ics windows-1250 a 'Schůzka týmu'; make cal/b.ics utf-8 b 'Schůzka týmu'
printf '[calendar "t"]\npath = %s/cal\nencoding = windows-1250\n' "$DIR/w" | config
sync 'with a name' 0 'created=2 files_written=2' 'apply=2 token=1'
is 'it is read so' "$(topic a)|$(topic b)" 'Schůzka týmu|Schůzka týmu'
hasnt 'nothing is assumed' "$(cat ../err)" 'read as'
printf '[calendar "t"]\npath = %s/cal\nencoding = klingon\n' "$DIR/w" | config
tool sync; has 'a name that is none' "$RC $(cat ../err)" '2 '
has 'and where it stands' "$(cat ../err)" '[calendar "t"] encoding'
printf '[calendar "t"]\npath = %s/cal\nencoding = iso-8859-1\n' "$DIR/w" | config
sync 'another name: read anew, another title' 0 'updated=1 unchanged=1' 'token=1 update=1'
# A calendar in UTF-16 or UTF-32 is written in just that.
rm -rf cal; mkdir cal; n=0
for e in utf-16 utf-16le utf-16be utf-32 utf-32be; do
	n=$((n + 1))
	make u.ics utf-8 "w$n" "周会$n 😀, Müller"
	"$PYTHON" -c "import sys
open(sys.argv[1], 'wb').write(open('u.ics', 'rb').read().replace(b'\r\n ', b'').decode().encode(sys.argv[2]))" "cal/$n.ics" "$e"
done
"$PYTHON" -c "
b = open('cal/3.ics', 'rb').read()
open('cal/3.ics', 'wb').write(b'\xfe\xff' + b)"
rm -rf was; cp -r cal was
printf '[calendar "w"]\npath = %s/cal\nencoding = gb18030\n[writeback]\nlabel = 飞书会议\n' "$DIR/w" | config
sync 'UTF-16 and UTF-32' 3 'created=4 files_written=4' 'apply=4 token=1'
is 'with and without marks' "$(for i in 1 2 3 4; do topic w$i; done | tr '\n' '|')" \
    '周会1 😀, Müller|周会2 😀, Müller|周会3 😀, Müller|周会4 😀, Müller|'
has 'UTF-32 without one is no calendar' "$(cat ../err)" 'cal/5.ics:1: there is a NUL byte'
rm cal/5.ics was/5.ics
is 'written in the same' "$("$PYTHON" -c "
for i, e, mark in (1, 'utf-16le', '\ufeff'), (2, 'utf-16le', ''), (3, 'utf-16be', '\ufeff'), (4, 'utf-32le', '\ufeff'):
    t = open('cal/%d.ics' % i, 'rb').read().decode(e)
    assert t.startswith(mark + 'BEGIN:VCALENDAR'), t[:20]
    print(t.replace('\r\n ', '').count('LABEL=\"飞书会议\"'), end=' ')")" '1 1 1 1 '
quiet 'UTF-16 and UTF-32'
tool --json explain w1; has 'explained' "$RC $(cat ../out)" '周会1'
tool doctor; hasnt 'doctor finds nothing' "$(said)" "$PWD/cal"
cat cal/1.ics > x.ics
tool --json cancel --all; rm x.ics
is 'cancel gives these bytes back' "$RC $(diff -r was cal && echo same)" '0 same'
printf '[calendar "w"]\npath = %s/cal\noutput = %s/links\n' "$DIR/w" "$DIR/w" | config
sync 'with an output' 0 'created=4 files_written=4' 'apply=4 token=1'
is 'the source stays' "$(diff -r was cal && echo same)" same
is 'the copy is in UTF-8' "$(head -c 15 links/1.ics) $(grep -c '^SUMMARY:周会1 😀, Müller' links/1.ics)" 'BEGIN:VCALENDAR 1'
quiet 'with an output'
config < /dev/null
cp cal/3.ics cal/4.txt
import 'as a .txt' 0 'unchanged=1 files_written=1' '' cal/4.txt -o o.ics
import 'on standard input' 0 'unchanged=1' '' - -o o.ics --encoding utf-16 < cal/3.ics
is 'a copy in UTF-8' "$(grep -c '^SUMMARY:周会3' o.ics)" 1
head -c -1 cal/1.ics > odd.ics
import 'one that is cut off' 3 '' '' odd.ics
has 'is named' "$(cat ../err)" 'odd.ics: not all of its bytes are UTF-16LE, in which it begins; export it again, in UTF-8'
# On standard input a calendar is found in any encoding.
make g.ics gb18030 stdin '季度复盘：请各位提前准备材料'
import 'GB18030 on standard input' 0 'created=1 unchanged=1 files_written=1' 'apply=1 token=1' -o o.ics - < g.ics
is 'is read' "$(topic stdin)" '季度复盘：请各位提前准备材料'
# one event whose bytes are of no encoding fails by name, the others don't
make bad.ics windows-1252 bad 'ok'
"$PYTHON" -c "
b = open('bad.ics', 'rb').read()
event = b[b.index(b'BEGIN:VEVENT'):b.index(b'END:VCALENDAR')]
broken = event.replace(b'ok', b'\xff\x81 \xff')
other = event.replace(b'UID:bad', b'UID:good')
open('bad.ics', 'wb').write(b.replace(event, broken + other))"
import 'bytes in no encoding' 1 'created=1 failed=1 files_written=1' 'apply=1 token=1' bad.ics
has 'are named' "$(cat ../err)" 'in no encoding that can be told; name it with'
import 'the same, named' 0 'created=1 unchanged=1 files_written=1' 'apply=1 token=1' bad.ics --encoding iso-8859-1
# some broken bytes in UTF-8: told with a count
make cut.ics utf-8 cut '季度复盘：请各位提前准备材料'
"$PYTHON" -c "
b = open('cut.ics', 'rb').read()
open('cut.ics', 'wb').write(b.replace(b'\r\nEND:VEVENT', b'\xe5\xad\r\nEND:VEVENT'))"
import 'broken bytes' 0 'created=1 files_written=1' 'apply=1 token=1' cut.ics
has 'are counted' "$(cat ../err)" 'cut.ics:11: 1 line holds bytes that are not UTF-8'
# tables
printf 'summary,start,end\nBesprechung M\xfcller,2026-12-05 9:00,10:00\n' > t.csv
import 'a table in windows-1252' 0 'created=1 files_written=1' 'apply=1 token=1' t.csv
has 'is said to be' "$(cat ../err)" 't.csv: it is not in UTF-8; read as windows-1252. --encoding names another'
is 'and read' "$(sql "SELECT topic FROM bookings WHERE topic LIKE 'Besp%Müller'")" 'Besprechung Müller'
"$PYTHON" -c "open('unicode.txt','wb').write('主题\t开始时间\t结束时间\r\n周会\t2026/12/6 9:00\t2026/12/6 10:00\r\n'.encode('utf-16'))"
import 'Excel: Unicode text' 0 'created=1 files_written=1' 'apply=1 token=1' unicode.txt
is 'its links' "$(ls unicode*)" $'unicode-links.ics\nunicode.txt'
make cal.txt utf-8 txt 'a calendar'
import 'a calendar in a .txt' 0 'created=1 files_written=1' 'apply=1 token=1' cal.txt
printf 'summary\tstart\tend\na\t2026-12-07 9:00\t10:00\n' > t.tsv
import 'a .tsv' 0 'created=1 files_written=1' 'apply=1 token=1' t.tsv
# what is neither table nor calendar is named
"$PYTHON" -c "
import zipfile
def pack(path, *names):
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for n in names:
            z.writestr(n, n)
pack('a.xlsx', '[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml')
pack('named.csv', '[Content_Types].xml', 'xl/workbook.xml')
pack('all.zip', 'me@example.com.ics')
with zipfile.ZipFile('a.ods', 'w') as z:
    z.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet')
for name, text in {
        'page.xls': '<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>a',
        'login.ics': '\\n<!DOCTYPE html>\\n<title>Sign in</title>',
        'sheet.xls': '<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">',
        'flat.fods': '<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">',
        'x.ics': '<?xml version=\"1.0\"?><icalendar/>', 'j.csv': '{\"events\": []}',
        'jcal.ics': '[\"vcalendar\",[[\"version\",{},\"text\",\"2.0\"]],[]]',
        'pretty.ics': '[\\n  \"vcalendar\",\\n  [], []]',
        'pretty.csv': '{\\n  \"events\": []}',
        'p.csv': '%PDF-1.7'}.items():
    open(name, 'w').write(text)
open('a.xls', 'wb').write(b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(600) + 'Workbook'.encode('utf-16le'))"
for f in 'a.xlsx an Excel workbook; save it as CSV' 'named.csv an Excel workbook; save it as CSV' \
    'a.ods an OpenDocument spreadsheet; save it as CSV' 'a.xls an Excel workbook of the old form' \
    'all.zip a zip archive with calendars; unpack it' 'page.xls a web page' 'login.ics a web page' \
    'sheet.xls an Excel workbook in XML; save it as CSV' 'flat.fods an OpenDocument spreadsheet; save' \
    'x.ics a file in XML; export it' 'j.csv a file in JSON; export it' 'p.csv a PDF document; export' \
    'jcal.ics a calendar in JSON (jCal); export it as iCalendar' \
    'pretty.ics a calendar in JSON (jCal); export it' 'pretty.csv a file in JSON; export it'; do
	tool import "${f%% *}"; has "${f%% *} is named" "$RC $(cat ../err)" "3 icsreserve: error: $PWD/${f%% *}: ${f#* }"
done
# Many programs call a text .xls.
sed 's/^a/b/' t.tsv > text.xls
import 'a text in a .xls' 0 'created=1 files_written=1' 'apply=1 token=1' text.xls
