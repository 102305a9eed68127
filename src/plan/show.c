/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/clock.h"
#include "base/member.h"
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
	const char *sep = "  changed: ";

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

static void
show_action(struct str *out, const struct action *act, bool colour)
{
	char when[CLOCK_TEXT];

	if (colour)
		str_adds(out, looks[act->kind].colour);
	str_addf(out, "%c %-6s %.16sZ  ", looks[act->kind].sign,
	    action_kind_name(act->kind),
	    clock_rfc3339(act->booking.start, when));
	add_topic(out, act);
	if (act->kind == ACTION_UPDATE)
		add_changed(out, act);
	if (act->note) {
		str_adds(out, "  (");
		str_plain(out, slice_str(act->note));
		str_addc(out, ')');
	}
	if (act->result > RESULT_OK)
		str_addf(out, "  %s", action_result_name(act->result));
	str_adds(out, colour ? "\033[0m\n" : "\n");
}

static void
show_link(struct str *out, const struct action *act, bool colour)
{
	str_adds(out, colour ? "\033[32mlink: " : "link: ");
	add_topic(out, act);
	str_adds(out, "  ");
	str_plain(out, slice_str(act->booking.url));
	str_adds(out, colour ? "\033[0m\n" : "\n");
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
		str_addf(out, "  ... and %zu more; -v shows them all\n",
		    n - style->most);
}

void
show_actions(struct str *out, const struct report *r,
    const struct show_style *style)
{
	const struct action *act;
	size_t i, n = 0;

	for (i = 0; r->actions && i < r->actions->n; i++) {
		act = &VEC_AT(r->actions, struct action, i);
		if ((act->kind != ACTION_NONE || act->note ||
		    style->verbose) && has_room(style, &n))
			show_action(out, act, style->colour);
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
		act = &VEC_AT(r->actions, struct action, i);
		if (act->result == RESULT_OK && act->kind == ACTION_CREATE &&
		    !act->bad_link && has_room(style, &n))
			show_link(out, act, style->colour);
	}
	show_rest(out, style, n);
}

/* The totals in the order and with the words of --json. */
#define TOTALS(t) { \
	{ "created", (t)->created }, { "updated", (t)->updated }, \
	{ "renewed", (t)->renewed }, { "deleted", (t)->deleted }, \
	{ "unchanged", (t)->unchanged }, { "deferred", (t)->deferred }, \
	{ "skipped", (t)->skipped }, { "failed", (t)->failed }, \
	{ "unknown", (t)->unknown }, \
	{ "files_written", (t)->files_written } }

void
show_summary(struct str *out, const struct report *r)
{
	const struct {
		const char *name;
		int64_t n;
	} totals[] = TOTALS(&r->totals);
	size_t i;

	str_addf(out, "%s%s:", r->command, r->dry_run ? " (dry run)" : "");
	for (i = 0; i < sizeof(totals) / sizeof(*totals); i++) {
		str_addf(out, "%s %jd ", i ? "," : "", (intmax_t)totals[i].n);
		if (strcmp(totals[i].name, "files_written") == 0)
			str_adds(out, "files written");
		else
			str_adds(out, totals[i].name);
	}
	if (r->totals.links_changed)
		str_addf(out, ", %jd links changed",
		    (intmax_t)r->totals.links_changed);
	str_addc(out, '\n');
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
		str_addf(out, "code %d%s", error->code, has_id ? ", " : "");
	if (has_id) {
		str_adds(out, "log id ");
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

void
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

void
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
		str_addf(out, "calendar %s: ", p->calendar);
	if (p->uid)
		str_addf(out, "UID %s: ", p->uid);
	if (p->property)
		str_addf(out, "%s: ", p->property);
	str_adds(out, p->message);
}

static void
add_totals(struct str *out, const struct totals *t)
{
	const struct {
		const char *name;
		int64_t n;
	} totals[] = TOTALS(t);
	size_t i;

	member_open(out, "totals", '{');
	for (i = 0; i < sizeof(totals) / sizeof(*totals); i++)
		member_int(out, totals[i].name, totals[i].n);
	member_close(out, '}');
}

void
show_json(struct str *out, const struct report *r)
{
	size_t i;

	member_open(out, NULL, '{');
	member_text(out, "command", r->command);
	member_bool(out, "dry_run", r->dry_run);
	member_int(out, "exit", r->exit);
	member_int(out, "elapsed_ms", r->elapsed_ms);
	add_totals(out, &r->totals);
	member_open(out, "actions", '[');
	for (i = 0; r->actions && i < r->actions->n; i++)
		show_action_json(out, &VEC_AT(r->actions, struct action, i));
	member_close(out, ']');
	member_open(out, "problems", '[');
	for (i = 0; r->problems && i < r->problems->n; i++)
		show_problem_json(out, &VEC_AT(r->problems, struct problem,
		    i));
	member_close(out, ']');
	if (r->more && *r->more)
		str_addf(out, ",%s", r->more);
	member_close(out, '}');
	str_addc(out, '\n');
}
