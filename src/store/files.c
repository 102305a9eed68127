/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "store/db.h"
#include "store/files.h"

/* A row as it is in the table: the digests as bytes. */
struct row {
	struct file_row f;
	struct slice settled;
};

#define FIELD(name, type, member) \
	{ name, type, offsetof(struct file_row, member), NULL }

/* In the order in which the queries name the columns. */
static const struct db_field fields[] = {
	FIELD("id", DB_INT, id),
	FIELD("calendar", DB_TEXT, calendar),
	FIELD("path", DB_TEXT, path),
	FIELD("trusted", DB_BOOL, trusted),
	FIELD("dev", DB_INT, stamp.dev),
	FIELD("ino", DB_INT, stamp.ino),
	FIELD("size", DB_INT, stamp.size),
	FIELD("mtime_ns", DB_INT, stamp.mtime_ns),
	FIELD("ctime_ns", DB_INT, stamp.ctime_ns),
	FIELD("config", DB_DIGEST, config),
	FIELD("calendars", DB_INT, calendars),
	FIELD("skipped", DB_INT, skipped),
	FIELD("deferred", DB_INT, deferred),
	FIELD("due", DB_INT, due),
	FIELD("temp", DB_TEXT, temp),
};
static const struct db_record record = DB_RECORD(fields);

/* The id stands first: it is read, and bound by the others. */
struct series {
	int64_t id;
	const char *calendar, *uid;
};

static const struct db_field series_fields[] = {
	{ "id", DB_INT, offsetof(struct series, id), NULL },
	{ "calendar", DB_TEXT, offsetof(struct series, calendar), NULL },
	{ "uid", DB_TEXT, offsetof(struct series, uid), NULL },
};
static const struct db_record series_record = DB_RECORD(series_fields);

static const struct db_field settled_fields[] = {
	{ "settled", DB_BLOB, offsetof(struct row, settled), NULL },
	{ "id", DB_INT, offsetof(struct row, f.id), NULL },
};
static const struct db_record settled_record = DB_RECORD(settled_fields);

static const struct db_field clock_fields[] = {
	{ "latest", DB_INT, offsetof(struct clock_row, latest), NULL },
	{ "run", DB_INT, offsetof(struct clock_row, run), NULL },
	{ "jumps", DB_INT, offsetof(struct clock_row, jumps), NULL },
};
static const struct db_record clock_record = DB_RECORD(clock_fields);

int
files_clock(struct store *s, struct clock_row *c, struct err *e)
{
	struct db_rows r = { s, SQL_CLOCK_GET, &clock_record, false };

	*c = (struct clock_row){ 0 };
	if (db_select(&r, NULL, e) == 0)
		db_next(&r, c, NULL, e);
	return db_done(&r);
}

int
files_set_clock(struct store *s, const struct clock_row *c, struct err *e)
{
	return db_run_one(s, SQL_CLOCK_SET, &clock_record, c, e);
}

int
files_of(struct store *s, const char *calendar, struct arena *a,
    struct vec *out, struct err *e)
{
	struct db_rows r = { s, SQL_FILES_OF, &record, false };
	struct file_row args = { .calendar = calendar };

	return db_collect(&r, &args, a, out, e);
}

int
files_by_id(struct store *s, int64_t id, struct arena *a, struct vec *out,
    struct err *e)
{
	struct db_rows r = { s, SQL_FILES_BY_ID, &record, false };
	struct file_row args = { .id = id };

	return db_collect(&r, &args, a, out, e);
}

int
files_with_temp(struct store *s, struct arena *a, struct vec *out,
    struct err *e)
{
	struct db_rows r = { s, SQL_FILES_WITH_TEMP, &record, false };

	return db_collect(&r, NULL, a, out, e);
}

/* Eight bytes each, least significant first, on any machine. */
static void
digests_decode(struct slice bytes, struct vec *out)
{
	uint64_t v;
	int i;

	for (; bytes.n >= 8; bytes = slice_from(bytes, 8)) {
		for (v = 0, i = 7; i >= 0; i--)
			v = v << 8 | (unsigned char)bytes.p[i];
		*(uint64_t *)vec_add(out) = v;
	}
}

static char *
digests_encode(const struct vec *digests)
{
	char *bytes = xmalloc(digests->n * 8 + 1), *p = bytes;
	uint64_t v;
	size_t i;
	int k;

	for (i = 0; i < digests->n; i++) {
		v = VEC_AT(digests, uint64_t, i);
		for (k = 0; k < 8; k++, v >>= 8)
			*p++ = (char)(unsigned char)(v & 0xff);
	}
	return bytes;
}

int
files_settled(struct store *s, int64_t id, struct vec *out, struct err *e)
{
	struct db_rows r = { s, SQL_FILES_SETTLED, &settled_record, false };
	struct row row = { .f = { .id = id } };
	struct arena a = { 0 };

	if (db_select(&r, &row, e) == 0 && db_next(&r, &row, &a, e))
		digests_decode(row.settled, out);
	arena_free(&a);
	return db_done(&r);
}

static int
put_settled(struct store *s, int64_t id, const struct vec *settled,
    struct err *e)
{
	char *bytes = digests_encode(settled);
	struct row row = {
		.f = { .id = id },
		.settled = slice_of(bytes, settled->n * 8),
	};
	int rc = db_run_one(s, SQL_FILES_SET_SETTLED, &settled_record, &row,
	    e);

	free(bytes);
	return rc;
}

int
files_of_uid(struct store *s, const char *calendar, const char *uid,
    struct vec *out, struct err *e)
{
	struct db_rows r = { s, SQL_FILES_OF_UID, &series_record, false };
	struct series row = { 0, calendar, uid };

	if (db_select(&r, &row, e) == 0)
		while (db_next(&r, &row, NULL, e))
			*(int64_t *)vec_add(out) = row.id;
	return db_done(&r);
}

int
files_put(struct store *s, struct file_row *f, const struct vec *settled,
    struct err *e)
{
	int rc;

	if (f->id)
		rc = db_run_one(s, SQL_FILES_UPDATE, &record, f, e);
	else
		rc = db_run(s, SQL_FILES_INSERT, &record, f, e);
	if (rc == 0 && !f->id)
		f->id = sqlite3_last_insert_rowid(s->db);
	if (rc == 0 && settled)
		rc = put_settled(s, f->id, settled, e);
	return rc;
}

int
files_delete(struct store *s, int64_t id, struct err *e)
{
	struct file_row row = { .id = id };

	return db_run_one(s, SQL_FILES_DELETE, &record, &row, e);
}

int
files_set_temp(struct store *s, int64_t id, const char *temp, struct err *e)
{
	struct file_row row = { .id = id, .temp = temp };

	return db_run_one(s, SQL_FILES_SET_TEMP, &record, &row, e);
}

int
files_distrust(struct store *s, int64_t id, struct err *e)
{
	struct file_row row = { .id = id };

	return db_run_one(s, SQL_FILES_DISTRUST, &record, &row, e);
}
