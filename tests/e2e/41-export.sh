#!/bin/bash
# SPDX-License-Identifier: MIT
# The other formats of export, as other programs read them.
HERE=$(cd "$(dirname "$0")/.." && pwd)
. "$HERE/lib.sh"
RENDER=$BUILD/export/render
# with MODULE: the Python that has it; on this machine it may be Debian's
with() {
	local python
	for python in "$PYTHON" /usr/bin/python3; do
		"$python" -c "import $1" 2> /dev/null && echo "$python" && return
	done
	return 1
}
for f in ics csv json; do
	"$RENDER" $f - 1796090400 100 > all.$f || result 1 "$f is made"
	"$RENDER" $f - 1796090400 0 > none.$f || result 1 "$f without meetings is made"
done

# --- JSON --------------------------------------------------------------------
for f in all none; do
	is "$f.json: what the schema requires" "$("$PYTHON" - "$HERE/../contrib/export.schema.json" $f.json << 'END'
import json, sys
schema, got = (json.load(open(p)) for p in sys.argv[1:])
each = schema["$defs"]["meeting"]
bad = [k for k in schema["required"] if k not in got] + [k for k in got
    if k not in schema["properties"]]
for m in got["meetings"]:
    bad += [k for k in each["required"] if k not in m]
    bad += [k for k in m if k not in each["properties"]]
print(bad or "fine", len(got["meetings"]))
END
)" "fine $([ $f = all ] && echo 100 || echo 0)"
	if python=$(with jsonschema); then
		is "$f.json: valid by the schema" "$("$python" -c 'import json, jsonschema, sys
schema, got = (json.load(open(p)) for p in sys.argv[1:])
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.validate(got, schema)
print("valid")' "$HERE/../contrib/export.schema.json" $f.json 2>&1 | tail -1)" valid
	else
		echo "skip - $f.json no python3-jsonschema"
	fi
done

# --- iCalendar -----------------------------------------------------------------
# One of them has no link to publish.
if python=$(with icalendar); then
	is 'all.ics: python icalendar reads the same' "$("$python" - all.ics all.json << 'END'
import datetime, icalendar, json, sys
cal = icalendar.Calendar.from_ical(open(sys.argv[1], "rb").read())
want = [m for m in json.load(open(sys.argv[2]))["meetings"]
        if m["url"].startswith("https://")]
events = cal.walk("VEVENT")
bad = []
def when(text):
    return (datetime.datetime if "T" in text else datetime.date).fromisoformat(text)
for e, m in zip(events, want):
    if (str(e["SUMMARY"]), e["DTSTART"].dt, e["DTEND"].dt, str(e["URL"])) != (
            m["topic"], when(m["start"]), when(m["end"]), m["url"]):
        bad.append((e, m))
    for name in "CONFERENCE", "URL", "LOCATION", "X-ICSRESERVE-ID":
        if isinstance(e[name], list):
            bad.append((name, e))
print(bad or "fine", len(events), len({str(e["UID"]) for e in events}))
END
)" 'fine 99 99'
else
	echo 'skip - all.ics no python3-icalendar'
fi
mkdir d && : > "$DIR/box/log" && cp all.ics d/
config << 'END'
[sync]
existing_links = add
END
tool --json sync --dry-run d
is "the program's own reader takes it: it is another's" \
    "$RC $(out 'len(problems), sorted({p["kind"] for p in problems})')" '0 [99, ["other-state"]]'

# --- CSV -------------------------------------------------------------------------
is 'all.csv: each row whole, none a formula' "$("$PYTHON" - all.csv << 'END'
import csv, sys
raw = open(sys.argv[1], "rb").read()
rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True), strict=True))
print(raw[:3] == b"\xef\xbb\xbf", raw.count(b"\n") == raw.count(b"\r\n"),
    len(rows), {len(r) for r in rows}, [c for r in rows for c in r
    if c[:1] in list("=+-@")], rows[6][3])
END
)" "True True 101 {12} [] '=cmd|' /C calc'!A0"
