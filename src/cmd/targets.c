/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "base/intl.h"
#include "base/slice.h"
#include "base/str.h"
#include "cmd/targets.h"
#include "conf/calendar.h"
#include "store/bookings.h"
#include "sync/input.h"
#include "sync/source.h"

/* --- calendars ----------------------------------------------------------- */

void
targets_add(struct chosen_calendars *cals, struct calendar *cal)
{
	size_t i;

	for (i = 0; i < cals->n; i++)
		if (cals->items[i] == cal)
			return;
	*VEC_ADD(cals) = cal;
}

static void
try_configured(const struct session *s, struct near *near)
{
	size_t i;

	for (i = 0; i < s->conf.calendars.n; i++)
		near_try(near, s->conf.calendars.items[i].name);
}

static void
tell_no_calendar(struct session *s, const char *word, const struct err *why)
{
	struct problem p = { .kind = "no-calendar", .exit = why->code,
		.message = why->msg };
	struct near near = { .typed = word };

	try_configured(s, &near);
	if (near.best)
		p.message = arena_printf(&s->run.arena, _("%s; did you mean "
		    "%s?"), why->msg, near.best);
	run_problem(&s->run, &p);
}

/* Whether calendars have a file in common, by whatever names; files: those of
 * one, sorted. */
static bool
shares(const struct inodes *files, const char *path)
{
	struct inodes others = { 0 };
	bool is = false;
	size_t i;

	source_inodes(path, &others);
	for (i = 0; i < others.n && !is; i++)
		is = VEC_FIND(files, &others.items[i], source_by_inode);
	VEC_FREE(&others);
	return is;
}

/*
 * What a configured calendar has is no calendar of its own: that one would lose
 * its bookings to the path, and never see that their events are gone.
 */
static int
check_path(const struct conf *c, const struct calendar *cal, struct err *e)
{
	const struct calendar *all = c->calendars.items;
	struct inodes files = { 0 };
	size_t i;
	int rc = 0;

	if (conf_has_calendar(c, cal->name))
		return 0;
	source_inodes(cal->path, &files);
	VEC_SORT(&files, source_by_inode);
	for (i = 0; files.n && i < c->calendars.n && rc == 0; i++)
		if (shares(&files, all[i].path))
			rc = err_set(e, ERR_USAGE, "%s: the calendar '%s' has "
			    "this file, or files of this folder; name that "
			    "calendar instead", cal->path, all[i].name);
	VEC_FREE(&files);
	return rc;
}

int
targets_calendars(struct session *s, size_t from, struct chosen_calendars *cals,
    struct err *e)
{
	const struct texts *args = &s->cli->args;
	struct calendars *all = &s->conf.calendars;
	struct calendar *cal;
	struct err why;
	size_t i;

	for (i = from; i < args->n; i++) {
		if (conf_calendar(&s->conf, args->items[i], &cal, &why) == -1) {
			tell_no_calendar(s, args->items[i], &why);
			continue;
		}
		if (check_path(&s->conf, cal, e) == -1)
			return -1;
		targets_add(cals, cal);
	}
	for (i = 0; args->n <= from && i < all->n; i++)
		targets_add(cals, &all->items[i]);
	if (args->n > from || cals->n)
		return 0;
	return err_set(e, ERR_USAGE, "there is no calendar: name a file or "
	    "folder%s, or write a [calendar \"name\"] section",
	    from ? _(" behind the UID") : "");
}

struct calendar *
targets_add_of(struct session *s, const char *name,
    struct chosen_calendars *cals)
{
	bool configured = conf_has_calendar(&s->conf, name);
	struct calendar *cal;
	struct err ignored;

	/* Most bookings of one stand together. */
	if (cals->n && strcmp(cals->items[cals->n - 1]->name, name) == 0)
		return cals->items[cals->n - 1];
	/* The name of one that is configured no more is no path from here. */
	if (!configured && (name[0] != '/' || input_is_stdin(name) ||
	    (access(name, F_OK) == -1 && !strpbrk(name, "*?["))))
		return NULL;
	if (conf_calendar(&s->conf, name, &cal, &ignored) == -1)
		return NULL;
	if (!configured)
		conf_leave_files(cal);
	targets_add(cals, cal);
	return cal;
}

/* --- bookings ------------------------------------------------------------ */

/* All that is tracked; none when that can't be read. */
static struct bookings
everything(struct session *s)
{
	struct bookings all = { 0 };
	struct err ignored;

	bookings_all(s->store, NULL, &s->run.arena, &all, &ignored);
	return all;
}

static int
no_calendar(struct session *s, const char *name, struct err *e)
{
	struct near near = { .typed = name };
	struct bookings all = everything(s);
	size_t i;

	try_configured(s, &near);
	for (i = 0; i < all.n; i++)
		near_try(&near, all.items[i].calendar);
	VEC_FREE(&all);
	return err_set(e, ERR_USAGE, "there is no calendar '%s', and nothing "
	    "is booked for one%s%s%s", name, near.best ? _("; did you mean ")
	    : "", near.best ? near.best : "", near.best ? "?" : "");
}

int
targets_booked_for(struct session *s, const char *calendar,
    struct bookings *out, struct err *e)
{
	size_t before = out->n;

	if (bookings_all(s->store, calendar, &s->run.arena, out, e) == -1)
		return -1;
	if (!calendar || out->n > before ||
	    conf_has_calendar(&s->conf, calendar))
		return 0;
	return no_calendar(s, calendar, e);
}

const char *
targets_nearest(struct session *s, const char *uid)
{
	struct near near = { .typed = uid };
	struct bookings all = everything(s);
	size_t i;

	for (i = 0; i < all.n; i++)
		near_try(&near, all.items[i].uid);
	VEC_FREE(&all);
	return near.best ? arena_printf(&s->run.arena, _("; did you mean "
	    "'%s'?"), near.best) : "";
}

static int
unknown(struct session *s, enum targets_kind kind, const char *text,
    struct err *e)
{
	return err_set(e, kind == TARGETS_LOOK_UP ? ERR_FAILED : ERR_USAGE,
	    "nothing is known of the UID %s%s%s; `icsreserve explain %s` says "
	    "what becomes of the event", text, kind == TARGETS_IDS
	    ? _(", and it is no reservation's id") : "",
	    targets_nearest(s, text), text);
}

/* Reservation ids have 19 digits; what is shorter is a typing error. */
#define ID_LEAST 10

static bool
may_be_id(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n >= ID_LEAST && !text[n];
}

static bool
is_same(const struct booking *a, const struct booking *b)
{
	return a->id ? a->id == b->id : !b->id && a->reserve_id &&
	    strcmp(a->reserve_id, b->reserve_id) == 0;
}

static void
add_new(struct bookings *out, const struct booking *b)
{
	size_t i;

	for (i = 0; i < out->n; i++)
		if (is_same(&out->items[i], b))
			return;
	*VEC_ADD(out) = *b;
}

static int
find(struct session *s, enum targets_kind kind, const char *text,
    struct bookings *found, struct err *e)
{
	struct arena *a = &s->run.arena;
	bool ids = kind == TARGETS_IDS;
	struct booking *b;

	if (bookings_of_uid(s->store, text, a, found, e) == -1)
		return -1;
	if (ids && !found->n && bookings_by_reserve_id(s->store, text, a,
	    found, e) == -1)
		return -1;
	if (found->n)
		return 0;
	if (!ids || !may_be_id(text))
		return unknown(s, kind, text, e);
	b = VEC_ADD(found);
	b->calendar = b->uid = b->recurrence_id = "";
	b->reserve_id = text;
	return 0;
}

int
targets_bookings(struct session *s, enum targets_kind kind,
    struct bookings *out, struct err *e)
{
	const struct texts *args = &s->cli->args;
	struct bookings found = { 0 };
	size_t i, j;
	int rc = 0;

	if (args->n == 0)
		return err_set(e, ERR_USAGE, "name the UID of an event%s",
		    kind == TARGETS_IDS ? _(", or the id of a reservation")
					: "");
	for (i = 0; rc == 0 && i < args->n; i++) {
		found.n = 0;
		rc = find(s, kind, args->items[i], &found, e);
		for (j = 0; rc == 0 && j < found.n; j++)
			add_new(out, &found.items[j]);
	}
	VEC_FREE(&found);
	return rc;
}

/* --- the words, for shells ------------------------------------------------ */

/* "NAME" and behind a tab, for shells that show it, what it is. */
static void
add_word(struct session *s, const char *name, const char *about)
{
	if (s->cli->json) {
		member_text(&s->out, NULL, name);
		return;
	}
	str_plain(&s->out, slice_str(name));
	str_addc(&s->out, '\t');
	str_plain(&s->out, slice_str(about ? about : ""));
	str_addc(&s->out, '\n');
}

static int
add_uids(struct session *s, struct err *e)
{
	struct bookings all = { 0 };
	const struct booking *b;
	const char *last = "";
	size_t i;
	int rc = targets_booked_for(s, NULL, &all, e);

	for (i = 0; rc == 0 && i < all.n; i++) {
		b = &all.items[i];
		if (strcmp(b->uid, last) != 0)
			add_word(s, b->uid, b->topic);
		last = b->uid;
	}
	VEC_FREE(&all);
	return rc;
}

static int
run_complete(struct session *s, const void *options, struct err *e)
{
	const struct texts *args = &s->cli->args;
	const struct calendar *cal;
	bool uids;
	size_t i;
	int rc = 0;

	(void)options;
	uids = args->n == 1 && strcmp(args->items[0], "uids") == 0;
	if (!uids && (args->n != 1 || strcmp(args->items[0], "calendars")))
		return err_set(e, ERR_USAGE, "complete wants one of "
		    "calendars, uids");
	if (s->cli->json)
		member_open(&s->out, args->items[0], '[');
	if (uids)
		rc = add_uids(s, e);
	for (i = 0; !uids && i < s->conf.calendars.n; i++) {
		cal = &s->conf.calendars.items[i];
		add_word(s, cal->name, cal->path);
	}
	if (s->cli->json)
		member_close(&s->out, ']');
	return rc;
}

/* For contrib/completions: what can't be known without a configuration. */
const struct command cmd_complete = {
	"complete", "calendars|uids", NULL,
	N_("List the calendars of the configuration, or the UIDs that are\n"
	"tracked, a line each: for the completions of shells."),
	"icsreserve complete calendars",
	.opens = OPENS_READ, .run = run_complete,
};
