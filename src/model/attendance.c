/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/attendance.h"

/* More are not recorded: the largest meetings have 1,000 people. */
#define PEOPLE_MAX 3000

/* Status of a participant ("Query the active meeting of a reservation"). */
enum { CALLING = 1, IN_MEETING = 2, RINGING = 3, LEFT = 4 };

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static bool
is_in(const struct participant *p)
{
	return p->status == IN_MEETING || (!p->left && p->status != CALLING &&
	    p->status != RINGING && p->status != LEFT);
}

/* Whoever was only rung was never there. */
static bool
was_in(const struct participant *p)
{
	return p->joined || is_in(p) || p->status == LEFT;
}

/* --- one stay ------------------------------------------------------------ */

static void
add_seconds(struct stay *s, int64_t from, int64_t until)
{
	if (until > from)
		s->seconds += until - from;
}

/*
 * The server's count decides as long as it grows.  One that stands still may
 * leave out the stay under way.
 */
static void
count_seconds(struct stay *s, const struct participant *p, int64_t until)
{
	if (p->seconds > s->told)
		s->seconds = later(s->seconds, p->seconds);
	else if (!s->seen)
		add_seconds(s, s->joined, until);
	else if (s->present)
		add_seconds(s, s->seen, until);
	s->told = later(s->told, p->seconds);
}

static void
merge_stay(struct stay *s, const struct participant *p, int64_t now)
{
	bool in = is_in(p);
	int64_t until = in ? now : p->left ? p->left : later(s->seen,
	    s->joined);

	count_seconds(s, p, until);
	s->seen = later(s->seen, until);
	s->present = in;
	s->left = in ? 0 : until;
	s->left_told = !in && p->left;
	s->user_type = p->user_type;
	s->host |= p->is_host;
	s->cohost |= p->is_cohost;
	s->external |= p->is_external;
}

static void
end_stay(struct stay *s, int64_t end)
{
	if (!s->present)
		return;
	if (end)
		add_seconds(s, s->seen, end);
	s->left = s->seen = later(s->seen, end);
	s->left_told = end != 0;
	s->present = false;
}

/* --- a look -------------------------------------------------------------- */

static bool
is_alike(const struct participant *a, const struct participant *b)
{
	return a->joined == b->joined && was_in(b) &&
	    strcmp(a->id ? a->id : "", b->id ? b->id : "") == 0;
}

/* The stay that a participant is, by id and time of joining, or the open one
 * where the server tells no time; NULL: none yet. */
static struct stay *
find(struct stays *stays, const struct stay *key)
{
	struct stay *s;
	size_t i;

	for (i = 0; i < stays->n; i++) {
		s = &stays->items[i];
		if (strcmp(s->person, key->person) == 0 &&
		    strcmp(s->user_id_type, key->user_id_type) == 0 &&
		    s->nth == key->nth && (key->joined
		    ? s->joined == key->joined : s->present))
			return s;
	}
	return NULL;
}

static struct stay *
find_or_add(struct stays *stays, const struct attendance_look *look, size_t i)
{
	const struct participant *all = look->meeting->participants;
	struct stay *s, key = { .user_id_type = look->user_id_type,
		.person = all[i].id ? all[i].id : "",
		.joined = all[i].joined };
	size_t k;

	for (k = 0; k < i; k++)
		key.nth += is_alike(&all[i], &all[k]);
	s = find(stays, &key);
	if (s)
		return s;
	key.joined = key.joined ? key.joined : look->now;
	*VEC_ADD(stays) = key;
	return &stays->items[stays->n - 1];
}

static void
merge_people(struct stays *stays, const struct attendance_look *look)
{
	const struct active_meeting *a = look->meeting;
	size_t i, known = stays->n, n = a->n_participants;
	bool *listed = xcalloc(known + n, sizeof(*listed));
	struct stay *s;

	for (i = 0; i < n && i < PEOPLE_MAX; i++) {
		if (!was_in(&a->participants[i]))
			continue;
		s = find_or_add(stays, look, i);
		merge_stay(s, &a->participants[i], look->now);
		listed[s - stays->items] = true;
	}
	for (i = 0; i < known; i++)
		if (!listed[i])
			end_stay(&stays->items[i], 0);
	free(listed);
}

void
attendance_merge(struct attendance *m, struct stays *stays,
    const struct attendance_look *look)
{
	const struct active_meeting *a = look->meeting;

	m->user_id_type = look->user_id_type;
	m->start = a->start_time ? a->start_time : m->start;
	m->first_seen = m->first_seen ? m->first_seen : look->now;
	m->last_seen = later(m->last_seen, look->now);
	m->most = later(m->most, a->participant_count);
	m->total = later(m->total, a->participant_total);
	m->abilities |= a->abilities;
	m->over = false;
	merge_people(stays, look);
}

void
attendance_end(struct attendance *m, struct stays *stays, int64_t end)
{
	size_t i;

	m->over = true;
	m->end = end ? end : m->end;
	for (i = 0; i < stays->n; i++)
		end_stay(&stays->items[i], m->end);
}

int64_t
attendance_until(const struct attendance *m)
{
	return m->end ? m->end : m->last_seen;
}

/* --- the sheet ----------------------------------------------------------- */

static bool
is_same(const struct stay *a, const struct stay *b)
{
	return a == b || (*a->person && strcmp(a->person, b->person) == 0);
}

static bool
is_first(const struct attendance *m, const struct stays *stays, size_t i)
{
	const struct stay *all = stays->items;
	size_t k;

	if (strcmp(all[i].user_id_type, m->user_id_type) != 0)
		return false;
	for (k = 0; k < i; k++)
		if (is_same(&all[k], &all[i]) && strcmp(all[k].user_id_type,
		    m->user_id_type) == 0)
			return false;
	return true;
}

static void
join(struct attendee *a, const struct stay *s)
{
	int64_t left = s->present ? 0 : s->left;

	if (a->left && (!left || left >= a->left)) {
		a->left = left;
		a->left_told = s->left_told;
	}
	a->seconds += s->seconds;
	a->host |= s->host;
	a->cohost |= s->cohost;
	a->external |= s->external;
	if (!*a->name && s->name)
		a->name = s->name;
}

/* All stays of the person whose first is number `first`. */
static struct attendee
attendee_of(const struct stays *stays, size_t first)
{
	const struct stay *s = &stays->items[first];
	struct attendee a = { .id = s->person, .name = "",
		.joined = s->joined, .left = s->joined,
		.user_type = s->user_type };
	int64_t covered = 0, until = s->joined;
	size_t i;

	for (i = first; i < stays->n; i++) {
		s = &stays->items[i];
		if (strcmp(s->user_id_type,
		    stays->items[first].user_id_type) != 0 ||
		    !is_same(&stays->items[first], s))
			continue;
		join(&a, s);
		if (s->seen > until) {
			covered += s->seen - later(until, s->joined);
			until = s->seen;
		}
	}
	if (a.seconds > covered)
		a.seconds = covered;
	return a;
}

void
attendance_people(const struct attendance *m, const struct stays *stays,
    struct attendees *out)
{
	size_t i;

	for (i = 0; i < stays->n; i++)
		if (is_first(m, stays, i))
			*VEC_ADD(out) = attendee_of(stays, i);
}

int64_t
attendance_share(const struct attendance *m, const struct attendee *a)
{
	int64_t from = m->start ? m->start : m->first_seen;
	int64_t length = attendance_until(m) - from, share;

	if (length <= 0)
		return 0;
	share = (a->seconds * 100 + length / 2) / length;
	return share > 100 ? 100 : share;
}
