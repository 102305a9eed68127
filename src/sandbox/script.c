/* SPDX-License-Identifier: MIT */
#include <json-c/json.h>

#include "base/file.h"
#include "base/num.h"
#include "sandbox/json.h"
#include "sandbox/limits.h"
#include "sandbox/script.h"

struct script_rule {
	struct script_rule *next;
	bool any;
	enum call_name call;
	int64_t from, to;
	struct fault fault;
};

/* Where a line is read: its counts and what to say about it. */
struct script_reader {
	struct script *s;
	const int64_t *calls;
	int64_t all;
	const char *why;
};

enum kind {
	FLAG,		/* no value */
	NUMBER,		/* a number up to max */
	MAYBE_NUMBER,	/* a number or its default, max */
	TEXT,
	MAYBE_TEXT,	/* "" when there is none */
	ITEM,		/* a text; may come again */
};

static const struct verb {
	const char *name;
	enum kind kind;
	size_t at;
	int64_t max;
} actions[] = {
#define AT(field) offsetof(struct fault, field)
	{ "status", NUMBER, AT(status), 599 },
	{ "code", NUMBER, AT(code), INT64_MAX },
	{ "msg", TEXT, AT(msg), 0 },
	{ "delay", NUMBER, AT(delay), 3600000 },
	{ "delay-before", NUMBER, AT(delay_before), 3600000 },
	{ "before", FLAG, AT(before), 0 },
	{ "after", FLAG, AT(after), 0 },
	{ "cut-before", FLAG, AT(cut_before), 0 },
	{ "cut-after", FLAG, AT(cut_after), 0 },
	{ "half", FLAG, AT(half), 0 },
	{ "garbage", FLAG, AT(garbage), 0 },
	{ "html", FLAG, AT(html), 0 },
	{ "empty", FLAG, AT(empty), 0 },
	{ "not-json", FLAG, AT(not_json), 0 },
	{ "huge", MAYBE_NUMBER, AT(huge), 64 },
	{ "wrong-types", MAYBE_TEXT, AT(wrong_types), 0 },
	{ "no-id", FLAG, AT(no_id), 0 },
	{ "url", TEXT, AT(url), 0 },
	{ "set", ITEM, AT(set), 0 },
	{ "header", ITEM, AT(header), 0 },
	{ "redirect", TEXT, AT(redirect), 0 },
	{ "ratelimit", MAYBE_TEXT, AT(ratelimit), 0 },
	{ "quota", FLAG, AT(quota), 0 },
	{ "revoke", FLAG, AT(revoke), 0 },
#undef AT
};
#define ACTIONS (sizeof(actions) / sizeof(*actions))
#define HUGE_MAX 4096	/* MiB */

void
script_init(struct script *s)
{
	*s = (struct script){ 0 };
	s->last = &s->first;
}

void
script_free(struct script *s)
{
	arena_free(&s->arena);
	script_init(s);
}

/*
 * Cut the next word off, as blanks part them; blanks between double quotes
 * belong to the word.
 */
static bool
next_word(struct slice *rest, struct slice *word)
{
	bool quoted = false;
	size_t i = 0;

	*rest = slice_trim(*rest);
	for (; i < rest->n; i++) {
		if (rest->p[i] == '\\' && quoted && i + 1 < rest->n)
			i++;
		else if (rest->p[i] == '"')
			quoted = !quoted;
		else if (!quoted && strchr(" \t", rest->p[i]))
			break;
	}
	*word = slice_of(rest->p, i);
	*rest = slice_from(*rest, i);
	return i > 0;
}

/* Text with JSON's escapes, with or without its quotes.  NULL: wrong. */
static const char *
unescape(struct script *s, struct slice text)
{
	struct str quoted = { 0 };
	struct json_object *o;
	const char *result;

	if (text.n && text.p[0] == '"')
		str_add(&quoted, text);
	else
		str_addf(&quoted, "\"%.*s\"", (int)text.n, text.p);
	o = json_parse(str_slice(&quoted));
	/* json_string: a NUL would end the text early. */
	result = arena_str(&s->arena, json_string(o));
	json_object_put(o);
	str_free(&quoted);
	return result;
}

static const char *
set_text(struct script_reader *r, const struct verb *a, void *at,
    struct slice value)
{
	struct fault_item *item, **end = at;
	const char *text = unescape(r->s, value);

	if (!text)
		return "its text has a wrong JSON escape";
	if (a->kind != ITEM) {
		*(const char **)at = text;
		return NULL;
	}
	if (!strchr(text, ':'))
		return "NAME:VALUE is wanted";
	item = ARENA_NEW(&r->s->arena, struct fault_item);
	item->text = text;
	while (*end)
		end = &(*end)->next;
	*end = item;
	return NULL;
}

/* NULL, or what is wrong with the action. */
static const char *
set_action(struct script_reader *r, struct fault *f, const struct verb *a,
    const struct slice *value)
{
	void *at = (char *)f + a->at;

	switch (a->kind) {
	case FLAG:
		*(int64_t *)at = 1;
		return value ? "takes no value" : NULL;
	case MAYBE_NUMBER:
		*(int64_t *)at = a->max;
		if (!value || num_parse(*value, 1, HUGE_MAX, at))
			return NULL;
		return "a number of MiB is wanted";
	case NUMBER:
		return value && num_parse(*value, 0, a->max, at) ? NULL :
		    "its number is missing or out of range";
	case TEXT:
	case ITEM:
		if (!value)
			return "wants a value";
		return set_text(r, a, at, *value);
	case MAYBE_TEXT:
		return set_text(r, a, at, value ? *value : SLICE(""));
	}
	return NULL;
}

static const char *
read_action(struct script_reader *r, struct fault *f, struct slice word)
{
	const char *eq = memchr(word.p, '=', word.n);
	struct slice name = word, value = { 0 };

	if (eq) {
		name.n = (size_t)(eq - word.p);
		value = slice_from(word, name.n + 1);
	}
	for (size_t i = 0; i < ACTIONS; i++) {
		if (slice_eq(name, slice_str(actions[i].name)))
			return set_action(r, f, &actions[i],
			    eq ? &value : NULL);
	}
	return "there is no such action";
}

/* "N", "N-M", "N-", "*"; with "+" before it counted from now. */
static bool
read_count(const struct script_reader *r, struct script_rule *rule,
    struct slice word)
{
	int64_t base = 0;
	const char *dash;

	rule->from = 1;
	rule->to = INT64_MAX;
	if (slice_eq(word, SLICE("*")))
		return true;
	if (word.n && word.p[0] == '+') {
		base = rule->any ? r->all : r->calls[rule->call];
		word = slice_from(word, 1);
	}
	dash = memchr(word.p, '-', word.n);
	if (!num_parse(slice_of(word.p, dash ? (size_t)(dash - word.p) :
	    word.n), 1, INT64_MAX / 4, &rule->from))
		return false;
	rule->from += base;
	if (!dash)
		rule->to = rule->from;
	else if (dash + 1 < word.p + word.n) {
		if (!num_parse(slice_from(word, (size_t)(dash + 1 - word.p)),
		    1, INT64_MAX / 4, &rule->to))
			return false;
		rule->to += base;
	}
	return rule->to >= rule->from;
}

/* NULL, or what is wrong with the line; *made is NULL for an empty one. */
static const char *
read_line(struct script_reader *r, struct slice line, struct script_rule **made)
{
	struct slice word;
	struct script_rule *rule;
	const char *why = NULL;

	*made = NULL;
	if (!next_word(&line, &word) || word.p[0] == '#')
		return NULL;
	rule = ARENA_NEW(&r->s->arena, struct script_rule);
	rule->any = slice_eq(word, SLICE("any"));
	if (!rule->any && !call_by_name(word, &rule->call))
		return "the first word is a call (token, apply, update, "
		    "delete, get, active, batch_get_id) or any";
	if (!next_word(&line, &word) || !read_count(r, rule, word))
		return "the second word is a count: N, N-M, N-, +N or *";
	line = slice_trim(line);
	rule->fault.text = arena_dup(&r->s->arena, line.p, line.n);
	if (!line.n)
		return "an action is wanted";
	while (!why && next_word(&line, &word) && word.p[0] != '#')
		why = read_action(r, &rule->fault, word);
	*made = rule;
	if (!why && rule->fault.status && rule->fault.status < 200)
		why = "status: 200 to 599 is wanted";
	return why;
}

int
script_add(struct script *s, struct slice text, const char *name,
    const int64_t calls[CALL_N], int64_t all, struct err *e)
{
	struct script_reader r = { .s = s, .calls = calls, .all = all };
	struct script_rule *first = NULL, **last = &first, *rule;
	struct slice line;
	int number = 0;

	s->bytes += text.n;
	if (s->bytes > LIMIT_SCRIPTS)
		r.why = "there were too many scripts";
	while (!r.why && slice_line(&text, &line)) {
		number++;
		r.why = read_line(&r, line, &rule);
		if (!rule)
			continue;
		if (++s->rules > LIMIT_RULES)
			r.why = "there are too many rules";
		*last = rule;
		last = &rule->next;
	}
	if (r.why)
		return err_set(e, ERR_USAGE, "%s:%d: %s", name, number,
		    r.why);
	if (first) {
		*s->last = first;
		s->last = last;
	}
	return 0;
}

int
script_read(struct script *s, const char *path, struct err *e)
{
	static const int64_t none[CALL_N];
	struct str text = { 0 };
	int rc = file_read(&text, path, LIMIT_SCRIPT, e);

	if (rc == 0)
		rc = script_add(s, str_slice(&text), path, none, 0, e);
	str_free(&text);
	return rc;
}

void
script_clear(struct script *s)
{
	s->first = NULL;
	s->last = &s->first;
}

const struct fault *
script_match(const struct script *s, enum call_name call, int64_t count,
    int64_t all)
{
	for (const struct script_rule *r = s->first; r; r = r->next) {
		int64_t n = r->any ? all : count;

		if ((r->any || r->call == call) && n >= r->from && n <= r->to)
			return &r->fault;
	}
	return NULL;
}
