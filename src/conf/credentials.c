/* SPDX-License-Identifier: MIT */
#include <ctype.h>
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
		rc = trust_folders(path, _("a folder above a secret"), false,
		    e);
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

/* Take over what is in text, and wipe that. */
static int
keep(struct secret *to, struct str *text, struct err *e)
{
	struct slice s = slice_trim(str_slice(text));
	int rc = 0;

	if (slice_starts(s, SLICE_BOM))
		s = slice_trim(slice_from(s, SLICE_BOM.n));
	if (!s.n || memchr(s.p, '\n', s.n) || memchr(s.p, '\0', s.n))
		rc = err_set(e, ERR_USAGE, "there is not exactly one line "
		    "with a secret in it");
	else
		secret_set(to, s);
	str_free(text);
	return rc;
}

static int
by_command(struct secret *to, const char *command, struct err *e)
{
	struct str text = { .secret = true };

	if (run_first_line(command, COMMAND_S, &text, e) == 0)
		return keep(to, &text, e);
	str_free(&text);
	return -1;
}

static int
by_file(struct secret *to, const char *path, const char *what,
    struct err *e)
{
	struct str text = { .secret = true };
	int fd = open_private(path, what, e);

	if (fd != -1 && file_take(&text, fd, path, SECRET_MAX, e) == 0)
		return keep(to, &text, e);
	str_free(&text);
	return -1;
}

int
credentials_secret(struct conf *c, struct err *e)
{
	if (!secret_empty(&c->app_secret))
		return 0;
	if (c->app_secret_command && by_command(&c->app_secret,
	    c->app_secret_command, e) == -1)
		return err_wrap(e, "[feishu] app_secret_command");
	if (c->app_secret_command)
		return 0;
	if (c->app_secret_file && by_file(&c->app_secret,
	    c->app_secret_file, _("the app's secret"), e) == -1)
		return err_wrap(e, "[feishu] app_secret_file");
	if (c->app_secret_file)
		return 0;
	return err_set(e, ERR_USAGE, "there is no app secret: set "
	    "app_secret_command or app_secret_file in [feishu], or "
	    "ICSRESERVE_APP_SECRET in the environment");
}

/* $ICSRESERVE_PASSWORD_NAME. */
static int
by_variable(struct secret *to, const struct calendar *cal, struct err *e)
{
	struct str name = { 0 }, text = { .secret = true };
	const char *value;
	size_t i;
	int rc = 0;

	str_adds(&name, "ICSRESERVE_PASSWORD_");
	for (i = 0; cal->name[i]; i++)
		str_addc(&name, isalnum((unsigned char)cal->name[i])
		    ? (char)toupper((unsigned char)cal->name[i]) : '_');
	value = getenv(name.p);
	str_adds(&text, value ? value : "");
	rc = text.n ? keep(to, &text, e) : err_set(e, ERR_USAGE, "there is "
	    "no password: set password_command or password_file, or $%s",
	    name.p);
	str_free(&text);
	str_free(&name);
	return rc;
}

int
credentials_login(const struct calendar *cal, struct secret *password,
    struct secret *bearer, struct err *e)
{
	int rc = 0;

	if (cal->bearer_command)
		rc = by_command(bearer, cal->bearer_command, e);
	else if (cal->password_command)
		rc = by_command(password, cal->password_command, e);
	else if (cal->password_file)
		rc = by_file(password, cal->password_file, _("a password"), e);
	else if (cal->username)
		rc = by_variable(password, cal, e);
	return rc == -1 ? err_wrap(e, "calendar %s", cal->name) : 0;
}
