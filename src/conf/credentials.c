/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/run.h"
#include "conf/conf.h"
#include "conf/credentials.h"

#define COMMAND_S 60
#define SECRET_MAX 4096

int
credentials_private(const char *path, const char *what, struct err *e)
{
	struct stat st;

	if (stat(path, &st) == -1)
		return err_errno(e, ERR_USAGE, "%s", path);
	if (S_ISREG(st.st_mode) && (st.st_mode & (S_IRWXG | S_IRWXO)))
		return err_set(e, ERR_USAGE, "%s holds %s but others than its "
		    "owner can read or write it (mode %04o): run 'chmod 600 "
		    "%s'", path, what, (unsigned)st.st_mode & 07777, path);
	return 0;
}

/* Take over what is in text, and wipe it there. */
static int
keep(struct conf *c, struct str *text, const char *from, struct err *e)
{
	struct slice s = slice_trim(str_slice(text));
	bool bad = !s.n || memchr(s.p, '\n', s.n) || memchr(s.p, '\0', s.n);

	if (!bad)
		secret_set(&c->app_secret, s);
	if (text->p)
		explicit_bzero(text->p, text->cap);
	if (bad)
		return err_set(e, ERR_USAGE, "[feishu] %s: there is not "
		    "exactly one line with a secret in it", from);
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
	if (credentials_private(c->app_secret_file, "the app's secret", e)
	    == -1 || file_read(text, c->app_secret_file, SECRET_MAX, e) == -1)
		return err_wrap(e, "[feishu] app_secret_file");
	return keep(c, text, "app_secret_file", e);
}

int
conf_secret(struct conf *c, struct err *e)
{
	struct str text = { 0 };
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
