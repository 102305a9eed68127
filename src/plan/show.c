/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/str.h"
#include "base/table.h"
#include "model/reservation.h"
#include "plan/show.h"

/* How an action looks in the plan. */
static const struct {
	char sign;
	const char *colour;
} looks[] = {
	[ACTION_NONE] = { ' ', "\033[2m" },
	[ACTION_CREATE] = { '+', "\033[32m" },
	[ACTION_UPDATE] = { '~', "\033[33m" },
	[ACTION_RENEW] = { '^', "\033[36m" },
	[ACTION_DELETE] = { '-', "\033[31m" },
	[ACTION_WRITE] = { '=', "\033[34m" },
};

static void
add_changed(struct str *out, const struct action *act)
{
	enum request_field f;
	const char *sep = _("  changed: ");

	for (f = 0; f < REQUEST_FIELDS; f++) {
		if (!(act->changed & 1u << f))
			continue;
		str_addf(out, "%s%s", sep, request_name(f));
		sep = ", ";
	}
	if (act->kind == ACTION_UPDATE && act->end_time)
		str_addf(out, "%send_time", sep);
}

static void
add_topic(struct str *out, const struct action *act)
{
	str_plain(out, slice_str(act->booking.topic ? act->booking.topic
	    : act->booking.uid));
}

/* What stands behind the title. */
static void
add_remarks(struct str *out, const struct action *act, bool uid)
{
	if (act->kind == ACTION_UPDATE)
		add_changed(out, act);
	if (act->note) {
		str_adds(out, "  (");
		str_plain(out, slice_str(act->note));
		str_addc(out, ')');
	}
	if (act->result > RESULT_OK)
		str_addf(out, "  %s", intl_text(action_result_name(
		    act->result)));
	if (uid) {
		str_adds(out, "  [");
		str_plain(out, slice_str(act->booking.uid));
		str_addc(out, ']');
	}
}

/* A line of these parts, in a colour. */
static void
add_line(struct str *out, const struct show_style *style, const char *colour,
    struct str part[3])
{
	struct table_line line = { str_slice(&part[0]), str_slice(&part[1]),
		str_slice(&part[2]), style->width };
	size_t i;

	str_adds(out, style->colour ? colour : "");
	table_line(out, &line);
	if (style->colour) {
		out->p[--out->n] = '\0';
		str_adds(out, "\033[0m\n");
	}
	for (i = 0; i < 3; i++)
		str_free(&part[i]);
}

/* Cells of a word, and the blanks behind a time. */
#define KIND_CELLS 7
#define GAP 2

static void
show_action(struct str *out, const struct action *act,
    const struct show_style *style)
{
	const struct booking *b = &act->booking;
	struct str part[3] = { 0 };
	char when[WHEN_TEXT];
	size_t cells;

	str_addf(&part[0], "%c ", looks[act->kind].sign);
	table_pad(&part[0], intl_text(action_kind_name(act->kind)),
	    KIND_CELLS);
	cells = table_width(slice_str(when_time(&style->when, b->start,
	    when))) + GAP;
	table_pad(&part[0], b->start ? when_start(&style->when, b->start,
	    b->end, when) : "", cells);
	add_topic(&part[1], act);
	add_remarks(&part[2], act, style->uids);
	add_line(out, style, looks[act->kind].colour, part);
}

static void
show_link(struct str *out, const struct action *act,
    const struct show_style *style)
{
	struct str part[3] = { 0 };

	str_adds(&part[0], _("link: "));
	add_topic(&part[1], act);
	str_adds(&part[2], "  ");
	str_plain(&part[2], slice_str(act->booking.url));
	add_line(out, style, "\033[32m", part);
}

/* Whether one more line is to stand there; what is left out is counted. */
static bool
has_room(const struct show_style *style, size_t *n)
{
	return ++*n <= style->most || !style->most;
}

static void
show_rest(struct str *out, const struct show_style *style, size_t n)
{
	if (style->most && n > style->most)
		str_addf(out, _("  ... and %zu more; -v shows them all\n"),
		    n - style->most);
}

void
show_actions(struct str *out, const struct report *r,
    const struct show_style *style)
{
	const struct action *act;
	size_t i, n = 0;

	for (i = 0; r->actions && i < r->actions->n; i++) {
		act = &r->actions->items[i];
		if ((act->kind != ACTION_NONE || act->note ||
		    style->verbose) && has_room(style, &n))
			show_action(out, act, style);
	}
	show_rest(out, style, n);
}

void
show_results(struct str *out, const struct report *r,
    const struct show_style *style)
{
	const struct action *act;
	size_t i, n = 0;

	for (i = 0; r->actions && i < r->actions->n; i++) {
		act = &r->actions->items[i];
		if (act->result == RESULT_OK && act->kind == ACTION_CREATE &&
		    !act->bad_link && has_room(style, &n))
			show_link(out, act, style);
	}
	show_rest(out, style, n);
}

/* The totals in the order and with the words of --json. */
struct total {
	const char *name, *words;	/* of the table; NULL: the name */
	int64_t n;
};
#define TOTALS 12

static void
list_totals(const struct totals *t, struct total list[TOTALS])
{
	const struct total all[TOTALS] = {
		{ N_("created"), NULL, t->created },
		{ N_("updated"), NULL, t->updated },
		{ N_("renewed"), NULL, t->renewed },
		{ N_("deleted"), NULL, t->deleted },
		{ N_("unchanged"), NULL, t->unchanged },
		{ N_("deferred"), NULL, t->deferred },
		{ N_("skipped"), NULL, t->skipped },
		{ N_("failed"), NULL, t->failed },
		{ N_("refused"), NULL, t->refused },
		{ "not_tried", N_("not tried"), t->not_tried },
		{ N_("unknown"), NULL, t->unknown },
		{ "files_written", N_("files written"), t->files_written },
	};

	memcpy(list, all, sizeof(all));
}

/* Add a total behind n others.  Returns how many stand there then. */
static size_t
add_total(struct str *out, const struct total *t, size_t n)
{
	str_adds(out, n ? _(", ") : "");
	str_addf(out, _("%jd %s"), (intmax_t)t->n, intl_text(t->words
	    ? t->words : t->name));
	return n + 1;
}

void
show_summary(struct str *out, const struct report *r, bool all)
{
	const struct total links = { N_("links changed"), NULL,
		r->totals.links_changed };
	struct total totals[TOTALS];
	size_t i, n = 0;

	list_totals(&r->totals, totals);
	str_addf(out, _("%s%s: "), r->command, r->dry_run ? _(" (dry run)")
	    : "");
	for (i = 0; i < TOTALS; i++)
		if (all || totals[i].n)
			n = add_total(out, &totals[i], n);
	if (links.n)
		n = add_total(out, &links, n);
	str_adds(out, n ? "" : _("nothing to do"));
}

void
show_key_json(struct str *out, const struct booking *b)
{
	member_word(out, "calendar", b->calendar);
	member_word(out, "uid", b->uid);
	member_word(out, "recurrence_id", b->recurrence_id);
}

void
show_error(struct str *out, const struct api_error *error)
{
	bool has_id = error->log_id && *error->log_id;

	str_plain(out, slice_str(error->message));
	if (!error->code && !has_id)
		return;
	str_adds(out, " (");
	if (error->code)
		str_addf(out, _("code %d%s"), error->code, has_id ? ", " : "");
	if (has_id) {
		str_adds(out, _("log id "));
		str_plain(out, slice_str(error->log_id));
	}
	str_addc(out, ')');
}

void
show_error_json(struct str *out, const struct api_error *error)
{
	if (!error->message) {
		member_raw(out, "error", NULL);
		return;
	}
	member_open(out, "error", '{');
	member_int(out, "http", error->http);
	member_int(out, "code", error->code);
	member_text(out, "message", error->message);
	member_text(out, "log_id", error->log_id);
	member_close(out, '}');
}

static void
add_changed_json(struct str *out, const struct action *act)
{
	enum request_field f;

	member_open(out, "changed", '[');
	for (f = 0; f < REQUEST_FIELDS; f++)
		if (act->changed & 1u << f && act->kind == ACTION_UPDATE)
			member_text(out, NULL, request_name(f));
	if (act->end_time && (act->kind == ACTION_UPDATE ||
	    act->kind == ACTION_RENEW))
		member_text(out, NULL, "end_time");
	member_close(out, ']');
}

static void
show_action_json(struct str *out, const struct action *act)
{
	const struct booking *b = &act->booking;
	int64_t end = act->end_time ? act->end_time : b->end_time;

	member_open(out, NULL, '{');
	member_text(out, "action", action_kind_name(act->kind));
	member_text(out, "result", action_result_name(act->result));
	member_text(out, "calendar", b->calendar);
	member_text(out, "file", act->file);
	member_text(out, "uid", b->uid);
	member_word(out, "recurrence_id", b->recurrence_id);
	member_text(out, "topic", b->topic);
	member_time(out, "start", b->start);
	if (end)
		member_int(out, "end_time", end);
	else
		member_raw(out, "end_time", NULL);
	member_text(out, "reserve_id", b->reserve_id);
	member_text(out, "url", b->url);
	add_changed_json(out, act);
	member_text(out, "note", act->note);
	show_error_json(out, &act->error);
	member_close(out, '}');
}

static void
show_problem_json(struct str *out, const struct problem *p)
{
	member_open(out, NULL, '{');
	member_text(out, "kind", p->kind);
	member_text(out, "calendar", p->calendar);
	member_text(out, "file", p->file);
	if (p->line)
		member_int(out, "line", p->line);
	else
		member_raw(out, "line", NULL);
	member_text(out, "uid", p->uid);
	member_text(out, "property", p->property);
	member_text(out, "message", p->message);
	member_close(out, '}');
}

void
show_problem(struct str *out, const struct problem *p)
{
	if (p->file)
		str_adds(out, p->file);
	if (p->file && p->line)
		str_addf(out, ":%u", p->line);
	if (p->file)
		str_adds(out, ": ");
	else if (p->calendar)
		str_addf(out, _("calendar %s: "), p->calendar);
	if (p->uid)
		str_addf(out, _("UID %s: "), p->uid);
	if (p->property)
		str_addf(out, "%s: ", p->property);
	str_adds(out, p->message);
}

static void
add_totals(struct str *out, const struct totals *t)
{
	struct total totals[TOTALS];
	size_t i;

	list_totals(t, totals);
	member_open(out, "totals", '{');
	for (i = 0; i < TOTALS; i++)
		member_int(out, totals[i].name, totals[i].n);
	member_close(out, '}');
}

void
show_json(struct str *out, const struct report *r)
{
	size_t i;

	member_open(out, NULL, '{');
	member_text(out, "command", r->command);
	member_text(out, "run", r->run);
	member_bool(out, "dry_run", r->dry_run);
	if (r->plan && *r->plan)
		member_text(out, "plan", r->plan);
	member_int(out, "exit", r->exit);
	member_int(out, "elapsed_ms", r->elapsed_ms);
	add_totals(out, &r->totals);
	member_open(out, "actions", '[');
	for (i = 0; r->actions && i < r->actions->n; i++)
		show_action_json(out, &r->actions->items[i]);
	member_close(out, ']');
	member_open(out, "problems", '[');
	for (i = 0; r->problems && i < r->problems->n; i++)
		show_problem_json(out, &r->problems->items[i]);
	member_close(out, ']');
	if (r->more && *r->more)
		str_addf(out, ",%s", r->more);
	member_close(out, '}');
	str_addc(out, '\n');
}

void
show_abilities(struct str *out, unsigned abilities)
{
	const char *sep = "";
	enum meeting_ability a;

	for (a = 0; a < ABILITIES; a++) {
		if (!(abilities & 1u << a))
			continue;
		str_addf(out, "%s%s", sep, meeting_ability_name(a));
		sep = ", ";
	}
}

void
show_abilities_json(struct str *out, unsigned abilities)
{
	enum meeting_ability a;

	member_open(out, "abilities", '[');
	for (a = 0; a < ABILITIES; a++)
		if (abilities & 1u << a)
			member_text(out, NULL, meeting_ability_name(a));
	member_close(out, ']');
}
