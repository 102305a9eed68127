/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_EDITS_H
#define ICSR_SYNC_EDITS_H

#include "sync/ours.h"

/*
 * What has to be edited in a VEVENT so that it carries what it should, on
 * what is ours in it and what has been recorded of it.
 */
struct edits_input {
	struct run *run;
	const struct ours *ours;	/* of the VEVENT */
	struct ours_place at;
	const struct settings *settings;
	const char *label;		/* in the encoding of the file */
	enum wish wish;
	const struct booking *booking;	/* whose link; NULL: none */
	bool fresh;			/* its link is not known yet, or will be
					 * another one: one like it is put in */
	bool over, twin, copies;	/* see struct own_wish */
	bool copy_only;		/* into a copy elsewhere: the source never
				 * holds a line of ours */
};

struct edits {
	struct own_result result;
	bool held;		/* all our lines were taken out again and again:
				 * none is put in */
	bool news;	/* what is to be recorded differs from what is */
	unsigned put;		/* kinds, as they are to be recorded */
	int64_t losses, lost_at;
};

/* So often lines that somebody takes out are put in again. */
#define EDITS_LOSSES_MAX 3
/* Later than so many seconds after the last time it is counted anew. */
#define EDITS_LOSSES_FOR ((int64_t)6 * 3600)

/* Texts belong to the arena; edits_free frees the lists. */
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
	struct own_undos undos;		/* of the run's arena */
	unsigned put;
	int64_t losses, lost_at, anchor;
	uint64_t made;		/* override_digest of one that we made */
	int64_t length;			/* of that */
};

/* Add a record to the run, for the lines of a booking in the VEVENT. */
struct record *edits_record(const struct edits_input *in,
    const struct edits *ed, struct item *it);
/* Write what is recorded of those that are done.  In a transaction. */
int edits_settle(struct run *r, struct err *e);
void edits_forget(struct run *r);

/* The link that stands for one that is not known yet. */
#define EDITS_PLACEHOLDER "https://vc.feishu.cn/j/000000000"

#endif
