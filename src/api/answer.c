/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/answer.h"
#include "api/call.h"
#include "api/json.h"
#include "api/read.h"
#include "base/intl.h"

/* The longest text of a server that is kept, in bytes. */
#define SERVER_TEXT_MAX 300
/* Violations that are named; the rest is not worth the line. */
#define NAMED_MAX 5

/* What a reply looks like. */
enum shape {
	UNSENT = 1,	/* certainly never reached the server */
	LOST = 2,	/* no whole answer */
	TEXT = 4,	/* an answer that is not JSON and does not say so */
	BROKEN = 8,	/* said to be JSON but no envelope with a code */
	CODE = 16,	/* an envelope with another code than 0 */
	SHORT = 32,	/* code 0, but not what it must hold */
	WHOLE = 64,	/* code 0 and all there */
};
#define UNREADABLE (TEXT | BROKEN)

struct answer_rule {
	unsigned shapes;
	int status, status_to;		/* HTTP; 0: any */
	int code, code_to;		/* the body's; 0: any */
	enum answer_next next[ANSWER_CALLS];
	const char *say;	/* before the server's words; NULL: nothing */
};

/* For apply; for update, delete and what only asks of a reservation; for
 * people and scopes; for the token. */
#define EACH(a, r, p, t) { [API_APPLY] = NEXT_##a, [API_UPDATE] = NEXT_##r, \
	[API_DELETE] = NEXT_##r, [API_GET] = NEXT_##r, \
	[API_ACTIVE] = NEXT_##r, [API_PEOPLE] = NEXT_##p, \
	[API_SCOPES] = NEXT_##p, [API_NAMES] = NEXT_##p, \
	[ANSWER_TOKEN] = NEXT_##t }
#define ALL(n) EACH(n, n, n, n)
/* It may have happened: an apply must not go out again, the others may. */
#define DOUBT EACH(UNKNOWN, RETRY, RETRY, AGAIN)
/* Whoever may not know names goes without. */
#define LACK { [API_APPLY] = NEXT_STOP_AUTH, [API_UPDATE] = NEXT_STOP_AUTH, \
	[API_DELETE] = NEXT_STOP_AUTH, [API_GET] = NEXT_STOP_AUTH, \
	[API_ACTIVE] = NEXT_STOP_AUTH, [API_PEOPLE] = NEXT_STOP_AUTH, \
	[API_SCOPES] = NEXT_STOP_AUTH, [API_NAMES] = NEXT_REFUSED, \
	[ANSWER_TOKEN] = NEXT_STOP_AUTH }
#define REFUSAL EACH(REFUSED, REFUSED, REFUSED, STOP_AUTH)

#define BAD_BASE N_("the server has no such API: is base_url right?")
#define BAD_SCOPE N_("the app lacks a permission")
#define BAD_TOKEN N_("the server does not accept the access token")
#define BAD_APP N_("the app is disabled or not installed in this tenant")
#define BAD_QUOTA N_("the tenant's monthly quota of API calls is used up")
#define BAD_RATE N_("the rate limit")
#define BAD_SERVER N_("the server failed")
#define BAD_BODY N_("an answer that can't be read")

/*
 * The first row that matches decides.  The body's code comes before the
 * HTTP status: the API answers refusals with 200, 400, 403, 404 and 429.
 */
static const struct answer_rule rules[] = {
	/* Success is code 0 with all that it must hold, whatever the
	 * status. */
	{ WHOLE, 0, 0, 0, 0, ALL(DONE), NULL },
	{ SHORT, 0, 0, 0, 0, DOUBT, N_("an incomplete answer") },

	/* No answer. */
	{ UNSENT, 0, 0, 0, 0, ALL(AGAIN), N_("the server can't be reached") },
	{ LOST, 0, 0, 0, 0, DOUBT, N_("no whole answer came") },

	/* Tokens. */
	{ CODE, 0, 0, 99991661, 99991661,
	    EACH(TOKEN, TOKEN, TOKEN, STOP_AUTH), BAD_TOKEN },
	{ CODE, 0, 0, 99991663, 99991665,
	    EACH(TOKEN, TOKEN, TOKEN, STOP_AUTH), BAD_TOKEN },
	{ CODE, 0, 0, 99991668, 99991668,
	    EACH(TOKEN, TOKEN, TOKEN, STOP_AUTH), BAD_TOKEN },
	{ CODE, 0, 0, 99991671, 99991671,
	    EACH(TOKEN, TOKEN, TOKEN, STOP_AUTH), BAD_TOKEN },
	{ CODE, 0, 0, 99991677, 99991677,
	    EACH(TOKEN, TOKEN, TOKEN, STOP_AUTH), BAD_TOKEN },

	/* Permission: the same for every call, so the run stops. */
	{ CODE, 0, 0, 99991672, 99991672, LACK, BAD_SCOPE },
	{ CODE, 0, 0, 99991676, 99991676, LACK, BAD_SCOPE },
	{ CODE, 0, 0, 99991679, 99991679, LACK, BAD_SCOPE },
	{ CODE, 0, 0, 99991662, 99991662, ALL(STOP_AUTH), BAD_APP },
	{ CODE, 0, 0, 99991673, 99991673, ALL(STOP_AUTH), BAD_APP },
	{ CODE, 0, 0, 99991401, 99991401, ALL(STOP_AUTH),
	    N_("this address is not on the app's list of allowed IPs") },
	{ CODE, 0, 0, 99991543, 99991543, ALL(STOP_AUTH),
	    N_("the app id or the secret is wrong") },

	/* Quota and rate; refused, so an apply goes again too. */
	{ CODE, 0, 0, 99991403, 99991403, ALL(STOP_NET), BAD_QUOTA },
	{ CODE, 0, 0, 99991400, 99991400, ALL(LIMIT), BAD_RATE },
	{ CODE, 0, 0, 1000004, 1000005, ALL(LIMIT), BAD_RATE },

	/* The server's own trouble. */
	{ CODE, 0, 0, 121001, 121001, DOUBT, BAD_SERVER },
	{ CODE, 0, 0, 2200, 2200, DOUBT, BAD_SERVER },

	/* Refusals that the documentation names, whatever the status. */
	{ CODE, 0, 0, 121004, 121004,
	    EACH(REFUSED, GONE, REFUSED, STOP_AUTH), NULL },
	{ CODE, 0, 0, 121002, 121005, REFUSAL, NULL },
	{ CODE, 0, 0, 123001, 123006, REFUSAL, NULL },
	{ CODE, 0, 0, 9499, 9499, REFUSAL, NULL },
	{ CODE, 0, 0, 10003, 10015, REFUSAL, NULL },
	{ CODE, 0, 0, 99992351, 99992402, REFUSAL, NULL },

	/* Codes that nobody documented. */
	{ CODE, 429, 429, 0, 0, ALL(LIMIT), BAD_RATE },
	{ CODE, 500, 599, 0, 0, DOUBT, BAD_SERVER },
	{ CODE, 0, 0, 0, 0, REFUSAL, NULL },

	/* No code at all: a proxy, a portal, another program, half a
	 * body. */
	{ UNREADABLE, 429, 429, 0, 0, ALL(LIMIT), BAD_RATE },
	{ TEXT, 404, 404, 0, 0,
	    EACH(REFUSED, REFUSED, STOP_NET, STOP_NET), BAD_BASE },
	{ UNREADABLE, 300, 399, 0, 0,
	    EACH(UNKNOWN, RETRY, STOP_NET, STOP_NET),
	    N_("the server redirects: is base_url right?") },
	{ UNREADABLE, 504, 504, 0, 0, DOUBT, N_("the server timed out") },
	{ UNREADABLE, 500, 599, 0, 0, DOUBT, BAD_SERVER },
	{ UNREADABLE, 0, 0, 0, 0, DOUBT, BAD_BODY },
};

static bool
within(int n, int from, int to)
{
	return !from || (n >= from && n <= to);
}

static const struct answer_rule *
find_rule(unsigned shape, int status, int code)
{
	const struct answer_rule *r = rules;

	while (!((r->shapes & shape) && within(status, r->status, r->status_to)
	    && within(code, r->code, r->code_to)))
		r++;
	return r;
}

/* --- the shape --------------------------------------------------------- */

/* NULL, or what is wrong with an answer of code 0. */
static const char *
read_data(struct answer *a, const struct answer_ask *ask,
    struct arena *texts)
{
	if (ask->call == ANSWER_TOKEN)
		return token_read(&a->grant, a->root);
	if (ask->call == API_PEOPLE)
		return people_read(ask->people, ask->n_people, a->root,
		    texts);
	if (ask->call == API_NAMES)
		return people_read_names(ask->people, ask->n_people, a->root,
		    texts);
	if (ask->call == API_SCOPES)
		return read_scopes(ask->scopes, ask->n_scopes, a->root);
	if (ask->call == API_GET)
		return read_reservation(ask->reservation, ask->reserve_id,
		    a->root, texts);
	if (ask->call == API_ACTIVE)
		return read_meeting(ask->meeting, a->root, texts);
	return reserve_read(&a->reserve, &(struct reserve_ask){
	    (enum api_op)ask->call, ask->reserve_id, ask->body, ask->now },
	    a->root, texts);
}

static unsigned
shape_of(struct answer *a, const struct answer_ask *ask,
    const struct http_reply *r, struct arena *texts)
{
	int64_t code;
	bool json;

	if (r->outcome != HTTP_ANSWERED)
		return r->outcome == HTTP_NOT_SENT ? UNSENT : LOST;
	a->root = json_read(str_slice(&r->body));
	json = slice_ihas(slice_str(r->content_type), SLICE("json"));
	if (json_int(a->root, "code", &code) != JSON_FOUND ||
	    code < INT_MIN || code > INT_MAX)
		return json || a->root ? BROKEN : TEXT;
	a->code = (int)code;
	a->understood = true;
	if (a->code)
		return CODE;
	a->message = read_data(a, ask, texts);
	return a->message ? SHORT : WHOLE;
}

/* --- the words --------------------------------------------------------- */

/* A server's text: masked while whole, then cut, then made plain. */
static void
add_foreign(struct str *out, const char *text, const struct answer_ask *ask)
{
	char *copy = xstrdup(text);
	size_t n = 0, step;

	secret_mask(copy);
	mask_password(copy, ask->body);
	while (n < SERVER_TEXT_MAX && copy[n]) {
		step = str_utf8(slice_str(copy + n));
		n += step ? step : 1;
	}
	str_plain(out, slice_of(copy, n));
	if (copy[n])
		str_adds(out, "...");
	free(copy);
}

/*
 * Name what the server complains of: scopes (permission_violations) or
 * fields (field_violations).
 */
static void
add_violations(struct str *out, const struct answer *a,
    const struct answer_ask *ask)
{
	static const struct {
		const char *list, *name;
	} kinds[] = {
		{ "permission_violations", "subject" },
		{ "field_violations", "field" },
	};
	struct json_object *error = NULL, *list;
	const char *name;
	size_t k, i;

	json_child(a->root, "error", &error);
	for (k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		list = NULL;
		json_list(error, kinds[k].list, &list);
		for (i = 0; list && i < json_length(list) && i < NAMED_MAX;
		    i++) {
			name = NULL;
			json_text(json_item_object(list, i), kinds[k].name,
			    &name);
			if (!name)
				continue;
			str_adds(out, out->n ? i ? ", " : ": " : "");
			add_foreign(out, name, ask);
		}
	}
}

static void
add_words(struct str *out, const struct answer *a,
    const struct answer_ask *ask, const struct http_reply *r)
{
	const char *msg = NULL;
	bool first = out->n;	/* "lacks a permission: vc:reserve: …" */

	if (first && a->code)
		add_violations(out, a, ask);
	if (r->outcome != HTTP_ANSWERED)
		msg = r->error;
	else if (a->message)
		msg = _(a->message);
	else
		json_text(a->root, "msg", &msg);
	if (msg && *msg) {
		str_adds(out, out->n ? ": " : "");
		add_foreign(out, msg, ask);
	}
	if (!first && a->code)
		add_violations(out, a, ask);
	if (!out->n)
		str_adds(out, _("the server gives no reason"));
}

/* "… (HTTP 502)", "… (code 10014, app_id cli_x)" */
static void
add_numbers(struct str *out, const struct answer *a,
    const struct answer_ask *ask, const struct http_reply *r)
{
	bool stop = a->next == NEXT_STOP_AUTH || a->next == NEXT_STOP_NET;

	if (r->outcome == HTTP_ANSWERED && !a->understood)
		str_addf(out, _(" (HTTP %d%s%s)"), r->status,
		    *r->content_type ? ", " : "", r->content_type);
	else if (a->code && stop && ask->app_id)
		str_addf(out, _(" (code %d, app_id %s)"), a->code, ask->app_id);
	else if (a->code && stop)
		str_addf(out, _(" (code %d)"), a->code);
}

void
answer_read(struct answer *a, const struct answer_ask *ask,
    const struct http_reply *reply, struct arena *texts)
{
	const struct answer_rule *rule;
	struct str say = { 0 };
	unsigned shape;

	*a = (struct answer){ .reset = reply->reset };
	shape = shape_of(a, ask, reply, texts);
	rule = find_rule(shape, reply->status, a->code);
	a->next = rule->next[ask->call];
	if (a->next == NEXT_DONE)
		return;
	if (ask->call == ANSWER_TOKEN)
		str_adds(&say, _("no access token"));
	if (rule->say)
		str_addf(&say, "%s%s", say.n ? ": " : "",
		    intl_text(rule->say));
	add_words(&say, a, ask, reply);
	add_numbers(&say, a, ask, reply);
	a->message = str_keep(&say, texts).p;
}

void
answer_free(struct answer *a)
{
	json_free(a->root);
	a->root = NULL;
}
