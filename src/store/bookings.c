/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "store/bookings.h"
#include "store/db.h"

/* A row as it is in the table: the request as text.  What is read stands
 * first, here and below. */
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

#define FIELD(name, type, member) DB_FIELD(booking_row, name, type, member)

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

/* The columns "until" and "request" make what is held. */
static int
read_request(void *row, struct arena *a, struct err *e)
{
	struct booking_row *r = row;

	return request_read(&r->b.held, slice_str(r->request), a, e);
}

static const struct db_record row_record = {
	row_fields, sizeof(row_fields) / sizeof(*row_fields),
	sizeof(struct booking_row), read_request
};

struct mark {
	struct booking_mark mark;
	const char *calendar;
};

static const struct db_field mark_fields[] = {
	DB_FIELD(mark, "uid_key", DB_DIGEST, mark.uid_key),
	DB_FIELD(mark, "id", DB_INT, mark.id),
	DB_FIELD(mark, "calendar", DB_TEXT, calendar),
};
static const struct db_record mark_record = DB_RECORD(mark, mark_fields);

struct live_row {
	struct live_count count;
	int64_t now;			/* of the query alone */
};

static const struct db_field live_fields[] = {
	DB_FIELD(live_row, "calendar", DB_TEXT, count.calendar),
	DB_FIELD(live_row, "n", DB_INT, count.n),
	DB_FIELD(live_row, "now", DB_INT, now),
};
static const struct db_record live_record = DB_RECORD(live_row, live_fields);

static int
read_rows(struct store *s, enum sql q, const struct booking_row *args,
    struct arena *a, struct bookings *out, struct err *e)
{
	return db_read(s, q, &row_record, args, DB_ALL(out, a), e);
}

int
bookings_all(struct store *s, const char *calendar, struct arena *a,
    struct bookings *out, struct err *e)
{
	return read_rows(s, calendar ? SQL_BOOKINGS_OF : SQL_BOOKINGS_ALL,
	    &(struct booking_row){ .b.calendar = calendar }, a, out, e);
}

int
bookings_of_uid(struct store *s, const char *uid, struct arena *a,
    struct bookings *out, struct err *e)
{
	return read_rows(s, SQL_BOOKINGS_OF_UID,
	    &(struct booking_row){ .b.uid = uid }, a, out, e);
}

int
bookings_by_id(struct store *s, int64_t id, struct arena *a,
    struct bookings *out, struct err *e)
{
	return read_rows(s, SQL_BOOKINGS_BY_ID,
	    &(struct booking_row){ .b.id = id }, a, out, e);
}

int
bookings_by_reserve_id(struct store *s, const char *reserve_id,
    struct arena *a, struct bookings *out, struct err *e)
{
	return read_rows(s, SQL_BOOKINGS_BY_RESERVE_ID,
	    &(struct booking_row){ .b.reserve_id = reserve_id }, a, out, e);
}

int
bookings_ending(struct store *s, const char *calendar, int64_t before,
    struct arena *a, struct bookings *out, struct err *e)
{
	return read_rows(s, SQL_BOOKINGS_ENDING, &(struct booking_row){
	    .b.calendar = calendar, .before = before }, a, out, e);
}

int
bookings_leaving(struct store *s, const char *calendar, struct arena *a,
    struct bookings *out, struct err *e)
{
	return read_rows(s, SQL_BOOKINGS_LEAVING,
	    &(struct booking_row){ .b.calendar = calendar }, a, out, e);
}

int
bookings_asked(struct store *s, struct arena *a, struct bookings *out,
    struct err *e)
{
	return read_rows(s, SQL_BOOKINGS_ASKED, NULL, a, out, e);
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
	return db_read(s, SQL_BOOKINGS_KEYS, &mark_record,
	    &(struct mark){ .calendar = calendar }, DB_ALL(out, NULL), e);
}

int
bookings_live(struct store *s, int64_t now, struct arena *a,
    struct live_counts *out, struct err *e)
{
	return db_read(s, SQL_BOOKINGS_LIVE, &live_record,
	    &(struct live_row){ .now = now }, DB_ALL(out, a), e);
}

int
bookings_put(struct store *s, struct booking *b, struct err *e)
{
	struct booking_row row = { .b = *b, .uid_key = db_uid_key(b->uid) };
	struct str request = { 0 };
	int rc;

	request_write(&request, &b->held);
	row.request = str_text(&request);
	rc = b->id ? db_run_one(s, SQL_BOOKINGS_UPDATE, &row_record, &row, e)
	    : db_insert(s, SQL_BOOKINGS_INSERT, &row_record, &row, &b->id, e);
	str_free(&request);
	return rc;
}

int
bookings_purge(struct store *s, int64_t now, struct err *e)
{
	return db_run(s, SQL_BOOKINGS_PURGE, &row_record,
	    &(struct booking_row){ .now = now }, e);
}

int
bookings_delete(struct store *s, int64_t id, struct err *e)
{
	return db_run(s, SQL_BOOKINGS_DELETE, &row_record,
	    &(struct booking_row){ .b.id = id }, e);
}

int
bookings_intend(struct store *s, const struct booking *b, struct err *e)
{
	return db_run_one(s, SQL_BOOKINGS_INTEND, &row_record,
	    &(struct booking_row){ .b = *b }, e);
}

int
bookings_set_aside(struct store *s, int64_t id, struct err *e)
{
	return db_run_one(s, SQL_BOOKINGS_SET_ASIDE, &row_record,
	    &(struct booking_row){ .b.id = id }, e);
}
