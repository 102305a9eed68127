#!/bin/bash
# SPDX-License-Identifier: MIT
# What a run leaves: no secret in its memory when main() is done, and a new
# state that a power cut leaves in place.
. "$(dirname "$0")/../lib.sh"
command -v cc > /dev/null || { echo 'skip - memory: no compiler'; exit 0; }
cd "$DIR/w" || exit 1
cat > "$DIR/left.c" <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* With UNWIPED nothing is wiped: the search must find what stands then. */
void
explicit_bzero(void *p, size_t n)
{
	volatile char *v = p;
	if (!getenv("UNWIPED"))
		while (n--)
			*v++ = 0;
}
void __explicit_bzero_chk(void *p, size_t n, size_t max) { (void)max; explicit_bzero(p, n); }
/* What is synced, by name. */
int
fsync(int fd)
{
	static int (*real)(int);
	char link[64], name[512];
	ssize_t n;
	FILE *f = fopen(getenv("SYNCED"), "a");
	if (!real)
		real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	if ((n = readlink(link, name, sizeof(name) - 1)) > 0)
		fprintf(f, "%.*s\n", (int)n, name);
	fclose(f);
	return real(fd);
}
/* The planted words, kept in another form, so that they aren't found here. */
static char word[4][128];
static int words;
static int
is_at(const char *p, const char *end, const char *w)
{
	while (*w && p < end && (*p ^ 0x55) == *w)
		p++, w++;
	return !*w;
}
__attribute__((destructor)) static void
look(void)
{
	char line[512], perm[8];
	unsigned long from, to;
	FILE *out, *f = fopen(getenv("PLANTED"), "r");
	setvbuf(f, NULL, _IONBF, 0);
	for (int c, i = 0; (c = getc(f)) != EOF && words < 4; )
		if (c == '\n')
			words++, i = 0;
		else
			word[words][i++] = c ^ 0x55;
	fclose(f);
	out = fopen(getenv("FOUND"), "w");
	f = fopen("/proc/self/maps", "r");
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%lx %7s", &from, &to, perm) != 3 ||
		    perm[0] != 'r' || perm[1] != 'w' || strstr(line, "[stack"))
			continue;
		for (const char *p = (char *)from; p < (char *)to; p++)
			for (int w = 0; w < words; w++)
				if (is_at(p, (char *)to, word[w]))
					fprintf(out, "word %d in %s", w, line);
	}
	fclose(f);
	fclose(out);
}
END
cc -shared -fPIC -w -o "$DIR/left.so" "$DIR/left.c" -ldl || exit 1
start_box
one a.ics a 20261201T020000Z
# The token is given out again while it is good.
{ echo sandbox-secret
  curl -sS -d '{"app_id":"cli_sandbox","app_secret":"sandbox-secret"}' \
    "$URL/open-apis/auth/v3/tenant_access_token/internal" |
    sed 's/.*"tenant_access_token":"\([^"]*\)".*/\1/'
  echo
} | grep . > "$DIR/planted"
export PLANTED=$DIR/planted FOUND=$DIR/found SYNCED=$DIR/synced
# searched WHAT ARGS...: runs the tool with the search at its end.
searched() {
	local what=$1
	shift
	rm -f "$FOUND"
	ASAN_OPTIONS=${ASAN_OPTIONS-}:verify_asan_link_order=0 LD_PRELOAD=$DIR/left.so tool "$@"
	is "$what: it runs and is searched" "$RC $(test -e "$FOUND" && echo yes)" '0 yes'
}
is 'two words are planted' "$(grep -c '^t-.\{20\}\|^sandbox-secret$' "$PLANTED")" 2

# --- a new state, in a new folder ------------------------------------------------
searched 'a first run' sync a.ics --state "$DIR/new/deep/state.db"
is 'no secret is left' "$(cat "$FOUND")" ''
for f in "$DIR" "$DIR/new" "$DIR/new/deep"; do
	is "synced: ${f#"$DIR"}" "$(grep -cxF "$f" "$SYNCED" | sed 's/[1-9][0-9]*/yes/')" yes
done

# --- wherever the secret comes from ----------------------------------------------
cp "$DIR/config.ini" "$DIR/config.was"
for way in file command environment; do
	sed '/^app_secret/d' "$DIR/config.was" > "$DIR/config.ini"
	echo sandbox-secret > "$DIR/secret"; chmod 600 "$DIR/secret"
	unset ICSRESERVE_APP_SECRET
	case $way in
	file) sed -i "s|^app_id.*|&\napp_secret_file = $DIR/secret|" "$DIR/config.ini" ;;
	command) sed -i "s|^app_id.*|&\napp_secret_command = cat $DIR/secret|" "$DIR/config.ini" ;;
	environment) export ICSRESERVE_APP_SECRET=sandbox-secret ;;
	esac
	edit a.ics "s/^SUMMARY:.*/SUMMARY:$way/"
	searched "secret by $way" sync a.ics --state "$DIR/new/deep/state.db"
	is "secret by $way: nothing is left" "$(cat "$FOUND")" ''
done
unset ICSRESERVE_APP_SECRET
cp "$DIR/config.was" "$DIR/config.ini"
searched 'doctor' doctor --state "$DIR/new/deep/state.db"
is 'doctor: nothing is left' "$(cat "$FOUND")" ''
searched 'verify' verify --state "$DIR/new/deep/state.db"
is 'verify: nothing is left' "$(cat "$FOUND")" ''
# The search finds what isn't wiped.
edit a.ics 's/^SUMMARY:.*/SUMMARY:unwiped/'
UNWIPED=1 searched 'nothing is wiped' sync a.ics --state "$DIR/new/deep/state.db"
is 'the secret is found then' "$(cut -c1-6 "$FOUND" | sort -u | head -n 1)" 'word 0'
