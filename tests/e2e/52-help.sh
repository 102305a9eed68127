#!/bin/bash
# SPDX-License-Identifier: MIT
# --help fits a screen and has an example; the manual names what there is.
. "$(dirname "$0")/../lib.sh"
start_box
MAN=$SQL/../contrib/man/icsreserve.1
fits() {
	local name=${1:-icsreserve}
	"$TOOL" "$@" --help > ../help; is "$name --help" $? 0
	[ "$(wc -l < ../help)" -le 24 ]; result $? "$name --help: 24 lines" "$(wc -l < ../help)"
	[ "$(wc -L < ../help)" -lt 80 ]; result $? "$name --help: 80 columns" "$(wc -L < ../help)"
	grep -qi 'example' ../help; result $? "$name --help: an example"
}
fits
mapfile -t commands < <("$TOOL" --help | sed -n 's/^  \([a-z]\{4,\}\)  *[a-z].*/\1/p')
[ ${#commands[@]} -ge 12 ]; result $? 'commands are listed' "${commands[*]}"
for c in "${commands[@]}"; do
	fits "$c"
	grep -q "^\.It Cm $c\b" "$MAN"; result $? "$c is in the manual"
	for o in $(sed -n 's/^  .. *--\([a-z-]*\).*/\1/p' ../help); do
		awk -v c="$c" '/^\.It Cm / { on = $3 == c } on' "$MAN" | grep -q -- "-$o\b"
		result $? "$c --$o is in the manual"
	done
done
for o in config state verbose quiet json no-progress help version; do
	grep -q "^\.It Fl.*-$o\b" "$MAN"; result $? "--$o is in the manual"
done
tool nonsense; is 'no such command' $RC 2
has 'says what there is' "$(cat ../err)" 'icsreserve --help'

# --- the sandbox; that its manual has these options is seen by `make lint`
"$BOX" --help > ../help; is 'icsreserve-sandbox --help' $? 0
is 'it fits 80 columns' "$(awk 'length > 80' ../help)" ''
