/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/intl.h"
#include "base/num.h"
#include "base/vec.h"
#include "store/db.h"

#define BUSY_MS 5000

#define DAMAGED N_("the state is damaged: put a copy back with 'icsreserve " \
	"restore FILE'")

/*
 * Result codes, extended ones before their family.  What is not here can
 * only be a mistake of ours or of a hand that edited the state.
 */
static const struct failure {
	int rc;
	enum err_code code;
	const char *what;
} failures[] = {
	{ SQLITE_IOERR_SHORT_READ, ERR_STATE, DAMAGED },
	{ SQLITE_CORRUPT, ERR_STATE, DAMAGED },
	{ SQLITE_NOTADB, ERR_STATE, N_("not a state of icsreserve, or damaged: "
	    "name another file, or put a copy back with 'icsreserve restore "
	    "FILE'") },
	{ SQLITE_BUSY, ERR_LOCKED, N_("another program uses the state; try "
	    "again when it has ended") },
	{ SQLITE_LOCKED, ERR_LOCKED, N_("another program uses the state; try "
	    "again when it has ended") },
	{ SQLITE_PROTOCOL, ERR_LOCKED, N_("another program uses the state; try "
	    "again when it has ended") },
	{ SQLITE_FULL, ERR_FAILED, N_("the state can't be written; make room "
	    "on its disk") },
	{ SQLITE_NOMEM, ERR_FAILED, N_("there is no memory to read the "
	    "state") },
	{ SQLITE_TOOBIG, ERR_FAILED, N_("too large for the state") },
};

/* Those that come from the system, which says why. */
static const char *
system_failure(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_IOERR:
		return _("the state can't be read or written");
	case SQLITE_READONLY:
		return _("the state can't be written");
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return _("the state can't be opened");
	default:
		return NULL;
	}
}

sqlite3_file *
db_file(const struct store *s, int which)
{
	sqlite3_file *file = NULL;

	sqlite3_file_control(s->db, "main", which, &file);
	return file && file->pMethods ? file : NULL;
}

/* By so much it grows at least. */
#define INDEX_BLOCK 32768

int
db_index_error(const struct store *s)
{
	struct str path = { 0 };
	struct stat st = { 0 };
	struct rlimit limit;
	bool above;

	str_addf(&path, "%s-shm", s->path);
	above = stat(str_text(&path), &st) == 0 &&
	    getrlimit(RLIMIT_FSIZE, &limit) == 0 &&
	    limit.rlim_cur != RLIM_INFINITY &&
	    (rlim_t)st.st_size + INDEX_BLOCK > limit.rlim_cur;
	str_free(&path);
	return above ? EFBIG : ENOSPC;
}

/* What the connection has forgotten its files may know. */
static int
error_of_files(const struct store *s, int rc)
{
	static const int files[] = { SQLITE_FCNTL_JOURNAL_POINTER,
		SQLITE_FCNTL_FILE_POINTER };
	sqlite3_file *file;
	size_t i;
	int error = 0;

	if (rc == SQLITE_IOERR_SHMSIZE)
		return db_index_error(s);
	for (i = 0; s->db && !error && i < 2; i++) {
		file = db_file(s, files[i]);
		if (file)
			file->pMethods->xFileControl(file,
			    SQLITE_FCNTL_LAST_ERRNO, &error);
	}
	return error ? error : EIO;
}

static int
fail_of_system(struct store *s, int rc, const char *what, struct err *e)
{
	int error = s->db ? sqlite3_system_errno(s->db) : 0;
	const char *words = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc);
	struct file_fault fault;

	/* SQLite finds out by itself that a file is read-only. */
	if (!error && rc != SQLITE_READONLY_DBMOVED)
		error = (rc & 0xff) == SQLITE_IOERR ? error_of_files(s, rc)
		    : EACCES;
	fault = file_fault(error);
	return err_set(e, fault.code, "%s: %s (%s%s%s)%s%s", s->path, what,
	    words, error ? ": " : "", error ? strerror(error) : "",
	    *fault.remedy ? "; " : "", fault.remedy);
}

int
db_fail(struct store *s, int rc, struct err *e)
{
	const char *words = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc);
	const char *what;
	size_t i;

	for (i = 0; i < sizeof(failures) / sizeof(*failures); i++)
		if (failures[i].rc == rc || failures[i].rc == (rc & 0xff))
			return err_set(e, failures[i].code, "%s: %s (%s)",
			    s->path, intl_text(failures[i].what),
			    words);
	what = system_failure(rc);
	if (what)
		return fail_of_system(s, rc, what, e);
	return err_set(e, ERR_STATE, "%s: the state refuses a change (%s)",
	    s->path, words);
}

/*
 * Fields are listed in the order of the columns, so the first guess is
 * nearly always right.
 */
static const struct db_field *
find(const struct db_record *record, const char *name, int guess)
{
	size_t i = (size_t)guess;

	if (i < record->n && strcmp(record->fields[i].name, name) == 0)
		return &record->fields[i];
	for (i = 0; i < record->n; i++)
		if (strcmp(record->fields[i].name, name) == 0)
			return &record->fields[i];
	return NULL;
}

static int
bind_blob(sqlite3_stmt *st, int i, const struct slice *blob)
{
	if (!blob->p)
		return sqlite3_bind_null(st, i);
	return sqlite3_bind_blob64(st, i, blob->p, blob->n, SQLITE_STATIC);
}

static int
bind_ref(sqlite3_stmt *st, int i, int64_t id)
{
	return id ? sqlite3_bind_int64(st, i, id) : sqlite3_bind_null(st, i);
}

static int
bind(sqlite3_stmt *st, int i, const struct db_field *f, const void *at)
{
	switch (f->type) {
	case DB_TEXT:
		return sqlite3_bind_text(st, i, *(const char *const *)at, -1,
		    SQLITE_STATIC);
	case DB_INT:
		return sqlite3_bind_int64(st, i, *(const int64_t *)at);
	case DB_REF:
		return bind_ref(st, i, *(const int64_t *)at);
	case DB_DIGEST:
		return sqlite3_bind_int64(st, i,
		    (int64_t)*(const uint64_t *)at);
	case DB_CINT:
		return sqlite3_bind_int(st, i, *(const int *)at);
	case DB_BOOL:
		return sqlite3_bind_int(st, i, *(const bool *)at);
	case DB_WORD:
		return sqlite3_bind_text(st, i, f->word(*(const int *)at), -1,
		    SQLITE_STATIC);
	case DB_BLOB:
		return bind_blob(st, i, at);
	}
	return SQLITE_MISUSE;
}

static int
bind_all(struct store *s, enum sql q, const struct db_record *record,
    const void *args, struct err *e)
{
	sqlite3_stmt *st = s->statements[q];
	int i, rc, n = sqlite3_bind_parameter_count(st);
	const struct db_field *f;

	for (i = 1; i <= n; i++) {
		f = record ? find(record, sqlite3_bind_parameter_name(st, i) +
		    1, i - 1) : NULL;
		if (!f)
			return err_set(e, ERR_STATE, "query %s: nothing to "
			    "bind to %s", sql_names[q],
			    sqlite3_bind_parameter_name(st, i));
		rc = bind(st, i, f, (const char *)args + f->offset);
		if (rc != SQLITE_OK)
			return db_fail(s, rc, e);
	}
	return 0;
}

static int
read_word(sqlite3_stmt *st, int i, const struct db_field *f, int *out)
{
	const char *text = (const char *)sqlite3_column_text(st, i), *word;
	int value;

	for (value = 0; (word = f->word(value)); value++) {
		if (text && strcmp(word, text) == 0) {
			*out = value;
			return 0;
		}
	}
	return -1;
}

/* Bytes of a column: its own memory goes with the next step. */
static char *
copy(sqlite3_stmt *st, int i, struct arena *a, size_t *n)
{
	const char *p = sqlite3_column_blob(st, i);

	*n = (size_t)sqlite3_column_bytes(st, i);
	if (sqlite3_column_type(st, i) == SQLITE_NULL)
		return NULL;
	return arena_dup(a, p ? p : "", *n);
}

static int
read_column(sqlite3_stmt *st, int i, const struct db_field *f, void *at,
    struct arena *a)
{
	struct slice blob;

	switch (f->type) {
	case DB_TEXT:
		*(const char **)at = copy(st, i, a, &blob.n);
		return 0;
	case DB_INT:
	case DB_REF:
		*(int64_t *)at = sqlite3_column_int64(st, i);
		return 0;
	case DB_DIGEST:
		*(uint64_t *)at = (uint64_t)sqlite3_column_int64(st, i);
		return 0;
	case DB_CINT:
		*(int *)at = sqlite3_column_int(st, i);
		return 0;
	case DB_BOOL:
		*(bool *)at = sqlite3_column_int(st, i) != 0;
		return 0;
	case DB_WORD:
		return read_word(st, i, f, at);
	case DB_BLOB:
		blob.p = copy(st, i, a, &blob.n);
		*(struct slice *)at = blob;
		return 0;
	}
	return -1;
}

static int
read_row(struct store *s, enum sql q, const struct db_record *record,
    struct arena *a, void *row, struct err *e)
{
	sqlite3_stmt *st = s->statements[q];
	const struct db_field *f;
	int i, n = sqlite3_column_count(st);

	for (i = 0; i < n; i++) {
		f = find(record, sqlite3_column_name(st, i), i);
		if (!f || read_column(st, i, f, (char *)row + f->offset, a)
		    == -1)
			return err_set(e, ERR_STATE, "%s: the state is "
			    "damaged: column %s of query %s", s->path,
			    sqlite3_column_name(st, i), sql_names[q]);
	}
	return record->finish ? record->finish(row, a, e) : 0;
}

/* The vector's items are pointers of another type than void *. */
static void
add(const struct db_into *into, const void *row)
{
	char *items;

	memcpy(&items, into->items, sizeof(items));
	items = vec_room(items, into->cap, *into->n, into->size);
	memcpy(items + (*into->n)++ * into->size, row, into->size);
	memcpy(into->items, &items, sizeof(items));
}

int
db_read(struct store *s, enum sql q, const struct db_record *record,
    const void *args, const struct db_into *into, struct err *e)
{
	const struct db_into none = { 0 }, *to = into ? into : &none;
	sqlite3_stmt *st = s->statements[q];
	void *own = to->items ? xcalloc(1, record->size) : NULL;
	void *row = own ? own : to->row;
	int rc = SQLITE_DONE, result = bind_all(s, q, record, args, e);

	while (result == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW && row) {
		result = read_row(s, q, record, to->arena, row, e);
		if (result == 0 && own)
			add(to, own);
	}
	if (result == 0 && rc != SQLITE_DONE)
		result = db_fail(s, rc, e);
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	free(own);
	return result;
}

int
db_run(struct store *s, enum sql q, const struct db_record *record,
    const void *args, struct err *e)
{
	return db_read(s, q, record, args, NULL, e);
}

int
db_run_one(struct store *s, enum sql q, const struct db_record *record,
    const void *args, struct err *e)
{
	if (db_run(s, q, record, args, e) == -1)
		return -1;
	if (sqlite3_changes(s->db) != 1)
		return err_set(e, ERR_STATE, "%s: %s: there is no such row",
		    s->path, sql_names[q]);
	return 0;
}

int
db_insert(struct store *s, enum sql q, const struct db_record *record,
    const void *args, int64_t *id, struct err *e)
{
	if (db_run(s, q, record, args, e) == -1)
		return -1;
	*id = sqlite3_last_insert_rowid(s->db);
	return 0;
}

uint64_t
db_uid_key(const char *uid)
{
	return hash_bytes(slice_str(uid));
}

/* For migrations. */
static void
sql_uid_key(sqlite3_context *ctx, int n, sqlite3_value **args)
{
	const unsigned char *uid = sqlite3_value_text(args[0]);
	uint64_t key = hash_bytes(slice_of((const char *)uid,
	    (size_t)sqlite3_value_bytes(args[0])));
	int64_t bits;

	(void)n;
	memcpy(&bits, &key, sizeof(bits));
	sqlite3_result_int64(ctx, bits);
}

int
db_open(struct store *s, const char *file, int flags, struct err *e)
{
	int rc = sqlite3_open_v2(file, &s->db, flags | SQLITE_OPEN_URI |
	    SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE, NULL);

	if (rc != SQLITE_OK)
		return db_fail(s, rc, e);
	sqlite3_busy_timeout(s->db, BUSY_MS);
	/* A state may have been put there by someone else: its schema is
	 * not to run what it likes. */
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(s->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0,
	    NULL);
	rc = sqlite3_create_function_v2(s->db, "uid_key", 1, SQLITE_UTF8 |
	    SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, sql_uid_key, NULL,
	    NULL, NULL);
	return rc == SQLITE_OK ? 0 : db_fail(s, rc, e);
}

void
db_close(struct store *s)
{
	size_t i;

	for (i = 0; i < SQL_QUERIES; i++) {
		sqlite3_finalize(s->statements[i]);
		s->statements[i] = NULL;
	}
	sqlite3_close(s->db);
	s->db = NULL;
}

int
db_prepare(struct store *s, struct err *e)
{
	size_t i;
	int rc;

	for (i = 0; i < SQL_QUERIES; i++) {
		rc = sqlite3_prepare_v3(s->db, sql_texts[i], -1,
		    SQLITE_PREPARE_PERSISTENT, &s->statements[i], NULL);
		/* A table that is missing is damage too. */
		if (rc == SQLITE_ERROR)
			return err_set(e, ERR_STATE, "%s: the state is "
			    "damaged: %s", s->path, sqlite3_errmsg(s->db));
		if (rc != SQLITE_OK)
			return db_fail(s, rc, e);
	}
	return 0;
}

static int
first_integer(void *value, int n, char **texts, char **names)
{
	struct slice text = slice_str(texts[0]);

	(void)n;
	(void)names;
	if (value)
		num_parse(text, INT64_MIN, INT64_MAX, value);
	return 0;
}

int
db_exec(struct store *s, const char *sql, int64_t *value, struct err *e)
{
	int rc = sqlite3_exec(s->db, sql, first_integer, value, NULL);

	return rc == SQLITE_OK ? 0 : db_fail(s, rc, e);
}

void
db_rollback(struct store *s)
{
	/* Not by the prepared statement: there may be none yet. */
	if (s->db && !sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}
