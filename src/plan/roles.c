/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "base/intl.h"
#include "base/vec.h"
#include "model/address.h"
#include "plan/mapper.h"
#include "plan/roles.h"

/* --- hosts ---------------------------------------------------------------- */

#define HOSTS "X-ICSRESERVE-HOSTS"
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
add_host(struct hosts *h, const char *id)
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
	if (!add_host(h, id))
		mapper_fail(h->m, "bad-value", HOSTS,
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
		    HOSTS));
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
		    !add_host(h, mapper_try_person(h->m,
		    ev->props[i].value)))
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
	add_written(h, mapper_require_person(h->m, word, HOSTS));
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
	struct slice rest = slice_str(mapper_nearer(m, HOSTS,
	    m->s->hosts)), word;
	struct hosts h = { .m = m };
	struct str json = { 0 };
	size_t i;

	m->field = REQUEST_HOSTS;
	if (rest.n && !hosts_valid(rest))
		mapper_fail(m, "bad-value", HOSTS, _("hosts are none, or "
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

/* --- permissions ---------------------------------------------------------- */

#define SEPARATORS " ,\t"

/* No word of a list has a meaning of its own. */
static const char *const no_keywords[] = { NULL };

/* The numbers are the API's (action_permissions of "Reserve a meeting"). */
static const struct permission {
	int number;
	const char *property;
	size_t setting;		/* offset of the text in struct settings */
} permissions[] = {
	{ 1, "X-ICSRESERVE-HOST", offsetof(struct settings,
	    host_permission) },
	{ 2, "X-ICSRESERVE-INVITE", offsetof(struct settings,
	    invite_permission) },
	{ 3, "X-ICSRESERVE-JOIN", offsetof(struct settings,
	    join_permission) },
};

static const struct {
	const char *word, *number;
} types[] = {
	{ "feishu", "1" }, { "rooms", "2" }, { "pstn", "6" }, { "sip", "7" },
};

/* The items of one check_list, and where they come from. */
struct checklist {
	struct mapper *m;
	const char *property;
	struct texts items;
};

static void
add_item(struct checklist *c, const char *item)
{
	if (item)
		*VEC_ADD(&c->items) = item;
}

static const char *
type_number(struct slice word)
{
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (slice_ieq(word, slice_str(types[i].word)))
			return types[i].number;
	return NULL;
}

static void
add_type(struct checklist *c, struct slice word)
{
	add_item(c, type_number(word));
}

static void
add_tenant(struct checklist *c, struct slice word)
{
	add_item(c, arena_dup(c->m->a, word.p, word.n));
}

static void
add_user(struct checklist *c, struct slice word)
{
	add_item(c, mapper_require_person(c->m, word, c->property));
}

static void
add_attendees(struct checklist *c, struct slice word)
{
	const struct event *ev = c->m->ev;
	size_t i;

	(void)word;
	for (i = 0; i < ev->n_props; i++)
		if (strcmp(ev->props[i].name, "ATTENDEE") == 0)
			add_item(c, mapper_try_person(c->m,
			    ev->props[i].value));
}

/* Forms with a colon have a list of words. */
static const struct checker_form {
	const char *head;
	int check_field;
	void (*add)(struct checklist *c, struct slice word);
} forms[] = {
	{ "attendees", 1, add_attendees },
	{ "users:", 1, add_user },
	{ "tenant:", 3, add_tenant },
	{ "types:", 2, add_type },
};

struct checker {
	const struct checker_form *form;
	bool black;
	struct slice words;	/* "attendees" is its own only word */
};

/* Whether the words are what the form takes. */
static bool
words_valid(const struct checker *c)
{
	struct slice rest = c->words, word;
	size_t n = 0;

	while (address_next(&rest, no_keywords, &word)) {
		if (c->form->add == add_type && !type_number(word))
			return false;
		n++;
	}
	return n > 0;
}

static bool
read_checker(struct checker *c, struct slice text)
{
	struct slice word, rest = text = slice_trim(text);
	size_t i, n;

	*c = (struct checker){ 0 };
	if (slice_word(&rest, SEPARATORS, &word) &&
	    slice_ieq(word, SLICE("not"))) {
		c->black = true;
		text = slice_trim(rest);
	}
	for (i = 0; i < sizeof(forms) / sizeof(*forms) && !c->form; i++) {
		n = strlen(forms[i].head);
		if (!slice_istarts(text, slice_str(forms[i].head)))
			continue;
		c->form = &forms[i];
		c->words = forms[i].head[n - 1] == ':' ? slice_from(text, n)
		    : text;
		if (c->words.p == text.p && text.n != n)
			return false;
	}
	return c->form && words_valid(c);
}

static bool
is_anyone(struct slice text)
{
	return slice_ieq(slice_trim(text), SLICE("anyone"));
}

/* Cut off the checker before the next '|'; an empty one is none. */
static bool
next_checker(struct slice *rest, struct slice *text)
{
	const char *bar;

	if (!rest->p)
		return false;
	bar = memchr(rest->p, '|', rest->n);
	*text = slice_of(rest->p, bar ? (size_t)(bar - rest->p) : rest->n);
	*rest = bar ? slice_from(*rest, text->n + 1) : slice_of(NULL, 0);
	return true;
}

bool
permission_valid(struct slice text)
{
	struct slice part;
	struct checker c;

	if (is_anyone(text))
		return true;
	while (next_checker(&text, &part))
		if (!read_checker(&c, part))
			return false;
	return true;
}

/* In order and each once, so that the order of attendees is no change. */
static void
add_list(struct texts *items, struct str *out)
{
	const char *item, *last = NULL;
	size_t i;

	VEC_SORT(items, vec_by_text);
	for (i = 0; i < items->n; i++) {
		item = items->items[i];
		if (last && strcmp(item, last) == 0)
			continue;
		str_adds(out, last ? "," : "");
		str_json(out, slice_str(item));
		last = item;
	}
}

static void
map_checker(struct mapper *m, const char *property, const struct checker *c,
    struct str *out)
{
	struct checklist list = { m, property, { 0 } };
	struct slice rest = c->words, word;

	while (address_next(&rest, no_keywords, &word))
		c->form->add(&list, word);
	/* An empty white list locks everybody out, an empty black one lets
	 * those in whom it is for. */
	if (!list.items.n && !(m->v->pending & 1u << REQUEST_PERMISSIONS))
		mapper_fail(m, "nobody-known", property, _("none of the "
		    "attendees has an id: name them in [people], or allow "
		    "others too"));
	str_addf(out, "{\"check_field\":%d,\"check_mode\":%d,"
	    "\"check_list\":[", c->form->check_field, c->black ? 2 : 1);
	add_list(&list.items, out);
	str_adds(out, "]}");
	VEC_FREE(&list.items);
}

static void
map_one(struct mapper *m, const struct permission *p, struct slice text,
    struct str *out)
{
	struct slice part;
	struct checker c;
	const char *sep = "";

	str_addf(out, "%s{\"permission\":%d,\"permission_checkers\":[",
	    out->n ? "," : "[", p->number);
	while (next_checker(&text, &part)) {
		read_checker(&c, part);
		str_adds(out, sep);
		map_checker(m, p->property, &c, out);
		sep = ",";
	}
	str_adds(out, "]}");
}

static const char *
setting_text(const struct settings *s, size_t offset)
{
	const char *text;

	memcpy(&text, (const char *)s + offset, sizeof(text));
	return text;
}

void
permission_map(struct mapper *m)
{
	struct str json = { 0 };
	struct slice text;
	size_t i;

	m->field = REQUEST_PERMISSIONS;
	for (i = 0; i < sizeof(permissions) / sizeof(*permissions); i++) {
		text = slice_trim(slice_str(mapper_nearer(m,
		    permissions[i].property,
		    setting_text(m->s, permissions[i].setting))));
		/* "anyone" is what holds without a checker. */
		if (!text.n || is_anyone(text))
			continue;
		if (!permission_valid(text))
			mapper_fail(m, "bad-value", permissions[i].property,
			    arena_printf(m->a, _("none of %s"),
			    intl_text(PERMISSION_FORMS)));
		else
			map_one(m, &permissions[i], text, &json);
	}
	if (json.n) {
		str_addc(&json, ']');
		mapper_set(m, REQUEST_PERMISSIONS, &json);
	}
	str_free(&json);
}
