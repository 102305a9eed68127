/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/json.h"
#include "api/people.h"
#include "api/read.h"
#include "base/intl.h"
#include "base/secret.h"

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
