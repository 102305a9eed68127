/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_COMPONENT_H
#define ICSR_SYNC_COMPONENT_H

#include "plan/rules.h"
#include "sync/item.h"
#include "sync/ours.h"
#include "sync/reader.h"

/*
 * One VEVENT on its way from bytes to the plan: parsed, with what of it is
 * ours.
 */
struct component {
	struct reader *reader;
	struct scan_file *file;
	const struct cut_event *cut;
	struct slice bytes;		/* of the file */
	struct event ev;
	const char *id;			/* its RECURRENCE-ID, "" for none */
	struct ours ours;
	bool refused;		/* it can't be read; a problem says why */
	bool twin;		/* another VEVENT stands for its event */
	bool remind;		/* each run repeats its problems */
	bool skipped;			/* counted among those left out */
	bool copy;		/* of an event of another calendar, whose
				 * link it carries */
	bool whole;			/* we made it, for one occurrence */
	bool like_series;		/* with `whole`: known by what its
					 * series says now alone */
	bool by_others;			/* not `whole`, and nothing in it is
					 * from us */
	bool emptied;		/* the edits of it leave no line of ours */
	uint64_t says;		/* with `whole`: the digest to be recorded (see
				 * struct made_row); 0: it is recorded */
	struct item *item;		/* planned for it; NULL: none */
	bool settled;			/* what is known of it is noted */
};

/*
 * Read the VEVENT at an index of a file that was cut.  A VEVENT that can't be
 * understood becomes a problem and is `refused`; -1 is for the state alone.
 */
int component_read(struct component *c, struct reader *rd,
    struct scan_file *f, uint32_t index, struct slice bytes, bool legacy,
    struct err *e);
/* Report a VEVENT that has no UID; component_keep for what it carries. */
int component_refuse(struct reader *rd, struct scan_file *f, uint32_t index,
    struct err *e);
/* Note that the reservations whose id or link it carries are not gone. */
void component_keep(const struct component *c);
void component_free(struct component *c);

/* Add a problem of the run: the VEVENT fails, where and why. */
void component_fail(struct component *c, const struct parse_fault *fault,
    const char *message);

/* Where it is, for a problem. */
struct problem component_problem(const struct component *c);
/* The same for an item; its text is of the run's arena. */
struct spot component_spot(const struct component *c);

/*
 * Copy the event without our lines, so that rules don't take a link of ours
 * for somebody else's meeting.  Texts belong to the scratch arena.
 */
int component_bare_event(struct component *c, struct event *ev,
    struct err *e);
/* The bytes of the VEVENT without our lines; of the scratch arena. */
int component_bare_bytes(struct component *c, struct slice *bare,
    struct err *e);

/* What a VEVENT is to carry. */
struct carry {
	enum wish wish;
	const struct booking *booking;	/* whose link; NULL: none */
	bool fresh;			/* its link will be another one */
	bool over;			/* the event is over */
	int64_t anchor;			/* see struct past_place */
};
/*
 * Set *differs to whether the VEVENT has to be edited for that.  *due is
 * lowered to when a link in it expires and it has to be looked at again.
 */
int component_differs(struct component *c, const struct carry *carry,
    bool *differs, int64_t *due, struct err *e);

/* Rules that are asked of a VEVENT (plan/rules.h). */
typedef bool component_rules(const struct rules_input *in, struct arena *a,
    struct verdict *v);
/*
 * Whether rules leave it out, as it would be without our lines; *v says why.
 */
int component_left_out(struct component *c, component_rules *rules,
    struct verdict *v, bool *is, struct err *e);

/* Say why rules leave it out: of an import as a problem, of a sync for -v. */
void component_tell_skipped(const struct component *c, const char *why);

/* Whether the booking's link may not be written (item_bad_link); a problem says
 * so in each run. */
bool component_lacks_link(struct component *c, const struct booking *b);

/*
 * Note for the cache what is known of it: kind, and when it is due (0:
 * never).  Once; what an item is planned for is noted when that is done.
 */
void component_settle(struct component *c, enum settled_kind kind,
    int64_t due);

/* Note for the cache that the file holds its UID and ids. */
void component_hold(const struct component *c);

/* Lower *due to `at`; 0 is never. */
void component_lower(int64_t *due, int64_t at);

#endif
