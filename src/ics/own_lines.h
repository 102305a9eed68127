/* SPDX-License-Identifier: MIT */
#ifndef ICSR_ICS_OWN_LINES_H
#define ICSR_ICS_OWN_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"
#include "base/vec.h"
#include "model/settings.h"

/* What ics/own works on: the lines of a VEVENT that may be ours, and what it
 * should carry; how they are found, written and compared. */

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

/* The name of the property: "CONFERENCE". */
const char *own_name(enum own_kind kind);
/* The bit of the kind of line that has the name; 0: there is none. */
unsigned own_kind_bit(const char *name);

/* Find the lines.  Texts belong to the arena; own_free frees the list. */
void own_read(struct own_event *ev, struct slice file, size_t off,
    size_t len, struct arena *a);
void own_free(struct own_event *ev);

/*
 * A link as it is compared: without blanks around it, unescaped (calendar
 * programs escape values of properties that they don't know), scheme and host
 * in lower case.  NULL when the text is no single https or http link.
 */
const char *own_link_key(struct slice text, struct arena *a);

/*
 * Whether a link from the server may be written: https, on one of the
 * hosts, nothing but printable ASCII without blanks and quotes, at most
 * 2,000 bytes.
 */
bool own_link_allowed(const char *url, const struct text_list *hosts);

/*
 * Find the record of what stood where we wrote this line; another program may
 * have given the line another form since.  A record of exactly its text goes
 * first.  NULL: there is none.
 */
const struct own_undo *own_undo_of(const struct own_wish *wish,
    const struct own_line *l, struct arena *a);
/* Whether we have put in a property of this kind as a whole. */
bool own_undo_inserted(const struct own_wish *wish, enum own_kind kind);

/* "#" and the digest of a VEVENT's bytes, as version 4 of the state has it. */
#define OWN_DIGEST sizeof("#0123456789abcdef")
const char *own_digest(struct slice component, char buf[OWN_DIGEST]);

/*
 * The texts that we write, as unfolded content lines.  For ics/own and
 * ics/own_block; export/ics words a conference and a URL as write-back does.
 */

/* The line of a kind (OWN_CONFERENCE to OWN_ID), appended to out; of a
 * DESCRIPTION one with the block alone. */
void own_text(enum own_kind kind, const struct own_wish *wish,
    struct str *out);

/* The block, escaped, without line breaks around it. */
void own_text_block(const struct own_wish *wish, struct str *out);

/*
 * Whether a line of ours with the right link also has the wished password, or
 * none when none is wished.  True of a CONFERENCE whose LABEL a program has
 * removed, which it would do again.
 */
bool own_text_tells(const struct own_line *line,
    const struct own_wish *wish);

/*
 * The password that our block in a DESCRIPTION tells, with the word before
 * it: a line of its own behind the link.  p NULL: none.
 */
struct slice own_text_told(const struct own_line *line);

/* Whether an escaped line break stands there, and no escaped backslash. */
bool own_text_break(const char *text, size_t at);

/*
 * Find the next block between our marks in an unfolded, escaped DESCRIPTION,
 * from the byte `at` on: the marks at from and before to, and the link
 * between them (NULL: there is none).  An opening mark without a closing one
 * before the next block is text.  False when there is no block.
 */
bool own_text_find(struct slice text, size_t at, size_t *from, size_t *to,
    struct slice *link);

/*
 * Raw lines with the line ends of those that stand in their place now; of the
 * arena when they are others.
 */
struct slice own_text_adapted(struct slice was, struct slice now,
    struct arena *a);

/* Whether a stamp says a later time than `now` (clock_ical). */
bool own_text_is_later(const struct own_line *l, const char *now);

/* The marks around a block. */
#define OWN_BLOCK_OPEN "----( Video Call )----"
#define OWN_BLOCK_CLOSE "---===---"
/* Before the password in it. */
#define OWN_BLOCK_TOLD "Password: "

#endif
