/* SPDX-License-Identifier: MIT */
#include "store/db.h"
#include "store/own_lines.h"

/* A struct own_line stands first: one is read by the same fields. */
struct row {
	struct own_line line;
	struct own_place at;
	int64_t position;
};

#define FIELD(name, type, member) \
	{ name, type, offsetof(struct row, member), NULL }

/* Columns are read by their order, parameters bound by their name. */
static const struct db_field fields[] = {
	FIELD("component", DB_TEXT, line.component),
	FIELD("name", DB_TEXT, line.name),
	FIELD("text", DB_TEXT, line.text),
	FIELD("was", DB_BLOB, line.was),
	FIELD("calendar", DB_TEXT, at.calendar),
	FIELD("uid", DB_TEXT, at.uid),
	FIELD("booking", DB_INT, at.booking),
	FIELD("file", DB_REF, at.file),
	FIELD("key", DB_DIGEST, at.key),
	FIELD("position", DB_INT, position),
};
static const struct db_record record = DB_RECORD(fields);

#define PLACE(name, type, member) \
	{ name, type, offsetof(struct own_place, member), NULL }

static const struct db_field place_fields[] = {
	PLACE("booking", DB_INT, booking),
	PLACE("component", DB_TEXT, component),
	PLACE("file", DB_REF, file),
	PLACE("key", DB_DIGEST, key),
};
static const struct db_record place_record = DB_RECORD(place_fields);

/* A struct own_mark stands first: one is read by the same fields. */
struct mark {
	struct own_mark mark;
	const char *uid;
};

#define MARK(name, type, member) \
	{ name, type, offsetof(struct mark, member), NULL }

static const struct db_field mark_fields[] = {
	MARK("component", DB_TEXT, mark.component),
	MARK("name", DB_TEXT, mark.name),
	MARK("text", DB_TEXT, mark.text),
	MARK("file", DB_REF, mark.file),
	MARK("calendar", DB_TEXT, mark.calendar),
	MARK("uid", DB_TEXT, uid),
};
static const struct db_record mark_record = DB_RECORD(mark_fields);

static struct row
row_of(const struct own_place *at)
{
	return (struct row){ .at = *at, .line.component = at->component };
}

int
own_lines_of(struct store *s, const struct own_place *at, struct arena *a,
    struct vec *out, struct err *e)
{
	struct db_rows r = { s, SQL_OWN_LINES_OF, &record, false };
	struct row args = row_of(at);

	return db_collect(&r, &args, a, out, e);
}

int
own_lines_marks(struct store *s, const char *uid, struct arena *a,
    struct vec *out, struct err *e)
{
	struct db_rows r = { s, SQL_OWN_LINES_MARKS, &mark_record, false };
	struct mark args = { .uid = uid };

	return db_collect(&r, &args, a, out, e);
}

int
own_lines_put(struct store *s, const struct own_place *at,
    const struct own_line *lines, size_t n, struct err *e)
{
	struct row row = row_of(at);
	int rc = db_run(s, SQL_OWN_LINES_CLEAR, &record, &row, e);

	for (; rc == 0 && (size_t)row.position < n; row.position++) {
		row.line = lines[row.position];
		row.line.component = at->component;
		rc = db_run(s, SQL_OWN_LINES_ADD, &record, &row, e);
	}
	return rc;
}

int
own_lines_places(struct store *s, int64_t booking, struct arena *a,
    struct vec *out, struct err *e)
{
	struct db_rows r = { s, SQL_OWN_LINES_PLACES, &place_record, false };
	struct own_place args = { .booking = booking };

	return db_collect(&r, &args, a, out, e);
}
