/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "export/export.h"
#include "ics/zone.h"

/*
 * render FORMAT LANG NOW N - an export of N made-up meetings around NOW
 * (Unix seconds), on stdout; LANG "-" is none.  The first ones are what
 * the tests look for, hostile ones among them; they are the same every
 * time.
 */

#define DAY 86400
#define HOUR 3600

struct made {
	const char *calendar, *topic, *location, *zone;
	int64_t start, end;		/* seconds from NOW's hour */
	bool all_day, recurring;
	const char *url;		/* NULL: one of our own */
};

static const struct made first[] = {
	{ "team", "Weekly stand-up", "Room 5", "Asia/Shanghai", -600, 1800,
	    .recurring = true },
	{ "team", "Design review", NULL, "Europe/Berlin", 5400, 9000, .url = NULL },
	{ "sales", "客户会议：季度总结", "上海办公室", "Asia/Shanghai",
	    DAY, DAY + HOUR, .url = NULL },
	{ "private", "<script>alert(1)</script><img src=x onerror=alert(2)>",
	    "\"><b>x</b>", "UTC", DAY + HOUR, DAY + 2 * HOUR, .url = NULL },
	{ "sales", "javascript link", NULL, "UTC", DAY + 7200, DAY + 9000,
	    .url = "javascript:alert(3)" },
	{ "</script><!--", "=cmd|' /C calc'!A0", NULL, "America/New_York",
	    2 * DAY, 2 * DAY + HOUR, .url = NULL },
	{ "team", "Offsite", "Hangzhou", "Asia/Shanghai", 4 * DAY, 6 * DAY,
	    .all_day = true },
	{ "team", "Long night", NULL, "Asia/Shanghai", 3 * DAY,
	    3 * DAY + 20 * HOUR, .url = NULL },
	{ "team", "Retrospective", NULL, "Asia/Shanghai", -2 * DAY,
	    -2 * DAY + HOUR, .url = NULL },
};
#define FIRST (sizeof(first) / sizeof(*first))

static const char *const topics[] = { "One to one", "Planning", "评审会议",
	"Interview: a candidate whose name and title go on for quite a while",
	"Budget", "Support hand-over" };
static const char *const calendars[] = { "team", "sales", "private" };

static int32_t
offset_at(const struct zone *z, int64_t at)
{
	struct civil local = zone_to_local(z, at);

	return (int32_t)(clock_from_civil(&local) - at);
}

static void
fill(struct meeting *m, const struct made *from, size_t i, struct arena *a)
{
	const struct zone *z = zone_find(slice_str(from->zone));

	*m = (struct meeting){ .calendar = from->calendar,
		.topic = from->topic, .location = from->location,
		.zone = from->zone, .start = from->start, .end = from->end,
		.all_day = from->all_day, .recurring = from->recurring,
		.recurrence_id = "", .state = "live", .url = from->url };
	m->uid = arena_printf(a, "m%zu@example.com", i);
	m->meeting_no = arena_printf(a, "%zu", 100000000 + i * 7919);
	m->reserve_id = arena_printf(a, "%zu", 7490000000000000000 + i);
	if (!m->url)
		m->url = arena_printf(a, "https://vc.feishu.cn/j/%s",
		    m->meeting_no);
	if (i == 1)
		m->live_link = "https://meetings.feishu.cn/s/1gub381l4gglv";
	m->start_offset = offset_at(z, m->start);
	m->end_offset = offset_at(z, m->end);
	m->expires = m->end + 1800;
	if (m->all_day) {	/* local midnights */
		m->start -= (m->start + m->start_offset) % DAY;
		m->end -= (m->end + m->end_offset) % DAY;
	}
}

static void
make(struct meeting *meetings, size_t n, int64_t now, struct arena *a)
{
	int64_t hour = now - now % HOUR, at;
	struct made m;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i < FIRST) {
			m = first[i];
			m.start += i < 1 ? now : hour;
			m.end += i < 1 ? now : hour;
		} else {
			at = (int64_t)(i / 4) * DAY - 3 * DAY +
			    (int64_t)(i % 4 * 2 + 1) * HOUR;
			m = (struct made){ .calendar = calendars[i % 3],
				.topic = topics[i % 6],
				.zone = i % 5 ? "Asia/Shanghai"
				    : "America/New_York",
				.start = hour + at, .end = hour + at + 2700 };
		}
		fill(&meetings[i], &m, i, a);
	}
}

int
main(int argc, char **argv)
{
	struct export_input in = { .title = "Team meetings" };
	const struct export_format *f;
	struct meeting *meetings;
	struct arena a = { 0 };
	struct str out = { 0 };
	size_t n;

	if (argc != 5 || !(f = export_format_find(argv[1]))) {
		fprintf(stderr, "usage: render FORMAT LANG NOW N\n");
		return 2;
	}
	in.lang = strcmp(argv[2], "-") == 0 ? NULL : argv[2];
	in.now = strtoll(argv[3], NULL, 10);
	n = strtoul(argv[4], NULL, 10);
	meetings = arena_alloc(&a, (n + 1) * sizeof(*meetings));
	make(meetings, n, in.now, &a);
	in.meetings = meetings;
	in.n = n;
	f->write(&out, &in);
	fwrite(out.p, 1, out.n, stdout);
	str_free(&out);
	arena_free(&a);
	zone_done();
	return 0;
}
