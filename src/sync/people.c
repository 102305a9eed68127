/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/call.h"
#include "base/hash.h"
#include "base/intl.h"
#include "base/out.h"
#include "base/stop.h"
#include "base/str.h"
#include "sync/client.h"
#include "sync/people.h"

/*
 * A refused call is cut in two, lest one odd address keeps fifty waiting.
 * After this number of refusals without an answer no address is the reason.
 */
#define REFUSED_MAX 20
/* The plan is made anew after each round of look-ups. */
#define ROUNDS_MAX 20
/* Unknown people who are named; a calendar may be full of them. */
#define MENTIONS_MAX 1000

/* Whom events left out, and where first. */
struct mention {
	const char *address;	/* first: see directory_by_address */
	struct problem first;
	int64_t more;		/* events that have it too */
	uint64_t last;		/* event that had it last */
};

/* --- the directory of the run ------------------------------------------ */

struct people_key
people_key(const struct conf *c)
{
	return (struct people_key){
		.app = hash_join(hash_bytes(slice_str(c->base_url)),
		    hash_bytes(slice_str(c->app_id))),
		.user_id_type = c->user_id_type,
	};
}

int
people_load(struct run *r, struct err *e)
{
	struct people_key key = people_key(r->conf);
	struct people_rows rows = { 0 };
	struct arena a = { 0 };
	size_t i;
	int rc = people_known(r->store, &key, r->now, &a, &rows, e);

	for (i = 0; rc == 0 && i < rows.n; i++)
		directory_add(&r->directory, slice_str(rows.items[i].address),
		    rows.items[i].user_id);
	VEC_FREE(&rows);
	arena_free(&a);
	return rc;
}

bool
people_wanted(const struct run *r)
{
	return r->directory.wanted.n > 0 && !r->looked_up && !r->dry_run;
}

/* --- the look-up ------------------------------------------------------- */

struct asking {
	struct api_call call;
	struct str body;
	struct api_person people[API_PEOPLE_MAX];
};

struct look_up {
	struct run *run;
	struct api *api;
	struct arena arena;	/* of the look-up alone */
	struct VEC(struct asking *) bodies;
	struct people_rows answers;
	struct VEC(struct api_person) refused;	/* on their own */
	size_t answered, refusals;
	bool no_scope;
	const char *why_refused;
	const char *why;	/* somebody stays unknown; NULL: nobody */
};

static void
ask(struct look_up *l, const struct api_person *people, size_t n)
{
	struct asking *a = ARENA_NEW(&l->arena, struct asking);

	*VEC_ADD(&l->bodies) = a;
	memcpy(a->people, people, n * sizeof(*people));
	people_body(&a->body, a->people, n);
	a->call = (struct api_call){ .op = API_PEOPLE, .people = a->people,
		.n_people = n, .body = str_slice(&a->body), .cookie = a };
	api_submit(l->api, &a->call);
}

static void
ask_all(struct look_up *l)
{
	const struct texts *wanted = &l->run->directory.wanted;
	struct api_person people[API_PEOPLE_MAX];
	size_t i, n = 0;

	for (i = 0; i < wanted->n; i++) {
		people[n++] = (struct api_person){
			.address = wanted->items[i] };
		if (n < API_PEOPLE_MAX && i + 1 < wanted->n)
			continue;
		ask(l, people, n);
		n = 0;
	}
}

static void
take(struct look_up *l, const struct api_person *p)
{
	struct people_row *row = VEC_ADD(&l->answers);

	row->address = p->address;
	row->user_id = p->id;
	row->asked = l->run->now;
}

static void
refused(struct look_up *l, const struct api_call *c)
{
	size_t half = c->n_people / 2;

	l->why_refused = c->error.message;
	if (c->n_people == 1) {
		*VEC_ADD(&l->refused) = c->people[0];
	} else if (l->answered || ++l->refusals <= REFUSED_MAX) {
		ask(l, c->people, half);
		ask(l, c->people + half, c->n_people - half);
	} else {
		l->why = l->why_refused;
	}
}

static void
judge(struct look_up *l, const struct api_call *c)
{
	size_t i;

	switch (c->outcome) {
	case API_OK:
		l->answered++;
		for (i = 0; i < c->n_people; i++)
			take(l, &c->people[i]);
		return;
	case API_REFUSED:
		refused(l, c);
		return;
	case API_GONE:
	case API_UNKNOWN:
	case API_NOT_DONE:
		break;
	}
	l->why = c->error.message;
	l->no_scope = l->no_scope || c->error.code == 99991672 ||
	    c->error.code == 99991676 || c->error.code == 99991679;
}

/* Whom the directory answered for is known from now on. */
static int
keep(struct look_up *l, struct err *e)
{
	struct run *r = l->run;
	struct people_key key = people_key(r->conf);
	const struct people_row *row;
	size_t i;
	int rc;

	if (l->answers.n == 0)
		return 0;
	rc = store_begin(r->store, e);
	for (i = 0; rc == 0 && i < l->answers.n; i++) {
		row = &l->answers.items[i];
		directory_add(&r->directory, slice_str(row->address),
		    row->user_id);
		rc = people_put(r->store, &key, row, e);
	}
	return store_end(r->store, rc, "people", e);
}

/*
 * When others were answered it is these addresses that the server can't
 * read: nobody has them.
 */
static void
take_refused(struct look_up *l)
{
	size_t i;

	for (i = 0; l->answered && i < l->refused.n; i++)
		take(l, &l->refused.items[i]);
	if (!l->answered && l->refused.n)
		l->why = l->why_refused;
}

static int
tell_failure(struct look_up *l, struct err *e)
{
	struct problem p = { .kind = "people-not-looked-up" };
	struct err why = { 0 };

	p.exit = (int)api_stopped(l->api, &why);
	if (p.exit == ERR_AUTH && l->no_scope)
		return err_set(e, ERR_AUTH, "people can't be looked up: %s. "
		    "Give the app the scope contact:user.id:readonly; or set "
		    "'owner_from_organizer = no' and name people by their "
		    "ids or in [people]", why.msg);
	if (p.exit == ERR_AUTH)
		return err_set(e, ERR_AUTH, "%s", why.msg);
	p.message = arena_printf(&l->arena, _("people can't be looked up: %s"),
	    p.exit ? why.msg : l->why);
	p.exit = p.exit ? p.exit : ERR_FAILED;
	run_problem(l->run, &p);
	return 0;
}

static void
free_look_up(struct look_up *l)
{
	size_t i;

	for (i = 0; i < l->bodies.n; i++)
		str_free(&l->bodies.items[i]->body);
	VEC_FREE(&l->bodies);
	VEC_FREE(&l->answers);
	VEC_FREE(&l->refused);
	arena_free(&l->arena);
}

int
people_look_up(struct run *r, struct err *e)
{
	struct look_up l = { .run = r };
	struct api_call *call;
	int rc = client_open(r, &l.api, e);

	/* What is still unknown when nothing went wrong was above the bound
	 * of one round. */
	r->looked_up = ++r->look_ups == ROUNDS_MAX;
	if (rc == 0) {
		out_say(OUT_VERBOSE, P_("looking up %zu address",
		    "looking up %zu addresses", r->directory.wanted.n),
		    r->directory.wanted.n);
		ask_all(&l);
		while (api_next(l.api, &l.arena, &call))
			judge(&l, call);
		take_refused(&l);
		rc = keep(&l, e);
	}
	if (rc == 0 && (l.why || api_stopped(l.api, NULL) != ERR_NONE)) {
		r->looked_up = true;
		rc = tell_failure(&l, e);
	}
	directory_want_none(&r->directory);
	free_look_up(&l);
	return rc;
}

/* --- what is reported -------------------------------------------------- */

static struct mention *
mention_of(struct run *r, struct slice address, const struct problem *place)
{
	struct mention *m = VEC_FIND(&r->mentions, &address,
	    directory_by_address);

	if (m)
		return m;
	if (r->mentions.n == MENTIONS_MAX)
		return NULL;
	m = VEC_INSERT(&r->mentions, VEC_LOWER(&r->mentions, &address,
	    directory_by_address));
	m->address = directory_lower(&r->arena, address);
	m->first = *place;
	m->first.calendar = arena_str(&r->arena, place->calendar);
	m->first.file = arena_str(&r->arena, place->file);
	m->first.uid = arena_str(&r->arena, place->uid);
	m->last = r->mentioners;
	return m;
}

static void
note(struct run *r, const struct verdict_person *p,
    const struct problem *place)
{
	struct mention *m;

	r->mentioners++;
	for (; p; p = p->next) {
		m = mention_of(r, slice_str(p->address), place);
		/* An event may have somebody as chair and as attendee. */
		if (m && m->last != r->mentioners)
			m->more++;
		if (m)
			m->last = r->mentioners;
	}
}

void
people_judge(struct run *r, struct verdict *v, const struct problem *place)
{
	struct problem cut = *place;

	if (v->unresolved)
		note(r, v->unresolved, place);
	if (v->hosts_cut) {
		cut.kind = "hosts-cut";
		cut.message = arena_printf(&r->arena, P_("%zu chair is no "
		    "host: a meeting has at most 10", "%zu chairs are no "
		    "hosts: a meeting has at most 10", v->hosts_cut),
		    v->hosts_cut);
		run_problem(r, &cut);
	}
	/* After a signal nothing will be sent. */
	if (v->kind == VERDICT_BOOK && v->pending && r->looked_up &&
	    !stop_asked()) {
		v->kind = VERDICT_FAIL;
		v->word = "people-not-looked-up";
		v->text = _("people in it could not be looked up; the next run "
		    "tries again");
	}
}

static void
tell_mention(struct run *r, const struct mention *m)
{
	struct problem p = m->first;
	const char *more = m->more == 0 ? "" : arena_printf(&r->arena,
	    P_(", also of %jd more event", ", also of %jd more events",
	    m->more), (intmax_t)m->more);

	p.kind = "unresolved-person";
	p.message = arena_printf(&r->arena, _("%s is left out%s: no id is "
	    "known, neither by [people] nor by the directory%s"), m->address,
	    more, r->conf->token_command ? _(" (which can't be asked with a "
	    "user's token)") : "");
	run_problem(r, &p);
}

void
people_tell(struct run *r)
{
	const struct texts *wanted = &r->directory.wanted;
	struct problem p = { .kind = "to-look-up" };
	size_t i;

	for (i = 0; r->dry_run && i < wanted->n; i++) {
		p.message = arena_printf(&r->arena, _("%s will be looked up in "
		    "the directory"), wanted->items[i]);
		run_problem(r, &p);
	}
	for (i = 0; i < r->mentions.n; i++)
		tell_mention(r, &r->mentions.items[i]);
}
