/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "model/action.h"

const char *
action_kind_name(enum action_kind k)
{
	static const char *const names[] = {
		[ACTION_NONE] = N_("none"),
		[ACTION_CREATE] = N_("create"),
		[ACTION_UPDATE] = N_("update"),
		[ACTION_RENEW] = N_("renew"),
		[ACTION_DELETE] = N_("delete"),
		[ACTION_WRITE] = N_("write"),
	};

	return names[k];
}

const char *
action_result_name(enum action_result r)
{
	static const char *const names[] = {
		[RESULT_PLANNED] = N_("planned"),
		[RESULT_OK] = N_("ok"),
		[RESULT_FAILED] = N_("failed"),
		[RESULT_UNKNOWN] = N_("unknown"),
		[RESULT_REFUSED] = N_("refused"),
	};

	return names[r];
}
