/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "cmd/choose.h"
#include "cmd/commands.h"
#include "cmd/outfile.h"
#include "cmd/session.h"
#include "export/formats.h"
#include "plan/compare.h"
#include "store/bookings.h"
#include "sync/agenda.h"

#define DAYS 90		/* of a series, unless --days says otherwise */
#define DAYS_MAX 3660

/* --- the calendars of what is held --------------------------------------- */

/* One that is not there any more leaves what the state knows. */
static void
add_calendar(struct session *s, const char *name, struct vec *cals)
{
	struct calendar *cal;
	struct err ignored;

	if (!conf_has_calendar(&s->conf, name) && access(name, F_OK) == -1)
		return;
	if (conf_calendar(&s->conf, name, &cal, &ignored) == -1)
		return;
	if (!conf_has_calendar(&s->conf, name))
		conf_leave_files(cal);
	choose_add(cals, cal);
}

static bool
is_named_before(const struct cli *cli, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (strcmp(VEC_AT(&cli->args, const char *, i),
		    VEC_AT(&cli->args, const char *, at)) == 0)
			return true;
	return false;
}

/* The live bookings of the calendars that are named, or of all. */
static int
load(struct session *s, const struct cli *cli, struct vec *all,
    struct err *e)
{
	struct vec found = VEC_OF(struct booking);
	const char *name;
	struct booking *b;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < cli->args.n; i++) {
		name = VEC_AT(&cli->args, const char *, i);
		if (is_named_before(cli, i))
			continue;
		rc = bookings_select(s->store, BOOKINGS_ALL, name, 0,
		    &s->conf.arena, &found, e);
		if (rc == 0 && !found.n && !conf_has_calendar(&s->conf, name))
			rc = err_set(e, ERR_USAGE, "there is no calendar "
			    "'%s'", name);
	}
	if (cli->args.n == 0)
		rc = bookings_select(s->store, BOOKINGS_ALL, NULL, 0,
		    &s->conf.arena, &found, e);
	b = found.items;
	for (i = 0; i < found.n; i++)
		if (compare_alive(&b[i], s->run.now))
			*(struct booking *)vec_add(all) = b[i];
	vec_free(&found);
	return rc;
}

static int
read_agenda(struct session *s, const struct cli *cli, const struct vec *all,
    struct vec *agenda, struct err *e)
{
	struct vec cals = VEC_OF(struct calendar *);
	int64_t days = cli->days ? cli->days : DAYS;
	const char *last = "";
	size_t i;
	int rc;

	for (i = 0; i < all->n; i++) {
		/* Most stand together. */
		if (strcmp(last, VEC_AT(all, struct booking, i).calendar)) {
			last = VEC_AT(all, struct booking, i).calendar;
			add_calendar(s, last, &cals);
		}
	}
	rc = agenda_read(&s->run, cals.items, cals.n,
	    s->run.now + days * 86400, &s->conf.arena, agenda, e);
	vec_free(&cals);
	return rc;
}

/* --- meetings ------------------------------------------------------------ */

static const struct settings *
settings_of(const struct session *s, const char *calendar)
{
	const struct calendar *cal;
	size_t i;

	for (i = 0; i < s->conf.calendars.n; i++) {
		cal = &VEC_AT(&s->conf.calendars, struct calendar, i);
		if (strcmp(cal->name, calendar) == 0)
			return &cal->settings;
	}
	return &s->conf.defaults;
}

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
is_unique(const struct vec *all, const char *calendar, size_t n)
{
	const char *other, *last = calendar;
	size_t i;

	for (i = 0; i < all->n; i++) {
		other = VEC_AT(all, struct booking, i).calendar;
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
short_name(const struct vec *all, const char *calendar)
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
	const char *copy;
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
	copy = arena_str(a, str_text(&out));
	str_free(&out);
	return copy;
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
    const struct agenda_entry *a, struct vec *out)
{
	const struct settings *settings = settings_of(s, b->calendar);
	struct meeting *m = vec_add(out);

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
	/* A link that stands there is ours, and said as such. */
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
fill(struct session *s, const struct vec *all,
    const struct vec *agenda, struct vec *out)
{
	const struct agenda_entry *a;
	const struct booking *b;
	const char *last = "", *calendar = "";
	size_t i, j, n;

	for (i = 0; i < all->n; i++) {
		b = &VEC_AT(all, struct booking, i);
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
	vec_sort(out, by_start);
}

/* --- the command --------------------------------------------------------- */

/* What the name of the file says; a calendar when it says nothing. */
static const struct export_format *
by_extension(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	const char *dot = path ? strrchr(slash ? slash : path, '.') : NULL;
	const struct export_format *f;

	for (f = export_formats; dot && f->name; f++)
		if (slice_ieq(slice_str(dot + 1), slice_str(f->extension)))
			return f;
	return dot ? NULL : export_format_find("ics");
}

static int
check_usage(const struct cli *cli, const struct export_format **format,
    struct err *e)
{
	*format = cli->format ? export_format_find(cli->format)
	    : by_extension(cli->output);
	if (!*format && cli->format)
		return err_set(e, ERR_USAGE, "--format: '%s' is none of ics, "
		    "csv, json, html", cli->format);
	if (!*format)
		return err_set(e, ERR_USAGE, "%s: no format has this ending; "
		    "name one with --format: ics, csv, json, html",
		    cli->output);
	if (cli->lang && strcmp(cli->lang, "en") && strcmp(cli->lang, "zh"))
		return err_set(e, ERR_USAGE, "--lang: '%s' is neither en nor "
		    "zh", cli->lang);
	if (cli->days > DAYS_MAX)
		return err_set(e, ERR_USAGE, "--days: at most %d", DAYS_MAX);
	if (cli->json && (!cli->output || outfile_is_stdout(cli->output)))
		return err_set(e, ERR_USAGE, "with --json standard output "
		    "is taken; name a file with -o");
	return 0;
}

/* The calendars only say more of what is held: their trouble is told. */
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
}

static int
write_out(struct session *s, const struct cli *cli,
    const struct export_format *format, const struct vec *meetings,
    struct err *e)
{
	const struct export_input in = { meetings->items, meetings->n,
		s->run.now, cli->title, cli->lang };
	struct str out = { 0 };
	int rc;

	format->write(&out, &in);
	rc = outfile_write(cli->output ? cli->output : "-", str_slice(&out),
	    0666, e);
	str_free(&out);
	return rc;
}

static int
run(struct session *s, const struct cli *cli, struct vec *meetings,
    struct err *e)
{
	const struct export_format *format;
	struct vec all = VEC_OF(struct booking);
	struct vec agenda = VEC_OF(struct agenda_entry);
	int rc = check_usage(cli, &format, e);

	if (rc == 0)
		rc = outfile_check(&s->conf, cli->output, false, e);
	if (rc == 0)
		rc = load(s, cli, &all, e);
	if (rc == 0)
		rc = read_agenda(s, cli, &all, &agenda, e);
	if (rc == 0) {
		fill(s, &all, &agenda, meetings);
		rc = write_out(s, cli, format, meetings, e);
	}
	vec_free(&all);
	vec_free(&agenda);
	return rc;
}

int
cmd_export(struct cli *cli)
{
	struct session s;
	struct vec meetings = VEC_OF(struct meeting);
	struct err e = { 0 };
	struct report report = { .command = "export" };
	int status, rc = session_open(&s, cli, STORE_COPY, &e);

	if (rc == 0)
		rc = run(&s, cli, &meetings, &e);
	soften(&s.run);
	report.problems = &s.run.problems;
	report.more = arena_printf(&s.run.arena, "\"meetings\":%zu",
	    meetings.n);
	status = rc == 0 ? cli_report(cli, &report, false)
	    : cli_fail(cli, &e, &report);
	vec_free(&meetings);
	session_close(&s);
	return status;
}
