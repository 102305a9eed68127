/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/out.h"
#include "base/str.h"
#include "base/table.h"
#include "cmd/show.h"
#include "cmd/targets.h"
#include "plan/show.h"

/* What a field is, on either side: a text, JSON or a time. */
struct value {
	const char *text;	/* NULL: not known */
	bool json;
	int64_t time;		/* if text is NULL; 0: none */
};
struct pair {
	const char *name;
	struct value recorded, server;
	int drift;		/* enum drift; -1: none */
};
#define PAIRS_MAX 16

/* Where values stand in the list. */
#define LABELS 20

static struct value
text(const char *t)
{
	return (struct value){ .text = t };
}

static struct value
json(const char *t)
{
	return (struct value){ .text = t, .json = true };
}

/* The state keeps a digest of a password, or nothing. */
static struct value
password(const char *field, bool show)
{
	if (!field || !*field)
		return text(NULL);
	if (strcmp(field, "\"\"") == 0)
		return text("none");
	return show && strncmp(field, "\"#", 2) != 0 ? json(field)
	    : text("***");
}

/* What is in doubt is not known. */
static struct value
held(const char *field)
{
	return field && *field ? json(field) : text(NULL);
}

static const char *
expire_status(int64_t status)
{
	return status == 1 ? _("not expired") : status == 2 ? "expired" : NULL;
}

static size_t
fill(struct pair *p, const struct drift_view *x)
{
	const struct booking *b = &x->finding->booking;
	const struct reservation *r = &x->finding->query.reservation;
	enum request_field f;
	size_t n = 0;

	p[n++] = (struct pair){ "reserve_id", text(b->reserve_id),
	    text(r->id), -1 };
	p[n++] = (struct pair){ "meeting_no", text(b->meeting_no),
	    text(r->meeting_no), DRIFT_MEETING_NO };
	p[n++] = (struct pair){ "url", text(b->url), text(r->url),
	    DRIFT_URL };
	p[n++] = (struct pair){ "app_link", text(b->app_link),
	    text(r->app_link), DRIFT_APP_LINK };
	p[n++] = (struct pair){ "live_link", text(b->live_link),
	    text(r->live_link), DRIFT_LIVE_LINK };
	p[n++] = (struct pair){ "end_time", { .time = b->end_time },
	    { .time = r->end_time }, DRIFT_END_TIME };
	p[n++] = (struct pair){ "expire_status", text(NULL),
	    text(expire_status(r->expire_status)), DRIFT_EXPIRED };
	for (f = 0; f < REQUEST_FIELDS; f++)
		p[n++] = (struct pair){ request_name(f),
		    f == REQUEST_PASSWORD ? password(b->held.field[f], false)
		    : held(b->held.field[f]),
		    f == REQUEST_PASSWORD ? password(r->settings.field[f],
		    x->password) : json(r->settings.field[f]), (int)f };
	return n;
}

static bool
differs(const struct drift_view *x, const struct pair *p)
{
	return p->drift >= 0 && x->finding->drifts & 1u << p->drift;
}

static bool
is_known(const struct value *v)
{
	return v->text || v->time;
}

static bool
is_shown(const struct drift_view *x, const struct pair *p)
{
	return differs(x, p) || (!x->differences &&
	    (is_known(&p->recorded) || is_known(&p->server)));
}

static const char *
value_text(const struct drift_view *x, const struct value *v,
    char buf[WHEN_TEXT])
{
	return v->text ? v->text : v->time ? when_time(x->when, v->time, buf)
	    : NULL;
}

static const struct table_column columns[] = {
	{ .title = "" }, { .title = N_("FIELD") }, { .title = N_("RECORDED") },
	{ .title = N_("SERVER") },
};

static size_t
as_table(struct str *out, const struct drift_view *x, const struct pair *pairs,
    size_t n)
{
	struct table t = TABLE_OF(columns);
	char when[WHEN_TEXT];
	struct slice rest, line;
	size_t i, w, widest = 0, before = out->n;

	for (i = 0; i < n; i++) {
		table_add(&t, differs(x, &pairs[i]) ? "*" : "");
		table_add(&t, pairs[i].name);
		table_add(&t, value_text(x, &pairs[i].recorded, when));
		table_add(&t, value_text(x, &pairs[i].server, when));
	}
	if (n)
		table_print(out, &t, 0);
	table_free(&t);
	rest = slice_from(str_slice(out), before);
	while (slice_line(&rest, &line))
		if ((w = table_width(line)) > widest)
			widest = w;
	return widest;
}

static void
add_field(struct str *out, size_t width, const char *label,
    const char *value)
{
	struct str text = { 0 };
	struct table_field f = { label, { 0 }, LABELS, width };

	str_plain(&text, slice_str(value ? value : "-"));
	f.value = str_slice(&text);
	table_field(out, &f);
	str_free(&text);
}

/* What is the same on both sides stands once. */
static void
as_list(struct str *out, const struct drift_view *x, const struct pair *p,
    size_t width)
{
	char a[WHEN_TEXT], b[WHEN_TEXT];
	const char *recorded = value_text(x, &p->recorded, a);
	const char *server = value_text(x, &p->server, b);

	if (recorded && server && strcmp(recorded, server) == 0) {
		add_field(out, width, p->name, recorded);
		return;
	}
	str_addf(out, "%s %s\n", differs(x, p) ? "*" : " ", p->name);
	add_field(out, width, _("  recorded"), recorded);
	add_field(out, width, _("  server"), server);
}

void
drift_view_text(struct str *out, const struct drift_view *x, size_t width)
{
	struct pair pairs[PAIRS_MAX];
	size_t i, before = out->n, shown = 0, n = fill(pairs, x);

	for (i = 0; i < n; i++)
		if (is_shown(x, &pairs[i]))
			pairs[shown++] = pairs[i];
	if (as_table(out, x, pairs, shown) <= width || !width)
		return;
	out->p[out->n = before] = '\0';
	for (i = 0; i < shown; i++)
		as_list(out, x, &pairs[i], width);
}

static void
value_json(struct str *out, const char *name, const struct value *v)
{
	if (v->text && v->json)
		member_raw(out, name, v->text);
	else if (v->text)
		member_text(out, name, v->text);
	else
		member_time(out, name, v->time);
}

void
drift_view_json(struct str *out, const struct drift_view *x)
{
	struct pair pairs[PAIRS_MAX];
	size_t i, n = fill(pairs, x);

	drift_json(out, x->finding->drifts);
	member_open(out, "fields", '[');
	for (i = 0; i < n; i++) {
		if (!is_shown(x, &pairs[i]))
			continue;
		member_open(out, NULL, '{');
		member_text(out, "field", pairs[i].name);
		value_json(out, "recorded", &pairs[i].recorded);
		value_json(out, "server", &pairs[i].server);
		member_bool(out, "differs", differs(x, &pairs[i]));
		member_close(out, '}');
	}
	member_close(out, ']');
	show_error_json(out, &x->finding->query.error);
}

/* --- the command ---------------------------------------------------------- */

struct show_options {
	bool password;
};

static const struct option_entry options[] = {
	{ 0, "password", OPTION_FLAG, offsetof(struct show_options,
	    password), NULL,
	    N_("show the meeting password"), NULL },
};

/* What one booking came to; "" for the JSON of a booking is null. */
static const char *
verdict(const struct finding *f)
{
	const struct booking *b = &f->booking;

	if (!b->reserve_id)
		return _("no reservation is recorded");
	if (!verify_answered(f))
		return f->query.error.message;
	if (f->query.outcome == API_GONE)
		return _("the server has no such reservation");
	if (!b->id)
		return _("not made by this tool, or forgotten");
	return f->drifts ? _("it differs from what is recorded")
	    : _("as it is recorded");
}

static void
show_text(struct session *s, const struct finding *f, const char *say,
    bool password)
{
	const struct drift_view x = { f, false, password, &s->when };
	const struct booking *b = &f->booking;
	struct table_wrap how = { out_width(), 3, 0 };
	struct str title = { 0 }, tail = { 0 };
	char when[WHEN_TEXT];

	str_plain(&title, slice_str(b->topic ? b->topic : b->reserve_id));
	if (b->id) {
		str_addf(&tail, "  %s  [", when_range(&s->when, b->start,
		    b->end, when));
		str_plain(&tail, slice_str(b->uid));
		str_adds(&tail, "]");
	}
	table_line(&s->out, &(struct table_line){ SLICE(""),
	    str_slice(&title), str_slice(&tail), how.width });
	drift_view_text(&s->out, &x, how.width);
	str_clear(&tail);
	str_adds(&tail, "=> ");
	str_plain(&tail, slice_str(say));
	table_wrap(&s->out, str_slice(&tail), &how);
	str_addc(&s->out, '\n');
	str_free(&title);
	str_free(&tail);
}

static void
show_one_json(struct session *s, const struct finding *f, const char *say,
    bool password)
{
	struct str *out = &s->out;
	const struct drift_view x = { f, false, password, &s->when };
	const struct booking *b = &f->booking;

	member_open(out, NULL, '{');
	show_key_json(out, b);
	member_text(out, "reserve_id", b->reserve_id);
	member_text(out, "state", b->id ? booking_state_name(b->state) : NULL);
	member_text(out, "verdict", say);
	drift_view_json(out, &x);
	member_close(out, '}');
}

static void
print(struct session *s, const struct show_options *o,
    const struct findings *findings)
{
	const struct finding *f;
	bool json = s->cli->json;
	size_t i;

	if (json)
		member_open(&s->out, "reservations", '[');
	for (i = 0; i < findings->n; i++) {
		f = &findings->items[i];
		if (f->query.outcome != API_OK)
			run_exit(&s->run, ERR_FAILED);
		if (i && !json)
			str_addc(&s->out, '\n');
		(json ? show_one_json : show_text)(s, f, verdict(f),
		    o->password);
	}
	if (json)
		member_close(&s->out, ']');
	session_zone(s);
}

static int
run(struct session *s, const void *opt, struct err *e)
{
	struct bookings bookings = { 0 };
	struct findings findings = { 0 };
	int rc = targets_bookings(s, TARGETS_IDS, &bookings, e);

	if (rc == 0)
		rc = verify_ask(&s->run, &bookings, &findings, e);
	if (rc == 0)
		print(s, opt, &findings);
	VEC_FREE(&bookings);
	VEC_FREE(&findings);
	return rc;
}

const struct command cmd_show = {
	"show", N_("[OPTION]... UID|RESERVE_ID..."),
	N_("a reservation as the server has it, and as recorded"),
	N_("Show a reservation as the server has it next to what is recorded\n"
	"of it. Fields that differ are marked with '*'. Nothing is\n"
	"changed."),
	"icsreserve show weekly@example.com",
	OPTIONS(options, struct show_options),
	.opens = OPENS_READ, .expects_state = true, .run = run,
};
