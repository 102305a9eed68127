/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "store/bookings.h"
#include "store/db.h"

/* A row as it is in the table: the request as text. */
struct booking_row {
	struct booking b;
	uint64_t uid_key;
	const char *request;
	int64_t now, before;		/* of queries alone */
};

static const char *
state_word(int value)
{
	if (value > BOOKING_ENDED)
		return NULL;
	return booking_state_name((enum booking_state)value);
}

#define FIELD(name, type, member) \
	{ name, type, offsetof(struct booking_row, member), NULL }

/* In the order of the table's columns. */
static const struct db_field row_fields[] = {
	FIELD("id", DB_INT, b.id),
	FIELD("calendar", DB_TEXT, b.calendar),
	FIELD("uid", DB_TEXT, b.uid),
	FIELD("uid_key", DB_DIGEST, uid_key),
	FIELD("recurrence_id", DB_TEXT, b.recurrence_id),
	{ "state", DB_WORD, offsetof(struct booking_row, b.state), state_word },
	FIELD("released", DB_BOOL, b.released),
	FIELD("going", DB_BOOL, b.going),
	FIELD("legacy", DB_BOOL, b.legacy),
	FIELD("ask", DB_BOOL, b.ask),
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
	FIELD("pattern", DB_DIGEST, b.pattern),
	FIELD("error_http", DB_CINT, b.error.http),
	FIELD("error_code", DB_CINT, b.error.code),
	FIELD("error_message", DB_TEXT, b.error.message),
	FIELD("error_log_id", DB_TEXT, b.error.log_id),
	FIELD("created", DB_INT, b.created),
	FIELD("updated", DB_INT, b.updated),
	FIELD("now", DB_INT, now),
	FIELD("before", DB_INT, before),
};
static const struct db_record row_record = DB_RECORD(row_fields);

/* A mark stands first: one is read by the same fields. */
struct mark {
	struct booking_mark mark;
	const char *calendar;
};

static const struct db_field mark_fields[] = {
	{ "uid_key", DB_DIGEST, offsetof(struct mark, mark.uid_key), NULL },
	{ "id", DB_INT, offsetof(struct mark, mark.id), NULL },
	{ "calendar", DB_TEXT, offsetof(struct mark, calendar), NULL },
};
static const struct db_record mark_record = DB_RECORD(mark_fields);

struct live_row {
	struct live_count count;
	int64_t now;			/* of the query alone */
};

static const struct db_field live_fields[] = {
	{ "calendar", DB_TEXT, offsetof(struct live_row, count.calendar),
		NULL },
	{ "n", DB_INT, offsetof(struct live_row, count.n), NULL },
	{ "now", DB_INT, offsetof(struct live_row, now), NULL },
};
static const struct db_record live_record = DB_RECORD(live_fields);

static int
select_rows(struct db_rows *r, const struct booking_row *args, struct arena *a,
    struct bookings *out, struct err *e)
{
	struct booking_row row = { 0 };
	bool more = db_select(r, args, e) == 0;

	while (more && db_next(r, &row, a, e)) {
		if (request_read(&row.b.held, slice_str(row.request), a, e)
		    == -1) {
			r->failed = true;
			break;
		}
		*VEC_ADD(out) = row.b;
	}
	return db_done(r);
}

int
bookings_all(struct store *s, const char *calendar, struct arena *a,
    struct bookings *out, struct err *e)
{
	struct db_rows r = { s, calendar ? SQL_BOOKINGS_OF : SQL_BOOKINGS_ALL,
		&row_record, false };
	const struct booking_row args = { .b = { .calendar = calendar } };

	return select_rows(&r, &args, a, out, e);
}

int
bookings_of_uid(struct store *s, const char *uid, struct arena *a,
    struct bookings *out, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_OF_UID, &row_record, false };
	const struct booking_row args = { .b = { .uid = uid } };

	return select_rows(&r, &args, a, out, e);
}

int
bookings_by_id(struct store *s, int64_t id, struct arena *a,
    struct bookings *out, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_BY_ID, &row_record, false };
	const struct booking_row args = { .b = { .id = id } };

	return select_rows(&r, &args, a, out, e);
}

int
bookings_by_reserve_id(struct store *s, const char *reserve_id,
    struct arena *a, struct bookings *out, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_BY_RESERVE_ID, &row_record,
		false };
	const struct booking_row args = { .b = { .reserve_id = reserve_id } };

	return select_rows(&r, &args, a, out, e);
}

int
bookings_ending(struct store *s, const char *calendar, int64_t before,
    struct arena *a, struct bookings *out, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_ENDING, &row_record, false };
	const struct booking_row args = { .b = { .calendar = calendar },
		.before = before };

	return select_rows(&r, &args, a, out, e);
}

int
bookings_leaving(struct store *s, const char *calendar, struct arena *a,
    struct bookings *out, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_LEAVING, &row_record, false };
	const struct booking_row args = { .b = { .calendar = calendar } };

	return select_rows(&r, &args, a, out, e);
}

int
bookings_asked(struct store *s, struct arena *a, struct bookings *out,
    struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_ASKED, &row_record, false };

	return select_rows(&r, NULL, a, out, e);
}

int
bookings_ask(struct store *s, struct err *e)
{
	return db_run(s, SQL_BOOKINGS_ASK, &row_record, NULL, e);
}

int
bookings_marks(struct store *s, const char *calendar,
    struct booking_marks *out, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_KEYS, &mark_record, false };
	struct mark row = { .calendar = calendar };

	if (db_select(&r, &row, e) == 0)
		while (db_next(&r, &row, NULL, e))
			*VEC_ADD(out) = row.mark;
	return db_done(&r);
}

int
bookings_live(struct store *s, int64_t now, struct arena *a,
    struct live_counts *out, struct err *e)
{
	struct db_rows r = { s, SQL_BOOKINGS_LIVE, &live_record, false };
	const struct live_row args = { .now = now };
	struct live_row row = { .now = 0 };
	bool more = db_select(&r, &args, e) == 0;

	while (more && db_next(&r, &row, a, e))
		*VEC_ADD(out) = row.count;
	return db_done(&r);
}

int
bookings_put(struct store *s, struct booking *b, struct err *e)
{
	struct booking_row row = { .b = *b, .uid_key = db_uid_key(b->uid) };
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
	const struct booking_row row = { .now = now };

	return db_run(s, SQL_BOOKINGS_PURGE, &row_record, &row, e);
}

int
bookings_delete(struct store *s, int64_t id, struct err *e)
{
	struct booking_row row = { .b = { .id = id } };

	return db_run(s, SQL_BOOKINGS_DELETE, &row_record, &row, e);
}

int
bookings_intend(struct store *s, const struct booking *b, struct err *e)
{
	struct booking_row row = { .b = *b };

	return db_run_one(s, SQL_BOOKINGS_INTEND, &row_record, &row, e);
}

int
bookings_set_aside(struct store *s, int64_t id, struct err *e)
{
	struct booking_row row = { .b = { .id = id } };

	return db_run_one(s, SQL_BOOKINGS_SET_ASIDE, &row_record, &row, e);
}
