/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/clock.h"
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
		    has_room(style, &n))
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
show_text_json(struct str *out, const char *text)
{
	if (text)
		str_json(out, slice_str(text));
	else
		str_adds(out, "null");
}

static const char *
or_null(const char *text)
{
	return text && *text ? text : NULL;
}

void
show_key_json(struct str *out, const struct booking *b)
{
	str_adds(out, "\"calendar\":");
	show_text_json(out, or_null(b->calendar));
	str_adds(out, ",\"uid\":");
	show_text_json(out, or_null(b->uid));
	str_adds(out, ",\"recurrence_id\":");
	show_text_json(out, or_null(b->recurrence_id));
}

void
show_time_json(struct str *out, int64_t unix_s)
{
	char when[CLOCK_TEXT];

	show_text_json(out, unix_s ? clock_rfc3339(unix_s, when) : NULL);
}

void
show_error_json(struct str *out, const struct api_error *error)
{
	if (!error->message) {
		str_adds(out, "null");
		return;
	}
	str_addf(out, "{\"http\":%d,\"code\":%d,\"message\":", error->http,
	    error->code);
	show_text_json(out, error->message);
	str_adds(out, ",\"log_id\":");
	show_text_json(out, error->log_id);
	str_addc(out, '}');
}

static void
add_changed_json(struct str *out, const struct action *act)
{
	enum request_field f;
	const char *sep = "";

	str_addc(out, '[');
	for (f = 0; f < REQUEST_FIELDS; f++) {
		if (!(act->changed & 1u << f) || act->kind != ACTION_UPDATE)
			continue;
		str_addf(out, "%s\"%s\"", sep, request_name(f));
		sep = ",";
	}
	if (act->end_time && (act->kind == ACTION_UPDATE ||
	    act->kind == ACTION_RENEW))
		str_addf(out, "%s\"end_time\"", sep);
	str_addc(out, ']');
}

void
show_action_json(struct str *out, const struct action *act)
{
	const struct booking *b = &act->booking;
	int64_t end = act->end_time ? act->end_time : b->end_time;

	str_addf(out, "{\"action\":\"%s\",\"result\":\"%s\",\"calendar\":",
	    action_kind_name(act->kind), action_result_name(act->result));
	show_text_json(out, b->calendar);
	str_adds(out, ",\"file\":");
	show_text_json(out, act->file);
	str_adds(out, ",\"uid\":");
	show_text_json(out, b->uid);
	str_adds(out, ",\"recurrence_id\":");
	show_text_json(out, or_null(b->recurrence_id));
	str_adds(out, ",\"topic\":");
	show_text_json(out, b->topic);
	str_adds(out, ",\"start\":");
	show_time_json(out, b->start);
	str_addf(out, ",\"end_time\":");
	if (end)
		str_addf(out, "%jd", (intmax_t)end);
	else
		str_adds(out, "null");
	str_adds(out, ",\"reserve_id\":");
	show_text_json(out, b->reserve_id);
	str_adds(out, ",\"url\":");
	show_text_json(out, b->url);
	str_adds(out, ",\"changed\":");
	add_changed_json(out, act);
	str_adds(out, ",\"note\":");
	show_text_json(out, act->note);
	str_adds(out, ",\"error\":");
	show_error_json(out, &act->error);
	str_addc(out, '}');
}

void
show_problem_json(struct str *out, const struct problem *p)
{
	str_adds(out, "{\"kind\":");
	show_text_json(out, p->kind);
	str_adds(out, ",\"calendar\":");
	show_text_json(out, p->calendar);
	str_adds(out, ",\"file\":");
	show_text_json(out, p->file);
	if (p->line)
		str_addf(out, ",\"line\":%u", p->line);
	else
		str_adds(out, ",\"line\":null");
	str_adds(out, ",\"uid\":");
	show_text_json(out, p->uid);
	str_adds(out, ",\"property\":");
	show_text_json(out, p->property);
	str_adds(out, ",\"message\":");
	show_text_json(out, p->message);
	str_addc(out, '}');
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

	for (i = 0; i < sizeof(totals) / sizeof(*totals); i++)
		str_addf(out, "%s\"%s\":%jd", i ? "," : "", totals[i].name,
		    (intmax_t)totals[i].n);
}

void
show_json(struct str *out, const struct report *r)
{
	const char *sep = "";
	size_t i;

	str_addf(out, "{\"command\":\"%s\",\"dry_run\":%s,\"exit\":%d,"
	    "\"elapsed_ms\":%jd,\"totals\":{", r->command,
	    r->dry_run ? "true" : "false", r->exit, (intmax_t)r->elapsed_ms);
	add_totals(out, &r->totals);
	str_adds(out, "},\"actions\":[");
	for (i = 0; r->actions && i < r->actions->n; i++) {
		str_adds(out, sep);
		show_action_json(out, &VEC_AT(r->actions, struct action, i));
		sep = ",";
	}
	sep = "";
	str_adds(out, "],\"problems\":[");
	for (i = 0; r->problems && i < r->problems->n; i++) {
		str_adds(out, sep);
		show_problem_json(out, &VEC_AT(r->problems, struct problem,
		    i));
		sep = ",";
	}
	str_addf(out, "]%s}\n", r->more ? r->more : "");
}
