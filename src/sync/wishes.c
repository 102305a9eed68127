/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/str.h"
#include "ics/date.h"
#include "ics/override.h"
#include "ics/own.h"
#include "ics/splice.h"
#include "store/own_lines.h"
#include "sync/input.h"
#include "sync/wishes.h"

bool
wishes_in_place(const struct run *r, const struct item *it)
{
	return r->write_back && it->settings && it->settings->write_back &&
	    it->file && !it->file->calendar->output;
}

bool
wishes_link_good(struct item *it)
{
	const char *url = item_booking(it)->url;

	return url && own_link_allowed(url, &it->settings->link_hosts);
}

static bool
link_is_good(struct run *r, struct item *it)
{
	const struct booking *b = item_booking(it);
	struct problem p = {
		.kind = "bad-link",
		.calendar = b->calendar, .file = it->act.file,
		.uid = b->uid, .line = it->act.line,
		.exit = ERR_FAILED,
	};

	if (wishes_link_good(it))
		return true;
	p.message = b->url ? arena_printf(&r->arena, "the server's link '%s' "
	    "is not https on a host of link_hosts; it is not written", b->url)
	    : "the server sent no link";
	it->open = true;
	r->totals.failed++;
	run_problem(r, &p);
	return false;
}

static void
make_wish(struct run *r, struct item *it, struct own_wish *w)
{
	const struct booking *b = item_booking(it);

	*w = (struct own_wish){ .now = r->now };
	if (it->wish != WISH_LINES)
		return;
	w->url = b->url;
	w->reserve_id = b->reserve_id;
	w->label = it->file ? input_encoded(r, it->file->row.path,
	    it->settings->label) : it->settings->label;
	w->properties = it->settings->properties;
	if (it->settings->write_password && b->password && *b->password)
		w->password = b->password;
}

/*
 * A line of the master in an override of its series was copied there by a
 * calendar program: it is ours, and nothing stood in its place.  Not the
 * stamps, which each VEVENT has.  How many are its own.
 */
static size_t
take_copied(struct vec *known, const char *component)
{
	struct own_line *all = known->items, *l;
	size_t i, n = 0, own = 0;

	for (i = 0; i < known->n; i++) {
		l = &all[i];
		if (strcmp(l->component, component) != 0) {
			if (strcmp(l->name, "DTSTAMP") == 0 ||
			    strcmp(l->name, "LAST-MODIFIED") == 0 ||
			    strcmp(l->name, "VEVENT") == 0)
				continue;
			l->component = component;
			l->was = slice_of(NULL, 0);
		} else {
			own++;
		}
		all[n++] = *l;
	}
	known->n = n;
	return own;
}

static const struct own_line *
find_line(const struct vec *lines, const char *name)
{
	size_t i;

	for (i = 0; i < lines->n; i++)
		if (strcmp(VEC_AT(lines, struct own_line, i).name, name) == 0)
			return &VEC_AT(lines, struct own_line, i);
	return NULL;
}

/* --- a VEVENT that is ours as a whole ---------------------------------- */

static int
append(void *cookie, struct slice bytes, struct err *e)
{
	(void)e;
	str_add(cookie, bytes);
	return 0;
}

/* The last of its lines says what the whole of it is. */
static void
mark_whole(const struct item *it, struct slice bytes, struct arena *a,
    struct vec *lines)
{
	char digest[OWN_DIGEST];
	size_t last = lines->n - 1;
	struct own_line *l;

	if (lines->n && strcmp(VEC_AT(lines, struct own_line, last).name,
	    "VEVENT") == 0)
		lines->n--;
	l = vec_add(lines);
	*l = (struct own_line){ .component = it->component, .name = "VEVENT",
		.text = arena_str(a, own_digest(bytes, digest)) };
}

/* The override with the lines that are wished; both of the arena. */
static struct slice
make_text(const struct item *it, const struct own_wish *wish,
    struct arena *a, struct vec *lines)
{
	const struct own_event ev = { it->made, 0, it->made.n, it->component,
		NULL, 0 };
	struct vec edits = VEC_OF(struct edit);
	struct str out = { 0 };
	struct splice_sink sink = { append, &out, NULL };
	struct err ignored;
	struct slice text;

	lines->n = 0;
	own_plan(&ev, wish, a, &edits, lines);
	splice_bytes(it->made, &edits, &sink, &ignored);
	text = slice_of(arena_dup(a, str_text(&out), out.n), out.n);
	mark_whole(it, text, a, lines);
	vec_free(&edits);
	str_free(&out);
	return text;
}

/* When the one that stands there was written, by its own stamp. */
static int64_t
stamp_of(const struct vec *known, int64_t now)
{
	const struct own_line *l = find_line(known, "LAST-MODIFIED");
	const char *colon = l ? strchr(l->text, ':') : NULL;
	struct date d;

	return colon && date_parse(slice_str(colon + 1), &d)
	    ? clock_from_civil(&d.local) : now;
}

static void
plan_made(const struct item *it, const struct wish_target *t,
    struct own_wish *wish, const struct vec *known, struct vec *lines,
    struct vec *edits)
{
	struct slice there = slice_of(t->file.p + t->off, t->len), text;
	struct edit *ed;
	int64_t now = wish->now;

	wish->now = stamp_of(known, now);
	text = make_text(it, wish, t->arena, lines);
	if (override_same(text, there)) {
		mark_whole(it, there, t->arena, lines);
		return;
	}
	wish->now = now;
	text = make_text(it, wish, t->arena, lines);
	ed = vec_add(edits);
	*ed = (struct edit){ t->off, t->len, text, true };
}

/* --- any --------------------------------------------------------------- */

/* As we made it; the command to cancel knows by the digest alone. */
static bool
is_whole(const struct item *it, const struct wish_target *t,
    const struct vec *known)
{
	const struct own_line *l = find_line(known, "VEVENT");
	char digest[OWN_DIGEST];

	return it->whole || (l && strcmp(l->text, own_digest(slice_of(
	    t->file.p + t->off, t->len), digest)) == 0);
}

static void
plan(struct run *r, struct item *it, const struct wish_target *t,
    const struct vec *known, struct vec *edits, struct vec *lines)
{
	struct own_event ev = { t->file, t->off, t->len, it->component,
		known->items, known->n };
	struct own_wish wish;

	make_wish(r, it, &wish);
	if (it->wish == WISH_LINES && it->made.n)
		plan_made(it, t, &wish, known, lines, edits);
	else if (it->wish != WISH_LINES && t->len && is_whole(it, t, known))
		*(struct edit *)vec_add(edits) = (struct edit){ t->off,
			t->len, slice_of("", 0), true };
	else if (t->len)
		own_plan(&ev, &wish, t->arena, edits, lines);
}

static bool
mark_differs(const struct vec *known, const struct vec *lines)
{
	const struct own_line *a = find_line(known, "VEVENT");
	const struct own_line *b = find_line(lines, "VEVENT");

	return a && b && strcmp(a->text, b->text) != 0;
}

struct own_place
wishes_place(struct item *it)
{
	const struct booking *b = item_booking(it);

	return (struct own_place){ b->id, b->calendar, b->uid, it->component,
		it->file->row.id, it->key };
}

int
wishes_plan(struct run *r, struct item *it, const struct wish_target *t,
    struct vec *edits, struct vec *lines, struct err *e)
{
	const struct own_place at = wishes_place(it);
	struct vec known = VEC_OF(struct own_line);
	size_t before = edits->n, own;
	int rc = 0;

	if (it->wish == WISH_LINES && !link_is_good(r, it))
		return 0;
	if (!it->file->calendar->output &&
	    own_lines_of(r->store, &at, t->arena, &known, e) == -1)
		return -1;
	own = take_copied(&known, it->component);
	plan(r, it, t, &known, edits, lines);
	/* A run that was stopped behind the rename left the old ones too; a
	 * program that wrote an override of ours anew made it another. */
	if (at.booking && edits->n == before && (lines->n != own ||
	    mark_differs(&known, lines)))
		rc = own_lines_put(r->store, &at, lines->items, lines->n, e);
	vec_free(&known);
	return rc;
}
