/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "conf/calendar.h"
#include "plan/compare.h"
#include "store/attendance.h"
#include "sync/agenda.h"
#include "sync/attendance.h"
#include "sync/client.h"
#include "sync/run_life.h"

#define DAY 86400
#define ENDED 3			/* status of a meeting */

bool
attendance_may_run(const struct booking *b, int64_t now)
{
	return b->reserve_id && compare_alive(b, now) &&
	    b->start - ATTENDANCE_EARLY <= now;
}

/* --- which are asked for ------------------------------------------------- */

static int64_t
longest_grace(const struct attendance_round *round)
{
	int64_t most = 0, grace;
	size_t i;

	for (i = 0; i < round->n_cals; i++) {
		grace = round->cals[i]->settings.grace;
		most = grace > most ? grace : most;
	}
	return most;
}

/*
 * The occurrences of series that are near, by a plan of its own, whose
 * problems are sync's to tell.  What can't be read has no entry.
 */
static void
read_agenda(struct run *r, const struct attendance_round *round,
    struct agenda *agenda)
{
	struct run plan;
	struct err ignored;

	if (!round->n_cals)
		return;
	run_init(&plan);
	plan.conf = r->conf;
	plan.store = r->store;
	plan.clock = r->clock;
	plan.now = r->now - longest_grace(round);
	plan.dry_run = true;
	agenda_read(&plan, round->cals, round->n_cals,
	    r->now + ATTENDANCE_EARLY, &r->arena, agenda, &ignored);
	run_free(&plan);
}

static bool
is_near(const struct run *r, const struct booking *b,
    const struct agenda *agenda)
{
	int64_t grace = conf_settings(r->conf, b->calendar)->grace;
	const struct agenda_entry *a;
	size_t i, n;

	a = b->pattern ? agenda_find(agenda, b, &n) : NULL;
	if (!a)
		return true;
	for (i = 0; i < n; i++)
		if (a[i].start - ATTENDANCE_EARLY <= r->now &&
		    r->now < a[i].end + grace)
			return true;
	return false;
}

static const struct attendance *
running_of(const struct attendances *running, const char *reserve_id)
{
	const struct attendance *m;
	size_t i;

	for (i = 0; i < running->n; i++) {
		m = &running->items[i];
		if (strcmp(m->reserve_id, reserve_id) == 0)
			return m;
	}
	return NULL;
}

/* A booking for a meeting that outlived its own. */
static struct booking *
stand_in(struct run *r, const struct attendance *m)
{
	struct booking *b = arena_alloc(&r->arena, sizeof(*b));

	*b = (struct booking){ .calendar = m->calendar, .uid = m->uid,
		.recurrence_id = m->recurrence_id, .topic = m->topic,
		.reserve_id = m->reserve_id };
	return b;
}

static void
add_query(struct queries *queries, struct booking *b)
{
	struct query *q = VEC_ADD(queries);

	*q = (struct query){ .active = true, .participants = true,
		.reserve_id = b->reserve_id, .booking = b };
}

static bool
is_asked(const struct queries *queries, const char *reserve_id)
{
	size_t i;

	for (i = 0; i < queries->n; i++)
		if (strcmp(queries->items[i].reserve_id, reserve_id) == 0)
			return true;
	return false;
}

static int
list_queries(struct run *r, const struct attendance_round *round,
    struct queries *queries, struct err *e)
{
	struct attendances running = { 0 };
	struct agenda agenda = { 0 };
	const struct attendance *m;
	struct booking *b;
	size_t i;
	int rc = attendance_running(r->store, &r->arena, &running, e);

	read_agenda(r, round, &agenda);
	for (i = 0; rc == 0 && i < round->bookings->n; i++) {
		b = &round->bookings->items[i];
		if (attendance_may_run(b, r->now) && (is_near(r, b, &agenda) ||
		    running_of(&running, b->reserve_id)))
			add_query(queries, b);
	}
	for (i = 0; rc == 0 && i < running.n; i++) {
		m = &running.items[i];
		if (!is_asked(queries, m->reserve_id))
			add_query(queries, stand_in(r, m));
	}
	VEC_FREE(&running);
	VEC_FREE(&agenda);
	return rc;
}

/* --- what was answered --------------------------------------------------- */

/* A round at work. */
struct recording {
	struct run *run;
	struct attendance_round *round;
	struct store *store;		/* of the disk */
	struct attendances running;	/* as the disk has it now */
	struct arena arena;
};

static void
describe(struct attendance *m, const struct booking *b)
{
	m->calendar = b->calendar;
	m->uid = b->uid;
	m->recurrence_id = b->recurrence_id;
	m->topic = b->topic ? b->topic : "";
}

static int
put_running(struct recording *rec, const struct query *q, struct err *e)
{
	const struct active_meeting *a = &q->meeting;
	struct attendance m = { .reserve_id = q->reserve_id,
		.meeting_id = a->id };
	struct attendance_look look = { a, rec->run->conf->user_id_type,
		rec->run->now };
	struct stays stays = { 0 };
	int rc = attendance_find(rec->store, &m, &rec->arena, e);

	if (rc == 0 && m.id)
		rc = attendance_stays(rec->store, m.id, &rec->arena, &stays,
		    e);
	describe(&m, q->booking);
	attendance_merge(&m, &stays, &look);
	if (rc == 0)
		rc = attendance_put(rec->store, &m, &stays, e);
	rec->round->running++;
	rec->round->people += a->n_participants;
	VEC_FREE(&stays);
	return rc;
}

/* The meeting is over; a, if it has the same id, says how. */
static int
put_over(struct recording *rec, struct attendance *m,
    const struct active_meeting *a, struct err *e)
{
	bool told = a->id && strcmp(a->id, m->meeting_id) == 0;
	int64_t end = told ? a->end_time : 0;
	struct attendance_look look = { a, rec->run->conf->user_id_type,
		end && end < rec->run->now ? end : rec->run->now };
	struct stays stays = { 0 };
	int rc = attendance_stays(rec->store, m->id, &rec->arena, &stays, e);

	if (told && a->n_participants)
		attendance_merge(m, &stays, &look);
	attendance_end(m, &stays, end);
	if (rc == 0)
		rc = attendance_put(rec->store, m, &stays, e);
	rec->round->over++;
	VEC_FREE(&stays);
	return rc;
}

static int
record_answer(struct recording *rec, const struct query *q,
    struct err *e)
{
	const struct active_meeting *a = &q->meeting;
	bool runs = q->outcome == API_OK && a->id && a->status != ENDED;
	struct attendance *m;
	size_t i;

	if (q->outcome != API_OK && q->outcome != API_GONE)
		return 0;
	for (i = 0; i < rec->running.n; i++) {
		m = &rec->running.items[i];
		if (strcmp(m->reserve_id, q->reserve_id) == 0 && !(runs &&
		    strcmp(m->meeting_id, a->id) == 0) &&
		    put_over(rec, m, a, e) == -1)
			return -1;
	}
	return runs ? put_running(rec, q, e) : 0;
}

/* All answers, and what is too old, in one transaction. */
static int
record_answers(struct recording *rec, const struct queries *queries,
    struct err *e)
{
	struct run *r = rec->run;
	size_t i;
	int rc = store_begin(rec->store, e);

	if (rc == 0)
		rc = attendance_running(rec->store, &rec->arena,
		    &rec->running, e);
	for (i = 0; rc == 0 && i < queries->n; i++)
		rc = record_answer(rec, &queries->items[i], e);
	if (rc == 0)
		rc = attendance_purge(rec->store,
		    r->now - rec->round->days * DAY, e);
	return store_end(rec->store, rc, "attendance", e);
}

static void
tell_failures(struct run *r, const struct queries *queries)
{
	struct problem p = { .kind = "not-asked", .exit = ERR_FAILED };
	const struct query *q;
	size_t i;

	/* What stopped the run is reported once. */
	bool stopped = r->api && api_stopped(r->api, NULL);

	for (i = 0; i < queries->n; i++) {
		q = &queries->items[i];
		if (q->outcome != API_REFUSED && (stopped ||
		    q->outcome != API_NOT_DONE))
			continue;
		p.calendar = q->booking->calendar;
		p.uid = q->booking->uid;
		p.message = q->error.message;
		run_problem(r, &p);
	}
}

/* --- names ---------------------------------------------------------------- */

static int
keep_names(struct recording *rec, const struct api_person *people, size_t n,
    struct err *e)
{
	const char *type = rec->run->conf->user_id_type;
	size_t i;
	int rc = store_begin(rec->store, e);

	for (i = 0; rc == 0 && i < n; i++)
		rc = attendance_set_name(rec->store, type, people[i].id,
		    people[i].name ? people[i].name : "", e);
	return store_end(rec->store, rc, "names", e);
}

/* False when nothing is to be noted: it is asked again. */
static bool
ask_names(struct recording *rec, struct api_person *people, size_t n,
    struct err *e)
{
	struct api_call call = { .op = API_NAMES, .people = people,
		.n_people = n }, *done;
	struct api *api;
	bool ended = false;

	if (client_open(rec->run, &api, e) == -1)
		return false;
	api_submit(api, &call);
	while (api_next(api, &rec->arena, &done))
		ended = true;
	return ended && (call.outcome == API_OK ||
	    call.outcome == API_REFUSED);
}

/* Whoever may not know names goes on with ids: no failure of a round. */
static int
record_names(struct recording *rec, struct err *e)
{
	struct api_person people[API_PEOPLE_MAX];
	struct texts unnamed = { 0 };
	size_t i, n;
	int rc = attendance_unnamed(rec->store,
	    rec->run->conf->user_id_type, &rec->arena, &unnamed, e);

	/* Once the calls have stopped there are no more. */
	if (rec->run->api && api_stopped(rec->run->api, NULL))
		unnamed.n = 0;
	for (i = 0; rc == 0 && i < unnamed.n; i += n) {
		for (n = 0; n < API_PEOPLE_MAX && i + n < unnamed.n; n++)
			people[n] = (struct api_person){
				.id = unnamed.items[i + n] };
		if (!ask_names(rec, people, n, e))
			break;
		rc = keep_names(rec, people, n, e);
	}
	VEC_FREE(&unnamed);
	return rc;
}

/* --- the round ------------------------------------------------------------ */

static int
record(struct run *r, struct attendance_round *round,
    const struct queries *queries, struct err *e)
{
	struct recording rec = { .run = r, .round = round };
	int rc = store_open(&rec.store, r->conf->state, STORE_JOIN, r->clock,
	    e);

	if (rc == 0)
		rc = record_answers(&rec, queries, e);
	if (rc == 0)
		rc = record_names(&rec, e);
	store_close(rec.store);
	VEC_FREE(&rec.running);
	arena_free(&rec.arena);
	return rc;
}

int
attendance_record(struct run *r, struct attendance_round *round,
    struct err *e)
{
	struct queries queries = { 0 };
	int rc = list_queries(r, round, &queries, e);

	round->asked = queries.n;
	if (rc == 0)
		rc = client_query(r, queries.items, queries.n, e);
	if (rc == 0)
		rc = record(r, round, &queries, e);
	if (rc == 0)
		tell_failures(r, &queries);
	VEC_FREE(&queries);
	return rc;
}
