/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OWN_DATA_H
#define ICSR_ICS_OWN_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/vec.h"

/* What ics/own works on: the lines of a VEVENT that may be ours, and what it
 * should carry. */

enum own_kind {
	OWN_CONFERENCE,		/* RFC 7986, 5.11 */
	OWN_URL,
	OWN_LOCATION,
	OWN_DESCRIPTION,	/* the block between our two marks in it */
	OWN_ID,			/* X-ICSRESERVE-ID */
	OWN_KINDS,
	OWN_DTSTAMP = OWN_KINDS,
	OWN_LAST_MODIFIED,
	OWN_NAMES,
};

#define OWN_STAMPS (OWN_NAMES - OWN_KINDS)

/* As bits: the first four are enum write_property. */
#define OWN_BIT(kind) (1u << (kind))
/* One more bit of what was put: the block tells a password. */
#define OWN_TOLD OWN_BIT(OWN_NAMES)

/* Whose a line is. */
enum own_claim {
	OWN_USER,	/* the user's: nothing shows that it is ours */
	OWN_OURS,		/* proved to be of a reservation of ours */
	OWN_COPY,		/* the link of a live reservation of ours, but
				 * nothing proves that it was made for this */
};

/* A property line of the VEVENT itself, of one of the kinds above. */
struct own_line {
	enum own_kind kind;
	struct slice raw;	/* in the file, with its line ends */
	const char *text;	/* unfolded */
	/* its link (own_link_key), or its id; NULL when the value is
	 * something else.  Of a DESCRIPTION the link in the block */
	const char *key;
	bool blank;		/* the value is empty, or blanks */
	size_t from, to;	/* of a DESCRIPTION: the block in text; to 0: it
				 * has none.  One with several blocks is a
				 * line for each */
	/* The caller's: */
	enum own_claim claim;
	bool live;		/* its reservation has not ended */
};
struct own_lines VEC(struct own_line);

/* A VEVENT with its candidates, in the order of the file. */
struct own_event {
	struct slice file;	/* all bytes of the file; borrowed */
	size_t off, len;	/* the VEVENT in them */
	struct own_lines lines;
	const char *eol;	/* of its BEGIN line */
	size_t insert_at;	/* offset in the file: before what is nested in
				 * the VEVENT, else before its END */
};

/* What a VEVENT should carry. */
enum own_carry {
	OWN_LEAVE,		/* as it is, but for dead links of ours in an
				 * event that is still to come */
	OWN_NOTHING,		/* no line of ours */
	OWN_LINK,		/* the link of a reservation */
};

/* What stood in the place of a line that we wrote (see store/issued.h). */
struct own_undo {
	const char *name;
	const char *wrote;	/* unfolded */
	struct slice was;	/* raw, with its line end; p NULL: nothing */
};
struct own_undos VEC(struct own_undo);

struct own_wish {
	enum own_carry carry;
	bool over;			/* with OWN_LEAVE: the event is over */
	bool twin;			/* another VEVENT stands for the event:
					 * nothing is inserted */
	bool copies;		/* with OWN_NOTHING: OWN_COPY goes too */
	bool unknown;		/* with OWN_NOTHING: a state that is lost put
				 * the lines in: a DESCRIPTION of which nothing
				 * is left was ours as a whole */
	const char *url;		/* with OWN_LINK, as those below */
	const char *reserve_id;
	const char *password;		/* to be told; NULL: not */
	const char *label;		/* of CONFERENCE */
	bool told;	/* a password behind the link in the block is
				 * ours, not somebody's */
	unsigned properties;		/* configured: enum write_property */
	unsigned looked;	/* kinds, as bits, that are looked at in
				 * addition to those, the id and our block;
				 * others are the user's */
	unsigned put;		/* kinds that we have written here before: a
				 * missing one was removed by somebody; a
				 * CONFERENCE, which programs drop unseen, is
				 * written again with another link */
	int64_t now;			/* for the stamps, Unix seconds */
	/* What DTSTAMP and LAST-MODIFIED are to say instead, unfolded; a stamp
	 * that is NULL stays as it is.  NULL: now. */
	const char *const *stamps;
	const struct own_undos *undos;	/* known, of all reservations whose
					 * lines stand here */
};

#endif
