/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/intl.h"
#include "base/table.h"
#include "cmd/attendance_view.h"
#include "export/csv.h"
#include "plan/show.h"

static const char *
role(const struct attendee *a)
{
	return a->host ? N_("host") : a->cohost ? N_("cohost")
	    : N_("participant");
}

static int64_t
minutes(const struct attendee *a)
{
	return (a->seconds + 30) / 60;
}

static int64_t
began(const struct attendance *m)
{
	return m->start ? m->start : m->first_seen;
}

/* --- text ---------------------------------------------------------------- */

static void
heading(struct str *out, const struct attendance_view *v,
    const struct attendance_style *style)
{
	const struct attendance *m = v->meeting;
	struct str title = { 0 }, tail = { 0 };
	char when[WHEN_TEXT];

	str_plain(&title, slice_str(*m->topic ? m->topic : m->uid));
	str_addf(&tail, "  %s  [", when_range(style->when, began(m),
	    attendance_until(m), when));
	str_plain(&tail, slice_str(m->uid));
	str_addc(&tail, ']');
	table_line(out, &(struct table_line){ SLICE(""), str_slice(&title),
	    str_slice(&tail), style->width });
	str_free(&title);
	str_free(&tail);
}

static void
add_line(struct str *out, const struct attendance_style *style,
    struct str *line)
{
	struct table_wrap how = { style->width, 4, 0 };

	table_wrap(out, str_slice(line), &how);
	str_addc(out, '\n');
	str_free(line);
}

static void
counts(struct str *out, const struct attendance_view *v,
    const struct attendance_style *style)
{
	const struct attendance *m = v->meeting;
	struct str line = { 0 }, used = { 0 };

	str_addf(&line, m->over ? P_("  %zu person, at most %jd at a time",
	    "  %zu people, at most %jd at a time", v->people->n)
	    : P_("  running when last seen; %zu person, at most %jd at a time",
	    "  running when last seen; %zu people, at most %jd at a time",
	    v->people->n), v->people->n, (intmax_t)m->most);
	add_line(out, style, &line);
	show_abilities(&used, (unsigned)m->abilities);
	if (!used.n)
		return;
	line = (struct str){ 0 };
	str_addf(&line, _("  used: %s"), used.p);
	add_line(out, style, &line);
	str_free(&used);
}

static const struct table_column columns[] = {
	{ .title = N_("PERSON"), .flexible = true },
	{ .title = N_("MINUTES") }, { .title = N_("SHARE") },
	{ .title = N_("JOINED"), .below = 1, .label = N_("joined") },
	{ .title = N_("LEFT"), .below = 2, .label = N_("left") },
	{ .title = N_("ROLE"), .below = 3 },
	{ .title = N_("EXTERNAL"), .below = 4, .label = N_("external") },
	/* Only where it is asked for, or there is room without end. */
	{ .title = N_("ID"), .below = 5 },
};

static void
add_left(struct table *t, const struct attendance_view *v,
    const struct attendee *a, const struct when *w)
{
	char when[WHEN_TEXT];

	if (!a->left)
		table_add(t, _("still there"));
	else
		table_addf(t, a->left_told ? "%s" : _("about %s"),
		    when_beside(w, a->left, began(v->meeting), when));
}

static bool
with_ids(const struct attendance_style *style)
{
	return style->ids || !style->width;
}

static void
person(struct table *t, const struct attendance_view *v,
    const struct attendee *a, const struct attendance_style *style)
{
	char when[WHEN_TEXT];
	const char *id = *a->id ? a->id : _("(no id)");

	table_add(t, *a->name ? a->name : id);
	table_addf(t, "%jd", (intmax_t)minutes(a));
	table_addf(t, "%jd%%", (intmax_t)attendance_share(v->meeting, a));
	table_add(t, when_beside(style->when, a->joined, began(v->meeting),
	    when));
	add_left(t, v, a, style->when);
	table_add(t, intl_text(role(a)));
	table_add(t, a->external ? _("yes") : _("no"));
	if (with_ids(style))
		table_add(t, *a->name ? id : NULL);
}

void
attendance_view_text(struct str *out, const struct attendance_view *v,
    const struct attendance_style *style)
{
	struct table t = TABLE_OF(columns);
	size_t i;

	heading(out, v, style);
	counts(out, v, style);
	t.n_columns -= !with_ids(style);
	t.whole = style->ids;
	for (i = 0; i < v->people->n; i++)
		person(&t, v, &v->people->items[i], style);
	if (t.cells.n)
		table_print(out, &t, style->width);
	table_free(&t);
}

/* --- CSV ----------------------------------------------------------------- */

static const char *const names[] = { "topic", "uid", "recurrence_id",
	"meeting_id", "start", "end", "participant", "name", "role", "joined",
	"left", "seconds", "minutes", "share", "kind", "external",
	"user_id_type" };
#define COLUMNS (sizeof(names) / sizeof(*names))

void
attendance_view_csv_head(struct str *out)
{
	str_adds(out, CELL_BOM);
	cell_row(out, names, COLUMNS);
}

static const char *
number(int64_t n, char buf[CLOCK_TEXT])
{
	snprintf(buf, CLOCK_TEXT, "%jd", (intmax_t)n);
	return buf;
}

static const char *
instant(int64_t at, char buf[CLOCK_TEXT])
{
	return at ? clock_rfc3339(at, buf) : NULL;
}

void
attendance_view_csv(struct str *out, const struct attendance_view *v)
{
	const struct attendance *m = v->meeting;
	const struct attendee *a;
	char t[7][CLOCK_TEXT];
	size_t i;

	for (i = 0; i < v->people->n; i++) {
		a = &v->people->items[i];
		cell_row(out, (const char *const[COLUMNS]){ m->topic, m->uid,
		    m->recurrence_id, m->meeting_id, instant(began(m), t[0]),
		    instant(m->over ? attendance_until(m) : 0, t[1]), a->id,
		    a->name, role(a), instant(a->joined, t[2]),
		    instant(a->left, t[3]), number(a->seconds, t[4]),
		    number(minutes(a), t[5]),
		    number(attendance_share(m, a), t[6]),
		    meeting_user_type_name(a->user_type),
		    a->external ? "yes" : "no", m->user_id_type }, COLUMNS);
	}
}

/* --- JSON ---------------------------------------------------------------- */

static void
person_json(struct str *out, const struct attendance *m,
    const struct attendee *a)
{
	member_open(out, NULL, '{');
	member_text(out, "id", a->id);
	member_text(out, "name", *a->name ? a->name : NULL);
	member_text(out, "role", role(a));
	member_time(out, "first_join_time", a->joined);
	member_time(out, "final_leave_time", a->left);
	member_bool(out, "left_told", a->left_told);
	member_int(out, "in_meeting_duration", a->seconds);
	member_int(out, "minutes", minutes(a));
	member_int(out, "share", attendance_share(m, a));
	member_int(out, "user_type", a->user_type);
	member_bool(out, "is_host", a->host);
	member_bool(out, "is_cohost", a->cohost);
	member_bool(out, "is_external", a->external);
	member_close(out, '}');
}

void
attendance_view_json(struct str *out, const struct attendance_view *v)
{
	const struct attendance *m = v->meeting;
	size_t i;

	member_open(out, NULL, '{');
	member_word(out, "calendar", m->calendar);
	member_word(out, "uid", m->uid);
	member_word(out, "recurrence_id", m->recurrence_id);
	member_text(out, "topic", m->topic);
	member_text(out, "reserve_id", m->reserve_id);
	member_text(out, "meeting_id", m->meeting_id);
	member_time(out, "start_time", began(m));
	member_time(out, "end_time", m->over ? attendance_until(m) : 0);
	member_bool(out, "end_told", m->end != 0);
	member_bool(out, "over", m->over);
	member_time(out, "first_seen", m->first_seen);
	member_time(out, "last_seen", m->last_seen);
	member_int(out, "participant_count", m->most);
	member_int(out, "participant_count_accumulated", m->total);
	show_abilities_json(out, (unsigned)m->abilities);
	member_text(out, "user_id_type", m->user_id_type);
	member_open(out, "participants", '[');
	for (i = 0; i < v->people->n; i++)
		person_json(out, m, &v->people->items[i]);
	member_close(out, ']');
	member_close(out, '}');
}
