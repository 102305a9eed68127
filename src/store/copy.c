/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/step.h"
#include "base/str.h"
#include "store/copy.h"

#define TRIES 20
#define TRY_MS 100

/* All pages of one database into another; errors name the one that fails. */
static int
copy_pages(struct store *to, struct store *from, struct err *e)
{
	sqlite3_backup *b = sqlite3_backup_init(to->db, "main", from->db,
	    "main");
	int rc;

	if (!b)
		return db_fail(to, sqlite3_extended_errcode(to->db), e);
	rc = sqlite3_backup_step(b, -1);
	sqlite3_backup_finish(b);
	if (rc == SQLITE_DONE)
		return 0;
	/* The words are those of the target, whichever side has failed. */
	return db_fail(to, rc, e);
}

static int
sync_file(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc = 0;

	if (fd == -1 || fsync(fd) == -1)
		rc = err_errno(e, ERR_FAILED, "%s: fsync", path);
	if (fd != -1)
		close(fd);
	return rc;
}

int
copy_write(struct store *s, const char *path,
    int (*check)(struct store *copy, struct err *e), struct copy *c,
    struct err *e)
{
	struct store to = { 0 };
	int fd, rc;

	*c = (struct copy){ .path = xstrdup(path) };
	str_addf(&c->temp, "%s.icsreserve-new", path);
	/* One that a killed run left. */
	unlink(str_text(&c->temp));
	fd = open(str_text(&c->temp), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC,
	    0600);
	if (fd == -1)
		return err_errno(e, ERR_FAILED, "%s", str_text(&c->temp));
	close(fd);
	c->made = true;
	to.path = xstrdup(path);
	rc = db_open(&to, str_text(&c->temp), SQLITE_OPEN_READWRITE, e);
	if (rc == 0)
		rc = copy_pages(&to, s, e);
	if (rc == 0 && check)
		rc = check(&to, e);
	db_close(&to);
	free(to.path);
	return rc == 0 ? sync_file(str_text(&c->temp), e) : -1;
}

/* The folder that the rename stands in is synced, too, lest it be lost. */
int
copy_publish(struct copy *c, const char *name, struct err *e)
{
	struct str folder = { 0 };
	int rc = 0;

	if ((name && step(name) == -1) ||
	    rename(str_text(&c->temp), c->path) == -1)
		return err_errno(e, ERR_FAILED, "%s", c->path);
	c->made = false;
	if (file_sync_folder(c->path, &folder) == -1)
		rc = err_errno(e, ERR_FAILED, "%s: fsync", str_text(&folder));
	str_free(&folder);
	return rc;
}

void
copy_end(struct copy *c)
{
	if (c->made)
		unlink(str_text(&c->temp));
	str_free(&c->temp);
	free(c->path);
	*c = (struct copy){ 0 };
}

int
copy_to_file(struct store *s, const char *path, const char *name,
    struct err *e)
{
	struct copy c;
	int rc = copy_write(s, path, NULL, &c, e);

	if (rc == 0)
		rc = copy_publish(&c, name, e);
	copy_end(&c);
	return rc;
}

/*
 * What tells whether a state was written to while it was copied: its stamp
 * and the header of its -wal, which changes when that begins anew.  Frames
 * that are only added don't matter, SQLite drops one that is not whole.
 */
struct version {
	struct file_stamp stamp;
	char wal[32];
	bool has_wal;
};

static int
look(struct version *v, const char *path, const char *wal, struct err *e)
{
	int fd = open(wal, O_RDONLY | O_CLOEXEC);

	memset(v, 0, sizeof(*v));
	if (fd == -1 && errno != ENOENT)
		return err_errno(e, ERR_FAILED, "%s", wal);
	if (fd != -1) {
		v->has_wal = pread(fd, v->wal, sizeof(v->wal), 0) > 0;
		close(fd);
	}
	if (!file_stat(path, &v->stamp))
		return err_errno(e, ERR_FAILED, "%s", path);
	return 0;
}

static bool
same(const struct version *a, const struct version *b)
{
	return file_stamp_eq(&a->stamp, &b->stamp) &&
	    a->has_wal == b->has_wal &&
	    memcmp(a->wal, b->wal, sizeof(a->wal)) == 0;
}

static int
copy_bytes(int from, int to)
{
	char buf[65536];
	ssize_t n, done, w;

	while ((n = read(from, buf, sizeof(buf))) > 0)
		for (done = 0; done < n; done += w) {
			w = write(to, buf + done, (size_t)(n - done));
			if (w <= 0)
				return -1;
		}
	return n == 0 ? 0 : -1;
}

static int
copy_file(const char *from, const char *to, struct err *e)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), rc = 0;
	int out = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

	if (in == -1 || out == -1 || copy_bytes(in, out) == -1)
		rc = err_errno(e, ERR_FAILED, "copy of %s to %s", from, to);
	if (in != -1)
		close(in);
	if (out != -1)
		close(out);
	return rc;
}

static int
load(struct store *s, const char *file, int flags, struct err *e)
{
	struct store from = { .path = s->path };
	int rc = db_open(&from, file, flags, e);

	/* Reads the schema, so that damage is told in the state's words. */
	if (rc == 0)
		rc = db_exec(&from, "SELECT count(*) FROM sqlite_schema",
		    NULL, e);
	if (rc == 0)
		rc = copy_pages(s, &from, e);
	db_close(&from);
	return rc;
}

/*
 * No -wal: a file that is promised not to change is read without any file
 * beside it.
 */
static int
load_plain(struct store *s, const char *path, struct err *e)
{
	struct str uri = { 0 };
	const char *p;
	int rc;

	str_adds(&uri, "file:");
	for (p = path; *p; p++) {
		if (strchr("%?#", *p))
			str_addf(&uri, "%%%02X", (unsigned char)*p);
		else
			str_addc(&uri, *p);
	}
	str_adds(&uri, "?mode=ro&immutable=1");
	rc = load(s, str_text(&uri), SQLITE_OPEN_READONLY, e);
	str_free(&uri);
	return rc;
}

/*
 * A -wal can only be read by making a -shm beside it: so that is done with
 * a copy in a private folder.
 */
static int
load_wal(struct store *s, const char *path, const char *wal, struct err *e)
{
	static const char *const suffix[] = { "", "-wal", "-shm" };
	const char *tmp = getenv("TMPDIR");
	struct str folder = { 0 }, file = { 0 }, part = { 0 };
	size_t i;
	int rc;

	str_addf(&folder, "%s/icsreserve-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(folder.p)) {
		rc = err_errno(e, ERR_FAILED, "%s", str_text(&folder));
		goto out;
	}
	str_addf(&file, "%s/state.db", str_text(&folder));
	str_addf(&part, "%s-wal", str_text(&file));
	rc = copy_file(path, str_text(&file), e);
	if (rc == 0)
		rc = copy_file(wal, str_text(&part), e);
	if (rc == 0)
		rc = load(s, str_text(&file), SQLITE_OPEN_READWRITE, e);
	for (i = 0; i < sizeof(suffix) / sizeof(*suffix); i++) {
		str_clear(&part);
		str_addf(&part, "%s%s", str_text(&file), suffix[i]);
		unlink(str_text(&part));
	}
	rmdir(str_text(&folder));
out:
	str_free(&part);
	str_free(&file);
	str_free(&folder);
	return rc;
}

static int
try_copy(struct store *s, const char *path, const char *wal, bool *settled,
    struct err *e)
{
	struct version before, after;
	int rc;

	if (look(&before, path, wal, e) == -1)
		return -1;
	rc = before.has_wal ? load_wal(s, path, wal, e)
	    : load_plain(s, path, e);
	/* A failure counts only when nobody wrote meanwhile. */
	*settled = look(&after, path, wal, e) == -1 || same(&before, &after);
	return rc;
}

int
copy_to_memory(struct store *s, const char *path, const struct clock *clock,
    struct err *e)
{
	char *real = realpath(path, NULL);
	struct str wal = { 0 };
	bool settled = false;
	int rc, i;

	if (!real)
		return err_errno(e, ERR_FAILED, "%s", path);
	/* SQLite puts the -wal beside the real file. */
	str_addf(&wal, "%s-wal", real);
	s->memory = true;
	rc = db_open(s, ":memory:", SQLITE_OPEN_READWRITE, e);
	for (i = 0; rc == 0 && !settled && i < TRIES; i++) {
		if (i)
			clock->sleep(clock, TRY_MS);
		rc = try_copy(s, real, str_text(&wal), &settled, e);
		if (!settled)
			rc = 0;
	}
	if (rc == 0 && !settled)
		rc = err_set(e, ERR_LOCKED, "%s: another run keeps writing "
		    "the state; try again later", path);
	str_free(&wal);
	free(real);
	return rc;
}
