/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>

#include "base/intl.h"
#include "doctor/doctor.h"
#include "sync/run_life.h"

const char *
check_status_name(enum check_status s)
{
	static const char *const names[] = {
		[CHECK_OK] = "ok",
		[CHECK_WARN] = "warn",
		[CHECK_FAIL] = "fail",
		[CHECK_SKIPPED] = "skipped",
	};

	return names[s];
}

/* --- findings ----------------------------------------------------------- */

static struct check_finding *
add(struct doctor *d, enum check_status status, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

static struct check_finding *
add(struct doctor *d, enum check_status status, const char *fmt, va_list ap)
{
	struct check_finding *f = VEC_ADD(&d->findings);
	char text[2048];

	vsnprintf(text, sizeof(text), intl_text(fmt), ap);
	f->check = d->check;
	f->status = status;
	f->message = arena_str(&d->arena, text);
	return f;
}

void
check_ok(struct doctor *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(d, CHECK_OK, fmt, ap);
	va_end(ap);
}

void
check_warn(struct doctor *d, const char *remedy, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(d, CHECK_WARN, fmt, ap)->remedy = remedy;
	va_end(ap);
}

/* Those that say where the trouble is; a script can go by them. */
static int
class_of(int exit)
{
	return exit == ERR_USAGE || exit == ERR_SOURCE || exit == ERR_AUTH ||
	    exit == ERR_NETWORK || exit == ERR_STATE ? exit : ERR_FAILED;
}

void
check_fail(struct doctor *d, enum err_code exit, const char *remedy,
    const char *fmt, ...)
{
	struct check_finding *f;
	va_list ap;

	va_start(ap, fmt);
	f = add(d, CHECK_FAIL, fmt, ap);
	va_end(ap);
	f->remedy = remedy;
	f->exit = class_of((int)exit);
	if (f->exit > d->exit)
		d->exit = f->exit;
}

void
check_skip(struct doctor *d, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(d, CHECK_SKIPPED, fmt, ap);
	va_end(ap);
}

bool
check_trouble(const struct doctor *d, size_t from)
{
	const struct check_finding *f;

	for (; from < d->findings.n; from++) {
		f = &d->findings.items[from];
		if (f->status == CHECK_WARN || f->status == CHECK_FAIL)
			return true;
	}
	return false;
}

const struct settings *
check_settings(const struct doctor *d, size_t i)
{
	const struct calendars *cals = &d->conf.calendars;

	if (i < cals->n)
		return &cals->items[i].settings;
	return cals->n == 0 && i == 0 ? &d->conf.defaults : NULL;
}

/* --- the list ------------------------------------------------------------- */

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
