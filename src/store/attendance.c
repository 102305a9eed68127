/* SPDX-License-Identifier: MIT */
#include "store/attendance.h"
#include "store/db.h"

#define FIELD(name, type, member) \
	{ name, type, offsetof(struct attendance, member), NULL }

static const struct db_field fields[] = {
	FIELD("id", DB_INT, id),
	FIELD("calendar", DB_TEXT, calendar),
	FIELD("uid", DB_TEXT, uid),
	FIELD("recurrence_id", DB_TEXT, recurrence_id),
	FIELD("topic", DB_TEXT, topic),
	FIELD("reserve_id", DB_TEXT, reserve_id),
	FIELD("meeting_id", DB_TEXT, meeting_id),
	FIELD("user_id_type", DB_TEXT, user_id_type),
	FIELD("start", DB_INT, start),
	FIELD("end", DB_INT, end),
	FIELD("first_seen", DB_INT, first_seen),
	FIELD("last_seen", DB_INT, last_seen),
	FIELD("over", DB_BOOL, over),
	FIELD("most", DB_INT, most),
	FIELD("total", DB_INT, total),
	FIELD("abilities", DB_INT, abilities),
};
static const struct db_record record = DB_RECORD(fields);

#define STAY(name, type, member) \
	{ name, type, offsetof(struct stay, member), NULL }

static const struct db_field stay_fields[] = {
	STAY("meeting", DB_INT, meeting),
	STAY("user_id_type", DB_TEXT, user_id_type),
	STAY("person", DB_TEXT, person),
	STAY("joined", DB_INT, joined),
	STAY("nth", DB_INT, nth),
	STAY("name", DB_TEXT, name),
	STAY("user_type", DB_INT, user_type),
	STAY("left", DB_INT, left),
	STAY("left_told", DB_BOOL, left_told),
	STAY("seconds", DB_INT, seconds),
	STAY("told", DB_INT, told),
	STAY("seen", DB_INT, seen),
	STAY("present", DB_BOOL, present),
	STAY("host", DB_BOOL, host),
	STAY("cohost", DB_BOOL, cohost),
	STAY("external", DB_BOOL, external),
};
static const struct db_record stay_record = DB_RECORD(stay_fields);

static int
collect(struct db_rows *r, const struct attendance *key, struct arena *a,
    struct attendances *out, struct err *e)
{
	struct attendance row = { 0 };

	if (db_select(r, key, e) == 0)
		while (db_next(r, &row, a, e))
			*VEC_ADD(out) = row;
	return db_done(r);
}

int
attendance_rows(struct store *s, const char *uid, struct arena *a,
    struct attendances *out, struct err *e)
{
	struct db_rows r = { s, uid ? SQL_ATTENDANCE_OF_UID
	    : SQL_ATTENDANCE_ALL, &record, false };
	struct attendance key = { .uid = uid };

	return collect(&r, &key, a, out, e);
}

int
attendance_running(struct store *s, struct arena *a, struct attendances *out,
    struct err *e)
{
	struct db_rows r = { s, SQL_ATTENDANCE_RUNNING, &record, false };

	return collect(&r, NULL, a, out, e);
}

int
attendance_find(struct store *s, struct attendance *m, struct arena *a,
    struct err *e)
{
	struct db_rows r = { s, SQL_ATTENDANCE_FIND, &record, false };
	struct attendance key = *m;

	if (db_select(&r, &key, e) == 0)
		db_next(&r, m, a, e);
	return db_done(&r);
}

int
attendance_stays(struct store *s, int64_t meeting, struct arena *a,
    struct stays *out, struct err *e)
{
	struct db_rows r = { s, SQL_STAYS_OF, &stay_record, false };
	struct stay key = { .meeting = meeting }, row = { 0 };

	if (db_select(&r, &key, e) == 0)
		while (db_next(&r, &row, a, e))
			*VEC_ADD(out) = row;
	return db_done(&r);
}

int
attendance_put(struct store *s, struct attendance *m, struct stays *stays,
    struct err *e)
{
	size_t i;
	int rc;

	if (m->id) {
		rc = db_run_one(s, SQL_ATTENDANCE_UPDATE, &record, m, e);
	} else {
		rc = db_run(s, SQL_ATTENDANCE_INSERT, &record, m, e);
		m->id = rc == 0 ? sqlite3_last_insert_rowid(s->db) : 0;
	}
	for (i = 0; rc == 0 && i < stays->n; i++) {
		stays->items[i].meeting = m->id;
		rc = db_run(s, SQL_STAYS_PUT, &stay_record, &stays->items[i],
		    e);
	}
	return rc;
}

int
attendance_unnamed(struct store *s, const char *user_id_type,
    struct arena *a, struct texts *out, struct err *e)
{
	struct db_rows r = { s, SQL_STAYS_UNNAMED, &stay_record, false };
	struct stay key = { .user_id_type = user_id_type }, row = { 0 };

	if (db_select(&r, &key, e) == 0)
		while (db_next(&r, &row, a, e))
			*VEC_ADD(out) = row.person;
	return db_done(&r);
}

int
attendance_set_name(struct store *s, const char *user_id_type,
    const char *person, const char *name, struct err *e)
{
	struct stay row = { .user_id_type = user_id_type, .person = person,
		.name = name };

	return db_run(s, SQL_STAYS_SET_NAME, &stay_record, &row, e);
}

int
attendance_purge(struct store *s, int64_t before, struct err *e)
{
	struct attendance key = { .last_seen = before };

	return db_run(s, SQL_ATTENDANCE_PURGE, &record, &key, e);
}

int
attendance_forget(struct store *s, const char *uid, int64_t *n,
    struct err *e)
{
	struct attendance key = { .uid = uid };

	int rc = store_begin(s, e);

	if (rc == 0)
		rc = db_run(s, uid ? SQL_ATTENDANCE_FORGET
		    : SQL_ATTENDANCE_FORGET_ALL, &record, &key, e);
	*n = sqlite3_changes(s->db);
	if (store_end(s, rc, "forget", e) == -1)
		return -1;
	return db_exec(s, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, e);
}
