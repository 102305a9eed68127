#!/bin/bash
# SPDX-License-Identifier: MIT
# The sandbox itself, over the wire with curl: endpoints, codes, the script
# of misbehaviour, rate limits, the state over a restart, garbage.
set -u
BOX=${BUILD:-build}/icsreserve-sandbox
DIR=$(mktemp -d) || exit 1
FAILED=0
PID=
API=/open-apis/vc/v1/reserves
TOKEN=/open-apis/auth/v3/tenant_access_token/internal
CONTACT=/open-apis/contact/v3/users/batch_get_id
CRED='{"app_id":"cli_sandbox","app_secret":"sandbox-secret"}'
export ICSRESERVE_NOW=1764547200	# 2025-12-01T00:00:00Z
END=$((ICSRESERVE_NOW + 3600))
FIRST=7490000000000000001

result() {
	if [ "$1" = 0 ]; then
		echo "ok - $2"
	else
		echo "not ok - $2"
		FAILED=$((FAILED + 1))
		[ -z "${3-}" ] || printf '%s\n' "$3" | cut -c1-400 | sed 's/^/# /'
	fi
}

# is NAME GOT WANT; has NAME GOT PART; hasnt NAME GOT PART
is() { [ "$2" = "$3" ]; result $? "$1" "got '$2', want '$3'"; }
has() { case $2 in *"$3"*) result 0 "$1" ;; *) result 1 "$1" "no '$3' in: $2" ;; esac; }
hasnt() { case $2 in *"$3"*) result 1 "$1" "'$3' in: $2" ;; *) result 0 "$1" ;; esac; }

start() {
	: > "$DIR/out"	# or the one before would be taken for the new one
	$VALGRIND "$BOX" --log "$DIR/log" "$@" > "$DIR/out" 2> "$DIR/err" &
	PID=$!
	for _ in $(seq 1 300); do
		URL=$(sed -n 's/^icsreserve-sandbox: listening on //p' "$DIR/out")
		[ -n "$URL" ] && return 0
		kill -0 "$PID" 2> /dev/null || break
		sleep 0.05
	done
	echo "# the sandbox did not start"; cat "$DIR/err"; exit 1
}

stop() {
	[ -n "$PID" ] || return 0
	kill "$PID" 2> /dev/null
	wait "$PID"
	STATUS=$?
	PID=
	is "ends cleanly ($1)" "$STATUS" 0
	is "nothing on stderr ($1)" "$(cat "$DIR/err")" ""
}
trap '[ -z "$PID" ] || kill $PID; rm -rf "$DIR"' EXIT
VALGRIND=
if [ -n "${VG-}" ]; then
	VALGRIND="valgrind -q --leak-check=full --error-exitcode=99"
fi

# call METHOD PATH [BODY] [curl options]: answer in $R (body and status).
call() {
	local method=$1 path=$2 body=${3-}
	shift; shift; [ $# = 0 ] || shift
	if [ -n "$body" ]; then
		set -- --data-binary "$body" "$@"
	fi
	R=$(curl -s -m 20 -X "$method" -w '\n%{http_code}' -D "$DIR/head" \
	    -H "Authorization: Bearer $T" "$@" "$URL$path" | tr -d '\0')
}
apply() { call POST $API/apply "{\"end_time\":\"$END\",\"owner_id\":\"ou_1\",\"meeting_settings\":${1:-{\}}}"; }
new_token() {
	T=; call POST $TOKEN "$CRED"
	T=$(printf %s "$R" | sed -n 's/.*"tenant_access_token":"\([^"]*\)".*/\1/p')
}
script() { call DELETE /_sandbox/script; call POST /_sandbox/script "$1"; }
# code NAME STATUS CODE: what the last call came to
code() { has "$1" "$R" "\"code\":$3,"; is "$1: status" "${R##*$'\n'}" "$2"; }
last() { tail -n 1 "$DIR/log"; }

# --- the command line ------------------------------------------------------
has help "$("$BOX" --help)" "--missing-scope"
has version "$("$BOX" --version)" "icsreserve-sandbox "
"$BOX" --nonsense 2> /dev/null; is "unknown option" $? 2
"$BOX" --port 70000 2> /dev/null; is "port out of range" $? 2
"$BOX" --assume expired=maybe 2> "$DIR/err"; is "unknown reading" $? 2
has "readings named" "$(cat "$DIR/err")" "readable|gone"
printf '# fine\napply 1 garbage\napply x garbage\n' > "$DIR/bad"
"$BOX" --script "$DIR/bad" 2> "$DIR/err"; is "bad script" $? 2
has "bad script: line" "$(cat "$DIR/err")" "bad:3:"
echo '{"format":"x"}' > "$DIR/bad"
"$BOX" --state "$DIR/bad" 2> /dev/null; is "bad state" $? 7

# --- token ---------------------------------------------------------------
start --state "$DIR/state"
T=
call POST $TOKEN "$CRED"; code token 200 0
has "token: expire" "$R" '"expire":7200'
A=$R; call POST $TOKEN/ "$CRED"; is "token: same again" "$R" "$A"
call POST $TOKEN 'nonsense'; code "token: nonsense" 200 10003
call POST $TOKEN '{"app_id":"x","app_secret":"y"}'; code "token: bad id" 200 10003
call POST $TOKEN '{"app_id":"cli_x","app_secret":"y"}'; code "token: other id" 200 10014
call POST $TOKEN '{"app_id":"cli_sandbox","app_secret":"y"}'; code "token: secret" 200 10015
has "log hides secrets" "$(last)" '"app_secret":"***"'
new_token; OLD=$T
call POST /_sandbox/clock '{"advance":5500}'; new_token
[ "$T" != "$OLD" ]; result $? "token: new one below 30 minutes"
A=$T; T=$OLD; call GET $API/1; code "token: old one is good" 404 121004
call POST /_sandbox/clock '{"advance":1800}'; T=$OLD
call GET $API/1; code "token: old one is over" 400 99991663
T=$A; call GET $API/1; code "token: new one is good" 404 121004
call POST /_sandbox/clock "{\"now\":$ICSRESERVE_NOW}"

# --- auth before all else ----------------------------------------------------
T=; call POST $API/apply '{}'; code "no token" 400 99991661
T=t-none; call POST $API/apply '{}'; code "unknown tenant token" 400 99991663
T=u-none; call POST $API/apply '{}'; code "unknown user token" 400 99991668
T=eyJx.y.z; call POST $API/apply '{}'; code "unknown user JWT" 400 99991668
T=x; call POST $API/apply '{}'; code "token of no form" 400 99991671
has "log id in the body" "$R" '"log_id":"2'
has "log id header" "$(cat "$DIR/head")" "X-Tt-Logid: 2"
has "request id header" "$(cat "$DIR/head")" "X-Request-Id: "

# --- apply ---------------------------------------------------------------
new_token
apply '{"topic":"Weekly","password":"971024"}'; code apply 200 0
has "apply: id" "$R" "\"id\":\"$FIRST\""
has "apply: link" "$R" '"url":"https://vc.feishu.cn/j/100104729"'
has "apply: number" "$R" '"meeting_no":"100104729"'
has "apply: app link" "$R" "idtype=reservationid&id=$FIRST&preview={?}"
has "apply: password" "$R" '"password":"971024"'
hasnt "apply: no settings" "$R" meeting_settings
has "log: deed" "$(last)" '"deed":true'
hasnt "log hides passwords" "$(cat "$DIR/log")" 971024
apply; code "apply: without settings" 200 0
bad() { call POST $API/apply "$2"; code "apply: $1" 400 "${3:-121003}"; }
S='"meeting_settings":{}'
bad "not JSON" '{"end_time":' 9499
bad "a list" '[]' 9499
bad "no settings" "{\"end_time\":\"$END\",\"owner_id\":\"ou_1\"}"
bad "no end" "{\"owner_id\":\"ou_1\",$S}"
bad "end in the past" "{\"end_time\":\"$ICSRESERVE_NOW\",\"owner_id\":\"ou_1\",$S}"
bad "end too far" "{\"end_time\":\"$((ICSRESERVE_NOW + 2592001))\",\"owner_id\":\"ou_1\",$S}"
bad "end is text" "{\"end_time\":\"soon\",\"owner_id\":\"ou_1\",$S}"
bad "no owner" "{\"end_time\":\"$END\",$S}"
bad "unknown owner" "{\"end_time\":\"$END\",\"owner_id\":\"x\",$S}"
bad "unknown field" "{\"end_time\":\"$END\",\"owner_id\":\"ou_1\",$S,\"invitees\":[]}"
set_bad() { apply "$2"; code "apply: $1" 400 "${3:-121003}"; }
set_bad "unknown setting" '{"open_lobby":true}'
set_bad "topic is a number" '{"topic":1}'
set_bad "auto_record is text" '{"auto_record":"true"}'
set_bad "type out of range" '{"meeting_initial_type":3}'
set_bad "record of a pair" '{"meeting_initial_type":2,"auto_record":true}' 123002
H='{"id":"ou_1"}'
set_bad "11 hosts" "{\"assign_host_list\":[$H,$H,$H,$H,$H,$H,$H,$H,$H,$H,$H]}" 123003
set_bad "host of a room" '{"assign_host_list":[{"id":"ou_1","user_type":2}]}' 123004
for p in 123 1234567890 12a45; do
	set_bad "password $p" "{\"password\":\"$p\"}" 123006
done
set_bad "check_list of types" '{"action_permissions":[{"permission":1,"permission_checkers":[{"check_field":2,"check_mode":1,"check_list":["3"]}]}]}'
set_bad "permission without checkers" '{"action_permissions":[{"permission":1}]}'
set_bad "call without callee" '{"call_setting":{}}'
set_bad "phone number" '{"call_setting":{"callee":{"user_type":6,"pstn_sip_info":{"main_address":"110"}}}}'
has "refused: no deed" "$(last)" '"deed":false'
apply '{"password":""}'; has "apply: empty password" "$R" '"password":""'
apply '{}'; printf %s "$R" | grep -Eq '"password":"[0-9]{6}"'; result $? "apply: random password"
apply "{\"assign_host_list\":[$H,{\"id\":\"x\"}]}"; has "apply: invalid hosts" "$R" '"invalid_host_id_list":["x"]'
call POST "$API/apply?user_id_type=nick" "{\"end_time\":\"$END\"}"; code "apply: user_id_type" 400 99992402
has "apply: field violation" "$R" '"field_violations":[{"field":"user_id_type"'
call POST $API/apply '{"end_time":"1764550867","owner_id":"ou_1","meeting_settings":{"topic":"my meeting","action_permissions":[{"permission":1,"permission_checkers":[{"check_field":1,"check_mode":1,"check_list":["ou_1"]}]}],"meeting_initial_type":1,"meeting_connect":true,"call_setting":{"callee":{"id":"ou_1","user_type":1,"pstn_sip_info":{"nickname":"dodo","main_address":"+86-02187654321"}}},"auto_record":true,"assign_host_list":[{"user_type":1,"id":"ou_1"}],"password":"971024"}}'
code "apply: the documented example" 200 0
ID=$(printf %s "$R" | sed -n 's/.*"id":"\([0-9]*\)","meeting_no.*/\1/p')

# --- get, update, delete -----------------------------------------------------
call GET "$API/$ID"; code get 200 0
has "get: settings" "$R" '"main_address":"+86-02187654321"'
has "get: status" "$R" '"expire_status":1'
has "get: who" "$R" '"reserve_user_id":"ou_1"'
call GET "$API/$ID" '{}'; code "get: with a body" 200 0
call PUT "$API/$ID" '{"meeting_settings":{"topic":"New"}}'; code update 200 0
hasnt "update: no app link" "$R" app_link
has "update: status" "$R" '"expire_status":1'
has "update: password stays" "$R" '"password":"971024"'
call GET "$API/$ID"
has "update: topic" "$R" '"topic":"New"'
has "update: the rest stays" "$R" '"auto_record":true'
call PUT "$API/$ID" '{"meeting_settings":{"topic":"","assign_host_list":[],"password":""}}'
has "update: password cleared" "$R" '"password":""'
call GET "$API/$ID"
has "update: empty clears" "$R" '"topic":""'
has "update: list cleared" "$R" '"assign_host_list":[]'
call PUT "$API/$ID" "{\"end_time\":\"$((END + 60))\"}"; has "update: end" "$R" "\"end_time\":\"$((END + 60))\""
call PUT "$API/$ID" '{"owner_id":"ou_2"}'; code "update: owner" 400 121003
call PUT "$API/$ID" '{"meeting_settings":{"meeting_connect":true}}'; code "update: connect" 400 121003
call PUT "$API/$ID" '{"meeting_settings":{"meeting_initial_type":2}}'; code "update: merged check" 400 123002
call PUT "$API/$ID" '{"end_time":"1"}'; code "update: past" 400 121003
call PUT $API/1 '{}'; code "update: unknown" 404 121004
call GET $API/abc; code "get: no number" 400 121003
call GET $API/99999999999999999999999999999999999999999; code "get: long id" 400 121003
call DELETE "$API/$ID" '{}'; code delete 200 0
has "delete: data" "$R" '"data":{}'
call DELETE "$API/$ID"; code "delete: again" 404 121004
call GET "$API/$ID"; code "get: deleted" 404 121004

# --- meetings and contacts ---------------------------------------------------
call GET $API/$FIRST/get_active_meeting; code "active: none" 404 121004
call POST /_sandbox/meetings/start "{\"reserve_id\":\"$FIRST\",\"participants\":[\"ou_1\",{\"id\":\"ou_2\",\"status\":4}]}"
call GET $API/$FIRST/get_active_meeting; code active 200 0
has "active: topic" "$R" '"topic":"Weekly"'
has "active: count" "$R" '"participant_count":"2"'
hasnt "active: no people" "$R" '"participants":'
call GET "$API/$FIRST/get_active_meeting?with_participants=true"
has "active: host" "$R" '"is_host":true'
has "active: given fields" "$R" '"id":"ou_2","status":4'
call GET "$API/$FIRST/get_active_meeting?with_participants=maybe"; code "active: bad flag" 400 99992402
call POST $CONTACT '{"emails":["a@example.com","x@y.invalid"],"mobiles":["+8613800000000"]}'
code batch_get_id 200 0
has "batch_get_id: id" "$R" '"user_id":"ou_'
has "batch_get_id: not found" "$R" '{"email":"x@y.invalid"}'
call POST $CONTACT "{\"emails\":[$(seq -s, 51 | sed 's/[0-9]*/"&"/g')]}"; code "batch_get_id: 51" 400 99992402
call GET /open-apis/nonsense; has "wrong path" "$R" "404 page not found"
has "wrong path: type" "$(cat "$DIR/head")" "Content-Type: text/plain"
call POST "$API/$FIRST" '{}'; is "wrong method" "$R" "404 page not found"$'\n'404

# --- the state over a restart ----------------------------------------------
call GET /_sandbox/state; A=$(printf %s "$R" | sed 's/.*"reserves"://')
stop core
start --state "$DIR/state" --assume expired-update=refuse --latency 1000
call GET /_sandbox/state; is "state survives" "$(printf %s "$R" | sed 's/.*"reserves"://')" "$A"
new_token
call GET $API/$FIRST/get_active_meeting; code "meeting survives" 200 0
call POST /_sandbox/meetings/end "{\"reserve_id\":\"$FIRST\"}"
call GET $API/$FIRST/get_active_meeting; code "meeting ended" 404 121004
B=$(date +%s%N)
for i in 1 2 3 4 5 6 7 8; do
	curl -s -o /dev/null -H "Authorization: Bearer $T" "$URL$API/$FIRST" &
	J[i]=$!
done
wait "${J[@]}"
MS=$((($(date +%s%N) - B) / 1000000))
# One after the other they would take eight seconds.
[ $MS -ge 1000 ] && [ $MS -lt 7000 ]; result $? "eight at once with latency ($MS ms)"
call POST /_sandbox/clock '{"advance":3601}'
call GET $API/$FIRST; has "expired is readable" "$R" '"expire_status":2'
call PUT $API/$FIRST '{}'; code "expired update refused" 404 121004
stop state

# --- rate limits, quota, scopes, users ---------------------------------------
start --rate-second 3 --rate-minute 5
new_token
# By one curl, so that all are there within the second.
R=$(curl -s -m 20 -D "$DIR/head" -w '\n%{http_code}\n' \
    -H "Authorization: Bearer $T" "$URL$API/1?n=[1-4]" | tail -2)
code "rate of a second" 429 99991400
has "rate: limit" "$(cat "$DIR/head")" "x-ogw-ratelimit-limit: 3"
has "rate: reset" "$(cat "$DIR/head")" "x-ogw-ratelimit-reset: 1"
call DELETE $API/1; code "rate: each endpoint its own" 404 121004
sleep 1.1
for i in 1 2 3; do call GET $API/1; done
code "rate of a minute" 429 99991400
has "rate: minute's limit" "$(cat "$DIR/head")" "x-ogw-ratelimit-limit: 5"
grep -Eq 'reset: 5[0-9]' "$DIR/head"; result $? "rate: minute's reset"
stop rate
start --quota 2 --missing-scope vc:reserve:readonly --user-token u-one=ou_7 \
    --rate-second 0 --rate-minute 0
new_token
call GET $API/1; code "missing scope" 400 99991672
has "missing scope named" "$R" '"permission_violations":[{"type":"action_scope_required","subject":"vc:reserve:readonly"}]'
apply; T=u-one; call POST $API/apply "{\"end_time\":\"$END\",$S}"; code "user token" 200 0
call PUT $API/$FIRST '{}'; code "quota" 429 99991403
call POST $CONTACT '{}'; code "contact takes no user token" 400 99991668
stop quota
start --user-token u-one=ou_7 --token-life 60 --app-id cli_other --app-secret s
call POST $TOKEN '{"app_id":"cli_other","app_secret":"s"}'; has "other app" "$R" '"expire":60'
T=$(printf %s "$R" | sed -n 's/.*"tenant_access_token":"\([^"]*\)".*/\1/p')
A=$T; apply; T=u-one; call GET $API/$FIRST; code "not own, by a user" 403 121005
call POST $API/apply "{\"end_time\":\"$END\",$S}"
call GET "$API/$((FIRST + 1))"; has "own, by a user" "$R" '"reserve_user_id":"ou_7"'
T=$A; call DELETE "$API/$((FIRST + 1))"; code "not own, by the app" 403 121005
stop users

# --- scopes ---------------------------------------------------------------------
SCOPES=/open-apis/application/v6/scopes
granted() { printf %s "${R%$'\n'*}" | python3 -c 'import json,sys
print(*sorted(s["scope_name"] + ":" + s["scope_type"] for s in json.load(sys.stdin)["data"]["scopes"] if s["grant_status"] == 2))'; }
start --missing-scope contact:user.id:readonly --user-scope vc:reserve --user-token u-one=ou_7
new_token
call GET $SCOPES; code "scopes" 200 0
is "scopes: those lacking" "$(granted)" "contact:user.id:readonly:tenant contact:user.id:readonly:user vc:reserve:tenant"
apply; code "a scope for users alone, by the app" 400 99991672
T=u-one; call POST $API/apply "{\"end_time\":\"$END\",$S}"; code "a scope for users alone, by a user" 200 0
call GET $SCOPES; code "scopes take no user token" 400 99991668
stop scopes
start --assume scope-list=refuse
new_token
call GET $SCOPES; code "scopes refused" 400 99991672
has "scopes refused: by name" "$R" '"subject":"application:application:self_manage"'
stop scope-list

# --- meeting numbers that come back -----------------------------------------------
number() { printf %s "$R" | sed -n 's/.*"meeting_no":"\([0-9]*\)".*/\1/p'; }
start --numbers 2
new_token
apply; ONE=$(number)
apply; TWO=$(number)
[ "$ONE" != "$TWO" ]; result $? "numbers: two"
apply; [ "$(number)" != "$ONE" ] && [ "$(number)" != "$TWO" ]; result $? "numbers: another while both are held"
call DELETE "$API/$FIRST"
apply; is "numbers: that of a deleted one comes back" "$(number)" "$ONE"
call POST /_sandbox/clock '{"advance":3600}'
END=$((END + 7200)); apply; A=$(number)
apply; is "numbers: those of expired ones come back" "$(printf '%s\n' "$A" "$(number)" | sort | xargs)" "$(printf '%s\n' "$ONE" "$TWO" | sort | xargs)"
END=$((END - 7200))
stop numbers

# --- people without a directory -----------------------------------------------------
start
new_token
call POST $CONTACT '{"emails":["a@example.com","a@x;b@x","a b@x","@x","a@","<a@x>","a@x.invalid"],"mobiles":["+8613800000000","1380","12a"]}'
is "only well-formed addresses have ids" "$(printf %s "${R%$'\n'*}" | python3 -c 'import json,sys
print(*[u.get("email") or u.get("mobile") for u in json.load(sys.stdin)["data"]["user_list"] if "user_id" in u])')" "a@example.com +8613800000000 1380"
call POST $API/apply "{\"end_time\":$END,\"owner_id\":\"ou_1\",\"meeting_settings\":{}}"; code "end_time as a number" 400 121003
stop people

# --- an empty value that clears nothing; tokens that are a JWT --------------------
start --assume empty=keep --assume end-time-number=accept --assume token-form=jwt
new_token
case $T in eyJ*) result 0 "a tenant token may be a JWT" ;; *) result 1 "a tenant token may be a JWT" "$T" ;; esac
apply '{"topic":"T","password":"9710","assign_host_list":[{"id":"ou_2"}]}'; code "end-time-number, token-form" 200 0
call PUT "$API/$FIRST" '{"meeting_settings":{"topic":"","password":"","assign_host_list":[],"action_permissions":[]}}'
has "empty=keep: password" "$R" '"password":"9710"'
call GET "$API/$FIRST"; has "empty=keep: topic and hosts" "$R" '"topic":"T","assign_host_list":[{"id":"ou_2"}]'
T=eyJx.y.z; call GET "$API/$FIRST"; code "token-form: another JWT" 400 99991668
stop keep

# --- readings of what is undocumented ----------------------------------------
printf '# people\nAnna@example.com ou_1\nben@example.com ou_2 resigned\n' > "$DIR/people"
start --directory "$DIR/people" --assume unknown-user=empty \
    --assume user-order=reverse --assume expired=gone \
    --assume update-link=change --assume update-password=regenerate \
    --assume default-password=none --assume invalid-hosts=error \
    --assume unknown-owner=99992351 --assume unknown-fields=ignore \
    --assume long-topic=refuse --assume check-info=when-any \
    --assume expire-status=zero --assume get-defaults=fill \
    --assume no-meeting=empty --assume delete-data=absent \
    --assume rate-status=400 --assume token-status=400 \
    --assume auth-status=200 --assume brand=lark --rate-second 12
T=; call POST $TOKEN '{}'; code "token-status" 400 10003
call GET $API/1; code "auth-status" 200 99991661
new_token
call POST $CONTACT '{"emails":["anna@EXAMPLE.com","ben@example.com"]}'
has "user-order, unknown-user" "$R" '"user_list":[{"user_id":"","email":"ben@example.com"},{"user_id":"ou_1",'
call POST "$CONTACT?user_id_type=union_id" '{"emails":["ben@example.com"],"include_resigned":true}'
has "union id of a resigned one" "$R" '"user_id":"on_2"'
has "status of a resigned one" "$R" '"is_resigned":true'
apply '{"topic":"T","x":1}'
has "default-password" "$R" '"password":""'
has "brand" "$R" 'https://vc.larksuite.com/j/100104729'
hasnt "check-info" "$R" invalid_host_id_list
call PUT $API/$FIRST '{}'
hasnt "update-link" "$R" /100104729
hasnt "update-password" "$R" '"password":""'
call GET $API/$FIRST
has "get-defaults" "$R" '"assign_host_list":[]'
has "expire-status" "$R" '"expire_status":0'
hasnt "unknown-fields" "$R" '"x"'
apply '{"assign_host_list":[{"id":"ou_2"}]}'; code "invalid-hosts, resigned" 400 123004
call POST $API/apply "{\"end_time\":\"$END\",\"owner_id\":\"ou_9\",$S}"; code "unknown-owner" 400 99992351
apply "{\"topic\":\"$(printf '%0256d' 0)\"}"; code "long-topic" 400 121003
call GET $API/$FIRST/get_active_meeting; has "no-meeting" "$R" '"data":{}}'
apply; call DELETE $API/$((FIRST + 2)); is "delete-data" "$R" '{"code":0,"msg":"success"}'$'\n'200
R=$(curl -s -m 20 -w '\n%{http_code}\n' -H "Authorization: Bearer $T" \
    "$URL$API/1?n=[1-13]" | tail -2)
code "rate-status" 400 99991400
sleep 1
call POST /_sandbox/clock '{"advance":3601}'; call GET $API/$FIRST; code "expired" 404 121004
stop readings

# --- misbehaviour ------------------------------------------------------------
cat > "$DIR/script" << 'X'
# call count action...
apply 1 status=500 code=121001
apply 2 cut-before
apply 3 cut-after
apply 4 status=500 after
get 2-3 garbage
get 4 half
token 2 code=10014
any 9999- empty
X
start --script "$DIR/script" --rate-second 0
new_token
apply; code "script: status" 500 121001
apply; is "script: cut-before" "$R" $'\n'000
call GET /_sandbox/state; has "script: no deed" "$R" '"reserves":[]'
apply; is "script: cut-after" "$R" $'\n'000
apply; code "script: after" 500 121001
call GET /_sandbox/state; has "script: both done" "$R" '"reserves":2'
has "script: log" "$(last)" '"fault":"status=500 after"'
call GET $API/$FIRST; code "script: before the range" 200 0
call GET $API/$FIRST; hasnt "script: garbage" "$R" '"code"'
call GET $API/$FIRST; hasnt "script: garbage again" "$R" '"code"'
call GET $API/$FIRST; hasnt "script: half" "$R" meeting_settings
has "script: half starts well" "$R" '{"code":0,'
A=$T; new_token; code "script: token" 200 10014
T=$A
spoil() { script "get * $1"; call GET $API/$FIRST; has "script: $1" "$R" "$2"; }
spoil wrong-types '"id":6911188411934973028,'
spoil wrong-types=data '"data":"a string"'
spoil wrong-types=code '"code":"0"'
spoil 'url=https://evil.example/\u001b[31m' '"url":"https://evil.example/\u001b[31m"'
spoil 'url="two words"' '"url":"two words"'
spoil 'set=data.reserve.expire_status:9' '"expire_status":9'
spoil 'set=data.reserve.password:null' '"password":null'
spoil html '<h1>502'
spoil not-json '"data":{]'
spoil 'status=503 html' $'\n503'
spoil empty $'\n200'
spoil quota '"code":99991403'
spoil ratelimit=7 '"code":99991400'
has "script: reset" "$(cat "$DIR/head")" "x-ogw-ratelimit-reset: 7"
spoil 'header=X-Tt-Logid:mine' '"code":0'
has "script: header" "$(cat "$DIR/head")" "X-Tt-Logid: mine"
spoil 'redirect=http://127.0.0.1:1/' $'\n302'
spoil 'msg="no such" code=121004 status=404' '"msg":"no such"'
spoil no-id '{"meeting_no"'
spoil revoke '"code":99991663'
new_token; new_token
B=$(date +%s%N); spoil delay=300 '"code":0'; MS=$((($(date +%s%N) - B) / 1000000))
[ $MS -ge 300 ]; result $? "script: delay takes its time"
spoil delay-before=100 '"code":0'
script 'get * huge=20'
N=$(curl -s -H "Authorization: Bearer $T" "$URL$API/$FIRST" | wc -c)
is "script: huge" "$N" $((20 << 20))
script 'get +2 empty'
call GET $API/$FIRST; has "script: +2, first" "$R" '"code":0'
call GET $API/$FIRST; is "script: +2, second" "$R" $'\n'200
script 'get 1 nonsense'; has "script: refused over the wire" "$R" 'script:1: there is no such action'
call POST /_sandbox/revoke; call GET $API/$FIRST; code "revoke" 400 99991663
call GET '/_sandbox/log?n=1'; has "log over the wire" "$R" '"call":"get"'

# --- garbage -----------------------------------------------------------------
raw() { exec 3<> "/dev/tcp/127.0.0.1/${URL##*:}" && printf "$1" >&3 2> /dev/null; timeout 1 head -c 99 <&3 > /dev/null; exec 3>&-; }
for text in '\0\0\0' 'GET\r\n\r\n' 'GET / HTTP/9.9\r\n\r\n' \
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n' \
    'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n' \
    'GET /%%00%%ff?%%zz=%%&&=&a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'; do
	raw "$text"
done
new_token
head -c 200000 /dev/zero | tr '\0' '[' > "$DIR/deep"
call POST $API/apply @"$DIR/deep"; code "deep JSON" 400 9499
head -c 3000000 /dev/urandom > "$DIR/big"
call POST $API/apply @"$DIR/big"; code "a body of 3 MB" 400 9499
head -c 20000000 /dev/zero > "$DIR/big"
call POST $API/apply @"$DIR/big" -H 'Expect:'; is "a body of 20 MB is cut" "$R" $'\n'000
head -c 4000 /dev/urandom > "$DIR/big"; call POST $API/apply @"$DIR/big"; code "random body" 400 9499
call GET $API/1 '' -H "X: $(head -c 60000 /dev/zero | tr '\0' x)"; has "large header" "$R" $'\n'4
for body in '{"meeting_settings":null}' '{"a\u0000b":1}' '"x"' '1' '{"owner_id":"\u0000"}'; do
	call POST $API/apply "$body"; has "odd body $body" "$R" '"code":'
	call POST /_sandbox/clock "$body"; has "odd clock $body" "$R" '"code":121003'
	call POST /_sandbox/meetings/start "$body"; has "odd meeting $body" "$R" '"code":121003'
done
call HEAD / '' -I; has "HEAD" "$R" 404
new_token; apply; code "still well" 200 0
stop script
if command -v python3 > /dev/null; then
	python3 -c 'import json,sys
for l in open(sys.argv[1]): json.loads(l)' "$DIR/log"; result $? "each line of the log is JSON"
fi
exit $((FAILED > 0))
