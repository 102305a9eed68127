# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# lib.sh, and what scripts use that begin with two calendars or more, CALENDARS,
# time and again.
. "$(dirname "$0")/../lib.sh"

CALENDARS='one two'

# fresh NAME < CONFIGURATION: a folder for each, and all as it was first
fresh() {
	local c
	now 2026-11-22T00:00:00Z
	stop_box
	rm -rf "$DIR/state" "$DIR/box/state"
	mkdir -m 700 "$DIR/state"
	start_box
	mkdir "$DIR/w/$1" && cd "$DIR/w/$1" || exit 1
	settings
	for c in $CALENDARS; do
		mkdir "$c"
		vevent "other-$c-$1" 20260101T000000Z | vcal > "$c/other.ics"
	done
}
# settings < LINES: for all folders
settings() {
	local c
	{ cat; for c in $CALENDARS; do printf '[calendar "%s"]\npath = %s\n' "$c" "$PWD/$c"; done; } | config
}
# planned NAME STATUS TOTALS CALLS: the dry run says so, and the run does it
planned() {
	local would
	tool --json sync -n
	would=$(totals)
	sync "$@"
	is "$1: the plan is what is done" "$(totals)" "$would"
}
# later SECONDS FILE: all its times but stamps are moved
later() {
	cp "$2" "$2.new~"
	"$PYTHON" - "$1" "$2.new~" <<-'END'
	import datetime as d, re, sys
	by, f = d.timedelta(seconds=int(sys.argv[1])), sys.argv[2]
	b = open(f, newline="").read()
	t = lambda m: m.group(1) + (d.datetime.strptime(m.group(2),
	    "%Y%m%dT%H%M%SZ") + by).strftime("%Y%m%dT%H%M%SZ")
	b = re.sub(r"(?m)^((?:DTSTART|RECURRENCE-ID)[^:]*:)(\w+)", t, b)
	open(f, "w", newline="").write(b)
	END
	mv "$2.new~" "$2"
}
# links FILE: the numbers in it, sorted
links() { linked "$1" | tr ' ' '\n' | sed 's/.*=//; /^-$/d' | sort | tr '\n' ' '; }
# part FILE master|overrides: the file with those VEVENTs alone
part() {
	"$PYTHON" - "$@" <<-'END'
	import re, sys
	text = open(sys.argv[1], newline="").read()
	keep = lambda m: m.group() if ("RECURRENCE-ID" in m.group()) == \
	    (sys.argv[2] == "overrides") else ""
	sys.stdout.write(re.sub(r"(?s)BEGIN:VEVENT.*?END:VEVENT\r\n", keep, text))
	END
}
OCCURRENCES='[sync]
recurrence = occurrences'
