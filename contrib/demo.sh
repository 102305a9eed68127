#!/bin/sh
# SPDX-License-Identifier: MIT
# The main job in under a minute: calendars in, meetings reserved at the
# embedded sandbox, links written back, changes followed, all undone.  Works
# in a temporary folder and leaves nothing behind.
set -eu

build=$(cd "${BUILD:-build}" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/icsreserve-demo.XXXXXX")
sandbox=
clean_up() {
	status=$?
	[ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true
	[ -z "$sandbox" ] || wait "$sandbox" 2>/dev/null || true
	rm -rf "$work"
	[ $status = 0 ] || echo "demo: failed with status $status" >&2
	exit $status
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else
	bold='' plain=''
fi
say() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
tool() {
	printf '%s$ icsreserve %s%s\n' "$bold" "$*" "$plain"
	"$build/icsreserve" --config config.ini "$@"
}
# Show the new bytes beside the old ones; ^M is the CR of a CRLF.
show_diff() {
	diff -u "$1" "$2" | sed "1,2d; s/$(printf '\r')\$/^M/" || true
}
day() { date -u -d "+$1 days" +%Y%m%d; }

cd "$work"
mkdir -p team before
crlf() { awk '{ printf "%s\r\n", $0 }'; }

# One file with two events: CRLF, Chinese titles, a folded line, an alarm.
crlf > project.ics <<END
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Demo//Project//EN
BEGIN:VEVENT
UID:review@demo
DTSTAMP:20260101T000000Z
DTSTART;TZID=Asia/Shanghai:$(day 2)T100000
DTEND;TZID=Asia/Shanghai:$(day 2)T113000
SUMMARY:季度复盘：请各位提前准备材料并准时
 参加
LOCATION:
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Reminder
TRIGGER:-PT10M
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:visit@demo
DTSTAMP:20260101T000000Z
DTSTART:$(day 3)T060000Z
DURATION:PT45M
SUMMARY:Customer visit
LOCATION:上海 A 座 3 层 302
X-VENDOR-THING;WEIRD="a:b;c":kept as it is
END:VEVENT
END:VCALENDAR
END
# A vdir, one event in a file, LF.
for n in 1 2; do
	cat > "team/standup-$n.ics" <<END
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Demo//Team//EN
BEGIN:VEVENT
UID:standup-$n@demo
DTSTAMP:20260101T000000Z
DTSTART:$(day "$((n + 3))")T013000Z
DTEND:$(day "$((n + 3))")T020000Z
SUMMARY:Stand-up $n
END:VEVENT
END:VCALENDAR
END
done
# A series without an end, one occurrence of it moved.
cat > team/weekly.ics <<END
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Demo//Team//EN
BEGIN:VEVENT
UID:weekly@demo
DTSTAMP:20260101T000000Z
DTSTART;TZID=China Standard Time:$(day 6)T150000
DTEND;TZID=China Standard Time:$(day 6)T160000
RRULE:FREQ=WEEKLY
SUMMARY:周会
END:VEVENT
BEGIN:VEVENT
UID:weekly@demo
DTSTAMP:20260101T000000Z
RECURRENCE-ID;TZID=China Standard Time:$(day 13)T150000
DTSTART;TZID=China Standard Time:$(day 13)T170000
DTEND;TZID=China Standard Time:$(day 13)T180000
SUMMARY:周会（改期）
END:VEVENT
END:VCALENDAR
END
cp project.ics team/*.ics before

say "A sandbox that behaves like the Feishu reserve API"
"$build/icsreserve-sandbox" --port 0 > sandbox.out &
sandbox=$!
tries=0
until grep -q 'listening on' sandbox.out; do
	kill -0 "$sandbox" 2>/dev/null || { echo "the sandbox ended" >&2; exit 1; }
	tries=$((tries + 1))
	[ $tries -lt 100 ] || { echo "the sandbox does not start" >&2; exit 1; }
	sleep 0.1
done
cat sandbox.out
url=$(sed 's/.*listening on //' sandbox.out)

cat > config.ini <<END
[feishu]
base_url = $url
app_id = cli_sandbox
app_secret_file = secret
owner = ou_demo

[sync]
state = $work/state.db
timezone = Asia/Shanghai

[calendar "project"]
path = project.ics

[calendar "team"]
path = team
END
(umask 077 && echo sandbox-secret > secret)
say "The configuration"
cat config.ini

say "What would happen? A dry run touches nothing"
tool sync --dry-run

say "Do it"
tool sync
say "What was written: only lines that are ours, each file in its own style"
show_diff before/project.ics project.ics
say "A series has one link, in the moved occurrence too"
show_diff before/weekly.ics team/weekly.ics

say "Three changes: a title, a new time, and one event removed"
cp project.ics changed.ics
sed 's/SUMMARY:Customer visit/SUMMARY:Customer visit (Suzhou)/' changed.ics > project.ics
sed "s/T013000Z/T033000Z/; s/T020000Z/T040000Z/" team/standup-1.ics > moved
cat moved > team/standup-1.ics
rm team/standup-2.ics
tool sync
say "The links stayed; this is what is held now"
tool status

say "A third run: nothing happens"
tool sync

say "A bulk import: the rows of a table are booked, a faulty one is put aside"
slash() { date -u -d "+$1 days" +%Y/%m/%d; }
cat > interviews.csv <<END
主题,开始时间,结束时间,时区
面试：前端,$(slash 9) 9:00,$(slash 9) 10:00,Asia/Shanghai
面试：后端,$(slash 9) 10:00,10:45,Asia/Shanghai
面试：测试,soon,$(slash 9) 12:00,Asia/Shanghai
END
cat interviews.csv
tool import interviews.csv --rejects rejects.csv || [ $? = 1 ]
cat rejects.csv

say "What is held, as a page, and checked against the server"
tool export -o meetings.html
echo "meetings.html: $(wc -c < meetings.html) bytes, nothing else is needed"
tool verify

say "Cancel all: the reservations are deleted and our lines taken out"
tool cancel --all
sed 's/SUMMARY:Customer visit/SUMMARY:Customer visit (Suzhou)/' before/project.ics > expected
cmp expected project.ics
sed "s/T013000Z/T033000Z/; s/T020000Z/T040000Z/" before/standup-1.ics > expected
cmp expected team/standup-1.ics
cmp before/weekly.ics team/weekly.ics
say "Every byte is as it was before icsreserve came, but for the three changes"
