/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "ics/cut.h"
#include "plan/show.h"
#include "store/bookings.h"
#include "sync/restored.h"
#include "sync/verify.h"

static void
tell_pending(struct run *r, size_t n)
{
	struct problem p = { .kind = "not-asked" };

	p.message = arena_printf(&r->arena, _("the state was put back from a "
	    "copy: a run first asks the server for its %zu reservations, and "
	    "may plan something else then"), n);
	run_problem(r, &p);
}

static void
tell_unasked(struct run *r, const struct finding *f)
{
	const struct booking *b = &f->booking;
	struct problem p = { .kind = "not-asked", .exit = ERR_FAILED,
		.calendar = b->calendar, .uid = b->uid };
	struct str text = { 0 };

	str_adds(&text, _("the state was put back from a copy, and the server "
	    "does not say what it has: "));
	show_error(&text, &f->query.error);
	p.message = str_text(&text);
	run_problem(r, &p);
	str_free(&text);
}

static void
keep_unasked(struct run *r, const struct vec *findings)
{
	/* That the run has stopped was reported already. */
	bool stopped = r->api && api_stopped(r->api, NULL) != ERR_NONE;
	const struct finding *f;
	size_t i;

	for (i = 0; i < findings->n; i++) {
		f = &VEC_AT(findings, struct finding, i);
		if (verify_known(f))
			continue;
		*VEC_ADD(&r->unasked) = cut_uid_key(slice_str(f->booking.uid));
		if (!stopped)
			tell_unasked(r, f);
	}
}

int
restored_ask(struct run *r, struct err *e)
{
	struct vec asked = VEC_OF(struct booking);
	struct vec findings = VEC_OF(struct finding);
	int rc = bookings_asked(r->store, &r->arena, &asked, e);

	if (rc == 0 && asked.n && r->dry_run) {
		tell_pending(r, asked.n);
	} else if (rc == 0 && asked.n) {
		rc = verify_ask(r, &asked, &findings, e);
		if (rc == 0)
			rc = verify_learn(r, &findings, e);
		keep_unasked(r, &findings);
	}
	vec_free(&asked);
	vec_free(&findings);
	return rc;
}
