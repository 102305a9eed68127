/* SPDX-License-Identifier: MIT */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/intl.h"
#include "conf/keys.h"
#include "doctor/doctor.h"

/* A configuration beside this one. */
struct profile {
	const char *name;
	struct conf conf;
	const char *state;		/* of [sync] state; NULL: not set */
};
struct profiles VEC(struct profile *);

/* --- reading them --------------------------------------------------------- */

/* A unit names the state by the environment: that is not the file's. */
static const char *
own_state(const struct conf *c, struct arena *a)
{
	size_t i = 0;
	const struct key *k = keys_next("sync", "state", &i);
	const char *name = strrchr(c->state, '/'), *path;
	struct str folder = { 0 };
	char *real;

	if (!c->lines[k - keys])
		return NULL;
	/* It need not be there yet, and its folder may have two names. */
	file_dirname(&folder, c->state);
	real = realpath(str_text(&folder), NULL);
	path = real ? arena_printf(a, "%s%s", real, name ? name : c->state)
	    : c->state;
	free(real);
	str_free(&folder);
	return path;
}

static void
add_profile(struct doctor *d, struct profiles *all, const char *file)
{
	struct profile *p = arena_alloc(&d->arena, sizeof(*p));
	struct conf_options opt = { .config = file };
	struct err e = { 0 };

	memset(p, 0, sizeof(*p));
	if (conf_read(&p->conf, &opt, &e) == -1) {
		check_warn(d, "run `icsreserve -c FILE doctor` as the user "
		    "that it is for", "not compared with the others: %s",
		    e.msg);
		conf_free(&p->conf);
		return;
	}
	p->name = conf_profile(&p->conf, &d->arena);
	p->state = own_state(&p->conf, &d->arena);
	*VEC_ADD(all) = p;
}

/* All of the folder that the configuration lies in. */
static void
read_profiles(struct doctor *d, struct profiles *all)
{
	const char *state = getenv("ICSRESERVE_STATE");
	struct str pattern = { 0 };
	glob_t found = { 0 };
	size_t i;

	state = state ? arena_str(&d->arena, state) : NULL;
	unsetenv("ICSRESERVE_STATE");
	file_dirname(&pattern, d->conf.file);
	str_adds(&pattern, "/*.ini");
	if (glob(str_text(&pattern), 0, NULL, &found) == 0)
		for (i = 0; i < found.gl_pathc; i++)
			add_profile(d, all, found.gl_pathv[i]);
	globfree(&found);
	str_free(&pattern);
	if (state)
		setenv("ICSRESERVE_STATE", state, 1);
}

/* --- what two of them share ----------------------------------------------- */

/* Whether a is b or lies in it. */
static bool
lies_in(const char *a, const char *b)
{
	size_t n = strlen(b);

	return strncmp(a, b, n) == 0 && (!a[n] || a[n] == '/');
}

static bool
same_calendar(const struct calendar *a, const struct calendar *b)
{
	char *x = a->path ? realpath(a->path, NULL) : NULL;
	char *y = b->path ? realpath(b->path, NULL) : NULL;
	bool same = x && y && (lies_in(x, y) || lies_in(y, x));

	/* Of one on a server the path is its folder here. */
	if (a->url && b->url)
		same = same || strcmp(a->url, b->url) == 0;
	free(x);
	free(y);
	return same;
}

/* A server's address may be as good as a password. */
static void
tell_calendar(struct doctor *d, const char *a, const char *b,
    const struct calendar *x, const struct calendar *y)
{
	check_fail(d, ERR_USAGE, "leave it to one of them: each would book "
	    "its events and write a link", "the profiles %s and %s have the "
	    "same calendar: %s (%s and %s)", a, b,
	    x->url ? _("on a server") : x->path, x->name, y->name);
}

static void
compare_calendars(struct doctor *d, const struct profile *a,
    const struct profile *b)
{
	const struct calendar *x, *y;
	size_t i, k;

	for (i = 0; i < a->conf.calendars.n; i++) {
		x = &a->conf.calendars.items[i];
		for (k = 0; k < b->conf.calendars.n; k++) {
			y = &b->conf.calendars.items[k];
			if (same_calendar(x, y))
				tell_calendar(d, a->name, b->name, x, y);
		}
	}
}

static void
compare_pair(struct doctor *d, const struct profile *a,
    const struct profile *b)
{
	if (a->state && b->state && strcmp(a->state, b->state) == 0)
		check_fail(d, ERR_USAGE, "give each profile a state of its "
		    "own: [sync] state", "the profiles %s and %s have "
		    "the same state: %s", a->name, b->name, a->state);
	compare_calendars(d, a, b);
}

/* --- the rate that they have together ------------------------------------- */

static bool
same_app(const struct conf *a, const struct conf *b)
{
	return strcmp(a->base_url, b->base_url) == 0 &&
	    a->app_id && b->app_id && strcmp(a->app_id, b->app_id) == 0;
}

/* Of all that work with the app of number i: what they may send at most. */
static void
add_rates(struct doctor *d, const struct profiles *all, size_t i)
{
	const struct conf *c, *first = &all->items[i]->conf;
	double sum = 0;
	int whole = 0, n = 0;
	size_t k;

	for (k = 0; k < all->n; k++) {
		c = &all->items[k]->conf;
		if (!same_app(first, c))
			continue;
		/* Told with the first of them. */
		if (k < i)
			return;
		n++;
		sum += (double)c->rate_per_minute * c->rate_share.n /
		    c->rate_share.of;
		if (c->rate_per_minute > whole)
			whole = c->rate_per_minute;
	}
	if (n > 1 && sum > whole * 1.0001)
		check_warn(d, arena_printf(&d->arena, _("set rate_share in "
		    "[feishu] of each, as rate_share = 1/%d"), n),
		    "%d profiles work with the app %s, and together they "
		    "may make %.0f calls a minute where it has %d", n,
		    first->app_id, sum, whole);
}

static void
run_profiles(struct doctor *d)
{
	struct profiles all = { 0 };
	size_t i, k, from = d->findings.n;

	if (!d->conf.file) {
		check_skip(d, "not checked: there is no file");
		return;
	}
	read_profiles(d, &all);
	for (i = 0; i < all.n; i++) {
		add_rates(d, &all, i);
		for (k = 0; k < i; k++)
			compare_pair(d, all.items[k], all.items[i]);
	}
	if (!check_trouble(d, from))
		check_ok(d, all.n > 1 ? N_("%zu profiles share no calendar, "
		    "no state and no rate") : N_("this is the only profile in "
		    "its folder"), all.n);
	for (i = 0; i < all.n; i++)
		conf_free(&all.items[i]->conf);
	VEC_FREE(&all);
}

const struct check check_profiles = {
	"profiles", NEED_CONF, run_profiles,
};
