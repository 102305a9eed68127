#!/bin/bash
# SPDX-License-Identifier: MIT
# The container's root, made as the Containerfile makes it, in a chroot: nothing
# but the program, another user, read-only.  The manifests of contrib/kubernetes,
# as kustomize makes them.
. "$(dirname "$0")/../lib.sh"
ROOT=$(cd "$SQL/.." && pwd)
K=$ROOT/contrib/kubernetes
# --- manifests
if command -v kubectl > /dev/null && "$PYTHON" -c 'import yaml' 2> /dev/null; then
	for overlay in example sandbox; do
		seen=$(kubectl kustomize "$K/$overlay" 2>&1 > $overlay.yaml); is "kustomize: $overlay" "$? $seen" '0 '
	done
	cat > manifests.py <<'END'
import sys, yaml
docs = [d for f in ('example.yaml', 'sandbox.yaml') for d in yaml.safe_load_all(open(f))]
jobs = [d for d in docs if d['kind'] == 'CronJob']
pods = [d['spec']['jobTemplate']['spec']['template']['spec'] for d in jobs]
pods += [d['spec']['template']['spec'] for d in docs if d['kind'] == 'Deployment']
names = {(d['kind'], d['metadata']['name']) for d in docs}
def restricted(pod):
    s = pod['securityContext']
    return s['runAsNonRoot'] and s['seccompProfile']['type'] == 'RuntimeDefault' and all(
        not c['securityContext']['allowPrivilegeEscalation'] and c['securityContext']['readOnlyRootFilesystem'] and
        c['securityContext']['capabilities'] == {'drop': ['ALL']} and c['resources']['limits'] for c in pod['containers'])
def there(pod):
    wanted = [('ConfigMap', v['configMap']['name']) for v in pod['volumes'] if 'configMap' in v]
    wanted += [('PersistentVolumeClaim', v['persistentVolumeClaim']['claimName']) for v in pod['volumes'] if 'persistentVolumeClaim' in v]
    wanted += [('Secret', e['valueFrom']['secretKeyRef']['name']) for c in pod['containers'] for e in c.get('env', []) if 'valueFrom' in e]
    return not set(wanted) - names
print(sorted(d['metadata']['name'] for d in jobs), all(map(restricted, pods)), all(map(there, pods)),
      {d['spec']['concurrencyPolicy'] for d in jobs}, all('activeDeadlineSeconds' in d['spec']['jobTemplate']['spec'] for d in jobs),
      {tuple(d['spec']['accessModes']) for d in docs if d['kind'] == 'PersistentVolumeClaim' and 'state' in d['metadata']['name']})
rule, rules = (yaml.safe_load(open(f)) for f in sys.argv[1:])
print(rule['spec'] == rules)
END
	"$PYTHON" manifests.py "$K/prometheusrule.yaml" "$ROOT/contrib/prometheus/icsreserve.rules.yml" > seen 2>&1
	is 'profiles, restricted, complete, one at a time' "$(sed -n 1p seen)" "['icsreserve-legal', 'icsreserve-sales'] True True {'Forbid'} True {('ReadWriteOncePod',)}"
	is 'the rules of the operator are those of Prometheus' "$(sed -n 2p seen)" True
	if /usr/bin/python3 -c 'import kubernetes, yaml' 2> /dev/null; then
		check() { /usr/bin/python3 -B "$ROOT/tests/e2e/manifests.py" "$@" 2>&1; }
		is 'valid by the types of the API' "$(check example.yaml sandbox.yaml)" ''
		sed 's/concurrencyPolicy:/concurrencyPolice:/; s/runAsNonRoot: true/runAsNonRoot: "yes"/; /schedule:/d' example.yaml > bad.yaml
		is 'which find what is wrong' "$(check bad.yaml | grep -o 'concurrencyPolice: there is no\|'"'yes' is no bool"'\|`schedule`, must not' | sort -u | tr '\n' '|')" \
		    "'yes' is no bool|\`schedule\`, must not|concurrencyPolice: there is no|"
	else
		echo 'skip - types of Kubernetes: no python3-kubernetes'
	fi
else
	echo 'skip - manifests: no kubectl, or no yaml for Python'
fi

# --- the root
if [ "$(id -u)" != 0 ] || ! unshare --mount true 2> /dev/null || [ ! -s /etc/ssl/certs/ca-certificates.crt ]; then
	echo 'skip - the root of the container: only root can chroot'
	exit
fi
case $(ldd "$TOOL") in *asan*) echo 'skip - the root of the container: a sanitizer needs /proc'; exit ;; esac
make -s -C "$ROOT" BUILD="$BUILD" DESTDIR="$DIR/installed" PREFIX=/usr install > made 2>&1; is 'make install' $? 0
sh "$ROOT/contrib/container/rootfs.sh" "$DIR/installed" "$DIR/root" > made 2>&1; is 'rootfs.sh' "$? $(cat made)" '0 '
is 'no shell and nothing else to run' "$(ls "$DIR/root/usr/bin" | tr '\n' ' ')$(find "$DIR/root" -name 'sh' -o -name 'bash')" 'icsreserve icsreserve-sandbox '
cp "$K/sandbox/profile.ini" "$K/sandbox/review.ics" "$DIR/root/etc/icsreserve"
# "${inside[@]}" COMMAND...: as the pod runs it; the root is read-only but for
# volumes.  No function: in the background that would be a shell with a child.
cat > inside.sh <<'END'
root=$1; shift
mount --bind "$root" "$root"; mount --bind "$root/state" "$root/state"; mount --bind "$root/calendars" "$root/calendars"
mount -o remount,bind,ro "$root"
exec chroot --userspec=65532:65532 "$root" "$@"
END
inside=(env -i "ICSR_TEST=${ICSR_TEST-}" HOME=/state LC_ALL=C.UTF-8 XDG_CACHE_HOME=/state/cache ICSRESERVE_STATE=/state/state.db
    ICSRESERVE_APP_SECRET=sandbox-secret PATH=/usr/sbin:/usr/bin:/sbin:/bin unshare --mount sh inside.sh "$DIR/root")
is 'it runs' "$("${inside[@]}" /usr/bin/icsreserve --version 2>&1)" "$("$TOOL" --version)"
"${inside[@]}" /usr/bin/icsreserve-sandbox --port 0 --state /state/box > box.out 2>&1 & PID=$!
for _ in $(seq 500); do grep -q listening box.out && break; sleep 0.02; done
sed -i "s|^base_url = .*|base_url = $(sed -n 's/.* on //p' box.out)|" "$DIR/root/etc/icsreserve/profile.ini"
"${inside[@]}" /usr/bin/icsreserve --config /etc/icsreserve/profile.ini --no-progress sync > ../out 2> ../err
is 'the job of the pod' "$? $(cat ../err)" '0 '
grep -q '^X-ICSRESERVE-ID' "$DIR/root/calendars/"*; result $? 'a link, on the volume' "$(find "$DIR/root/calendars")"
printf 'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\nBEGIN:VEVENT\nUID:gbk\nDTSTAMP:20260101T000000Z\nDTSTART;TZID=Asia/Shanghai:20270105T100000\nDURATION:PT1H\nSUMMARY:会议\nEND:VEVENT\nEND:VCALENDAR\n' | iconv -t GB18030 > "$DIR/root/calendars/gbk.ics"
"${inside[@]}" /usr/bin/icsreserve --config /etc/icsreserve/profile.ini import --encoding gb18030 /calendars/gbk.ics -o /calendars/out.ics > ../out 2> ../err
is 'encodings and zones are there' "$? $(grep -c X-ICSRESERVE-ID "$DIR/root/calendars/out.ics")" '0 1'
"${inside[@]}" /usr/bin/icsreserve --config /etc/icsreserve/profile.ini --state /etc/state.db sync > ../out 2>&1; is 'the root is read-only' $? 2
is doctor "$("${inside[@]}" /usr/bin/icsreserve --config /etc/icsreserve/profile.ini --json doctor 2> /dev/null | "$PYTHON" -c 'import json,sys
print([c["message"] for c in json.load(sys.stdin)["checks"] if c["status"] == "fail"])')" '[]'
