/* SPDX-License-Identifier: MIT */
#include "base/intl.h"
#include "doctor/check.h"
#include "doctor/doctor.h"
#include "sync/run_life.h"

/* In the order in which they are made. */
static const struct check *const checks[] = {
	&check_configuration, &check_time_zones, &check_modes, &check_state,
	&check_disk, &check_lock, &check_bookings, &check_calendars,
	&check_profiles, &check_people, &check_servers, &check_proxy,
	&check_network, &check_clock, &check_credentials, &check_scopes,
	&check_owner,
};

/* NULL: nothing is missing. */
static const char *
missing(const struct doctor *d, unsigned needs)
{
	if (needs & NEED_NETWORK && d->offline)
		return "--offline";
	if (needs & NEED_CONF && !d->conf_read)
		return _("the configuration can't be read");
	if (needs & NEED_STATE && !d->state_read)
		return _("the state can't be read");
	if (needs & NEED_SERVER && !d->reached)
		return _("the API can't be reached");
	if (needs & NEED_TOKEN && !d->admitted)
		return _("there is no access token");
	return NULL;
}

void
doctor_run(struct doctor *d)
{
	const char *why;
	size_t i;

	run_init(&d->run);
	d->run.conf = &d->conf;
	d->run.clock = d->clock;
	d->run.now = d->clock->wall(d->clock);
	d->run.dry_run = true;
	for (i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		d->check = checks[i]->name;
		why = missing(d, checks[i]->needs);
		if (why)
			check_skip(d, "not checked: %s", why);
		else
			checks[i]->run(d);
	}
}

void
doctor_free(struct doctor *d)
{
	run_free(&d->run);
	store_close(d->run.store);
	conf_free(&d->conf);
	VEC_FREE(&d->findings);
	arena_free(&d->arena);
}
