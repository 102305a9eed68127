/* SPDX-License-Identifier: MIT */
/*
 * Zones for zones.py, on request: "Z NAME" chooses one, "V FILE" the one
 * that the first VTIMEZONE of a file describes, "W NAME" the one that is read
 * from what is written of a zone; then "U SECONDS" gives the
 * offset at an instant, "L SECONDS" the instant of a local time (as if it
 * were UTC).  "?" where there is no such zone.  A line for each.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/file.h"
#include "base/num.h"
#include "ics/calendar.h"
#include "ics/vtimezone.h"

static const struct zone *
read_file(struct slice path, struct str *text, struct arena *a)
{
	const struct slice tzid = SLICE("zone");
	struct err e;

	str_clear(text);
	if (file_read(text, arena_dup(a, path.p, path.n), 1 << 20, &e) == -1)
		return NULL;
	return zone_table_find(zone_table_new(str_slice(text), NULL, a), tzid);
}

static const struct zone *
write_and_read(struct slice name, struct str *text)
{
	const struct zone *z = zone_find(name);

	str_clear(text);
	/* 2019-12-01 */
	if (!z || !vtimezone_write(text, z, "zone", 1575158400))
		return NULL;
	return vtimezone_zone(str_slice(text), "zone");
}

static void
answer(const struct zone *z, char what, int64_t at)
{
	struct civil c;

	if (what == 'U') {
		c = zone_to_local(z, at);
		printf("%" PRId64 "\n", clock_from_civil(&c) - at);
	} else {
		c = clock_to_civil(at);
		printf("%" PRId64 "\n", zone_to_utc(z, &c));
	}
}

int
main(void)
{
	const struct zone *z = NULL;
	struct arena a = { 0 };
	struct str text = { 0 };
	struct slice rest;
	char line[1024];
	int64_t at;

	while (fgets(line, sizeof(line), stdin)) {
		rest = slice_trim(slice_from(slice_str(line), 2));
		if (strchr("ZVW", line[0])) {
			zone_done();
			z = line[0] == 'Z' ? zone_find(rest) :
			    line[0] == 'W' ? write_and_read(rest, &text) :
			    read_file(rest, &text, &a);
			puts(z ? zone_name(z) : "?");
		} else if (z && num_parse(rest, INT64_MIN / 4, INT64_MAX / 4,
		    &at)) {
			answer(z, line[0], at);
		} else {
			puts("?");
		}
	}
	zone_done();
	str_free(&text);
	arena_free(&a);
	return 0;
}
