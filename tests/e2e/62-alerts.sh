#!/bin/bash
# SPDX-License-Identifier: MIT
# The alert rules, over metrics of runs that went wrong.  promtool
# (Debian's prometheus) reads and tries them.
. "$(dirname "$0")/../lib.sh"
RULES=$(cd "$SQL/../contrib/prometheus" && pwd)/icsreserve.rules.yml
command -v promtool > /dev/null || { echo 'skip - alerts: no promtool'; exit 0; }
seen=$(promtool check rules "$RULES" 2>&1); is 'promtool check rules' $? 0 || echo "$seen"
start_box
mkdir cal
printf '[calendar "team"]\npath = %s\n[run]\nmetrics = %s\n' "$DIR/w/cal" "$DIR/w/m.prom" | config

# --- rules and dashboard ask for nothing that is not written
cat > asked.py <<'END'
import json,re,sys
rules, board, file = (open(f).read() for f in sys.argv[1:])
written = set(re.findall(r'^(icsreserve_[a-z_]+)', file, re.M))
exprs = [t['expr'] for p in json.loads(board)['panels'] for t in p['targets']]
labels = set(re.findall(r'(\w+)=~?"', rules + ''.join(exprs))) - set(re.findall(r'(\w+)="', file))
print(sorted(set(re.findall(r'icsreserve_[a-z_]+', rules + ''.join(exprs))) - written), sorted(labels))
END

# alarms AFTER WANT: which alerts fire when that time has passed since the
# clock of the run, and nothing but the file of metrics is there
alarms() {
	"$PYTHON" - "$RULES" m.prom "$1" "$(date -u -d "$ICSRESERVE_NOW" +%s)" <<'END' > t.yml
import json,re,sys
rules, file, after, now = sys.argv[1:]
series = []
for l in open(file):
    if not l.startswith('#'):
        name, value = l.rsplit(' ', 1)
        # promtool's clock begins at 0: times move along.
        v = float(value) - (int(now) if 'timestamp' in name else 0)
        series.append({'series': name, 'values': '%r+0x5000' % v})
names = re.findall(r'alert: (\w+)', open(rules).read())
print(json.dumps({'rule_files': [rules], 'evaluation_interval': '10m', 'tests': [{
    'interval': '10m', 'input_series': series,
    'alert_rule_test': [{'eval_time': after, 'alertname': n, 'exp_alerts': []} for n in names]}]}))
END
	promtool test rules t.yml > seen 2>&1
	is "$1 later" "$(grep -o 'alertname: *[A-Za-z]*' seen | sed 's/.*Icsreserve//' | sort -u | tr '\n' ' ')" "$2" || cat seen
}
one cal/a.ics a 20261201T020000Z; one cal/far.ics far 20270301T020000Z
tool sync; alarms 10m ''
is 'all that is asked for is written' "$("$PYTHON" asked.py "$RULES" "${RULES%/*}/grafana.json" m.prom)" '[] []'
alarms 1h 'RunOverdue '
alarms 29d 'LinksWillExpire NoSuccess RenewalOverdue RunOverdue '
# --- killed in each phase: the old file stays, and its age tells
cp m.prom before
one cal/b.ics b 20261202T020000Z; edit cal/a.ics 's/^SUMMARY.*/SUMMARY:other/'
# in_copy STEP: a run on copies of state and calendars
in_copy() {
	rm -rf k; cp -r ../state k
	ICSRESERVE_STEP=$1 "$TOOL" -c ../config.ini --state "$DIR/w/k/state.db" sync --no-write-back
}
in_copy count 2>&1 | awk '$1 == "step" && !n[$3]++ { print $2, $3 }' > steps
[ "$(wc -l < steps)" -gt 8 ]; result $? 'there are phases' "$(cat steps)"
while read -r n name; do
	cp before m.prom
	in_copy "kill:$n" > /dev/null 2>&1
	seen="$? $(cmp -s before m.prom && echo old)"
	case $name in
	renamed | folder-sync) is "killed at $name: it told of a whole run" "$seen" '100 ' ;;
	*) is "killed at $name" "$seen" '100 old' ;;
	esac
done < steps
# --- the guard, unknown ones, no success
for i in $(seq 10); do vevent "g$i" 20261203T020000Z; done | vcal > cal/g.ics
tool sync; vcal < /dev/null > cal/g.ics
tool sync; is 'refused' $RC 4; alarms 10m 'GuardRefused '
tool sync --force
script 'apply * cut-after'
one cal/u.ics u 20261204T020000Z; tool sync; unscript
is 'unknown' "$RC $(grep -c 'state="unknown"} 1' m.prom)" '1 1'
alarms 70m 'RunOverdue UnknownReservations '
script 'token * status=503'
config < <(printf '[calendar "team"]\npath = %s\n[run]\nmetrics = %s\n[feishu]\nretries = 0\n' "$DIR/w/cal" "$DIR/w/m.prom")
rm m.prom; tool sync; is 'no network, and never a success' $RC 6; unscript
alarms 80m 'NoSuccess RunFails RunOverdue '
