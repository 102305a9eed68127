/* SPDX-License-Identifier: MIT */
#include "store/db.h"
#include "store/people.h"

/* A row with what the queries ask by. */
struct bound {
	struct people_row row;
	struct people_key key;
	int64_t now, found_since, nobody_since;
};

#define FIELD(name, type, member) \
	{ name, type, offsetof(struct bound, member), NULL }

static const struct db_field bound_fields[] = {
	FIELD("app", DB_DIGEST, key.app),
	FIELD("user_id_type", DB_TEXT, key.user_id_type),
	FIELD("address", DB_TEXT, row.address),
	FIELD("user_id", DB_TEXT, row.user_id),
	FIELD("asked", DB_INT, row.asked),
	FIELD("now", DB_INT, now),
	FIELD("found_since", DB_INT, found_since),
	FIELD("nobody_since", DB_INT, nobody_since),
};
static const struct db_record bound_record = DB_RECORD(bound_fields);

static int
collect(struct store *s, enum sql query, const struct bound *b,
    struct arena *a, struct people_rows *out, struct err *e)
{
	struct db_rows r = { s, query, &bound_record, false };
	struct bound got = { 0 };

	if (db_select(&r, b, e) == 0)
		while (db_next(&r, &got, a, e))
			*VEC_ADD(out) = got.row;
	return db_done(&r);
}

static struct bound
at(const struct people_key *key, int64_t now)
{
	struct bound b = { .now = now, .found_since = now - PEOPLE_FOUND_FOR,
		.nobody_since = now - PEOPLE_NOBODY_FOR };

	if (key)
		b.key = *key;
	return b;
}

int
people_known(struct store *s, const struct people_key *key, int64_t now,
    struct arena *a, struct people_rows *out, struct err *e)
{
	struct bound b = at(key, now);

	return collect(s, SQL_PEOPLE_KNOWN, &b, a, out, e);
}

int
people_unresolved(struct store *s, const struct people_key *key,
    struct arena *a, struct people_rows *out, struct err *e)
{
	struct bound b = at(key, 0);

	return collect(s, SQL_PEOPLE_UNRESOLVED, &b, a, out, e);
}

int
people_put(struct store *s, const struct people_key *key,
    const struct people_row *row, struct err *e)
{
	struct bound b = { .row = *row, .key = *key };

	return db_run(s, SQL_PEOPLE_PUT, &bound_record, &b, e);
}

int
people_purge(struct store *s, int64_t now, struct err *e)
{
	struct bound b = at(NULL, now);

	return db_run(s, SQL_PEOPLE_PURGE, &bound_record, &b, e);
}
