/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_RESERVATION_H
#define ICSR_MODEL_RESERVATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/slice.h"
#include "base/str.h"

/* A reservation: as it should be, and as the API answers. */

/*
 * The reservation that the API should hold for an event: one JSON fragment
 * for each field of the apply call ("Reserve a meeting"), NULL where the
 * field is not sent.  Canonical: the same wish gives the same text, so two
 * requests are compared field by field with strcmp.
 *
 * end_time is not among them, because it is clamped to what the API allows
 * at the time of the call: `until` is what the event wants.
 */
enum request_field {
	REQUEST_OWNER,		/* owner_id: not in an update */
	REQUEST_TOPIC,
	REQUEST_PERMISSIONS,	/* action_permissions */
	REQUEST_INITIAL_TYPE,	/* meeting_initial_type */
	REQUEST_CONNECT,	/* meeting_connect: never in an update */
	REQUEST_CALL,		/* call_setting */
	REQUEST_AUTO_RECORD,
	REQUEST_HOSTS,		/* assign_host_list */
	REQUEST_PASSWORD,
	REQUEST_FIELDS,
};

/* A held field that was sent and has no answer yet: it differs from every value
 * that can be wanted. */
#define REQUEST_IN_DOUBT ""

struct request {
	const char *field[REQUEST_FIELDS];
	int64_t until;		/* Unix seconds: event's end and grace */
};

/* The API's name of a field: "topic", "owner_id", … */
const char *request_name(enum request_field f);

/* Its JSON when nothing is asked for; NULL: the API has no such value. */
const char *request_empty(enum request_field f);

/* Copy all its texts into the arena. */
void request_keep(struct request *r, struct arena *a);

/*
 * The fields that differ and can be sent in an update, as a bit set
 * (1u << field).  A field that is wanted no more counts when the API has an
 * empty value for it ([] or false, see reservation.c); otherwise it is the
 * server's to keep.
 */
unsigned request_diff(const struct request *have, const struct request *want);

/*
 * The fields of an update that it clears by an empty text or list.  The
 * Chinese page of the API says that such a value clears the field, the
 * English one that it changes nothing: after an update that clears, the
 * reservation is to be read back (drift_stayed).
 */
unsigned request_clears(const struct request *want, unsigned fields);

/*
 * The body of an apply call: every field that is set, and end_time (Unix
 * seconds).
 */
void request_apply_body(struct str *body, const struct request *r,
    int64_t end_time);
/*
 * The body of an update: the fields of the set, and end_time unless 0.
 */
void request_update_body(struct str *body, const struct request *r,
    unsigned fields, int64_t end_time);

/*
 * As text for the state, a line "name=json" for each field, and back.  The
 * meeting password is not in it, only a digest of it: no secret is stored.
 * request_read fails (ERR_STATE) on a text that request_write did not
 * make; its strings belong to the arena.
 */
void request_write(struct str *text, const struct request *r);
int request_read(struct request *r, struct slice text, struct arena *a,
    struct err *e);

/*
 * What the API answers when it is asked ("Query a reservation").  Plain data;
 * texts are the server's, of the arena they were read into, with secrets
 * masked, and NULL where the answer had none: they may hold any character.
 * Times are Unix seconds, 0 where the answer had none.
 */

/* data.reserve of get. */
struct reservation {
	const char *id, *meeting_no, *url, *app_link, *live_link;
	const char *password;		/* "" or NULL: none.  Never shown
					 * unasked. */
	int64_t end_time;
	int64_t expire_status;		/* 1 not expired, 2 expired; examples
					 * show 0 */
	const char *owner;		/* reserve_user_id */
	/* meeting_settings and owner as JSON, each as the server writes it;
	 * `until` is not used. */
	struct request settings;
	bool has_settings;		/* false: the answer had none */
};

/* A scope of the app, and whether it is granted for each kind of token. */
struct app_scope {
	const char *name;
	bool for_app, for_user;
};

struct participant {
	const char *id;
	int64_t joined, left;		/* first_join_time, final_leave_time */
	int64_t seconds;		/* in_meeting_duration */
	int64_t user_type, status;
	bool is_host, is_cohost, is_external;
};

/* What the people in a meeting may use; bits of active_meeting.abilities. */
enum meeting_ability {
	ABILITY_VIDEO, ABILITY_AUDIO, ABILITY_SHARE_SCREEN,
	ABILITY_FOLLOW_SCREEN, ABILITY_RECORDING, ABILITY_PSTN,
	ABILITIES,
};
/* The API's name: "use_video", … */
const char *meeting_ability_name(enum meeting_ability a);
/* Names of the API's numbers, "unknown" for others. */
const char *meeting_status_name(int64_t status);
const char *participant_status_name(int64_t status);
const char *meeting_user_type_name(int64_t type);

/* data.meeting of get_active_meeting. */
struct active_meeting {
	const char *id;			/* NULL: none is running */
	const char *topic, *url, *meeting_no, *password;
	int64_t create_time, start_time, end_time;
	const char *host;
	int64_t host_type, status;
	bool interop;			/* meeting_connect */
	int64_t participant_count;	/* at most at a time */
	int64_t participant_total;	/* participant_count_accumulated */
	unsigned abilities;		/* 1u << enum meeting_ability */
	struct participant *participants;
	size_t n_participants;		/* 0 unless asked for */
};

#endif
