/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "conf/credentials.h"
#include "doctor/check.h"

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
	/* In a sticky folder nobody replaces the files of others. */
	if (S_ISDIR(st.st_mode) && (st.st_mode & S_ISVTX))
		return;
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
	if (access(folder, F_OK) == -1) {
		/* It is made by the first run. */
		return;
	}
	check_writers(d, folder, _("the folder of the state"));
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
		check_ok(d, "what is secret can be read by this user alone");
}

const struct check check_modes = {
	"file-modes", 0, run_modes,
};
