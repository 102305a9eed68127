/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/json.h"
#include "api/scopes.h"

#define GRANTED 1

static void
read_scope(struct api_scope *scopes, size_t n, const struct json_object *o)
{
	const char *name = NULL, *type = NULL;
	int64_t status = 0;
	size_t i;

	json_text(o, "scope_name", &name);
	json_text(o, "scope_type", &type);
	json_int(o, "grant_status", &status);
	for (i = 0; name && status == GRANTED && i < n; i++) {
		if (strcmp(scopes[i].name, name) != 0)
			continue;
		if (!type || strcmp(type, "user") != 0)
			scopes[i].for_app = true;
		if (!type || strcmp(type, "tenant") != 0)
			scopes[i].for_user = true;
	}
}

const char *
scopes_read(struct api_scope *scopes, size_t n,
    const struct json_object *root)
{
	struct json_object *data = NULL, *list = NULL;
	size_t i;

	for (i = 0; i < n; i++)
		scopes[i].for_app = scopes[i].for_user = false;
	json_child(root, "data", &data);
	if (json_list(data, "scopes", &list) != JSON_FOUND)
		return "data.scopes is missing";
	for (i = 0; i < json_length(list); i++)
		read_scope(scopes, n, json_item_object(list, i));
	return NULL;
}
