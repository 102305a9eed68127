/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/intl.h"
#include "base/trust.h"
#include "conf/path.h"

/* The folders that a path may begin with, by their variables. */
static const struct {
	const char *name, *variable;
} folders[] = {
	{ "~", "HOME" },
	{ "$HOME", "HOME" },
	{ "${HOME}", "HOME" },
	/* Where LoadCredential= puts secrets: systemd.exec(5). */
	{ "$CREDENTIALS_DIRECTORY", "CREDENTIALS_DIRECTORY" },
	{ "${CREDENTIALS_DIRECTORY}", "CREDENTIALS_DIRECTORY" },
};

/* The variable that text begins with and what follows it; NULL: none. */
static const char *
variable_of(struct slice text, struct slice *rest)
{
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		*rest = slice_from(text, strlen(folders[i].name));
		if (slice_starts(text, slice_str(folders[i].name)) &&
		    (!rest->n || rest->p[0] == '/'))
			return folders[i].variable;
	}
	return NULL;
}

const char *
path_expand(struct slice text, const char *folder, struct arena *a)
{
	const char *variable, *to;
	struct slice rest;

	while (text.n > 1 && text.p[text.n - 1] == '/')
		text.n--;
	variable = variable_of(text, &rest);
	if (variable) {
		to = getenv(variable);
		if (to && *to)
			return arena_printf(a, "%s%.*s", to, (int)rest.n,
			    rest.p);
		/* Whoever runs a command by hand may not need the secret. */
		return strcmp(variable, "HOME") == 0 ? NULL
		    : arena_dup(a, text.p, text.n);
	}
	if (!text.n || text.p[0] == '/' || !folder || !strcmp(folder, "."))
		return arena_dup(a, text.p, text.n);
	return arena_printf(a, "%s/%.*s", folder, (int)text.n, text.p);
}

const char *
path_xdg(const char *var, const char *fallback, const char *name,
    struct arena *a)
{
	const char *base = getenv(var), *home = getenv("HOME");

	/* The XDG base directory rules: a relative path is to be ignored. */
	if (base && base[0] == '/')
		return arena_printf(a, "%s/icsreserve/%s", base, name);
	if (!home || !*home)
		return NULL;
	return arena_printf(a, "%s/%s/icsreserve/%s", home, fallback, name);
}

const char *
path_segment(struct slice text, const char *keep, struct arena *a)
{
	struct str out = { 0 };
	size_t i;

	for (i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z') || c >= 0x80 ||
		    (c && strchr("-_", c)) || (c && strchr(keep, c)))
			str_addc(&out, text.p[i]);
		else
			str_addf(&out, "=%02X", c);
	}
	if (out.n > 200) {
		str_clear(&out);
		str_addf(&out, "=%016jx", (uintmax_t)hash_bytes(text));
	}
	return str_keep(&out, a).p;
}

/* --- the usual places ----------------------------------------------------- */

#define FILE_MAX (1 << 20)

const char *
places_file(const char *option, struct arena *a)
{
	const char *places[] = {
		path_xdg("XDG_CONFIG_HOME", ".config", "config.ini", a),
		"/etc/icsreserve/config.ini",
	};
	size_t i;

	if (option)
		return arena_str(a, option);
	/* A file that is there but can't be read is taken, too: who reads it
	 * reports that. */
	for (i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (places[i] && (access(places[i], F_OK) == 0 ||
		    (errno != ENOENT && errno != ENOTDIR)))
			return places[i];
	return NULL;
}

int
places_read(struct str *text, const char *path, struct err *e)
{
	int fd = file_open(path, e);

	if (fd == -1)
		return -1;
	if (trust_file(fd, path, _("the configuration"), e) == -1 ||
	    trust_folders(path, _("a folder above the configuration"), false,
	    e) == -1) {
		close(fd);
		return -1;
	}
	return file_take(text, fd, path, FILE_MAX, e);
}

int
places_state(const char **state, const char *option, struct arena *a,
    struct err *e)
{
	const char *env = getenv("ICSRESERVE_STATE");
	struct str real = { 0 };
	int rc;

	if (option)
		*state = arena_str(a, option);
	else if (env && *env)
		*state = arena_str(a, env);
	else if (!*state)
		*state = path_xdg("XDG_STATE_HOME", ".local/state",
		    "state.db", a);
	if (!*state || !**state)
		return err_set(e, ERR_USAGE, "there is no place for the "
		    "state: name one by --state FILE, ICSRESERVE_STATE, or "
		    "set HOME");
	rc = trust_target(*state, &real, e);
	str_free(&real);
	return rc;
}

/* What SQLite reads beside it, and the locks. */
static int
check_beside(const char *path, struct err *e)
{
	static const char *const suffix[] = { "-wal", "-shm", "-journal",
		".lock", ".attendance.lock" };
	struct str state = { 0 }, name = { 0 }, real = { 0 };
	size_t i;
	int rc = trust_target(path, &state, e);

	for (i = 0; rc == 0 && i < sizeof(suffix) / sizeof(*suffix); i++) {
		str_clear(&name);
		str_addf(&name, "%s%s", str_text(&state), suffix[i]);
		rc = trust_target(str_text(&name), &real, e);
		/* SQLite would wait for who writes to a pipe. */
		if (rc == 0)
			rc = file_check_plain(str_text(&name), e);
	}
	str_free(&state);
	str_free(&name);
	str_free(&real);
	return rc;
}

int
places_check_state(const char *path, struct err *e)
{
	if (trust_folders(path, _("the folder of the state"), true, e) == -1 ||
	    check_beside(path, e) == -1)
		return -1;
	return file_check_plain(path, e);
}
