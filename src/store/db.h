/* SPDX-License-Identifier: MIT */
#ifndef ICSR_STORE_DB_H
#define ICSR_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "sql.h"

/*
 * What lies between the rows of src/store/ and SQLite; private to this
 * folder.
 */
struct store {
	char *path;			/* as given, for messages */
	sqlite3 *db;
	bool memory;			/* nothing of it is durable */
	int frames;			/* in the -wal; -1: see its size */
	sqlite3_stmt *statements[SQL_QUERIES];
};

/*
 * How a C struct is bound from and read into: by the name that a column or
 * a parameter (after the colon) has.
 */
enum db_type {
	DB_TEXT,	/* const char *, NULL for NULL */
	DB_INT,		/* int64_t */
	DB_REF,		/* int64_t, 0 for NULL */
	DB_DIGEST,	/* uint64_t */
	DB_CINT,	/* int */
	DB_BOOL,	/* bool */
	DB_WORD,	/* enum, its word by the function `word` */
	DB_BLOB,	/* struct slice, p NULL for NULL */
};

struct db_field {
	const char *name;
	enum db_type type;
	size_t offset;
	const char *(*word)(int value);	/* NULL past the last one */
};

struct db_record {
	const struct db_field *fields;
	size_t n;
};

#define DB_RECORD(fields) { (fields), sizeof(fields) / sizeof(*(fields)) }

/* A query under way; set the first three and start it by db_select. */
struct db_rows {
	struct store *store;
	enum sql query;
	const struct db_record *record;
	bool failed;
};

/*
 * Bind the parameters from args (a struct of the record) and start.  args
 * must stay until db_done, which follows in any case.
 */
int db_select(struct db_rows *r, const void *args, struct err *e);
/*
 * Read the next row into out, texts into the arena; fields that the query
 * has no column for are left alone.  False at the end and on failure,
 * which db_done tells apart.
 */
bool db_next(struct db_rows *r, void *out, struct arena *a, struct err *e);
int db_done(struct db_rows *r);

/* Run a statement that gives no rows. */
int db_run(struct store *s, enum sql q, const struct db_record *record,
    const void *args, struct err *e);
/* The same, for one that must change exactly one row: that of an id. */
int db_run_one(struct store *s, enum sql q, const struct db_record *record,
    const void *args, struct err *e);

/*
 * Open a file (an SQLite URI when it begins with "file:", or ":memory:")
 * with flags of sqlite3_open_v2, hardened; and close it.
 */
int db_open(struct store *s, const char *file, int flags, struct err *e);
void db_close(struct store *s);
int db_prepare(struct store *s, struct err *e);

/* Run SQL text; the integer in its first row, if any, goes to *value. */
int db_exec(struct store *s, const char *sql, int64_t *value, struct err *e);

/* End an open transaction without effect; does nothing without one. */
void db_rollback(struct store *s);

/*
 * The digest by which cut finds a UID in bytes (cut_uid_key); in SQL the
 * function uid_key.
 */
uint64_t db_uid_key(const char *uid);

/* The one place that turns SQLite's result codes into errors.  -1. */
int db_fail(struct store *s, int rc, struct err *e);

#endif
