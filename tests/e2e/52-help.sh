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
	for o in $(sed -n '/^usage:/,/^$/p' ../help | grep -o -- '--[a-z][a-z-]*'); do
		grep -q "^\.It Cm $c\b.*-${o#--}\b" "$MAN"; result $? "$c $o is in its synopsis"
	done
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

# --- make help names each target
make -s -C "$SQL/.." BUILD=build help > ../help
for t in $(sed -n '/^\.PHONY:/,/[^\\]$/p' "$SQL/../Makefile" | tr -d '\\' | sed 's/^\.PHONY://'); do
	case $t in all | help) continue ;; esac
	grep -qE "(^| )$t( |\$)" ../help; result $? "make help names $t"
done
is 'make help: 80 columns' "$(awk 'length >= 80' ../help)" ''
# --- WHAT IS BOOKED as groff has it
if command -v man > /dev/null && command -v groff > /dev/null; then
	MANWIDTH=80 man -l "$SQL/../contrib/man/icsreserve.conf.5" 2> /dev/null | col -bx > ../man
	is 'man: each rule beside its word' "$(grep -cE '^     [ +] [a-z-]+ +(STATUS|its end|ORGANIZER|X-ICSRESERVE|all_day|private|own|include|existing_links)' ../man)" 10
	[ "$(wc -L < ../man)" -le 80 ]; result $? 'man: 80 columns' "$(wc -L < ../man)"
fi

# --- slips
tool snyc; has 'a command nearly right' "$(cat ../err)" "there is no command 'snyc'; did you mean sync? See icsreserve --help"
tool sync --dryrun; has 'an option nearly right' "$(cat ../err)" "unknown option '--dryrun'; did you mean --dry-run? See icsreserve sync --help"
tool sync --xyzzy; has 'one that is nothing' "$(cat ../err)" "unknown option '--xyzzy'; see icsreserve sync --help"
printf '[calender "team"]\npath = x\n' > slip.ini; RC=0; "$TOOL" -c slip.ini sync 2> ../err || RC=$?
has 'a section nearly right' "$RC $(cat ../err)" 'did you mean [calendar]?'
printf '[xyzzy]\na = x\n' > slip.ini; "$TOOL" -c slip.ini sync 2> ../err
has 'one that is nothing: those there are' "$(cat ../err)" 'there are [feishu], [people]'
tool help sync; tool sync --help; cp ../out ../a; tool help sync
is 'help COMMAND is COMMAND --help' "$RC $(cmp ../a ../out && echo same)" '0 same'
tool version; is 'version is --version' "$RC $(cat ../out)" "0 $("$TOOL" --version)"
for c in version doctor verify; do
	tool $c x
	has "$c takes no arguments" "$RC $(cat "$DIR/err")" '2 icsreserve: error: '$c' takes no arguments'
done
tool version --json; is 'version as JSON' "$(out 'command, version')" "[\"version\", \"$("$TOOL" --version | cut -d' ' -f2)\"]"
# --- the sandbox; that its manual has these options is seen by `make lint`
"$BOX" --help > ../help; is 'icsreserve-sandbox --help' $? 0
is 'it fits 80 columns' "$(awk 'length > 80' ../help)" ''
