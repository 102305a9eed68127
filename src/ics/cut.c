/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "ics/cut.h"
#include "ics/line.h"

/* Bytes that are passed before their memory is given back. */
#define DROP_BYTES ((size_t)4 << 20)

enum depth { TOP = 0, IN_CALENDAR = 1, IN_EVENT = 2 };

struct cutter {
	struct cut *out;
	struct slice all;
	struct slice raw;		/* the logical line at hand */
	uint32_t line;			/* its number */
	char name[ICS_NAME_MAX];	/* of its property */
	char open[ICS_DEPTH_MAX][ICS_NAME_MAX];
	int depth;
	bool skipping;			/* to the next BEGIN:VCALENDAR */
	size_t zone_off;		/* start of the open VTIMEZONE */
	struct cut_calendar *calendar;	/* the open one, or NULL */
	struct cut_event *event;	/* the open one, or NULL */
	uint64_t uid, recurrence_id;	/* digests, of the open event */
	struct str unfolded, text;	/* for a line, for its value */
};

static bool
named(const struct cutter *c, const char *name)
{
	return strcmp(c->name, name) == 0;
}

static size_t
offset(const struct cutter *c)
{
	return (size_t)(c->raw.p - c->all.p);
}

/* The first reason counts, for the calendar and for the file. */
static void
refuse(struct cutter *c, enum cut_reason reason)
{
	struct cut *out = c->out;

	if (c->calendar && c->calendar->reason == CUT_FINE) {
		c->calendar->reason = reason;
		c->calendar->reason_line = c->line;
	}
	if (!cut_doubtful(out->reason) && cut_doubtful(reason)) {
		out->reason = reason;
		out->reason_line = c->line;
	}
}

/*
 * The structure is broken: what the open calendar holds is not known.  Go
 * on at the next VCALENDAR.
 */
static void
give_up(struct cutter *c, enum cut_reason reason)
{
	refuse(c, reason);
	if (c->calendar)
		c->calendar->len = (uint32_t)(offset(c) - c->calendar->off);
	if (c->event)
		c->out->events.n--;	/* never seen whole */
	c->calendar = NULL;
	c->event = NULL;
	c->depth = TOP;
	c->skipping = true;
}

/* The value of the line at hand, unfolded, trimmed and in upper case. */
static void
upper_value(struct cutter *c, char buf[ICS_NAME_MAX])
{
	struct line_parts parts;
	struct slice v = { 0 };
	size_t i;

	if (line_read(&c->unfolded, c->raw, &parts))
		v = slice_trim(parts.value);
	if (v.n >= ICS_NAME_MAX)
		v.n = ICS_NAME_MAX - 1;
	for (i = 0; i < v.n; i++)
		buf[i] = v.p[i] >= 'a' && v.p[i] <= 'z' ?
		    (char)(v.p[i] - 32) : v.p[i];
	buf[v.n] = '\0';
}

static void
open_calendar(struct cutter *c)
{
	c->calendar = VEC_ADD(&c->out->calendars);
	c->calendar->off = (uint32_t)offset(c);
	c->calendar->line = c->line;
	c->skipping = false;
}

static void
open_event(struct cutter *c)
{
	c->event = VEC_ADD(&c->out->events);
	c->event->off = (uint32_t)offset(c);
	c->event->line = c->line;
	c->event->calendar = (uint32_t)(c->out->calendars.n - 1);
	c->uid = c->recurrence_id = 0;
}

static void
begin(struct cutter *c)
{
	char what[ICS_NAME_MAX];

	upper_value(c, what);
	if (strcmp(what, "VCALENDAR") == 0) {
		if (c->depth > TOP)
			give_up(c, CUT_UNCLOSED);
		open_calendar(c);
	} else if (c->skipping) {
		return;
	} else if (strcmp(what, "VEVENT") == 0) {
		if (c->depth != IN_CALENDAR || !c->calendar) {
			give_up(c, CUT_STRAY_EVENT);
			return;
		}
		open_event(c);
	} else if (strcmp(what, "VTIMEZONE") == 0 &&
	    c->depth == IN_CALENDAR) {
		c->zone_off = offset(c);
	}
	if (c->depth == ICS_DEPTH_MAX) {
		give_up(c, CUT_DEPTH);
		return;
	}
	memcpy(c->open[c->depth++], what, sizeof(what));
}

static struct slice
span(const struct cutter *c, size_t from)
{
	return slice_of(c->all.p + from, offset(c) + c->raw.n - from);
}

static void
close_event(struct cutter *c)
{
	struct slice bytes = span(c, c->event->off);

	c->event->len = (uint32_t)bytes.n;
	c->event->digest = hash_bytes(bytes);
	c->event->uid = c->uid;
	c->event->key = hash_join(c->uid, c->recurrence_id);
	c->event->override = c->recurrence_id != 0;
	c->event = NULL;
}

static void
add_context(struct cutter *c, struct slice bytes)
{
	c->calendar->context = hash_join(c->calendar->context,
	    hash_bytes(bytes));
}

static bool
is_ascii(const char *name)
{
	while (*name && (unsigned char)*name < 0x80)
		name++;
	return !*name;
}

static void
end(struct cutter *c)
{
	char what[ICS_NAME_MAX];

	if (c->skipping)
		return;
	upper_value(c, what);
	if (c->depth == TOP || strcmp(what, c->open[c->depth - 1]) != 0) {
		give_up(c, is_ascii(what) ? CUT_MISMATCH : CUT_UNSEEN);
		return;
	}
	c->depth--;
	if (c->depth == IN_CALENDAR && c->event)
		close_event(c);
	else if (c->depth == IN_CALENDAR && c->calendar &&
	    strcmp(what, "VTIMEZONE") == 0)
		add_context(c, span(c, c->zone_off));
	if (c->depth == TOP && c->calendar) {
		c->calendar->len = (uint32_t)span(c, c->calendar->off).n;
		c->calendar = NULL;
	}
}

static void
calendar_property(struct cutter *c)
{
	bool version = named(c, "VERSION"), method = named(c, "METHOD");
	char value[ICS_NAME_MAX];

	add_context(c, c->raw);
	if (!version && !method)
		return;
	upper_value(c, value);
	if (version && strcmp(value, "1.0") == 0)
		refuse(c, CUT_VERSION);
	if (method && strcmp(value, "PUBLISH") != 0)
		refuse(c, CUT_METHOD);
}

/* The digest of a line's parameters and value, folds left out. */
static uint64_t
value_digest(struct cutter *c)
{
	struct line_parts parts;

	if (!line_read(&c->unfolded, c->raw, &parts))
		return 1;
	return hash_join(hash_bytes(parts.params),
	    hash_bytes(slice_trim(parts.value)));
}

uint64_t
cut_uid_key(struct slice uid)
{
	return hash_bytes(uid);
}

static uint64_t
uid_digest(struct cutter *c)
{
	struct line_parts parts;

	if (!line_read(&c->unfolded, c->raw, &parts))
		return 1;
	str_clear(&c->text);
	line_unescape(&c->text, slice_trim(parts.value));
	return cut_uid_key(slice_trim(str_slice(&c->text)));
}

static void
event_property(struct cutter *c)
{
	if (named(c, "UID") && !c->event->has_uid) {
		c->uid = uid_digest(c);
		c->event->has_uid = true;
	} else if (named(c, "RECURRENCE-ID") && !c->recurrence_id) {
		c->recurrence_id = value_digest(c);
	}
}

/* The line behind what isn't ASCII at its start. */
static struct slice
behind_unseen(struct slice line)
{
	size_t n = 0;

	while (n < line.n && (unsigned char)line.p[n] >= 0x80)
		n++;
	return slice_from(line, n);
}

/*
 * Drop the marks that begin a file, of which one or more stand before each of
 * several files that were joined.  False for what else hides a BEGIN or END.
 */
static bool
drop_marks(struct cutter *c)
{
	struct slice rest = behind_unseen(c->raw);

	if (rest.n == c->raw.n)
		return true;
	while ((c->depth == TOP || slice_istarts(rest,
	    SLICE("BEGIN:VCALENDAR"))) && slice_starts(c->raw, SLICE_BOM))
		c->raw = slice_from(c->raw, SLICE_BOM.n);
	return rest.n == c->raw.n || c->skipping ||
	    (!slice_istarts(rest, SLICE("BEGIN:")) &&
	    !slice_istarts(rest, SLICE("END:")));
}

static void
look_at(struct cutter *c)
{
	bool ours;

	if (!drop_marks(c)) {
		give_up(c, CUT_UNSEEN);
		return;
	}
	/* Most lines are none of ours: tell by the first letter. */
	ours = c->depth == IN_CALENDAR ||
	    (c->raw.n && c->raw.p[0] && strchr("BbEeUuRr \t", c->raw.p[0]));
	if (memchr(c->raw.p, '\0', c->raw.n)) {
		give_up(c, CUT_NUL);
		return;
	}
	if (!ours || !line_name(c->raw, c->name))
		return;
	if (named(c, "BEGIN"))
		begin(c);
	else if (named(c, "END"))
		end(c);
	else if (c->depth == IN_CALENDAR && c->calendar)
		calendar_property(c);
	else if (c->depth == IN_EVENT && c->event)
		event_property(c);
}

/* What the first bytes alone show. */
static enum cut_reason
check_start(struct slice all)
{
	if (!all.n)
		return CUT_EMPTY;
	if (slice_starts(all, SLICE("\xff\xfe")) ||
	    slice_starts(all, SLICE("\xfe\xff")) ||
	    slice_starts(all, SLICE("\0\0\xfe\xff")))
		return CUT_ENCODING;
	if (!memchr(all.p, '\n', all.n) && memchr(all.p, '\r', all.n - 1))
		return CUT_CR_ONLY;
	return CUT_FINE;
}

/* Whether the last line would have become BEGIN:VCALENDAR. */
static bool
looks_cut_off(struct slice raw)
{
	const struct slice whole = SLICE("BEGIN:VCALENDAR");
	struct str line = { .max = ICS_NAME_MAX };
	struct slice last;
	bool yes;

	line_unfold(&line, raw);
	last = slice_trim(str_slice(&line));
	yes = last.n > 0 && last.n < whole.n &&
	    (slice_istarts(whole, last) || slice_starts(SLICE_BOM, last));
	str_free(&line);
	return yes;
}

/* --- the events of one UID ------------------------------------------------ */

/* By UID, then in file order; those without one behind. */
static int
by_uid(const void *a, const void *b)
{
	const struct cut_event *x = *(struct cut_event *const *)a;
	const struct cut_event *y = *(struct cut_event *const *)b;

	if (x->has_uid != y->has_uid)
		return x->has_uid ? -1 : 1;
	if (x->uid != y->uid)
		return x->uid < y->uid ? -1 : 1;
	return x < y ? -1 : x > y;
}

static int
by_key(const void *a, const void *b)
{
	const struct cut_event *x = *(struct cut_event *const *)a;
	const struct cut_event *y = *(struct cut_event *const *)b;

	return x->key < y->key ? -1 : x->key > y->key;
}

/* The n events of one UID, two or more. */
static void
chain(const struct cut *c, struct cut_event **at, size_t n)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		sum += at[i]->digest;
		at[i]->follower = i > 0;
		if (i + 1 < n)
			at[i]->next = (uint32_t)(at[i + 1] - c->events.items);
	}
	for (i = 0; i < n; i++)
		at[i]->digest = hash_join(at[i]->digest, sum);
	qsort(at, n, sizeof(*at), by_key);
	for (i = 1; i < n; i++)
		if (at[i]->key == at[i - 1]->key)
			at[i]->duplicate = at[i - 1]->duplicate = true;
}

/*
 * The last step, when all events are known: chain those of one UID, mark
 * duplicates, and make each digest say what the event's meaning hangs on:
 * its bytes, its calendar's context, and the others of its UID.
 */
static void
group(struct cut *c)
{
	struct cut_event **all = xcalloc(c->events.n, sizeof(*all)), *ev;
	size_t i, n;

	for (i = 0; i < c->events.n; i++) {
		all[i] = ev = &c->events.items[i];
		/* A calendar's context is known at its end only. */
		ev->digest = hash_join(ev->digest,
		    c->calendars.items[ev->calendar].context);
	}
	qsort(all, c->events.n, sizeof(*all), by_uid);
	for (i = 0; i < c->events.n && all[i]->has_uid; i += n) {
		for (n = 1; i + n < c->events.n && all[i + n]->has_uid &&
		    all[i + n]->uid == all[i]->uid; n++)
			;
		if (n > 1)
			chain(c, all + i, n);
	}
	free(all);
	for (i = 0; i < c->events.n; i++)
		c->events.items[i].digest &= ~(uint64_t)1;
}

/* --- the whole ------------------------------------------------------------ */

static void
finish(struct cutter *c)
{
	struct slice last = c->raw;
	struct cut *out = c->out;

	c->raw = slice_from(c->all, c->all.n);
	if (c->depth > TOP)
		give_up(c, CUT_UNCLOSED);
	else if (out->calendars.n == 0)
		refuse(c, CUT_NO_CALENDAR);
	else if (looks_cut_off(last))
		refuse(c, CUT_TRUNCATED);
	group(out);
	str_free(&c->unfolded);
	str_free(&c->text);
}

void
cut_bytes(struct cut *out, struct slice bytes, const struct view *view)
{
	struct cutter c = { .out = out, .all = bytes, .line = 1,
		.unfolded.max = ICS_VALUE_MAX };
	struct slice rest = bytes;
	size_t dropped = 0;

	*out = (struct cut){ .reason = check_start(bytes), .reason_line = 1 };
	if (out->reason != CUT_FINE)
		return;
	while (line_next(&rest, &c.raw)) {
		look_at(&c);
		c.line += line_count(c.raw);
		if (view && offset(&c) - dropped > DROP_BYTES && !c.event) {
			dropped = offset(&c);
			view_drop(view, dropped);
		}
	}
	finish(&c);
}

void
cut_free(struct cut *c)
{
	VEC_FREE(&c->calendars);
	VEC_FREE(&c->events);
}
