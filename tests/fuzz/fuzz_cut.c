/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/str.h"
#include "fuzz.h"
#include "ics/cut.h"
#include "ics/line.h"

/* Spans are in order, within the bytes and disjoint. */
static void
check_calendars(const struct cut *c, struct slice bytes)
{
	const struct cut_calendar *cal;
	size_t i, end = 0;

	for (i = 0; i < c->calendars.n; i++) {
		cal = &c->calendars.items[i];
		HOLD(cal->off >= end);
		end = (size_t)cal->off + cal->len;
		HOLD(end <= bytes.n);
		HOLD(cal->line >= 1);
		HOLD(cal->reason == CUT_FINE || cal->reason_line >= cal->line);
	}
}

static void
check_event(const struct cut_event *ev, struct slice bytes)
{
	char name[ICS_NAME_MAX];
	struct slice rest = cut_slice(bytes, ev), raw;

	HOLD(line_next(&rest, &raw));
	line_name(raw, name);
	HOLD(strcmp(name, "BEGIN") == 0);
	while (line_next(&rest, &raw))
		line_name(raw, name);
	HOLD(strcmp(name, "END") == 0);
}

static void
check_events(const struct cut *c, struct slice bytes)
{
	const struct cut_calendar *cal;
	const struct cut_event *ev;
	size_t i, end = 0, of = 0;

	for (i = 0; i < c->events.n; i++) {
		ev = &c->events.items[i];
		HOLD(ev->off >= end && ev->len > 0);
		HOLD(ev->calendar >= of && ev->calendar < c->calendars.n);
		cal = &c->calendars.items[ev->calendar];
		end = (size_t)ev->off + ev->len;
		of = ev->calendar;
		HOLD(ev->off >= cal->off);
		HOLD(end <= (size_t)cal->off + cal->len);
		HOLD(ev->line > cal->line);
		check_event(ev, bytes);
	}
}

static bool
same(const struct cut *a, const struct cut *b)
{
	const struct cut_event *x, *y;
	size_t i;

	if (a->reason != b->reason || a->events.n != b->events.n ||
	    a->calendars.n != b->calendars.n)
		return false;
	for (i = 0; i < a->events.n; i++) {
		x = &a->events.items[i];
		y = &b->events.items[i];
		if (x->off != y->off || x->len != y->len ||
		    x->digest != y->digest || x->key != y->key ||
		    x->duplicate != y->duplicate || x->line != y->line)
			return false;
	}
	return true;
}

/* The slices and what lies between them, joined, are cut the same way. */
static void
check_joined(const struct cut *c, struct slice bytes)
{
	const struct cut_event *ev;
	struct str joined = { 0 };
	struct cut again;
	size_t i, at = 0;

	for (i = 0; i < c->events.n; i++) {
		ev = &c->events.items[i];
		str_add(&joined, slice_of(bytes.p + at, ev->off - at));
		str_add(&joined, cut_slice(bytes, ev));
		at = (size_t)ev->off + ev->len;
	}
	str_add(&joined, slice_from(bytes, at));
	HOLD(slice_eq(str_slice(&joined), bytes));
	cut_bytes(&again, str_slice(&joined), NULL);
	HOLD(same(c, &again));
	cut_free(&again);
	str_free(&joined);
}

/* A calendar without a reason stands for itself: cut alone it is fine. */
static void
check_alone(const struct cut *c, struct slice bytes)
{
	const struct cut_calendar *cal;
	struct cut alone;
	size_t i;

	for (i = 0; i < c->calendars.n && i < 8; i++) {
		cal = &c->calendars.items[i];
		if (cal->reason != CUT_FINE)
			continue;
		cut_bytes(&alone, slice_of(bytes.p + cal->off, cal->len),
		    NULL);
		HOLD(alone.reason == CUT_FINE);
		HOLD(alone.calendars.n == 1);
		cut_free(&alone);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of((const char *)data, size);
	struct cut c;

	cut_bytes(&c, bytes, NULL);
	HOLD(c.reason == CUT_FINE || c.reason_line >= 1);
	check_calendars(&c, bytes);
	check_events(&c, bytes);
	check_joined(&c, bytes);
	check_alone(&c, bytes);
	cut_free(&c);
	return 0;
}
