/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_SUBJECT_H
#define ICSR_SYNC_SUBJECT_H

#include "ics/parse.h"
#include "plan/rules.h"
#include "sync/examine.h"

/*
 * One VEVENT, or one occurrence of a series, on its way from bytes to an
 * item.  For examine and what it calls.
 */
struct subject {
	struct examination *x;
	const struct cut_event *cut;	/* its VEVENT, or the series' */
	struct event ev;
	struct verdict verdict;
	struct booking *booking;	/* of the scratch arena, or NULL */
	bool ours;			/* a link in it may be of its series */
	struct item item;
	bool refused;			/* told: it can't be looked into */
	struct item *kept;		/* among the run's items; NULL: quiet */
};

void subject_init(struct subject *s, struct examination *x, uint32_t index);

/*
 * Whether the VEVENT is refused for its place or its key, before any look
 * inside; that is told.
 */
bool subject_refused(struct subject *s);
/* Parse it into ev; -1 when it can't be, which is told. */
int subject_parse(struct subject *s);

/* Tell that it fails: where, and why.  It stands, but not looked into. */
void subject_tell(struct subject *s, const struct parse_fault *fault,
    const char *message);
/*
 * An event that failed and has a live reservation: a copy of its calendar,
 * which is made from its source, goes on to have the link.  row may be NULL.
 */
void subject_keep_link(struct subject *s, const struct booking *row);
/* It was seen, but needs the next run again. */
void subject_leave_open(struct subject *s);
/* Nothing is left to do for its bytes. */
void subject_settle(struct subject *s, bool skipped);

/*
 * By rules and comparison to the action, without a change of anything but
 * the subject: verdict, item.act and item.wish are set.
 */
int subject_judge(struct subject *s, struct err *e);
/*
 * Among the run's items when something is to be done or told, else settled
 * quietly; counted in the totals.
 */
int subject_conclude(struct subject *s, struct err *e);

/*
 * A VEVENT of a series, or one whose booking is not needed any more: wish
 * is what should become of lines of ours in it, for the booking in
 * item.act.booking.  No action but to write.
 */
int subject_follow(struct subject *s, enum wish wish, struct err *e);
/*
 * A booking without an event, in item.act as it is to be dealt with, and
 * the VEVENT that it has lines in, if item.file is one.
 */
int subject_end(struct subject *s, enum wish wish, struct err *e);

#endif
