/* SPDX-License-Identifier: MIT */
#include "store/db.h"
#include "store/operations.h"

static const char *
verb_word(int value)
{
	static const char *const words[] = {
		[OPERATION_APPLY] = "apply",
		[OPERATION_UPDATE] = "update",
		[OPERATION_DELETE] = "delete",
	};

	return value <= OPERATION_DELETE ? words[value] : NULL;
}

static const char *
outcome_word(int value)
{
	static const char *const words[] = {
		[OPERATION_OPEN] = "open",
		[OPERATION_OK] = "ok",
		[OPERATION_GONE] = "gone",
		[OPERATION_REFUSED] = "refused",
		[OPERATION_UNKNOWN] = "unknown",
		[OPERATION_NOT_DONE] = "not-done",
	};

	return value <= OPERATION_NOT_DONE ? words[value] : NULL;
}

#define FIELD(name, type, member) DB_FIELD(operation, name, type, member)

/* In the order of the table's columns. */
static const struct db_field fields[] = {
	FIELD("id", DB_INT, id),
	{ "verb", DB_WORD, offsetof(struct operation, verb), verb_word },
	FIELD("calendar", DB_TEXT, calendar),
	FIELD("uid", DB_TEXT, uid),
	FIELD("recurrence_id", DB_TEXT, recurrence_id),
	FIELD("booking", DB_REF, booking),
	FIELD("reserve_id", DB_TEXT, reserve_id),
	FIELD("request", DB_TEXT, request),
	FIELD("end_time", DB_INT, end_time),
	FIELD("started", DB_INT, started),
	FIELD("ended", DB_INT, ended),
	{ "outcome", DB_WORD, offsetof(struct operation, outcome),
	    outcome_word },
	FIELD("error_http", DB_CINT, error.http),
	FIELD("error_code", DB_CINT, error.code),
	FIELD("error_message", DB_TEXT, error.message),
	FIELD("error_log_id", DB_TEXT, error.log_id),
	FIELD("run", DB_TEXT, run),
	FIELD("log_id", DB_TEXT, log_id),
};
static const struct db_record record = DB_RECORD(operation, fields);

static const struct db_field count_fields[] = {
	FIELD("reserve_id", DB_TEXT, reserve_id),
	FIELD("n", DB_INT, id),
};
static const struct db_record count_record =
    DB_RECORD(operation, count_fields);

int
operations_begin(struct store *s, struct operation *op, struct err *e)
{
	if (db_insert(s, SQL_OPERATIONS_BEGIN, &record, op, &op->id, e) == -1)
		return -1;
	op->outcome = OPERATION_OPEN;
	return 0;
}

int
operations_end(struct store *s, const struct operation *op, struct err *e)
{
	return db_run_one(s, SQL_OPERATIONS_END, &record, op, e);
}

int
operations_unfinished(struct store *s, struct arena *a, struct operations *out,
    struct err *e)
{
	return db_read(s, SQL_OPERATIONS_UNFINISHED, &record, NULL,
	    DB_ALL(out, a), e);
}

int
operations_made(struct store *s, const char *reserve_id, bool *made,
    struct err *e)
{
	struct operation row = { .reserve_id = reserve_id };
	int rc = db_read(s, SQL_OPERATIONS_MADE, &count_record, &row,
	    DB_ONE(&row, NULL), e);

	*made = row.id > 0;
	return rc;
}
