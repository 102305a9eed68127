/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/run.h"
#include "base/trust.h"
#include "conf/credentials.h"

#define COMMAND_S 60
#define SECRET_MAX 4096

/*
 * A credential of systemd is root's, and whoever runs the unit reads it by
 * an ACL, whose mask shows as the group's mode (systemd.exec(5)).  Its
 * folder is closed to all others.
 */
static mode_t
mode_of(const struct stat *st, const char *path)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	mode_t mode = st->st_mode & (S_IRWXG | S_IRWXO);

	return dir && *dir && st->st_uid == 0 &&
	    strncmp(path, dir, strlen(dir)) == 0 &&
	    path[strlen(dir)] == '/' ? mode & ~(mode_t)S_IRGRP : mode;
}

/* Returns the open file. */
static int
open_private(const char *path, const char *what, struct err *e)
{
	int fd = file_open(path, e), rc = 0;
	struct stat st;

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1)
		rc = err_errno(e, ERR_USAGE, "%s", path);
	else if (S_ISREG(st.st_mode) && mode_of(&st, path))
		rc = err_set(e, ERR_USAGE, "%s holds %s but others than its "
		    "owner can read or write it (mode %04o): run 'chmod 600 "
		    "%s'", path, what, (unsigned)st.st_mode & 07777, path);
	else
		rc = trust_file(fd, path, what, e);
	if (rc == 0)
		return fd;
	close(fd);
	return -1;
}

int
credentials_private(const char *path, const char *what, struct err *e)
{
	int fd = open_private(path, what, e);

	if (fd == -1)
		return -1;
	close(fd);
	return 0;
}

/* Take over what is in text. */
static int
keep(struct conf *c, struct str *text, const char *from, struct err *e)
{
	struct slice s = slice_trim(str_slice(text));

	if (!s.n || memchr(s.p, '\n', s.n) || memchr(s.p, '\0', s.n))
		return err_set(e, ERR_USAGE, "[feishu] %s: there is not "
		    "exactly one line with a secret in it", from);
	secret_set(&c->app_secret, s);
	return 0;
}

static int
by_command(struct conf *c, struct str *text, struct err *e)
{
	if (run_first_line(c->app_secret_command, COMMAND_S, text, e) == -1)
		return err_wrap(e, "[feishu] app_secret_command");
	return keep(c, text, "app_secret_command", e);
}

static int
by_file(struct conf *c, struct str *text, struct err *e)
{
	int fd = open_private(c->app_secret_file, _("the app's secret"), e);

	if (fd == -1 ||
	    file_take(text, fd, c->app_secret_file, SECRET_MAX, e) == -1)
		return err_wrap(e, "[feishu] app_secret_file");
	return keep(c, text, "app_secret_file", e);
}

int
credentials_secret(struct conf *c, struct err *e)
{
	struct str text = { .secret = true };
	int rc;

	if (!secret_empty(&c->app_secret))
		return 0;
	if (c->app_secret_command)
		rc = by_command(c, &text, e);
	else if (c->app_secret_file)
		rc = by_file(c, &text, e);
	else
		rc = err_set(e, ERR_USAGE, "there is no app secret: set "
		    "app_secret_command or app_secret_file in [feishu], or "
		    "ICSRESERVE_APP_SECRET in the environment");
	str_free(&text);
	return rc;
}
