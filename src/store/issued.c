/* SPDX-License-Identifier: MIT */
#include "store/db.h"
#include "store/issued.h"

static const struct db_field issued_fields[] = {
	DB_FIELD(issued_row, "link", DB_TEXT, link),
	DB_FIELD(issued_row, "reserve_id", DB_TEXT, reserve_id),
	DB_FIELD(issued_row, "uid", DB_TEXT, uid),
	DB_FIELD(issued_row, "until", DB_INT, until),
};
static const struct db_record issued_record =
    DB_RECORD(issued_row, issued_fields);

static const struct db_field vevent_fields[] = {
	DB_FIELD(vevent_row, "reserve_id", DB_TEXT, reserve_id),
	DB_FIELD(vevent_row, "vevent", DB_DIGEST, vevent),
	DB_FIELD(vevent_row, "recurrence_id", DB_TEXT, recurrence_id),
	DB_FIELD(vevent_row, "says", DB_BLOB, says),
	DB_FIELD(vevent_row, "settled", DB_BOOL, settled),
};
static const struct db_record vevent_record =
    DB_RECORD(vevent_row, vevent_fields);

static const struct db_field undo_fields[] = {
	DB_FIELD(undo_row, "reserve_id", DB_TEXT, at.reserve_id),
	DB_FIELD(undo_row, "vevent", DB_DIGEST, at.vevent),
	DB_FIELD(undo_row, "recurrence_id", DB_TEXT, at.recurrence_id),
	DB_FIELD(undo_row, "says", DB_BLOB, at.says),
	DB_FIELD(undo_row, "settled", DB_BOOL, at.settled),
	DB_FIELD(undo_row, "name", DB_TEXT, name),
	DB_FIELD(undo_row, "wrote", DB_TEXT, wrote),
	DB_FIELD(undo_row, "was", DB_BLOB, was),
};
static const struct db_record undo_record =
    DB_RECORD(undo_row, undo_fields);

static const struct db_field made_fields[] = {
	DB_FIELD(made_row, "reserve_id", DB_TEXT, reserve_id),
	DB_FIELD(made_row, "uid", DB_TEXT, uid),
	DB_FIELD(made_row, "digest", DB_DIGEST, digest),
	DB_FIELD(made_row, "length", DB_INT, length),
	DB_FIELD(made_row, "bytes", DB_TEXT, bytes),
};
static const struct db_record made_record =
    DB_RECORD(made_row, made_fields);

static const struct db_field put_fields[] = {
	DB_FIELD(put_row, "reserve_id", DB_TEXT, reserve_id),
	DB_FIELD(put_row, "recurrence_id", DB_TEXT, recurrence_id),
	DB_FIELD(put_row, "kinds", DB_INT, kinds),
	DB_FIELD(put_row, "losses", DB_INT, losses),
	DB_FIELD(put_row, "lost_at", DB_INT, lost_at),
	DB_FIELD(put_row, "anchor", DB_INT, anchor),
};
static const struct db_record put_record =
    DB_RECORD(put_row, put_fields);

/* --- issued --------------------------------------------------------------- */

int
issued_put(struct store *s, const struct issued_row *row, struct err *e)
{
	if (db_run(s, SQL_ISSUED_PUT, &issued_record, row, e) == -1)
		return -1;
	return db_run(s, SQL_ISSUED_UNTIL, &issued_record, row, e);
}

int
issued_end(struct store *s, const char *reserve_id, struct err *e)
{
	return db_run(s, SQL_ISSUED_UNTIL, &issued_record,
	    &(struct issued_row){ .reserve_id = reserve_id }, e);
}

int
issued_by_link(struct store *s, const char *link, struct arena *a,
    struct issued_rows *out, struct err *e)
{
	return db_read(s, SQL_ISSUED_BY_LINK, &issued_record,
	    &(struct issued_row){ .link = link }, DB_ALL(out, a), e);
}

int
issued_without_link(struct store *s, const char *uid, struct arena *a,
    struct issued_rows *out, struct err *e)
{
	return db_read(s, SQL_ISSUED_WITHOUT_LINK, &issued_record,
	    &(struct issued_row){ .uid = uid }, DB_ALL(out, a), e);
}

int
issued_by_id(struct store *s, const char *reserve_id, struct arena *a,
    struct issued_rows *out, struct err *e)
{
	return db_read(s, SQL_ISSUED_BY_ID, &issued_record,
	    &(struct issued_row){ .reserve_id = reserve_id }, DB_ALL(out, a),
	    e);
}

/* --- undo ----------------------------------------------------------------- */

int
vevents_add(struct store *s, const struct vevent_row *row, struct err *e)
{
	return db_run(s, SQL_VEVENTS_ADD, &vevent_record, row, e);
}

int
vevents_set(struct store *s, const struct vevent_row *row, struct err *e)
{
	return db_run(s, SQL_VEVENTS_SET, &vevent_record, row, e);
}

int
undo_of(struct store *s, const char *reserve_id, struct arena *a,
    struct undo_rows *out, struct err *e)
{
	return db_read(s, SQL_UNDO_OF, &undo_record,
	    &(struct undo_row){ .at.reserve_id = reserve_id }, DB_ALL(out, a),
	    e);
}

int
undo_put(struct store *s, const struct undo_row *row, struct err *e)
{
	return db_run(s, SQL_UNDO_PUT, &undo_record, row, e);
}

/* --- made ----------------------------------------------------------------- */

int
made_of(struct store *s, const char *uid, struct arena *a,
    struct made_rows *out, struct err *e)
{
	return db_read(s, SQL_MADE_OF, &made_record,
	    &(struct made_row){ .uid = uid }, DB_ALL(out, a), e);
}

int
made_by_id(struct store *s, const char *reserve_id, struct arena *a,
    struct made_rows *out, struct err *e)
{
	return db_read(s, SQL_MADE_BY_ID, &made_record,
	    &(struct made_row){ .reserve_id = reserve_id }, DB_ALL(out, a), e);
}

int
made_put(struct store *s, const struct made_row *row, struct err *e)
{
	return db_run(s, SQL_MADE_PUT, &made_record, row, e);
}

int
made_make_room(struct store *s, const char *reserve_id, const char *uid,
    struct err *e)
{
	return db_run(s, SQL_MADE_MAKE_ROOM, &made_record, &(struct made_row){
	    .reserve_id = reserve_id, .uid = uid }, e);
}

/* --- put ------------------------------------------------------------------ */

int
put_of(struct store *s, const char *reserve_id, struct arena *a,
    struct put_rows *out, struct err *e)
{
	return db_read(s, SQL_PUT_OF, &put_record,
	    &(struct put_row){ .reserve_id = reserve_id }, DB_ALL(out, a), e);
}

int
put_set(struct store *s, const struct put_row *row, struct err *e)
{
	return db_run(s, row->kinds ? SQL_PUT_PUT : SQL_PUT_CLEAR,
	    &put_record, row, e);
}

int
put_keep(struct store *s, const struct put_row *row, struct err *e)
{
	return db_run(s, SQL_PUT_KEEP, &put_record, row, e);
}

int
put_purge(struct store *s, struct err *e)
{
	return db_run(s, SQL_PUT_PURGE, &put_record, NULL, e);
}
