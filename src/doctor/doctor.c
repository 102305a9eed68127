/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/intl.h"
#include "doctor/check.h"

/* What a check can't do without. */
enum need {
	NEED_CONF = 1,		/* a configuration that could be read */
	NEED_STATE = 2,		/* a state that could be read */
	NEED_NETWORK = 4,	/* not with --offline */
	NEED_SERVER = 8,	/* that has answered */
	NEED_TOKEN = 16,	/* that the server has granted */
};

static const struct check {
	const char *name;
	unsigned needs;
	void (*run)(struct doctor *d);
} checks[] = {
	{ "configuration", 0, check_configuration },
	{ "time-zones", NEED_CONF, check_time_zones },
	{ "file-modes", 0, check_modes },
	{ "state", 0, check_state },
	{ "disk", 0, check_disk },
	{ "lock", 0, check_lock },
	{ "bookings", NEED_CONF | NEED_STATE, check_bookings },
	{ "calendars", NEED_CONF, check_calendars },
	{ "people", NEED_CONF | NEED_STATE, check_people },
	{ "proxy", NEED_NETWORK, check_proxy },
	{ "network", NEED_CONF | NEED_NETWORK, check_network },
	{ "clock", NEED_CONF | NEED_NETWORK, check_clock },
	{ "credentials", NEED_CONF | NEED_NETWORK | NEED_SERVER,
	    check_credentials },
	{ "scopes", NEED_CONF | NEED_NETWORK | NEED_SERVER | NEED_TOKEN,
	    check_scopes },
	{ "owner", NEED_CONF, check_owner },
};

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
	struct check_finding *f = vec_add(&d->findings);
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
		f = &VEC_AT(&d->findings, struct check_finding, from);
		if (f->status == CHECK_WARN || f->status == CHECK_FAIL)
			return true;
	}
	return false;
}

const struct settings *
check_settings(const struct doctor *d, size_t i)
{
	const struct vec *cals = &d->conf.calendars;

	if (i < cals->n)
		return &VEC_AT(cals, struct calendar, i).settings;
	return cals->n == 0 && i == 0 ? &d->conf.defaults : NULL;
}

/* --- all of them -------------------------------------------------------- */

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

	d->findings = (struct vec)VEC_OF(struct check_finding);
	run_init(&d->run);
	d->run.conf = &d->conf;
	d->run.clock = d->clock;
	d->run.now = d->clock->wall(d->clock);
	d->run.dry_run = true;
	for (i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		d->check = checks[i].name;
		why = missing(d, checks[i].needs);
		if (why)
			check_skip(d, "not checked: %s", why);
		else
			checks[i].run(d);
	}
}

void
doctor_free(struct doctor *d)
{
	run_free(&d->run);
	store_close(d->run.store);
	conf_free(&d->conf);
	vec_free(&d->findings);
	arena_free(&d->arena);
}
