/* SPDX-License-Identifier: MIT */
#include "store/db.h"
#include "store/kept.h"

#define FIELD(name, member) \
	{ name, DB_TEXT, offsetof(struct kept_row, member), NULL }

static const struct db_field fields[] = {
	FIELD("name", name),
	FIELD("path", path),
	FIELD("output", output),
	FIELD("encoding", encoding),
	FIELD("dates", dates),
};
static const struct db_record record = DB_RECORD(fields);

int
kept_all(struct store *s, struct arena *a, struct kept_rows *out, struct err *e)
{
	struct db_rows r = { s, SQL_KEPT_ALL, &record, false };
	struct kept_row row = { 0 };

	if (db_select(&r, NULL, e) == 0)
		while (db_next(&r, &row, a, e))
			*VEC_ADD(out) = row;
	return db_done(&r);
}

int
kept_put(struct store *s, const struct kept_row *row, struct err *e)
{
	return db_run(s, SQL_KEPT_PUT, &record, row, e);
}

int
kept_delete(struct store *s, const char *name, struct err *e)
{
	const struct kept_row row = { .name = name };

	return db_run(s, SQL_KEPT_DELETE, &record, &row, e);
}
