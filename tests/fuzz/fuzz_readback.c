/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/str.h"
#include "fuzz.h"
#include "ics/cut.h"
#include "ics/line.h"
#include "ics/readback.h"

static const struct slice own[] = {
	SLICE("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"Feishu "
	    "meeting\":https://vc.feishu.cn/j/123456789"),
	SLICE("X-ICSRESERVE-ID:7490000000000000002"),
};

/* Where lines are put in: before the first component, else before END. */
static size_t
place(struct slice event)
{
	char name[ICS_NAME_MAX];
	struct slice rest = event, raw;
	size_t at;

	line_next(&rest, &raw);
	for (at = event.n - rest.n; line_next(&rest, &raw);
	    at = event.n - rest.n)
		if (line_name(raw, name) && (strcmp(name, "BEGIN") == 0 ||
		    strcmp(name, "END") == 0))
			break;
	return at;
}

/* Lines of ours are seen, and nothing else; without them they are missed. */
static void
check(struct slice event)
{
	struct readback r = { .before = event, .put = own, .n_put = 2 };
	struct str after = { 0 };
	size_t at = place(event), i;
	struct err e = { 0 };

	str_add(&after, slice_of(event.p, at));
	for (i = 0; i < 2; i++)
		line_fold(&after, own[i], line_eol(event));
	str_add(&after, slice_from(event, at));
	r.after = str_slice(&after);
	HOLD(readback_check(&r, &e) == 0);
	r.n_put = 0;
	if (readback_check(&r, &e) == -1)
		HOLD(e.code == ERR_FAILED && e.msg[0]);
	str_free(&after);
}

/* The input as any two halves, and each event that can be cut from it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of((const char *)data, size);
	struct readback r = { .before = slice_of(bytes.p, size / 2),
		.after = slice_from(bytes, size / 2), .gone = &bytes,
		.n_gone = 1 };
	const struct cut_event *ev;
	struct err e = { 0 };
	struct cut c;
	size_t i;

	readback_check(&r, &e);
	cut_bytes(&c, bytes, NULL);
	for (i = 0; i < c.events.n; i++) {
		ev = &c.events.items[i];
		if (c.calendars.items[ev->calendar].reason == CUT_FINE)
			check(cut_slice(bytes, ev));
	}
	cut_free(&c);
	return 0;
}
