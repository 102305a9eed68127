/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/intl.h"
#include "charset/codec.h"
#include "conf/calendar.h"
#include "conf/keys.h"
#include "conf/section.h"

static struct calendar *
find(struct conf *c, const char *name, const char *path)
{
	struct calendar *cal;
	size_t i;

	for (i = 0; i < c->calendars.n; i++) {
		cal = &c->calendars.items[i];
		if (name ? strcmp(cal->name, name) == 0
		    : section_same_path(cal->path, path))
			return cal;
	}
	for (i = 0; path && i < c->extra.n; i++) {
		cal = c->extra.items[i];
		if (section_same_path(cal->path, path))
			return cal;
	}
	return NULL;
}

void
conf_leave_files(struct calendar *cal)
{
	cal->settings.write_back = false;
	section_finish(cal);
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
	section_finish(cal);
	if (!kept)
		*VEC_ADD(&c->extra) = cal;
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
	if (section_place(feed, c->state, &c->arena, e) == -1)
		return -1;
	host = host_of(given);
	feed->name = arena_printf(&c->arena, "%.*s-%08jx", (int)host.n,
	    host.p, (uintmax_t)(feed->url_key & 0xffffffff));
	return section_place(feed, c->state, &c->arena, e);
}

bool
conf_knows_encoding(const char *name)
{
	return codec_known(name);
}
