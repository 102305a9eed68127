#!/bin/bash
# SPDX-License-Identifier: MIT
# contrib/hooks behind real runs: the group bot against a server that checks
# the signature, the ping, the mail.
. "$(dirname "$0")/../lib.sh"
HOOKS=$(cd "$SQL/../contrib/hooks" && pwd)
start_box
mkdir cal
# A server that keeps each request below seen/N and refuses what is not signed
# with the secret, or too old.
cat > server.py <<'END'
import base64, hashlib, hmac, http.server, json, os, time
class Handler(http.server.BaseHTTPRequestHandler):
    n = 0
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        Handler.n += 1
        answer = b'OK'
        if self.path == '/bot':
            message = json.loads(body)
            key = '%s\n%s' % (message.get('timestamp'), 'bot-secret')
            sign = base64.b64encode(hmac.new(key.encode(), b'', hashlib.sha256).digest()).decode()
            good = message.get('sign') == sign and abs(time.time() - int(message['timestamp'])) < 3600
            answer = json.dumps({'code': 0, 'msg': 'success'} if good else
                {'code': 19021, 'msg': 'sign match fail or timestamp is not within one hour'}).encode()
        with open('seen/%d.new' % Handler.n, 'wb') as f:
            f.write(self.path.encode() + b'\n' + body)
        os.rename('seen/%d.new' % Handler.n, 'seen/%d' % Handler.n)
        self.send_response(200)
        self.send_header('Content-Length', str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
    def log_message(self, *a):
        pass
server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
with open('port.new', 'w') as f:
    f.write(str(server.server_port))
os.rename('port.new', 'port')
server.serve_forever()
END
mkdir seen
"$PYTHON" server.py & SERVER=$!
trap 'kill $SERVER; wait $SERVER 2> /dev/null; finish' EXIT
for _ in $(seq 500); do [ -e port ] && break; sleep 0.02; done
PORT=$(cat port)
(umask 077
printf 'http://127.0.0.1:%s/bot\nbot-secret\n' "$PORT" > bot
printf 'http://127.0.0.1:%s/bot\nanother\n' "$PORT" > wrong
printf 'http://127.0.0.1:%s/ping/uuid\n' "$PORT" > ping)
with() {
	{ printf '[calendar "team"]\npath = %s\n[hooks]\n' "$DIR/w/cal"; printf '%s\n' "$@"; } | config
}
last() { ls -v seen | tail -1; }
# card EXPRESSION: over the last card
card() { tail -n +2 "seen/$(last)" > m; json m "$1"; }

with "on_change = $HOOKS/feishu-bot.py --url-file $DIR/w/bot --lang zh"
one cal/a.ics a 20261201T020000Z 'SUMMARY:周会 <at id=all></at> [x](https://evil.example)'
tool sync
is 'the bot takes what is signed' "$RC $(cat ../err) $(last)" '0  1'
is 'a card in Chinese' "$(card 'msg_type, card["header"]["title"]["content"], card["header"]["template"]')" '["interactive", "会议预约有变更", "green"]'
line=$(card 'card["elements"][0]["text"]["content"]')
has 'with the link' "$line" '](https://vc.feishu.cn/j/'
has 'and the title, of which nothing is a mark' "$line" '[周会 &#60;at id&#61;all&#62;&#60;/at&#62; &#91;x&#93;&#40;https://evil.example&#41;]'
rm cal/a.ics; one cal/b.ics b 20261202T020000Z
with "on_change = $HOOKS/feishu-bot.py --url-file $DIR/w/bot"
tool sync
is 'and in English' "$(card '[card["header"]["title"]["content"]] + sorted(e["text"]["content"].split()[0] for e in card["elements"])')" '["Meetings changed", "**Deleted**", "**New**", "Run"]'
for i in $(seq 30); do vevent "m$i" 20261203T020000Z; done | vcal > cal/many.ics
tool sync
is 'a long list is cut' "$(card 'len(card["elements"]), card["elements"][-2]["text"]["content"]')" '[22, "10 more"]'
[ "$(wc -c < "seen/$(last)")" -lt 20000 ]; result $? 'and fits a message'
with "on_success = $HOOKS/feishu-bot.py --url-file $DIR/w/wrong"
tool sync
is 'another secret: refused and told, no more' "$RC $(grep -c 'the bot refused: 19021' ../err)" '0 1'
hasnt 'and not where the bot is' "$(cat ../err)" '/bot'
printf 'http://127.0.0.1:1/hook/capability\n' > nobody
with "on_success = $HOOKS/feishu-bot.py --url-file $DIR/w/nobody"
tool sync; is 'a bot that is not there' "$RC $(grep -c 'on_success: the bot was not reached' ../err) $(grep -c capability ../err)" '0 1 0'
with "on_failure = $HOOKS/feishu-bot.py --url-file $DIR/w/bot"
one cal/bad.ics bad 20261204T020000Z 'RRULE:FREQ=NONSENSE'
tool sync
is 'a failure' "$RC $(card 'card["header"]["title"]["content"], card["header"]["template"]')" '1 ["Run ended with status 1", "red"]'
has 'and why' "$(card 'str(card["elements"])')" 'bad: RRULE: FREQ'

with "on_success = $HOOKS/healthchecks.sh $DIR/w/ping" "on_failure = $HOOKS/healthchecks.sh $DIR/w/ping"
tool sync; is 'a ping with the status' "$(head -1 "seen/$(last)")" /ping/uuid/1
is 'and the run' "$(tail -1 "seen/$(last)" | cut -c1-7)" 'sync 01'
rm cal/bad.ics; tool sync; is 'one of a run that did well' "$(head -1 "seen/$(last)")" /ping/uuid/0
n=$(last); hold_lock; tool sync; let_go_of_lock; is 'none for another run at work' "$RC $(last)" "8 $n"

mkdir bin
printf '#!/bin/sh\necho "$@" > %s/args; cat > %s/mail\n' "$DIR" "$DIR" > bin/sendmail; chmod +x bin/sendmail
with "on_failure = PATH=$DIR/w/bin:\$PATH $HOOKS/mail.py admin@example.com b@example.com"
one cal/bad.ics bad 20261204T020000Z $'SUMMARY:Bad\r\nBcc: evil@example.com' 'RRULE:FREQ=NONSENSE'
tool sync
is 'a mail' "$(cat ../args) $(grep -c '^To: admin@example.com, b@example.com' ../mail) $(grep -c '^Subject: icsreserve sync on .*: status 1' ../mail)" '-t -i 1 1'
has 'with what is wrong' "$(cat ../mail)" 'bad: RRULE: FREQ'
