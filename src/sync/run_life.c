/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "conf/calendar.h"
#include "ics/parse.h"
#include "ics/zone.h"
#include "ics/zone_system.h"
#include "store/calendars.h"
#include "sync/client.h"
#include "sync/edits.h"
#include "sync/input.h"
#include "sync/remote.h"
#include "sync/run.h"
#include "sync/run_life.h"
#include "sync/scan.h"
#include "sync/stands.h"

void
run_init(struct run *r)
{
	*r = (struct run){ .write_back = true };
}

int
run_add_kept(struct conf *c, struct store *s, struct err *e)
{
	struct kept_rows rows = { 0 };
	const struct kept_row *k;
	size_t i;
	int rc = kept_all(s, &c->arena, &rows, e);

	for (i = 0; rc == 0 && i < rows.n; i++) {
		k = &rows.items[i];
		if (!conf_has_calendar(c, k->name))
			conf_add_calendar(c, &(struct calendar){
			    .name = k->name, .path = k->path,
			    .output = k->output, .encoding = k->encoding,
			    .dates = k->dates }, true);
	}
	VEC_FREE(&rows);
	return rc;
}

/* All but the problems and the arena. */
static void
free_plan(struct run *r)
{
	scan_free(r);
	stands_free(r);
	edits_forget(r);
	changes_free(&r->changes);
	VEC_FREE(&r->items);
	VEC_FREE(&r->claimed);
	VEC_FREE(&r->claims);
	VEC_FREE(&r->unread);
	VEC_FREE(&r->ended);
	VEC_FREE(&r->mentions);
	r->blind = r->again = false;
}

void
run_reset(struct run *r, size_t n)
{
	struct arena old = r->arena;
	struct problems problems = r->problems;
	size_t i;

	if (r->explainer)
		r->explainer->again(r->explainer->cookie);
	free_plan(r);
	r->arena = (struct arena){ 0 };
	r->problems = (struct problems){ 0 };
	r->totals = (struct totals){ 0 };
	r->exit = 0;
	for (i = 0; i < n; i++)
		run_problem(r, &problems.items[i]);
	VEC_FREE(&problems);
	arena_free(&old);
}

void
run_free(struct run *r)
{
	size_t i;

	for (i = 0; i < r->inputs.n; i++)
		input_free(r->inputs.items[i]);
	VEC_FREE(&r->inputs);
	free_plan(r);
	VEC_FREE(&r->unasked);
	client_close(r);
	directory_free(&r->directory);
	VEC_FREE(&r->problems);
	VEC_FREE(&r->ends);
	VEC_FREE(&r->offered);
	VEC_FREE(&r->left);
	VEC_FREE(&r->wanted);
	VEC_FREE(&r->changing);
	remote_free(r);
	arena_free(&r->arena);
	arena_free(&r->arena_run);
	parse_done();
}

/* The steps of an item: what is made anew is deleted first. */
static void
add_steps(const struct item *it, struct actions *actions)
{
	const struct action *deleted = it->ended ? it->ended :
	    action_recreates(&it->act) ? &it->act : NULL;
	struct action step;

	if (deleted) {
		step = *deleted;
		step.want = NULL;
		step.end_time = 0;
		*VEC_ADD(actions) = step;
	}
	step = it->act;
	if (deleted == &it->act) {
		step.kind = ACTION_CREATE;
		step.booking.reserve_id = step.booking.url = NULL;
	}
	/* Nothing follows a delete that was refused or failed. */
	if (deleted != &it->act || step.result == RESULT_PLANNED)
		*VEC_ADD(actions) = step;
}

void
run_actions(const struct run *r, struct actions *actions)
{
	const struct item *it;
	size_t i, pass;

	*actions = (struct actions){ 0 };
	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < r->items.n; i++) {
			it = r->items.items[i];
			/* What is done to a series is printed once. */
			if ((it->act.kind == ACTION_DELETE || it->ended) ==
			    (pass == 1) && !(it->plan.follower && (it->leader ||
			    it->act.kind == ACTION_NONE)))
				add_steps(it, actions);
		}
	}
}

/* --- time zones of the configuration -------------------------------------- */

static int
check_zones(const struct calendar *cal, struct err *e)
{
	const struct tz_aliases *all = &cal->settings.tz_aliases;
	size_t i;

	for (i = 0; i < all->n; i++)
		if (!zone_find(slice_str(all->items[i].zone)))
			return err_set(e, ERR_USAGE, "[calendar \"%s\"] "
			    "tzalias: %s = %s: the zone is not known; use an "
			    "IANA name such as Asia/Shanghai", cal->name,
			    all->items[i].name, all->items[i].zone);
	return 0;
}

int
run_check_zones(struct calendar *const *cals, size_t n, struct err *e)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (check_zones(cals[i], e) == -1)
			return -1;
	return 0;
}

struct when
run_local_time(const struct conf *c)
{
	const char *name = c->defaults.timezone;
	const struct zone *zone = name ? zone_find(slice_str(name)) : NULL;
	const struct zone *system = zone_system();

	if (!zone)
		zone = system;
	if (!zone)
		return (struct when){ .name = "UTC" };
	return (struct when){ zone_to_local, zone,
		system && (zone == system || strcmp(zone_name(zone),
		zone_system_name()) == 0) ? NULL : zone_name(zone) };
}
