/* SPDX-License-Identifier: MIT */
#include "ics/own.h"
#include "sync/wishes.h"

bool
wishes_in_place(const struct run *r, const struct item *it)
{
	return r->write_back && it->settings && it->settings->write_back &&
	    it->file && !it->file->calendar->output;
}

bool
wishes_link_good(const struct item *it)
{
	const char *url = it->act.booking.url;

	return url && own_link_allowed(url, &it->settings->link_hosts);
}

static bool
link_is_good(struct run *r, struct item *it)
{
	const struct booking *b = &it->act.booking;
	struct problem p = {
		.kind = "bad-link",
		.calendar = b->calendar, .file = it->act.file,
		.uid = b->uid, .line = it->act.line,
		.message = "the server sent no link, or one that is not "
		    "https on a host of link_hosts; it is not written",
		.exit = ERR_FAILED,
	};

	if (wishes_link_good(it))
		return true;
	it->open = true;
	r->totals.failed++;
	run_problem(r, &p);
	return false;
}

static void
make_wish(const struct run *r, const struct item *it, struct own_wish *w)
{
	const struct booking *b = &it->act.booking;

	*w = (struct own_wish){ .now = r->now };
	if (it->wish != WISH_LINES)
		return;
	w->url = b->url;
	w->reserve_id = b->reserve_id;
	w->label = it->settings->label;
	w->properties = it->settings->properties;
	if (it->settings->write_password && b->password && *b->password)
		w->password = b->password;
}

int
wishes_plan(struct run *r, struct item *it, const struct wish_target *t,
    struct vec *edits, struct vec *lines, struct err *e)
{
	const struct booking *b = &it->act.booking;
	struct vec known = VEC_OF(struct own_line);
	size_t before = edits->n;
	struct own_wish wish;
	int rc = 0;
	struct own_event ev = { t->file, t->off, t->len, b->recurrence_id,
		NULL, 0 };

	if (it->wish == WISH_LINES && !link_is_good(r, it))
		return 0;
	if (!it->file || !it->file->calendar->output) {
		if (own_lines_of(r->store, b->id, t->arena, &known, e) == -1)
			return -1;
		ev.known = known.items;
		ev.n_known = known.n;
	}
	make_wish(r, it, &wish);
	own_plan(&ev, &wish, t->arena, edits, lines);
	/* A run that was stopped behind the rename left the old ones too. */
	if (edits->n == before && lines->n < known.n)
		rc = own_lines_put(r->store, b->id, lines->items, lines->n,
		    e);
	vec_free(&known);
	return rc;
}
