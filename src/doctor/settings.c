/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "conf/credentials.h"
#include "conf/path.h"
#include "doctor/doctor.h"
#include "ics/zone.h"
#include "ics/zone_system.h"
#include "sync/run_life.h"

/* What mends an error of conf_read. */
static const char *
remedy_of(struct doctor *d)
{
	const char *file = d->conf.file;
	struct stat st;

	if (!file)
		return _("see icsreserve.conf(5)");
	if (stat(file, &st) == -1 || access(file, R_OK) == -1)
		return arena_printf(&d->arena, _("name the right file by -c, "
		    "or make %s readable for this user"), file);
	/* The one complaint that is not of a line in it. */
	if (!secret_empty(&d->conf.app_secret) &&
	    (st.st_mode & (S_IRWXG | S_IRWXO)))
		return arena_printf(&d->arena, _("chmod 600 %s; if others may "
		    "have read it, have a new secret made in the developer "
		    "console"), file);
	return _("correct that; icsreserve.conf(5) has all keys and their "
	    "values");
}

/*
 * The state is looked at even when the configuration can't be read, if its
 * place is known all the same.
 */
static void
choose_state(struct doctor *d)
{
	const char *env = getenv("ICSRESERVE_STATE");

	if (d->conf_read)
		d->state = d->conf.state;
	else if (d->options.state)
		d->state = d->options.state;
	else if (env && *env)
		d->state = env;
}

static void
check_app(struct doctor *d)
{
	const struct conf *c = &d->conf;

	if (c->token_command) {
		check_ok(d, "calls are made as the user whose token "
		    "access_token_command prints");
		return;
	}
	if (!c->app_id)
		check_fail(d, ERR_USAGE, _("set app_id in [feishu], or "
		    "ICSRESERVE_APP_ID: the developer console shows it on "
		    "the app's page 'Credentials & Basic Info'"),
		    "there is no app_id");
	if (secret_empty(&c->app_secret) && !c->app_secret_command &&
	    !c->app_secret_file)
		check_fail(d, ERR_USAGE, _("set app_secret_command or "
		    "app_secret_file in [feishu], or ICSRESERVE_APP_SECRET "
		    "in the environment"), "there is no app secret");
}

static void
run_configuration(struct doctor *d)
{
	struct conf *c = &d->conf;
	struct err e = { 0 };
	size_t from = d->findings.n;

	d->conf_read = conf_read(c, &d->options, &e) == 0;
	d->when = run_local_time(c);
	choose_state(d);
	if (!d->conf_read) {
		check_fail(d, ERR_USAGE, remedy_of(d), "%s", e.msg);
		return;
	}
	check_app(d);
	if (check_trouble(d, from))
		return;
	check_ok(d, P_("%s: %zu calendar, app_id %s",
	    "%s: %zu calendars, app_id %s", c->calendars.n),
	    c->file ? c->file : _("no file, by the environment"),
	    c->calendars.n, c->app_id ? c->app_id : _("(none)"));
}

const struct check check_configuration = {
	"configuration", 0, run_configuration,
};

/* --- time zones --------------------------------------------------------- */

#define ZONE_REMEDY N_("use a name of the IANA database such as Asia/" \
	"Shanghai (ls /usr/share/zoneinfo)")

static void
check_aliases(struct doctor *d)
{
	struct calendar *cal;
	struct err e;
	size_t i;

	for (i = 0; i < d->conf.calendars.n; i++) {
		cal = &d->conf.calendars.items[i];
		if (run_check_zones(&cal, 1, &e) == -1)
			check_fail(d, ERR_USAGE, ZONE_REMEDY, "%s", e.msg);
	}
}

/* Several calendars have, as a rule, the one of [sync]. */
static void
check_names(struct doctor *d)
{
	const struct settings *s;
	const char *last = NULL;
	size_t i;

	for (i = 0; (s = check_settings(d, i)); i++) {
		if (!s->timezone || (last && !strcmp(last, s->timezone)))
			continue;
		last = s->timezone;
		if (!zone_find(slice_str(last)))
			check_fail(d, ERR_USAGE, ZONE_REMEDY, "timezone = "
			    "%s: the zone is not known", last);
	}
}

static void
run_time_zones(struct doctor *d)
{
	const char *set = d->conf.defaults.timezone;
	size_t from = d->findings.n;

	if (!zone_database())
		check_fail(d, ERR_FAILED, _("apt-get install tzdata"),
		    "the system has no time zone database");
	else
		check_names(d);
	check_aliases(d);
	if (!set && !zone_system())
		check_fail(d, ERR_FAILED, _("set timezone = Asia/Shanghai or "
		    "such in [sync], or give the system a zone that it has"),
		    "the system's time zone '%s' is not known",
		    zone_system_name());
	if (!check_trouble(d, from))
		check_ok(d, "times without a zone are read in %s%s",
		    set ? set : _("the calendar's zone, else the system's, "),
		    set ? "" : zone_system_name());
}

const struct check check_time_zones = {
	"time-zones", NEED_CONF, run_time_zones,
};

/* --- who may read and write ----------------------------------------------- */

/*
 * Whoever can write the configuration has a command run as us, by
 * app_secret_command.  Many systems give each user a group of his own, so
 * a group that may write is no more than worth a look.
 */
static void
check_writers(struct doctor *d, const char *path, const char *what)
{
	struct stat st;
	const char *remedy;

	if (stat(path, &st) == -1)
		return;
	remedy = arena_printf(&d->arena, _("chmod go-w %s"), path);
	if (st.st_mode & S_IWOTH)
		check_fail(d, ERR_USAGE, remedy, "%s (%s) can be written by "
		    "everybody (mode %04o)", path, what,
		    (unsigned)st.st_mode & 07777);
	else if (st.st_mode & S_IWGRP)
		check_warn(d, remedy, "%s (%s) can be written by its group "
		    "(mode %04o)", path, what, (unsigned)st.st_mode & 07777);
}

static void
check_configuration_file(struct doctor *d)
{
	struct conf *c = &d->conf;
	struct err e;

	if (c->file)
		check_writers(d, c->file, _("the configuration"));
	if (!c->app_secret_file || credentials_private(c->app_secret_file,
	    _("the app's secret"), &e) == 0)
		return;
	check_fail(d, ERR_USAGE, access(c->app_secret_file, F_OK) == 0
	    ? arena_printf(&d->arena, _("chmod 600 %s; if others may have read "
	    "it, have a new secret made in the developer console"),
	    c->app_secret_file)
	    : _("put the secret into that file, or correct app_secret_file"),
	    "app_secret_file: %s", e.msg);
}

/* The state itself, what SQLite puts beside it, the lock, and copies. */
static void
check_state_file(struct doctor *d, const char *path)
{
	struct stat st;

	if (lstat(path, &st) == -1 || !S_ISREG(st.st_mode))
		return;
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		check_fail(d, ERR_FAILED, arena_printf(&d->arena,
		    _("chmod 600 %s"), path), "%s: others than its owner can "
		    "read or write it (mode %04o); it may hold links and "
		    "meeting passwords", path, (unsigned)st.st_mode & 07777);
	else if (st.st_uid != geteuid())
		check_warn(d, arena_printf(&d->arena, _("run icsreserve always "
		    "as the same user, or chown %ld %s"), (long)geteuid(),
		    path), "%s belongs to another user (%ld)", path,
		    (long)st.st_uid);
}

static void
check_folder(struct doctor *d, const char *folder)
{
	struct stat st;
	struct err e;

	if (places_check_state(d->state, &e) == -1)
		check_fail(d, e.code, stat(folder, &st) == 0 &&
		    (st.st_mode & (S_IWGRP | S_IWOTH))
		    ? arena_printf(&d->arena, _("chmod go-w %s"), folder)
		    : _("choose another place by --state or [sync] state"),
		    "%s", e.msg);
	if (access(folder, F_OK) == -1) {
		/* It is made by the first run. */
		return;
	}
	if (access(folder, W_OK | X_OK) == -1)
		check_fail(d, ERR_FAILED, arena_printf(&d->arena, _("chown or "
		    "chmod it, or choose another place by [sync] state or "
		    "--state")), "%s: the state's folder can't be written: "
		    "%s", folder, strerror(errno));
}

static void
check_state_files(struct doctor *d)
{
	struct str folder = { 0 };
	const char *name = strrchr(d->state, '/');
	struct dirent *entry;
	DIR *dir;

	name = name ? name + 1 : d->state;
	file_dirname(&folder, d->state);
	check_folder(d, str_text(&folder));
	dir = opendir(str_text(&folder));
	while (dir && (entry = readdir(dir)))
		if (slice_starts(slice_str(entry->d_name), slice_str(name)))
			check_state_file(d, arena_printf(&d->arena, "%s/%s",
			    str_text(&folder), entry->d_name));
	if (dir)
		closedir(dir);
	str_free(&folder);
}

static void
run_modes(struct doctor *d)
{
	size_t from = d->findings.n;

	check_configuration_file(d);
	if (d->state)
		check_state_files(d);
	if (!check_trouble(d, from))
		check_ok(d, "only this user can read the files with secrets");
}

const struct check check_modes = {
	"file-modes", 0, run_modes,
};
