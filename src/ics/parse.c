/* SPDX-License-Identifier: MIT */
#include "base/num.h"
#include "ics/calendar.h"
#include "ics/date.h"
#include "ics/line.h"
#include "ics/moment.h"
#include "ics/parse.h"
#include "ics/parser.h"
#include "ics/recur.h"
#include "ics/recurrence.h"
#include "ics/zone.h"
#include "model/address.h"

static const char *
keep(struct parser *p, struct slice text)
{
	return arena_dup(p->arena, text.p, text.n);
}

static const char *
keep_upper(struct parser *p, struct slice text)
{
	char *s = arena_dup(p->arena, text.p, text.n), *at;

	for (at = s; *at; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 32);
	return s;
}

static struct slice
unescape(struct parser *p, struct slice text)
{
	str_clear(&p->text);
	line_unescape(&p->text, text);
	return str_slice(&p->text);
}

/* The value at hand, trimmed and unescaped unless it says it is no TEXT. */
static struct slice
text_value(struct parser *p)
{
	struct slice type, v = slice_trim(p->parts.value);

	if (event_param(p->parts.params, "VALUE", &type) &&
	    !slice_ieq(type, SLICE("TEXT")))
		return v;
	return unescape(p, v);
}

/*
 * The address of the CAL-ADDRESS at hand.  Where that is another URI
 * (Apple writes its own paths), EMAIL has it (RFC 7986, 6.2).  What names
 * no address is kept as it is written.
 */
static struct slice
address_value(struct parser *p)
{
	const struct slice mailto = SLICE("mailto:");
	struct slice v = slice_trim(p->parts.value), email, found;

	found = address_read(v, p->arena);
	if (!found.n && event_param(p->parts.params, "EMAIL", &email))
		found = address_read(email, p->arena);
	if (found.n)
		return found;
	return slice_istarts(v, mailto) ? slice_trim(slice_from(v, mailto.n))
	    : v;
}

/*
 * The parameters of the CAL-ADDRESS at hand.  Those behind a "mailto:" that
 * should stand in quotation marks (SENT-BY, DELEGATED-TO) are in its value.
 */
static struct slice
address_params(struct parser *p)
{
	const struct slice mailto = SLICE(":mailto:");
	struct slice params = p->parts.params, v = p->parts.value, rest;

	for (rest = v; rest.n; rest = slice_from(rest, 1))
		if (params.n && slice_istarts(rest, mailto))
			params.n = (size_t)(rest.p - params.p);
	return params;
}

static void
add_prop(struct parser *p, const char *name, struct slice value,
    const char *params)
{
	struct event_prop *prop = VEC_ADD(&p->props);

	prop->name = name;
	prop->value = keep(p, value);
	prop->params = params;
}

/* The length of an entry of a TEXT list: to the next bare comma. */
static size_t
entry_length(struct slice list)
{
	size_t i;

	for (i = 0; i < list.n && list.p[i] != ','; i++)
		if (list.p[i] == '\\')
			i++;
	return i < list.n ? i : list.n;
}

static void
add_categories(struct parser *p, const char *params)
{
	struct slice list = p->parts.value, one;

	for (; list.n && p->props.n <= ICS_PROPS_MAX;
	    list = slice_from(list, one.n + 1)) {
		one = slice_of(list.p, entry_length(list));
		if (slice_trim(one).n)
			add_prop(p, "CATEGORIES",
			    unescape(p, slice_trim(one)), params);
	}
}

/* What the program reads of an event's X-ICSRESERVE- lines is the first. */
static void
warn_setting(struct parser *p, const char *name, uint32_t line)
{
	const struct event_prop *prop = p->props.items;
	size_t i;

	if (strncmp(name, "X-ICSRESERVE", 12) != 0 ||
	    strcmp(name, "X-ICSRESERVE-ID") == 0)
		return;
	for (i = 0; i < p->props.n; i++) {
		if (strcmp(prop[i].name, name) == 0) {
			parser_twice(p, arena_str(p->arena, name), line);
			return;
		}
	}
}

/* Keep a property of which there may be many. */
static void
add_line(struct parser *p, const char *name, struct slice raw, uint32_t line)
{
	bool x = strncmp(name, "X-", 2) == 0;
	bool attendee = strcmp(name, "ATTENDEE") == 0;
	bool categories = strcmp(name, "CATEGORIES") == 0;
	bool conference = strcmp(name, "CONFERENCE") == 0;
	const char *params;

	if (!(x || attendee || categories || conference) ||
	    !parser_load(p, raw))
		return;
	params = keep(p, p->parts.params);
	warn_setting(p, name, line);
	if (x)
		add_prop(p, arena_str(p->arena, name), text_value(p), params);
	else if (attendee)
		add_prop(p, "ATTENDEE", address_value(p),
		    keep(p, address_params(p)));
	else if (categories)
		add_categories(p, params);
	else
		add_prop(p, "CONFERENCE", slice_trim(p->parts.value), params);
}

/* Whether a line begins as a property (RFC 5545, 3.1). */
static bool
is_property(const char *name)
{
	const char *c;

	for (c = name; *c; c++)
		if (!((*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
		    strchr("-_.", *c)))
			return false;
	return name[0] != '\0';
}

/* Whether it may go on a rule or a date; "TH" is a day of BYDAY. */
static bool
is_rest(struct slice text)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if (text.p[i] && strchr("0123456789=,", text.p[i]))
			return true;
	return text.n < 3;
}

static void
look_for_fold(struct parser *p, struct slice raw, const char *name,
    char last[ICS_NAME_MAX], uint32_t line)
{
	bool property = is_property(name);

	if (property && memchr(raw.p, ':', raw.n))
		memcpy(last, name, ICS_NAME_MAX);
	else if (slice_trim(raw).n)
		parser_stray(p, last, line, (!property || strlen(name) < 3) &&
		    is_rest(slice_trim(raw)));
}

/* Find the event's own lines; what is nested in it is passed by. */
static void
gather(struct parser *p, struct slice rest)
{
	struct line_walk w = { .rest = rest };
	char last[ICS_NAME_MAX] = "";
	uint32_t line = 0;

	for (; line_walk(&w); p->all++, line += line_count(w.raw)) {
		if (w.depth != 1 || w.ends)
			continue;
		look_for_fold(p, w.raw, w.name, last, line);
		if (w.name[0] && !w.begins &&
		    !parser_take(p, w.name, w.raw, line) &&
		    p->props.n <= ICS_PROPS_MAX)
			add_line(p, w.name, w.raw, line);
	}
}

static int
read_uid(struct parser *p)
{
	struct slice v;

	if (!parser_has(p, PARSER_UID))
		return parser_fault(p, "no-uid", PARSER_UID, "the event has "
		    "no UID; add one or export the calendar again");
	if (parser_whole(p, PARSER_UID) == -1)
		return -1;
	/* Always as cut_uid_key has it, whatever VALUE says. */
	v = slice_trim(unescape(p, slice_trim(p->parts.value)));
	if (!v.n)
		return parser_fault(p, "no-uid", PARSER_UID, "the UID is "
		    "empty; fill it in or export the calendar again");
	p->ev->uid = keep(p, v);
	return 0;
}

static void
read_status(struct parser *p)
{
	static const char *const words[] = {
		[EVENT_TENTATIVE] = "TENTATIVE",
		[EVENT_CONFIRMED] = "CONFIRMED",
		[EVENT_CANCELLED] = "CANCELLED",
	};
	struct slice v;
	int i;

	if (!parser_have(p, PARSER_STATUS))
		return;
	v = slice_trim(p->parts.value);
	for (i = EVENT_TENTATIVE; i <= EVENT_CANCELLED; i++)
		if (slice_ieq(v, slice_str(words[i])))
			p->ev->status = (enum event_status)i;
	/* American spelling. */
	if (slice_ieq(v, SLICE("CANCELED"))) {
		p->ev->status = EVENT_CANCELLED;
		parser_warn(p, "odd-status", PARSER_STATUS, "CANCELED is read "
		    "as RFC 5545's CANCELLED");
	} else if (v.n && !p->ev->status) {
		v = parser_shown(v);
		parser_warn(p, "odd-status", PARSER_STATUS, "'%.*s' is no "
		    "status that RFC 5545 has for events, and icsreserve "
		    "ignores it; write CANCELLED for an event that does not "
		    "take place", (int)v.n, v.p);
	}
}

/*
 * Exchange leaves a meeting that was called off in the calendars of those who
 * were invited, as CONFIRMED, FREE, and with such a title.
 */
static void
warn_called_off(struct parser *p)
{
	static const char *const words[] = {
		"Canceled:", "Cancelled:", "已取消:", "已取消：", "Abgesagt:",
		"Annulé", "キャンセル済み:", "Cancelado:", "Annullato:",
	};
	struct slice title = slice_str(p->ev->summary ? p->ev->summary : "");
	size_t i;

	if (p->ev->status == EVENT_CANCELLED || !parser_says(p,
	    "X-MICROSOFT-CDO-BUSYSTATUS", SLICE("FREE")))
		return;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (slice_istarts(title, slice_str(words[i])))
			parser_warn(p, "called-off", PARSER_SUMMARY, "a "
			    "meeting that was called off, by its title; STATUS "
			    "does not say so, so it counts as any other. "
			    "exclude = summary:%s* leaves such meetings out",
			    words[i]);
}

/* These only order versions of an event, so a bad one counts as none. */
static void
read_version(struct parser *p)
{
	struct date d;

	if (parser_have(p, PARSER_SEQUENCE))
		num_parse(slice_trim(p->parts.value), 0, INT32_MAX,
		    &p->ev->sequence);
	if (parser_have(p, PARSER_DTSTAMP) &&
	    date_parse(p->parts.value, &d) && d.utc)
		p->ev->dtstamp = clock_from_civil(&d.local);
	if (p->ev->dtstamp < 0)
		p->ev->dtstamp = 0;
}

/* The title is what everybody sees, so it is not sent half read. */
static int
check_summary(struct parser *p)
{
	const char *name = p->ctx->text ? p->ctx->text->encoding : NULL;

	if (p->bad_coding)
		return parser_fault(p, "bad-encoding", PARSER_SUMMARY, "its "
		    "ENCODING of vCalendar 1.0 can't be undone: the text is "
		    "cut off, or its CHARSET another one; export the calendar "
		    "again, in iCalendar 2.0");
	if (!p->bad_summary)
		return 0;
	if (name)
		return parser_fault(p, "bad-encoding", PARSER_SUMMARY, "it "
		    "has bytes that are not %s; name the encoding with "
		    "`encoding' in its [calendar], or import --encoding",
		    name);
	return parser_fault(p, "bad-encoding", PARSER_SUMMARY, "it is in no "
	    "encoding that can be told; name it with `encoding' in its "
	    "[calendar], or import --encoding");
}

/* RFC 5545 has no ENCODING for TEXT (3.2.7). */
static void
read_coded(struct parser *p)
{
	struct str text = { 0 };
	struct slice v = slice_trim(p->parts.value);

	switch (line_coded_text(p->parts.params, v, &text)) {
	case CODED_TEXT:
		p->ev->summary = keep(p, unescape(p, str_slice(&text)));
		parser_warn(p, "odd-encoding", PARSER_SUMMARY, "its ENCODING "
		    "is one of vCalendar 1.0; the text is decoded");
		break;
	case CODED_BAD:
		p->bad_coding = true;
		break;
	case CODED_PLAIN:
		break;
	}
	str_free(&text);
}

static void
read_texts(struct parser *p)
{
	struct event *ev = p->ev;
	const struct {
		enum parser_prop prop;
		const char **to;
	} texts[] = {
		{ PARSER_LOCATION, &ev->location },
		{ PARSER_DESCRIPTION, &ev->description },
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (parser_have(p, texts[i].prop))
			*texts[i].to = keep(p, text_value(p));
	if (parser_have(p, PARSER_URL))
		ev->url = keep(p, slice_trim(p->parts.value));
	if (parser_have(p, PARSER_ORGANIZER))
		ev->organizer = keep(p, address_value(p));
	if (parser_have(p, PARSER_CLASS))
		ev->class = keep_upper(p, slice_trim(p->parts.value));
	ev->transparent = parser_have(p, PARSER_TRANSP) &&
	    slice_ieq(slice_trim(p->parts.value), SLICE("TRANSPARENT"));
	if (!parser_have(p, PARSER_SUMMARY))
		return;
	ev->summary = keep(p, text_value(p));
	p->bad_summary = p->undecodable > 0;
	read_coded(p);
}

static void
keep_props(struct parser *p)
{
	size_t size = p->props.n * sizeof(struct event_prop);

	if (!size)
		return;
	p->ev->props = arena_alloc(p->arena, size);
	p->ev->n_props = p->props.n;
	memcpy(p->ev->props, p->props.items, size);
}

static void
keep_warnings(struct parser *p)
{
	size_t size = p->warnings.n * sizeof(*p->warnings.items);

	if (!size)
		return;
	p->ev->warnings = arena_alloc(p->arena, size);
	p->ev->n_warnings = p->warnings.n;
	memcpy(p->ev->warnings, p->warnings.items, size);
}

static int
read_event(struct parser *p, struct slice bytes)
{
	if (memchr(bytes.p, '\0', bytes.n))
		return parser_fault(p, "not-parsable", PARSER_PROPS, "the "
		    "event holds a NUL byte; export the calendar again");
	gather(p, bytes);
	if (read_uid(p) == -1)
		return -1;
	if (bytes.n > ICS_COMPONENT_MAX || p->all > ICS_LINES_MAX ||
	    p->props.n > ICS_PROPS_MAX)
		return parser_fault(p, "too-large", PARSER_PROPS, "the event "
		    "has more than %zu bytes, %d lines, or %d attendees and "
		    "X- properties; make it smaller", ICS_COMPONENT_MAX,
		    ICS_LINES_MAX, ICS_PROPS_MAX);
	if (p->lines.n > ICS_RECUR_LINES_MAX)
		return parser_fault(p, "too-large", PARSER_PROPS, "the event "
		    "has more than %d lines of rules and dates; keep fewer",
		    ICS_RECUR_LINES_MAX);
	/* What is no time comes first: it may leave the event out. */
	read_status(p);
	read_version(p);
	read_texts(p);
	keep_props(p);
	warn_called_off(p);
	p->ev->all_day = moment_looks_all_day(p);
	if (parser_cut_off(p) == -1)
		return -1;
	/* The others' zone is DTSTART's. */
	if (moment_times(p) == -1 || moment_recurrence_id(p) == -1 ||
	    recurrence_read(p) == -1)
		return -1;
	p->ev->last_end = p->ev->end;
	keep_warnings(p);
	return check_summary(p);
}

int
parse_event(struct slice bytes, const struct parse_context *ctx,
    struct arena *a, struct event *ev, struct parse_fault *where,
    struct err *e)
{
	struct parser p = { .ctx = ctx, .arena = a, .ev = ev, .fault = where,
		.err = e,
		.line = { .max = ICS_VALUE_MAX },
		.raw = { .max = ICS_VALUE_MAX } };
	int rc;

	*ev = (struct event){ 0 };
	*where = (struct parse_fault){ 0 };
	rc = read_event(&p, bytes);
	if (rc == -1)
		ev->last_end = moment_over_by(&p);
	VEC_FREE(&p.props);
	VEC_FREE(&p.lines);
	VEC_FREE(&p.warnings);
	str_free(&p.line);
	str_free(&p.raw);
	str_free(&p.text);
	return rc;
}

bool
parse_in_series(struct event *ev, const struct event *series, struct arena *a)
{
	char buf[CLOCK_TEXT];
	struct civil local;

	if (!ev->recurrence_local || series->utc || series->all_day ||
	    !series->zone || series->zone == ev->zone)
		return false;
	local = zone_to_local(ev->zone, ev->recurrence_at);
	ev->recurrence_at = zone_to_utc(series->zone, &local);
	ev->recurrence_id = arena_str(a, clock_ical(ev->recurrence_at, buf));
	return true;
}

void
parse_done(void)
{
	zone_done();
	recur_reset();
}
