/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "base/secret.h"
#include "conf/data.h"
#include "conf/value.h"
#include "conf/path.h"
#include "model/settings.h"
#include "plan/filter.h"
#include "plan/guard.h"
#include "plan/hosts.h"
#include "plan/permission.h"

#define SEPARATORS " ,\t"

/* --- texts ---------------------------------------------------------------- */

static bool
read_text(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	(void)k;
	*(const char **)at = arena_dup(vc->a, text.p, text.n);
	return true;
}

static void
print_text(const struct key *k, const void *at, struct str *out)
{
	(void)k;
	str_adds(out, *(const char *const *)at);
}

static bool
read_command(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	if (text.n)
		return read_text(k, text, at, vc);
	*(const char **)at = NULL;
	return true;
}

static void
print_command(const struct key *k, const void *at, struct str *out)
{
	if (*(const char *const *)at)
		print_text(k, at, out);
}

static bool
read_name(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if (strchr(SEPARATORS, text.p[i]))
			return false;
	return read_text(k, text, at, vc);
}

static bool
read_path(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	const char *path = path_expand(text, vc->folder, vc->a);

	(void)k;
	if (path)
		*(const char **)at = path;
	return path != NULL;
}

/* Whether nothing but a port can follow: no user, path or query. */
static bool
is_host_port(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (strchr("/?#@\\ ,", s.p[i]))
			return false;
	return s.n > 0;
}

/* Without TLS a token may travel within this machine only. */
static bool
is_loopback(struct slice host)
{
	static const char *const names[] = { "127.0.0.1", "localhost",
	    "[::1]" };
	struct slice rest;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		rest = slice_from(host, strlen(names[i]));
		if (slice_istarts(host, slice_str(names[i])) &&
		    (!rest.n || rest.p[0] == ':'))
			return true;
	}
	return false;
}

static bool
read_url(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	while (text.n && text.p[text.n - 1] == '/')
		text.n--;
	if (slice_istarts(text, SLICE("https://"))) {
		if (!is_host_port(slice_from(text, 8)))
			return false;
	} else if (!slice_istarts(text, SLICE("http://")) ||
	    !is_host_port(slice_from(text, 7)) ||
	    !is_loopback(slice_from(text, 7))) {
		return false;
	}
	return read_text(k, text, at, vc);
}

static bool
read_label(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	/* RFC 5545, 3.2: a quoted parameter can't hold one. */
	return !memchr(text.p, '"', text.n) && read_text(k, text, at, vc);
}

static bool
read_password(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	size_t digits = strspn(text.p, "0123456789");

	if (slice_ieq(text, SLICE("default")))
		text = SLICE("default");
	else if (slice_ieq(text, SLICE("none")))
		text = SLICE("none");
	else if (text.n < 4 || text.n > 9 || digits < text.n)
		return false;
	return read_text(k, text, at, vc);
}

static bool
read_hosts(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	return hosts_valid(text) && read_text(k, text, at, vc);
}

static bool
read_permission(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	return permission_valid(text) && read_text(k, text, at, vc);
}

static bool
read_secret(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	(void)k;
	(void)vc;
	secret_set(at, text);
	return true;
}

static void
print_secret(const struct key *k, const void *at, struct str *out)
{
	(void)k;
	str_adds(out, secret_empty(at) ? "" : "***");
}

/* --- one of some words ---------------------------------------------------- */

/* The place of a word among a key's words; -1: not one of them. */
static int
word_at(const struct key *k, struct slice text)
{
	static const char *const synonyms[][2] = {
		{ "true", "yes" }, { "on", "yes" },
		{ "false", "no" }, { "off", "no" },
	};
	struct slice rest = slice_str(k->words), word;
	size_t s;
	int i;

	for (s = 0; s < sizeof(synonyms) / sizeof(*synonyms); s++)
		if (slice_ieq(text, slice_str(synonyms[s][0])))
			text = slice_str(synonyms[s][1]);
	for (i = 0; slice_word(&rest, " ", &word); i++)
		if (slice_ieq(text, word))
			return i;
	return -1;
}

static struct slice
word_of(const struct key *k, int i)
{
	struct slice rest = slice_str(k->words), word = SLICE("");

	do
		slice_word(&rest, " ", &word);
	while (i-- > 0);
	return word;
}

static bool
read_word(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	int i = word_at(k, text);

	return i != -1 && read_text(k, word_of(k, i), at, vc);
}

static bool
read_flag(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	int i = word_at(k, text);

	(void)vc;
	if (i != -1)
		*(bool *)at = i == 1;
	return i != -1;
}

static void
print_flag(const struct key *k, const void *at, struct str *out)
{
	str_add(out, word_of(k, *(const bool *)at));
}

static bool
read_choice(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	int i = word_at(k, text);

	(void)vc;
	if (i != -1)
		memcpy(at, &i, sizeof(i));
	return i != -1;
}

static void
print_choice(const struct key *k, const void *at, struct str *out)
{
	int i;

	memcpy(&i, at, sizeof(i));
	str_add(out, word_of(k, i));
}

static bool
read_set(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	struct slice word;
	unsigned set = 0;
	int i;

	(void)vc;
	while (slice_word(&text, SEPARATORS, &word)) {
		i = word_at(k, word);
		if (i == -1)
			return false;
		set |= 1u << i;
	}
	*(unsigned *)at = set;
	return true;
}

static void
print_set(const struct key *k, const void *at, struct str *out)
{
	struct slice rest = slice_str(k->words), word;
	unsigned set = *(const unsigned *)at;
	bool some = false;

	for (; slice_word(&rest, " ", &word); set >>= 1) {
		if (!(set & 1))
			continue;
		str_adds(out, some ? " " : "");
		str_add(out, word);
		some = true;
	}
}

/* --- numbers -------------------------------------------------------------- */

static bool
read_count(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	(void)vc;
	return num_parse(text, k->min, k->max, at);
}

static bool
read_int(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	int64_t n;

	if (!read_count(k, text, &n, vc))
		return false;
	*(int *)at = (int)n;
	return true;
}

static bool
read_duration(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	int64_t n;

	(void)vc;
	if (!num_duration(text, &n) || n < k->min || n > k->max)
		return false;
	*(int64_t *)at = n;
	return true;
}

static void
print_count(const struct key *k, const void *at, struct str *out)
{
	(void)k;
	str_addf(out, "%jd", (intmax_t)*(const int64_t *)at);
}

static void
print_int(const struct key *k, const void *at, struct str *out)
{
	(void)k;
	str_addf(out, "%d", *(const int *)at);
}

static bool
read_guard(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	(void)k;
	(void)vc;
	return guard_read(text, at);
}

static void
print_guard(const struct key *k, const void *at, struct str *out)
{
	const struct guard_limit *g = at;

	(void)k;
	str_addf(out, "%jd%s", (intmax_t)g->n, g->is_percent ? "%" : "");
}

/* --- lists ---------------------------------------------------------------- */

static void
append(struct text_list *list, struct slice text, struct arena *a)
{
	const char **items = arena_alloc(a, (list->n + 1) * sizeof(*items));

	if (list->n)
		memcpy(items, list->items, list->n * sizeof(*items));
	items[list->n] = arena_dup(a, text.p, text.n);
	list->items = items;
	list->n++;
}

static bool
read_list(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	struct text_list list = { 0 };
	struct slice word;

	(void)k;
	while (slice_word(&text, SEPARATORS, &word))
		append(&list, word, vc->a);
	*(struct text_list *)at = list;
	return true;
}

static bool
read_domains(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if (strchr("/:*?@[]", text.p[i]))
			return false;
	return read_list(k, text, at, vc);
}

/* Each of them on a line: two filters are not one that has a blank. */
static void
print_list(const struct key *k, const void *at, struct str *out)
{
	const struct text_list *list = at;
	size_t i;

	for (i = 0; i < list->n; i++)
		str_addf(out, "%s%s", i == 0 ? "" :
		    k->type->repeats ? "\n" : " ", list->items[i]);
}

static bool
read_filters(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	struct text_list *list = at;

	(void)k;
	append(list, text, vc->a);
	if (filter_valid(list->items[list->n - 1]))
		return true;
	list->n--;
	return false;
}

/* --- the kinds ------------------------------------------------------------ */

#define KIND(name, reads, prints, ...) \
	const struct value_type value_##name = { \
		.read = (reads), .print = (prints), __VA_ARGS__ }

KIND(text, read_text, print_text, .allowed = N_("a text"));
KIND(command, read_command, print_command, .may_be_empty = true,
    .allowed = N_("a command"));
KIND(name, read_name, print_text, .allowed = N_("one word"));
KIND(path, read_path, print_text,
    .allowed = N_("a path ('~' needs $HOME to be set)"));
KIND(url, read_url, print_text, .hidden = true,
    .allowed = N_("https://HOST, or http:// and a loopback address"));
KIND(word, read_word, print_text, .allowed = NULL);
KIND(password, read_password, print_text, .hidden = true,
    .allowed = N_("default | none | 4-9 digits"));
KIND(hosts, read_hosts, print_text,
    .allowed = N_("none | organizer | chairs | at most 10 ids or addresses"));
KIND(permission, read_permission, print_text,
    .allowed = PERMISSION_FORMS);
KIND(label, read_label, print_text,
    .allowed = N_("a text without quotation marks"));
KIND(secret, read_secret, print_secret, .hidden = true,
    .allowed = N_("a secret"));
KIND(flag, read_flag, print_flag, .allowed = NULL);
KIND(choice, read_choice, print_choice, .allowed = NULL);
KIND(set, read_set, print_set, .may_be_empty = true);
KIND(int, read_int, print_int, .allowed = NULL);
KIND(count, read_count, print_count, .allowed = NULL);
KIND(duration, read_duration, print_count, .allowed = NULL);
KIND(guard, read_guard, print_guard,
    .allowed = N_("a count such as 10, or a percentage such as 25%"));
KIND(list, read_list, print_list, .allowed = N_("a list"),
    .may_be_empty = true);
KIND(domains, read_domains, print_list, .allowed = N_("host names"));
KIND(filters, read_filters, print_list, .repeats = true,
    .allowed = N_("attendees | category:X | summary:GLOB | location:GLOB | "
    "class:X | organizer:GLOB | transp:opaque | "
    "transp:transparent | x:X-NAME[=VALUE]"));

void
value_allowed(const struct key *k, struct str *out)
{
	struct slice rest = slice_str(k->words), word;
	const char *bar = k->type == &value_set ? _("any of ") : "";

	if (k->type->allowed) {
		str_adds(out, intl_text(k->type->allowed));
	} else if (k->words) {
		while (slice_word(&rest, " ", &word)) {
			str_adds(out, bar);
			str_add(out, word);
			bar = k->type == &value_set ? ", " : " | ";
		}
	} else if (k->type == &value_duration) {
		str_addf(out, _("a time such as 90s, 30m, 1h or 7d, from %jd "
		    "to %jd seconds"), (intmax_t)k->min, (intmax_t)k->max);
	} else {
		str_addf(out, _("a number from %jd to %jd"), (intmax_t)k->min,
		    (intmax_t)k->max);
	}
}
