#!/bin/bash
# SPDX-License-Identifier: MIT
# The machine's zone: what the C library takes for local time.
. "$(dirname "$0")/../lib.sh"
start_box
config <<END
[calendar "w"]
path = $DIR/w
END
starts() { sql "SELECT start - 1796083200 FROM bookings WHERE uid = '$1'"; }
one a.ics a 20261201T100000
edit a.ics 's/^\(DT[A-Z]*\)[^:]*:\([0-9T]*\)Z*/\1:\2/'
# local NAME HOURS TZ: ten o'clock there, east of Greenwich
local_is() {
	TZ=$3 tool sync > /dev/null
	is "$1" "$(starts a)" "$((36000 - $2 * 3600))"
}
local_is 'a name' 8 Asia/Shanghai
local_is 'rules: the sign of POSIX' 8 CST-8
local_is 'rules with a name in brackets' -4 '<-04>4'
local_is 'a colon' 9 :Asia/Tokyo
local_is 'a path' 9 /usr/share/zoneinfo/Asia/Tokyo
local_is 'nothing is UTC' 0 ''
TZ=Asia/Beijing tool sync > /dev/null
is 'a name that is none' "$RC" 1
has 'fails by name' "$(said)" "the system's time zone 'Asia/Beijing' is not a known time zone; install tzdata, or set timezone"
TZ=Asia/Beijing tool doctor > /dev/null
has 'doctor says so' "$(said)" "the system's time zone 'Asia/Beijing' is not known"
config <<END
[sync]
timezone = Asia/Shanghai
[calendar "w"]
path = $DIR/w
END
for tz in UTC America/St_Johns CST-8 Asia/Beijing; do
	local_is "a configured zone under TZ=$tz" 8 $tz
done

# An update of tzdata, TZ being as it was.
config <<END
[calendar "w"]
path = $DIR/w
END
mkdir -p "$DIR/zi/Asia"
zone_is() { cp "/usr/share/zoneinfo/Asia/$1" "$DIR/zi/Asia/Here"; }
zone_is Tokyo
TZDIR=$DIR/zi local_is 'a zone in a folder of its own' 9 Asia/Here
TZDIR=$DIR/zi TZ=Asia/Here quiet 'and it is known'
zone_is Kolkata
TZDIR=$DIR/zi TZ=Asia/Here tool sync > /dev/null
is 'an update of it moves what is known' "$(starts a)" 16200

# A container's /etc/localtime, put over the file; /etc/timezone says another.
config <<END
[calendar "w"]
path = $DIR/w
END
unset TZ
inside() { unshare -rm sh -c "set -e; $1; exec \"\$@\"" sh "${@:2}"; }
if ! inside "mount --bind $DIR/w /mnt" true 2> /dev/null; then
	echo "skip - mounts: not here"
	finish
fi
within() {	# within COMMANDS ARGUMENT...: the tool behind them
	inside "$1" "$TOOL" -c "$DIR/config.ini" --state "$DIR/state/state.db" \
	    "${@:2}" > "$DIR/out" 2> "$DIR/err"
	RC=$?
}
over() {	# over NAME COMMANDS HOURS
	within "$2" sync
	is "$1" "$(starts a)" "$((36000 - $3 * 3600))"
}
cp /usr/share/zoneinfo/Asia/Tokyo "$DIR/tokyo"
cp /usr/share/zoneinfo/America/New_York "$DIR/york"
mkdir "$DIR/empty" "$DIR/etc"
echo none > "$DIR/etc/localtime"
no_tzdata="mount --bind $DIR/empty /usr/share/zoneinfo"

# An update of tzdata, for times that name a zone.
one b.ics b 20261201T100000
edit b.ics 's/^\(DT[A-Z]*\)[^:]*:\([0-9T]*\)Z*/\1;TZID=America\/Mexico_City:\2/'
cp -a /usr/share/zoneinfo "$DIR/newer"
rm "$DIR/newer/America/Mexico_City"
cp -L /usr/share/zoneinfo/America/New_York "$DIR/newer/America/Mexico_City"
update="mount --bind $DIR/newer /usr/share/zoneinfo"
again() {	# again NAME COMMANDS HOURS TOTALS
	TZ=UTC within "$2" sync
	is "$1" "$(starts b), $(grep -o '[0-9]* updated, .*' ../out)" \
	    "$((36000 - $3 * 3600)), $4"
}
until [ "$(sql 'SELECT min(trusted) FROM files')" = 1 ]; do
	sleep 0.2
	TZ=UTC within true sync
done
has 'both are known' "$(cat ../out)" 'unchanged'
again 'newer rules count for what is known' "$update" -5 '1 updated, 1 unchanged'
TZ=UTC within "$update" sync
is 'once' "$(cat ../out)" 'sync: 2 unchanged'
again 'the older ones again' true -6 '1 updated, 1 unchanged'

over 'a file over /etc/localtime' "mount --bind $DIR/tokyo /etc/localtime" 9
within "mount --bind $DIR/tokyo /etc/localtime" doctor
has 'is named by its rule' "$(said)" "times without a zone are read in the calendar's zone, else the system's, JST-9"
over 'another' "mount --bind $DIR/york /etc/localtime" -5
over 'no file' "mount --bind $DIR/empty /etc" 0
over 'a file that is no zone' "mount --bind $DIR/etc /etc" 0
is 'is a failure' "$RC" 1
has 'that is named' "$(said)" "the system's time zone '"
TZ=Asia/Shanghai over 'a name without tzdata' "$no_tzdata" 0
is 'is a failure' "$RC" 1
has 'that is named, too' "$(said)" "'Asia/Shanghai' is not a known time zone"
TZ=Asia/Shanghai within "$no_tzdata" doctor
has 'doctor knows both' "$(said)" "the system has no time zone database"
TZ=Etc/UTC over 'nor is UTC looked for' "$no_tzdata" 0
TZ=CST-8 over 'rules need no tzdata' "$no_tzdata" 8
finish
