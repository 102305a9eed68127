/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ics/zone.h"
#include "ics/zone_system.h"
#include "sync/zones.h"

static int
check(const struct calendar *cal, struct err *e)
{
	const struct tz_aliases *all = &cal->settings.tz_aliases;
	size_t i;

	for (i = 0; i < all->n; i++)
		if (!zone_find(slice_str(all->items[i].zone)))
			return err_set(e, ERR_USAGE, "[calendar \"%s\"] "
			    "tzalias: %s = %s: the zone is not known; use an "
			    "IANA name such as Asia/Shanghai", cal->name,
			    all->items[i].name, all->items[i].zone);
	return 0;
}

int
zones_check(struct calendar *const *cals, size_t n, struct err *e)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (check(cals[i], e) == -1)
			return -1;
	return 0;
}

struct when
zones_local(const struct conf *c)
{
	const char *name = c->defaults.timezone;
	const struct zone *zone = name ? zone_find(slice_str(name)) : NULL;
	const struct zone *system = zone_system();

	if (!zone)
		zone = system;
	if (!zone)
		return (struct when){ .name = "UTC" };
	return (struct when){ zone_to_local, zone,
		system && (zone == system || strcmp(zone_name(zone),
		zone_system_name()) == 0) ? NULL : zone_name(zone) };
}
