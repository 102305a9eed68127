#!/bin/sh
# SPDX-License-Identifier: MIT
# po.sh - the catalogues: each text of the program, of the manual, the README
# and the guide is there and translated, none is fuzzy or of an earlier day,
# and arguments are those of the text.
set -u
cd "$(dirname "$0")/../.." || exit 1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
template=$folder/template
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
# The manual and the like, as they are now.
mkdir "$folder/doc"
cp contrib/po/doc/*.po "$folder"
po4a --quiet --no-translations --variable build="$folder" \
	--variable po="$folder" contrib/po/doc/po4a.conf || status=1
for po in "$folder"/*.po; do
	msgfmt --check -o /dev/null "$po" || status=1
	for state in untranslated only-fuzzy only-obsolete; do
		msgattrib --no-wrap --$state "$po" | grep '^\(#~ \)\?msgid "[^"]' |
		sed "s|^|contrib/po/doc/${po##*/}: $state: |; s/.*/lint: &/" | head -5
	done
done | grep . && status=1
exit $status
