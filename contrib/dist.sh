#!/bin/sh
# SPDX-License-Identifier: MIT
# dist.sh VERSION [FOLDER] - icsreserve-VERSION.tar.gz: the sources, reproducible.
# What git knows of, where there is a repository, else all but what was built;
# names sorted, nobody's, modes and times the same everywhere: SOURCE_DATE_EPOCH,
# else the date of the last entry in contrib/debian/changelog.
set -eu
cd "$(dirname "$0")/.."
version=$1 folder=${2:-.}
export LC_ALL=C TZ=UTC
stamp=${SOURCE_DATE_EPOCH:-$(date -d "$(sed -n 's/^ -- .*>  //p' \
	contrib/debian/changelog | head -1)" +%s)}
mkdir -p "$folder"
list=$(mktemp)
trap 'rm -f "$list" "$list.tar"' EXIT
if [ -e .git ]; then
	git ls-files
else
	find . \( -path './build*' -o -name 'icsreserve-*.tar.gz' \) -prune -o \
		-type f -printf '%P\n'
fi | sort > "$list"
tar --create --format=ustar --no-recursion --sort=none \
	--transform "s|^|icsreserve-$version/|" --mtime "@$stamp" \
	--owner 0 --group 0 --numeric-owner --mode 'u+rw,go=u,go-w' \
	--file "$list.tar" --files-from "$list"
gzip -9n < "$list.tar" > "$folder/icsreserve-$version.tar.gz"
echo "$folder/icsreserve-$version.tar.gz"
