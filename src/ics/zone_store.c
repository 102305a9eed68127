/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "base/mem.h"
#include "base/vec.h"
#include "ics/zone_store.h"

static const struct zone utc = { .name = "UTC" };
static struct arena memory;
static struct zones VEC(struct zone *) zones;
static unsigned generation;

struct zone *
zone_add(struct slice name)
{
	struct zone *z = ARENA_NEW(&memory, struct zone);

	z->name = arena_dup(&memory, name.p, name.n);
	*VEC_ADD(&zones) = z;
	return z;
}

struct zone *
zone_add_own(struct slice name, struct slice source)
{
	struct zone *z = zone_add(name);

	z->source = slice_of(arena_dup(&memory, source.p, source.n),
	    source.n);
	return z;
}

size_t
zone_count(void)
{
	return zones.n;
}

const struct zone *
zone_by_source(struct slice bytes)
{
	size_t i;

	for (i = 0; i < zones.n; i++)
		if (slice_eq(bytes, zones.items[i]->source))
			return zones.items[i];
	return NULL;
}

const struct zone *
zone_loaded(struct slice name)
{
	size_t i;

	for (i = 0; i < zones.n; i++)
		if (!zones.items[i]->source.p && !zones.items[i]->offset_at &&
		    slice_eq(name, slice_str(zones.items[i]->name)))
			return zones.items[i];
	return NULL;
}

const struct zone *
zone_fixed(int32_t offset)
{
	int32_t seconds = offset < 0 ? -offset : offset;
	struct zone *z;
	char name[16];

	if (!offset)
		return &utc;
	snprintf(name, sizeof(name), "UTC%c%02d:%02d", offset < 0 ? '-' : '+',
	    seconds / 3600, seconds / 60 % 60);
	if (zone_loaded(slice_str(name)))
		return zone_loaded(slice_str(name));
	z = zone_add(slice_str(name));
	z->offset = offset;
	return z;
}

unsigned
zone_generation(void)
{
	return generation;
}

void
zone_forget_all(void (*free_rules)(struct _icaltimezone *rules))
{
	size_t i;

	for (i = 0; i < zones.n; i++)
		if (zones.items[i]->rules)
			free_rules(zones.items[i]->rules);
	VEC_FREE(&zones);
	arena_free(&memory);
	generation++;
}
