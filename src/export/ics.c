/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "export/export.h"
#include "ics/line.h"
#include "ics/own_lines.h"
#include "model/settings.h"

#define EOL "\r\n"

/* A meeting to publish, and the UID it gets. */
struct export_item {
	const struct meeting *m;
	size_t at;		/* its place in the input */
	char *uid;
};

/* --- UIDs ---------------------------------------------------------------- */

static int
compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* By UID, those with the same one in an order that the input's can't alter. */
static int
compare_items(const void *a, const void *b)
{
	const struct export_item *x = a, *y = b;
	int r = strcmp(x->uid, y->uid);

	if (!r)
		r = compare_texts(x->m->calendar, y->m->calendar);
	if (!r)
		r = compare_texts(x->m->uid, y->m->uid);
	if (!r)
		r = compare_texts(x->m->reserve_id, y->m->reserve_id);
	return r ? r : (x->at > y->at) - (x->at < y->at);
}

static int
compare_places(const void *a, const void *b)
{
	const struct export_item *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/*
 * An occurrence is published as an event of its own: an override without
 * its master is an orphan, which programs drop or show twice.
 */
static char *
first_uid(const struct meeting *m)
{
	struct str uid = { 0 };

	text_clean(&uid, m->uid);
	if (m->recurrence_id && *m->recurrence_id) {
		str_addc(&uid, '-');
		text_clean(&uid, m->recurrence_id);
	}
	return uid.p ? uid.p : xstrdup("");
}

/* What tells two meetings with the same UID apart. */
static uint64_t
digest(const struct meeting *m)
{
	return hash_join(hash_bytes(slice_str(m->calendar)),
	    hash_join(hash_bytes(slice_str(m->uid)),
	    hash_bytes(slice_str(m->recurrence_id))));
}

/*
 * The first of those with the same UID keeps it, the others get a digest
 * behind it, and their place among these should even that be the same.
 */
static void
part_uids(struct export_item *items, size_t n)
{
	struct str uid = { 0 };
	size_t i, first = 0;

	qsort(items, n, sizeof(*items), compare_items);
	for (i = 1; i < n; i++) {
		if (strcmp(items[i].uid, items[first].uid) != 0) {
			first = i;
			continue;
		}
		str_clear(&uid);
		str_addf(&uid, "%s-%016" PRIx64, items[i].uid,
		    digest(items[i].m));
		if (digest(items[i].m) == digest(items[i - 1].m))
			str_addf(&uid, "-%zu", i - first);
		free(items[i].uid);
		items[i].uid = xstrdup(str_text(&uid));
	}
	qsort(items, n, sizeof(*items), compare_places);
	str_free(&uid);
}

/* --- lines --------------------------------------------------------------- */

/* A property with a TEXT value. */
static void
add_text(struct str *out, const char *name, const char *text)
{
	struct str clean = { 0 };

	text_clean(&clean, text);
	line_put_text(out, name, str_slice(&clean));
	str_free(&clean);
}

static void
add_date(struct str *out, const char *name, int64_t local)
{
	struct civil c = clock_to_civil(local);

	str_addf(out, "%s;VALUE=DATE:%04d%02d%02d" EOL, name, c.year, c.month,
	    c.day);
}

static void
add_times(struct str *out, const struct meeting *m)
{
	char buf[CLOCK_TEXT];

	if (m->all_day) {
		add_date(out, "DTSTART", m->start + m->start_offset);
		add_date(out, "DTEND", meeting_last_day(m) + 86400);
		return;
	}
	str_addf(out, "DTSTART:%s" EOL, clock_ical(m->start, buf));
	/* An end must be later (RFC 5545, 3.8.2.2); none is an instant. */
	if (m->end > m->start)
		str_addf(out, "DTEND:%s" EOL, clock_ical(m->end, buf));
}

/* The lines that write-back would put in, as it words them. */
static void
add_own(struct str *out, const struct meeting *m)
{
	static const enum own_kind kinds[] = { OWN_CONFERENCE, OWN_URL };
	struct str line = { 0 }, label = { 0 };
	struct own_wish wish = { .url = m->url };
	size_t i;

	text_clean(&label, m->label && *m->label ? m->label : SETTINGS_LABEL);
	wish.label = str_text(&label);
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		str_clear(&line);
		own_text(kinds[i], &wish, &line);
		line_fold(out, str_slice(&line), EOL);
	}
	add_text(out, "LOCATION",
	    m->location && *m->location ? m->location : m->url);
	/* Outlook and Google show neither CONFERENCE nor URL. */
	add_text(out, "DESCRIPTION", m->url);
	if (m->reserve_id && *m->reserve_id)
		add_text(out, "X-ICSRESERVE-ID", m->reserve_id);
	str_free(&line);
	str_free(&label);
}

static void
add_event(struct str *out, const struct export_item *item)
{
	char buf[CLOCK_TEXT];

	str_adds(out, "BEGIN:VEVENT" EOL);
	add_text(out, "UID", item->uid);
	/* Not the time of the export: the same meetings are the same bytes. */
	str_addf(out, "DTSTAMP:%s" EOL, clock_ical(item->m->changed, buf));
	add_times(out, item->m);
	add_text(out, "SUMMARY", item->m->topic);
	if (item->m->private)
		str_adds(out, "CLASS:PRIVATE" EOL);
	add_own(out, item->m);
	str_adds(out, "END:VEVENT" EOL);
}

static size_t
choose(struct export_item *items, const struct export_input *in)
{
	size_t i, n = 0;

	for (i = 0; i < in->n; i++) {
		if (!text_is_link(in->meetings[i].url))
			continue;
		items[n].m = &in->meetings[i];
		items[n].at = i;
		items[n++].uid = first_uid(&in->meetings[i]);
	}
	return n;
}

static void
write_ics(struct str *out, const struct export_input *in)
{
	struct export_item *items = xcalloc(in->n + 1, sizeof(*items));
	const char *title = in->title && *in->title ? in->title : "Meetings";
	size_t i, n = choose(items, in);

	part_uids(items, n);
	str_adds(out, "BEGIN:VCALENDAR" EOL "VERSION:2.0" EOL
	    "PRODID:-//icsreserve//export//EN" EOL "CALSCALE:GREGORIAN" EOL
	    "METHOD:PUBLISH" EOL);
	add_text(out, "NAME", title);
	add_text(out, "X-WR-CALNAME", title);
	str_adds(out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H" EOL
	    "X-PUBLISHED-TTL:PT1H" EOL);
	for (i = 0; i < n; i++) {
		add_event(out, &items[i]);
		free(items[i].uid);
	}
	str_adds(out, "END:VCALENDAR" EOL);
	free(items);
}

const struct export_format format_ics = { "ics", "ics", write_ics };
