/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/intl.h"
#include "model/reservation.h"

/*
 * What the API calls each field, where it stands in the body, and what
 * clears it in an update: an omitted field is kept, an empty one is cleared
 * ("Update a reservation").
 */
static const struct field {
	const char *name;
	bool in_settings, in_update;
	const char *empty;
} fields[REQUEST_FIELDS] = {
	[REQUEST_OWNER] = { "owner_id", false, false, NULL },
	[REQUEST_TOPIC] = { "topic", true, true, "\"\"" },
	[REQUEST_PERMISSIONS] = { "action_permissions", true, true, "[]" },
	[REQUEST_INITIAL_TYPE] = { "meeting_initial_type", true, true, "1" },
	[REQUEST_CONNECT] = { "meeting_connect", true, false, NULL },
	[REQUEST_CALL] = { "call_setting", true, true, NULL },
	[REQUEST_AUTO_RECORD] = { "auto_record", true, true, "false" },
	[REQUEST_HOSTS] = { "assign_host_list", true, true, "[]" },
	[REQUEST_PASSWORD] = { "password", true, true, NULL },
};

const char *
request_name(enum request_field f)
{
	return fields[f].name;
}

const char *
request_empty(enum request_field f)
{
	return fields[f].empty;
}

/*
 * A password as it is kept in the state: "" as it is (no password), any
 * other as a digest.
 */
static void
password_digest(struct str *out, const char *json)
{
	/* A digest that was read from the state is one already. */
	if (!*json || strcmp(json, "\"\"") == 0 ||
	    strncmp(json, "\"#", 2) == 0)
		str_adds(out, json);
	else
		str_addf(out, "\"#%016jx\"",
		    (uintmax_t)hash_bytes(slice_str(json)));
}

static bool
same_password(const char *have, const char *want)
{
	struct str digest = { 0 };
	bool same;

	password_digest(&digest, want);
	same = strcmp(have, want) == 0 || strcmp(have, str_text(&digest)) == 0;
	str_free(&digest);
	return same;
}

static bool
differs(enum request_field f, const char *have, const char *want)
{
	if (!have && !want)
		return false;
	if (!want)
		return fields[f].empty && strcmp(have, fields[f].empty) != 0;
	if (!have)
		return true;
	if (f == REQUEST_PASSWORD)
		return !same_password(have, want);
	return strcmp(have, want) != 0;
}

void
request_keep(struct request *r, struct arena *a)
{
	size_t i;

	for (i = 0; i < REQUEST_FIELDS; i++)
		r->field[i] = arena_str(a, r->field[i]);
}

unsigned
request_diff(const struct request *have, const struct request *want)
{
	unsigned set = 0;
	enum request_field f;

	for (f = 0; f < REQUEST_FIELDS; f++)
		if (fields[f].in_update &&
		    differs(f, have->field[f], want->field[f]))
			set |= 1u << f;
	return set;
}

unsigned
request_clears(const struct request *want, unsigned set)
{
	enum request_field f;
	unsigned clears = 0;
	const char *json;

	for (f = 0; f < REQUEST_FIELDS; f++) {
		json = want->field[f] ? want->field[f] : fields[f].empty;
		if ((set & 1u << f) && fields[f].in_update && json &&
		    (strcmp(json, "\"\"") == 0 || strcmp(json, "[]") == 0))
			clears |= 1u << f;
	}
	return clears;
}

static void
add_member(struct str *body, const char *name, const char *json)
{
	if (body->n && body->p[body->n - 1] != '{')
		str_addc(body, ',');
	str_addf(body, "\"%s\":%s", name, json);
}

static void
add_body(struct str *body, const struct request *r, unsigned set,
    int64_t end_time, bool apply)
{
	enum request_field f;
	const char *json;

	str_addc(body, '{');
	if (end_time)
		str_addf(body, "\"end_time\":\"%jd\"", (intmax_t)end_time);
	for (f = 0; f < REQUEST_FIELDS; f++)
		if ((set & 1u << f) && !fields[f].in_settings && r->field[f])
			add_member(body, fields[f].name, r->field[f]);
	/* apply requires the object, an update only what changed. */
	if (apply || set) {
		add_member(body, "meeting_settings", "{");
		for (f = 0; f < REQUEST_FIELDS; f++) {
			json = r->field[f] ? r->field[f] : fields[f].empty;
			if ((set & 1u << f) && fields[f].in_settings && json)
				add_member(body, fields[f].name, json);
		}
		str_addc(body, '}');
	}
	str_addc(body, '}');
}

void
request_apply_body(struct str *body, const struct request *r,
    int64_t end_time)
{
	unsigned set = 0;
	enum request_field f;

	for (f = 0; f < REQUEST_FIELDS; f++)
		if (r->field[f])
			set |= 1u << f;
	add_body(body, r, set, end_time, true);
}

void
request_update_body(struct str *body, const struct request *r,
    unsigned set, int64_t end_time)
{
	add_body(body, r, set, end_time, false);
}

void
request_write(struct str *text, const struct request *r)
{
	enum request_field f;

	for (f = 0; f < REQUEST_FIELDS; f++) {
		if (!r->field[f])
			continue;
		str_addf(text, "%s=", fields[f].name);
		if (f == REQUEST_PASSWORD)
			password_digest(text, r->field[f]);
		else
			str_adds(text, r->field[f]);
		str_addc(text, '\n');
	}
}

static bool
read_field(struct request *r, struct slice line, struct arena *a)
{
	enum request_field f;
	size_t n;

	for (f = 0; f < REQUEST_FIELDS; f++) {
		n = strlen(fields[f].name);
		if (line.n > n && line.p[n] == '=' &&
		    memcmp(line.p, fields[f].name, n) == 0) {
			r->field[f] = arena_dup(a, line.p + n + 1,
			    line.n - n - 1);
			return true;
		}
	}
	return false;
}

int
request_read(struct request *r, struct slice text, struct arena *a,
    struct err *e)
{
	struct slice line;

	memset(r->field, 0, sizeof(r->field));
	while (slice_line(&text, &line))
		if (!read_field(r, line, a))
			return err_set(e, ERR_STATE, "the state holds a "
			    "request that can't be read: '%.*s'",
			    (int)(line.n < 40 ? line.n : 40), line.p);
	return 0;
}

/* --- what is answered ----------------------------------------------------- */

struct code_name {
	int64_t number;
	const char *name;
};

static const char *
find(const struct code_name *names, size_t n, int64_t number)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (names[i].number == number)
			return names[i].name;
	return "unknown";
}
#define FIND(names, number) \
	find(names, sizeof(names) / sizeof(*(names)), number)

const char *
meeting_ability_name(enum meeting_ability a)
{
	static const char *const names[ABILITIES] = {
		[ABILITY_VIDEO] = "use_video",
		[ABILITY_AUDIO] = "use_audio",
		[ABILITY_SHARE_SCREEN] = "use_share_screen",
		[ABILITY_FOLLOW_SCREEN] = "use_follow_screen",
		[ABILITY_RECORDING] = "use_recording",
		[ABILITY_PSTN] = "use_pstn",
	};

	return names[a];
}

const char *
meeting_status_name(int64_t status)
{
	static const struct code_name names[] = {
		{ 1, N_("calling") }, { 2, N_("in progress") },
		{ 3, N_("ended") },
	};

	return FIND(names, status);
}

const char *
participant_status_name(int64_t status)
{
	static const struct code_name names[] = {
		{ 1, N_("calling") }, { 2, N_("in meeting") },
		{ 3, N_("ringing") }, { 4, N_("left") },
	};

	return FIND(names, status);
}

const char *
meeting_user_type_name(int64_t type)
{
	static const struct code_name names[] = {
		{ 1, N_("user") }, { 2, N_("room") }, { 3, N_("doc") },
		{ 4, N_("neo") }, { 5, N_("neo guest") },
		{ 6, N_("telephone") }, { 7, N_("sip") },
	};

	return FIND(names, type);
}
