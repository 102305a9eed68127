/* SPDX-License-Identifier: MIT */
#include "store/db.h"
#include "store/kept.h"

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
