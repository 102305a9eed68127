/* SPDX-License-Identifier: MIT */
/* tests/golden/cut: what cut finds in a file, a line for each component. */
#include "golden.h"

#include "ics/cut.h"

static const char *
word(enum cut_reason r)
{
	return r == CUT_FINE ? "fine" : cut_reason_word(r);
}

static void
event(struct str *got, struct slice input, const struct cut_event *ev)
{
	struct slice text = cut_slice(input, ev);
	const char *uid = memmem(text.p, text.n, "UID:", 4);
	size_t n = uid ? strcspn(uid, "\r\n") : 0;

	str_addf(got, "  event line %u: %u+%u %.*s%s%s\n", ev->line, ev->off,
	    ev->len, (int)n, uid ? uid : "", ev->has_uid ? "" : "no UID",
	    ev->duplicate ? " duplicate" : "");
}

static void
run(struct str *got, struct slice input, const char *name)
{
	const struct cut_calendar *cal;
	struct cut c;
	uint32_t i, j;

	(void)name;
	cut_bytes(&c, input, NULL);
	str_addf(got, "file: %s", word(c.reason));
	if (c.reason != CUT_FINE)
		str_addf(got, " in line %u", c.reason_line);
	str_adds(got, cut_doubtful(c.reason) ? ", doubtful\n" : "\n");
	for (i = 0; i < c.calendars.n; i++) {
		cal = &c.calendars.items[i];
		str_addf(got, "calendar line %u: %u+%u %s\n", cal->line,
		    cal->off, cal->len, word(cal->reason));
		for (j = 0; j < c.events.n; j++)
			if (c.events.items[j].calendar
			    == i)
				event(got, input, &c.events.items[j]);
	}
	cut_free(&c);
}

int
main(void)
{
	static const struct golden kind = { "tests/golden/cut", ".ics", run };

	return golden_main(&kind);
}
