/* SPDX-License-Identifier: MIT */
#include "fuzz.h"
#include "ics/posix_tz.h"
#include "ics/tzif.h"
#include "ics/vtimezone.h"
#include "ics/zone_names.h"
#include "ics/zone_table.h"

#define DAY 86400

/* A local time that exists leads back to itself, by its first instant. */
static void
there_and_back(const struct zone *z, int64_t at)
{
	struct civil local = zone_to_local(z, at), again;
	int64_t back = zone_to_utc(z, &local);

	HOLD(back <= at && at - back <= 2 * ZONE_OFFSET_MAX);
	again = zone_to_local(z, back);
	HOLD(memcmp(&local, &again, sizeof(local)) == 0);
}

/* A local time that may be left out: the instant is near. */
static void
anywhere(const struct zone *z, int64_t local)
{
	struct civil c = clock_to_civil(local);
	int64_t at = zone_to_utc(z, &c);

	HOLD(at - local <= ZONE_OFFSET_MAX && local - at <= ZONE_OFFSET_MAX);
}

static void
check(const struct zone *z)
{
	size_t i, step = z->n / 64 + 1;
	int64_t at;
	int d;

	HOLD(z->offset >= -ZONE_OFFSET_MAX && z->offset <= ZONE_OFFSET_MAX);
	for (i = 0; i < z->n; i++)
		HOLD(!i || z->changes[i - 1].at <= z->changes[i].at);
	for (i = 0; i < z->n; i += step) {
		at = z->changes[i].at;
		/* Civil dates have years of an int. */
		if (at < -DAY * 1000000LL || at > DAY * 1000000LL)
			continue;
		for (d = -2; d <= 2; d++) {
			there_and_back(z, at + d * 1801);
			anywhere(z, at + z->offset + d * 1801);
		}
	}
	there_and_back(z, 1800000000);
	anywhere(z, 0);
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

/* The input as a name, a TZ string, a TZif file, and a VTIMEZONE. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of((const char *)data, size);
	struct vec changes = VEC_OF(struct zone_change);
	struct zone rule = { 0 }, file = { 0 }, own = { 0 };
	const struct zone *z;
	struct arena a = { 0 };

	check_name(bytes);
	if (posix_tz(bytes, &rule, &changes) &&
	    zone_finish(&rule, &changes, &a))
		check(&rule);
	vec_free(&changes);
	if (tzif_parse(bytes, &file, &a))
		check(&file);
	if (vtimezone_read(bytes, &own, &a))
		check(&own);
	z = zone_table_find(zone_table_new(bytes, NULL, &a), SLICE("X"));
	if (z)
		check(z);
	arena_free(&a);
	return 0;
}
