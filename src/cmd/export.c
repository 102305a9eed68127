/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "cmd/outfile.h"
#include "cmd/targets.h"
#include "conf/calendar.h"
#include "export/export.h"
#include "plan/compare.h"
#include "sync/agenda.h"

#define DAYS 90		/* of a series, unless --days says otherwise */
#define DAYS_MAX 3660

struct export_options {
	const char *format, *output, *title, *lang;
	int64_t days;
};

#define AT(member) offsetof(struct export_options, member)
static const struct option_entry options[] = {
	{ 0, "format", OPTION_TEXT, AT(format), "FORMAT",
	    N_("one of ics, csv, json, html"),
	    "Default: what the name of the file ends with, else ics." },
	{ 'o', "output", OPTION_TEXT, AT(output), "FILE",
	    N_("write there, not to standard output"),
	    "As a whole or not at all." },
	{ 0, "title", OPTION_TEXT, AT(title), "TEXT",
	    N_("name of the calendar or page"), NULL },
	{ 0, "lang", OPTION_TEXT, AT(lang), "en|zh",
	    N_("language of the page; else the browser's"), NULL },
	{ 0, "days", OPTION_NUMBER, AT(days), "N",
	    N_("list occurrences of a series for N days ahead"),
	    "Default is 90." },
};

/* --- the calendars of what is held --------------------------------------- */

static bool
is_named_before(const struct texts *names, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (strcmp(names->items[i], names->items[at]) == 0)
			return true;
	return false;
}

/* The live bookings of the calendars that are named, or of all. */
static int
load(struct session *s, struct bookings *all, struct err *e)
{
	const struct texts *names = &s->cli->args;
	struct bookings found = { 0 };
	struct booking *b;
	size_t i, n = 0;
	int rc = names->n ? 0 : targets_booked_for(s, NULL, &found, e);

	for (i = 0; rc == 0 && i < names->n; i++)
		if (!is_named_before(names, i))
			rc = targets_booked_for(s, names->items[i], &found, e);
	b = found.items;
	for (i = 0; i < found.n; i++)
		if (compare_alive(&b[i], s->run.now))
			b[n++] = b[i];
	found.n = n;
	*all = found;
	return rc;
}

static int
read_agenda(struct session *s, const struct export_options *o,
    const struct bookings *all, struct agenda *agenda, struct err *e)
{
	struct chosen_calendars cals = { 0 };
	int64_t days = o->days ? o->days : DAYS;
	size_t i;
	int rc;

	/* Of a calendar that is no longer configured the state knows times. */
	for (i = 0; i < all->n; i++)
		targets_add_of(s, all->items[i].calendar, &cals);
	rc = agenda_read(&s->run, cals.items, cals.n,
	    s->run.now + days * 86400, &s->conf.arena, agenda, e);
	VEC_FREE(&cals);
	return rc;
}

/* --- meetings ------------------------------------------------------------ */

/* Its last n parts; a calendar that is no path is its name. */
static const char *
tail(const char *calendar, size_t n)
{
	const char *p = calendar + strlen(calendar);

	if (calendar[0] != '/')
		return calendar;
	while (p > calendar && !(p[-1] == '/' && p[0] && --n == 0))
		p--;
	return p;
}

static bool
is_unique(const struct bookings *all, const char *calendar, size_t n)
{
	const char *other, *last = calendar;
	size_t i;

	for (i = 0; i < all->n; i++) {
		other = all->items[i].calendar;
		if (strcmp(other, last) == 0)
			continue;	/* most stand together */
		last = other;
		if (strcmp(other, calendar) != 0 &&
		    strcmp(tail(other, n), tail(calendar, n)) == 0)
			return false;
	}
	return true;
}

/*
 * A calendar that is a path is shown by its file's name, and by as many
 * folders as tell it from the others: where things lie is nobody's business
 * who reads a page.
 */
static const char *
short_name(const struct bookings *all, const char *calendar)
{
	size_t n = 1;

	while (!is_unique(all, calendar, n) && tail(calendar, n) > calendar)
		n++;
	return tail(calendar, n);
}

/* The API's "...&mic={?}&preview={?}" is filled in by whoever follows it. */
static const char *
without_blanks(struct arena *a, const char *link)
{
	struct str out = { 0 };
	struct slice rest = slice_str(link), part;
	size_t n;

	while (rest.n) {
		n = strcspn(rest.p, "&");
		part = slice_of(rest.p, n);
		rest = slice_from(rest, rest.p[n] ? n + 1 : n);
		if (part.n > 4 && memcmp(part.p + part.n - 4, "={?}", 4) == 0)
			continue;
		if (out.n)
			str_addc(&out, '&');
		str_add(&out, part);
	}
	return str_keep(&out, a).p;
}

static const char *
other_link(const struct settings *settings, struct arena *a,
    const char *link)
{
	const char *clean = link ? without_blanks(a, link) : NULL;

	return agenda_other_link_allowed(settings, clean) ? clean : NULL;
}

static void
add_meeting(struct session *s, const struct booking *b, const char *calendar,
    const struct agenda_entry *a, struct meetings *out)
{
	const struct settings *settings = conf_settings(&s->conf,
	    b->calendar);
	struct meeting *m = VEC_ADD(out);

	m->calendar = calendar;
	m->uid = b->uid;
	m->recurrence_id = b->recurrence_id;
	m->topic = b->topic;
	m->start = b->start;
	m->end = b->end;
	m->state = booking_state_name(b->state);
	m->url = agenda_link_allowed(settings, b->url) ? b->url : NULL;
	m->label = settings->label;
	m->meeting_no = b->meeting_no;
	m->reserve_id = b->reserve_id;
	m->app_link = other_link(settings, &s->conf.arena, b->app_link);
	m->live_link = other_link(settings, &s->conf.arena, b->live_link);
	m->expires = b->end_time;
	m->changed = b->updated;
	m->recurring = *b->recurrence_id;
	if (!a)
		return;
	/* An occurrence may have a title of its own. */
	if (*a->occurrence) {
		m->recurrence_id = a->occurrence;
		m->topic = a->topic;
	}
	m->private = a->private;
	/* A link that stands there is ours, and exported as such. */
	if (a->location && !(b->url && strcmp(a->location, b->url) == 0))
		m->location = a->location;
	m->zone = a->zone;
	m->start = a->start;
	m->end = a->end;
	m->start_offset = a->start_offset;
	m->end_offset = a->end_offset;
	m->all_day = a->all_day;
	m->recurring = a->recurring;
}

static int
by_start(const void *x, const void *y)
{
	const struct meeting *a = x, *b = y;
	int order = (a->start > b->start) - (a->start < b->start);

	if (!order)
		order = strcmp(a->calendar, b->calendar);
	if (!order)
		order = strcmp(a->uid, b->uid);
	return order ? order : strcmp(a->recurrence_id, b->recurrence_id);
}

static void
fill(struct session *s, const struct bookings *all, const struct agenda *agenda,
    struct meetings *out)
{
	const struct agenda_entry *a;
	const struct booking *b;
	const char *last = "", *calendar = "";
	size_t i, j, n;

	for (i = 0; i < all->n; i++) {
		b = &all->items[i];
		if (strcmp(b->calendar, last) != 0) {
			last = b->calendar;
			calendar = short_name(all, last);
		}
		a = agenda_find(agenda, b, &n);
		if (n == 0)
			add_meeting(s, b, calendar, NULL, out);
		for (j = 0; j < n; j++)
			add_meeting(s, b, calendar, &a[j], out);
	}
	VEC_SORT(out, by_start);
}

/* --- the command --------------------------------------------------------- */

/* What the name of the file says; a calendar when it says nothing. */
static const struct export_format *
by_extension(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	const char *dot = path ? strrchr(slash ? slash : path, '.') : NULL;
	const struct export_format *const *f;

	for (f = export_formats; dot && *f; f++)
		if (slice_ieq(slice_str(dot + 1), slice_str((*f)->extension)))
			return *f;
	return dot ? NULL : export_format_find("ics");
}

static int
check_usage(const struct session *s, const struct export_options *o,
    const struct export_format **format, struct err *e)
{
	*format = o->format ? export_format_find(o->format)
	    : by_extension(o->output);
	if (!*format && o->format)
		return err_set(e, ERR_USAGE, "--format: '%s' is none of ics, "
		    "csv, json, html", o->format);
	if (!*format)
		return err_set(e, ERR_USAGE, "%s: no format has this ending; "
		    "name one with --format: ics, csv, json, html",
		    o->output);
	if (o->lang && strcmp(o->lang, "en") && strcmp(o->lang, "zh"))
		return err_set(e, ERR_USAGE, "--lang: '%s' is neither en nor "
		    "zh", o->lang);
	if (o->days > DAYS_MAX)
		return err_set(e, ERR_USAGE, "--days: at most %d", DAYS_MAX);
	if (s->cli->json && (!o->output || outfile_is_stdout(o->output)))
		return err_set(e, ERR_USAGE, "with --json standard output "
		    "is taken; name a file with -o");
	return 0;
}

/* The calendars only add to what is held: what can't be read is a warning. */
static void
soften(struct run *r)
{
	struct problem *p = r->problems.items;
	size_t i, n = 0;

	for (i = 0; i < r->problems.n; i++) {
		if (p[i].exit != ERR_SOURCE)
			continue;
		p[n] = p[i];
		p[n++].exit = 0;
	}
	r->problems.n = n;
	r->exit = 0;
}

static int
write_out(struct session *s, const struct export_options *o,
    const struct export_format *format, const struct meetings *meetings,
    struct err *e)
{
	const struct export_input in = { meetings->items, meetings->n,
		s->run.now, o->title, o->lang };
	struct str out = { 0 };
	int rc;

	format->write(&out, &in);
	rc = outfile_write(o->output ? o->output : "-", str_slice(&out),
	    0666, e);
	str_free(&out);
	return rc;
}

static int
write_meetings(struct session *s, const struct export_options *o,
    struct meetings *meetings, struct err *e)
{
	const struct export_format *format;
	struct bookings all = { 0 };
	struct agenda agenda = { 0 };
	int rc = check_usage(s, o, &format, e);

	if (rc == 0)
		rc = outfile_check(&s->conf, o->output, false, e);
	if (rc == 0)
		rc = outfile_check_place(o->output, false, e);
	if (rc == 0)
		rc = load(s, &all, e);
	if (rc == 0)
		rc = read_agenda(s, o, &all, &agenda, e);
	if (rc == 0) {
		fill(s, &all, &agenda, meetings);
		rc = write_out(s, o, format, meetings, e);
	}
	VEC_FREE(&all);
	VEC_FREE(&agenda);
	return rc;
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	struct meetings meetings = { 0 };
	int rc = write_meetings(s, opt, &meetings, e);

	soften(&s->run);
	if (s->cli->json)
		member_int(&s->out, "meetings", (int64_t)meetings.n);
	VEC_FREE(&meetings);
	return rc;
}

const struct command cmd_export = {
	"export", N_("[OPTION]... [CALENDAR]..."),
	N_("write all reservations as calendar, table, JSON, page"),
	N_("Write the reservations of all calendars or those named:\n"
	"as a calendar to be published, a table, JSON, or a page for\n"
	"people. Nothing is called or changed."),
	"icsreserve export --format html -o meetings.html",
	OPTIONS(options, struct export_options),
	.opens = OPENS_READ, .run = run,
};
