/* SPDX-License-Identifier: MIT */
#include "store/calendars.h"
#include "store/db.h"

static const char *
kind_word(int value)
{
	static const char *const words[] = { [REMOTE_CALDAV] = "caldav",
		[REMOTE_FEED] = "feed" };

	return value >= 0 && value < 2 ? words[value] : NULL;
}

#define ROW(name, type) DB_FIELD(remote_row, #name, type, name)

static const struct db_field row_fields[] = {
	ROW(calendar, DB_TEXT),
	ROW(url_key, DB_DIGEST),
	{ "kind", DB_WORD, offsetof(struct remote_row, kind), kind_word },
	ROW(collection, DB_TEXT),
	ROW(sync, DB_BOOL),
	ROW(read_only, DB_BOOL),
	ROW(schedules, DB_BOOL),
	ROW(token, DB_TEXT),
	ROW(etag, DB_TEXT),
	ROW(modified, DB_TEXT),
	ROW(listed, DB_INT),
	ROW(pulled, DB_INT),
};
static const struct db_record row_record = DB_RECORD(remote_row, row_fields);

#define ITEM(name, type, member) DB_FIELD(remote_item, name, type, member)

static const struct db_field item_fields[] = {
	ITEM("calendar", DB_TEXT, calendar),
	ITEM("name", DB_TEXT, name),
	ITEM("href", DB_TEXT, href),
	ITEM("etag", DB_TEXT, etag),
	ITEM("base", DB_DIGEST, base),
	ITEM("wrote", DB_DIGEST, wrote),
	ITEM("held", DB_DIGEST, held),
	ITEM("dev", DB_INT, stamp.dev),
	ITEM("ino", DB_INT, stamp.ino),
	ITEM("size", DB_INT, stamp.size),
	ITEM("mtime_ns", DB_INT, stamp.mtime_ns),
	ITEM("ctime_ns", DB_INT, stamp.ctime_ns),
};
static const struct db_record item_record =
    DB_RECORD(remote_item, item_fields);

int
remotes_get(struct store *s, const char *calendar, struct arena *a,
    struct remote_row *row, bool *found, struct err *e)
{
	int rc;

	*row = (struct remote_row){ 0 };
	rc = db_read(s, SQL_REMOTES_GET, &row_record,
	    &(struct remote_row){ .calendar = calendar }, DB_ONE(row, a), e);
	*found = rc == 0 && row->calendar;
	if (!*found)
		row->calendar = calendar;
	return rc;
}

int
remotes_put(struct store *s, const struct remote_row *row, struct err *e)
{
	return db_run(s, SQL_REMOTES_PUT, &row_record, row, e);
}

int
remotes_all(struct store *s, struct arena *a, struct remote_rows *out,
    struct err *e)
{
	return db_read(s, SQL_REMOTES_ALL, &row_record, NULL, DB_ALL(out, a),
	    e);
}

int
remotes_delete(struct store *s, const char *calendar, struct err *e)
{
	return db_run(s, SQL_REMOTES_DELETE, &row_record,
	    &(struct remote_row){ .calendar = calendar }, e);
}

int
remotes_items(struct store *s, const char *calendar, struct arena *a,
    struct remote_items *out, struct err *e)
{
	return db_read(s, SQL_REMOTES_ITEMS, &item_record,
	    &(struct remote_item){ .calendar = calendar }, DB_ALL(out, a), e);
}

int
remotes_put_item(struct store *s, const struct remote_item *item,
    struct err *e)
{
	return db_run(s, SQL_REMOTES_PUT_ITEM, &item_record, item, e);
}

int
remotes_delete_item(struct store *s, const struct remote_item *item,
    struct err *e)
{
	return db_run(s, SQL_REMOTES_DELETE_ITEM, &item_record, item, e);
}

int
remotes_delete_items(struct store *s, const char *calendar, struct err *e)
{
	return db_run(s, SQL_REMOTES_DELETE_ITEMS, &item_record,
	    &(struct remote_item){ .calendar = calendar }, e);
}

/* --- those that import --keep remembers ---------------------------------- */

#define FIELD(name, member) DB_FIELD(kept_row, name, DB_TEXT, member)

static const struct db_field fields[] = {
	FIELD("name", name),
	FIELD("path", path),
	FIELD("output", output),
	FIELD("encoding", encoding),
	FIELD("dates", dates),
};
static const struct db_record record = DB_RECORD(kept_row, fields);

int
kept_all(struct store *s, struct arena *a, struct kept_rows *out, struct err *e)
{
	return db_read(s, SQL_KEPT_ALL, &record, NULL, DB_ALL(out, a), e);
}

int
kept_put(struct store *s, const struct kept_row *row, struct err *e)
{
	return db_run(s, SQL_KEPT_PUT, &record, row, e);
}

int
kept_delete(struct store *s, const char *name, struct err *e)
{
	return db_run(s, SQL_KEPT_DELETE, &record,
	    &(struct kept_row){ .name = name }, e);
}
