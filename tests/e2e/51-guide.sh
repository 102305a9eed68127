#!/bin/bash
# SPDX-License-Identifier: MIT
# contrib/GUIDE.md, block by block: what stands in ```sh is run, in order,
# and each line of the ```output behind it must be part of what it says.
GUIDE_NOW=$(date -u +%Y-%m-%dT%H:%M:%SZ)
export ICSRESERVE_NOW=$GUIDE_NOW
. "$(dirname "$0")/../lib.sh"
start_box
GUIDE=$SQL/../contrib/GUIDE.md
"$PYTHON" - "$GUIDE" <<'END'
import re,sys
n, by_hand = 0, 0
for kind, text in re.findall(r'^```(\w+)\n(.*?)^```$', open(sys.argv[1]).read(), re.M | re.S):
    if kind == 'sh':
        n += 1
        open('block.%02d.sh' % n, 'w').write(text)
    elif kind == 'output':
        open('block.%02d.want' % n, 'w').write(text)
    else:
        by_hand += 1
print('# %d blocks, %d by hand and not run' % (n, by_hand))
END
mkdir home bin
cat > bin/icsreserve <<END
#!/bin/sh
exec $VALGRIND $TOOL "\$@"
END
chmod +x bin/icsreserve
unset XDG_CONFIG_HOME XDG_STATE_HOME ICSRESERVE_STATE
export HOME=$DIR/w/home PATH=$DIR/w/bin:$PATH
[ "$(ls block.*.sh | wc -l)" -gt 10 ]; result $? 'the guide has blocks'
for block in block.*.sh; do
	bash -eu "$block" > out 2>&1
	is "$block: $(grep -m1 icsreserve "$block" | cut -c1-60)" $? 0 || cat out
	[ -e "${block%.sh}.want" ] || continue
	while IFS= read -r line; do
		has "$block: $line" "$(cat out)" "$line"
	done < "${block%.sh}.want"
done
