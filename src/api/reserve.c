/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "api/json.h"
#include "api/reserve.h"
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
};

const char *
reserve_method(enum api_op op)
{
	return ops[op].method;
}

bool
reserve_has_body(enum api_op op)
{
	return op == API_APPLY || op == API_UPDATE || op == API_PEOPLE;
}

bool
reserve_by_id(enum api_op op)
{
	return ops[op].by_id;
}

bool
reserve_id_safe(const char *id)
{
	size_t n = id ? strspn(id, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz-_") : 0;

	return n && n <= ID_MAX && !id[n];
}

bool
reserve_user_id_type(const char *type)
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
reserve_path(struct str *url, enum api_op op, const char *id,
    const char *user_id_type)
{
	str_adds(url, ops[op].path);
	str_adds(url, ops[op].by_id ? id : "");
	str_adds(url, ops[op].behind);
	if (ops[op].user_id_type)
		str_addf(url, "?user_id_type=%s", user_id_type);
}

/* The texts of data.reserve that are kept. */
static const struct {
	const char *name;
	size_t at;
} members[] = {
	{ "url", offsetof(struct api_reserve, url) },
	{ "app_link", offsetof(struct api_reserve, app_link) },
	{ "live_link", offsetof(struct api_reserve, live_link) },
	{ "password", offsetof(struct api_reserve, password) },
};

/* A member of a wrong type counts as absent: the id is what matters. */
static void
read_texts(struct api_reserve *r, const struct json_object *o,
    struct arena *texts)
{
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(*members); i++)
		*(const char **)(void *)((char *)r + members[i].at) =
		    json_word(o, members[i].name, texts);
	r->meeting_no = json_digits(o, "meeting_no", texts);
	json_time(o, "end_time", &r->end_time);
}

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
	for (i = 0; list && i < json_length(list); i++) {
		id = json_item_text(list, i);
		if (!id || !*id)
			continue;
		str_adds(&ids, ids.n ? "," : "");
		/* Not what else a server may put there. */
		str_adds(&ids, reserve_id_safe(id) ? id : "(not an id)");
	}
	if (ids.n) {
		secret_mask(ids.p);
		r->invalid_hosts = arena_dup(texts, ids.p, ids.n);
	}
	str_free(&ids);
}

const char *
reserve_read(struct api_reserve *r, enum api_op op,
    const struct json_object *root, struct arena *texts)
{
	struct json_object *data = NULL, *o = NULL;

	if (op == API_DELETE)
		return NULL;
	json_child(root, "data", &data);
	json_child(data, "reserve", &o);
	read_texts(r, o, texts);
	read_invalid_hosts(r, data, texts);
	/* An update that says no more than "done" is done. */
	if (op == API_UPDATE)
		return NULL;
	if (json_id(o, "id", texts, &r->id) != JSON_FOUND || !*r->id)
		return "data.reserve.id is missing";
	return reserve_id_safe(r->id) ? NULL
	    : "data.reserve.id is not an id";
}
