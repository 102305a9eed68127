/* SPDX-License-Identifier: MIT */
#ifndef ICSR_SYNC_OURS_H
#define ICSR_SYNC_OURS_H

#include "ics/own.h"
#include "model/booking.h"
#include "sync/item.h"

/*
 * What of a VEVENT is ours: its lines (ics/own) held against the links and
 * ids that were issued to us (store/issued).
 *
 * A reserve_id is unique for ever; a link is not: meeting numbers come back
 * when a reservation has ended.  A link is proved to be ours when it was
 * issued for the VEVENT's UID, when the VEVENT has an id line that it was
 * issued with, or when a second line of another kind says the same; if the
 * reservation has ended, one of the two must be a CONFERENCE.  Without proof it
 * is the user's if a reservation that it was issued for has ended.  An id line
 * and our block need no second line.  Beside the id of another state alone only
 * a link that was issued for the UID is ours.
 */
struct ours {
	struct own_event own;		/* with claims */
	struct texts ids;	/* reservations whose id or link stands in it,
				 * each once */
	struct texts id_links;	/* of each of these the link that led to it;
				 * "": its id line did */
	struct texts own_ids;	/* of these, those issued for its UID */
	bool foreign;		/* it has an X-ICSRESERVE-ID that was never
				 * issued here, and none that was */
	bool alike;		/* it has no X-ICSRESERVE-ID and no link that
				 * was issued here, but a CONFERENCE on one of
				 * link_hosts with the label that icsreserve
				 * writes */
	int64_t ends;			/* when the first of the living
					 * reservations in it ends; 0: none */
};

/* The VEVENT that is read. */
struct ours_input {
	struct slice file;		/* all bytes */
	size_t off, len;
	const char *uid;
	const struct settings *settings;
	bool legacy;		/* version 4 of the state booked it: it may
				 * have forgotten CONFERENCE lines here */
	bool strays;		/* take lines with our bookkeeping for
				 * ours, though they were never issued */
};

/* Read a VEVENT; texts belong to the arena, ours_free frees the lists. */
int ours_read(struct run *r, const struct ours_input *in, struct arena *a,
    struct ours *o, struct err *e);
void ours_free(struct ours *o);
/* The UID of the VEVENT is one of the reservation's from now on: its link (as
 * own_link_key gives it) is proved wherever it stands. */
void ours_prove(struct ours *o, const char *reserve_id, const char *link);
/* Set *is where a link (as own_link_key gives it) was issued for this UID, or
 * for a reservation that lives and for none that has ended.  -1: the state
 * can't be read. */
int ours_issued(struct run *r, const char *link, const char *uid,
    struct arena *a, bool *is, struct err *e);
/* Whether a reservation is among those. */
bool ours_lists(const struct texts *ids, const char *reserve_id);

#endif
