# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# lib.sh, and what scripts use that begin with two calendars time and again.
. "$(dirname "$0")/../lib.sh"

# fresh NAME < CONFIGURATION: folders one and two, and all as it was first
fresh() {
	now 2026-11-22T00:00:00Z
	stop_box
	rm -rf "$DIR/state" "$DIR/box/state"
	mkdir -m 700 "$DIR/state"
	start_box
	cd "$DIR/w" && mkdir "$1" && cd "$1" && mkdir one two || exit 1
	settings
	vevent "other-$1" 20260101T000000Z | vcal > one/other.ics
	vevent "other2-$1" 20260101T000000Z | vcal > two/other.ics
}
# settings < LINES: for both folders
settings() {
	{ cat; printf '[calendar "%s"]\npath = %s\n' one "$PWD/one" two "$PWD/two"; } | config
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
OCCURRENCES='[sync]
recurrence = occurrences'
