/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_RESERVATION_H
#define ICSR_MODEL_RESERVATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/request.h"

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
