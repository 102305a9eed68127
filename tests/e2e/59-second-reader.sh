#!/bin/bash
# SPDX-License-Identifier: MIT
# libical reads each edited VEVENT before its file is replaced.  What it sees
# otherwise than it should stays as it is.
. "$(dirname "$0")/../lib.sh"
start_box
# A libical that loses the SUMMARY of an event with, or without, a line of ours.
cat > loses.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <libical/ical.h>
icalcomponent *
icalparser_parse(icalparser *parser, icalparser_line_gen_func line)
{
	static icalcomponent *(*real)(icalparser *, icalparser_line_gen_func);
	icalcomponent *c;
	icalproperty *p;
	char *text;
	if (!real) real = (icalcomponent *(*)(icalparser *, icalparser_line_gen_func))dlsym(RTLD_NEXT, "icalparser_parse");
	c = real(parser, line);
	text = c ? icalcomponent_as_ical_string(c) : "";
	if (!strstr(text, "SUMMARY:lost") || !strstr(text, "X-ICSRESERVE-ID") != !strcmp(getenv("LOSES"), "without")) return c;
	if ((p = icalcomponent_get_first_property(c, ICAL_SUMMARY_PROPERTY))) icalcomponent_remove_property(c, p);
	return c;
}
END
cc -shared -fPIC -w -o loses.so loses.c -ldl || { echo 'skip - a second reader: no compiler'; exit 0; }
{ vevent lost 20261201T020000Z; vevent kept 20261201T020000Z; } | vcal > a.ics
# What it loses is lost to memory as well.
bad() { LOSES=$1 ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0 LD_PRELOAD=$PWD/loses.so tool --json sync a.ics; }
event() { awk '/^BEGIN:VEVENT/ { e = "" } { e = e $0 "\n" } /^END:VEVENT/ && e ~ /UID:lost/ { printf "%s", e }' a.ics; }
before=$(event)
bad with
is 'an edit that the second reader does not see as meant is not written' "$RC $(event)" "1 $before"
is 'the other event has its link' "$(grep -c ^X-ICSRESERVE-ID a.ics)" 1
has 'it is named' "$(out '[(p["kind"], p["uid"], p["line"]) for p in problems]')" '"not-written", "lost", 4'
tool --json sync a.ics
is 'with a good reader it is written' "$RC $(totals) $(grep -c ^X-ICSRESERVE-ID a.ics)" '0 unchanged=1 files_written=1 2'
# The same when lines go.
edit a.ics 's/^SUMMARY:lost/&\r\nSTATUS:CANCELLED/'
before=$(event)
bad without
is 'lines that go: the same' "$RC $(event)" "1 $before"
