/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/intl.h"
#include "conf/keys.h"
#include "conf/path.h"
#include "conf/section.h"

/* Whether a file of text is no calendar; one that can't be read is none. */
static bool
holds_table(const char *path)
{
	char buf[256];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = fd == -1 ? -1 : read(fd, buf, sizeof(buf));

	if (fd != -1)
		close(fd);
	return n > 0 && !slice_ihas(slice_of(buf, (size_t)n),
	    SLICE("BEGIN:VCALENDAR"));
}

bool
section_is_table(const char *path)
{
	static const char *const ends[] = { ".csv", ".tsv", ".tab" };
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (slice_iends(slice_str(path), slice_str(ends[i])))
			return true;
	return (slice_iends(slice_str(path), SLICE(".txt")) ||
	    slice_iends(slice_str(path), SLICE(".xls"))) &&
	    holds_table(path);
}

/* Where it lies, and who may go there, is not how it is read. */
static bool
is_whereabouts(const struct key *k)
{
	static const char *const names[] = { "path", "url", "username",
		"password_command", "password_file", "bearer_command" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (k->home == KEY_CALENDAR && strcmp(k->name, names[i]) == 0)
			return true;
	return false;
}

/*
 * A line "section key=value" for each key that a calendar can have, so that
 * no setting is forgotten here when one is added to the table.
 */
static void
digest(struct calendar *cal)
{
	const struct people *people = &cal->settings.people;
	struct str text = { 0 };
	const struct key *k;
	const char *base;
	size_t i;

	str_addf(&text, "name=%s\nuser_token=%d\n", cal->name,
	    cal->settings.user_token);
	for (i = 0; i < keys_n; i++) {
		k = &keys[i];
		if (k->home == KEY_CONF || is_whereabouts(k))
			continue;
		base = k->home == KEY_CALENDAR ? (const char *)cal
		    : (const char *)&cal->settings;
		str_addf(&text, "%s %s=", k->section, k->name);
		k->type->print(k, base + k->offset, &text);
		str_addc(&text, '\n');
	}
	for (i = 0; i < people->n; i++)
		str_addf(&text, "people %s=%s\n", people->items[i].address,
		    people->items[i].id);
	cal->digest = hash_bytes(str_slice(&text));
	if (text.p)
		explicit_bzero(text.p, text.n);
	str_free(&text);
}

void
section_finish(struct calendar *cal)
{
	/* Every row says what it is; what is left out is a slip. */
	if (section_is_table(cal->path))
		cal->settings.default_topic = NULL;
	digest(cal);
}

bool
section_same_path(const char *a, const char *b)
{
	char *ra, *rb;
	bool same = strcmp(a, b) == 0;

	if (same)
		return true;
	ra = realpath(a, NULL);
	rb = ra ? realpath(b, NULL) : NULL;
	same = rb && strcmp(ra, rb) == 0;
	free(ra);
	free(rb);
	return same;
}

static int
check_pair(const struct calendar *a, const struct calendar *b,
    struct err *e)
{
	if (strcmp(a->name, b->name) == 0)
		return err_set(e, ERR_USAGE, "another calendar has this "
		    "name");
	if (section_same_path(a->path, b->path))
		return err_set(e, ERR_USAGE, "path: calendar \"%s\" has the "
		    "same", b->name);
	if (a->output && b->output && section_same_path(a->output, b->output))
		return err_set(e, ERR_USAGE, "output: calendar \"%s\" has "
		    "the same", b->name);
	return 0;
}

/* What a calendar over the network must have, and another one must not. */
static int
check_url(const struct calendar *cal, struct err *e)
{
	bool login = cal->username || cal->password_command ||
	    cal->password_file;
	bool feed = slice_istarts(slice_str(cal->url), SLICE("webcal"));

	if (!cal->url)
		return login || cal->bearer_command ? err_set(e, ERR_USAGE,
		    "a login without a url") : 0;
	if (login && cal->bearer_command)
		return err_set(e, ERR_USAGE, "give username and password, or "
		    "bearer_command");
	if (login && !cal->username)
		return err_set(e, ERR_USAGE, "username is missing");
	if (cal->password_command && cal->password_file)
		return err_set(e, ERR_USAGE, "give one of password_command "
		    "and password_file");
	if (feed && !cal->output && cal->settings.write_back)
		return err_set(e, ERR_USAGE, "url: a feed can't be written; "
		    "say with output where the copy with the links goes");
	return 0;
}

const char *
section_folder(const struct calendar *cal, const char *state,
    struct arena *a)
{
	char cwd[PATH_MAX] = "";
	const char *name;
	uint64_t key = cal->url_key;

	if (*state != '/' && !getcwd(cwd, sizeof(cwd)))
		return NULL;
	key = hash_join(key, hash_bytes(slice_str(arena_printf(a, "%s/%s",
	    cwd, state))));
	name = path_segment(slice_str(cal->name), "", a);
	return path_xdg("XDG_CACHE_HOME", ".cache", arena_printf(a,
	    "%s/%016jx", name, (uintmax_t)key), a);
}

int
section_place(struct calendar *cal, const char *state, struct arena *a,
    struct err *e)
{
	cal->url_key = hash_join(hash_bytes(slice_str(cal->url)),
	    hash_bytes(slice_str(cal->username)));
	cal->path = section_folder(cal, state, a);
	return cal->path ? 0 : err_set(e, ERR_USAGE, "url: there is neither "
	    "$XDG_CACHE_HOME nor $HOME, where its copy would lie");
}

int
section_check(const struct calendars *calendars, const char *state,
    struct arena *a, struct err *e)
{
	struct calendar *last;
	size_t i, n = calendars->n - 1;

	last = &calendars->items[n];
	if (!*last->name)
		return err_set(e, ERR_USAGE, "a calendar needs a name: "
		    "[calendar \"NAME\"]");
	if (last->path && last->url)
		return err_set(e, ERR_USAGE, "give path or url, not both");
	if (last->url && section_place(last, state, a, e) == -1)
		return -1;
	if (!last->path)
		return err_set(e, ERR_USAGE, "path or url is missing");
	if (check_url(last, e) == -1)
		return -1;
	if (section_is_table(last->path) && !last->output)
		return err_set(e, ERR_USAGE, "path: a table is never edited; "
		    "say with output where the copy with the links goes");
	if (last->output && section_same_path(last->path, last->output))
		return err_set(e, ERR_USAGE, "output: the same as path; leave "
		    "it out to write there");
	for (i = 0; i < n; i++)
		if (check_pair(last, &calendars->items[i], e) == -1)
			return -1;
	return 0;
}
