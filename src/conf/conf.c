/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/intl.h"
#include "conf/calendar.h"
#include "conf/conf.h"
#include "conf/credentials.h"
#include "conf/keys.h"
#include "conf/path.h"
#include "conf/reader.h"

#define CALENDAR "calendar"

struct loader {
	struct conf *c;
	const char *folder;		/* relative paths lie in it */
	struct entries entries;
	struct VEC(struct person) people;
	int *lines;			/* of each key, where it is set; 0 */
	struct calendar *cal;		/* being read; NULL: the rest is */
	struct err *e;
};

static void *
place(struct loader *l, const struct key *k)
{
	char *base = (char *)l->c;

	if (k->home == KEY_SETTINGS)
		base = (char *)(l->cal ? &l->cal->settings : &l->c->defaults);
	else if (k->home == KEY_CALENDAR)
		base = (char *)l->cal;
	return base + k->offset;
}

static bool
put(struct loader *l, const struct key *k, const char *value)
{
	struct value_context vc = { &l->c->arena, l->folder };

	return k->type->read(k, slice_trim(slice_str(value)), place(l, k),
	    &vc);
}

/* "FILE:LINE: [section] key: what".  -1. */
static int
complain(struct loader *l, const struct entry *en, const char *what)
{
	return err_set(l->e, ERR_USAGE, "%s:%d: [%s]%s%s: %s", l->c->file,
	    en->line, en->section, en->name ? " " : "",
	    en->name ? en->name : "", what);
}

static int
complain_value(struct loader *l, const struct entry *en, const char *section)
{
	struct str text = { 0 }, allowed = { 0 };
	const struct key *k;
	bool hidden = false;
	size_t i = 0;
	int rc;

	/* In a [calendar] two sections' keys may share a name. */
	while ((k = keys_next(section, en->name, &i))) {
		str_adds(&allowed, allowed.n ? _(", or ") : "");
		value_allowed(k, &allowed);
		hidden = hidden || k->type->hidden;
	}
	if (!*en->value)
		str_adds(&text, _("there is no value"));
	else if (hidden)
		str_adds(&text, _("this can't be its value"));
	else
		str_addf(&text, _("'%s' can't be its value"), en->value);
	str_addf(&text, _("; expected %s"), str_text(&allowed));
	rc = complain(l, en, str_text(&text));
	str_free(&text);
	str_free(&allowed);
	return rc;
}

static int
complain_key(struct loader *l, const struct entry *en, const char *section)
{
	struct str text = { 0 };
	int rc;

	str_adds(&text, _("unknown key"));
	keys_suggest(section, en->name, &text);
	rc = complain(l, en, str_text(&text));
	str_free(&text);
	return rc;
}

static int
complain_twice(struct loader *l, const struct entry *en, int line)
{
	struct str text = { 0 };
	int rc;

	str_addf(&text, _("given twice; first on line %d"), line);
	rc = complain(l, en, str_text(&text));
	str_free(&text);
	return rc;
}

/* A secret that was taken over stays nowhere else. */
static void
wipe(const char *text)
{
	explicit_bzero((char *)(uintptr_t)text, strlen(text));
}

/*
 * A name that two sections share (password) is told apart in a [calendar]
 * by its value: none is one of both.
 */
static int
apply(struct loader *l, const struct entry *en, const char *section)
{
	const struct key *k;
	bool known = false;
	size_t i = 0;
	int *line;

	while ((k = keys_next(section, en->name, &i))) {
		known = true;
		if ((!*en->value && !k->type->may_be_empty) ||
		    !put(l, k, en->value))
			continue;
		line = &l->lines[k - keys];
		if (*line && !k->type->repeats)
			return complain_twice(l, en, *line);
		*line = en->line;
		if (k->type == &value_secret)
			wipe(en->value);
		return 0;
	}
	return known ? complain_value(l, en, section)
	    : complain_key(l, en, section);
}

static int
apply_person(struct loader *l, const struct entry *en)
{
	struct person *p;
	size_t i;

	if (!*en->value || strpbrk(en->value, " ,\t"))
		return complain(l, en, _("expected an id"));
	for (i = 0; i < l->people.n; i++)
		if (slice_ieq(slice_str(en->name),
		    slice_str(l->people.items[i].address)))
			return complain(l, en, _("given twice"));
	p = VEC_ADD(&l->people);
	p->address = en->name;
	p->id = en->value;
	return 0;
}

/* "calendar" and the name in quotes behind it; false for other sections. */
static bool
is_calendar(const char *section, struct slice *name)
{
	struct slice s = slice_str(section);
	size_t n = sizeof(CALENDAR) - 1;

	if (!slice_starts(s, SLICE(CALENDAR)))
		return false;
	*name = slice_trim(slice_from(s, n));
	if (s.n > n && !strchr(" \t\"", s.p[n]))
		return false;
	if (name->n > 1 && name->p[0] == '"' && name->p[name->n - 1] == '"')
		*name = slice_of(name->p + 1, name->n - 2);
	return true;
}

static int
unknown_section(struct loader *l, const struct entry *en)
{
	struct str text = { 0 };
	int rc;

	str_adds(&text, _("unknown section"));
	keys_suggest_section(en->section, &text);
	rc = complain(l, en, str_text(&text));
	str_free(&text);
	return rc;
}

/* All but [calendar], so that the order of sections means nothing. */
static int
apply_globals(struct loader *l)
{
	const struct entry *en;
	struct slice name;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < l->entries.n; i++) {
		en = &l->entries.items[i];
		if (is_calendar(en->section, &name))
			continue;
		if (!keys_section(en->section))
			rc = unknown_section(l, en);
		else if (en->name && strcmp(en->section, "people") == 0)
			rc = apply_person(l, en);
		else if (en->name)
			rc = apply(l, en, en->section);
	}
	return rc;
}

static int *
keep_lines(struct loader *l)
{
	int *copy = arena_alloc(&l->c->arena, keys_n * sizeof(*copy));

	memcpy(copy, l->lines, keys_n * sizeof(*copy));
	return copy;
}

static int
end_calendar(struct loader *l, const struct entry *en)
{
	if (!l->cal)
		return 0;
	if (calendar_check(&l->c->calendars, l->c->state, &l->c->arena,
	    l->e) == -1)
		return err_wrap(l->e, "%s:%d: [%s]", l->c->file, en->line,
		    en->section);
	calendar_finish(l->cal);
	*VEC_ADD(&l->c->calendar_lines) = keep_lines(l);
	l->cal = NULL;
	return 0;
}

static void
begin_calendar(struct loader *l, struct slice name)
{
	memset(l->lines, 0, keys_n * sizeof(*l->lines));
	l->cal = VEC_ADD(&l->c->calendars);
	l->cal->name = arena_dup(&l->c->arena, name.p, name.n);
	l->cal->settings = l->c->defaults;
}

static int
apply_calendars(struct loader *l)
{
	const struct entry *en, *head = NULL;
	struct slice name;
	size_t i;

	for (i = 0; i < l->entries.n; i++) {
		en = &l->entries.items[i];
		if (!is_calendar(en->section, &name))
			continue;
		if (en->name) {
			if (apply(l, en, CALENDAR) == -1)
				return -1;
			continue;
		}
		if (end_calendar(l, head) == -1)
			return -1;
		begin_calendar(l, name);
		head = en;
	}
	return end_calendar(l, head);
}

/* What the file says of secrets, beyond each key. */
static int
check_secrets(struct loader *l)
{
	struct conf *c = l->c;
	int n = !secret_empty(&c->app_secret) + (c->app_secret_command != NULL)
	    + (c->app_secret_file != NULL);

	if (n > 1)
		return err_set(l->e, ERR_USAGE, "%s: [feishu]: give one of "
		    "app_secret_command, app_secret_file and app_secret",
		    c->file);
	if (secret_empty(&c->app_secret))
		return 0;
	return credentials_private(c->file, "app_secret", l->e);
}

static void
set_defaults(struct loader *l)
{
	size_t i;

	for (i = 0; i < keys_n; i++)
		if (keys[i].value)
			put(l, &keys[i], keys[i].value);
}

static void
keep_people(struct loader *l)
{
	struct person *items = arena_alloc(&l->c->arena,
	    (l->people.n + 1) * sizeof(*items));

	if (l->people.n)
		memcpy(items, l->people.items, l->people.n * sizeof(*items));
	l->c->defaults.people = (struct people){ items, l->people.n };
}

static int
load_file(struct loader *l)
{
	struct conf *c = l->c;
	/* It may hold the app's secret. */
	struct str text = { .secret = true }, folder = { 0 };
	int rc = places_read(&text, c->file, l->e);

	file_dirname(&folder, c->file);
	l->folder = arena_str(&c->arena, str_text(&folder));
	if (rc == 0)
		rc = reader_read(&l->entries, str_slice(&text), c->file,
		    &c->arena, l->e);
	if (rc == 0)
		rc = apply_globals(l);
	if (rc == 0)
		rc = check_secrets(l);
	str_free(&text);
	str_free(&folder);
	return rc;
}

/* A variable serves where the file has nothing. */
static int
from_environment(struct loader *l)
{
	static const struct {
		const char *variable, *key;
	} variables[] = {
		{ "ICSRESERVE_APP_ID", "app_id" },
		{ "ICSRESERVE_APP_SECRET", "app_secret" },
		{ "ICSRESERVE_BASE_URL", "base_url" },
		{ "ICSRESERVE_OWNER", "owner" },
	};
	const struct key *k;
	const char *value;
	size_t i, from;

	for (i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		value = getenv(variables[i].variable);
		from = 0;
		k = keys_next("feishu", variables[i].key, &from);
		if (!value || !*value || l->lines[k - keys] ||
		    (k->type == &value_secret && (l->c->app_secret_command ||
		    l->c->app_secret_file)))
			continue;
		if (!put(l, k, value))
			return err_set(l->e, ERR_USAGE, "%s: expected %s",
			    variables[i].variable,
			    intl_text(k->type->allowed));
		if (k->type != &value_secret)
			continue;
		/* Nor do the commands that are run get it. */
		wipe(value);
		unsetenv(variables[i].variable);
	}
	return 0;
}

int
conf_read(struct conf *c, const struct conf_options *opt, struct err *e)
{
	struct loader l = {
		.c = c,
		.lines = xcalloc(keys_n, sizeof(int)),
		.e = e,
	};
	int rc = 0;

	*c = (struct conf){ 0 };
	set_defaults(&l);
	c->file = places_file(opt->config, &c->arena);
	if (c->file)
		rc = load_file(&l);
	if (rc == 0)
		rc = from_environment(&l);
	c->defaults.user_token = c->token_command != NULL;
	keep_people(&l);
	c->lines = keep_lines(&l);
	if (rc == 0)
		rc = places_state(&c->state, opt->state, &c->arena, e);
	if (rc == 0)
		rc = apply_calendars(&l);
	VEC_FREE(&l.entries);
	VEC_FREE(&l.people);
	free(l.lines);
	return rc;
}

void
conf_free(struct conf *c)
{
	secret_free(&c->app_secret);
	VEC_FREE(&c->calendars);
	VEC_FREE(&c->extra);
	VEC_FREE(&c->calendar_lines);
	arena_free(&c->arena);
	*c = (struct conf){ 0 };
}

const char *
conf_profile(const struct conf *c, struct arena *a)
{
	const char *slash = c->file ? strrchr(c->file, '/') : NULL;
	struct slice name = slice_str(slash ? slash + 1
	    : c->file ? c->file : "");

	if (name.n > 4 && slice_eq(slice_from(name, name.n - 4),
	    SLICE(".ini")))
		name.n -= 4;
	return !name.n || slice_eq(name, SLICE("config")) ? "default"
	    : arena_dup(a, name.p, name.n);
}

static const struct key *
key_of(size_t offset)
{
	size_t i;

	for (i = 0; i < keys_n; i++)
		if (keys[i].home == KEY_SETTINGS && keys[i].offset == offset)
			return &keys[i];
	return NULL;
}

/* The lines of a calendar's section; NULL: it has none. */
static const int *
lines_of(const struct conf *c, const struct calendar *cal)
{
	size_t i;

	for (i = 0; i < c->calendars.n && i < c->calendar_lines.n; i++)
		if (&c->calendars.items[i] == cal)
			return c->calendar_lines.items[i];
	return NULL;
}

const char *
conf_origin(const struct conf *c, const struct calendar *cal, size_t offset,
    struct arena *a)
{
	const struct key *k = key_of(offset);
	const int *own = lines_of(c, cal);

	if (!k)
		return "";
	if (own && own[k - keys])
		return arena_printf(a, _("[calendar \"%s\"] %s, line %d of %s"),
		    cal->name, k->name, own[k - keys], c->file);
	if (c->lines[k - keys])
		return arena_printf(a, _("[%s] %s, line %d of %s"), k->section,
		    k->name, c->lines[k - keys], c->file);
	return k->value ? arena_printf(a, _("[%s] %s, default"), k->section,
	    k->name) : "$ICSRESERVE_OWNER";
}
