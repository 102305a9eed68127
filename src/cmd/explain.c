/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "base/intl.h"
#include "base/out.h"
#include "base/str.h"
#include "base/table.h"
#include "cmd/targets.h"
#include "plan/compare.h"
#include "plan/filter.h"
#include "plan/meeting.h"
#include "plan/rules.h"
#include "plan/show.h"
#include "store/bookings.h"
#include "sync/catalog.h"
#include "sync/run.h"
#include "sync/run_life.h"
#include "sync/sync.h"

/* Occurrences of a series that are printed in full. */
#define SHOWN_MAX 6

/* What is gathered while the plan is made, in both forms. */
struct explanation {
	struct session *s;
	struct arena arena;
	struct str text, json;
	size_t n, n_booked;	/* events of calendars, bookings */
	/* The fields last printed in full, JSON; of the occurrences after
	 * them only what differs is printed. */
	const char *told[REQUEST_FIELDS];
	bool has_told;
};

/* Where values stand. */
#define LABELS 23

/* A field of the request under its own name, or a label as it is. */
static void
field(struct explanation *x, const char *label, const char *value,
    const char *source)
{
	struct str text = { 0 };

	str_plain(&text, slice_str(value));
	if (source && *source) {
		str_adds(&text, "   (");
		str_plain(&text, slice_str(source));
		str_addc(&text, ')');
	}
	table_field(&x->text, &(struct table_field){ label, str_slice(&text),
	    LABELS, out_width() });
	str_free(&text);
}

static void
line(struct explanation *x, const char *label, const char *value,
    const char *source)
{
	field(x, intl_text(label), value, source);
}

static const char *
when(struct explanation *x, int64_t at)
{
	char buf[WHEN_TEXT];

	return at >= RULES_ENDLESS ? _("without end") : arena_str(&x->arena,
	    when_time(&x->s->when, at, buf));
}

/* --- the request ------------------------------------------------------- */

static const char *
source_text(struct explanation *x, const struct explained *ev,
    const struct trace *t)
{
	const char *from = t->property ? t->property : t->setting ?
	    conf_origin(&x->s->conf, ev->calendar, t->offset, &x->arena) : "";

	return t->note ? arena_printf(&x->arena, "%s, %s", from, t->note)
	    : from;
}

static bool
is_told(const struct explanation *x, enum request_field f, const char *value)
{
	const char *told = x->told[f];

	return told && value ? strcmp(told, value) == 0 : told == value;
}

static void
add_field(struct explanation *x, const struct explained *ev,
    enum request_field f, bool brief)
{
	const struct rules_input in = { &ev->calendar->settings,
		ev->directory, ev->event, false, ev->now };
	const char *value = ev->verdict->request.field[f];
	const char *sources = "", *one;
	struct trace t;
	size_t i;

	if (!value && f == REQUEST_INITIAL_TYPE)
		return;
	/* A password is nobody's to read here. */
	if (value && f == REQUEST_PASSWORD && strcmp(value, "\"\"") != 0)
		value = "\"***\"";
	for (i = 0; i < trace_count(f); i++) {
		if (!trace_field(&in, f, i, &x->arena, &t))
			continue;
		one = source_text(x, ev, &t);
		sources = *sources ? arena_printf(&x->arena, "%s; %s",
		    sources, one) : one;
	}
	if (!value && (ev->verdict->pending & 1u << f))
		sources =
		    arena_printf(&x->arena, _("%s%sto be looked up first"),
			sources, *sources ? ", " : "");
	if (!brief || !is_told(x, f, value))
		field(x, request_name(f), value ? value
		    : _("not sent: the server decides"), sources);
	if (!brief)
		x->told[f] = value ? arena_str(&x->arena, value) : NULL;
	member_open(&x->json, NULL, '{');
	member_text(&x->json, "name", request_name(f));
	member_raw(&x->json, "value", value);
	member_word(&x->json, "source", sources);
	member_close(&x->json, '}');
}

static void
add_request(struct explanation *x, const struct explained *ev)
{
	enum request_field f;
	const struct verdict *v = ev->verdict;
	const struct settings *s = &ev->calendar->settings;
	bool brief = *ev->component && x->has_told;

	member_open(&x->json, "fields", '[');
	if (v->kind == VERDICT_BOOK) {
		for (f = 0; f < REQUEST_FIELDS; f++)
			add_field(x, ev, f, brief);
		x->has_told = true;
	}
	if (v->kind == VERDICT_BOOK && !brief)
		line(x, "until", when(x, v->request.until),
		    arena_printf(&x->arena, P_("its end and %jd minute of "
		    "grace: %s", "its end and %jd minutes of grace: %s",
		    s->grace / 60), (intmax_t)(s->grace / 60), conf_origin(
		    &x->s->conf, ev->calendar, offsetof(struct settings,
		    grace), &x->arena)));
	member_close(&x->json, ']');
	member_time(&x->json, "until", v->kind == VERDICT_BOOK &&
	    v->request.until < RULES_ENDLESS ? v->request.until : 0);
}

/* --- the decision ------------------------------------------------------ */

static const char *
included_by(const struct explained *ev)
{
	const struct text_list *in = &ev->calendar->settings.include;
	size_t i;

	for (i = 0; i < in->n; i++)
		if (filter_matches(in->items[i], ev->event))
			return in->items[i];
	return NULL;
}

static const char *
decision(struct explanation *x, const struct explained *ev)
{
	static const char *const words[] = {
		[VERDICT_BOOK] = N_("to be booked"),
		[VERDICT_SKIP] = N_("left out"),
		[VERDICT_CANCELLED] = N_("cancelled"),
		[VERDICT_FAIL] = N_("fails"),
	};
	const struct verdict *v = ev->verdict;
	const char *by = included_by(ev);
	/* Some texts begin with it. */
	bool apart = v->property && !slice_starts(slice_str(v->text),
	    slice_str(v->property));

	if (v->kind != VERDICT_BOOK)
		return arena_printf(&x->arena, "%s: %s: %s%s%s",
		    _(words[v->kind]), v->word, apart ? v->property : "",
		    apart ? ": " : "", v->text);
	if (by)
		return arena_printf(&x->arena, _("to be booked: included by "
		    "'%s', no rule is against it"), by);
	return _("to be booked: no rule is against it");
}

static void
add_times(struct explanation *x, const struct explained *x_ev)
{
	const struct event *ev = x_ev->event;
	bool series = ev->recurrence != NULL;
	char range[WHEN_TEXT];

	if (ev->last_end == EVENT_NEVER) {
		line(x, "series", _("no occurrence is left"), NULL);
	} else {
		line(x, series ? _("next occurrence") : "time",
		    when_range(&x->s->when, ev->start, ev->end, range),
		    ev->tzid ? arena_printf(&x->arena, _("the calendar says "
		    "it in %s"), ev->tzid) : NULL);
		if (series)
			line(x, _("series until"), when(x, ev->last_end), NULL);
		member_time(&x->json, "start", ev->start);
		member_time(&x->json, "end", ev->end);
	}
	member_text(&x->json, "timezone", ev->tzid);
	member_bool(&x->json, "recurring", series);
}

static void
on_event(void *cookie, const struct explained *ev)
{
	struct explanation *x = cookie;
	const char *topic = meeting_topic(&ev->calendar->settings, ev->event,
	    &x->arena);
	const char *what = ev->verdict ? decision(x, ev) : ev->note;
	struct str place = { 0 }, plain = { 0 };

	if (x->n++ >= SHOWN_MAX)
		return;
	str_addf(&place, _("%s:%u  calendar %s%s%s"), ev->file, ev->line,
	    ev->calendar->name, *ev->component ? _(", occurrence ") : "",
	    ev->component);
	str_plain(&plain, str_slice(&place));
	table_wrap(&x->text, str_slice(&plain), &(struct table_wrap){
	    out_width(), 2, 0 });
	str_addc(&x->text, '\n');
	member_open(&x->json, NULL, '{');
	member_text(&x->json, "calendar", ev->calendar->name);
	member_text(&x->json, "file", ev->file);
	member_int(&x->json, "line", ev->line);
	member_word(&x->json, "recurrence_id", ev->component);
	line(x, "event", topic, NULL);
	add_times(x, ev);
	line(x, "decision", what, NULL);
	member_text(&x->json, "decision", what);
	if (ev->verdict)
		add_request(x, ev);
	member_close(&x->json, '}');
	str_free(&place);
	str_free(&plain);
}

static void
on_again(void *cookie)
{
	struct explanation *x = cookie;

	str_clear(&x->text);
	str_clear(&x->json);
	member_open(&x->json, "explained", '[');
	x->n = 0;
	x->has_told = false;
}

/* --- what is held, and what comes ---------------------------------------- */

static void
add_booking(struct explanation *x, const struct booking *b)
{
	int64_t now = x->s->run.now;
	bool alive = compare_alive(b, now);
	const struct scan *sc;

	line(x, "booking", arena_printf(&x->arena, "%s%s%s  %s", _(alive ||
	    b->state != BOOKING_LIVE ? booking_state_name(b->state)
	    : "expired"), b->reserve_id ? "  " : "",
	    b->reserve_id ? b->reserve_id : "", b->url ? b->url : ""),
	    b->recurrence_id);
	if (!alive)
		return;
	line(x, "expires", when(x, b->end_time), NULL);
	sc = catalog_scan(&x->s->run, b->calendar);
	if (sc && b->held.until > b->end_time)
		line(x, _("renewed by a sync"), arena_printf(&x->arena,
		    _("after %s"), when(x, b->end_time -
		    sc->calendar->settings.renew_before)), NULL);
}

static int
add_bookings(struct explanation *x, const char *uid, struct err *e)
{
	struct bookings rows = { 0 };
	size_t i;
	int rc = bookings_of_uid(x->s->store, uid, &x->arena, &rows,
	    e);

	if (rc == 0 && rows.n)
		str_adds(&x->text, _("In the state:\n"));
	for (i = 0; rc == 0 && i < rows.n; i++)
		add_booking(x, &rows.items[i]);
	if (rc == 0 && !rows.n && x->n)
		str_adds(&x->text, _("In the state: nothing; it is not "
		    "booked.\n"));
	x->n_booked = rows.n;
	VEC_FREE(&rows);
	return rc;
}

/* A problem of the event, or of a word that names no calendar. */
static bool
is_own(const struct problem *p, const char *uid, bool found)
{
	if (p->uid)
		return strcmp(p->uid, uid) == 0;
	/* A file that is not looked into may have the event. */
	return (p->file && !found) || strcmp(p->kind, "no-calendar") == 0;
}

/* The run's plan and problems, as far as they are about the event. */
static void
keep_own(struct run *r, const char *uid, bool found, struct actions *actions)
{
	struct actions all;
	struct problem *p = r->problems.items;
	size_t i, n = 0;

	run_actions(r, &all);
	for (i = 0; i < all.n; i++)
		if (strcmp(all.items[i].booking.uid, uid) == 0)
			*VEC_ADD(actions) = all.items[i];
	r->exit = 0;
	for (i = 0; i < r->problems.n; i++) {
		if (!is_own(&p[i], uid, found))
			continue;
		/* That an event fails is printed, and no failure of this. */
		if (!p[i].uid && !p[i].file)
			run_exit(r, p[i].exit);
		p[n++] = p[i];
	}
	r->problems.n = n;
	VEC_FREE(&all);
}

static bool
tells_of(const struct run *r, const char *uid)
{
	const char *of;
	size_t i;

	for (i = 0; i < r->problems.n; i++) {
		of = r->problems.items[i].uid;
		if (of && strcmp(of, uid) == 0)
			return true;
	}
	return false;
}

static int
not_found(struct explanation *x, const char *uid, struct err *e)
{
	return err_set(e, ERR_FAILED, "no calendar has an event with the UID "
	    "%s%s; `icsreserve status%s%s` shows what the state knows%s", uid,
	    x->n_booked ? "" : targets_nearest(x->s, uid),
	    x->n_booked ? " " : "", x->n_booked ? uid : "",
	    x->n_booked ? _(" of it") : "");
}

static int
tell(struct explanation *x, const char *uid, struct err *e)
{
	struct session *s = x->s;
	struct report plan = { .actions = &s->actions };
	struct show_style how = session_style(s);
	int rc = add_bookings(x, uid, e);

	keep_own(&s->run, uid, x->n > 0, &s->actions);
	str_adds(&x->text, s->actions.n ? _("The next sync:\n")
	    : _("The next sync: nothing is to be done.\n"));
	how.verbose = true;
	how.uids = false;
	show_actions(&x->text, &plan, &how);
	if (x->n > SHOWN_MAX)
		str_addf(&x->text,
		    P_("(%zu further occurrence is as these.)\n",
		    "(%zu further occurrences are as these.)\n",
		    x->n - SHOWN_MAX), x->n - SHOWN_MAX);
	if (rc == 0 && !x->n && !tells_of(&s->run, uid))
		rc = not_found(x, uid, e);
	return rc;
}

static int
explain(struct explanation *x, struct err *e)
{
	struct session *s = x->s;
	struct explainer to = { .cookie = x, .event = on_event,
		.again = on_again };
	struct chosen_calendars cals = { 0 };
	int rc = targets_calendars(s, 1, &cals, e);

	to.uid = s->cli->args.items[0];
	s->run.explainer = &to;
	if (rc == 0)
		rc = sync_calendars(&s->run, cals.items, cals.n, NULL, e);
	if (rc == 0)
		rc = tell(x, to.uid, e);
	s->run.explainer = NULL;
	VEC_FREE(&cals);
	return rc;
}

static int
run(struct session *s, const void *options, struct err *e)
{
	struct explanation x = { .s = s };
	int rc;

	(void)options;
	if (s->cli->args.n == 0)
		return err_set(e, ERR_USAGE, "name the UID of an event");
	s->dry_run = true;
	on_again(&x);
	rc = explain(&x, e);
	member_close(&x.json, ']');
	if (s->cli->json)
		str_add(&s->out, str_slice(&x.json));
	else if (x.n)
		str_add(&s->out, str_slice(&x.text));
	if (x.n)
		session_zone(s);
	str_free(&x.text);
	str_free(&x.json);
	arena_free(&x.arena);
	return rc;
}

const struct command cmd_explain = {
	"explain", N_("UID [CALENDAR|PATH]..."),
	N_("say what a sync does with an event, and why"),
	N_("Say what a sync does with an event and why: the rule or filter\n"
	"that decides, where each field of the request comes from, which\n"
	"reservation the event has, and what the next sync would do.\n"
	"Nothing is called or written."),
	"icsreserve explain weekly@example.com",
	.opens = OPENS_READ, .run = run,
};
