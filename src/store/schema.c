/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/step.h"
#include "base/str.h"
#include "store/copy.h"
#include "store/schema.h"

/* The file format of SQLite, section 1.3. */
#define HEADER 100
#define AT_APPLICATION_ID 68
#define APPLICATION_ID "icsR"
static const char magic[16] = "SQLite format 3";

static int
judge_header(const char *path, const char *header, ssize_t n, struct err *e)
{
	if (n == 0)
		return err_set(e, ERR_STATE, "%s: the state is an empty file: "
		    "put a copy back with 'icsreserve restore FILE', or "
		    "remove it to begin with none", path);
	if (n < HEADER || memcmp(header, magic, sizeof(magic)) != 0)
		return err_set(e, ERR_STATE, "%s: not a state of icsreserve, "
		    "or damaged: name another file, or put a copy back with "
		    "'icsreserve restore FILE'", path);
	if (memcmp(header + AT_APPLICATION_ID, APPLICATION_ID, 4) != 0)
		return err_set(e, ERR_STATE, "%s: not a state of icsreserve "
		    "but the database of another program; it is left alone",
		    path);
	return 0;
}

int
schema_check_file(const char *path, struct err *e)
{
	char header[HEADER];
	ssize_t n;
	int fd;

	if (file_check_plain(path, e) == -1)
		return -1;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd == -1)
		return file_fail(e, path, "the state can't be opened");
	n = pread(fd, header, sizeof(header), 0);
	if (n == -1)
		file_fail(e, path, "the state can't be read");
	close(fd);
	return n == -1 ? -1 : judge_header(path, header, n, e);
}

static int
keep_copy(struct store *s, int version, struct err *e)
{
	struct str path = { 0 };
	int rc;

	str_addf(&path, "%s.before-v%d", s->path, version);
	rc = copy_to_file(s, str_text(&path), "state-keep", e);
	str_free(&path);
	return rc;
}

static int
apply(struct store *s, const struct sql_migration *m, int number,
    struct err *e)
{
	int64_t version = 0;

	if (db_exec(s, "BEGIN IMMEDIATE", NULL, e) == -1)
		return -1;
	if (db_exec(s, m->text, NULL, e) == -1 ||
	    db_exec(s, "PRAGMA user_version", &version, e) == -1)
		goto fail;
	if (version != number) {
		err_set(e, ERR_STATE, "it leaves version %d", (int)version);
		goto fail;
	}
	if (!s->memory && step("state-migrate") == -1) {
		err_errno(e, ERR_FAILED, "%s", s->path);
		goto fail;
	}
	if (db_exec(s, "COMMIT", NULL, e) == 0)
		return 0;
fail:
	db_rollback(s);
	return err_wrap(e, "migration %s", m->name);
}

/*
 * Programs up to version 4 kept the words of libcurl about a proxy, which
 * may hold its password in a form that no mask knows.  They are removed
 * before a copy is kept.
 */
#define LAST_UNCLEAN 4
#define CLEAN(table) "UPDATE " table " SET error_message = 'the proxy " \
	"failed (the words were removed: they may hold its password)' " \
	"WHERE error_message LIKE '%proxy%';"

static int
clean(struct store *s, struct err *e)
{
	return db_exec(s, CLEAN("bookings") CLEAN("operations"), NULL, e);
}

int
schema_migrate(struct store *s, const struct sql_migration *list, int n,
    struct err *e)
{
	int64_t version = 0;
	int i;

	if (db_exec(s, "PRAGMA user_version", &version, e) == -1)
		return -1;
	if (version > n)
		return err_set(e, ERR_STATE, "%s: the state is of version "
		    "%d, made by a newer icsreserve; this one knows up to %d: "
		    "use the newer program, or restore a copy made before "
		    "the upgrade (%s.before-v%d)", s->path, (int)version, n,
		    s->path, n + 1);
	if (version < 0)
		return err_set(e, ERR_STATE, "%s: the state is damaged: "
		    "version %d", s->path, (int)version);
	if (version > 0 && version < n && version <= LAST_UNCLEAN &&
	    clean(s, e) == -1)
		return -1;
	/* Each, so that every older program finds the one it can read. */
	for (i = (int)version; i < n; i++)
		if ((version > 0 && !s->memory &&
		    keep_copy(s, i + 1, e) == -1) ||
		    apply(s, &list[i], i + 1, e) == -1)
			return -1;
	return 0;
}
