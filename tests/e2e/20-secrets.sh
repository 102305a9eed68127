#!/bin/bash
# SPDX-License-Identifier: MIT
# No token, secret or password in any output, and no colour where none is
# asked for.
. "$(dirname "$0")/../lib.sh"
start_box
config <<'END'
[meeting]
password = 471147
END
sed -i 's/sandbox-secret/not-the-secret/' "$DIR/config.ini"
one a.ics a 20261201T020000Z
clean() {
	said > ../said
	for secret in sandbox-secret not-the-secret 471147 'Bearer t-' '"t-'; do
		hasnt "$1: no $secret" "$(cat ../said)" "$secret"
	done
	is "$1: no token" "$(grep -cE '\b[tu]-[A-Za-z0-9_-]{8,}' ../said)" 0
}
tool -vvv sync a.ics; is 'a wrong secret' $RC 5; clean 'a wrong secret'
sed -i 's/not-the-secret/sandbox-secret/' "$DIR/config.ini"
tool -vvv sync a.ics; is 'sync -vvv' $RC 0; clean 'sync -vvv'
has 'sync -vvv says something' "$(cat ../err)" apply
tool -vvv --json sync a.ics; clean 'nothing to do'
edit a.ics 's/SUMMARY:a/SUMMARY:b/'
post revoke '{}'
script 'update +1 revoke'
tool -vvv --json sync a.ics; is 'update -vvv' $RC 0; clean 'update -vvv'
# The token is given out again while it is good.
TOKEN=$(curl -sS -d '{"app_id":"cli_sandbox","app_secret":"sandbox-secret"}' \
    "$URL/open-apis/auth/v3/tenant_access_token/internal" |
    sed -n 's/.*"tenant_access_token":"\([^"]*\)".*/\1/p')
script "apply +1 status=400 code=121003 msg=\"bad password 471147 for Bearer $TOKEN\""
one q.ics q 20261202T020000Z
tool -vvv --json sync q.ics; is 'an error that quotes them' $RC 1; clean 'an error that quotes them'
has 'the rest of it is told' "$(cat ../out)" 'bad password'
edit a.ics 's/SUMMARY:b/SUMMARY:c/'
tool -vvv status; clean 'status -vvv'
tool -vvv --json status; clean 'status --json'
for f in "$DIR"/state/*; do
	is "no secret in ${f##*/}" "$(grep -acE 'sandbox-secret|471147|\bt-[A-Za-z0-9_-]{8,}' "$f")" 0
	is "${f##*/} is 0600" "$(stat -c %a "$f")" 600
done
tool -vvv cancel --all; is 'cancel -vvv' $RC 0; clean 'cancel -vvv'
# A secret's file that others may read is refused.
sed -i "s|^app_secret = .*|app_secret_file = $DIR/secret|" "$DIR/config.ini"
echo sandbox-secret > ../secret; chmod 644 ../secret
tool sync a.ics; is 'a secret that others may read' $RC 2; clean 'a secret that others may read'
chmod 600 ../secret
tool sync a.ics; is 'a secret of our own' $RC 0
sed -i "s|^app_secret_file.*|app_secret_command = cat $DIR/secret|" "$DIR/config.ini"
edit a.ics 's/^SUMMARY:c/SUMMARY:d/'
tool -vvv sync a.ics; is 'a secret by command' $RC 0; clean 'a secret by command'

# What a server echoes may write a secret in another way.
cp ../config.ini ../config.kept
sed -i '/^app_secret/d' ../config.ini
export ICSRESERVE_APP_SECRET='s3"cr\et-471147/x'
script 'token +1 status=400 code=10003 msg="bad body {\"app_secret\":\"s3\\\"cr\\\\et-471147\\/x\"}"'
edit a.ics 's/^SUMMARY:d/SUMMARY:e/'
tool -vvv --json sync a.ics; is 'a secret that JSON escapes' $RC 5; clean 'a secret that JSON escapes'
has 'the rest of that is told' "$(cat ../out)" 'bad body'
unset ICSRESERVE_APP_SECRET
mv ../config.kept ../config.ini
is 'it is not kept' "$(grep -lac 'et-471147' ../state/* | wc -l)" 0

# Colour and bar: on a terminal alone.
ESC=$'\033'
one t.ics t 20261201T020000Z
tool sync -n t.ics
hasnt 'no terminal, no colour' "$(said)" "$ESC"
if [ -z "$VALGRIND" ] && type -P script > /dev/null &&
    "$(type -P script)" -qec true /dev/null > /dev/null 2>&1 < /dev/null; then
	type -P script > ../script.path
	tty() {
		"$(cat ../script.path)" -qec "$1 '$TOOL' -c '$DIR/config.ini' --state '$DIR/state/state.db' sync $2" /dev/null < /dev/null > ../tty 2>&1
		cat ../tty
	}
	has 'a terminal: colour' "$(tty '' '-n t.ics')" "${ESC}["
	hasnt 'a terminal with NO_COLOR' "$(tty 'NO_COLOR=1' '-n t.ics')" "${ESC}[3"
	has 'an empty NO_COLOR is none' "$(tty 'NO_COLOR=' '-n t.ics')" "${ESC}["
	one bar.ics bar 20261201T020000Z
	script 'apply * delay=300'
	has 'a bar' "$(tty 'NO_COLOR=1' 'bar.ics')" '] 1/1  '
	edit bar.ics 's/^SUMMARY:bar/SUMMARY:new/'
	hasnt '--no-progress' "$(tty 'NO_COLOR=1' '--no-progress bar.ics')" '] 1/1  '
else
	echo 'skip - colour: no script(1), or no pseudo-terminal'
fi
