/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/vec.h"
#include "ics/likeness.h"
#include "ics/line.h"
#include "ics/own.h"

/* --- a VEVENT ------------------------------------------------------------- */

/*
 * The lowest digests of each side are a fair sample of its lines, and of the
 * same ones.
 */
#define SAMPLE 32

/* What ics/own knows of a line; NULL: it is no candidate.  Both are in the
 * order of the file; *at: as far as that is gone through. */
static const struct own_line *
candidate(const struct own_event *ev, struct slice raw, size_t *at)
{
	const struct own_line *all = ev->lines.items;

	while (*at < ev->lines.n && all[*at].raw.p < raw.p)
		++*at;
	return *at < ev->lines.n && all[*at].raw.p == raw.p ? &all[*at] : NULL;
}

/* Whether it does not tell whose VEVENT it is: it changes when we write. */
static bool
is_left_out(const struct own_line *l)
{
	return l && (l->kind >= OWN_KINDS || l->blank ||
	    l->claim != OWN_USER);
}

/* Its name counts for itself: an override whose times have changed is still
 * one, and no series. */
static void
add_parts(struct digests *all, const struct line_parts *parts)
{
	struct slice value = slice_trim(parts->value);

	*VEC_ADD(all) = hash_bytes(parts->name);
	*VEC_ADD(all) = hash_join(hash_bytes(parts->name),
	    hash_bytes(value));
}

static void
add_line(struct digests *all, struct slice raw, struct str *buf)
{
	struct line_parts parts;

	if (line_read(buf, raw, &parts))
		add_parts(all, &parts);
}

/* Add what a DESCRIPTION said before we put our block into it. */
static void
add_rest(struct digests *all, const struct own_line *l, struct str *buf)
{
	struct line_parts parts;
	size_t n = l->from, i;

	for (i = 0; i < 2 && n >= 2 && l->text[n - 2] == '\\' &&
	    l->text[n - 1] == 'n'; i++)
		n -= 2;
	str_clear(buf);
	str_add(buf, slice_of(l->text, n));
	str_adds(buf, l->text + l->to);
	if (line_split(str_slice(buf), &parts) && slice_trim(parts.value).n)
		add_parts(all, &parts);
}

struct slice
likeness_of(const struct own_event *ev, struct arena *a)
{
	struct slice rest = slice_of(ev->file.p + ev->off, ev->len), raw, out;
	struct str buf = { .max = ICS_COMPONENT_MAX };
	struct digests all = { 0 };
	const struct own_line *l;
	size_t n, at = 0;

	while (line_next(&rest, &raw)) {
		l = candidate(ev, raw, &at);
		if (l && l->to)
			add_rest(&all, l, &buf);
		else if (!is_left_out(l))
			add_line(&all, raw, &buf);
	}
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

/* --- X- properties ------------------------------------------------------- */

static bool
is_extra(const char *name)
{
	return name[0] == 'X' && name[1] == '-' &&
	    strcmp(name, "X-MOZ-GENERATION") != 0 &&
	    strcmp(name, own_name(OWN_ID)) != 0;
}

void
extra_find(struct slice bytes, struct extras *out)
{
	struct str line = { 0 };
	char name[ICS_NAME_MAX];
	struct slice raw;

	while (line_next(&bytes, &raw)) {
		if (!line_name(raw, name) || !is_extra(name))
			continue;
		str_clear(&line);
		line_unfold(&line, raw);
		/* Names have no case (RFC 5545, 1.3). */
		if (strncasecmp(line.p, name, strlen(name)) == 0)
			memcpy(line.p, name, strlen(name));
		*VEC_ADD(out) = (struct extra){ hash_bytes(slice_str(name)),
			hash_bytes(str_slice(&line)),
			slice_starts(slice_str(name), SLICE("X-ICSRESERVE")) };
	}
	str_free(&line);
}

bool
extra_has_line(const struct extras *all, uint64_t line)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->items[i].line == line)
			return true;
	return false;
}

bool
extra_has_name(const struct extras *all, uint64_t name)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->items[i].name == name)
			return true;
	return false;
}

static bool
has_rules_of(const struct extras *all, const struct extras *of)
{
	size_t i;

	for (i = 0; i < of->n; i++)
		if (of->items[i].rules &&
		    !extra_has_line(all, of->items[i].line))
			return false;
	return true;
}

bool
extra_same_rules(struct slice a, struct slice b)
{
	struct extras x = { 0 }, y = { 0 };
	bool same;

	extra_find(a, &x);
	extra_find(b, &y);
	same = has_rules_of(&x, &y) && has_rules_of(&y, &x);
	VEC_FREE(&x);
	VEC_FREE(&y);
	return same;
}

/* --- a calendar ---------------------------------------------------------- */

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
take(struct meaning *m, const struct line_walk *w)
{
	struct line_parts p;
	uint64_t digest;

	if (!line_read(&m->line, w->raw, &p))
		return;
	if (w->begins && m->depth + 1 < ICS_DEPTH_MAX) {
		m->depth++;
		take_line(m, &p);
	} else if (w->ends && m->depth) {
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
	struct line_walk w = { .rest = bytes };
	uint64_t digest;
	int i;

	while (slice_starts(w.rest, SLICE_BOM))
		w.rest = slice_from(w.rest, SLICE_BOM.n);
	while (line_walk(&w))
		take(&m, &w);
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
