/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "model/address.h"
#include "plan/hosts.h"
#include "plan/mapper.h"

#define PROPERTY "X-ICSRESERVE-HOSTS"
#define HOSTS_MAX 10		/* more are answered with error 123003 */

/* Hosts found so far; each is in it once. */
struct hosts {
	struct mapper *m;
	const char *ids[HOSTS_MAX];
	size_t n;
};

/* Words of a list that are no part of a name. */
static const char *const keywords[] = { "none", "organizer", "chairs", NULL };

bool
hosts_valid(struct slice text)
{
	struct slice word;
	bool none = false;
	size_t n = 0;

	while (n <= HOSTS_MAX && address_next(&text, keywords, &word)) {
		none = none || slice_ieq(word, SLICE("none"));
		n++;
	}
	return n > 0 && n <= HOSTS_MAX && !(none && n > 1);
}

/* False when there is no room for one more.  NULL is nobody. */
static bool
add(struct hosts *h, const char *id)
{
	size_t i;

	for (i = 0; id && i < h->n; i++)
		if (strcmp(h->ids[i], id) == 0)
			return true;
	if (!id)
		return true;
	if (h->n == HOSTS_MAX)
		return false;
	h->ids[h->n++] = id;
	return true;
}

static void
add_written(struct hosts *h, const char *id)
{
	if (!add(h, id))
		mapper_fail(h->m, "bad-value", PROPERTY,
		    _("a meeting has at most 10 hosts"));
}

static void
add_organizer(struct hosts *h, struct slice word)
{
	struct mapper *m = h->m;
	const char *id = NULL, *owner;

	(void)word;
	if (m->ev->organizer && mapper_find_person(m, m->ev->organizer, &id) !=
	    PERSON_NOBODY) {
		add_written(h, id);
		return;
	}
	owner = mapper_nearer(m, "X-ICSRESERVE-OWNER", m->s->owner);
	if (owner)
		add_written(h, mapper_require_person(m, slice_str(owner),
		    PROPERTY));
}

static bool
is_chair(const struct event_prop *p)
{
	struct slice role;

	return strcmp(p->name, "ATTENDEE") == 0 &&
	    event_param(slice_str(p->params), "ROLE", &role) &&
	    slice_ieq(role, SLICE("CHAIR"));
}

static void
add_chairs(struct hosts *h, struct slice word)
{
	const struct event *ev = h->m->ev;
	size_t i;

	(void)word;
	for (i = 0; i < ev->n_props; i++)
		if (is_chair(&ev->props[i]) &&
		    !add(h, mapper_try_person(h->m, ev->props[i].value)))
			h->m->v->hosts_cut++;
}

static void
add_nobody(struct hosts *h, struct slice word)
{
	(void)h;
	(void)word;
}

static void
add_person(struct hosts *h, struct slice word)
{
	add_written(h, mapper_require_person(h->m, word, PROPERTY));
}

static const struct {
	const char *word;
	void (*add)(struct hosts *h, struct slice word);
} words[] = {
	{ "none", add_nobody },
	{ "organizer", add_organizer },
	{ "chairs", add_chairs },
	{ NULL, add_person },
};

static void
add_word(struct hosts *h, struct slice word)
{
	size_t i = 0;

	while (words[i].word && !slice_ieq(word, slice_str(words[i].word)))
		i++;
	words[i].add(h, word);
}

void
hosts_map(struct mapper *m)
{
	struct slice rest = slice_str(mapper_nearer(m, PROPERTY,
	    m->s->hosts)), word;
	struct hosts h = { .m = m };
	struct str json = { 0 };
	size_t i;

	m->field = REQUEST_HOSTS;
	if (rest.n && !hosts_valid(rest))
		mapper_fail(m, "bad-value", PROPERTY, _("hosts are none, or "
		    "at most 10 of organizer, chairs, ids and addresses"));
	while (m->v->kind == VERDICT_BOOK &&
	    address_next(&rest, keywords, &word))
		add_word(&h, word);
	for (i = 0; i < h.n; i++) {
		str_adds(&json, i ? ",{\"user_type\":1,\"id\":"
		    : "[{\"user_type\":1,\"id\":");
		str_json(&json, slice_str(h.ids[i]));
		str_addc(&json, '}');
	}
	if (h.n) {
		str_addc(&json, ']');
		mapper_set(m, REQUEST_HOSTS, &json);
	}
	str_free(&json);
}
