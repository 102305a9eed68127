/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "ics/calendar.h"
#include "ics/vtimezone.h"
#include "ics/zone_store.h"

#define DAY 86400

/* A local time leads to an instant near the one that it comes from. */
static void
there_and_back(const struct zone *z, int64_t at)
{
	struct civil local = zone_to_local(z, at);
	int64_t back = zone_to_utc(z, &local);

	HOLD(back - at <= 2 * ZONE_OFFSET_MAX);
	HOLD(at - back <= 2 * ZONE_OFFSET_MAX);
}

/* A local time that may be left out: the instant is near. */
static void
anywhere(const struct zone *z, int64_t local)
{
	struct civil c = clock_to_civil(local);
	int64_t at = zone_to_utc(z, &c);

	HOLD(at - local <= ZONE_OFFSET_MAX && local - at <= ZONE_OFFSET_MAX);
}

/* A grid of odd steps through a few years, and the edges of all years. */
static void
check(const struct zone *z)
{
	int64_t at;

	for (at = 1577836800; at < 1800000000; at += 9 * DAY + 5003) {
		there_and_back(z, at);
		anywhere(z, at);
	}
	anywhere(z, -62135596800);
	anywhere(z, 0);
	anywhere(z, 16725225599);
}

static void
check_name(struct slice name)
{
	const struct zone *z = zone_find(name);

	HOLD(!zone_find_certain(name) || zone_find_certain(name) == z);
	HOLD(!z || zone_name(z)[0]);
	if (z)
		there_and_back(z, 1800000000);
}

/*
 * The input as a name, as what a calendar's zone X is, and as the inside of
 * a VTIMEZONE and of an observance.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const frames[][2] = {
		{ "", "" },
		{ "BEGIN:VTIMEZONE\nTZID:X\n", "END:VTIMEZONE\n" },
		{ "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\n"
		    "DTSTART:19701025T030000\nTZOFFSETFROM:+0200\n"
		    "TZOFFSETTO:+0100\n",
		    "\nEND:STANDARD\nEND:VTIMEZONE\n" },
	};
	struct slice bytes = slice_of((const char *)data, size);
	const struct zone *z;
	struct arena a = { 0 };
	struct str text = { 0 };
	size_t i;

	check_name(bytes);
	for (i = 0; i < sizeof(frames) / sizeof(*frames); i++) {
		str_clear(&text);
		str_adds(&text, frames[i][0]);
		str_add(&text, bytes);
		str_adds(&text, frames[i][1]);
		z = vtimezone_zone(str_slice(&text), "X");
		if (z)
			check(z);
	}
	z = zone_table_find(zone_table_new(bytes, NULL, &a), SLICE("X"));
	if (z)
		check(z);
	str_free(&text);
	arena_free(&a);
	zone_done();
	return 0;
}
