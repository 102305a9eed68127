/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "api/call.h"
#include "api/json.h"
#include "api/read.h"
#include "base/intl.h"
#include "base/secret.h"

#define RESERVES "/open-apis/vc/v1/reserves/"
#define ID_MAX 64

static const struct {
	const char *method, *path;
	bool by_id;
	const char *behind;		/* the id */
	bool user_id_type;
} ops[API_OPS] = {
	[API_APPLY] = { "POST", RESERVES "apply", false, "", true },
	[API_UPDATE] = { "PUT", RESERVES, true, "", true },
	[API_DELETE] = { "DELETE", RESERVES, true, "", false },
	[API_GET] = { "GET", RESERVES, true, "", true },
	[API_ACTIVE] = { "GET", RESERVES, true, "/get_active_meeting", true },
	[API_PEOPLE] = { "POST", "/open-apis/contact/v3/users/batch_get_id",
	    false, "", true },
	[API_SCOPES] = { "GET", "/open-apis/application/v6/scopes", false, "",
	    false },
	[API_NAMES] = { "GET", "/open-apis/contact/v3/users/batch", false, "",
	    true },
};

const char *
call_method(enum api_op op)
{
	return ops[op].method;
}

bool
call_has_body(enum api_op op)
{
	return op == API_APPLY || op == API_UPDATE || op == API_PEOPLE;
}

bool
call_by_id(enum api_op op)
{
	return ops[op].by_id;
}

bool
call_id_safe(const char *id)
{
	size_t n = id ? strspn(id, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz-_") : 0;

	return n && n <= ID_MAX && !id[n];
}

bool
call_user_id_type(const char *type)
{
	static const char *const types[] = { "open_id", "union_id",
		"user_id" };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return false;
}

void
call_path(struct str *url, enum api_op op, const char *id,
    const char *user_id_type)
{
	str_adds(url, ops[op].path);
	str_adds(url, ops[op].by_id ? id : "");
	str_adds(url, ops[op].behind);
	if (ops[op].user_id_type)
		str_addf(url, "?user_id_type=%s", user_id_type);
}

/* The texts of data.reserve that are kept, and what they must be. */
static const struct {
	const char *name;
	size_t at;
	bool (*check)(const char *text);
} members[] = {
	{ "meeting_no", offsetof(struct api_reserve, meeting_no),
	    check_meeting_no },
	{ "url", offsetof(struct api_reserve, url), check_link },
	{ "app_link", offsetof(struct api_reserve, app_link), check_link },
	{ "live_link", offsetof(struct api_reserve, live_link), check_link },
	{ "password", offsetof(struct api_reserve, password),
	    check_password },
};

static void
add_odd(struct str *odd, const char *name)
{
	str_addf(odd, "%s%s", odd->n ? ", " : "", name);
}

/* A number stands for its digits.  "" is as good as absent. */
static void
read_texts(struct api_reserve *r, const struct json_object *o,
    struct str *odd, struct arena *texts)
{
	const char *text;
	enum json_found found;
	char *copy;
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(*members); i++) {
		text = NULL;
		found = json_id(o, members[i].name, texts, &text);
		if (found == JSON_ABSENT || (text && !*text))
			continue;
		if (found == JSON_WRONG || !members[i].check(text)) {
			add_odd(odd, members[i].name);
			continue;
		}
		/* A server may echo a token in any text. */
		copy = arena_str(texts, text);
		secret_mask(copy);
		*(const char **)(void *)((char *)r + members[i].at) = copy;
	}
}

static void
read_end_time(struct api_reserve *r, const struct json_object *o,
    const struct reserve_ask *ask, struct str *odd)
{
	struct json_object *sent = json_read(ask->body);
	enum json_found found = json_time(o, "end_time", &r->end_time);
	int64_t asked = 0;

	json_time(sent, "end_time", &asked);
	json_free(sent);
	if (found == JSON_WRONG ||
	    (found == JSON_FOUND && !check_end_time(r->end_time, asked,
	    ask->now))) {
		r->end_time = 0;
		add_odd(odd, "end_time");
	}
}

static void
read_fields(struct api_reserve *r, const struct json_object *o,
    const struct reserve_ask *ask, struct arena *texts)
{
	struct str odd = { 0 };

	read_texts(r, o, &odd, texts);
	read_end_time(r, o, ask, &odd);
	r->odd = odd.n ? arena_dup(texts, odd.p, odd.n) : NULL;
	str_free(&odd);
}

/* The host ids of an apply: 10 may be sent. */
#define HOSTS_MAX 10

/* data.reserve_correction_check_info.invalid_host_id_list, if any. */
static void
read_invalid_hosts(struct api_reserve *r, const struct json_object *data,
    struct arena *texts)
{
	struct json_object *info = NULL, *list = NULL;
	struct str ids = { 0 };
	const char *id;
	size_t i;

	json_child(data, "reserve_correction_check_info", &info);
	json_list(info, "invalid_host_id_list", &list);
	for (i = 0; list && i < json_length(list) && i < HOSTS_MAX; i++) {
		id = json_item_text(list, i);
		if (!id || !*id)
			continue;
		str_adds(&ids, ids.n ? "," : "");
		/* Not what else a server may put there. */
		str_adds(&ids, call_id_safe(id) ? id :
		    _("(not an id)"));
	}
	if (ids.n) {
		secret_mask(ids.p);
		r->invalid_hosts = arena_dup(texts, ids.p, ids.n);
	}
	str_free(&ids);
}

const char *
reserve_read(struct api_reserve *r, const struct reserve_ask *ask,
    const struct json_object *root, struct arena *texts)
{
	struct json_object *data = NULL, *o = NULL;
	enum json_found found;

	if (ask->op == API_DELETE)
		return NULL;
	json_child(root, "data", &data);
	json_child(data, "reserve", &o);
	read_fields(r, o, ask, texts);
	read_invalid_hosts(r, data, texts);
	found = json_id(o, "id", texts, &r->id);
	if (ask->op == API_UPDATE) {
		/* An update may be answered without the reservation. */
		if (found == JSON_ABSENT || (r->id &&
		    (!*r->id || strcmp(r->id, ask->id) == 0)))
			return NULL;
		*r = (struct api_reserve){ .odd = "id" };
		return NULL;
	}
	if (found != JSON_FOUND || !*r->id)
		return N_("data.reserve.id is missing");
	return check_reserve_id(r->id) ? NULL
	    : N_("data.reserve.id is not an id");
}

/* --- people --------------------------------------------------------------- */

void
people_body(struct str *body, const struct api_person *people, size_t n)
{
	size_t i;

	str_adds(body, "{\"emails\":[");
	for (i = 0; i < n; i++) {
		str_adds(body, i ? "," : "");
		str_json(body, slice_str(people[i].address));
	}
	str_adds(body, "]}");
}

/* The one whom a masked echo can mean, if there is only one. */
static struct api_person *
unmask(struct api_person *people, size_t n, struct slice echo)
{
	struct api_person *found = NULL;
	size_t i;

	if (!echo.n || !memchr(echo.p, '*', echo.n))
		return NULL;
	for (i = 0; i < n; i++) {
		if (!slice_glob(slice_str(people[i].address), echo))
			continue;
		if (found)
			return NULL;
		found = &people[i];
	}
	return found;
}

static struct api_person *
find(struct api_person *people, size_t n, struct slice echo)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (slice_ieq(slice_str(people[i].address), echo))
			return &people[i];
	return unmask(people, n, echo);
}

/* Ids go into requests, the state and outputs: nothing else may. */
static const char *
read_id(const struct json_object *entry, struct arena *texts)
{
	const char *id = NULL;
	char *copy;

	json_text(entry, "user_id", &id);
	if (!id || !*id)
		return NULL;
	copy = arena_str(texts, id);
	secret_mask(copy);
	return call_id_safe(copy) ? copy : NULL;
}

void
people_query(struct str *url, const struct api_person *people, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (call_id_safe(people[i].id))
			str_addf(url, "&user_ids=%s", people[i].id);
}

/* An entry has the ids that the app may see, whatever kind was asked by. */
static void
read_name(struct api_person *people, size_t n,
    const struct json_object *entry, struct arena *texts)
{
	static const char *const kinds[] = { "open_id", "union_id",
		"user_id" };
	const char *id, *name = NULL;
	char *copy;
	size_t i, k;

	json_text(entry, "name", &name);
	if (!name || !*name || !check_line(name))
		return;
	copy = arena_str(texts, name);
	secret_mask(copy);
	for (k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		id = NULL;
		json_text(entry, kinds[k], &id);
		for (i = 0; id && i < n; i++)
			if (strcmp(people[i].id, id) == 0)
				people[i].name = copy;
	}
}

const char *
people_read_names(struct api_person *people, size_t n,
    const struct json_object *root, struct arena *texts)
{
	struct json_object *data = NULL, *list = NULL;
	size_t i;

	for (i = 0; i < n; i++)
		people[i].name = NULL;
	json_child(root, "data", &data);
	if (json_list(data, "items", &list) == JSON_WRONG)
		return N_("data.items is no list");
	for (i = 0; list && i < json_length(list); i++)
		read_name(people, n, json_item_object(list, i), texts);
	return NULL;
}

static const char two_ids[] = "";

static void
read_entry(struct api_person *people, size_t n,
    const struct json_object *entry, struct arena *texts)
{
	const char *echo = NULL, *id;
	struct api_person *p;

	json_text(entry, "email", &echo);
	p = find(people, n, slice_trim(slice_str(echo)));
	id = p ? read_id(entry, texts) : NULL;
	if (!id)
		return;
	if (!p->id)
		p->id = id;
	else if (strcmp(p->id, id) != 0)
		p->id = two_ids;
}

const char *
people_read(struct api_person *people, size_t n,
    const struct json_object *root, struct arena *texts)
{
	struct json_object *data = NULL, *list = NULL;
	size_t i;

	for (i = 0; i < n; i++)
		people[i].id = NULL;
	json_child(root, "data", &data);
	if (json_list(data, "user_list", &list) != JSON_FOUND)
		return N_("data.user_list is missing");
	for (i = 0; i < json_length(list); i++)
		read_entry(people, n, json_item_object(list, i), texts);
	for (i = 0; i < n; i++)
		if (people[i].id == two_ids)
			people[i].id = NULL;
	return NULL;
}
