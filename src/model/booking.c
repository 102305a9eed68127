/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "model/booking.h"

const char *
booking_state_name(enum booking_state s)
{
	static const char *const names[] = {
		[BOOKING_WANTED] = N_("wanted"),
		[BOOKING_CREATING] = N_("creating"),
		[BOOKING_UNKNOWN] = N_("unknown"),
		[BOOKING_LIVE] = N_("live"),
		[BOOKING_ENDED] = N_("ended"),
	};

	return names[s];
}

void
booking_keep(struct booking *b, struct arena *a)
{
	const char **texts[] = { &b->calendar, &b->uid, &b->recurrence_id,
		&b->reserve_id, &b->meeting_no, &b->url, &b->app_link,
		&b->live_link, &b->password, &b->topic, &b->error.message,
		&b->error.log_id };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		*texts[i] = arena_str(a, *texts[i]);
	request_keep(&b->held, a);
}

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
