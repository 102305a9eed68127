#!/bin/sh
# SPDX-License-Identifier: MIT
# texts.sh - print the template of the catalogue: each text of the program
# that people read.  Functions that print translate their format themselves,
# so it is found by their name and the number of the argument; N_() and _()
# mark the others (src/base/intl.h), and words.txt has those of the page.
set -eu
cd "$(dirname "$0")/../.."
words=$(mktemp)
trap 'rm -f "$words"' EXIT
awk -F'|' '!/^#/ && NF { gsub(/"/, "\\\"", $2); print "N_(\"" $2 "\")" }' \
	src/export/words.txt > "$words"
{ find src -name '*.[ch]' ! -path 'src/sandbox/*' | LC_ALL=C sort
  echo "$words"; } |
xgettext --files-from=- --output=- --from-code=UTF-8 --language=C \
	--package-name=icsreserve --no-location --sort-output --no-wrap \
	--keyword --keyword=_ --keyword=N_ \
	--keyword=err_set:3 --keyword=err_errno:3 --keyword=err_wrap:2 \
	--keyword=out_say:2 --keyword=session_line:2 --keyword=table_addf:2 \
	--keyword=check_ok:2 --keyword=check_warn:3 --keyword=check_fail:4 \
	--keyword=check_skip:2 --keyword=parser_warn:4 \
	--keyword=parser_fault:4 --keyword=event_note:4 \
	--keyword=row:2 --keyword=row_time:3 --keyword=row_number:2 \
	--keyword=line:2 --keyword=P_:1,2 --keyword=COUNTED:2,3 |
sed '/^"POT-Creation-Date/d'
