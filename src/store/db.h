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

#define DB_FIELD(row, name, type, member) \
	{ name, type, offsetof(struct row, member), NULL }

struct db_record {
	const struct db_field *fields;
	size_t n, size;			/* of the fields, of the struct */
	/* Fill in the members that are no columns; NULL: there are none. */
	int (*finish)(void *row, struct arena *a, struct err *e);
};

#define DB_RECORD(row, fields) { (fields), \
	sizeof(fields) / sizeof(*(fields)), sizeof(struct row), NULL }

/* Where the rows of a query go, and their texts. */
struct db_into {
	struct arena *arena;		/* NULL: there are no texts */
	void *row;			/* a struct of the record */
	void *items;			/* or a vector's, by their address */
	size_t *n, *cap, size;
};

/* The one row there may be: into a struct of the record. */
#define DB_ONE(to, a) &(struct db_into){ .arena = (a), .row = (to) }
/* All rows: added to a vector of what stands first in the record's struct. */
#define DB_ALL(v, a) &(struct db_into){ .arena = (a), .items = &(v)->items, \
	.n = &(v)->n, .cap = &(v)->cap, .size = sizeof(*(v)->items) }

/*
 * Bind the parameters from args, a struct of the record or NULL, run the
 * query and read its rows.  Fields that it has no column for are left alone;
 * in a vector they are zero.  On failure there may be some of the rows.
 */
int db_read(struct store *s, enum sql q, const struct db_record *record,
    const void *args, const struct db_into *into, struct err *e);
/* Run a statement that gives no rows. */
int db_run(struct store *s, enum sql q, const struct db_record *record,
    const void *args, struct err *e);
/* The same, for one that must change exactly one row: that of an id. */
int db_run_one(struct store *s, enum sql q, const struct db_record *record,
    const void *args, struct err *e);
/* The same, for one that makes a row, whose id goes to *id. */
int db_insert(struct store *s, enum sql q, const struct db_record *record,
    const void *args, int64_t *id, struct err *e);

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

/*
 * A file of the database that is open; which: SQLITE_FCNTL_FILE_POINTER or
 * SQLITE_FCNTL_JOURNAL_POINTER, the -wal.  NULL: none.
 */
sqlite3_file *db_file(const struct store *s, int which);
/* Why the -shm, of which SQLite doesn't say that, can't be made longer. */
int db_index_error(const struct store *s);
/* The one place that turns SQLite's result codes into errors.  -1. */
int db_fail(struct store *s, int rc, struct err *e);

#endif
