/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "fuzz.h"
#include "ics/calendar.h"
#include "ics/cut.h"
#include "ics/parse.h"

static void
check_props(const struct event *ev)
{
	size_t i;

	for (i = 0; i < ev->n_props; i++) {
		HOLD(ev->props[i].name && ev->props[i].name[0]);
		HOLD(ev->props[i].value);
		HOLD(ev->props[i].params);
	}
}

/* What is promised of an event, and of one that failed. */
static void
parse_one(struct slice bytes, const struct parse_calendar *cal,
    struct arena *a)
{
	const struct parse_context ctx = { .calendar = cal,
		.default_duration = 3600 };
	struct parse_fault fault;
	struct event ev;
	struct err e = { 0 };

	if (parse_event(bytes, &ctx, a, &ev, &fault, &e) == -1) {
		HOLD(e.code == ERR_FAILED && e.msg[0]);
		HOLD(fault.kind && fault.kind[0]);
		HOLD(ev.uid || strcmp(fault.kind, "no-uid") == 0 ||
		    strcmp(fault.kind, "not-parsable") == 0 ||
		    strcmp(fault.kind, "too-large") == 0);
		return;
	}
	HOLD(!fault.kind && e.code == ERR_NONE);
	HOLD(ev.uid && ev.uid[0] && ev.tzid);
	HOLD(ev.start >= -62135596800 - 2 * 86400 && ev.start <= ev.end);
	HOLD(ev.end < 17200000000);
	HOLD(!ev.all_day || ev.start < ev.end);
	HOLD(ev.sequence >= 0 && ev.dtstamp >= 0);
	check_props(&ev);
}

/* The input as one event, and each event that can be cut from it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of((const char *)data, size);
	const struct cut_calendar *cal;
	const struct cut_event *ev;
	struct parse_calendar says;
	struct arena a = { 0 };
	struct cut c;
	size_t i;

	setenv("TZ", "Asia/Shanghai", 1);
	parse_calendar(bytes, NULL, &a, &says);
	parse_one(bytes, &says, &a);
	cut_bytes(&c, bytes, NULL);
	for (i = 0; i < c.events.n; i++) {
		ev = &c.events.items[i];
		cal = &c.calendars.items[ev->calendar];
		parse_calendar(slice_of(bytes.p + cal->off, cal->len), NULL,
		    &a, &says);
		parse_one(cut_slice(bytes, ev), i ? NULL : &says, &a);
	}
	cut_free(&c);
	arena_free(&a);
	return 0;
}
