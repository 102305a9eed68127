#!/bin/sh
# SPDX-License-Identifier: MIT
# house.sh KIND: the findings of one kind, a line each.
#   circle    modules of one folder that need each other
#   declared  functions declared in another header than their own .c's
#   private   functions that a header offers and no other file calls
#   tag       struct tags that are defined twice
#   name      functions with the name of another module's public one
#   small     headers under 20 lines with one includer beside their own .c,
#             when that hides little: under 100 lines
#   written   what comes of an item, written outside of sync/item; what is
#             planned for one, written by a module that does not plan
#   subject   commit subjects above 60 characters, or with a full stop
set -u
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C.UTF-8
# Subjects up to this commit are as they are.
SINCE=eb37004

case $1 in
circle)
	for dir in src/*/; do
		awk -f tests/lint/circles.awk "$dir"*.[ch]
	done | sort
	;;
declared)
	awk -f tests/lint/declared.awk src/*/*.h src/*/*.c | sort
	;;
private)
	awk -f tests/lint/private.awk src/*/*.c src/*/*.h src/*.c \
		tests/*/*.c tests/*/*.h | sort
	;;
tag)
	grep -nE '^(static const )?struct [a-z_0-9]+ \{' src/*/*.[ch] |
	sed -E 's/^([^:]*):[0-9]+:.*struct ([a-z_0-9]+) \{.*/\2 \1/' | sort |
	awk '{ n[$1]++; where[$1] = where[$1] " " $2 }
		END { for (t in n) if (n[t] > 1) print "tag: struct " t ":" where[t] }' |
	sort
	;;
name)
	awk -f tests/lint/names.awk src/*/*.c | sort
	;;
small)
	for h in src/*/*.h; do
		[ "$(wc -l < "$h")" -lt 20 ] || continue
		[ ! -e "${h%.h}.c" ] || [ "$(wc -l < "${h%.h}.c")" -lt 100 ] ||
			continue
		users=$(grep -lF "#include \"${h#src/}\"" src/*/*.[ch] src/*.c |
			grep -vFx "${h%.h}.c" | wc -l)
		[ "$users" -gt 1 ] || echo "small: $h: $users includer"
	done
	;;
written)
	# How a field is set: "=", "|=", "&=" or "++"; not "==".
	set='[][a-z_.]*( [|&]?=([^=]|$)|[+][+]|--)'
	planning='absent|cancel|examine|follow|item|judge|occurrences|rekey'
	grep -nE "(->|\.)outcome\.$set" src/sync/*.c |
		grep -v '^src/sync/item\.c:' | sed 's/^/written: /'
	grep -nE "(->|\.)(plan\.|act\.result)$set" src/sync/*.c |
		grep -vE "^src/sync/($planning)\.c:" | sed 's/^/written: /'
	;;
subject)
	git rev-parse -q --verify "$SINCE^{commit}" >/dev/null 2>&1 || exit 0
	git log --no-merges --format='%h %s' "$SINCE"..HEAD |
	while read -r hash subject; do
		[ ${#subject} -le 60 ] ||
			echo "subject: $hash has ${#subject} characters: $subject"
		case $subject in
		*.) echo "subject: $hash ends with a full stop" ;;
		esac
	done
	;;
esac
