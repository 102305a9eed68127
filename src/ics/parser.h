/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_PARSER_H
#define ICSR_ICS_PARSER_H

#include "base/clock.h"
#include "base/mem.h"
#include "base/vec.h"
#include "ics/calendar.h"
#include "ics/line.h"
#include "model/event.h"

/*
 * What parse.c and moment.c share while one event is read: its lines, the
 * one at hand, and where a fault goes.  Not for others.
 */

/* Properties of which an event has one, of more the first counts; but of
 * those of a recurrence set each line does. */
enum parser_prop {
	PARSER_UID, PARSER_RECURRENCE_ID, PARSER_DTSTART, PARSER_DTEND,
	PARSER_DURATION, PARSER_RRULE, PARSER_RDATE, PARSER_EXRULE,
	PARSER_EXDATE, PARSER_STATUS, PARSER_SEQUENCE, PARSER_DTSTAMP,
	PARSER_SUMMARY, PARSER_LOCATION, PARSER_DESCRIPTION, PARSER_URL,
	PARSER_ORGANIZER, PARSER_CLASS, PARSER_TRANSP, PARSER_PROPS,
};

/* A line of a recurrence set. */
struct parser_line {
	enum parser_prop prop;
	uint32_t line;
	struct slice raw;
};

struct parser {
	const struct parse_context *ctx;
	struct arena *arena;
	struct event *ev;
	struct parse_fault *fault;
	struct err *err;
	struct {
		struct slice raw;	/* p is NULL: not there */
		uint32_t line;
	} found[PARSER_PROPS];
	struct civil start;	/* DTSTART as it is written */
	struct VEC(struct event_prop) props;
	struct parser_lines VEC(struct parser_line) lines; /* at most
				 * ICS_RECUR_LINES_MAX + 1 */
	struct warnings VEC(struct event_warning) warnings;
	struct str line;	/* the line at hand, unfolded */
	size_t undecodable;	/* bytes of it that are not of its encoding */
	enum parser_prop cut_off;	/* a time or rule, when */
	bool is_cut_off;
	size_t all;			/* its content lines, nested ones too */
	bool bad_summary;	/* SUMMARY has such bytes */
	bool bad_coding;	/* or an ENCODING that can't be undone */
	struct str raw;		/* the line before it was UTF-8 */
	struct line_parts parts;	/* of it */
	struct str text;	/* its value, unescaped */
};

/*
 * Report a line that is no property and follows that of `name`: somebody broke
 * that one without the blank of a fold, perhaps, or certainly with `rest`.  It
 * is a warning; but with `rest`, and a time or rule cut off by it,
 * parser_cut_off fails: what is left would be another series.
 */
void parser_stray(struct parser *p, const char *name, uint32_t line,
    bool rest);
int parser_cut_off(struct parser *p);

/* Note a line as a property's, by its name; false when it is none. */
bool parser_take(struct parser *p, const char *name, struct slice raw,
    uint32_t line);

/*
 * Add a warning about a property's line unless there is one of this kind and
 * property.  The kind must be a literal.
 */
void parser_warn(struct parser *p, const char *kind, enum parser_prop prop,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Warn that a property of which one counts stands again in a line. */
void parser_twice(struct parser *p, const char *property, uint32_t line);

/*
 * Warn if the line at hand, a time or a rule, has blanks that its grammar
 * has not: beside ';', '=' and ':', in a list's ',', and at the end.
 */
void parser_tell_blanks(struct parser *p, enum parser_prop prop);

/* Let a line stand for its property, in faults and warnings about it. */
void parser_at(struct parser *p, const struct parser_line *l);

/* Whether the event has a property, whatever its value. */
bool parser_has(const struct parser *p, enum parser_prop prop);

/* Whether an X- property has a value, in any case. */
bool parser_says(const struct parser *p, const char *name,
    struct slice value);

/*
 * Unfold a line, make it UTF-8 and split it into p->parts, which hold until
 * the next one.
 * What is above ICS_VALUE_MAX is left out.  False when it has no value.
 */
bool parser_load(struct parser *p, struct slice raw);
/* The same for a property that need not be there nor make sense. */
bool parser_have(struct parser *p, enum parser_prop prop);
/* The same for one that is there; it is a fault when a part is left out. */
int parser_whole(struct parser *p, enum parser_prop prop);

/*
 * Set the fault and the error and return -1.  PARSER_PROPS: the event as a
 * whole is at fault.
 */
int parser_fault(struct parser *p, const char *kind, enum parser_prop prop,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/*
 * A time's value stands behind the last ':' of its line: a TZID may hold one
 * without quotes ("TZID=GMT+05:30").
 */
void parser_split_time(struct parser *p);
/* As much of a bad value as a message shows. */
struct slice parser_shown(struct slice text);

#endif
