/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/vec.h"
#include "ics/line.h"
#include "ics/meaning.h"


/* Components that are open, from outside to inside, and what stands in each;
 * deeper ones count as lines. */
struct meaning {
	struct digests open[ICS_DEPTH_MAX];
	int depth;
	bool uids;
	struct str line, part, name;
};

/* One digest of many, in whatever order they came. */
static uint64_t
join(struct digests *d)
{
	uint64_t all = d->n;
	size_t i;

	VEC_SORT(d, hash_cmp);
	for (i = 0; i < d->n; i++)
		all = hash_join(all, d->items[i]);
	d->n = 0;
	return all;
}

static void
add_upper(struct str *out, struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		str_addc(out, s.p[i] >= 'a' && s.p[i] <= 'z'
		    ? (char)(s.p[i] - 32) : s.p[i]);
}

static bool
counts(const struct meaning *m, struct slice name)
{
	static const char *const names[] = { "PRODID", "DTSTAMP",
		"LAST-MODIFIED", "CREATED", "REFRESH-INTERVAL",
		"X-PUBLISHED-TTL" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_ieq(name, slice_str(names[i])))
			return false;
	return m->uids || !slice_ieq(name, SLICE("UID"));
}

/* ";NAME=value" or ";NAME="value"", up to the next ';' outside of quotes. */
static uint64_t
next_param(struct meaning *m, struct slice *rest)
{
	bool quoted = false;
	size_t i, name = 0;

	for (i = 1; i < rest->n && (quoted || rest->p[i] != ';'); i++) {
		quoted ^= rest->p[i] == '"';
		if (rest->p[i] == '=' && !name)
			name = i;
	}
	str_clear(&m->part);
	add_upper(&m->part, slice_of(rest->p + 1, name ? name - 1 : 0));
	for (; name < i; name++)
		if (rest->p[name] != '"')
			str_addc(&m->part, rest->p[name]);
	*rest = slice_from(*rest, i);
	return hash_bytes(str_slice(&m->part));
}

static uint64_t
params(struct meaning *m, struct slice rest)
{
	struct digests all = { 0 };
	uint64_t digest;

	while (rest.n)
		*VEC_ADD(&all) = next_param(m, &rest);
	digest = join(&all);
	VEC_FREE(&all);
	return digest;
}

static void
take_line(struct meaning *m, const struct line_parts *p)
{
	uint64_t digest;

	if (!counts(m, p->name))
		return;
	digest = params(m, p->params);
	str_clear(&m->name);
	add_upper(&m->name, p->name);
	str_clear(&m->part);
	line_unescape(&m->part, slice_trim(p->value));
	*VEC_ADD(&m->open[m->depth]) = hash_join(digest, hash_join(
	    hash_bytes(str_slice(&m->name)), hash_bytes(str_slice(&m->part))));
}

static void
take(struct meaning *m, struct slice raw)
{
	struct line_parts p;
	uint64_t digest;

	str_clear(&m->line);
	line_unfold(&m->line, raw);
	if (!line_split(str_slice(&m->line), &p))
		return;
	if (slice_ieq(p.name, SLICE("BEGIN")) &&
	    m->depth + 1 < ICS_DEPTH_MAX) {
		m->depth++;
		take_line(m, &p);
	} else if (slice_ieq(p.name, SLICE("END")) && m->depth) {
		digest = join(&m->open[m->depth--]);
		*VEC_ADD(&m->open[m->depth]) = digest;
	} else {
		take_line(m, &p);
	}
}

uint64_t
meaning_digest(struct slice bytes, bool uids)
{
	struct meaning m = { .uids = uids };
	struct slice raw;
	uint64_t digest;
	int i;

	if (slice_starts(bytes, SLICE("\xef\xbb\xbf")))
		bytes = slice_from(bytes, 3);
	while (line_next(&bytes, &raw))
		take(&m, raw);
	for (i = m.depth; i > 0; i--) {
		digest = join(&m.open[i]);
		*VEC_ADD(&m.open[i - 1]) = digest;
	}
	digest = join(&m.open[0]);
	for (i = 0; i < ICS_DEPTH_MAX; i++)
		VEC_FREE(&m.open[i]);
	str_free(&m.line);
	str_free(&m.part);
	str_free(&m.name);
	/* 0 stands for none where it is kept. */
	return digest ? digest : 1;
}
