/* SPDX-License-Identifier: MIT */
#include "model/action.h"

const char *
action_kind_name(enum action_kind k)
{
	static const char *const names[] = {
		[ACTION_NONE] = "none",
		[ACTION_CREATE] = "create",
		[ACTION_UPDATE] = "update",
		[ACTION_RENEW] = "renew",
		[ACTION_DELETE] = "delete",
		[ACTION_WRITE] = "write",
	};

	return names[k];
}

const char *
action_result_name(enum action_result r)
{
	static const char *const names[] = {
		[RESULT_PLANNED] = "planned",
		[RESULT_OK] = "ok",
		[RESULT_FAILED] = "failed",
		[RESULT_UNKNOWN] = "unknown",
		[RESULT_REFUSED] = "refused",
	};

	return names[r];
}
