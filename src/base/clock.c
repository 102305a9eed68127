/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/num.h"

static int64_t
read_clock(clockid_t id, int64_t per_second)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * per_second +
	    (int64_t)ts.tv_nsec / (1000000000 / per_second);
}

static int64_t
system_wall(const struct clock *c)
{
	return c->fixed == CLOCK_RUNS ? read_clock(CLOCK_REALTIME, 1)
	    : c->fixed;
}

int64_t
clock_ms(void)
{
	return read_clock(CLOCK_MONOTONIC, 1000);
}

static int64_t
system_mono(const struct clock *c)
{
	(void)c;
	return clock_ms();
}

static void
system_sleep(const struct clock *c, int64_t ms)
{
	struct timespec ts = { .tv_sec = ms / 1000,
		.tv_nsec = (long)(ms % 1000) * 1000000 };

	(void)c;
	if (ms > 0)
		nanosleep(&ts, NULL);
}

int
clock_init(struct clock *c, struct err *e)
{
	const char *now = getenv("ICSRESERVE_NOW");
	const int64_t end = 253402300799;	/* 9999-12-31T23:59:59Z */

	*c = (struct clock){ .wall = system_wall, .mono = system_mono,
		.sleep = system_sleep, .fixed = CLOCK_RUNS };
	if (!now || !*now || num_parse(slice_str(now), 0, end, &c->fixed))
		return 0;
	if (clock_parse(slice_str(now), &c->fixed, e) == -1)
		return err_wrap(e, "ICSRESERVE_NOW");
	return 0;
}

int64_t
clock_from_civil(const struct civil *c)
{
	/* Days by Howard Hinnant's civil calendar arithmetic. */
	int64_t m = (int64_t)c->year * 12 + c->month - 1;
	int64_t y = m >= 0 ? m / 12 : -((11 - m) / 12);
	int64_t era, yoe, doy;

	m -= y * 12;		/* 0 to 11 */
	y -= m < 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m < 2 ? m + 10 : m - 2) + 2) / 5 + c->day - 1;
	return (era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy -
	    719468) * 86400 + c->hour * 3600 + c->minute * 60 + c->second;
}

struct civil
clock_to_civil(int64_t s)
{
	int64_t days = (s >= 0 ? s : s - 86399) / 86400;
	int64_t rest = s - days * 86400;
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);

	return (struct civil){
		.year = (int)(yoe + era * 400 + (month <= 2)),
		.month = month,
		.day = (int)(doy - (153 * mp + 2) / 5 + 1),
		.hour = (int)(rest / 3600),
		.minute = (int)(rest / 60 % 60),
		.second = (int)(rest % 60),
	};
}

const char *
clock_rfc3339(int64_t unix_s, char buf[CLOCK_TEXT])
{
	struct civil c = clock_to_civil(unix_s);

	snprintf(buf, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year,
	    c.month, c.day, c.hour, c.minute, c.second);
	return buf;
}

const char *
clock_ical(int64_t unix_s, char buf[CLOCK_TEXT])
{
	struct civil c = clock_to_civil(unix_s);

	snprintf(buf, CLOCK_TEXT, "%04d%02d%02dT%02d%02d%02dZ", c.year,
	    c.month, c.day, c.hour, c.minute, c.second);
	return buf;
}

static bool
digits(struct slice *rest, size_t n, int min, int max, int *out)
{
	int64_t v;

	if (rest->n < n || !num_parse(slice_of(rest->p, n), min, max, &v))
		return false;
	*out = (int)v;
	*rest = slice_from(*rest, n);
	return true;
}

static bool
one_of(struct slice *rest, const char *set)
{
	if (!rest->n || !rest->p[0] || !strchr(set, rest->p[0]))
		return false;
	*rest = slice_from(*rest, 1);
	return true;
}

static bool
zone_offset(struct slice *rest, int64_t *offset)
{
	int sign, h, m;

	*offset = 0;
	if (one_of(rest, "Zz"))
		return true;
	if (!rest->n)
		return false;
	sign = rest->p[0] == '-' ? -1 : 1;
	if (!one_of(rest, "+-") || !digits(rest, 2, 0, 23, &h) ||
	    !one_of(rest, ":") || !digits(rest, 2, 0, 59, &m))
		return false;
	*offset = sign * (h * 3600 + m * 60);
	return true;
}

/* The 30th of February would carry over into March. */
static bool
is_a_day(const struct civil *c)
{
	struct civil back = clock_to_civil(clock_from_civil(c));

	return c->second == 60 || back.day == c->day;
}

int
clock_parse(struct slice text, int64_t *unix_s, struct err *e)
{
	struct slice r = text;
	struct civil c;
	int64_t offset;

	if (digits(&r, 4, 1970, 9999, &c.year) && one_of(&r, "-") &&
	    digits(&r, 2, 1, 12, &c.month) && one_of(&r, "-") &&
	    digits(&r, 2, 1, 31, &c.day) && one_of(&r, "Tt ") &&
	    digits(&r, 2, 0, 23, &c.hour) && one_of(&r, ":") &&
	    digits(&r, 2, 0, 59, &c.minute) && one_of(&r, ":") &&
	    digits(&r, 2, 0, 60, &c.second) && zone_offset(&r, &offset) &&
	    r.n == 0 && is_a_day(&c)) {
		*unix_s = clock_from_civil(&c) - offset;
		return 0;
	}
	return err_set(e, ERR_USAGE, "'%.*s' is not a time such as "
	    "2026-12-01T10:00:00+08:00", (int)(text.n < 60 ? text.n : 60),
	    text.p);
}
