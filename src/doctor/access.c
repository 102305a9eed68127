/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "api/call.h"
#include "base/intl.h"
#include "base/str.h"
#include "doctor/doctor.h"
#include "model/reservation.h"
#include "sync/client.h"

/*
 * What the app may do, found out by calls that can do nothing: of the
 * reservation "0", which nobody has (ids are long numbers), and with an
 * empty body where one is sent.  The gateway looks at the token and its
 * scopes before the call itself is looked at ("Generic error codes").
 */
#define NOBODY_ID "0"
#define NOBODY "nobody@example.com"
#define FEISHU "https://open.feishu.cn"
#define LARK "https://open.larksuite.com"

enum probe {
	PROBE_THERE,
	PROBE_NO_SCOPE,
	PROBE_NO_TOKEN,
	PROBE_NO_ANSWER,
};

static bool
is_scope_code(int code)
{
	return code == 99991672 || code == 99991676 || code == 99991679;
}

static enum probe
judge(const struct api_call *c, enum err_code stopped)
{
	if (is_scope_code(c->error.code))
		return PROBE_NO_SCOPE;
	if (stopped == ERR_AUTH)
		return PROBE_NO_TOKEN;
	/* Only the API itself has codes. */
	if (c->outcome == API_OK || c->outcome == API_GONE ||
	    (c->outcome == API_REFUSED && c->error.code))
		return PROBE_THERE;
	return PROBE_NO_ANSWER;
}

/* *why says what was wrong when the answer is not PROBE_THERE. */
static enum probe
probe(struct doctor *d, struct api_call *c, struct err *why)
{
	struct api *api;
	struct api_call *ended;
	enum probe answer;

	/* A person waits; a doubtful answer is one too. */
	if (d->conf.retries > 1)
		d->conf.retries = 1;
	/* A fresh one when the last probe has stopped it. */
	if (client_open(&d->run, &api, why) == -1)
		return PROBE_NO_TOKEN;
	api_submit(api, c);
	while (api_next(api, &d->arena, &ended))
		;
	answer = judge(c, api_stopped(api, why));
	if (answer != PROBE_THERE && !why->code)
		err_set(why, ERR_NETWORK, "%s", c->error.message
		    ? c->error.message : _("no answer"));
	return answer;
}

static void
tell_no_answer(struct doctor *d, const struct err *why)
{
	check_fail(d, ERR_NETWORK, _("try again later"), "%s", why->msg);
}

/* --- the token ---------------------------------------------------------- */

/* The secret itself never goes to the other region to find out. */
static const char *
other_region(struct doctor *d)
{
	struct slice base = slice_str(d->conf.base_url);
	bool feishu = slice_istarts(base, SLICE(FEISHU));

	if (!feishu && !slice_istarts(base, SLICE(LARK)))
		return "";
	return arena_printf(&d->arena, _("; an app made in %s is not known "
	    "here: then set base_url = %s"), feishu ? "Lark" : "Feishu",
	    feishu ? LARK : FEISHU);
}

static const char *
token_remedy(struct doctor *d, const struct err *why)
{
	if (d->conf.token_command)
		return _("look what access_token_command prints: a "
		    "user_access_token lives two hours; its refresh token "
		    "then gets the next one");
	/* Before the server was asked at all. */
	if (secret_empty(&d->conf.app_secret))
		return why->code == ERR_AUTH ? _("run app_secret_command by "
		    "hand: its first line is the secret") : _("correct the "
		    "place where the secret is kept; see icsreserve.conf(5)");
	return arena_printf(&d->arena, _("compare app_id and secret with the "
	    "app's page 'Credentials & Basic Info' in the developer "
	    "console, and see that the app is enabled and installed%s"),
	    other_region(d));
}

static void
run_credentials(struct doctor *d)
{
	struct reservation reservation = { 0 };
	struct api_call c = { .op = API_GET, .reserve_id = NOBODY_ID,
		.reservation = &reservation };
	struct err why = { 0 };

	switch (probe(d, &c, &why)) {
	case PROBE_THERE:
	case PROBE_NO_SCOPE:
		d->admitted = true;
		check_ok(d, "%s is accepted",
		    d->conf.token_command
			? _("the user's token")
			: arena_printf(&d->arena, _("app %s"), d->conf.app_id));
		break;
	case PROBE_NO_TOKEN:
		check_fail(d, why.code, token_remedy(d, &why), "%s",
		    why.msg);
		break;
	case PROBE_NO_ANSWER:
		tell_no_answer(d, &why);
		break;
	}
}

const struct check check_credentials = {
	"credentials", NEED_CONF | NEED_NETWORK | NEED_SERVER, run_credentials,
};

/* --- scopes ------------------------------------------------------------- */

/* What is needed, and the call that only asks and needs it too. */
static const struct need {
	const char *name, *use;
	enum api_op probe;	/* API_OPS: there is none */
} needs[] = {
	{ "vc:reserve", N_("to reserve, change and delete"), API_OPS },
	{ "vc:reserve:readonly", N_("for show, active and verify"), API_GET },
	{ "contact:user.id:readonly", N_("to find people by their addresses"),
	    API_PEOPLE },
};
#define NEEDS (sizeof(needs) / sizeof(*needs))

static const char *
scope_remedy(struct doctor *d, const char *scope)
{
	bool lark = slice_istarts(slice_str(d->conf.base_url), SLICE(LARK));
	bool user = d->conf.token_command;

	return arena_printf(&d->arena, _("add %s to the app's permissions (%s"
	    "/app/%s/auth) for the %s token, then make a version and have it "
	    "published%s"), scope, lark ? LARK : FEISHU,
	    d->conf.app_id ? d->conf.app_id : "APP_ID",
	    user ? _("user") : _("tenant"),
	    user ? _("; the user then has to agree again") : "");
}

static void
tell_lacking(struct doctor *d, const struct need *n)
{
	check_fail(d, ERR_AUTH, scope_remedy(d, n->name), "%s is lacking: "
	    "%s", n->name, _(n->use));
}

/* By a call that needs the scope and changes nothing. */
static void
probe_scope(struct doctor *d, const struct need *n)
{
	struct reservation reservation = { 0 };
	struct api_person person = { .address = NOBODY };
	struct str body = { 0 };
	struct api_call c = { .op = n->probe, .reserve_id = NOBODY_ID,
		.reservation = &reservation, .people = &person,
		.n_people = 1 };
	struct err why = { 0 };

	if (n->probe == API_OPS) {
		check_skip(d, "%s: not checked: %s; the first reservation "
		    "will tell", n->name, d->conf.token_command ?
		    _("a user's token can't ask for the app's scopes") :
		    _("the app may not ask for its scopes"));
		return;
	}
	people_body(&body, &person, 1);
	c.body = str_slice(&body);
	switch (probe(d, &c, &why)) {
	case PROBE_THERE:
		check_ok(d, "%s: %s", n->name, _(n->use));
		break;
	case PROBE_NO_SCOPE:
		tell_lacking(d, n);
		break;
	case PROBE_NO_TOKEN:
		check_fail(d, why.code, token_remedy(d, &why), "%s: %s",
		    n->name, why.msg);
		break;
	case PROBE_NO_ANSWER:
		tell_no_answer(d, &why);
		break;
	}
	str_free(&body);
}

static void
judge_scope(struct doctor *d, const struct need *n,
    const struct app_scope *scope)
{
	if (scope->for_app)
		check_ok(d, "%s: %s", n->name, _(n->use));
	else if (scope->for_user)
		check_fail(d, ERR_AUTH, scope_remedy(d, n->name), "%s is "
		    "granted for user tokens alone: %s", n->name, _(n->use));
	else
		tell_lacking(d, n);
}

/* Settings that stand for addresses of the calendar, or hold some. */
static bool
names_people(const char *text)
{
	static const char *const words[] = { "@", "organizer", "chairs",
		"attendees" };
	size_t i;

	for (i = 0; text && i < sizeof(words) / sizeof(*words); i++)
		if (slice_ihas(slice_str(text), slice_str(words[i])))
			return true;
	return false;
}

static bool
looks_up(const struct doctor *d)
{
	const struct settings *s;
	size_t i;

	for (i = 0; !d->conf.token_command && (s = check_settings(d, i)); i++)
		if (s->owner_from_organizer || names_people(s->owner) ||
		    names_people(s->hosts) ||
		    names_people(s->host_permission) ||
		    names_people(s->invite_permission) ||
		    names_people(s->join_permission))
			return true;
	return false;
}

static void
run_scopes(struct doctor *d)
{
	struct app_scope scopes[NEEDS] = { 0 };
	struct api_call c = { .op = API_SCOPES, .scopes = scopes,
		.n_scopes = NEEDS };
	struct err why = { 0 };
	size_t i, n = looks_up(d) ? NEEDS : NEEDS - 1;
	bool listed;

	for (i = 0; i < NEEDS; i++)
		scopes[i].name = needs[i].name;
	listed = !d->conf.token_command &&
	    probe(d, &c, &why) == PROBE_THERE && c.outcome == API_OK;
	for (i = 0; i < n; i++) {
		if (listed)
			judge_scope(d, &needs[i], &scopes[i]);
		else
			probe_scope(d, &needs[i]);
	}
}

const struct check check_scopes = {
	"scopes", NEED_CONF | NEED_NETWORK | NEED_SERVER | NEED_TOKEN,
	run_scopes,
};

/* --- the owner ---------------------------------------------------------- */

static const char *
id_of(const struct settings *s, const char *address)
{
	size_t i;

	for (i = 0; i < s->people.n; i++)
		if (slice_ieq(slice_str(s->people.items[i].address),
		    slice_str(address)))
			return s->people.items[i].id;
	return NULL;
}

static void
look_up_owner(struct doctor *d, const char *address)
{
	struct api_person person = { .address = address };
	struct str body = { 0 };
	struct api_call c = { .op = API_PEOPLE, .people = &person,
		.n_people = 1 };
	struct err why = { 0 };
	enum probe answer;

	if (!d->admitted) {
		check_skip(d, "%s: not checked: the directory can't be "
		    "asked%s", address, d->offline ? _(" with --offline") : "");
		return;
	}
	people_body(&body, &person, 1);
	c.body = str_slice(&body);
	answer = probe(d, &c, &why);
	if (answer == PROBE_NO_SCOPE)
		check_skip(d, "%s: not checked: contact:user.id:readonly is "
		    "lacking", address);
	else if (answer != PROBE_THERE)
		tell_no_answer(d, &why);
	else if (person.id)
		check_ok(d, "%s is %s", address, person.id);
	else
		check_fail(d, ERR_USAGE, _("correct `owner`; or give the id in "
		    "its place; the app sees only the people in its range "
		    "of contacts (its page 'Permissions & Scopes')"),
		    "owner = %s: the directory does not know the address",
		    address);
	str_free(&body);
}

/* What ids of a kind begin with; a user_id is the tenant's to choose. */
static void
check_id(struct doctor *d, const char *id)
{
	const char *type = d->conf.user_id_type;
	const char *begin = strcmp(type, "open_id") == 0 ? "ou_"
	    : strcmp(type, "union_id") == 0 ? "on_" : "";

	if (slice_starts(slice_str(id), slice_str(begin)))
		check_ok(d, "%s", id);
	else
		check_warn(d, _("give an id of that kind, or set user_id_type "
		    "in [feishu]"), "owner = %s does not look like an %s, "
		    "which begins with %s", id, type, begin);
}

static void
check_one_owner(struct doctor *d, const struct settings *s)
{
	const char *id;

	if (!s->owner) {
		check_warn(d,
		    _("set `owner` in [feishu] to the id of a person"),
		    "no owner is set: an event whose ORGANIZER the directory "
		    "does not know can't be booked");
		return;
	}
	id = id_of(s, s->owner);
	if (!id && strchr(s->owner, '@'))
		look_up_owner(d, s->owner);
	else
		check_id(d, id ? id : s->owner);
}

static bool
same_owner(const struct settings *a, const struct settings *b)
{
	return a->owner == b->owner || (a->owner && b->owner &&
	    strcmp(a->owner, b->owner) == 0);
}

static void
run_owner(struct doctor *d)
{
	const struct settings *s, *other;
	size_t i, k;

	if (d->conf.token_command) {
		check_ok(d, "the user of the token");
		return;
	}
	for (i = 0; (s = check_settings(d, i)); i++) {
		for (k = 0; k < i; k++) {
			other = check_settings(d, k);
			if (same_owner(s, other))
				break;
		}
		if (k == i)
			check_one_owner(d, s);
	}
}

const struct check check_owner = {
	"owner", NEED_CONF, run_owner,
};
