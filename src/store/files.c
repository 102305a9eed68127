/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "store/db.h"
#include "store/files.h"

/* A row as it is in the table: what is settled as bytes.  What is read
 * stands first, here and below. */
struct bound_row {
	struct file_row f;
	struct slice settled;
	uint64_t uid_key;		/* of a query */
	const char *reserve_id;
};

#define FIELD(name, type, member) DB_FIELD(bound_row, name, type, member)

/* In the order in which the queries name the columns. */
static const struct db_field fields[] = {
	FIELD("id", DB_INT, f.id),
	FIELD("calendar", DB_TEXT, f.calendar),
	FIELD("path", DB_TEXT, f.path),
	FIELD("trusted", DB_BOOL, f.trusted),
	FIELD("since", DB_INT, f.since),
	FIELD("due", DB_INT, f.due),
	FIELD("dev", DB_INT, f.stamp.dev),
	FIELD("ino", DB_INT, f.stamp.ino),
	FIELD("size", DB_INT, f.stamp.size),
	FIELD("mtime_ns", DB_INT, f.stamp.mtime_ns),
	FIELD("ctime_ns", DB_INT, f.stamp.ctime_ns),
	FIELD("config", DB_DIGEST, f.config),
	FIELD("calendars", DB_INT, f.calendars),
	FIELD("skipped", DB_INT, f.skipped),
	FIELD("deferred", DB_INT, f.deferred),
	FIELD("temp", DB_TEXT, f.temp),
	FIELD("settled", DB_BLOB, settled),
	FIELD("uid_key", DB_DIGEST, uid_key),
	FIELD("reserve_id", DB_TEXT, reserve_id),
};
static const struct db_record record = DB_RECORD(bound_row, fields);

struct hold_row {
	struct hold hold;
	const char *calendar;		/* of a query */
};

#define HOLD(name, type, member) DB_FIELD(hold_row, name, type, member)

static const struct db_field hold_fields[] = {
	HOLD("file", DB_INT, hold.file),
	HOLD("uid_key", DB_DIGEST, hold.uid_key),
	HOLD("reserve_id", DB_TEXT, hold.reserve_id),
	HOLD("calendar", DB_TEXT, calendar),
};
static const struct db_record hold_record = DB_RECORD(hold_row, hold_fields);

static const struct db_field clock_fields[] = {
	DB_FIELD(clock_row, "latest", DB_INT, latest),
	DB_FIELD(clock_row, "run", DB_INT, run),
	DB_FIELD(clock_row, "jumps", DB_INT, jumps),
};
static const struct db_record clock_record =
    DB_RECORD(clock_row, clock_fields);

int
files_clock(struct store *s, struct clock_row *c, struct err *e)
{
	*c = (struct clock_row){ 0 };
	return db_read(s, SQL_CLOCK_GET, &clock_record, NULL, DB_ONE(c, NULL),
	    e);
}

int
files_set_clock(struct store *s, const struct clock_row *c, struct err *e)
{
	return db_run_one(s, SQL_CLOCK_SET, &clock_record, c, e);
}

/* --- rows ---------------------------------------------------------------- */

int
files_of(struct store *s, const char *calendar, struct arena *a,
    struct file_rows *out, struct err *e)
{
	return db_read(s, SQL_FILES_OF, &record,
	    &(struct bound_row){ .f.calendar = calendar }, DB_ALL(out, a), e);
}

int
files_holding(struct store *s, uint64_t uid_key, const char *reserve_id,
    struct arena *a, struct file_rows *out, struct err *e)
{
	return db_read(s, SQL_FILES_HOLDING, &record, &(struct bound_row){
	    .uid_key = uid_key, .reserve_id = reserve_id }, DB_ALL(out, a), e);
}

int
files_with_temp(struct store *s, struct arena *a, struct file_rows *out,
    struct err *e)
{
	return db_read(s, SQL_FILES_WITH_TEMP, &record, NULL, DB_ALL(out, a),
	    e);
}

int
files_put(struct store *s, struct file_row *f, struct err *e)
{
	const struct bound_row row = { .f = *f };

	return f->id ? db_run_one(s, SQL_FILES_UPDATE, &record, &row, e)
	    : db_insert(s, SQL_FILES_INSERT, &record, &row, &f->id, e);
}

int
files_doubt(struct store *s, struct err *e)
{
	return db_run(s, SQL_FILES_DOUBT, &record, NULL, e);
}

int
files_delete(struct store *s, int64_t id, struct err *e)
{
	return db_run_one(s, SQL_FILES_DELETE, &record,
	    &(struct bound_row){ .f.id = id }, e);
}

int
files_set_temp(struct store *s, int64_t id, const char *temp, struct err *e)
{
	return db_run_one(s, SQL_FILES_SET_TEMP, &record,
	    &(struct bound_row){ .f = { .id = id, .temp = temp } }, e);
}

/* --- what is settled ------------------------------------------------------ */

/* Of one: the digest, when it is due, both with the least significant byte
 * first, and its kind. */
#define SETTLED_BYTES 17

static uint64_t
decode(const char *p)
{
	uint64_t v = 0;
	int i;

	for (i = 7; i >= 0; i--)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static void
encode(char *p, uint64_t v)
{
	int i;

	for (i = 0; i < 8; i++, v >>= 8)
		p[i] = (char)(unsigned char)(v & 0xff);
}

int
files_settled(struct store *s, int64_t id, struct settled_list *out,
    struct err *e)
{
	struct bound_row row = { .f.id = id };
	struct arena a = { 0 };
	struct settled *one;
	int rc = db_read(s, SQL_FILES_SETTLED, &record, &row, DB_ONE(&row,
	    &a), e);
	struct slice rest = row.settled;

	for (; rest.n >= SETTLED_BYTES; rest = slice_from(rest,
	    SETTLED_BYTES)) {
		one = VEC_ADD(out);
		one->digest = decode(rest.p);
		one->due = (int64_t)decode(rest.p + 8);
		if (rest.p[16] > 0 && rest.p[16] <= SETTLED_WAITS)
			one->kind = (enum settled_kind)rest.p[16];
	}
	arena_free(&a);
	return rc;
}

int
files_set_settled(struct store *s, int64_t id,
    const struct settled_list *settled, struct err *e)
{
	char *bytes = xmalloc(settled->n * SETTLED_BYTES + 1), *p = bytes;
	struct bound_row row = { .f.id = id };
	size_t i;
	int rc;

	for (i = 0; i < settled->n; i++, p += SETTLED_BYTES) {
		encode(p, settled->items[i].digest);
		encode(p + 8, (uint64_t)settled->items[i].due);
		p[16] = (char)settled->items[i].kind;
	}
	row.settled = slice_of(bytes, settled->n * SETTLED_BYTES);
	rc = db_run_one(s, SQL_FILES_SET_SETTLED, &record, &row, e);
	free(bytes);
	return rc;
}

/* --- what is held --------------------------------------------------------- */

int
files_hold_cmp(const void *a, const void *b)
{
	const struct hold *x = a, *y = b;
	int64_t v = (int64_t)x->uid_key, w = (int64_t)y->uid_key;

	/* SQLite sorts digests as signed numbers. */
	return v != w ? (v < w ? -1 : 1) : strcmp(x->reserve_id, y->reserve_id);
}

int
files_holds(struct store *s, int64_t id, struct arena *a, struct holds *out,
    struct err *e)
{
	return db_read(s, SQL_HOLDS_OF, &hold_record,
	    &(struct hold_row){ .hold.file = id }, DB_ALL(out, a), e);
}

int
files_holds_of_calendar(struct store *s, const char *calendar,
    struct holds *out, struct err *e)
{
	size_t i = out->n;
	int rc = db_read(s, SQL_HOLDS_OF_CALENDAR, &hold_record,
	    &(struct hold_row){ .calendar = calendar }, DB_ALL(out, NULL), e);

	for (; i < out->n; i++)
		out->items[i].reserve_id = "";
	return rc;
}

static int
write_hold(struct store *s, enum sql query, int64_t id,
    const struct hold *hold, struct err *e)
{
	return db_run(s, query, &hold_record, &(struct hold_row){ .hold = {
	    id, hold->uid_key, hold->reserve_id } }, e);
}

int
files_set_holds(struct store *s, int64_t id, const struct holds *holds,
    struct err *e)
{
	struct arena a = { 0 };
	struct holds old = { 0 };
	size_t i = 0, j = 0;
	int order, rc = files_holds(s, id, &a, &old, e);

	while (rc == 0 && (i < old.n || j < holds->n)) {
		order = i == old.n ? 1 : j == holds->n ? -1 :
		    files_hold_cmp(&old.items[i], &holds->items[j]);
		if (order < 0)
			rc = write_hold(s, SQL_HOLDS_DELETE, id,
			    &old.items[i], e);
		else if (order > 0)
			rc = write_hold(s, SQL_HOLDS_PUT, id,
			    &holds->items[j], e);
		i += order <= 0;
		j += order >= 0;
	}
	VEC_FREE(&old);
	arena_free(&a);
	return rc;
}
