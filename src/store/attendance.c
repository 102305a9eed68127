/* SPDX-License-Identifier: MIT */
#include "store/attendance.h"
#include "store/db.h"

#define FIELD(name, type, member) DB_FIELD(attendance, name, type, member)

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
static const struct db_record record = DB_RECORD(attendance, fields);

#define STAY(name, type, member) DB_FIELD(stay, name, type, member)

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
static const struct db_record stay_record = DB_RECORD(stay, stay_fields);

int
attendance_rows(struct store *s, const char *uid, struct arena *a,
    struct attendances *out, struct err *e)
{
	return db_read(s, uid ? SQL_ATTENDANCE_OF_UID : SQL_ATTENDANCE_ALL,
	    &record, &(struct attendance){ .uid = uid }, DB_ALL(out, a), e);
}

int
attendance_running(struct store *s, struct arena *a, struct attendances *out,
    struct err *e)
{
	return db_read(s, SQL_ATTENDANCE_RUNNING, &record, NULL,
	    DB_ALL(out, a), e);
}

int
attendance_find(struct store *s, struct attendance *m, struct arena *a,
    struct err *e)
{
	return db_read(s, SQL_ATTENDANCE_FIND, &record, m, DB_ONE(m, a), e);
}

int
attendance_stays(struct store *s, int64_t meeting, struct arena *a,
    struct stays *out, struct err *e)
{
	return db_read(s, SQL_STAYS_OF, &stay_record,
	    &(struct stay){ .meeting = meeting }, DB_ALL(out, a), e);
}

int
attendance_put(struct store *s, struct attendance *m, struct stays *stays,
    struct err *e)
{
	int rc = m->id ? db_run_one(s, SQL_ATTENDANCE_UPDATE, &record, m, e)
	    : db_insert(s, SQL_ATTENDANCE_INSERT, &record, m, &m->id, e);
	size_t i;

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
	struct stays rows = { 0 };
	size_t i;
	int rc = db_read(s, SQL_STAYS_UNNAMED, &stay_record,
	    &(struct stay){ .user_id_type = user_id_type }, DB_ALL(&rows, a),
	    e);

	for (i = 0; i < rows.n; i++)
		*VEC_ADD(out) = rows.items[i].person;
	VEC_FREE(&rows);
	return rc;
}

int
attendance_set_name(struct store *s, const char *user_id_type,
    const char *person, const char *name, struct err *e)
{
	return db_run(s, SQL_STAYS_SET_NAME, &stay_record, &(struct stay){
	    .user_id_type = user_id_type, .person = person, .name = name }, e);
}

int
attendance_purge(struct store *s, int64_t before, struct err *e)
{
	return db_run(s, SQL_ATTENDANCE_PURGE, &record,
	    &(struct attendance){ .last_seen = before }, e);
}

int
attendance_forget(struct store *s, const char *uid, int64_t *n,
    struct err *e)
{
	int rc = store_begin(s, e);

	if (rc == 0)
		rc = db_run(s, uid ? SQL_ATTENDANCE_FORGET
		    : SQL_ATTENDANCE_FORGET_ALL, &record,
		    &(struct attendance){ .uid = uid }, e);
	*n = sqlite3_changes(s->db);
	if (store_end(s, rc, "forget", e) == -1)
		return -1;
	return db_exec(s, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, e);
}
