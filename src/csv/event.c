/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <search.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "csv/event.h"
#include "csv/limits.h"
#include "csv/plain.h"
#include "csv/times.h"
#include "ics/line.h"

#define LEN(a) (sizeof(a) / sizeof(*(a)))

struct uid_seen {
	uint64_t digest;	/* first: hash_cmp compares it */
	uint32_t times;
	uint32_t line;		/* of the first */
};

static struct slice
cell(const struct event_maker *m, const struct csv_record *row, enum column c)
{
	return columns_cell(m->columns, row, c);
}

/* A row that is none: why stands in place of its start. */
static bool
add_fault(const struct event_maker *m, const struct csv_record *row,
    struct str *out, struct csv_row *of)
{
	if (row->fault)
		of->why = arena_printf(m->arena, _("%s; correct the row"),
		    row->fault);
	else if (row->fields > m->columns->n)
		of->why = arena_printf(m->arena, _("the row has %zu cells and "
		    "the header %zu; put a cell that has a separator in it "
		    "between quotation marks"), row->fields, m->columns->n);
	else
		return false;
	line_put(out, "DTSTART", slice_str(of->why));
	return true;
}

/* A UID is one line: others would not get it back as they wrote it. */
static const char *
own_uid(const struct event_maker *m, struct slice text)
{
	struct str uid = { 0 };
	const char *copy;
	size_t i;

	for (i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= ' ' && text.p[i] != 0x7f)
			str_addc(&uid, text.p[i]);
	text = blank_trim(str_slice(&uid));
	/* What a table of ours puts in front for spreadsheets. */
	if (slice_starts(text, SLICE("uid:")) && text.n > 4)
		text = slice_from(text, 4);
	copy = arena_dup(m->arena, text.p, text.n);
	str_free(&uid);
	return copy;
}

/*
 * "0123456789abcdef@csv.icsreserve" of the texts, with -2, -3 ... behind
 * the digits for further rows with the same.  In the arena.  *line is the
 * row's line, and becomes that of the first with the same.
 */
static const char *
derive_uid(struct event_maker *m, const struct slice *texts, size_t n,
    uint32_t *line)
{
	struct uid_seen *s = ARENA_NEW(m->arena, struct uid_seen);
	struct uid_seen **found;
	size_t i;

	for (i = 0; i < n; i++)
		s->digest = hash_join(s->digest, hash_bytes(texts[i]));
	s->line = *line;
	found = tsearch(s, &m->seen, hash_cmp);
	if (!found)
		abort();	/* out of memory, as in base/mem */
	s = *found;
	*line = s->line;
	if (++s->times == 1)
		return arena_printf(m->arena, "%016" PRIx64
		    "@csv.icsreserve", s->digest);
	return arena_printf(m->arena, "%016" PRIx64 "-%" PRIu32
	    "@csv.icsreserve", s->digest, s->times);
}

static const char *
uid_of(struct event_maker *m, const struct csv_record *row,
    const struct times *t, uint32_t *like)
{
	struct slice uid = cell(m, row, COLUMN_UID);
	const struct slice texts[] = {
		cell(m, row, COLUMN_SUMMARY), str_slice(&t->start.text),
		str_slice(&t->end.text), cell(m, row, COLUMN_TIMEZONE),
	};
	const char *own = own_uid(m, uid);

	*like = row->line;
	return own[0] ? own : derive_uid(m, texts, LEN(texts), like);
}

/*
 * What does not take place says so, in whatever language; all else does.
 * The first word that says neither ("Declined") is kept for a note.
 */
static void
add_status(struct event_maker *m, const struct csv_record *row,
    struct str *out)
{
	static const char *const cancelled[] = { "cancelled", "canceled",
		"已取消", "取消", "abgesagt", "annulé", "annulée",
		"cancelado", "キャンセル", "中止", "отменено" };
	static const char *const held[] = { "confirmed", "tentative",
		"accepted", "scheduled", "已确认", "已確認", "待定", "暂定",
		"已接受", "已预定", "正常", "bestätigt", "confirmé",
		"confirmado", "確認済み", "подтверждено" };
	struct slice v = cell(m, row, COLUMN_STATUS);

	if (columns_says(v, cancelled, LEN(cancelled))) {
		line_put(out, "STATUS", SLICE("CANCELLED"));
	} else if (v.n && !m->odd_status && !columns_says(v, held, LEN(held))) {
		m->odd_status = arena_dup(m->arena, v.p, v.n);
		m->odd_line = row->line;
	}
}

static void
add_texts(const struct event_maker *m, const struct csv_record *row,
    struct str *out, struct csv_row *of)
{
	static const struct {
		enum column column;
		const char *name;
	} texts[] = {
		{ COLUMN_SUMMARY, "SUMMARY" },
		{ COLUMN_LOCATION, "LOCATION" },
		{ COLUMN_DESCRIPTION, "DESCRIPTION" },
		{ COLUMN_OWNER, "X-ICSRESERVE-OWNER" },
		{ COLUMN_HOSTS, "X-ICSRESERVE-HOSTS" },
	};
	struct slice v;
	size_t i;

	for (i = 0; i < LEN(texts); i++) {
		v = cell(m, row, texts[i].column);
		/* An empty title is for the caller to refuse. */
		if (v.n || texts[i].column == COLUMN_SUMMARY)
			line_put_text(out, texts[i].name, v);
	}
	v = cell(m, row, COLUMN_PASSWORD);
	if (!v.n)
		return;
	of->secret_off = (uint32_t)out->n;
	line_put_text(out, "X-ICSRESERVE-PASSWORD", v);
	of->secret_len = (uint32_t)out->n - of->secret_off;
}

/* Note the zone that a row's start is in; tables have a few of them. */
static void
note_zone(struct event_maker *m, const struct times *t, uint32_t line)
{
	int64_t at = clock_from_civil(&t->start.when.at);
	struct event_zone *z;
	size_t i;

	if (t->start.when.kind != WHEN_LOCAL || !t->zone.n)
		return;
	for (i = 0; i < m->zones.n; i++) {
		z = &m->zones.items[i];
		if (!slice_eq(slice_str(z->tzid), t->zone))
			continue;
		z->from = at < z->from ? at : z->from;
		return;
	}
	if (m->zones.n == CSV_ZONES_MAX)
		return;
	z = VEC_ADD(&m->zones);
	z->tzid = arena_dup(m->arena, t->zone.p, t->zone.n);
	z->from = at;
	z->line = line;
}

void
event_make(struct event_maker *m, const struct csv_record *row, struct str *out,
    struct csv_row *of)
{
	struct times t;

	times_read(&t, m->columns, row, m->zone, m->orders);
	of->uid = uid_of(m, row, &t, &of->like);
	of->alike = of->like != row->line;
	if (!of->alike)
		of->like = 0;
	line_put(out, "BEGIN", SLICE("VEVENT"));
	line_put_text(out, "UID", slice_str(of->uid));
	line_put(out, "DTSTAMP", slice_str(m->stamp));
	if (!add_fault(m, row, out, of)) {
		times_add(&t, out, of, m->arena);
		note_zone(m, &t, row->line);
	}
	add_status(m, row, out);
	add_texts(m, row, out, of);
	line_put(out, "END", SLICE("VEVENT"));
	times_free(&t);
}

static void
keep(void *item)
{
	(void)item;
}

void
event_forget_uids(struct event_maker *m)
{
	tdestroy(m->seen, keep);
	m->seen = NULL;
}

/* --- what is told -------------------------------------------------------- */

void
event_note(struct csv_table *t, const char *kind, uint32_t line,
    const char *fmt, ...)
{
	struct csv_note *n = VEC_ADD(&t->notes);
	struct str text = { 0 };
	va_list ap;
	char buf[512];

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), intl_text(fmt), ap);
	va_end(ap);
	blank_show(&text, slice_str(buf));
	n->kind = kind;
	n->line = line;
	n->message = str_keep(&text, &t->arena).p;
}

/* Rows that say the same. */
static void
note_equal(struct csv_table *t)
{
	const struct csv_row *row, *first = NULL;
	size_t i, n = 0;

	for (i = 0; i < t->rows.n; i++) {
		row = &t->rows.items[i];
		if (!row->alike || row->why)
			continue;
		n++;
		first = first ? first : row;
	}
	if (n == 1)
		event_note(t, "equal-rows", first->line, "the row says the "
		    "same as line %u; both are events, each with a reservation "
		    "of its own", first->like);
	else if (n)
		event_note(t, "equal-rows", first->line, "%zu rows say the "
		    "same as others, this one as line %u; all are events, each "
		    "with a reservation of its own", n, first->like);
}

static void
note_offset(struct csv_table *t, const struct event_zone *z,
    const struct csv_options *opt)
{
	if (opt->is_unsigned && opt->is_unsigned(opt->cookie, z->tzid))
		event_note(t, "unsigned-offset", z->line, "an offset of "
		    "the time zone '%.*s' has no sign; it is read as "
		    "east of Greenwich, as +08:00", CSV_ZONE_SHOWN, z->tzid);
	if (opt->is_offset_only && opt->is_offset_only(opt->cookie, z->tzid))
		event_note(t, "offset-only", z->line, "only the offset of "
		    "the time zone '%.*s' is known, so it is read without "
		    "summer time; use an IANA name such as Europe/Berlin, or "
		    "set tzalias", CSV_ZONE_SHOWN, z->tzid);
}

void
event_notes(const struct event_maker *m, struct csv_table *t,
    const struct csv_options *opt)
{
	size_t i;

	note_equal(t);
	for (i = 0; i < m->zones.n; i++)
		note_offset(t, &m->zones.items[i], opt);
	if (m->odd_status)
		event_note(t, "odd-status", m->odd_line, "the status '%.*s' "
		    "says nothing here, and rows with such words are booked; "
		    "write cancelled for what does not take place",
		    CSV_ZONE_SHOWN, m->odd_status);
}
