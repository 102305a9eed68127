/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_ITEM_H
#define ICSR_SYNC_ITEM_H

#include "model/booking.h"
#include "model/settings.h"
#include "sync/catalog.h"

/*
 * An event, or a VEVENT, that a run has to deal with: what is planned for it,
 * and what comes of that.
 *
 *	           item_add          apply                    settle
 *	planned ────────────► PLANNED ───► OK ──────────────► done
 *	                        │ │ │       ▲  edit: WANTED ─► DONE
 *	                guard   │ │ └───────┘        └──► FAILED: open
 *	              REFUSED ◄─┘ └─► FAILED, UNKNOWN: open
 *
 * `open` means that the next run has to look at its file again; an item whose
 * call was not sent, since a signal came, stays PLANNED and is open.  outcome
 * and act.result are written by the functions below alone, and plan only by
 * the modules that plan (`make lint`).
 *
 * A series with one link has an item for its master and followers for its
 * overrides: they carry the booking of the master, nothing is sent for
 * them.
 */

/* What a VEVENT should carry. */
enum wish {
	WISH_LEAVE,		/* as it is, but without dead links of ours */
	WISH_LINK,		/* the link, while there is a reservation */
	WISH_NOTHING,		/* no line of ours, once no reservation lives */
	WISH_BARE,		/* no line of ours, even if one lives */
};

enum item_edit {
	EDIT_NONE,		/* the VEVENT says what is wished */
	EDIT_WANTED,		/* planned */
	EDIT_DONE,
	EDIT_FAILED,
};

/* A VEVENT in a file, or the place of one that is to be put in. */
struct spot {
	struct scan_file *file;		/* NULL: none */
	uint32_t off, len;		/* len 0: to be put in before off */
	uint32_t line;
	uint64_t digest, key;		/* struct cut_event; 0: put in */
	const char *component;		/* RECURRENCE-ID of the VEVENT, "" */
};

/* What is planned; it does not change when planning has ended. */
struct planned {
	const struct settings *settings;
	struct spot spot;
	const char *uid;
	enum wish wish;
	bool follower;
	bool whole;		/* the VEVENT is ours as a whole */
	bool twin;		/* another VEVENT counts: its twin in this
				 * calendar, or the original in another one,
				 * unless this is to have its own link */
	bool over;		/* the event is over */
	/* an override for an occurrence, to be put there, without our lines;
	 * p NULL: none */
	struct slice made;
	bool remake;		/* an older override of ours is there */
	int64_t length;		/* of the override, in seconds */
	int64_t at;		/* the instant of its RECURRENCE-ID */
	int64_t anchor;		/* of a series' master: see struct put_row */
	bool legacy;		/* see struct booking */
	enum settled_kind kind;	/* what the cache notes of its VEVENT when
				 * the item is done */
	bool remind;		/* each run repeats the problems of it */
	int64_t due;		/* when it is to be looked at again; 0: never */
	bool forget;		/* the row goes when all is done */
	const char *carried;	/* a reservation whose lines are in it; NULL:
				 * none */
	const struct booking *was;	/* the booking as it was, when its
				 * occurrence was found by the nearest time
				 * alone; else NULL */
	bool was_carried;	/* some VEVENT of its series carries that */
	bool perhaps;		/* an edit is wanted, but its VEVENT may say so
				 * already */
	bool unmatched;		/* its series has that occurrence no more: a
				 * new event may take its booking (rekey) */
};

struct item {
	struct planned plan;
	struct item *leader;	/* of a follower; NULL: nothing is done for the
				 * booking in this run */
	/* for the report; apply fills in booking and error */
	struct action act;
	const struct action *ended;	/* the delete before act, which makes it
					 * again; NULL: none */
	struct {
		enum item_edit edit;
		bool open;
		bool led_open;	/* a follower of it is not done */
	} outcome;
	uint64_t digest, key;	/* of the VEVENT once it was edited; 0: none */
};

/*
 * Add an item to the run, with its action and no place in a file; texts are
 * copied into the run's arena.
 */
struct item *item_add(struct run *r, const struct settings *s,
    const struct action *act);

/* The booking whose link an item's VEVENT carries. */
static inline const struct booking *
item_booking(const struct item *it)
{
	return it->leader ? &it->leader->act.booking : &it->act.booking;
}

/* Why the link of a booking may not be written; NULL: it may. */
const char *item_bad_link(struct run *r, const struct booking *b,
    const struct settings *s);

/* --- while planning ------------------------------------------------------- */

/* Its VEVENT is to be edited. */
void item_want_edit(struct item *it);
/* Nothing is done for it, and the next run looks again; note says why. */
void item_leave(struct item *it, const char *note);
/* The guard does not let it be deleted: neither the call nor the edit. */
void item_refuse(struct item *it);

/* --- while it is carried out ---------------------------------------------- */

/* What came of its call; all but RESULT_OK leave it open. */
void item_result(struct item *it, enum action_result result);
/* A further call is needed for it. */
void item_again(struct item *it, enum action_kind kind);
/* What came of its edit. */
void item_edited(struct item *it, bool done);
/* The next run looks again. */
void item_open(struct item *it);
/* The booking's row stays, since a follower of it is not done. */
void item_keep_row(struct item *it);
/* All that was to be done for it is done. */
bool item_is_done(const struct item *it);
/* Set the result of an item that had no call: one that was only to be written,
 * or only reported. */
void item_finish(struct item *it);

#endif
