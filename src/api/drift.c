/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/drift.h"
#include "api/json.h"

static const char *
drift_name(enum drift d)
{
	static const char *const names[DRIFTS] = {
		[DRIFT_END_TIME] = "end_time",
		[DRIFT_URL] = "url",
		[DRIFT_MEETING_NO] = "meeting_no",
		[DRIFT_APP_LINK] = "app_link",
		[DRIFT_LIVE_LINK] = "live_link",
		[DRIFT_GONE] = "gone",
		[DRIFT_EXPIRED] = "expired",
	};

	return (unsigned)d < REQUEST_FIELDS
	    ? request_name((enum request_field)d) : names[d];
}

/* The state has a digest of the password, which request_diff knows. */
static bool
other_password(const struct request *held, const struct request *got)
{
	struct request told = *held;

	if (!held->field[REQUEST_PASSWORD])
		return false;
	told.field[REQUEST_PASSWORD] = got->field[REQUEST_PASSWORD]
	    ? got->field[REQUEST_PASSWORD] : "\"\"";
	return request_diff(held, &told) & 1u << REQUEST_PASSWORD;
}

static bool
other_field(const struct reservation *got, enum request_field f,
    const char *held)
{
	const char *has = got->settings.field[f];

	if (!held)
		return false;
	if (f == REQUEST_OWNER)
		return has && !json_says(has, held);
	if (!got->has_settings)
		return false;
	if (!has)
		has = request_empty(f);
	return has && !json_says(has, held);
}

static bool
other_text(const char *held, const char *got)
{
	return got && *got && (!held || strcmp(held, got) != 0);
}

static unsigned
other_texts(const struct booking *b, const struct reservation *got)
{
	unsigned set = 0;

	if (other_text(b->url, got->url))
		set |= 1u << DRIFT_URL;
	if (other_text(b->meeting_no, got->meeting_no))
		set |= 1u << DRIFT_MEETING_NO;
	if (!b->app_link && other_text(NULL, got->app_link))
		set |= 1u << DRIFT_APP_LINK;
	if (!b->live_link && other_text(NULL, got->live_link))
		set |= 1u << DRIFT_LIVE_LINK;
	return set;
}

/* A day more than what the API allows, for clocks that differ. */
#define LONGEST (INT64_C(31) * 86400)

/* expire_status; the documentation's examples also have 0. */
enum { NOT_EXPIRED = 1, EXPIRED = 2 };

static bool
is_over(const struct reservation *got, int64_t now)
{
	return got->end_time && got->end_time <= now;
}

unsigned
drift_find(const struct booking *b, const struct reservation *got,
    int64_t now)
{
	unsigned set = 0;
	enum request_field f;

	if (!got)
		return 1u << DRIFT_GONE;
	if (got->expire_status == EXPIRED ||
	    (got->expire_status != NOT_EXPIRED && is_over(got, now)))
		return 1u << DRIFT_EXPIRED;
	for (f = 0; f < REQUEST_FIELDS; f++)
		if (f != REQUEST_PASSWORD &&
		    other_field(got, f, b->held.field[f]))
			set |= 1u << f;
	if (other_password(&b->held, &got->settings))
		set |= 1u << REQUEST_PASSWORD;
	/* Said not to be expired it can't be over: then the time is wrong.
	 * Nor can it last longer than 30 days. */
	if (got->end_time && !is_over(got, now) &&
	    got->end_time < now + LONGEST && got->end_time != b->end_time)
		set |= 1u << DRIFT_END_TIME;
	return set | other_texts(b, got);
}

unsigned
drift_stayed(unsigned cleared, const struct reservation *got)
{
	unsigned set = 0;
	enum request_field f;
	const char *has;

	for (f = 0; f < REQUEST_FIELDS; f++) {
		has = got->settings.field[f];
		if ((cleared & 1u << f) && has && *has &&
		    !json_says(has, f == REQUEST_PASSWORD ? "\"\""
		    : request_empty(f)))
			set |= 1u << f;
	}
	return set;
}

void
drift_adopt(struct booking *b, const struct reservation *got,
    unsigned drifts)
{
	enum request_field f;
	const char *has;

	if (drifts & (1u << DRIFT_GONE | 1u << DRIFT_EXPIRED)) {
		b->state = BOOKING_ENDED;
		return;
	}
	for (f = 0; f < REQUEST_FIELDS; f++) {
		if (!(drifts & 1u << f))
			continue;
		has = got->settings.field[f];
		b->held.field[f] = has ? has : request_empty(f);
	}
	if (drifts & 1u << DRIFT_END_TIME)
		b->end_time = got->end_time;
	if (drifts & 1u << DRIFT_URL)
		b->url = got->url;
	if (drifts & 1u << DRIFT_MEETING_NO)
		b->meeting_no = got->meeting_no;
	if (drifts & 1u << DRIFT_APP_LINK)
		b->app_link = got->app_link;
	if (drifts & 1u << DRIFT_LIVE_LINK)
		b->live_link = got->live_link;
}

void
drift_list(struct str *out, unsigned drifts)
{
	const char *sep = "";
	unsigned d;

	for (d = 0; d < DRIFTS; d++) {
		if (!(drifts & 1u << d))
			continue;
		str_addf(out, "%s%s", sep, drift_name((enum drift)d));
		sep = ", ";
	}
}

void
drift_json(struct str *out, unsigned drifts)
{
	unsigned d;

	member_open(out, "changed", '[');
	for (d = 0; d < DRIFTS; d++)
		if (drifts & 1u << d)
			member_text(out, NULL, drift_name((enum drift)d));
	member_close(out, ']');
}
