/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/intl.h"
#include "base/num.h"
#include "conf/data.h"
#include "conf/value.h"
#include "plan/filter.h"
#include "plan/guard.h"

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

/* N/M, N% or 1. */
static bool
read_share(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	struct share *s = at;
	const char *slash = memchr(text.p, '/', text.n);
	int64_t of = 1, n;

	(void)k;
	(void)vc;
	if (slash && !num_parse(slice_from(text, (size_t)(slash - text.p) + 1),
	    1, 10000, &of))
		return false;
	if (slash) {
		text.n = (size_t)(slash - text.p);
	} else if (text.n && text.p[text.n - 1] == '%') {
		text.n--;
		of = 100;
	}
	if (!num_parse(slice_trim(text), 1, of, &n))
		return false;
	*s = (struct share){ (int)n, (int)of };
	return true;
}

static void
print_share(const struct key *k, const void *at, struct str *out)
{
	const struct share *s = at;

	(void)k;
	str_addf(out, s->of == 1 ? "%d" : "%d/%d", s->n, s->of);
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
	while (slice_word(&text, VALUE_BLANKS, &word))
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

/*
 * NAME = ZONE, by the last '=': names of zones have none.  Quotation marks
 * around the name are left out, for no TZID can hold one.  Whether the zone
 * is known is seen by those who know zones.
 */
static bool
read_alias(const struct key *k, struct slice text, void *at,
    const struct value_context *vc)
{
	const char *eq = memrchr(text.p, '=', text.n);
	struct tz_aliases *list = at;
	struct tz_alias *items;
	struct slice name, zone;

	(void)k;
	if (!eq)
		return false;
	name = slice_trim(slice_of(text.p, (size_t)(eq - text.p)));
	zone = slice_trim(slice_from(text, (size_t)(eq - text.p) + 1));
	if (name.n > 1 && name.p[0] == '"' && name.p[name.n - 1] == '"')
		name = slice_trim(slice_of(name.p + 1, name.n - 2));
	if (!name.n || !zone.n)
		return false;
	items = arena_alloc(vc->a, (list->n + 1) * sizeof(*items));
	if (list->n)
		memcpy(items, list->items, list->n * sizeof(*items));
	items[list->n].name = arena_dup(vc->a, name.p, name.n);
	items[list->n].zone = arena_dup(vc->a, zone.p, zone.n);
	*list = (struct tz_aliases){ items, list->n + 1 };
	return true;
}

static void
print_alias(const struct key *k, const void *at, struct str *out)
{
	const struct tz_aliases *list = at;
	size_t i;

	(void)k;
	for (i = 0; i < list->n; i++)
		str_addf(out, "%s%s = %s", i ? "\n" : "",
		    list->items[i].name, list->items[i].zone);
}

/* --- the kinds ------------------------------------------------------------ */

VALUE_TYPE(int, read_int, print_int, .allowed = NULL);
VALUE_TYPE(count, read_count, print_count, .allowed = NULL);
VALUE_TYPE(duration, read_duration, print_count, .allowed = NULL);
VALUE_TYPE(guard, read_guard, print_guard,
    .allowed = N_("a count such as 10, or a percentage such as 25%"));
VALUE_TYPE(share, read_share, print_share,
    .allowed = N_("a part of 1, such as 1/4 or 25%"));
VALUE_TYPE(list, read_list, print_list, .allowed = N_("a list"),
    .may_be_empty = true);
VALUE_TYPE(domains, read_domains, print_list, .allowed = N_("host names"));
VALUE_TYPE(filters, read_filters, print_list, .repeats = true,
    .allowed = N_("attendees | category:X | summary:GLOB | location:GLOB | "
    "class:X | organizer:GLOB | transp:opaque | "
    "transp:transparent | x:X-NAME[=VALUE]"));
VALUE_TYPE(alias, read_alias, print_alias, .repeats = true,
    .allowed = N_("NAME = ZONE, such as Beijing Time = Asia/Shanghai"));

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
