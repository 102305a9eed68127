/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "store/bookings.h"
#include "store/db.h"

/* A row as it is in the table: the request as text. */
struct row {
	struct booking b;
	const char *request;
};

static const char *
state_word(int value)
{
	if (value > BOOKING_ENDED)
		return NULL;
	return booking_state_name((enum booking_state)value);
}

#define FIELD(name, type, member) \
	{ name, type, offsetof(struct row, member), NULL }

/* In the order of the table's columns. */
static const struct db_field row_fields[] = {
	FIELD("id", DB_INT, b.id),
	FIELD("calendar", DB_TEXT, b.calendar),
	FIELD("uid", DB_TEXT, b.uid),
	FIELD("recurrence_id", DB_TEXT, b.recurrence_id),
	FIELD("file", DB_REF, b.file),
	FIELD("key", DB_DIGEST, b.key),
	{ "state", DB_WORD, offsetof(struct row, b.state), state_word },
	FIELD("reserve_id", DB_TEXT, b.reserve_id),
	FIELD("meeting_no", DB_TEXT, b.meeting_no),
	FIELD("url", DB_TEXT, b.url),
	FIELD("app_link", DB_TEXT, b.app_link),
	FIELD("live_link", DB_TEXT, b.live_link),
	FIELD("password", DB_TEXT, b.password),
	FIELD("topic", DB_TEXT, b.topic),
	FIELD("start", DB_INT, b.start),
	FIELD("end", DB_INT, b.end),
	FIELD("end_time", DB_INT, b.end_time),
	FIELD("request", DB_TEXT, request),
	FIELD("until", DB_INT, b.held.until),
	FIELD("sequence", DB_INT, b.sequence),
	FIELD("dtstamp", DB_INT, b.dtstamp),
	FIELD("due", DB_INT, b.due),
	FIELD("error_http", DB_CINT, b.error.http),
	FIELD("error_code", DB_CINT, b.error.code),
	FIELD("error_message", DB_TEXT, b.error.message),
	FIELD("error_log_id", DB_TEXT, b.error.log_id),
	FIELD("created", DB_INT, b.created),
	FIELD("updated", DB_INT, b.updated),
	FIELD("pattern", DB_DIGEST, b.pattern),
};
static const struct db_record row_record = DB_RECORD(row_fields);

static const struct db_field mark_fields[] = {
	{ "key", DB_DIGEST, offsetof(struct booking_mark, key), NULL },
	{ "id", DB_INT, offsetof(struct booking_mark, id), NULL },
	{ "file", DB_INT, offsetof(struct booking_mark, id), NULL },
};
static const struct db_record mark_record = DB_RECORD(mark_fields);

static const struct db_field live_fields[] = {
	{ "calendar", DB_TEXT, offsetof(struct live_count, calendar), NULL },
	{ "n", DB_INT, offsetof(struct live_count, n), NULL },
	{ "end_time", DB_INT, offsetof(struct live_count, end_time), NULL },
};
static const struct db_record live_record = DB_RECORD(live_fields);

static int
select_rows(struct db_rows *r, const struct row *args, struct arena *a,
    struct vec *out, struct err *e)
{
	struct row row = { 0 };
	bool more = db_select(r, args, e) == 0;

	while (more && db_next(r, &row, a, e)) {
		if (request_read(&row.b.held, slice_str(row.request), a, e)
		    == -1) {
			r->failed = true;
			break;
		}
		*(struct booking *)vec_add(out) = row.b;
	}
	return db_done(r);
}

static struct row
row_of_key(const struct booking_key *key)
{
	return (struct row){ .b = {
		.calendar = key->calendar,
		.uid = key->uid,
		.recurrence_id = key->recurrence_id,
	} };
}

int
bookings_find(struct store *s, const struct booking_key *key,
    struct arena *a, struct booking **b, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_FIND, &row_record, false };
	struct row args = row_of_key(key);
	struct vec found = VEC_OF(struct booking);
	int rc = select_rows(&r, &args, a, &found, e);

	*b = NULL;
	if (rc == 0 && found.n) {
		*b = ARENA_NEW(a, struct booking);
		**b = VEC_AT(&found, struct booking, 0);
	}
	vec_free(&found);
	return rc;
}

int
bookings_of_uid(struct store *s, const char *calendar, const char *uid,
    struct arena *a, struct vec *out, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_OF_UID, &row_record, false };
	struct row args = { .b = { .calendar = calendar, .uid = uid } };

	return select_rows(&r, &args, a, out, e);
}

int
bookings_elsewhere(struct store *s, const struct booking_key *key,
    struct arena *a, struct vec *out, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_ELSEWHERE, &row_record, false };
	struct row args = row_of_key(key);

	return select_rows(&r, &args, a, out, e);
}

int
bookings_marks(struct store *s, int64_t file, struct vec *out,
    struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_MARKS, &mark_record, false };
	struct booking_mark args = { .id = file };
	int rc = db_collect(&r, &args, NULL, out, e);

	/* SQLite would sort the digests as signed numbers.  The key stands
	 * first, so the order of digests is that of marks. */
	vec_sort(out, hash_cmp);
	return rc;
}

int
bookings_select(struct store *s, enum booking_query q, const char *text,
    int64_t when, struct arena *a, struct vec *out, struct err *e)
{
	static const enum sql queries[] = {
		[BOOKINGS_ALL] = SQL_BOOKINGS_OF,
		[BOOKINGS_DUE] = SQL_BOOKINGS_DUE,
		[BOOKINGS_UID] = SQL_BOOKINGS_BY_UID,
		[BOOKINGS_ID] = SQL_BOOKINGS_BY_ID,
		[BOOKINGS_RESERVE_ID] = SQL_BOOKINGS_BY_RESERVE_ID,
	};
	struct db_rows r = { s, queries[q], &row_record, false };
	/* Each query binds the one of these that it asks for. */
	struct row args = { .b = { .calendar = text, .uid = text,
	    .reserve_id = text, .id = when, .due = when } };

	if (q == BOOKINGS_ALL && !text)
		r.query = SQL_BOOKINGS_ALL;
	return select_rows(&r, &args, a, out, e);
}

int
bookings_live(struct store *s, int64_t now, struct arena *a,
    struct vec *out, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_LIVE, &live_record, false };
	struct live_count args = { .end_time = now };

	return db_collect(&r, &args, a, out, e);
}

int
bookings_put(struct store *s, struct booking *b, struct err *e)
{
	struct row row = { .b = *b };
	struct str request = { 0 };
	int rc;

	request_write(&request, &b->held);
	row.request = str_text(&request);
	if (b->id)
		rc = db_run_one(s, SQL_BOOKINGS_UPDATE, &row_record, &row, e);
	else
		rc = db_run(s, SQL_BOOKINGS_INSERT, &row_record, &row, e);
	if (rc == 0 && !b->id)
		b->id = sqlite3_last_insert_rowid(s->db);
	str_free(&request);
	return rc;
}

int
bookings_purge(struct store *s, int64_t now, struct err *e)
{
	struct row row = { .b = { .end = now } };

	return db_run(s, SQL_BOOKINGS_PURGE, &row_record, &row, e);
}

int
bookings_delete(struct store *s, int64_t id, struct err *e)
{
	struct row row = { .b = { .id = id } };

	return db_run_one(s, SQL_BOOKINGS_DELETE, &row_record, &row, e);
}

int
bookings_set_file(struct store *s, int64_t id, int64_t file, uint64_t key,
    struct err *e)
{
	struct row row = { .b = { .id = id, .file = file, .key = key } };

	return db_run_one(s, SQL_BOOKINGS_SET_FILE, &row_record, &row, e);
}
