/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_LINE_H
#define ICSR_ICS_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"
#include "ics/limits.h"

/*
 * Content lines (RFC 5545, 3.1) as they stand in the file.  A logical line
 * is a physical line and those after it that begin with a blank or a tab; a
 * physical line ends with CRLF or LF, each line its own way, or with the
 * end of the bytes.  CR CR LF is one line end, too: programs that take CRLF
 * for LF make it.  All on bytes: a fold may split a UTF-8 character.
 */

/* The length of the line end that s begins with; 0: with none. */
size_t line_terminator(struct slice s);

/*
 * Cut the next logical line, with its terminators, off *rest.  False at
 * the end.
 */
bool line_next(struct slice *rest, struct slice *raw);

/*
 * The property name of a raw line in upper case, without blanks around it,
 * in buf; its length, 0 when the line has no name of at most
 * ICS_NAME_MAX - 1 bytes before a ':' or ';', or one with a blank in it.
 */
size_t line_name(struct slice raw, char buf[ICS_NAME_MAX]);

/*
 * A walk over the lines of a component, or of a calendar: set rest, then take
 * the lines one by one; false at the end.  Nothing but cut.h looks for BEGIN
 * and END in another way.
 */
struct line_walk {
	struct slice rest;		/* what follows the line */
	struct slice raw;		/* the line */
	char name[ICS_NAME_MAX];	/* line_name of it; "": none */
	bool begins, ends;		/* it is a BEGIN, or an END */
	int depth;	/* components around it: those of a BEGIN or END are
			 * the ones that its own component stands in */
	int open;	/* components around what follows it */
};
bool line_walk(struct line_walk *w);

/* Append the line without folds and without its terminator. */
void line_unfold(struct str *out, struct slice raw);

/* The number of its physical lines. */
uint32_t line_count(struct slice raw);

/* How the first physical line ends: "\r\n", "\n", or "" at the end. */
const char *line_eol(struct slice raw);

/* An unfolded line in its parts; all borrow from it. */
struct line_parts {
	struct slice name;
	struct slice params;	/* with the first ';', or empty */
	struct slice value;	/* behind the ':' */
};

/*
 * Split at the first ':' outside of quotes.  False when there is none.
 */
bool line_split(struct slice unfolded, struct line_parts *parts);

/* Unfold a raw line into *line, which is emptied first, and split it; what is
 * above its max is left out. */
bool line_read(struct str *line, struct slice raw, struct line_parts *parts);
/* The value of a raw line as TEXT, unescaped and trimmed, in *text; empty when
 * it has none, or is above the max of *line.  Both are emptied first. */
struct slice line_value(struct str *line, struct str *text, struct slice raw);

/*
 * Append text folded after ICS_FOLD_WIDTH bytes, never inside a UTF-8
 * character, each physical line closed with eol.
 */
void line_fold(struct str *out, struct slice text, const char *eol);

/* TEXT values (RFC 5545, 3.3.11): append escaped; append unescaped. */
void line_escape(struct str *out, struct slice text);
void line_unescape(struct str *out, struct slice text);

/*
 * Append a line, folded and ended by CRLF.  Whatever a value holds, it adds
 * neither a line nor a parameter.  The values must be UTF-8.
 */

/* NAME:value as it is; control characters are left out. */
void line_put(struct str *out, const char *name, struct slice value);

/*
 * NAME:value escaped as TEXT.  Line ends in it become \n; of other control
 * characters the tab is kept.
 */
void line_put_text(struct str *out, const char *name, struct slice value);

/*
 * NAME;TZID=zone:value, the zone in quotes only when it needs them (3.2.19).
 * A quotation mark can't stand in a parameter (3.2): it becomes an
 * apostrophe, a control character '?', so that the name is an unknown one and
 * stays it.
 */
void line_put_zoned(struct str *out, const char *name, struct slice zone,
    struct slice value);

/*
 * Texts as vCalendar 1.0 wrote them, quoted-printable or in base64.  RFC 5545
 * has no such TEXT; telephones and gateways write it all the same.
 */
enum coded {
	CODED_PLAIN,	/* it is none */
	CODED_TEXT,	/* *out has it, in UTF-8 */
	CODED_BAD,	/* it is cut off, or of no such form */
};

/* params: those of the line; value: as it stands there. */
enum coded line_coded_text(struct slice params, struct slice value,
    struct str *out);

#endif
