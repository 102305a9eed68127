/* SPDX-License-Identifier: MIT */
#ifndef ICSR_API_DRIFT_H
#define ICSR_API_DRIFT_H

#include <stdbool.h>

#include "base/str.h"
#include "model/booking.h"
#include "model/reservation.h"

/*
 * How a reservation on the server differs from what is recorded of it.
 * A field that was never sent is the server's, and no difference; a link or
 * number that it has and that is not recorded is one.  Order and further
 * members of JSON say nothing.  Pure.
 */
enum drift {
	/* The fields of enum request_field come first, then: */
	DRIFT_END_TIME = REQUEST_FIELDS,
	DRIFT_URL,
	DRIFT_MEETING_NO,
	DRIFT_APP_LINK,		/* both only where none is recorded: another */
	DRIFT_LIVE_LINK,	/* one is no drift, it may change with a get */
	DRIFT_GONE,		/* the server has none */
	DRIFT_EXPIRED,		/* it says so, or its end_time has passed */
	DRIFTS,
};

/* The set (1u << d) for a live booking and the answer of get; NULL: gone. */
unsigned drift_find(const struct booking *b, const struct reservation *got,
    int64_t now);

/*
 * Of the fields that an update cleared (request_clears) those that the
 * server still has, by the answer of get: it kept an empty value out.
 */
unsigned drift_stayed(unsigned cleared, const struct reservation *got);

/* Take the recorded state over from the server, as far as they differ. */
void drift_adopt(struct booking *b, const struct reservation *got,
    unsigned drifts);

/* The names: "topic, url", and as the JSON member "changed". */
void drift_list(struct str *out, unsigned drifts);
void drift_json(struct str *out, unsigned drifts);

#endif
