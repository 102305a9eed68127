/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/parse.h"
#include "store/bookings.h"
#include "sync/exchange.h"
#include "sync/identity.h"
#include "sync/own_override.h"
#include "sync/twins.h"
#include "sync/uid_read.h"

static int
load_rows(struct uid_set *s, const char *uid, struct err *e)
{
	struct vec found = VEC_OF(struct booking);
	const char *own = s->scan->calendar->name, *from;
	struct booking *b;
	size_t i;
	int rc = bookings_of_uid(s->run->store, uid, &s->reader->scratch,
	    &found, e);

	s->rows.n = 0;
	exchange_find(s, &found, &from);
	for (i = 0; i < found.n; i++) {
		b = &VEC_AT(&found, struct booking, i);
		if (strcmp(b->calendar, exchange_moves(s->run, b) ? from :
		    own) != 0)
			continue;
		if (strcmp(b->calendar, own) != 0)
			identity_take_along(s, b);
		*VEC_ADD(&s->rows) = *b;
	}
	vec_free(&found);
	return rc;
}

static bool
is_legacy(const struct uid_set *s)
{
	size_t i;

	for (i = 0; i < s->rows.n; i++)
		if (s->rows.items[i].legacy)
			return true;
	return false;
}

static int
read_file(struct uid_set *s, struct scan_file *f, uint32_t first,
    bool *good, struct err *e)
{
	const struct cut_event *ev;
	struct slice bytes;
	uint32_t i = first;

	*good = *good && reader_bytes(s->reader, f, &bytes);
	while (*good) {
		ev = &VEC_AT(&f->cut.events, struct cut_event, i);
		if (component_read(VEC_ADD(&s->components), s->reader, f, i,
		    bytes, is_legacy(s), e) == -1)
			return -1;
		i = ev->next;
		if (!i)
			break;
	}
	return 0;
}

/* The UID as the first VEVENT has it: bookings are known by it. */
static int
read_rows(struct uid_set *s, struct scan_file *f, uint32_t first,
    struct err *e)
{
	const struct parse_context ctx = { 0 };
	struct parse_fault ignored;
	struct event ev = { 0 };
	struct slice bytes;
	struct err why;

	if (!reader_bytes(s->reader, f, &bytes))
		return 0;
	parse_event(cut_slice(bytes, &VEC_AT(&f->cut.events,
	    struct cut_event, first)), &ctx, &s->reader->scratch, &ev,
	    &ignored, &why);
	s->uid = ev.uid;
	if (!s->uid)
		return 0;
	if (load_rows(s, s->uid, e) == -1)
		return -1;
	return made_of(s->run->store, s->uid, &s->reader->scratch, &s->made,
	    e);
}

static void
find_master(struct uid_set *s)
{
	struct component *c;
	size_t i;

	for (i = 0; i < s->components.n; i++) {
		c = &s->components.items[i];
		s->refused |= c->refused;
		s->foreign |= c->ours.foreign;
	}
	s->master = uid_set_find(s, "");
	if (s->master)
		s->anchor = s->master->ev.start;
}

int
uid_read(struct uid_set *s, struct reader *rd, const struct catalog *c,
    const struct place *places, size_t n, bool *good, struct err *e)
{
	struct scan_file *f = c->files.items[places[0].file];
	size_t i;

	*s = (struct uid_set){ .reader = rd, .run = rd->run,
		.scan = f->scan, .settings = &f->calendar->settings,
		.uid_key = places[0].uid_key };
	*good = true;
	if (read_rows(s, f, places[0].event, e) == -1)
		return -1;
	for (i = 0; i < n; i++)
		if (read_file(s, c->files.items[places[i].file],
		    places[i].event, good, e) == -1)
			return -1;
	if (!*good)
		return 0;
	/* An override that we made gives way to one of the calendar's. */
	find_master(s);
	if (own_override_find(s, e) == -1)
		return -1;
	twins_find(s);
	find_master(s);
	return 0;
}
