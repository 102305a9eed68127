/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/step.h"
#include "base/str.h"
#include "store/copy.h"
#include "store/room.h"
#include "store/schema.h"
#include "store/store.h"

/* Set for each connection; they are not kept in the file. */
#define GUARDS \
	"PRAGMA foreign_keys = ON;" \
	"PRAGMA recursive_triggers = ON;" \
	"PRAGMA temp_store = MEMORY;"
/* NORMAL may lose the last commits, hence intents, when the power goes. */
#define DURABLE \
	"PRAGMA journal_mode = WAL;" \
	"PRAGMA synchronous = FULL;"

static int
open_empty(struct store *s, struct err *e)
{
	s->memory = true;
	if (db_open(s, ":memory:", SQLITE_OPEN_READWRITE, e) == -1)
		return -1;
	return schema_migrate(s, sql_migrations, SQL_VERSION, e);
}

/*
 * Made in memory and put in place as a whole, so that an empty or half
 * state is never one that a killed run left, but always damage.
 */
static int
create(const char *path, struct err *e)
{
	char *name = xstrdup(path);
	struct store s = { .path = name };
	struct str text = { 0 };
	int rc;

	file_dirname(&text, path);
	rc = file_mkdirs(str_text(&text), e);
	if (rc == 0 && access(str_text(&text), W_OK | X_OK) == -1)
		rc = file_fail(e, str_text(&text),
		    _("the folder of the state can't be written"));
	str_clear(&text);
	str_addf(&text, "%s-wal", path);
	/* SQLite would take it for the new state's own. */
	if (rc == 0 && access(str_text(&text), F_OK) == 0)
		rc = err_set(e, ERR_STATE, "%s is missing but %s is there: "
		    "put a copy back with 'icsreserve restore FILE', or "
		    "remove it to begin with none", path, str_text(&text));
	if (rc == 0)
		rc = open_empty(&s, e);
	if (rc == 0)
		rc = copy_to_file(&s, path, "state-create", e);
	db_close(&s);
	str_free(&text);
	free(name);
	return rc;
}

/*
 * Whether there is no state yet; -1 for a link that leads nowhere: its
 * volume is not mounted, and a new state would be a second one.
 */
static int
is_missing(const char *path, struct err *e)
{
	struct stat st;

	if (access(path, F_OK) == 0 || errno != ENOENT)
		return 0;
	if (lstat(path, &st) == -1)
		return 1;
	return err_set(e, ERR_STATE, "%s: this link leads nowhere; mount what "
	    "it leads to, or remove it to begin with no state", path);
}

static int
open_write(struct store *s, struct err *e)
{
	int missing = is_missing(s->path, e);

	if (missing == -1 || (missing && create(s->path, e) == -1))
		return -1;
	if (schema_check_file(s->path, e) == -1)
		return -1;
	/* SQLite gives -wal and -shm the mode of the database. */
	if (chmod(s->path, 0600) == -1)
		return file_fail(e, s->path, _("its mode can't be set"));
	if (db_open(s, s->path, SQLITE_OPEN_READWRITE, e) == -1 ||
	    db_exec(s, DURABLE, NULL, e) == -1)
		return -1;
	room_watch(s);
	/* Before foreign keys are on: a migration may rebuild a table. */
	return schema_migrate(s, sql_migrations, SQL_VERSION, e);
}

/* What is removed from it is about people. */
#define THOROUGH "PRAGMA secure_delete = ON;"

static int
open_join(struct store *s, struct err *e)
{
	int64_t version = 0;

	if (schema_check_file(s->path, e) == -1 ||
	    db_open(s, s->path, SQLITE_OPEN_READWRITE, e) == -1 ||
	    db_exec(s, DURABLE THOROUGH, NULL, e) == -1 ||
	    db_exec(s, "PRAGMA user_version", &version, e) == -1)
		return -1;
	if (version < SQL_VERSION)
		return err_set(e, ERR_LOCKED, "%s: the state is of version "
		    "%d; the next sync brings it to version %d", s->path,
		    (int)version, SQL_VERSION);
	return schema_migrate(s, sql_migrations, SQL_VERSION, e);
}

static int
open_copy(struct store *s, const struct clock *clock, struct err *e)
{
	int missing = is_missing(s->path, e);

	if (missing)
		return missing == 1 ? open_empty(s, e) : -1;
	if (schema_check_file(s->path, e) == -1 ||
	    copy_to_memory(s, s->path, clock, e) == -1)
		return -1;
	return schema_migrate(s, sql_migrations, SQL_VERSION, e);
}

static int
open_as(struct store *s, enum store_mode mode, const struct clock *clock,
    struct err *e)
{
	switch (mode) {
	case STORE_WRITE:
		return open_write(s, e);
	case STORE_JOIN:
		return open_join(s, e);
	case STORE_COPY:
		break;
	}
	return open_copy(s, clock, e);
}

int
store_open(struct store **out, const char *path, enum store_mode mode,
    const struct clock *clock, struct err *e)
{
	struct store *s = xcalloc(1, sizeof(*s));
	int rc;

	s->path = xstrdup(path);
	rc = open_as(s, mode, clock, e);
	if (rc == 0)
		rc = db_exec(s, GUARDS, NULL, e);
	if (rc == 0)
		rc = db_prepare(s, e);
	*out = s;
	if (rc == 0)
		return 0;
	store_close(s);
	*out = NULL;
	return -1;
}

void
store_close(struct store *s)
{
	if (!s)
		return;
	store_rollback(s);
	db_close(s);
	free(s->path);
	free(s);
}

int
store_begin(struct store *s, struct err *e)
{
	return db_run(s, SQL_BEGIN, NULL, NULL, e);
}

static int
fault(struct store *s, const char *when, const char *name)
{
	struct str text = { 0 };
	int rc;

	if (s->memory)
		return 0;
	str_addf(&text, "%s-%s", when, name);
	rc = step(str_text(&text));
	str_free(&text);
	return rc;
}

int
store_commit(struct store *s, const char *name, struct err *e)
{
	int rc;

	if (fault(s, "commit", name) == -1)
		rc = err_errno(e, ERR_FAILED, "%s", s->path);
	else
		rc = db_run(s, SQL_COMMIT, NULL, NULL, e);
	if (rc == -1) {
		store_rollback(s);
		return -1;
	}
	/* A place to be killed at; what is committed can't fail any more. */
	fault(s, "committed", name);
	return 0;
}

void
store_rollback(struct store *s)
{
	db_rollback(s);
}

int
store_end(struct store *s, int rc, const char *name, struct err *e)
{
	if (rc == 0)
		return store_commit(s, name, e);
	store_rollback(s);
	return -1;
}
