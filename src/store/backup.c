/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "store/backup.h"
#include "store/copy.h"

#define FINDINGS_MAX 65536

static bool
same_file(const char *a, const char *b)
{
	struct file_stamp x, y;

	return file_stat(a, &x) && file_stat(b, &y) && x.dev == y.dev &&
	    x.ino == y.ino;
}

/* Only a copy of before may be replaced. */
static int
check_target(const char *path, const struct clock *clock, struct err *e)
{
	struct store *s = NULL;
	struct file_stamp stamp;
	struct err why = { 0 };
	int rc = 0;

	if (!file_stat(path, &stamp) || stamp.size == 0)
		return 0;
	if (store_open(&s, path, STORE_READ, clock, &why) == -1)
		rc = err_set(e, ERR_USAGE, "%s: it is there, and no copy of "
		    "a state (%s); choose another name", path, why.msg);
	store_close(s);
	return rc;
}

int
backup_write(struct store *s, const char *from, const char *path,
    const struct clock *clock, struct err *e)
{
	if (access(from, F_OK) == -1)
		return err_set(e, ERR_USAGE, "%s: there is no state; see "
		    "--state, or [sync] state of the configuration", from);
	if (same_file(from, path))
		return err_set(e, ERR_USAGE, "%s: that is the state itself; "
		    "choose another name", path);
	if (check_target(path, clock, e) == -1)
		return -1;
	return copy_to_file(s, path, "state-backup", e);
}

/* Rows of both checks: a text, or table, row, parent and number. */
static int
add_finding(void *findings, int n, char **texts, char **names)
{
	struct str *out = findings;
	int i;

	(void)names;
	if (n == 1 && texts[0] && strcmp(texts[0], "ok") == 0)
		return 0;
	for (i = 0; i < n; i++) {
		if (i)
			str_addc(out, ' ');
		str_plain(out, slice_str(texts[i]));
	}
	str_addc(out, '\n');
	return 0;
}

int
backup_check(struct store *s, struct str *findings, struct err *e)
{
	int rc = sqlite3_exec(s->db, "PRAGMA integrity_check(20);"
	    "PRAGMA foreign_key_check", add_finding, findings, NULL);

	return rc == SQLITE_OK ? 0 : db_fail(s, rc, e);
}

static int
check_copy(struct store *s, const char *from, struct err *e)
{
	struct str findings = { .max = FINDINGS_MAX };
	int rc = backup_check(s, &findings, e);

	if (rc == 0 && findings.n)
		rc = err_set(e, ERR_STATE, "%s: this copy is damaged: %.*s",
		    from, (int)strcspn(str_text(&findings), "\n"),
		    str_text(&findings));
	str_free(&findings);
	return rc;
}

/*
 * Bring the -wal of the old state into its file, so that this is whole by
 * itself whenever the rest is interrupted.  A damaged one is kept as it is.
 */
static void
settle(const char *path, const struct clock *clock)
{
	struct store *s = NULL;
	struct err ignored = { 0 };

	if (access(path, F_OK) == 0 &&
	    store_open(&s, path, STORE_WRITE, clock, &ignored) == 0)
		db_exec(s, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, &ignored);
	store_close(s);
}

static int
set_aside(const char *path, struct err *e)
{
	struct str kept = { 0 }, wal = { 0 }, kept_wal = { 0 }, shm = { 0 };
	int rc = 0;

	str_addf(&kept, "%s.before-restore", path);
	str_addf(&wal, "%s-wal", path);
	str_addf(&kept_wal, "%s-wal", str_text(&kept));
	str_addf(&shm, "%s-shm", path);
	unlink(str_text(&kept));
	unlink(str_text(&kept_wal));
	/* A second name, not a rename: at no time is there no state. */
	if ((link(path, str_text(&kept)) == -1 && errno != ENOENT) ||
	    (rename(str_text(&wal), str_text(&kept_wal)) == -1 &&
	    errno != ENOENT) ||
	    (unlink(str_text(&shm)) == -1 && errno != ENOENT))
		rc = err_errno(e, ERR_FAILED, "%s", str_text(&kept));
	str_free(&kept);
	str_free(&wal);
	str_free(&kept_wal);
	str_free(&shm);
	return rc;
}

static int
make_folder(const char *path, struct err *e)
{
	struct str folder = { 0 };
	int rc;

	file_dirname(&folder, path);
	rc = file_mkdirs(str_text(&folder), e);
	str_free(&folder);
	return rc;
}

static int
put_in_place(struct store *s, const char *path, const struct clock *clock,
    struct err *e)
{
	settle(path, clock);
	if (set_aside(path, e) == -1 || make_folder(path, e) == -1)
		return -1;
	return copy_to_file(s, path, "state-restore", e);
}

int
backup_restore(const char *path, const char *from,
    const struct clock *clock, struct err *e)
{
	struct store *s = NULL;
	/* Where a link leads: its -wal lies there, and the link stays. */
	char *real = realpath(path, NULL);
	int rc = -1;

	if (access(from, F_OK) == -1)
		err_errno(e, ERR_USAGE, "%s", from);
	else if (store_open(&s, from, STORE_READ, clock, e) == 0 &&
	    check_copy(s, from, e) == 0)
		rc = put_in_place(s, real ? real : path, clock, e);
	store_close(s);
	free(real);
	return rc;
}
