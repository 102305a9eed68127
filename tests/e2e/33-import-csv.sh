#!/bin/bash
# SPDX-License-Identifier: MIT
# import of tables; what cells may say is the business of unit/test_csv.
. "$(dirname "$0")/../lib.sh"
start_box
config <<END
[sync]
timezone = Asia/Shanghai
END
cat > b.csv <<'END'
主题;开始时间;结束时间;时区;主持人;密码;会议室;楼层
季度复盘;2026/12/1 9:00;2026/12/1 10:00;Europe/Berlin;ou_me;123456;A302;
"多行
标题; 带分号";2026年12月2日 14:00;15:30;;;;B;
坏日期;明天;后天;;;;;
;2026-12-03 09:00;2026-12-03 10:00;;;;;
密码太短;2026-12-03 09:00;2026-12-03 10:00;;;12;;
倒退;2026-12-03 09:00;2026-12-03 08:00;;;;;
时区;2026-12-03 09:00;2026-12-03 10:00;Nowhere/Land;;;;
END
sed -i 's/$/\r/' b.csv; printf '\xef\xbb\xbf' | cat - b.csv > bom.csv
cp b.csv was
import 'rows are booked' 1 'created=2 failed=5 files_written=1' 'apply=2 token=1' b.csv --rejects bad.csv
same 'the table is left alone' b.csv was
is 'each bad row is named: line and column' "$(grep -o 'b.csv:[0-9]*: UID [^:]*: [a-z]*' ../err | sed 's/UID [^:]*: //' | tr '\n' '|')" \
    'b.csv:5: start|b.csv:6: it|b.csv:7: password|b.csv:8: end|b.csv:9: start|'
has 'columns without a meaning are named' "$(cat ../err)" 'left out: 楼层'
is 'the copy: events alone, no row that is none' "$(grep -c ^BEGIN:VEVENT b-links.ics) $(grep -c '明天\|^DTSTART:[^2]\|T080000$' b-links.ics)" '5 0'
has 'the copy: the place, and the link beside it' "$(sed '/^X-/d' b-links.ics)" $'LOCATION:A302\r\nCONFERENCE;'
hasnt 'the copy: no password' "$(cat b-links.ics)" PASSWORD
has 'the copy: times have their zone' "$(cat b-links.ics)" 'DTSTART;TZID=Asia/Shanghai:20261202T140000'
is 'what is sent' "$(bodies apply | sort | tail -1 | cut -c1-400)" \
    '{"end_time": "1796198400", "meeting_settings": {"topic": "多行 标题; 带分号"}, "owner_id": "ou_me"}'
has 'host and password' "$(bodies apply)" '"password": "***"'
{ head -1 was; tail -5 was; } > want
same 'the rejects: the header and the rows, byte for byte' bad.csv want
import 'again: nothing' 1 'unchanged=2 failed=5' '' b.csv --rejects bad.csv
import 'with a byte order mark, by another name' 1 'unchanged=2 failed=5 files_written=1' '' bom.csv
iconv -f utf-8 -t gb18030 b.csv > gb.csv
import 'in GB18030' 1 'unchanged=2 failed=5 files_written=1' '' gb.csv
import 'in GB18030, said so' 1 'unchanged=2 failed=5' '' gb.csv --encoding gb18030
is 'two are held' "$(held)" 2
tool import gb.csv --encoding klingon; is 'an encoding that is none' $RC 2
# rejects as a calendar, mended and fed back
import 'rejects as a calendar' 1 'unchanged=2 failed=5' '' gb.csv --rejects bad.ics
is 'one VEVENT for each' "$(grep -c ^BEGIN:VEVENT bad.ics)" 5
sed -i 's/明天/2026-12-05 09:00/; s/后天/2026-12-05 10:00/; s/^;2026/有题;2026/; s/;12;/;1234;/; s/ 08:00/ 11:00/; s|Nowhere/Land|UTC|' bad.csv
import 'the mended rows' 0 'created=5 files_written=1' 'apply=5 token=1' bad.csv
is 'seven are held' "$(held)" 7
# what rules leave out is named, each time
printf 'summary,start,end\nWhole day,2026-12-24,2026-12-24\nOver,2026-10-01 9:00,10:00\n' > skip.csv
for again in '' ' again'; do
	import "rows that are left out$again" 0 "skipped=2$([ -n "$again" ] || echo ' files_written=1')" '' skip.csv
	is "they are named$again" "$(grep -o 'skip.csv:[0-9]*\|skipped: .*' ../err | tr '\n' '|')" \
	    'skip.csv:2|skipped: an all-day event|skip.csv:3|skipped: it has ended|'
	is "JSON has them$again" "$(out '[p["line"] for p in problems if p["kind"] == "skipped"]')" '[2, 3]'
done
# with uids of its own
cat > u.csv <<'END'
uid,subject,start,end
u1,One,2026-12-10 09:00,2026-12-10 10:00
u2,"Two, and more",2026-12-10T11:00:00+08:00,2026-12-10T12:00:00+08:00
END
import 'with uids' 0 'created=2 files_written=1' 'apply=2 token=1' u.csv
sed -i 's/10 09:00/10 08:00/' u.csv
import 'a change is an update' 0 'unchanged=2 files_written=1' '' u.csv
sed -i 's/^u1,One/u1,First/' u.csv
import 'a new title is one' 0 'updated=1 unchanged=1 files_written=1' 'token=1 update=1' u.csv
# files that are no tables
printf 'a,b\n1,2\n' > no.csv; tool import no.csv
has 'no such columns' "$RC $(cat ../err)" '3 '
printf 'summary,start,end\n"x,2026-12-01 09:00,2026-12-01 10:00\n' > open.csv; tool import open.csv
has 'a quotation mark that stays open' "$RC $(cat ../err)" 'line 2'
: > empty.csv; tool import empty.csv; is 'an empty file, as rejects may be' "$RC $(grep -c 'nothing in it' ../err)" '0 1'
# the encoding is part of how it is read
"$PYTHON" -c "open('big.csv', 'wb').write('uid,summary,start,end\nbig1,會議室,2026-12-01 09:00,10:00\n'.encode('big5'))"
touch -d '1 hour ago' big.csv; tool import big.csv --encoding windows-1252
tool --json import big.csv --encoding big5
is 'another encoding: read anew' "$RC $(totals)" '0 updated=1 files_written=1'
is 'now it is right' "$(sql "SELECT topic FROM bookings WHERE uid = 'big1'")" 會議室
tool --json import big.csv --encoding big5; is 'and stays' "$(totals)" unchanged=1
printf '\xef\xbb\xbfsummary,start,end\ncaf\xe9,2026-12-01 09:00,10:00\n' > mark.csv; tool import mark.csv
has 'its mark says UTF-8' "$RC $(cat ../err)" 'line 2'
# rejects are in the encoding of their table
"$PYTHON" -c "open('u16.csv','wb').write('summary,start,end,uid\na,2026-12-01 09:00,10:00,u161\nb,x,y,u162'.encode('utf-16'))"
tool import u16.csv --rejects r16.csv
is 'UTF-16: the rejects' "$("$PYTHON" -c "print(open('r16.csv', 'rb').read().decode('utf-16').splitlines())")" "['summary,start,end,uid', 'b,x,y,u162']"
printf 'summary,start,end,uid\n坏的,x,y,m1\n' > m8.csv; iconv -t gb18030 m8.csv | sed 's/m1/m2/' > mg.csv
tool import m8.csv mg.csv --rejects mix.csv
has 'two encodings are not mixed' "$(cat ../err)" 'in another encoding; name an .ics'
is 'the first alone is there' "$(cat mix.csv)" "$(cat m8.csv)"
tool sync u.csv; is 'sync would edit it' $RC 3
has 'and says what to do' "$(cat ../err)" 'a table is never edited'
tool import - -o - < u.csv > /dev/null
is 'from standard input' "$RC $(grep -c ^BEGIN:VEVENT ../out) $(held)" '0 2 11'
# kept: the table is the calendar
printf 'uid,summary,start,end\nk1,One,2026-12-20 09:00,2026-12-20 10:00\nk2,Two,2026-12-20 09:00,2026-12-20 10:00\nk3,Far,2027-03-20 09:00,2027-03-20 10:00\n' > k.csv
import 'kept' 0 'created=3 files_written=1' 'apply=3 token=1' k.csv --keep bulk
quiet 'kept'
sed -i 's/^k1,One/k1,First/; /^k2/d' k.csv
tool sync --dry-run
is 'sync of a table: the plan' "$(grep -c '^[~-] ' ../out)" 2
sync 'sync of a table' 0 'updated=1 deleted=1 unchanged=1 files_written=1' 'delete=1 token=1 update=1'
printf 'uid,summary,start,end\nk1,"First,2026' > k.csv
tool --json sync
is 'a table cut off deletes nothing' "$RC $(calls)" '3 '
tool --json cancel --all
is 'cancel --all' "$RC $(held)" '0 0'
# so is the order of its dates
printf 'uid,summary,start,end\nd1,One,3/12/2026 09:00,3/12/2026 10:00\n' > d.csv
import 'kept with its order' 0 'created=1 files_written=1' 'apply=1 token=1' d.csv --keep days --dates dmy
quiet 'kept with its order'
sed -i 's/^d1.*/d1,One,4\/12\/2026 09:00,4\/12\/2026 10:00/' d.csv
sync 'and read in it' 0 'updated=1 files_written=1' 'token=1 update=1'
is 'it is in December' "$(sql "SELECT strftime('%m-%d', start, 'unixepoch') FROM bookings WHERE uid = 'd1'")" 12-04
import 'imported again: it is still known' 0 'unchanged=1' '' d.csv --keep days
tool --json cancel --all
# configured: a glob of tables, with a folder for the copies
rm -f ./*.csv ./*.ics; mkdir tables
printf 'uid,summary,start,end\nt1,One,2026-12-20 09:00,2026-12-20 10:00\n' > tables/one.csv
printf 'uid,summary,start,end\nt2,Two,2026-12-20 09:00,2026-12-20 10:00\n' > tables/two.csv
printf '[calendar "t"]\npath = %s/tables/*.csv\n' "$DIR/w" | config
tool sync; has 'a configured table without output' "$RC $(cat ../err)" 'a table is never edited'
printf '[calendar "t"]\npath = %s/tables/*.csv\noutput = %s/links\n' "$DIR/w" "$DIR/w" | config
sync 'configured tables' 0 'created=2 files_written=2' 'apply=2 token=1'
is 'the copies are calendars' "$(ls links | tr '\n' ' ') $(cat links/*.ics | grep -c ^X-ICSRESERVE-ID)" 'one.ics two.ics  2'
quiet 'configured tables'
# what can't be read at all is not kept, and nobody gets to read more
printf 'a,b\n' > never.csv; tool import never.csv --keep never; is 'a table that is none' "$RC $(sql "SELECT count(*) FROM kept WHERE name = 'never'")" '3 0'
printf 'summary,start,end\nok,2026-12-21 9:00,10:00\nbad,x,y\n' > secret.csv; chmod 600 secret.csv
tool import secret.csv --rejects srej.csv --csv slinks.csv
is 'rejects are as closed as the table' "$(stat -c %a srej.csv slinks.csv | tr '\n' ' ')" '600 600 '
ln -s nowhere/x.csv lost.csv; tool export -o lost.csv; is 'a link that leads nowhere stays' "$RC $(readlink lost.csv)" '1 nowhere/x.csv'
printf 'summary,start,end\nsame,2026-12-21 9:00,10:00\nsame,2026-12-21 9:00,10:00\n' > alike.csv
script 'apply +2 status=400 code=124001'; tool import alike.csv --rejects arej.csv; unscript
has 'rows that are alike: told' "$(cat ../err)" 'give each its own uid'
# as many are rejected as failed
config < /dev/null
rm -rf ./*
printf 'summary,start,end,uid\nx,2026-12-03 09:00,10:00,dup\ny,2026-12-03 09:00,11:00,dup\nz,2026-12-03 09:00,11:00,ok\n' > dup.csv
tool --json import dup.csv --rejects r.csv
is 'a uid twice: counted twice' "$(out '[totals["failed"], rejected]') $(grep -c dup r.csv)" '[2, 2] 2'
{ vevent two 20261203T020000Z; vevent two 20261204T020000Z; } | vcal > two.ics
tool --json import two.ics --rejects r.ics
is 'a UID twice: counted twice' "$(out '[totals["failed"], rejected]') $(grep -c BEGIN:VEVENT r.ics)" '[2, 2] 2'
tool import dup.csv two.ics --rejects r.csv
has 'both: not all fit a table' "$(cat ../err)" 'not all rejects fit one table'
has 'both: said' "$(said)" 'import: 4 could not be booked, see r.csv'
