/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "base/intl.h"
#include "ics/parser.h"

#define SHOWN_BYTES 60

static const char *const names[PARSER_PROPS] = {
	[PARSER_UID] = "UID",
	[PARSER_RECURRENCE_ID] = "RECURRENCE-ID",
	[PARSER_DTSTART] = "DTSTART",
	[PARSER_DTEND] = "DTEND",
	[PARSER_DURATION] = "DURATION",
	[PARSER_RRULE] = "RRULE",
	[PARSER_RDATE] = "RDATE",
	[PARSER_EXRULE] = "EXRULE",
	[PARSER_EXDATE] = "EXDATE",
	[PARSER_STATUS] = "STATUS",
	[PARSER_SEQUENCE] = "SEQUENCE",
	[PARSER_DTSTAMP] = "DTSTAMP",
	[PARSER_SUMMARY] = "SUMMARY",
	[PARSER_LOCATION] = "LOCATION",
	[PARSER_DESCRIPTION] = "DESCRIPTION",
	[PARSER_URL] = "URL",
	[PARSER_ORGANIZER] = "ORGANIZER",
	[PARSER_CLASS] = "CLASS",
	[PARSER_TRANSP] = "TRANSP",
};

static void
add_line(struct parser *p, enum parser_prop prop, struct slice raw,
    uint32_t line)
{
	struct parser_line *l;

	if (p->lines.n > ICS_RECUR_LINES_MAX)
		return;
	l = VEC_ADD(&p->lines);
	l->prop = prop;
	l->line = line;
	l->raw = raw;
}

static void
warn_at(struct parser *p, const char *kind, const char *property,
    uint32_t line, const char *message)
{
	struct event_warning *w;
	size_t i;

	for (i = 0; i < p->warnings.n; i++) {
		w = &p->warnings.items[i];
		if (strcmp(w->kind, kind) == 0 &&
		    strcmp(w->property, property) == 0)
			return;
	}
	*VEC_ADD(&p->warnings) = (struct event_warning){ kind, property,
		line, arena_str(p->arena, message) };
}

void
parser_twice(struct parser *p, const char *property, uint32_t line)
{
	warn_at(p, "duplicate-property", property, line, _("it is there "
	    "a second time; the first counts"));
}

void
parser_stray(struct parser *p, const char *name, uint32_t line, bool rest)
{
	int i;

	for (i = PARSER_RECURRENCE_ID; i <= PARSER_EXDATE && rest; i++) {
		if (strcmp(names[i], name) != 0 || p->is_cut_off)
			continue;
		p->cut_off = (enum parser_prop)i;
		if (!parser_has(p, p->cut_off) && p->lines.n)
			parser_at(p, &p->lines.items[p->lines.n - 1]);
		p->is_cut_off = true;
		return;
	}
	warn_at(p, "stray-line", arena_str(p->arena, name), line, _("this line "
	    "is no property: the one above is cut off; a fold begins with a "
	    "blank"));
}

int
parser_cut_off(struct parser *p)
{
	if (!p->is_cut_off)
		return 0;
	return parser_fault(p, "bad-fold", p->cut_off, "it is cut off: the "
	    "next line is no property; put a blank in front of that one (RFC "
	    "5545, 3.1), or join both");
}

void
parser_warn(struct parser *p, const char *kind, enum parser_prop prop,
    const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), intl_text(fmt), ap);
	va_end(ap);
	warn_at(p, kind, names[prop], p->found[prop].line, text);
}

bool
parser_take(struct parser *p, const char *name, struct slice raw,
    uint32_t line)
{
	int i;

	for (i = 0; i < PARSER_PROPS; i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		if (i >= PARSER_RRULE && i <= PARSER_EXDATE)
			add_line(p, (enum parser_prop)i, raw, line);
		else if (!p->found[i].raw.p) {
			p->found[i].raw = raw;
			p->found[i].line = line;
		} else {
			parser_twice(p, names[i], line);
		}
		return true;
	}
	return false;
}

void
parser_at(struct parser *p, const struct parser_line *l)
{
	p->found[l->prop].raw = l->raw;
	p->found[l->prop].line = l->line;
}

bool
parser_has(const struct parser *p, enum parser_prop prop)
{
	return p->found[prop].raw.p != NULL;
}

/* Whether a line is compared with others by its bytes: a UID, or the name of
 * a zone in it. */
static bool
stays_raw(struct slice raw)
{
	static const char *const stay[] = { "UID", "DTSTART", "DTEND",
		"RECURRENCE-ID", "RDATE", "EXDATE" };
	char name[ICS_NAME_MAX];
	size_t i;

	if (!line_name(raw, name))
		return true;
	for (i = 0; i < sizeof(stay) / sizeof(*stay); i++)
		if (strcmp(name, stay[i]) == 0)
			return true;
	return false;
}

bool
parser_says(const struct parser *p, const char *name, struct slice value)
{
	const struct event_prop *prop = p->props.items;
	size_t i;

	for (i = 0; i < p->props.n; i++)
		if (strcmp(prop[i].name, name) == 0)
			return slice_ieq(slice_trim(slice_str(
			    prop[i].value)), value);
	return false;
}

bool
parser_load(struct parser *p, struct slice raw)
{
	const struct parse_text *text = p->ctx ? p->ctx->text : NULL;

	str_clear(&p->line);
	p->undecodable = 0;
	if (text && !stays_raw(raw)) {
		str_clear(&p->raw);
		line_unfold(&p->raw, raw);
		p->undecodable = text->decode(text->cookie,
		    str_slice(&p->raw), &p->line);
	} else {
		line_unfold(&p->line, raw);
	}
	return line_split(str_slice(&p->line), &p->parts);
}

bool
parser_have(struct parser *p, enum parser_prop prop)
{
	return parser_has(p, prop) && parser_load(p, p->found[prop].raw);
}

int
parser_whole(struct parser *p, enum parser_prop prop)
{
	if (!parser_have(p, prop))
		return parser_fault(p, "not-parsable", prop, "the line has no "
		    "value; look for a quotation mark without its pair");
	if (p->line.over)
		return parser_fault(p, "too-large", prop, "the line is longer "
		    "than %zu bytes; shorten it", ICS_VALUE_MAX);
	return 0;
}

int
parser_fault(struct parser *p, const char *kind, enum parser_prop prop,
    const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), intl_text(fmt), ap);
	va_end(ap);
	*p->fault = (struct parse_fault){ .kind = kind };
	if (prop != PARSER_PROPS)
		p->fault->property = names[prop];
	if (prop != PARSER_PROPS && parser_has(p, prop))
		p->fault->line = p->found[prop].line;
	return err_set(p->err, ERR_FAILED, "%s", text);
}

static bool
begins_with_year(struct slice v)
{
	size_t i;

	v = slice_trim(v);
	for (i = 0; i < 4 && i < v.n; i++)
		if (v.p[i] < '0' || v.p[i] > '9')
			return false;
	return v.n > 4 && v.p[4] == '-';
}

void
parser_split_time(struct parser *p)
{
	struct line_parts *parts = &p->parts;
	const char *last = memrchr(parts->value.p, ':', parts->value.n);
	size_t n = last ? (size_t)(last - parts->value.p) : 0;

	/* "2026-12-03T10:00" is a bad value, of which all is shown. */
	if (!last || !parts->params.n || begins_with_year(parts->value))
		return;
	/* The ':' at which the line was split is part of the parameters. */
	parts->params.n += 1 + n;
	parts->value = slice_from(parts->value, n + 1);
}

/* Whether a blank next to it is none of a name's or value's own. */
static bool
separates(const struct parser *p, const char *at)
{
	return strchr(";=:", *at) || (*at == ',' && at >= p->parts.value.p);
}

void
parser_tell_blanks(struct parser *p, enum parser_prop prop)
{
	struct slice line = str_slice(&p->line);
	bool quoted = false, odd = false;
	size_t i;

	for (i = 0; i < line.n && !odd; i++) {
		quoted ^= line.p[i] == '"';
		odd = !quoted && (line.p[i] == ' ' || line.p[i] == '\t') &&
		    (i + 1 == line.n || separates(p, line.p + i + 1) ||
		    (i && separates(p, line.p + i - 1)));
	}
	if (odd)
		parser_warn(p, "odd-blanks", prop, "it has blanks where RFC "
		    "5545 has none; they are passed over");
}

struct slice
parser_shown(struct slice text)
{
	text = slice_trim(text);
	return slice_of(text.p, text.n < SHOWN_BYTES ? text.n : SHOWN_BYTES);
}
