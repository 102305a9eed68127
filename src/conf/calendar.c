/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/intl.h"
#include "base/trust.h"
#include "charset/codec.h"
#include "conf/calendar.h"
#include "conf/keys.h"
#include "conf/path.h"

/* Whether a text file holds a table rather than a calendar; false when the file
 * can't be read. */
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
calendar_is_table(const char *path)
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
calendar_finish(struct calendar *cal)
{
	/* Every row says what it is; what is left out is a slip. */
	if (calendar_is_table(cal->path))
		cal->settings.default_topic = NULL;
	digest(cal);
}

/* Also by way of links. */
static bool
same_path(const char *a, const char *b)
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

/* Whether a calendar has what is written to output among its files. */
static bool
reads_output(const struct calendar *cal, const char *output)
{
	bool file = slice_iends(slice_str(output), SLICE(".ics"));
	struct str folder = { 0 };
	bool reads;

	if (same_path(cal->path, output))
		return true;
	file_dirname(&folder, file ? output : cal->path);
	/* All files of a folder, or those that a glob finds in it. */
	if (file)
		reads = same_path(cal->path, str_text(&folder)) ||
		    fnmatch(cal->path, output, FNM_PATHNAME) == 0;
	else
		reads = strpbrk(cal->path, "*?[") &&
		    fnmatch(str_text(&folder), output, FNM_PATHNAME) == 0;
	str_free(&folder);
	return reads;
}

static int
check_pair(const struct calendar *a, const struct calendar *b,
    struct err *e)
{
	if (strcmp(a->name, b->name) == 0)
		return err_set(e, ERR_USAGE, "another calendar has this "
		    "name");
	if (same_path(a->path, b->path))
		return err_set(e, ERR_USAGE, "path: calendar \"%s\" has the "
		    "same", b->name);
	if (a->output && reads_output(b, a->output))
		return err_set(e, ERR_USAGE, "output: it is part of calendar "
		    "\"%s\"; name a folder that no calendar has", b->name);
	if (b->output && reads_output(a, b->output))
		return err_set(e, ERR_USAGE, "path: the output of calendar "
		    "\"%s\" is part of it; name another folder there",
		    b->name);
	if (a->output && b->output && same_path(a->output, b->output))
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
calendar_folder(const struct calendar *cal, const char *state,
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

/* Set path and url_key of a calendar with a url; see calendar_check. */
static int
place(struct calendar *cal, const char *state, struct arena *a,
    struct err *e)
{
	cal->url_key = hash_join(hash_bytes(slice_str(cal->url)),
	    hash_bytes(slice_str(cal->username)));
	cal->path = calendar_folder(cal, state, a);
	return cal->path ? 0 : err_set(e, ERR_USAGE, "url: there is neither "
	    "$XDG_CACHE_HOME nor $HOME, where its copy would lie");
}

int
calendar_check(const struct calendars *calendars, const char *state,
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
	if (last->url && place(last, state, a, e) == -1)
		return -1;
	if (!last->path)
		return err_set(e, ERR_USAGE, "path or url is missing");
	if (check_url(last, e) == -1)
		return -1;
	if (calendar_is_table(last->path) && !last->output)
		return err_set(e, ERR_USAGE, "path: a table is never edited; "
		    "say with output where the copy with the links goes");
	if (last->output && same_path(last->path, last->output))
		return err_set(e, ERR_USAGE, "output: the same as path; leave "
		    "it out to write there");
	if (last->output && reads_output(last, last->output))
		return err_set(e, ERR_USAGE, "output: it is part of path; "
		    "name a folder that no calendar has");
	for (i = 0; i < n; i++)
		if (check_pair(last, &calendars->items[i], e) == -1)
			return -1;
	return 0;
}

/* --- calendars by name or path -------------------------------------------- */

static struct calendar *
find_path(struct conf *c, const char *path)
{
	struct calendar *all = c->calendars.items;
	size_t i;

	for (i = 0; i < c->calendars.n; i++)
		if (same_path(all[i].path, path))
			return &all[i];
	for (i = 0; i < c->extra.n; i++)
		if (same_path(c->extra.items[i]->path, path))
			return c->extra.items[i];
	return NULL;
}

void
conf_leave_files(struct calendar *cal)
{
	cal->settings.write_back = false;
	calendar_finish(cal);
}

struct calendar *
conf_named(const struct conf *c, const char *name)
{
	struct calendar *all = c->calendars.items;
	size_t i;

	for (i = 0; i < c->calendars.n; i++)
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	return NULL;
}

const char *
conf_path(const struct conf *c, const char *name)
{
	const struct calendar *cal = conf_named(c, name);

	return cal ? cal->path : *name == '/' ? name : "";
}

const struct settings *
conf_settings(const struct conf *c, const char *name)
{
	const struct calendar *cal = conf_named(c, name);

	return cal ? &cal->settings : &c->defaults;
}

bool
conf_has_calendar(const struct conf *c, const char *name)
{
	return conf_named(c, name) != NULL;
}

struct calendar *
conf_add_calendar(struct conf *c, const struct calendar *like, bool kept)
{
	/* Calendars are in a vec that moves, those of extra are not. */
	struct calendar *cal = kept ? VEC_ADD(&c->calendars)
	    : ARENA_NEW(&c->arena, struct calendar);

	cal->name = arena_str(&c->arena, like->name);
	cal->path = arena_str(&c->arena, like->path);
	cal->url = arena_str(&c->arena, like->url);
	cal->url_key = like->url_key;
	cal->output = arena_str(&c->arena, like->output);
	cal->encoding = arena_str(&c->arena, like->encoding);
	cal->dates = arena_str(&c->arena, like->dates);
	cal->imported = like->imported;
	cal->kept = kept;
	cal->settings = c->defaults;
	calendar_finish(cal);
	if (!kept)
		*VEC_ADD(&c->extra) = cal;
	return cal;
}

/* The real path; of a glob, that of the folder it begins with, and its
 * pattern.  NULL with errno. */
static char *
real_path(const char *path, struct arena *a)
{
	size_t n = strcspn(path, "*?[");
	char *real = realpath(path, NULL), *glob;
	const char *folder;

	if (real || errno != ENOENT || !path[n])
		return real;
	while (n && path[n - 1] != '/')
		n--;
	folder = arena_dup(a, path, n);
	real = realpath(n ? folder : ".", NULL);
	if (!real)
		return NULL;
	glob = xstrdup(arena_printf(a, "%s/%s", real[1] ? real : "",
	    path + n));
	free(real);
	return glob;
}

int
conf_calendar(struct conf *c, const char *name_or_path,
    struct calendar **cal, struct err *e)
{
	char *real;

	*cal = conf_named(c, name_or_path);
	if (!*cal)
		*cal = find_path(c, name_or_path);
	if (*cal)
		return 0;
	if (trust_links(name_or_path, e) == -1)
		return -1;
	real = real_path(name_or_path, &c->arena);
	if (real)
		*cal = find_path(c, real);
	if (*cal) {
		free(real);
		return 0;
	}
	if (!real && errno == ENOENT)
		return err_set(e, ERR_SOURCE, "%s: no calendar of this name "
		    "is configured, and there is no such path; "
		    "correct the name, or add a [calendar]", name_or_path);
	if (!real)
		return file_unreadable(e, name_or_path);
	*cal = conf_add_calendar(c, &(struct calendar){ .name = real,
	    .path = real }, false);
	free(real);
	return 0;
}

bool
conf_is_url(const char *text)
{
	return strstr(text, "://") && text[0] != '/' && text[0] != '.';
}

/* "https://host:8080/..." -> "host". */
static struct slice
host_of(const char *url)
{
	struct slice s = slice_from(slice_str(url),
	    (size_t)(strstr(url, "://") - url) + 3);
	size_t n = 0;

	while (n < s.n && !strchr("/?#:", s.p[n]))
		n++;
	return slice_of(s.p, n);
}

int
conf_feed(struct conf *c, struct calendar *feed, struct err *e)
{
	const struct value_context vc = { .a = &c->arena };
	const char *given = feed->url;
	struct slice host;

	if (!value_remote.read(NULL, slice_str(given), &feed->url, &vc))
		return err_set(e, ERR_USAGE, "of URLs, import takes %s",
		    _(value_remote.allowed));
	feed->name = "";
	if (place(feed, c->state, &c->arena, e) == -1)
		return -1;
	host = host_of(given);
	feed->name = arena_printf(&c->arena, "%.*s-%08jx", (int)host.n,
	    host.p, (uintmax_t)(feed->url_key & 0xffffffff));
	return place(feed, c->state, &c->arena, e);
}

bool
conf_knows_encoding(const char *name)
{
	return codec_known(name);
}
