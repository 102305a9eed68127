/* SPDX-License-Identifier: MIT */
#include <expat.h>
#include <limits.h>
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "base/str.h"
#include "dav/limits.h"
#include "dav/multistatus.h"

#define SEP '|'
#define DAV "DAV:|"
#define CAL "urn:ietf:params:xml:ns:caldav|"

enum element {
	OTHER, MULTISTATUS, RESPONSE, HREF, STATUS, PROPSTAT, ETAG, NAME,
	TOKEN, TYPE, COLLECTION, CALENDAR, INBOX, PRINCIPAL, HOMES,
	ADDRESSES, OUTBOX, COMPONENTS, COMPONENT, DATA, PRIVILEGES, WRITE,
	REPORTS, SYNC, ERROR,
};

static const struct {
	const char *name;
	enum element element;
} names[] = {
	{ DAV "multistatus", MULTISTATUS },
	{ DAV "response", RESPONSE },
	{ DAV "href", HREF },
	{ DAV "status", STATUS },
	{ DAV "propstat", PROPSTAT },
	{ DAV "getetag", ETAG },
	{ DAV "displayname", NAME },
	{ DAV "sync-token", TOKEN },
	{ DAV "resourcetype", TYPE },
	{ DAV "collection", COLLECTION },
	{ CAL "calendar", CALENDAR },
	{ CAL "schedule-inbox", INBOX },
	{ CAL "schedule-outbox", INBOX },
	{ DAV "current-user-principal", PRINCIPAL },
	{ CAL "calendar-home-set", HOMES },
	{ CAL "calendar-user-address-set", ADDRESSES },
	{ CAL "schedule-outbox-URL", OUTBOX },
	{ CAL "supported-calendar-component-set", COMPONENTS },
	{ CAL "comp", COMPONENT },
	{ CAL "calendar-data", DATA },
	{ DAV "current-user-privilege-set", PRIVILEGES },
	/* RFC 3744, appendix B: what a PUT onto what is there takes. */
	{ DAV "write", WRITE },
	{ DAV "write-content", WRITE },
	{ DAV "all", WRITE },
	{ DAV "supported-report-set", REPORTS },
	{ DAV "sync-collection", SYNC },
	{ DAV "error", ERROR },
};

struct answer_reader {
	struct dav_multistatus *m;
	struct arena *arena;
	XML_Parser parser;
	enum element stack[DAV_DEPTH_MAX];
	int depth;
	struct str text;		/* of the element that began last */
	struct dav_response r, stat;	/* being read; of a propstat */
	int status;			/* of the propstat */
	const char *error;		/* being read */
	const char *why;		/* it was stopped */
};

/* The element n levels up; 0 is the innermost. */
static enum element
up(const struct answer_reader *x, int n)
{
	return x->depth > n ? x->stack[x->depth - 1 - n] : OTHER;
}

static bool
within(const struct answer_reader *x, enum element element)
{
	int i;

	for (i = 0; i < x->depth; i++)
		if (x->stack[i] == element)
			return true;
	return false;
}

static void
stop(struct answer_reader *x, const char *why)
{
	x->why = why;
	XML_StopParser(x->parser, XML_FALSE);
}

static enum element
element_of(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].element;
	return OTHER;
}

static void
take_component(struct answer_reader *x, const char **attributes)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], "name") == 0)
			x->stat.events |= slice_ieq(slice_str(attributes[1]),
			    SLICE("VEVENT"));
}

/* What an element says by being there. */
static void
take_start(struct answer_reader *x, enum element el, const char *name,
    const char **attributes)
{
	enum element parent = up(x, 1);

	if (parent == ERROR && !x->error) {
		name = strrchr(name, SEP) ? strrchr(name, SEP) + 1 : name;
		x->error = arena_str(x->arena, name);
	}
	x->stat.collection |= el == COLLECTION && parent == TYPE;
	x->stat.calendar |= el == CALENDAR && parent == TYPE;
	x->stat.inbox |= el == INBOX && parent == TYPE;
	x->stat.components_given |= el == COMPONENTS;
	x->stat.privileges_given |= el == PRIVILEGES;
	x->stat.write |= el == WRITE && within(x, PRIVILEGES);
	x->stat.reports_given |= el == REPORTS;
	x->stat.sync |= el == SYNC && within(x, REPORTS);
	if (el == COMPONENT && parent == COMPONENTS)
		take_component(x, attributes);
}

static void
start(void *cookie, const char *name, const char **attributes)
{
	struct answer_reader *x = cookie;
	enum element el = element_of(name);

	if (x->depth == DAV_DEPTH_MAX) {
		stop(x, _("its elements are nested too deep"));
		return;
	}
	if (x->depth == 0 && el != MULTISTATUS && el != ERROR) {
		stop(x, _("it is not an answer of WebDAV"));
		return;
	}
	x->stack[x->depth++] = el;
	str_clear(&x->text);
	if (el == RESPONSE)
		x->r = (struct dav_response){ .href = "" };
	if (el == RESPONSE || el == PROPSTAT) {
		x->stat = (struct dav_response){ 0 };
		x->status = 0;
	}
	take_start(x, el, name, attributes);
}

static void
characters(void *cookie, const char *text, int n)
{
	struct answer_reader *x = cookie;

	str_add(&x->text, slice_of(text, (size_t)n));
}

static void
doctype(void *cookie, const char *name, const char *system,
    const char *public, int internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)internal;
	stop(cookie, _("it has a DOCTYPE"));
}

static int
multistatus_code(struct slice line)
{
	struct slice word;
	int64_t code;

	while (slice_word(&line, " \t\r\n", &word))
		if (word.n == 3 && num_parse(word, 100, 999, &code))
			return (int)code;
	return 0;
}

const char *
multistatus_etag(const char *text)
{
	const char *p = text;

	while (*p && (unsigned char)*p >= ' ' && *p != 0x7f)
		p++;
	return *p || !*text || strcmp(text, "W/") == 0 ? NULL : text;
}

static const char *
keep(struct answer_reader *x)
{
	struct slice s = slice_trim(str_slice(&x->text));

	return arena_dup(x->arena, s.p, s.n);
}

static void
end_href(struct answer_reader *x)
{
	switch (up(x, 1)) {
	case RESPONSE:
		x->r.href = keep(x);
		break;
	case PRINCIPAL:
		x->stat.principal = keep(x);
		break;
	case HOMES:
		*VEC_ADD(&x->stat.homes) = keep(x);
		break;
	case ADDRESSES:
		*VEC_ADD(&x->stat.addresses) = keep(x);
		break;
	case OUTBOX:
		x->stat.schedules = true;
		break;
	default:
		break;
	}
}

static void
end_status(struct answer_reader *x)
{
	int code = multistatus_code(str_slice(&x->text));

	if (up(x, 1) == PROPSTAT)
		x->status = code;
	else if (up(x, 1) == RESPONSE)
		x->r.status = code;
}

static void
end_data(struct answer_reader *x)
{
	x->stat.has_data = true;
	x->stat.data = slice_of(arena_dup(x->arena, str_text(&x->text),
	    x->text.n), x->text.n);
}

/* Either's, the propstat's before. */
#define TAKE(member) if (p->member) r->member = p->member

static void
move_hrefs(struct texts *to, struct texts *from)
{
	if (from->n) {
		VEC_FREE(to);
		*to = *from;
		*from = (struct texts){ 0 };
	}
}

/* A second propstat, of 404, names what is not there. */
static void
end_propstat(struct answer_reader *x)
{
	struct dav_response *r = &x->r, *p = &x->stat;

	if (x->status == 0 || x->status / 100 == 2) {
		TAKE(etag);
		TAKE(name);
		TAKE(token);
		TAKE(principal);
		TAKE(has_data);
		TAKE(collection);
		TAKE(calendar);
		TAKE(inbox);
		TAKE(components_given);
		TAKE(events);
		TAKE(privileges_given);
		TAKE(write);
		TAKE(reports_given);
		TAKE(sync);
		TAKE(schedules);
		if (p->has_data)
			r->data = p->data;
		move_hrefs(&r->homes, &p->homes);
		move_hrefs(&r->addresses, &p->addresses);
	}
	VEC_FREE(&p->homes);
	VEC_FREE(&p->addresses);
	*p = (struct dav_response){ 0 };
}

static void
end_response(struct answer_reader *x)
{
	if (x->m->responses.n == DAV_MEMBERS_MAX) {
		stop(x, _("it has too many members"));
		VEC_FREE(&x->r.homes);
		VEC_FREE(&x->r.addresses);
	} else {
		*VEC_ADD(&x->m->responses) = x->r;
	}
	x->r = (struct dav_response){ 0 };
}

static void
end_error(struct answer_reader *x)
{
	if (within(x, RESPONSE))
		x->r.error = x->error;
	else
		x->m->error = x->error;
	x->error = NULL;
}

static void
end_token(struct answer_reader *x)
{
	if (up(x, 1) == MULTISTATUS)
		x->m->token = keep(x);
	else
		x->stat.token = keep(x);
}

static void
end(void *cookie, const char *name)
{
	struct answer_reader *x = cookie;

	(void)name;
	switch (up(x, 0)) {
	case HREF:
		end_href(x);
		break;
	case STATUS:
		end_status(x);
		break;
	case ETAG:
		x->stat.etag = multistatus_etag(keep(x));
		break;
	case NAME:
		x->stat.name = keep(x);
		break;
	case TOKEN:
		end_token(x);
		break;
	case DATA:
		end_data(x);
		break;
	case PROPSTAT:
		end_propstat(x);
		break;
	case RESPONSE:
		end_response(x);
		break;
	case ERROR:
		end_error(x);
		break;
	default:
		break;
	}
	x->depth--;
	str_clear(&x->text);
}

static int
parse(struct answer_reader *x, struct slice body, struct err *e)
{
	enum XML_Status status = XML_STATUS_OK;
	size_t n;

	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, start, end);
	XML_SetCharacterDataHandler(x->parser, characters);
	XML_SetStartDoctypeDeclHandler(x->parser, doctype);
	do {
		n = body.n > INT_MAX / 2 ? INT_MAX / 2 : body.n;
		status = XML_Parse(x->parser, body.p, (int)n, n == body.n);
		body = slice_from(body, n);
	} while (status == XML_STATUS_OK && body.n);
	if (status == XML_STATUS_OK)
		return 0;
	return err_set(e, ERR_SOURCE, "the server's answer can't be read: "
	    "%s", x->why ? x->why
	    : XML_ErrorString(XML_GetErrorCode(x->parser)));
}

int
multistatus_read(struct dav_multistatus *m, struct slice body,
    struct arena *a, struct err *e)
{
	struct answer_reader x = { .m = m, .arena = a,
		.parser = XML_ParserCreateNS(NULL, SEP) };
	int rc;

	*m = (struct dav_multistatus){ 0 };
	if (!x.parser)
		return err_set(e, ERR_SOURCE, "there is no memory for an "
		    "answer");
	rc = parse(&x, body, e);
	XML_ParserFree(x.parser);
	str_free(&x.text);
	VEC_FREE(&x.r.homes);
	VEC_FREE(&x.r.addresses);
	VEC_FREE(&x.stat.homes);
	VEC_FREE(&x.stat.addresses);
	if (rc == -1)
		multistatus_free(m);
	return rc;
}

void
multistatus_free(struct dav_multistatus *m)
{
	size_t i;

	for (i = 0; i < m->responses.n; i++) {
		VEC_FREE(&m->responses.items[i].homes);
		VEC_FREE(&m->responses.items[i].addresses);
	}
	VEC_FREE(&m->responses);
}
