/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/hash.h"
#include "ics/line.h"
#include "ics/own.h"
#include "ics/own_text.h"
#include "ics/splice.h"
#include "model/event.h"

#define LINK_MAX 2000

struct planner {
	const struct own_event *ev;
	const struct own_wish *wish;
	struct arena *arena;		/* the caller's, for what is kept */
	struct arena scratch;		/* for the texts of props */
	struct vec props;		/* struct own_prop */
	const char *eol;		/* of the event's BEGIN line */
	size_t insert_at;		/* offset in the file */
	struct str inserted;
	struct vec *edits, *lines;
	size_t first_edit;		/* in edits */
};

/* Each property of ours, how a new line reads, and when it may be put. */
struct own_kind {
	const char *name;
	unsigned property;		/* 0: always */
	void (*text)(const struct own_text *t, struct str *out);
	/* The line of the user's that ours may take the place of. */
	bool (*yields)(const struct own_prop *at);
	bool single;			/* no second one beside the user's */
};

static const char *
unfolded(struct arena *a, struct slice raw)
{
	struct str s = { .max = ICS_COMPONENT_MAX };
	const char *text;

	line_unfold(&s, raw);
	text = arena_dup(a, str_text(&s), s.n);
	str_free(&s);
	return text;
}

static const struct own_line *
known_line(const struct own_event *ev, const char *name, const char *text)
{
	size_t i;

	for (i = 0; i < ev->n_known; i++)
		if (strcmp(ev->known[i].component, ev->component) == 0 &&
		    strcmp(ev->known[i].name, name) == 0 &&
		    strcmp(ev->known[i].text, text) == 0)
			return &ev->known[i];
	return NULL;
}

static bool
is_interesting(const char *name)
{
	static const char *const names[] = { "CONFERENCE", "URL", "LOCATION",
		"DESCRIPTION", "X-ICSRESERVE-ID", "DTSTAMP",
		"LAST-MODIFIED" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static void
add_prop(struct planner *p, struct slice raw, const char *name)
{
	struct own_prop *prop = vec_add(&p->props);

	prop->raw = raw;
	memcpy(prop->name, name, strlen(name) + 1);
	prop->text = unfolded(&p->scratch, raw);
	prop->ours = known_line(p->ev, name, prop->text);
}

static void
read_event(struct planner *p)
{
	struct slice rest = slice_of(p->ev->file.p + p->ev->off, p->ev->len);
	char name[ICS_NAME_MAX];
	struct slice raw;
	int depth = 0;

	while (line_next(&rest, &raw)) {
		line_name(raw, name);
		if (depth == 0)
			p->eol = line_eol(raw);
		if (strcmp(name, "BEGIN") == 0 && depth++ == 1 &&
		    !p->insert_at)
			p->insert_at = (size_t)(raw.p - p->ev->file.p);
		if (strcmp(name, "END") == 0 && --depth == 0 && !p->insert_at)
			p->insert_at = (size_t)(raw.p - p->ev->file.p);
		if (depth == 1 && is_interesting(name))
			add_prop(p, raw, name);
	}
}

static void
add_edit(struct planner *p, struct slice old, struct slice text)
{
	struct edit *ed = vec_add(p->edits);

	ed->off = (size_t)(old.p - p->ev->file.p);
	ed->len = old.n;
	ed->text = text;
}

static void
keep_line(struct planner *p, const char *name, const char *text,
    struct slice was)
{
	struct own_line *l = vec_add(p->lines);

	l->component = p->ev->component;
	l->name = arena_str(p->arena, name);
	l->text = arena_str(p->arena, text);
	l->was = was;
	if (was.p)
		l->was.p = arena_dup(p->arena, was.p, was.n);
}

/* A raw line as it is to be written, in the arena. */
static struct slice
folded(struct planner *p, const char *text, const char *eol)
{
	struct str s = { 0 };
	struct slice raw;

	line_fold(&s, slice_str(text), eol);
	raw = slice_of(arena_dup(p->arena, str_text(&s), s.n), s.n);
	str_free(&s);
	return raw;
}

static struct slice without_our_block(struct planner *p,
    const struct own_prop *at);

/* What stood there before us: of an edited DESCRIPTION the user's part. */
static struct slice
original(struct planner *p, const struct own_prop *at)
{
	return at->ours ? at->ours->was : without_our_block(p, at);
}

static void
replace_line(struct planner *p, const struct own_prop *at, const char *text)
{
	add_edit(p, at->raw, folded(p, text, line_eol(at->raw)));
	keep_line(p, at->name, text, original(p, at));
}

static void
insert_line(struct planner *p, const char *name, const char *text)
{
	line_fold(&p->inserted, slice_str(text), p->eol);
	keep_line(p, name, text, slice_of(NULL, 0));
}

/* Put back what was there before us. */
static void
take_back(struct planner *p, const struct own_prop *at)
{
	add_edit(p, at->raw, at->ours->was.p ? at->ours->was :
	    slice_of("", 0));
}

/* --- our block in a DESCRIPTION ----------------------------------------- */

static bool
has_block(const struct planner *p, const struct own_prop *at)
{
	size_t from, to;

	return strcmp(at->name, "DESCRIPTION") == 0 &&
	    own_find_block(p->ev, slice_str(at->text), &from, &to);
}

static struct slice
without_our_block(struct planner *p, const struct own_prop *at)
{
	const struct own_text t = { p->ev, p->wish, at };
	struct str s = { 0 };
	struct slice raw = at->raw;

	if (has_block(p, at)) {
		own_without_block(&t, &s);
		raw = folded(p, str_text(&s), line_eol(at->raw));
		str_free(&s);
	}
	return raw;
}

/* --- where a line of ours may stand ------------------------------------- */

static bool
is_blank(const struct own_prop *at)
{
	struct line_parts parts;

	return line_split(slice_str(at->text), &parts) &&
	    slice_trim(parts.value).n == 0;
}

/*
 * A description with a representation elsewhere, or in an encoding of its
 * own, is not ours to add to.
 */
static bool
is_plain(const struct own_prop *at)
{
	struct line_parts parts;
	struct slice v;

	return line_split(slice_str(at->text), &parts) &&
	    !event_param(parts.params, "ALTREP", &v) &&
	    !event_param(parts.params, "ENCODING", &v);
}

static bool
always(const struct own_prop *at)
{
	(void)at;
	return true;
}

static bool
never(const struct own_prop *at)
{
	(void)at;
	return false;
}

static const struct own_kind kinds[] = {
	{ "CONFERENCE", WRITE_CONFERENCE, own_conference, never, false },
	{ "URL", WRITE_URL, own_url, is_blank, true },
	{ "LOCATION", WRITE_LOCATION, own_location, is_blank, true },
	{ "DESCRIPTION", WRITE_DESCRIPTION, own_description, is_plain,
	    true },
	{ "X-ICSRESERVE-ID", 0, own_id, always, true },
};

/* --- planning ----------------------------------------------------------- */

/*
 * The line that a wish of this kind concerns: ours if there is one, else
 * the user's first.
 */
static struct own_prop *
line_of(struct planner *p, const char *name)
{
	struct own_prop *first = NULL, *at;
	size_t i;

	for (i = 0; i < p->props.n; i++) {
		at = &VEC_AT(&p->props, struct own_prop, i);
		if (strcmp(at->name, name) != 0)
			continue;
		if (at->ours)
			return at;
		if (!first)
			first = at;
	}
	return first;
}

static bool
stands(const struct planner *p, const char *text)
{
	size_t i;

	for (i = 0; i < p->props.n; i++)
		if (strcmp(VEC_AT(&p->props, struct own_prop, i).text,
		    text) == 0)
			return true;
	return false;
}

static void
plan_wished(struct planner *p, const struct own_kind *k, struct own_prop *at)
{
	const struct own_text t = { p->ev, p->wish, at };
	struct str s = { 0 };
	const char *text;

	k->text(&t, &s);
	text = arena_dup(&p->scratch, str_text(&s), s.n);
	str_free(&s);
	if (at && at->ours && strcmp(at->text, text) == 0)
		keep_line(p, at->name, text, at->ours->was);
	else if (at && at->ours)
		replace_line(p, at, text);
	else if (at && strcmp(at->text, text) == 0 && has_block(p, at))
		keep_line(p, at->name, text, original(p, at));
	else if (stands(p, text))
		return;		/* someone put the very line there */
	else if (at && k->yields(at))
		replace_line(p, at, text);
	else if (!at || !k->single)
		insert_line(p, k->name, text);
}

/* A description that was edited since may still hold our block. */
static void
drop_block(struct planner *p, const struct own_prop *at)
{
	if (has_block(p, at))
		add_edit(p, at->raw, without_our_block(p, at));
}

static void
plan_kind(struct planner *p, const struct own_kind *k)
{
	struct own_prop *at = line_of(p, k->name);

	if (p->wish->url && (!k->property ||
	    (p->wish->properties & k->property)))
		plan_wished(p, k, at);
	else if (at && at->ours)
		take_back(p, at);
	else if (at)
		drop_block(p, at);
}

static void
set_stamp(struct planner *p, const char *name, bool insert)
{
	struct own_prop *at = line_of(p, name);
	char now[CLOCK_TEXT];
	const char *text;

	text = arena_printf(&p->scratch, "%s:%s", name,
	    clock_ical(p->wish->now, now));
	if (at && strcmp(at->text, text) == 0 && at->ours)
		keep_line(p, name, text, at->ours->was);
	else if (at && strcmp(at->text, text) != 0)
		replace_line(p, at, text);
	else if (!at && insert)
		insert_line(p, name, text);
}

static void
keep_or_restore_stamp(struct planner *p, const char *name, bool restore)
{
	struct own_prop *at = line_of(p, name);

	if (!at || !at->ours)
		return;
	if (restore)
		take_back(p, at);
	else
		keep_line(p, name, at->text, at->ours->was);
}

/*
 * A DTSTAMP is replaced but not added: an event without one was broken
 * before us.  LAST-MODIFIED is optional and may be added.
 */
static void
plan_stamps(struct planner *p)
{
	bool edited = p->edits->n > p->first_edit || p->inserted.n;

	if (edited && p->wish->url) {
		set_stamp(p, "DTSTAMP", false);
		set_stamp(p, "LAST-MODIFIED", true);
	} else {
		keep_or_restore_stamp(p, "DTSTAMP", !p->wish->url);
		keep_or_restore_stamp(p, "LAST-MODIFIED", !p->wish->url);
	}
}

static int
by_offset(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	return x->off < y->off ? -1 : x->off > y->off;
}

static void
finish(struct planner *p)
{
	struct slice at = slice_of(p->ev->file.p + p->insert_at, 0);
	struct edit *first;

	if (p->inserted.n)
		add_edit(p, at, slice_of(arena_dup(p->arena,
		    str_text(&p->inserted), p->inserted.n), p->inserted.n));
	if (p->edits->n > p->first_edit) {
		first = &VEC_AT(p->edits, struct edit, p->first_edit);
		qsort(first, p->edits->n - p->first_edit, sizeof(*first),
		    by_offset);
	}
	str_free(&p->inserted);
	vec_free(&p->props);
	arena_free(&p->scratch);
}

void
own_plan(const struct own_event *ev, const struct own_wish *wish,
    struct arena *a, struct vec *edits, struct vec *lines)
{
	struct planner p = { .ev = ev, .wish = wish, .arena = a,
		.props = VEC_OF(struct own_prop), .edits = edits,
		.lines = lines,
		.first_edit = edits->n };
	size_t i;

	read_event(&p);
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		plan_kind(&p, &kinds[i]);
	plan_stamps(&p);
	finish(&p);
}

const char *
own_digest(struct slice component, char buf[OWN_DIGEST])
{
	snprintf(buf, OWN_DIGEST, "#%016jx",
	    (uintmax_t)hash_bytes(component));
	return buf;
}

bool
own_link_allowed(const char *url, const struct text_list *hosts)
{
	struct slice s = slice_str(url), host;
	size_t i;

	if (!slice_starts(s, SLICE("https://")) || s.n > LINK_MAX)
		return false;
	for (i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] >= 0x7f ||
		    strchr("\"<>\\^`{|}", s.p[i]))
			return false;
	s = slice_from(s, sizeof("https://") - 1);
	host = slice_of(s.p, strcspn(s.p, "/?#"));
	for (i = 0; i < hosts->n; i++)
		if (slice_ieq(host, slice_str(hosts->items[i])))
			return true;
	return false;
}
