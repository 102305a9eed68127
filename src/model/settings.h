/* SPDX-License-Identifier: MIT */
#ifndef ICSR_MODEL_SETTINGS_H
#define ICSR_MODEL_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

/*
 * What a calendar's events are to be booked by: the configuration after
 * defaults and [calendar] sections are applied.  Plain data, made by
 * conf/, read by plan/ and sync/.  icsreserve.conf(5) has the meaning of each.
 */

struct text_list {
	const char **items;
	size_t n;
};

/* What the user calls time zones: names in calendars, and known zones. */
struct tz_alias {
	const char *name, *zone;
};
struct tz_aliases {
	const struct tz_alias *items;
	size_t n;
};

/* Addresses and the ids of their people in the directory. */
struct person {
	const char *address, *id;
};
struct people {
	const struct person *items;
	size_t n;
};

enum far_events { FAR_HOLD, FAR_WAIT };
enum link_policy { LINKS_SKIP, LINKS_ADD };
enum private_policy { PRIVATE_SKIP, PRIVATE_MASK, PRIVATE_KEEP };
enum owner_policy { OWNER_KEEP, OWNER_RECREATE };
enum unknown_policy { UNKNOWN_RETRY, UNKNOWN_HOLD };
enum recurrence_mode { RECURRENCE_SERIES, RECURRENCE_OCCURRENCES };

/* [writeback] properties, as a bit set. */
enum write_property {
	WRITE_CONFERENCE = 1,
	WRITE_URL = 2,
	WRITE_LOCATION = 4,
	WRITE_DESCRIPTION = 8,
};

/* What the CONFERENCE line is called where nothing else is said. */
#define SETTINGS_LABEL "Feishu meeting"

struct settings {
	/* [feishu], as far as it says what is booked */
	const char *owner;		/* NULL: none */
	bool owner_from_organizer;
	struct text_list own;		/* empty: all events are ours */
	bool user_token;		/* the owner is the token's user */
	struct people people;		/* [people] */

	/* [meeting]; texts as configured, NULL: not sent */
	const char *password;		/* default, none, or 4-9 digits */
	const char *auto_record;	/* yes, no */
	const char *hosts;
	const char *host_permission, *invite_permission, *join_permission;
	const char *interop;		/* yes, no */

	/* [sync] */
	enum recurrence_mode recurrence;
	enum far_events far_events;
	int64_t grace, renew_before;	/* seconds */
	int64_t renew_more;		/* of renew_before, what the run has
					 * added because runs are far apart */
	enum link_policy existing_links;
	bool all_day;
	enum private_policy private;
	enum owner_policy owner_change;
	const char *default_topic;	/* NULL: an event needs one */
	int64_t default_duration;	/* seconds */
	const char *timezone;		/* NULL: unset */
	struct tz_aliases tz_aliases;
	int64_t max_occurrences;
	enum unknown_policy on_unknown;

	/* [writeback] */
	bool write_back;
	unsigned properties;		/* of enum write_property */
	bool write_password;
	const char *label;		/* of CONFERENCE lines */
	struct text_list link_hosts;

	/* [calendar] */
	struct text_list include, exclude;
};

struct calendar {
	const char *name;
	const char *path;		/* file, folder or glob; ~ expanded */
	const char *url;		/* path is its folder in the cache;
					 * NULL: it is a path.  A feed's may be
					 * as good as a password */
	uint64_t url_key;		/* digest of url and username */
	const char *username, *password_command, *password_file;
	const char *bearer_command;	/* NULL: none */
	const char *output;		/* NULL: in place */
	bool imported;			/* for an import: an absent event is
					 * not gone, and events booked by an
					 * import of another name are its */
	bool kept;			/* not configured: import --keep */
	const char *encoding;		/* of files that are not UTF-8; NULL:
					 * found out */
	const char *dates;		/* of tables: "mdy", "dmy", "ymd" where
					 * no date decides; NULL */
	struct settings settings;
	uint64_t digest;		/* of what is above and says how its
					 * events are read and booked */
};
struct calendars VEC(struct calendar);
/* Those that are asked for; they belong to the configuration. */
struct chosen_calendars VEC(struct calendar *);

/* The deletion guard: at most count, or percent of the live ones. */
struct guard_limit {
	bool is_percent;
	int64_t n;
};

#endif
