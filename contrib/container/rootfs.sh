#!/bin/sh
# SPDX-License-Identifier: MIT
# rootfs.sh INSTALLED FOLDER - the root of a container in FOLDER: the program
# that `make install DESTDIR=INSTALLED PREFIX=/usr' put there with the libraries
# that it loads, converters of encodings, CA certificates, zone data, and a
# user.  No shell, no package manager.
set -eu
installed=$1 root=$2
mkdir -p "$root/usr/bin" "$root/etc/icsreserve" "$root/etc/ssl/certs" \
	"$root/usr/share" "$root/state" "$root/calendars" "$root/tmp"
chmod 1777 "$root/tmp"
cp "$installed/usr/bin/icsreserve" "$installed/usr/bin/icsreserve-sandbox" \
	"$root/usr/bin"
[ ! -d "$installed/usr/share/locale" ] ||
	cp -R "$installed/usr/share/locale" "$root/usr/share"
# with_libraries FILE...: what the loader says that they need, with the links
# by which they are known
with_libraries() {
	ldd "$@" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p' |
	sort -u | while read -r library; do
		mkdir -p "$root$(dirname "$library")"
		cp -L "$library" "$root$library"
	done
}
with_libraries "$root/usr/bin/icsreserve" "$root/usr/bin/icsreserve-sandbox"
# iconv(3) loads its converters by name.
for folder in /usr/lib/*/gconv /usr/lib64/gconv; do
	[ -d "$folder" ] || continue
	mkdir -p "$root$folder"
	cp -R "$folder/." "$root$folder"
	find "$folder" -name '*.so' | while read -r converter; do
		with_libraries "$converter"
	done
	break
done
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs"
cp -R /usr/share/zoneinfo "$root/usr/share"
echo 'icsreserve:x:65532:65532::/state:/sbin/nologin' > "$root/etc/passwd"
echo 'icsreserve:x:65532:' > "$root/etc/group"
chown -R 65532:65532 "$root/state" "$root/calendars" 2>/dev/null ||
	echo "rootfs.sh: only root can give /state to its user" >&2
