/* SPDX-License-Identifier: MIT */
#ifndef ICSR_PLAN_SHOW_H
#define ICSR_PLAN_SHOW_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"
#include "model/booking.h"
#include "plan/when.h"

/*
 * What a run says of itself: text for people and JSON for programs.  Pure:
 * appends to a string.
 */
struct report {
	const char *command;
	const char *run;		/* the id of this run */
	const char *plan;		/* its digest; NULL or "": none */
	bool dry_run;
	int exit;
	int64_t elapsed_ms;
	struct totals totals;
	const struct actions *actions;	/* NULL: none */
	const struct problems *problems;	/* NULL: none */
	const char *more;		/* further JSON members; NULL: none */
};

/* How the lines below are to be. */
struct show_style {
	bool colour;
	bool verbose;		/* also actions without effect or note */
	bool uids;		/* behind the titles */
	size_t most;		/* lines; then a count of the others; 0: all */
	size_t width;		/* cells of a line; 0: as many as it takes */
	struct when when;	/* how times look */
};

/*
 * The plan: a line for each action that does something or has a note.
 */
void show_actions(struct str *out, const struct report *r,
    const struct show_style *style);

/* What came of it: the links that were made; what failed is a problem. */
void show_results(struct str *out, const struct report *r,
    const struct show_style *style);

/*
 * "sync: 3 created, 40 unchanged": stable words, no newline; what is 0 is
 * left out unless all are asked for.
 */
void show_summary(struct str *out, const struct report *r, bool all);

/* One JSON object and a newline. */
void show_json(struct str *out, const struct report *r);

/* A problem as one line: "file:12: UID x: DTSTART: message". */
void show_problem(struct str *out, const struct problem *p);

/* The members that name a booking: calendar, uid, recurrence_id. */
void show_key_json(struct str *out, const struct booking *b);
/* What the API said, with what its operators ask for: "no permission (code
 * 121005, log id 2026...)". */
void show_error(struct str *out, const struct api_error *error);
/* The member "error": what the API said, null when it said nothing. */
void show_error_json(struct str *out, const struct api_error *error);

/* What was used in a meeting, bits of 1u << enum meeting_ability: "use_video,
 * use_audio"; and as the member "abilities". */
void show_abilities(struct str *out, unsigned abilities);
void show_abilities_json(struct str *out, unsigned abilities);

#endif
