/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <string.h>

#include "api/json.h"
#include "api/read.h"
#include "base/intl.h"
#include "base/secret.h"
#include "base/str.h"

/* --- fields --------------------------------------------------------------- */

#define DAY INT64_C(86400)
/* The server's clock and ours may differ by this. */
#define CLOCKS INT64_C(600)
#define YEAR_2000 INT64_C(946684800)
#define YEAR_2100 INT64_C(4102444800)

#define NUMERALS "0123456789"

static bool
within(size_t n, size_t least, size_t most)
{
	return n >= least && n <= most;
}

static bool
only(const char *text, const char *characters)
{
	return !text[strspn(text, characters)];
}

bool
check_reserve_id(const char *text)
{
	return within(strlen(text), 1, 32) && only(text, NUMERALS);
}

bool
check_meeting_no(const char *text)
{
	size_t n = strlen(text);

	return within(n, 1, 24) && only(text, NUMERALS " ") &&
	    text[0] != ' ' && text[n - 1] != ' ' && !strstr(text, "  ");
}

bool
check_line(const char *text)
{
	struct slice rest = slice_str(text);
	size_t n;

	if (rest.n > 4096)
		return false;
	for (; rest.n; rest = slice_from(rest, n)) {
		n = str_utf8(rest);
		if (!n || (n == 1 && ((unsigned char)*rest.p < ' ' ||
		    *rest.p == 0x7f)))
			return false;
	}
	return true;
}

/* 1 to 128 printable ASCII characters without a blank: ids of people. */
static bool
check_word(const char *text)
{
	size_t i;

	for (i = 0; text[i]; i++)
		if (text[i] <= ' ' || text[i] >= 0x7f)
			return false;
	return within(i, 1, 128);
}

bool
check_link(const char *text)
{
	static const char scheme[] = "https://";
	const char *p = text, *path;

	if (strncmp(text, scheme, sizeof(scheme) - 1) != 0 ||
	    !within(strlen(text), sizeof(scheme), 2000) ||
	    strchr("/?#@:", text[sizeof(scheme) - 1]))
		return false;
	/* The host alone leads to no meeting. */
	path = text + sizeof(scheme) - 1 + strcspn(text + sizeof(scheme) - 1,
	    "/?#");
	if (!path[strspn(path, "/?#")])
		return false;
	for (; *p; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("\"<>\\'`", *p))
			return false;
	return true;
}

bool
check_password(const char *text)
{
	return within(strlen(text), 4, 9) && only(text, NUMERALS);
}

bool
check_end_time(int64_t t, int64_t asked, int64_t now)
{
	/* Where little was asked for, minutes of it tell nothing. */
	int64_t clocks = asked - now > 2 * CLOCKS ? CLOCKS : 0;

	if (t < YEAR_2000 || t >= YEAR_2100)
		return false;
	if (asked && (t <= asked - 31 * DAY || t > asked + DAY))
		return false;
	return t >= asked || asked <= now || t > now + clocks;
}

/* --- objects -------------------------------------------------------------- */

/*
 * What a member is, and how it is checked: a text is one line, an id one word
 * of either; END is when a reservation ends.
 */
enum kind { TEXT, LINK, DIGITS, ID, END, TIME, NUMBER, FLAG };
struct member {
	const char *name;
	enum kind kind;
	size_t at;		/* in the struct */
};
#define GRANTED 1		/* grant_status of a scope */
#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static const struct member of_reservation[] = {
	{ "id", ID, offsetof(struct reservation, id) },
	{ "meeting_no", DIGITS, offsetof(struct reservation, meeting_no) },
	{ "url", LINK, offsetof(struct reservation, url) },
	{ "app_link", LINK, offsetof(struct reservation, app_link) },
	{ "live_link", LINK, offsetof(struct reservation, live_link) },
	{ "password", TEXT, offsetof(struct reservation, password) },
	{ "end_time", END, offsetof(struct reservation, end_time) },
	{ "expire_status", TIME,
	    offsetof(struct reservation, expire_status) },
	{ "reserve_user_id", ID, offsetof(struct reservation, owner) },
};

static const struct member of_meeting[] = {
	{ "id", ID, offsetof(struct active_meeting, id) },
	{ "topic", TEXT, offsetof(struct active_meeting, topic) },
	{ "url", LINK, offsetof(struct active_meeting, url) },
	{ "meeting_no", DIGITS, offsetof(struct active_meeting, meeting_no) },
	{ "password", TEXT, offsetof(struct active_meeting, password) },
	{ "create_time", TIME, offsetof(struct active_meeting, create_time) },
	{ "start_time", TIME, offsetof(struct active_meeting, start_time) },
	{ "end_time", TIME, offsetof(struct active_meeting, end_time) },
	{ "meeting_connect", FLAG, offsetof(struct active_meeting, interop) },
	{ "status", NUMBER, offsetof(struct active_meeting, status) },
	{ "participant_count", TIME,
	    offsetof(struct active_meeting, participant_count) },
	{ "participant_count_accumulated", TIME,
	    offsetof(struct active_meeting, participant_total) },
};

static const struct member of_host[] = {
	{ "id", ID, offsetof(struct active_meeting, host) },
	{ "user_type", NUMBER, offsetof(struct active_meeting, host_type) },
};

static const struct member of_participant[] = {
	{ "id", ID, offsetof(struct participant, id) },
	{ "first_join_time", TIME, offsetof(struct participant, joined) },
	{ "final_leave_time", TIME, offsetof(struct participant, left) },
	{ "in_meeting_duration", TIME,
	    offsetof(struct participant, seconds) },
	{ "user_type", NUMBER, offsetof(struct participant, user_type) },
	{ "status", NUMBER, offsetof(struct participant, status) },
	{ "is_host", FLAG, offsetof(struct participant, is_host) },
	{ "is_cohost", FLAG, offsetof(struct participant, is_cohost) },
	{ "is_external", FLAG, offsetof(struct participant, is_external) },
};

/* The settings that are compared; the password stands outside of them. */
static const enum request_field settings[] = {
	REQUEST_TOPIC, REQUEST_PERMISSIONS, REQUEST_INITIAL_TYPE,
	REQUEST_CONNECT, REQUEST_CALL, REQUEST_AUTO_RECORD, REQUEST_HOSTS,
};

/* A server may echo a token in any text. */
static const char *
keep(const char *text, struct arena *texts)
{
	char *copy = arena_str(texts, text);

	if (copy)
		secret_mask(copy);
	return copy;
}

static const char *
read_text(const struct member *m, const struct json_object *o,
    struct arena *texts)
{
	static bool (*const checks[])(const char *text) = {
		[TEXT] = check_line, [LINK] = check_link,
		[DIGITS] = check_meeting_no, [ID] = check_word,
	};
	const char *text = NULL;

	if (m->kind == TEXT || m->kind == LINK)
		json_text(o, m->name, &text);
	else
		json_id(o, m->name, texts, &text);
	return text && checks[m->kind](text) ? keep(text, texts) : NULL;
}

static void
read_member(void *to, const struct member *m, const struct json_object *o,
    struct arena *texts)
{
	const char *text = NULL;
	int64_t number = 0;
	bool flag = false;

	switch (m->kind) {
	case TEXT:
	case LINK:
	case DIGITS:
	case ID:
		text = read_text(m, o, texts);
		memcpy(to, &text, sizeof(text));
		break;
	case END:
		json_time(o, m->name, &number);
		if (!check_end_time(number, 0, 0))
			number = 0;
		memcpy(to, &number, sizeof(number));
		break;
	case TIME:
		json_time(o, m->name, &number);
		memcpy(to, &number, sizeof(number));
		break;
	case NUMBER:
		json_int(o, m->name, &number);
		memcpy(to, &number, sizeof(number));
		break;
	case FLAG:
		json_flag(o, m->name, &flag);
		memcpy(to, &flag, sizeof(flag));
		break;
	}
}

static void
read_members(void *into, const struct member *table, size_t n,
    const struct json_object *o, struct arena *texts)
{
	size_t i;

	for (i = 0; i < n; i++)
		read_member((char *)into + table[i].at, &table[i], o, texts);
}

static const char *
as_json(const char *text, struct arena *texts)
{
	struct str json = { 0 };

	if (!text)
		return NULL;
	str_json(&json, slice_str(text));
	return str_keep(&json, texts).p;
}

static void
read_settings(struct reservation *r, const struct json_object *o,
    struct arena *texts)
{
	struct json_object *all = NULL;
	const char *text;
	size_t i;

	json_child(o, "meeting_settings", &all);
	r->has_settings = all != NULL;
	for (i = 0; i < COUNT(settings); i++) {
		text = json_print(all, request_name(settings[i]), texts);
		r->settings.field[settings[i]] = keep(text, texts);
	}
	r->settings.field[REQUEST_OWNER] = as_json(r->owner, texts);
	r->settings.field[REQUEST_PASSWORD] = as_json(r->password, texts);
}

const char *
read_reservation(struct reservation *r, const char *id,
    const struct json_object *root, struct arena *texts)
{
	struct json_object *data = NULL, *o = NULL;

	*r = (struct reservation){ 0 };
	json_child(root, "data", &data);
	if (json_child(data, "reserve", &o) != JSON_FOUND)
		return N_("data.reserve is missing");
	read_members(r, of_reservation, COUNT(of_reservation), o, texts);
	if (r->id && strcmp(r->id, id) != 0)
		return N_("data.reserve is another reservation");
	read_settings(r, o, texts);
	return NULL;
}

static void
read_participants(struct active_meeting *m, const struct json_object *o,
    struct arena *texts)
{
	struct json_object *list = NULL;
	size_t i;

	json_list(o, "participants", &list);
	if (!list)
		return;
	m->n_participants = json_length(list);
	m->participants = arena_alloc(texts,
	    m->n_participants * sizeof(*m->participants));
	for (i = 0; i < m->n_participants; i++) {
		m->participants[i] = (struct participant){ 0 };
		read_members(&m->participants[i], of_participant,
		    COUNT(of_participant), json_item_object(list, i), texts);
	}
}

const char *
read_meeting(struct active_meeting *m, const struct json_object *root,
    struct arena *texts)
{
	struct json_object *data = NULL, *o = NULL, *part = NULL;
	enum meeting_ability a;
	bool able;

	*m = (struct active_meeting){ 0 };
	json_child(root, "data", &data);
	if (json_child(data, "meeting", &o) == JSON_WRONG)
		return N_("data.meeting is no object");
	read_members(m, of_meeting, COUNT(of_meeting), o, texts);
	if (m->id && !*m->id)
		m->id = NULL;
	json_child(o, "host_user", &part);
	read_members(m, of_host, COUNT(of_host), part, texts);
	part = NULL;
	json_child(o, "ability", &part);
	for (a = 0; a < ABILITIES; a++) {
		able = false;
		json_flag(part, meeting_ability_name(a), &able);
		m->abilities |= able ? 1u << a : 0;
	}
	read_participants(m, o, texts);
	return NULL;
}

/* One of data.scopes. */
static void
read_scope(struct app_scope *scopes, size_t n, const struct json_object *o)
{
	const char *name = NULL, *type = NULL;
	int64_t status = 0;
	size_t i;

	json_text(o, "scope_name", &name);
	json_text(o, "scope_type", &type);
	json_int(o, "grant_status", &status);
	for (i = 0; name && status == GRANTED && i < n; i++) {
		if (strcmp(scopes[i].name, name) != 0)
			continue;
		if (!type || strcmp(type, "user") != 0)
			scopes[i].for_app = true;
		if (!type || strcmp(type, "tenant") != 0)
			scopes[i].for_user = true;
	}
}

const char *
read_scopes(struct app_scope *scopes, size_t n,
    const struct json_object *root)
{
	struct json_object *data = NULL, *list = NULL;
	size_t i;

	for (i = 0; i < n; i++)
		scopes[i].for_app = scopes[i].for_user = false;
	json_child(root, "data", &data);
	if (json_list(data, "scopes", &list) != JSON_FOUND)
		return N_("data.scopes is missing");
	for (i = 0; i < json_length(list); i++)
		read_scope(scopes, n, json_item_object(list, i));
	return NULL;
}
