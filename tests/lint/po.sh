#!/bin/sh
# SPDX-License-Identifier: MIT
# po.sh - the catalogues: each text of the program is there and translated,
# none is fuzzy or of an earlier day, and arguments are those of the text.
set -u
cd "$(dirname "$0")/../.." || exit 1
template=$(mktemp)
trap 'rm -f "$template"' EXIT
contrib/po/texts.sh > "$template" || exit 1
status=0
for po in contrib/po/*.po; do
	msgfmt --check -o /dev/null "$po" || status=1
	msgcmp "$po" "$template" || status=1
	if msgattrib --only-obsolete "$po" | grep -q '^#~'; then
		echo "$po: texts that the program has no more: make po"
		status=1
	fi
	msgcmp --use-untranslated "$template" "$po" >/dev/null 2>&1 || {
		echo "$po: texts that the program has no more: make po"
		status=1
	}
done
exit $status
