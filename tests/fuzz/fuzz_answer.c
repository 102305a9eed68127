/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/answer.h"
#include "api/call.h"
#include "base/mem.h"
#include "fuzz.h"

/* One line, in UTF-8, that a terminal can show. */
static void
check_text(const char *text)
{
	struct slice rest = slice_str(text ? text : "");
	size_t n;

	for (; rest.n; rest = slice_from(rest, n)) {
		n = str_utf8(rest);
		HOLD(n && (unsigned char)rest.p[0] >= ' ' &&
		    rest.p[0] != 0x7f);
	}
}

static void
check_reserve(const struct answer_ask *ask, const struct api_reserve *r)
{
	if (ask->call == API_APPLY)
		HOLD(r->id && call_id_safe(r->id));
	check_text(r->meeting_no);
	check_text(r->url);
	check_text(r->app_link);
	check_text(r->live_link);
	HOLD(r->end_time >= 0);
}

/* The first byte chooses the call, the second the status; the rest is the
 * body of the answer. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int statuses[] = { 200, 200, 200, 400, 403, 404, 429, 500 };
	struct api_person people[2] = { { .address = "a@example.com" },
		{ .address = "b@example.com" } };
	struct app_scope scopes[2] = { { .name = "vc:reserve" },
		{ .name = "vc:reserve:readonly" } };
	struct reservation reservation;
	struct active_meeting meeting;
	struct arena texts = { 0 };
	struct answer answer;
	struct answer_ask ask = { .body = SLICE("{\"meeting_settings\":"
	    "{\"password\":\"123456\"}}"), .reserve_id = "7490000000000000001",
		.reservation = &reservation, .meeting = &meeting,
		.people = people, .n_people = 2,
		.scopes = scopes, .n_scopes = 2 };
	struct http_reply reply = { .outcome = HTTP_ANSWERED, .reset = -1,
		.retry_after = -1, .content_type = "application/json" };

	if (size < 2)
		return 0;
	ask.call = data[0] % ANSWER_CALLS;
	if (ask.call == API_NAMES)
		people[0].id = people[1].id = "ou_1";
	reply.status = statuses[data[1] % 8];
	str_add(&reply.body, slice_of((const char *)data + 2, size - 2));
	answer_read(&answer, &ask, &reply, &texts);
	HOLD(answer.next <= NEXT_STOP_NET);
	HOLD(answer.next != NEXT_REFUSED || answer.message);
	check_text(answer.message);
	if (answer.next == NEXT_DONE && ask.call <= API_UPDATE)
		check_reserve(&ask, &answer.reserve);
	answer_free(&answer);
	http_reply_free(&reply);
	arena_free(&texts);
	return 0;
}
