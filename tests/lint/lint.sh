#!/bin/sh
# SPDX-License-Identifier: MIT
# The rules of contrib/HACKING.md that a program can check.  Names each
# breach and goes on; exits non-zero when there was one.
set -u
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C.UTF-8
bad=0
say() { echo "lint: $*"; bad=1; }

# Layers: an include of a folder that layers.txt does not allow.
for dir in src/*/; do
	folder=$(basename "$dir")
	allowed=$(awk -v f="$folder" '$1 == f { print }' tests/lint/layers.txt)
	[ -n "$allowed" ] || say "src/$folder is not in layers.txt"
	grep -Hn '^#include "[^"]*/' "$dir"*.[ch] | sed 's/^\([^:]*:[0-9]*\):#include "\([^/"]*\)\/.*/\1 \2/' |
	while read -r where used; do
		case " $allowed gen " in
		*" $used "*) ;;
		*) echo "lint: $where: $folder may not include $used" ;;
		esac
	done
done | grep . && bad=1

# Third-party headers stay in their folder.
while read -r header folders; do
	grep -ln "#include <$header" src/*/*.[ch] src/*.c | while read -r file; do
		case " $folders " in
		*" $(basename "$(dirname "$file")") "*) ;;
		*) echo "lint: $file includes <$header>, which belongs to $folders" ;;
		esac
	done
done <<-END | grep . && bad=1
	unicode/ ics csv charset export
	libical/ ics
	iconv.h charset
	csv.h csv
	curl/ http
	expat.h dav
	json-c/ api sandbox
	sqlite3.h store
	ini.h conf
	microhttpd.h sandbox
	xxhash.h base
END

grep -l '#include <libical/' src/*/*.[ch] | grep -vE \
	'^src/ics/(zone|vtimezone|readback)\.c$' |
	sed 's/$/ includes libical, which belongs to zone, vtimezone and readback/; s/^/lint: /' |
	grep . && bad=1

# Words that are not used.
grep -v '^#' tests/lint/banned.txt | while read -r word folders why; do
	grep -nE "(^|[^a-zA-Z0-9_>.])$word\(" src/*/*.[ch] src/*.c |
	grep -vE '^[^:]*:[0-9]*:[[:space:]]*(/?\*|//)' |
	while IFS=: read -r file line _; do
		folder=$(basename "$(dirname "$file")")
		case ",$folders," in
		*",$folder,"*) ;;
		*) echo "lint: $file:$line: $word: $why" ;;
		esac
	done
done | grep . && bad=1

LC_ALL=C awk -v waivers=tests/lint/waivers.txt -f tests/lint/length.awk \
	src/*.c src/*/*.[ch] || bad=1

# How modules stand to each other (house.sh).  What house.txt leaves open is
# counted.
for kind in circle declared private tag name small written subject; do
	tests/lint/house.sh $kind | awk -v kind=$kind '
		FILENAME != "-" {
			if ($1 == kind)
				for (i = 2; i <= NF; i++)
					open[$i]
			next
		}
		{
			is_open = 0
			line = $0
			gsub(/circle: /, "circle: src/", line)
			while (match(line, /src\/[a-z]+\//)) {
				folder = substr(line, RSTART + 4, RLENGTH - 5)
				is_open = is_open || folder in open
				line = substr(line, RSTART + RLENGTH)
			}
			if (is_open)
				left++
			else
				print "lint: " $0
		}
		END {
			if (left)
				print "lint: (" kind ": " left " left in " \
				    "folders of house.txt)" > "/dev/stderr"
		}' tests/lint/house.txt -
done | grep . && bad=1

# One SPDX line in each file of ours.
for file in $(git ls-files -co --exclude-standard -- src sql tests contrib Makefile .ci |
    grep -E '\.(c|h|sql|sh|awk|py|scn)$|Makefile$|\.ci/run$'); do
	head -3 "$file" | grep -q 'SPDX-License-Identifier: MIT' ||
		say "$file has no SPDX line"
done

# src/README.md names each file, and none that is not there.
for file in src/*/*.c; do
	name=${file#src/}
	grep -q "${name%.c}" src/README.md || say "src/README.md does not name ${name%.c}"
done
grep -oE '^\| `[a-z]+/[a-z_]+`' src/README.md | tr -d '|` ' | while read -r name; do
	[ -e "src/$name.c" ] || [ -e "src/$name.h" ] ||
		echo "lint: src/README.md names $name, which is not there"
done | grep . && bad=1

# Released migrations never change.
if [ -e tests/lint/migrations.sha256 ]; then
	(cd sql && sha256sum -c --quiet ../tests/lint/migrations.sha256) ||
		say "a released migration was changed: add a new one instead"
fi

tests/lint/keys.sh "${BUILD:-build}/lint/print_keys" |
	cmp -s - contrib/man/icsreserve.conf.5 ||
	say "the keys in icsreserve.conf.5 are not the program's: run make man"

for page in contrib/man/icsreserve.1 contrib/man/icsreserve-sandbox.1; do
	"${BUILD:-build}/lint/print_options" $page | cmp -s - $page ||
		say "the options in $page are not the program's: run make man"
done

for shell in bash zsh fish; do
	tests/lint/completions.sh "${BUILD:-build}/lint/print_completions" \
		$shell | cmp -s - contrib/completions/icsreserve.$shell ||
		say "the tables in icsreserve.$shell are not the program's: run make man"
done

tests/lint/po.sh ||
	say "texts without a translation: run make po, then fill them in"

if command -v mandoc >/dev/null; then
	for page in contrib/man/*; do
		mandoc -Tlint -Wwarning "$page" || bad=1
	done
else
	echo "lint: mandoc is not installed; the manual pages are not checked"
fi
if command -v shellcheck >/dev/null; then
	# SC1091: sourced files; SC2034: variables for them; SC2016: on
	# purpose; SC2012: our own names
	find contrib tests \( -name '*.sh' -o -name '*.bash' \) -exec shellcheck -S warning \
		-e SC1091,SC2034,SC3043,SC2016 {} + || bad=1
else
	echo "lint: shellcheck is not installed; the scripts are not checked"
fi
[ $bad = 0 ] && echo "lint: clean"
exit $bad
