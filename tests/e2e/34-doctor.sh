#!/bin/bash
# SPDX-License-Identifier: MIT
# doctor: each finding provoked, with its remedy; and nothing is changed.
. "$(dirname "$0")/../lib.sh"

# disk: all that lies below the folder but the box and what `tool` printed,
# with times and modes
disk() { (cd "$DIR" && find . \( -path ./box -o -name out -o -name err \) -prune -o -printf '%p %i %T@ %C@ %s %m\n' | grep -v '^\. ' | sort); }
# doctor NAME STATUS [ARGUMENT]...: it ends so, changes nothing, asks for no
# deed, and its JSON is whole
doctor() {
	local name=$1 status=$2 before
	shift 2
	before=$(disk)
	tool --json doctor "$@"
	is "$name: status" "exit=$RC $(out 'o["exit"]')" "exit=$status $status" ||
		head -c 3000 "$DIR/err" "$DIR/out" | sed 's/^/# /'
	is "$name: nothing is changed" "$(disk)" "$before"
	hasnt "$name: no deed" "$(calls) " "apply="
	hasnt "$name: no deletion" "$(calls) " "delete="
	hasnt "$name: nothing was done" "$(tail -n "+$((MARK + 1))" "$DIR/box/log")" '"deed":true'
	cp "$DIR/out" "$DIR/json"
	is "$name: each has a remedy of its own" "$(json "$DIR/json" '[c for c in checks
	    if c["status"] in ("warn", "fail") and (c["remedy"] or "see above") == "see above"]')" '[]'
}
# found CHECK STATUS MESSAGE REMEDY: the last doctor said so
found() {
	is "$1 $2: $3" "$(json "$DIR/json" '[c for c in checks if c["check"] == w[0]
	    and c["status"] == w[1] and w[2] in c["message"] and w[3] in (c["remedy"] or "")]
	    and "found" or [c for c in checks if c["check"] == w[0]]' "$@")" found
}
# all CHECK: its statuses
all() { json "$DIR/json" '" ".join(sorted(set(c["status"] for c in checks if c["check"] == "'"$1"'")))'; }
# bare: the calendar alone, and a fresh state
bare() {
	rm -rf "$DIR/state" ./*
	mkdir "$DIR/state"
	one a.ics a 20261201T020000Z ORGANIZER:mailto:li@example.com
	config <<-END
		[calendar "team"]
		path = w/a.ics
		$(cat)
	END
}

printf '%s\n' 'li@example.com ou_li' 'me@example.com ou_me' > "$DIR/people"
start_box --directory "$DIR/people"

# --- all is well
bare < /dev/null
doctor 'no state yet' 0
is 'no state yet: all are fine' "$(json "$DIR/json" '" ".join(sorted(set(c["status"] for c in checks)))')" ok
is 'no state yet: none is made' "$(ls -A "$DIR/state")" ''
is 'what is asked' "$(calls)" 'get=2 scopes=1 token=1'
tool sync
doctor 'all is well' 0
is 'all is well: all are fine' "$(json "$DIR/json" '" ".join(sorted(set(c["status"] for c in checks)))')" ok
found bookings ok '1 held, all in order' ''
is 'all is well: checks' "$(json "$DIR/json" 'len(set(c["check"] for c in checks))')" 17
is 'a finding has these members' "$(json "$DIR/json" 'sorted(checks[0])')" '["check", "message", "remedy", "status"]'
tool doctor
is 'text: status' "$RC" 0
has 'text: a line for each' "$(said)" 'ok   configuration: /'
has 'text: aligned' "$(said)" 'ok   clock:         0 seconds'
has 'text: counted' "$(said)" ' ok, 0 warn, 0 FAIL, 0 skip'
hasnt 'text: no colour' "$(said)" $'\033'
tool -q doctor
is 'quiet: nothing to say' "$(said)" ''

# --- offline
stop_box
doctor 'offline' 0 --offline
for c in proxy network clock credentials scopes; do
	is "offline: $c is skipped" "$(all $c)" skipped
done
found network skipped '--offline' ''

# --- the network
doctor 'refused' 6
found network fail 'no connection can be made' 'firewall'
found clock skipped 'no server told its time' ''
found scopes skipped "can't be reached" ''
is 'refused: the rest is checked' "$(all calendars)" ok
export ICSRESERVE_BASE_URL=https://name.invalid
doctor 'no such name' 6
found network fail 'name of the server is not known (DNS)' 'name server'
https_proxy=http://me:pa55word@proxy.invalid:3128 doctor 'no such proxy' 6
found network fail 'name of the proxy is not known' "the proxy of https_proxy (http://***@proxy.invalid:3128)"
found proxy ok 'https_proxy = http://***@proxy.invalid:3128' ''
hasnt 'the password of the proxy stays hidden' "$(said)" pa55word
for bad in me:471147 http://me:99999999 me:65536; do
	ICSRESERVE_BASE_URL=https://localhost:1 https_proxy=$bad tool doctor
	hasnt "what is no port is not shown: $bad" "$(said)" "${bad##*:}"
done
printf '[feishu]\nretries = 0\n[calendar "f"]\nurl = http://feed.invalid/cal.ics\n' > "$DIR/feed.ini"
for bad in 'http://me:pa/55word@127.0.0.1:1' 'http://me:55word@127.0.0.1:x' 'ftp://me:55word@127.0.0.1:1' \
    'me:55word@proxy:99999' 'http://me:55word@proxy:99999' 'me:pa ss55word@127.0.0.1:1' "me:it's55word@127.0.0.1:1" \
    'http://55word/x@127.0.0.1:1' '55word#x@127.0.0.1:1' 'me:55word' 'http://me:55word' 'pa://55word@127.0.0.1:1' \
    'me:x://55word@127.0.0.1:1' 'socks5://me:55word@[::1' 'http:/me:55word@127.0.0.1' '@55word@127.0.0.1:1' \
    'me:55word@127.0.0.1:1 ' 'me:55word%40@127.0.0.1:1' 'http://[55word]:1' '//me:55word@127.0.0.1:1'; do
	ICSRESERVE_BASE_URL=https://localhost:1 https_proxy=$bad doctor "a proxy that is none: $bad" 6
	hasnt "its password stays hidden: $bad" "$(said)" 55word
	ICSRESERVE_BASE_URL=https://localhost:1 https_proxy=$bad tool -vvv sync
	hasnt "nor is it told by sync: $bad" "$(said)" 55word
	is "nor is it kept: $bad" "$(grep -lac 55word "$DIR/state/"* | wc -l)" 0
	http_proxy=$bad XDG_CACHE_HOME=$DIR/cache tool -c "$DIR/feed.ini" -vvv sync
	is "http_proxy, a feed: $bad" "$RC" 3
	hasnt "nor is http_proxy's told: $bad" "$(said)" 55word
done
rm -f "$DIR/proxy"
"$PYTHON" - "$DIR/proxy" <<'END' &
import socket, sys
s = socket.create_server(("127.0.0.1", 0))
open(sys.argv[1] + ".new", "w").write(str(s.getsockname()[1]))
import os
os.rename(sys.argv[1] + ".new", sys.argv[1])
while True:
    c, _ = s.accept()
    c.recv(65536)
    c.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n")
    c.close()
END
PROXY=$!
until [ -s "$DIR/proxy" ]; do kill -0 $PROXY || break; sleep 0.02; done
ICSRESERVE_BASE_URL=https://localhost:1 https_proxy=http://127.0.0.1:$(cat "$DIR/proxy") doctor 'a proxy that wants a password' 6
found network fail 'the proxy wants a user and password' 'http://USER:PASSWORD@HOST:PORT'
kill $PROXY; wait $PROXY 2> /dev/null
rm "$DIR/proxy"
if command -v openssl > /dev/null; then
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
	    -addext subjectAltName=DNS:localhost -keyout "$DIR/key.pem" -out "$DIR/cert.pem" 2> /dev/null
	cat "$DIR/key.pem" "$DIR/cert.pem" > "$DIR/both.pem"
	"$PYTHON" -c 'import socket,ssl,sys
c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
c.load_cert_chain(sys.argv[1])
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1], flush=True)
while True:
    try:
        c.wrap_socket(s.accept()[0], server_side=True).close()
    except OSError:
        pass' "$DIR/both.pem" > "$DIR/port" &
	TLS=$!
	until [ -s "$DIR/port" ]; do kill -0 $TLS || break; done
	ICSRESERVE_BASE_URL=https://localhost:$(cat "$DIR/port")
	doctor 'a certificate of nobody' 6
	found network fail 'TLS fails' 'ca-certificates'
	for ca in CURL_CA_BUNDLE SSL_CERT_FILE; do
		export $ca="$DIR/cert.pem"
		tool --json doctor; cp "$DIR/out" "$DIR/json"
		hasnt "$ca is honoured" "$(said)" 'TLS fails'
		unset $ca
	done
	sed -i "s|^owner|ca_file = $DIR/cert.pem\n&|" "$DIR/config.ini"
	tool --json doctor; hasnt 'so is ca_file' "$(said)" 'TLS fails'
	CURL_CA_BUNDLE=/dev/null tool --json doctor; hasnt 'which comes first' "$(said)" 'TLS fails'
	sed -i "s|^ca_file.*|ca_file = $DIR/nowhere.pem|" "$DIR/config.ini"
	one a.ics a2 20261201T020000Z; tool sync; is 'one that is not there' "$RC $(grep -c nowhere.pem ../err)" '2 1'
	one a.ics a 20261201T020000Z
	sed -i '/^ca_file/d' "$DIR/config.ini"
	kill $TLS
else
	echo 'skip - a certificate of nobody: no openssl'
fi
start_box
script 'get +1 html'
doctor 'a portal in the place of the API' 6
found network fail 'but not as the API' 'correct base_url'
unscript
script 'get +1 delay=5000'
sed -i 's/^owner/timeout = 1\n&/' "$DIR/config.ini"
doctor 'no answer in time' 6
found network fail 'no answer comes in time' 'https_proxy'
sed -i '/^timeout/d' "$DIR/config.ini"
unscript
script 'get +1 cut-before'
doctor 'the connection breaks' 6
found network fail 'the connection breaks' 'try again'
unscript
script "$(for n in 2 3 4 5 6; do echo "get +$n cut-before"; done)"
doctor 'it breaks later' 6
found credentials fail 'no whole answer' 'try again'
unscript

# --- the clock
post clock '{"now":"2026-11-22T00:01:00Z"}'
doctor 'the clock, a minute' 0
found clock warn '60 seconds behind' 'NTP'
post clock '{"now":"2026-11-21T23:00:00Z"}'
doctor 'the clock, an hour' 1
found clock fail '3600 seconds ahead of' 'NTP'
post clock "{\"now\":\"$ICSRESERVE_NOW\"}"

# --- credentials and scopes
printf '[feishu]\napp_id = cli_sandbox\napp_secret = wrong-secret\nowner = ou_me\n[calendar "team"]\npath = w/a.ics\n' > "$DIR/config.ini"
doctor 'a wrong secret' 5
found credentials fail 'no access token' "Credentials & Basic Info"
found scopes skipped 'there is no access token' ''
hasnt 'a wrong secret is not shown' "$(said)" wrong-secret
printf '[feishu]\naccess_token_command = echo u-wrong\n[calendar "team"]\npath = w/a.ics\n' > "$DIR/config.ini"
doctor 'a wrong user token' 5
found credentials fail 'access token' 'access_token_command prints'
hasnt 'a wrong user token is not shown' "$(said)" u-wrong
printf '[feishu]\napp_id = cli_sandbox\napp_secret_command = false\nowner = ou_me\n' > "$DIR/config.ini"
doctor 'a command that fails' 5
found credentials fail 'app_secret_command' 'by hand'
found calendars warn 'there is no calendar' '[calendar "NAME"]'
printf '[calendar "team"]\npath = w/a.ics\n' > "$DIR/config.ini"
doctor 'no app' 2
found configuration fail 'there is no app_id' ICSRESERVE_APP_ID
found configuration fail 'there is no app secret' app_secret_file
found owner warn 'no owner is set' '`owner` in [feishu]'
bare < /dev/null
for scope in vc:reserve vc:reserve:readonly contact:user.id:readonly; do
	stop_box
	start_box --directory "$DIR/people" --missing-scope $scope
	doctor "without $scope" 5
	found scopes fail "$scope is lacking" "add $scope to the app's permissions (https://open.feishu.cn/app/cli_sandbox/auth) for the tenant token"
	is "without $scope: one is lacking" "$(json "$DIR/json" 'sum(c["status"] == "fail" for c in checks)')" 1
done
stop_box
start_box --directory "$DIR/people" --user-scope vc:reserve
doctor 'a scope for users alone' 5
found scopes fail 'vc:reserve is granted for user tokens alone' 'for the tenant token'
is 'scopes: nothing but questions' "$(calls)" 'get=2 scopes=1 token=1'
stop_box
start_box --directory "$DIR/people" --assume scope-list=refuse --missing-scope contact:user.id:readonly
doctor 'the list of scopes is refused' 5
found scopes skipped 'vc:reserve: not checked: the app may not ask for its scopes' ''
found scopes fail 'contact:user.id:readonly is lacking' 'add contact:user.id:readonly'
stop_box
start_box --directory "$DIR/people" --user-token u-token-of-me=ou_me
printf '[feishu]\naccess_token_command = echo u-token-of-me\n[calendar "team"]\npath = w/a.ics\n' > "$DIR/config.ini"
doctor 'a user token' 0
is 'a user token: the directory is not asked' "$(calls)" 'get=3'
found owner ok 'the user of the token' ''

# --- the owner
while read -r owner status word; do
	bare < /dev/null
	sed -i "s/^owner.*/owner = $owner/" "$DIR/config.ini"
	doctor "owner $owner" "$status"
	is "owner $owner: $word" "$(all owner)" "$word"
done <<-END
	me@example.com 0 ok
	who@example.com 2 fail
	on_x 0 warn
	ou_x 0 ok
END
bare <<< ''
sed -i 's/^owner.*/owner = who@example.com/' "$DIR/config.ini"
doctor 'nobody is owner' 2
found owner fail 'does not know the address' 'correct `owner`'
doctor 'nobody is owner, offline' 0 --offline
found owner skipped 'with --offline' ''

# --- the configuration
bare <<< 'colour = red'
doctor 'an unknown key' 2
found configuration fail 'unknown key' 'icsreserve.conf(5)'
found network skipped "configuration can't be read" ''
found state ok 'none yet' ''
tool doctor
has 'text: a failure' "$(said)" 'FAIL configuration: '
has 'text: its remedy' "$(said)" '                    remedy: correct that'
tool -q doctor
is 'quiet: failures alone' "$(grep -c '^FAIL' ../out) $(grep -c '^ok' ../out)" '1 0'
bare < /dev/null
chmod 644 "$DIR/config.ini"
doctor 'others can read the secret' 2
found configuration fail 'others than its owner' 'chmod 600'
tool --json -c "$DIR/none.ini" doctor
cp "$DIR/out" "$DIR/json"
found configuration fail none.ini 'by -c'
bare < /dev/null
chmod 622 "$DIR/config.ini"
sed -i '/^app_secret/d' "$DIR/config.ini"
ICSRESERVE_APP_SECRET=sandbox-secret doctor 'others can write the configuration' 2
found file-modes fail 'can be written by everybody' 'chmod go-w'
bare < /dev/null
echo sandbox-secret > "$DIR/secret"
chmod 644 "$DIR/secret"
sed -i "s|^app_secret.*|app_secret_file = $DIR/secret|" "$DIR/config.ini"
doctor 'others can read the file of the secret' 2
found file-modes fail 'app_secret_file' "chmod 600 $DIR/secret"
rm "$DIR/secret"
doctor 'no file of the secret' 2
found file-modes fail 'No such file' 'put the secret into that file'
bare <<< 'timezone = Mars/Olympus'
doctor 'an unknown zone' 2
found time-zones fail 'Mars/Olympus' 'Asia/Shanghai'
bare <<< 'tzalias = Home = Mars/Olympus'
tool doctor --offline
has 'an unknown zone of an alias' "$(said)" 'FAIL time-zones: '

# --- calendars
bare <<'END'
include = attendees
include = organizer:li@*
exclude = category:Privat
own = *@example.org
END
doctor 'filters that match nothing' 0
found calendars warn "'include = attendees' matches none" 'correct the line'
found calendars warn "'exclude = category:Privat' matches none" 'correct the line'
found calendars warn "'own = *@example.org' matches no ORGANIZER" 'your people'
is 'a filter that matches is not named' "$(grep -c 'organizer:li' "$DIR/json")" 0
bare < /dev/null
: > a.ics
doctor 'an empty file' 3
found calendars fail 'the file is empty' 'again from its source'
bare < /dev/null
edit a.ics 's/^END:VCALENDAR.*//'
doctor 'a file cut off' 3
found calendars fail 'a.ics' 'again from its source'
bare < /dev/null
rm a.ics
doctor 'no file' 3
found calendars fail 'No such file' 'correct `path`'
ln -s a.ics a.ics
doctor 'a link to itself' 3
found calendars fail 'symbolic links' 'correct `path`'
bare < /dev/null
ln a.ics b.ics
doctor 'a second hard link' 1
found calendars fail "can't be replaced" 'second hard link'
bare < /dev/null
edit a.ics 's/^VERSION/METHOD:REQUEST\r\n&/'
doctor 'an invitation' 0
found calendars warn 'METHOD makes this' 'not the invitations'
bare < /dev/null
one a.ics a 20261201T020000Z X-ICSRESERVE-PASSWORD:12
doctor 'an event that fails' 1
found calendars fail 'X-ICSRESERVE-PASSWORD' 'icsreserve explain'
bare < /dev/null
touch .icsreserve-1-2-3.tmp
doctor 'left behind' 0
found calendars warn '.icsreserve-1-2-3.tmp' 'takes it away'
rm .icsreserve-1-2-3.tmp
if [ "$(id -u)" != 0 ]; then
	bare < /dev/null
	chmod 000 a.ics
	doctor 'not to be read' 3
	found calendars fail 'Permission denied' 'let this user read it'
	chmod 644 a.ics
	chmod 500 .
	doctor 'not to be written' 1
	found calendars fail "can't be replaced" 'write the folder'
	found calendars warn 'no link can be written into its files' 'write the folder'
	chmod 700 .
	chmod 500 "$DIR/state"
	doctor 'no place for the state' 1
	found file-modes fail "can't be written" 'another place'
	chmod 700 "$DIR/state"
else
	echo "skip - what can't be read and written: root can"
fi
bare < /dev/null
one a.ics a 20261201T020000Z ORGANIZER:mailto:who@example.com
tool sync
doctor 'somebody unknown' 0
found people warn 'who@example.com' '[people]'

# --- the state
bare < /dev/null
tool sync
chmod 644 "$DIR/state/state.db"
doctor 'others can read the state' 1
found file-modes fail 'state.db: others' 'chmod 600'
chmod 600 "$DIR/state/state.db"
chmod 777 "$DIR/state"
doctor 'others can write beside the state' 2
found file-modes fail 'the folder of the state' 'chmod go-w'
chmod 700 "$DIR/state"
cp -a "$DIR/state/state.db" "$DIR/good"
"$PYTHON" -c 'import sys
f = open(sys.argv[1], "r+b")
f.seek(4096 * 3)
f.write(b"\xff" * 4096 * 4)' "$DIR/state/state.db"
doctor 'a damaged state' 7
found state fail '' 'icsreserve restore'
found bookings skipped "the state can't be read" ''
is 'a damaged state: the calendars are checked' "$(all calendars)" ok
echo 'not a database, but long enough to be taken for something else' > "$DIR/state/state.db"
doctor 'no state at all' 7
found state fail 'state.db' 'icsreserve restore'
cp -a "$DIR/good" "$DIR/state/state.db"
"$PYTHON" -c 'import sqlite3,sys
c = sqlite3.connect(sys.argv[1])
c.execute("PRAGMA user_version = 999")
c.commit()' "$DIR/state/state.db"
rm -f "$DIR/state/state.db-"*
doctor 'a state of a newer version' 7
found state fail 'newer' 'newer program'
cp -a "$DIR/good" "$DIR/state/state.db"
hold_lock
doctor 'a run at work' 0
found lock ok "another run is at work: process $HOLDER since" ''
let_go_of_lock

# --- bookings
bare < /dev/null
script 'apply +1 cut-after'
tool sync
unscript
doctor 'an unknown create' 0
found bookings warn 'it is not known' 'makes them again'
printf '[sync]\non_unknown = hold\n' >> "$DIR/config.ini"
doctor 'an unknown create that is held' 0
found bookings warn 'it is not known' 'on_unknown = hold'
bare < /dev/null
script 'apply * code=121003 msg=no'
tool sync
unscript
doctor 'a create that failed' 1
found bookings fail 'the last call failed' 'status --failed'
bare < /dev/null
one a.ics a 20270201T020000Z
tool sync
doctor 'an event far off' 0
is 'an event far off: held' "$(all bookings)" ok
now 2026-12-20T12:00:00Z
doctor 'a link that ends soon' 0
found bookings warn 'the link ends at' 'run `icsreserve sync` now'
now 2026-12-23T00:00:00Z
doctor 'a link that has ended' 1
found bookings fail 'the link ended at' 'cron'
now 2026-11-22T00:00:00Z
bare < /dev/null
printf '[sync]\nfar_events = wait\n' >> "$DIR/config.ini"
one a.ics a 20270201T020000Z
tool sync
doctor 'an event to come' 0
found calendars ok '1 event beyond' ''

# --- calendars that an import keeps
config < /dev/null
rm -rf "$DIR/state" ./*
mkdir "$DIR/state"
printf 'title,date,start,end\nReview,2026-12-01,10:00,11:00\n' > k.csv
tool import k.csv --keep interviews
is 'kept' $RC 0
doctor 'a kept calendar alone' 0
hasnt 'it is a calendar' "$(said)" 'there is no calendar'
hasnt 'it is configured' "$(said)" 'no longer configured'
is 'it is looked at' "$(all calendars)" ok
sed -i 's/,11:00/,9:00/' k.csv
doctor 'a kept calendar with a fault' 3
found calendars fail 'k.csv:2' 'icsreserve explain'
sed -i 's/,9:00/,11:00/' k.csv
doctor 'a kept calendar, healed' 0
is 'healed: nothing is found' "$(all calendars)" ok

# --- what a plan tells beside
bare < /dev/null
tool sync
tool backup ../copy.db
tool restore ../copy.db
doctor 'a state that was put back' 0
found calendars warn 'for its 1 reservation, and' 'it asks the server first'
bare < /dev/null
printf '[calendar "twice"]\npath = w/*.ics\n' >> "$DIR/config.ini"
doctor 'a file in two calendars' 0
found calendars warn 'another calendar has the same file' 'list each file in one calendar only'
bare < /dev/null
one a.ics a 20261201T020000Z $'DESCRIPTION:\xff\xff'
echo 'encoding = GB18030' >> "$DIR/config.ini"
doctor 'bytes in no encoding' 0
found calendars warn '1 line holds bytes that are not' 'correct those lines'
bare < /dev/null
one a.ics a 20261201T020000Z $'SUMMARY:Caf\xe9 \x81'
doctor 'a title in no encoding' 1
found calendars fail 'in no encoding' 'set `encoding`'
bare < /dev/null
one a.ics a 20261201T020000Z $'SUMMARY:Treffen in K\xf6ln'
doctor 'a calendar in another encoding' 0
found calendars warn 'not in UTF-8' 'set `encoding`'
bare < /dev/null
tool sync
rm -rf "$DIR/state"; mkdir "$DIR/state"
doctor 'lines of another state' 0
found calendars warn 'another state of icsreserve' 'cancel --strays'
bare < /dev/null
mkdir c
mv a.ics c
one c/b.ics b 20261202T020000Z
sed -i 's|w/a.ics|w/c/*.ics|' "$DIR/config.ini"
tool sync
sed -i 's|w/c/[*].ics|w/c/a.ics|' "$DIR/config.ini"
doctor 'a file that is no longer part of its calendar' 0
found calendars warn 'no longer part of the calendar' 'put the file back'
bare < /dev/null
for i in 1 2 3 4 5 6 7 8 9 10 11; do
	echo "ATTENDEE;ROLE=CHAIR:mailto:p$i@example.com"
done > ../chairs
readarray -t chairs < ../chairs
one a.ics a 20261201T020000Z "${chairs[@]}"
for i in 1 2 3 4 5 6 7 8 9 10 11; do echo "p$i@example.com = ou_$i"; done > ../ids
{ printf '[meeting]\nhosts = chairs\n[people]\n'; cat ../ids; } >> "$DIR/config.ini"
doctor 'eleven chairs' 0
found calendars warn 'at most 10' 'mark at most ten people'

# --- what another run is at work on is not unfinished
bare < /dev/null
one a.ics a 20261201T020000Z
ICSRESERVE_STEP=kill:8 tool sync
doctor 'a run that was killed' 0
found calendars warn 'an earlier run was stopped' 'expires within 30 days'
hold_lock
doctor 'a run between call and answer' 0
is 'it is not taken for one that was killed' "$(all calendars)" ok
let_go_of_lock
