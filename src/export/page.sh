#!/bin/sh
# SPDX-License-Identifier: MIT
# page.sh OUT - from words.txt, page.css and page.js beside this script and
# the catalogue to OUT/page.h and OUT/page.c: the words in both languages, the
# style, the script, and the Content-Security-Policy with the hashes of these
# two.
set -eu
out=$1
here=$(dirname "$0")
catalogue=$here/../../contrib/po/zh_CN.po
export LC_ALL=C

# hash FILE: as a source of CSP has it
hash() {
	octal=$(sha256sum "$1" | awk '
		function digit(i) {
			return index("0123456789abcdef", substr($1, i, 1)) - 1
		}
		{ for (i = 1; i <= 64; i += 2)
			printf "\\0%03o", 16 * digit(i) + digit(i + 1) }')
	sum=$(printf '%b' "$octal" | base64)
	# 32 bytes are 43 characters and one '='.
	[ "${#sum}" = 44 ] || { echo "page.sh: no hash of $1" >&2; exit 1; }
	echo "'sha256-$sum'"
}

# string NAME FILE: its bytes as a constant of C; no trigraphs
string() {
	printf 'const char %s[] =\n' "$1"
	sed 's/\\/\\\\/g; s/"/\\"/g; s/?/\\?/g; s/.*/\t"&\\n"/' "$2"
	printf '\t"";\n\n'
}

# words PROGRAM: for each row: name, English, Chinese
words() { awk -F'|' "$1" "$out/words"; }

mkdir -p "$out"
msgcat --no-wrap "$catalogue" | awk -F'|' '
	/^msgid "/ { id = substr($0, 8, length($0) - 8); next }
	/^msgstr "/ { chinese[id] = substr($0, 9, length($0) - 9); next }
	FILENAME == "-" || /^#/ || !NF { next }
	chinese[$2] == "" {
		print FILENAME ": no Chinese for: " $0 > "/dev/stderr"
		exit 1
	}
	{ print $1 "|" $2 "|" chinese[$2] }' - "$here/words.txt" > "$out/words"
grep -v SPDX "$here/page.css" > "$out/page.css"
{
	echo "'use strict';"
	echo 'const WORDS = {'
	words '{ printf "%s: [\"%s\", \"%s\"],\n", $1, $2, $3 }'
	echo '};'
	grep -v SPDX "$here/page.js"
} > "$out/page.js"
if grep -q '</\|<!--' "$out/page.js" "$out/page.css"; then
	echo "page.sh: '</' would end the block in the page" >&2
	exit 1
fi

style=$(hash "$out/page.css")
script=$(hash "$out/page.js")
made='/* Made by src/export/page.sh; edit the files beside it. */'
{
	printf '%s\n#ifndef ICSR_GEN_PAGE_H\n#define ICSR_GEN_PAGE_H\n\n' "$made"
	echo 'enum word {'
	words '{ print "\tWORD_" toupper($1) "," }'
	printf '\tWORDS\n};\n\nstruct page_word {\n'
	printf '\tconst char *name, *text[2];\t/* en, zh */\n};\n\n'
	echo 'extern const struct page_word page_words[WORDS];'
	echo '/* The bytes between the tags, and the policy for them. */'
	printf 'extern const char page_css[], page_js[], page_csp[];\n\n#endif\n'
} > "$out/page.h"
{
	printf '%s\n#include "page.h"\n\n' "$made"
	echo 'const struct page_word page_words[WORDS] = {'
	words '{ printf "\t{ \"%s\", { \"%s\", \"%s\" } },\n", $1, $2, $3 }'
	printf '};\n\n'
	string page_css "$out/page.css"
	string page_js "$out/page.js"
	printf 'const char page_csp[] =\n'
	printf '\t"%s"\n' "default-src 'none'; " "style-src $style; " \
		"script-src $script; " "base-uri 'none'; form-action 'none'"
	printf '\t"";\n'
} > "$out/page.c"
