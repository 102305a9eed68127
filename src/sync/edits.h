/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_EDITS_H
#define ICSR_SYNC_EDITS_H

#include "ics/likeness.h"
#include "ics/own_lines.h"
#include "sync/past.h"

/*
 * The edits that make a VEVENT carry the lines it should, from the lines of
 * ours that are in it and what earlier runs recorded of it (sync/ours).
 */
struct edits_input {
	struct run *run;
	const struct ours *ours;	/* of the VEVENT */
	struct past_place at;
	const struct settings *settings;
	const char *label;		/* in the encoding of the file */
	enum wish wish;
	const struct booking *booking;	/* whose link; NULL: none */
	bool fresh;			/* its link is not known yet, or will be
					 * another one: one like it is put in */
	bool over, twin, copies;	/* see struct own_wish */
	const char *const *stamps;	/* see struct own_wish */
	bool anew;		/* an override that this run makes: nobody took
				 * a line out of it */
	bool copy_only;		/* into a copy elsewhere: the source never
				 * holds a line of ours */
};

struct edits {
	struct own_result result;
	bool held;		/* all our lines were taken out again and again:
				 * none is put in */
	bool news;	/* what is to be recorded differs from what is */
	unsigned put;		/* kinds, as they are to be recorded */
	unsigned going;			/* those that were and won't be */
	int64_t losses, lost_at;
	/* The VEVENT as undo knows it: under which RECURRENCE-ID so far, what
	 * it says, and its key. */
	const char *recorded_as;
	struct slice says;
	uint64_t vevent;
};

/* How often lines that somebody removes are written again. */
#define EDITS_LOSSES_MAX 3
/* Seconds after the last time, from which on the count starts again. */
#define EDITS_LOSSES_FOR ((int64_t)6 * 3600)

/* Find the edits, and what is to be recorded.  Texts belong to the arena;
 * edits_free frees the lists. */
int edits_plan(const struct edits_input *in, struct arena *a,
    struct edits *out, struct err *e);
void edits_free(struct edits *ed);

/*
 * What is recorded of a VEVENT once its edits are made, or right away when
 * there is none to make: at the end of the run, if the item (NULL: none) is
 * done.
 */
struct record {
	struct item *item;
	const char *reserve_id, *component, *uid;
	bool gone;			/* no line of ours is left */
	const char *recorded_as;	/* see struct edits */
	struct slice says;
	uint64_t vevent;
	struct own_undos undos;		/* of the run's arena */
	unsigned put, going;
	int64_t losses, lost_at, anchor;
	uint64_t made;		/* override_digest of our override, else 0 */
	int64_t length;			/* of that override, in seconds */
	struct extras extras;		/* in it */
	struct digests lines;		/* override_lines of it */
	char replaced[OWN_DIGEST];	/* of what stood in its place: another
					 * one of ours; "": nothing */
};

/* Add a record to the run, for the lines of a booking in the VEVENT. */
struct record *edits_record(const struct edits_input *in,
    const struct edits *ed, struct item *it);
/* Before a VEVENT is edited, record what the edits overwrite and which kinds of
 * line they remove: so each line of ours is recorded before it is written, and
 * one that we remove does not look lost.  A transaction is open. */
int edits_ahead(struct run *r, const struct record *rec, struct err *e);
/* Write the records whose items are done.  A transaction is open. */
int edits_settle(struct run *r, struct err *e);
/* Drop all records of the run, unwritten. */
void edits_forget(struct run *r);

/* Stands for a link while the API has not given it yet. */
#define EDITS_PLACEHOLDER "https://vc.feishu.cn/j/000000000"

#endif
