/* SPDX-License-Identifier: MIT */
#include "store/db.h"
#include "store/people.h"

/* A row, and what the queries ask by. */
struct bound {
	struct people_row row;
	struct people_key key;
	int64_t now, found_since, nobody_since;
};

#define FIELD(name, type, member) DB_FIELD(bound, name, type, member)

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
static const struct db_record bound_record = DB_RECORD(bound, bound_fields);

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

	return db_read(s, SQL_PEOPLE_KNOWN, &bound_record, &b, DB_ALL(out, a),
	    e);
}

int
people_unresolved(struct store *s, const struct people_key *key,
    struct arena *a, struct people_rows *out, struct err *e)
{
	return db_read(s, SQL_PEOPLE_UNRESOLVED, &bound_record,
	    &(struct bound){ .key = *key }, DB_ALL(out, a), e);
}

int
people_put(struct store *s, const struct people_key *key,
    const struct people_row *row, struct err *e)
{
	return db_run(s, SQL_PEOPLE_PUT, &bound_record,
	    &(struct bound){ .row = *row, .key = *key }, e);
}

int
people_purge(struct store *s, int64_t now, struct err *e)
{
	struct bound b = at(NULL, now);

	return db_run(s, SQL_PEOPLE_PURGE, &bound_record, &b, e);
}
