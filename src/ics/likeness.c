/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "ics/likeness.h"
#include "ics/line.h"

/*
 * The lowest digests of each side are a fair sample of its lines, and of the
 * same ones.
 */
#define SAMPLE 32


/* Whether it is a candidate of ics/own that does not tell whose VEVENT it
 * is: it changes when we write. */
static bool
is_left_out(const struct own_event *ev, struct slice raw)
{
	const struct own_line *l;
	size_t i;

	for (i = 0; i < ev->lines.n; i++) {
		l = &ev->lines.items[i];
		if (l->raw.p == raw.p && (l->kind >= OWN_KINDS || l->blank ||
		    l->to || l->claim != OWN_USER))
			return true;
	}
	return false;
}

/* Its name counts for itself: an override whose times have changed is still
 * one, and no series. */
static void
add_line(struct digests *all, struct slice raw, struct str *buf)
{
	struct line_parts parts;

	str_clear(buf);
	line_unfold(buf, raw);
	if (!line_split(str_slice(buf), &parts))
		return;
	*VEC_ADD(all) = hash_bytes(parts.name);
	*VEC_ADD(all) = hash_join(hash_bytes(parts.name),
	    hash_bytes(slice_trim(parts.value)));
}

struct slice
likeness_of(const struct own_event *ev, struct arena *a)
{
	struct slice rest = slice_of(ev->file.p + ev->off, ev->len), raw, out;
	struct str buf = { .max = ICS_COMPONENT_MAX };
	struct digests all = { 0 };
	size_t n;

	while (line_next(&rest, &raw))
		if (!is_left_out(ev, raw))
			add_line(&all, raw, &buf);
	VEC_SORT(&all, hash_cmp);
	n = all.n < SAMPLE ? all.n : SAMPLE;
	out = slice_of(arena_dup(a, (const char *)all.items,
	    n * sizeof(*all.items)), n * sizeof(*all.items));
	VEC_FREE(&all);
	str_free(&buf);
	return out;
}

static uint64_t
digest_at(struct slice s, size_t i)
{
	uint64_t d;

	memcpy(&d, s.p + i * sizeof(d), sizeof(d));
	return d;
}

unsigned
likeness_compare(struct slice x, struct slice y)
{
	size_t nx = x.n / sizeof(uint64_t), ny = y.n / sizeof(uint64_t);
	size_t i = 0, k = 0, same = 0;
	uint64_t a, b;

	while (i < nx && k < ny) {
		a = digest_at(x, i);
		b = digest_at(y, k);
		same += a == b;
		i += a <= b;
		k += b <= a;
	}
	return same ? (unsigned)(LIKENESS_SAME * same / (nx + ny - same)) : 0;
}
