/* SPDX-License-Identifier: MIT */
#include "store/db.h"
#include "store/issued.h"

#define FIELD(row, name, type, member) \
	{ name, type, offsetof(struct row, member), NULL }

static const struct db_field issued_fields[] = {
	FIELD(issued_row, "link", DB_TEXT, link),
	FIELD(issued_row, "reserve_id", DB_TEXT, reserve_id),
	FIELD(issued_row, "uid", DB_TEXT, uid),
	FIELD(issued_row, "until", DB_INT, until),
};
static const struct db_record issued_record = DB_RECORD(issued_fields);

static const struct db_field vevent_fields[] = {
	FIELD(vevent_row, "reserve_id", DB_TEXT, reserve_id),
	FIELD(vevent_row, "vevent", DB_DIGEST, vevent),
	FIELD(vevent_row, "recurrence_id", DB_TEXT, recurrence_id),
	FIELD(vevent_row, "says", DB_BLOB, says),
};
static const struct db_record vevent_record = DB_RECORD(vevent_fields);

static const struct db_field undo_fields[] = {
	FIELD(undo_row, "reserve_id", DB_TEXT, at.reserve_id),
	FIELD(undo_row, "vevent", DB_DIGEST, at.vevent),
	FIELD(undo_row, "recurrence_id", DB_TEXT, at.recurrence_id),
	FIELD(undo_row, "says", DB_BLOB, at.says),
	FIELD(undo_row, "name", DB_TEXT, name),
	FIELD(undo_row, "wrote", DB_TEXT, wrote),
	FIELD(undo_row, "was", DB_BLOB, was),
};
static const struct db_record undo_record = DB_RECORD(undo_fields);

static const struct db_field made_fields[] = {
	FIELD(made_row, "reserve_id", DB_TEXT, reserve_id),
	FIELD(made_row, "uid", DB_TEXT, uid),
	FIELD(made_row, "digest", DB_DIGEST, digest),
	FIELD(made_row, "length", DB_INT, length),
	FIELD(made_row, "bytes", DB_TEXT, bytes),
};
static const struct db_record made_record = DB_RECORD(made_fields);

static const struct db_field put_fields[] = {
	FIELD(put_row, "reserve_id", DB_TEXT, reserve_id),
	FIELD(put_row, "recurrence_id", DB_TEXT, recurrence_id),
	FIELD(put_row, "kinds", DB_INT, kinds),
	FIELD(put_row, "losses", DB_INT, losses),
	FIELD(put_row, "lost_at", DB_INT, lost_at),
	FIELD(put_row, "anchor", DB_INT, anchor),
};
static const struct db_record put_record = DB_RECORD(put_fields);

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
	const struct issued_row row = { .reserve_id = reserve_id };

	return db_run(s, SQL_ISSUED_UNTIL, &issued_record, &row, e);
}

static int
select_issued(struct db_rows *r, const struct issued_row *args,
    struct arena *a, struct issued_rows *out, struct err *e)
{
	struct issued_row row = { 0 };

	if (db_select(r, args, e) == 0)
		while (db_next(r, &row, a, e))
			*VEC_ADD(out) = row;
	return db_done(r);
}

int
issued_by_link(struct store *s, const char *link, struct arena *a,
    struct issued_rows *out, struct err *e)
{
	struct db_rows r = { s, SQL_ISSUED_BY_LINK, &issued_record, false };
	const struct issued_row args = { .link = link };

	return select_issued(&r, &args, a, out, e);
}

int
issued_without_link(struct store *s, const char *uid, struct arena *a,
    struct issued_rows *out, struct err *e)
{
	struct db_rows r = { s, SQL_ISSUED_WITHOUT_LINK, &issued_record,
		false };
	const struct issued_row args = { .uid = uid };

	return select_issued(&r, &args, a, out, e);
}

int
issued_by_id(struct store *s, const char *reserve_id, struct arena *a,
    struct issued_rows *out, struct err *e)
{
	struct db_rows r = { s, SQL_ISSUED_BY_ID, &issued_record, false };
	const struct issued_row args = { .reserve_id = reserve_id };

	return select_issued(&r, &args, a, out, e);
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
	struct db_rows r = { s, SQL_UNDO_OF, &undo_record, false };
	const struct undo_row args = { .at.reserve_id = reserve_id };
	struct undo_row row = { 0 };

	if (db_select(&r, &args, e) == 0)
		while (db_next(&r, &row, a, e))
			*VEC_ADD(out) = row;
	return db_done(&r);
}

int
undo_put(struct store *s, const struct undo_row *row, struct err *e)
{
	return db_run(s, SQL_UNDO_PUT, &undo_record, row, e);
}

/* --- made ----------------------------------------------------------------- */

static int
select_made(struct db_rows *r, const struct made_row *args, struct arena *a,
    struct made_rows *out, struct err *e)
{
	struct made_row row = { 0 };

	if (db_select(r, args, e) == 0)
		while (db_next(r, &row, a, e))
			*VEC_ADD(out) = row;
	return db_done(r);
}

int
made_of(struct store *s, const char *uid, struct arena *a,
    struct made_rows *out, struct err *e)
{
	struct db_rows r = { s, SQL_MADE_OF, &made_record, false };
	const struct made_row args = { .uid = uid };

	return select_made(&r, &args, a, out, e);
}

int
made_by_id(struct store *s, const char *reserve_id, struct arena *a,
    struct made_rows *out, struct err *e)
{
	struct db_rows r = { s, SQL_MADE_BY_ID, &made_record, false };
	const struct made_row args = { .reserve_id = reserve_id };

	return select_made(&r, &args, a, out, e);
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
	const struct made_row row = { .reserve_id = reserve_id, .uid = uid };

	return db_run(s, SQL_MADE_MAKE_ROOM, &made_record, &row, e);
}

/* --- put ------------------------------------------------------------------ */

int
put_of(struct store *s, const char *reserve_id, struct arena *a,
    struct put_rows *out, struct err *e)
{
	struct db_rows r = { s, SQL_PUT_OF, &put_record, false };
	const struct put_row args = { .reserve_id = reserve_id };
	struct put_row row = { 0 };

	if (db_select(&r, &args, e) == 0)
		while (db_next(&r, &row, a, e))
			*VEC_ADD(out) = row;
	return db_done(&r);
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
	struct put_row none = { 0 };

	return db_run(s, SQL_PUT_PURGE, &put_record, &none, e);
}
