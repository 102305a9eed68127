/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OWN_TEXT_H
#define ICSR_ICS_OWN_TEXT_H

#include "ics/limits.h"
#include "ics/own.h"

/*
 * What the lines of ours say, as unfolded content lines.  For the own_
 * modules; export/ics words a conference and a URL as write-back does.
 */

/* A property line of the event itself, not of a component inside of it. */
struct own_prop {
	struct slice raw;
	char name[ICS_NAME_MAX];
	const char *text;		/* unfolded */
	const struct own_line *ours;	/* the state knows it, or NULL */
};

struct own_text {
	const struct own_event *ev;
	const struct own_wish *wish;
	const struct own_prop *at;	/* the line of that name; NULL: none */
};

void own_conference(const struct own_text *t, struct str *out);
void own_url(const struct own_text *t, struct str *out);
void own_location(const struct own_text *t, struct str *out);
void own_id(const struct own_text *t, struct str *out);
/* The user's text with our block at its end. */
void own_description(const struct own_text *t, struct str *out);

/* The user's own DESCRIPTION line, without a block of ours. */
void own_without_block(const struct own_text *t, struct str *out);

/*
 * Where our block stands in an escaped DESCRIPTION, with the line breaks
 * before it; false when there is none.  A block of another program, with
 * another link, is not ours.
 */
bool own_find_block(const struct own_event *ev, struct slice text,
    size_t *from, size_t *to);

#endif
