/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>

#include "sandbox/box.h"
#include "sandbox/scopes.h"

static void
add(struct json_object *list, const char *name, const char *type, bool lacks)
{
	struct json_object *o = json_object_new_object();

	json_object_object_add(o, "scope_name", json_object_new_string(name));
	json_object_object_add(o, "grant_status",
	    json_object_new_int(lacks ? 2 : 1));
	json_object_object_add(o, "scope_type", json_object_new_string(type));
	json_object_array_add(list, o);
}

int
scopes_get(struct box *b, struct call *c)
{
	static const char *const names[] = { "vc:reserve",
		"vc:reserve:readonly", "contact:user.id:readonly",
		"contact:user.employee_id:readonly" };
	struct json_object *data, *list;

	if (assume_is(&b->opt.assume, ASSUME_SCOPE_LIST, "refuse"))
		return token_refuse_scope(c, "action_scope_required",
		    "application:application:self_manage");
	list = json_object_new_array();
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		add(list, names[i], "tenant", token_lacks(b, false,
		    names[i]));
		add(list, names[i], "user", token_lacks(b, true, names[i]));
	}
	data = json_object_new_object();
	json_object_object_add(data, "scopes", list);
	reply_data(&c->reply, data);
	return 0;
}
