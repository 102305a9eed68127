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
