/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/intl.h"
#include "base/step.h"
#include "base/str.h"
#include "store/copy.h"
#include "store/db.h"
#include "store/store.h"

/* --- the schema ----------------------------------------------------------- */

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

/*
 * By the first bytes of the file, without SQLite, so that one that is not ours
 * is left untouched: ERR_STATE when it is empty, no database, or one of another
 * program; ERR_FAILED when it can't be read.
 */
static int
check_file(const char *path, struct err *e)
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

/* --- room on the disk ----------------------------------------------------- */

/* SQLite's own bound: from this number of frames on they are copied to the
 * database. */
#define CHECKPOINT 1000
/* "WAL-Index Format", 2: what a block of it is, and how many frames the first
 * one and the others stand for. */
#define INDEX_BLOCK 32768
#define INDEX_FIRST 4062
#define INDEX_MORE 4096
/* "Database File Format", 4: of the -wal, and of each frame. */
#define WAL_HEADER 32
#define FRAME_HEADER 24
#define WAL_CHUNK 4096

/* What SQLite does by itself, and note how long the -wal is. */
static int
committed(void *arg, sqlite3 *db, const char *name, int frames)
{
	struct store *s = arg;

	s->frames = frames;
	if (frames >= CHECKPOINT)
		sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE,
		    NULL, NULL);
	return SQLITE_OK;
}

/* How long the -wal is, from the opening of the state on. */
static void
watch_wal(struct store *s)
{
	s->frames = -1;
	sqlite3_wal_hook(s->db, committed, s);
}

/*
 * A size hint allocates when there is a size of chunks.  What it has got when
 * it fails is given back: the database needs it too.  An errno, 0 when done.
 */
static int
size_wal(struct store *s, int64_t frame, int64_t pages)
{
	sqlite3_file *wal = db_file(s, SQLITE_FCNTL_JOURNAL_POINTER);
	sqlite3_int64 was, size;
	int chunk = WAL_CHUNK, error = EIO;

	if (!wal || wal->pMethods->xFileSize(wal, &was) != SQLITE_OK)
		return EIO;
	if (s->frames < 0)
		s->frames = (int)(was / frame);
	size = WAL_HEADER + (s->frames + pages) * frame;
	if (wal->pMethods->xFileControl(wal, SQLITE_FCNTL_CHUNK_SIZE,
	    &chunk) == SQLITE_OK && wal->pMethods->xFileControl(wal,
	    SQLITE_FCNTL_SIZE_HINT, &size) == SQLITE_OK &&
	    (pages || size >= was))
		return 0;
	wal->pMethods->xFileControl(wal, SQLITE_FCNTL_LAST_ERRNO, &error);
	return wal->pMethods->xTruncate(wal, pages ? was : size) ==
	    SQLITE_OK && !pages ? 0 : error;
}

static int
size_index(struct store *s, int64_t frames)
{
	sqlite3_file *file = db_file(s, SQLITE_FCNTL_FILE_POINTER);
	int64_t i, n = 1 + (frames + INDEX_MORE - INDEX_FIRST - 1) /
	    INDEX_MORE;
	volatile void *block;

	for (i = 0; file && i < n; i++)
		if (file->pMethods->xShmMap(file, (int)i, INDEX_BLOCK, 1,
		    &block) != SQLITE_OK)
			return db_index_error(s);
	return 0;
}

int
room_take(struct store *s, size_t pages, struct err *e)
{
	int64_t size = 0;

	if (s->memory)
		return 0;
	if (db_exec(s, "PRAGMA page_size;", &size, e) == -1)
		return -1;
	errno = size_wal(s, size + FRAME_HEADER, (int64_t)pages);
	if (!errno)
		errno = size_index(s, s->frames + (int64_t)pages);
	return errno ? file_fail(e, s->path, _("there is no room for what the "
	    "server will answer")) : 0;
}

/* --- opening ------------------------------------------------------------- */

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

/* SQLite would take what a lost state has left for the new one's own. */
static int
check_alone(const char *path, const char *suffix, struct err *e)
{
	struct str left = { 0 };
	int rc = 0;

	str_addf(&left, "%s%s", path, suffix);
	if (access(str_text(&left), F_OK) == 0)
		rc = err_set(e, ERR_STATE, "%s is missing but %s is there: "
		    "put a copy back with 'icsreserve restore FILE', or "
		    "remove it to begin with none", path, str_text(&left));
	str_free(&left);
	return rc;
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
	if (rc == 0)
		rc = check_alone(path, "-wal", e);
	if (rc == 0)
		rc = check_alone(path, "-journal", e);
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
	if (check_file(s->path, e) == -1)
		return -1;
	/* SQLite gives -wal and -shm the mode of the database. */
	if (chmod(s->path, 0600) == -1)
		return file_fail(e, s->path, _("its mode can't be set"));
	if (db_open(s, s->path, SQLITE_OPEN_READWRITE, e) == -1 ||
	    db_exec(s, DURABLE, NULL, e) == -1)
		return -1;
	watch_wal(s);
	/* Before foreign keys are on: a migration may rebuild a table. */
	return schema_migrate(s, sql_migrations, SQL_VERSION, e);
}

/* What is removed from it is about people. */
#define THOROUGH "PRAGMA secure_delete = ON;"

static int
open_join(struct store *s, struct err *e)
{
	int64_t version = 0;

	if (check_file(s->path, e) == -1 ||
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
	if (check_file(s->path, e) == -1 ||
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
