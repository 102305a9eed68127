/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "conf/calendar.h"
#include "conf/keys.h"

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
conf_is_table(const char *path)
{
	static const char *const ends[] = { ".csv", ".tsv", ".tab" };
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (slice_iends(slice_str(path), slice_str(ends[i])))
			return true;
	return slice_iends(slice_str(path), SLICE(".txt")) &&
	    holds_table(path);
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
		/* Where it lies is not how it is read. */
		if (k->home == KEY_CONF || strcmp(k->name, "path") == 0)
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
	if (conf_is_table(cal->path))
		cal->settings.default_topic = NULL;
	digest(cal);
}

/* Whether two paths are the same, also by way of links. */
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
	if (a->output && b->output && same_path(a->output, b->output))
		return err_set(e, ERR_USAGE, "output: calendar \"%s\" has "
		    "the same", b->name);
	return 0;
}

int
calendar_check(const struct vec *calendars, struct err *e)
{
	const struct calendar *last;
	size_t i, n = calendars->n - 1;

	last = &VEC_AT(calendars, struct calendar, n);
	if (!*last->name)
		return err_set(e, ERR_USAGE, "a calendar needs a name: "
		    "[calendar \"NAME\"]");
	if (!last->path)
		return err_set(e, ERR_USAGE, "path is missing");
	if (conf_is_table(last->path) && !last->output)
		return err_set(e, ERR_USAGE, "path: a table is never edited; "
		    "say with output where the copy with the links goes");
	if (last->output && same_path(last->path, last->output))
		return err_set(e, ERR_USAGE, "output: the same as path; leave "
		    "it out to write there");
	for (i = 0; i < n; i++)
		if (check_pair(last, &VEC_AT(calendars, struct calendar, i),
		    e) == -1)
			return -1;
	return 0;
}

static struct calendar *
find(struct conf *c, const char *name, const char *path)
{
	struct calendar *cal;
	size_t i;

	for (i = 0; i < c->calendars.n; i++) {
		cal = &VEC_AT(&c->calendars, struct calendar, i);
		if (name ? strcmp(cal->name, name) == 0
		    : same_path(cal->path, path))
			return cal;
	}
	for (i = 0; path && i < c->extra.n; i++) {
		cal = VEC_AT(&c->extra, struct calendar *, i);
		if (same_path(cal->path, path))
			return cal;
	}
	return NULL;
}

void
conf_leave_files(struct calendar *cal)
{
	cal->settings.write_back = false;
	calendar_finish(cal);
}

const struct calendar *
conf_named(const struct conf *c, const char *name)
{
	const struct calendar *all = c->calendars.items;
	size_t i;

	for (i = 0; i < c->calendars.n; i++)
		if (strcmp(all[i].name, name) == 0)
			return &all[i];
	return NULL;
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
	struct calendar *cal = kept ? vec_add(&c->calendars)
	    : ARENA_NEW(&c->arena, struct calendar);

	cal->name = arena_str(&c->arena, like->name);
	cal->path = arena_str(&c->arena, like->path);
	cal->output = arena_str(&c->arena, like->output);
	cal->encoding = arena_str(&c->arena, like->encoding);
	cal->dates = arena_str(&c->arena, like->dates);
	cal->imported = like->imported;
	cal->kept = kept;
	cal->settings = c->defaults;
	calendar_finish(cal);
	if (!kept)
		*(struct calendar **)vec_add(&c->extra) = cal;
	return cal;
}

int
conf_calendar(struct conf *c, const char *name_or_path,
    struct calendar **cal, struct err *e)
{
	char *real;

	*cal = find(c, name_or_path, NULL);
	if (!*cal)
		*cal = find(c, NULL, name_or_path);
	if (*cal)
		return 0;
	real = realpath(name_or_path, NULL);
	if (!real && errno == ENOENT)
		return err_set(e, ERR_SOURCE, "%s: no calendar of this name "
		    "is configured, and there is no such path",
		    name_or_path);
	if (!real)
		return err_errno(e, ERR_SOURCE, "%s", name_or_path);
	*cal = conf_add_calendar(c, &(struct calendar){ .name = real,
	    .path = real }, false);
	free(real);
	return 0;
}
