/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cmd/select.h"
#include "store/bookings.h"

/* Real ones have 19 digits; what is shorter is a typing error. */
#define ID_LEAST 10

static bool
may_be_id(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n >= ID_LEAST && !text[n];
}

static int
select_one(struct session *s, const char *text, struct vec *out,
    struct err *e)
{
	size_t before = out->n;
	struct booking *b;

	if (bookings_select(s->store, BOOKINGS_UID, text, 0, &s->run.arena,
	    out, e) == -1)
		return -1;
	if (out->n == before && bookings_select(s->store,
	    BOOKINGS_RESERVE_ID, text, 0, &s->run.arena, out, e) == -1)
		return -1;
	if (out->n > before)
		return 0;
	if (!may_be_id(text))
		return err_set(e, ERR_USAGE, "nothing is booked for UID "
		    "'%s', and it is no reservation's id", text);
	b = vec_add(out);
	b->calendar = b->uid = b->recurrence_id = "";
	b->reserve_id = text;
	return 0;
}

int
select_bookings(struct session *s, const struct cli *cli, struct vec *out,
    struct err *e)
{
	size_t i;

	if (cli->args.n == 0)
		return err_set(e, ERR_USAGE, "name the UID of an event, or "
		    "the id of a reservation");
	for (i = 0; i < cli->args.n; i++)
		if (select_one(s, VEC_AT(&cli->args, const char *, i), out,
		    e) == -1)
			return -1;
	return 0;
}
