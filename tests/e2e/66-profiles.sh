#!/bin/bash
# SPDX-License-Identifier: MIT
# Several profiles: what doctor finds, and that two which share the rate stay
# below it together.
. "$(dirname "$0")/../lib.sh"
start_box
mkdir etc a b c
# profile NAME SHARE CALENDAR [LINE]...
profile() {
	local name=$1 share=$2 calendar=$3
	shift 3
	{ printf '[feishu]\napp_id = cli_sandbox\napp_secret = sandbox-secret\nowner = ou_me\nrate_share = %s\n' "$share"
	printf '[calendar "%s"]\npath = %s\n' "$name" "$DIR/w/$calendar"; printf '%s\n' "$@"; } > "etc/$name.ini"
	chmod 600 "etc/$name.ini"
}
# found: what doctor says of profiles, without the paths
found() {
	"$TOOL" -c etc/a.ini --state "$DIR/state/a.db" --json doctor --offline > ../out 2> ../err
	out '"; ".join(c["status"] + " " + c["message"] for c in checks if c["check"] == "profiles")' | sed "s|$DIR/w/||g"
}
profile a 1 a; is 'one' "$(found)" 'ok this is the only profile in its folder'
profile a 1/2 a; profile b 1/2 b
is 'two that share nothing' "$(found)" 'ok 2 profiles share no calendar, no state and no rate'
profile b 3/4 b; is 'more than the whole rate' "$(found)" 'warn 2 profiles work with the app cli_sandbox, and together they may make 1250 calls a minute where it has 1000'
"$TOOL" -c etc/a.ini --state "$DIR/state/a.db" doctor --offline > /dev/null; is 'warned of' $? 0
profile c 1/4 c; profile b 1/4 b; is 'three that have it all' "$(found | cut -d' ' -f1)" ok
profile c 1/4 b; is 'the same calendar' "$(found) $("$TOOL" -c etc/a.ini --state "$DIR/state/a.db" doctor --offline > /dev/null; echo $?)" 'fail the profiles b and c have the same calendar: b (b and c) 2'
ln -s b link; profile c 1/4 link; is 'by another name' "$(found)" 'fail the profiles b and c have the same calendar: b (b and c)'
touch b/x.ics; profile c 1/4 b/x.ics; is 'a file of it' "$(found)" 'fail the profiles b and c have the same calendar: b (b and c)'
profile c 1/4 c '[calendar "d"]' 'url = https://dav.example.com/u/team/'; profile b 1/4 b '[calendar "e"]' 'url = https://dav.example.com/u/team/'
is 'the same on a server' "$(found)" 'fail the profiles b and c have the same calendar: on a server (e and d)'
profile c 1/4 c '[sync]' "state = $DIR/w/s.db"; profile b 1/4 b '[sync]' 'state = ../s.db'
has 'the same state' "$(found)" 'fail the profiles b and c have the same state: '
printf 'nonsense\n' > etc/c.ini; has 'one that can not be read' "$(found)" 'warn not compared with the others: '
rm etc/c.ini b/x.ics

# --- at 20 a minute and 5 a second, two halves at the same time
profile a 1/2 a '[feishu]' 'rate_per_second = 6' 'rate_per_minute = 30' 'retries = 0'
profile b 1/2 b '[feishu]' 'rate_per_second = 6' 'rate_per_minute = 30' 'retries = 0'
runs=(); stop_box; start_box --rate-second 6 --rate-minute 30
for p in a b; do for i in $(seq 12); do vevent "$p$i" 20261201T020000Z; done | vcal > $p/all.ics; done
for p in a b; do
	"$TOOL" -c etc/$p.ini --state "$DIR/state/$p.db" -q sync > $p.out 2>&1 &
	runs+=($!)
done
wait "${runs[0]}"; is 'one of them' "$? $(cat a.out)" '0 '
wait "${runs[1]}"; is 'the other' "$? $(cat b.out)" '0 '
is 'all are booked, and none was refused' "$(held) $(grep -c '"status":429' ../box/log)" '24 0'
