/* SPDX-License-Identifier: MIT */
/* A state of an earlier version: what becomes of the file. */
#include "store_file_fixture.h"

#include "base/step.h"
#include "store/store.h"

/* A state as version 1 made it, with a booking in it. */
static void
make_version_1(struct fixture *f)
{
	struct store s = { .path = f->path };

	OK(db_open(&s, f->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
	    &f->e));
	OK(db_exec(&s, sql_migrations[0].text, NULL, &f->e));
	OK(db_exec(&s, "INSERT INTO bookings (calendar, uid, recurrence_id, "
	    "key, state, reserve_id, start, end, end_time, request, until, "
	    "sequence, dtstamp, due, error_http, error_code, created, "
	    "updated) VALUES ('c', 'u', '', 1, 'live', '7', 1, 2, 3, '', 3, "
	    "0, 0, 0, 0, 0, 1, 1)", NULL, &f->e));
	db_close(&s);
	assert_int_equal(chmod(f->path, 0600), 0);
}

static void
test_upgrade(void **state)
{
	struct fixture *f = *state;
	struct fixture old = *f;
	struct store *s;
	struct stat st;

	make_version_1(f);
	snprintf(old.path, sizeof(old.path), "%s/state.db.before-v2", f->dir);
	/* A dry run works with a copy and leaves the state as it is. */
	s = open_as(f, STORE_COPY);
	assert_int_equal(version(f, s), SQL_VERSION);
	assert_int_equal(count(f, s), 1);
	store_close(s);
	assert_int_equal(access(old.path, F_OK), -1);

	s = open_as(f, STORE_WRITE);
	assert_int_equal(version(f, s), SQL_VERSION);
	assert_int_equal(count(f, s), 1);
	store_close(s);
	/* What was before is kept as it was. */
	assert_int_equal(stat(old.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	s = xcalloc(1, sizeof(*s));
	OK(db_open(s, old.path, SQLITE_OPEN_READWRITE, &f->e));
	assert_int_equal(version(f, s), 1);
	db_close(s);
	free(s);
	/* Once: a second opening does not touch it. */
	unlink(old.path);
	store_close(open_as(f, STORE_WRITE));
	assert_int_equal(access(old.path, F_OK), -1);
}

/* Stopped before the commit, the state is the old one, and a copy is kept. */
static void
test_upgrade_fails(void **state)
{
	struct fixture *f = *state;
	struct store *s = NULL;
	char fail[] = "fail:1";

	make_version_1(f);
	for (; fail[5] <= '2'; fail[5]++) {
		setenv("ICSRESERVE_STEP", fail, 1);
		OK(step_init(&f->e));
		assert_int_equal(store_open(&s, f->path, STORE_WRITE,
		    &f->clock, &f->e), -1);
		unsetenv("ICSRESERVE_STEP");
		OK(step_init(&(struct err){ 0 }));
		assert_int_equal(f->e.code, ERR_FAILED);
		s = xcalloc(1, sizeof(*s));
		OK(db_open(s, f->path, SQLITE_OPEN_READWRITE, &f->e));
		assert_int_equal(version(f, s), 1);
		db_close(s);
		free(s);
		s = NULL;
	}
	s = open_as(f, STORE_WRITE);
	assert_int_equal(count(f, s), 1);
	store_close(s);
}

static void
test_migration(void **state)
{
	static const char next[] = "ALTER TABLE bookings ADD COLUMN extra "
	    "TEXT; PRAGMA user_version = %d;";
	static const char bad[] = "CREATE TABLE new (a INTEGER) STRICT;"
	    "PRAGMA user_version = %d; SELECT nonsense;";
	struct sql_migration more[SQL_VERSION + 2];
	struct fixture *f = *state;
	struct store *s = open_as(f, STORE_WRITE);
	struct fixture old = *f;
	int64_t n = 0;
	struct stat st;
	int i;

	for (i = 0; i < SQL_VERSION; i++)
		more[i] = (struct sql_migration){ "old", "not run again" };
	more[SQL_VERSION] = (struct sql_migration){ "next",
		arena_printf(&f->a, next, SQL_VERSION + 1) };
	more[SQL_VERSION + 1] = (struct sql_migration){ "bad",
		arena_printf(&f->a, bad, SQL_VERSION + 2) };
	add(f, s, "u");
	OK(schema_migrate(s, more, SQL_VERSION + 1, &f->e));
	assert_int_equal(version(f, s), SQL_VERSION + 1);
	/* One that fails leaves nothing of it. */
	assert_int_equal(schema_migrate(s, more, SQL_VERSION + 2, &f->e), -1);
	assert_non_null(strstr(f->e.msg, "migration bad"));
	assert_int_equal(version(f, s), SQL_VERSION + 1);
	OK(db_exec(s, "SELECT count(*) FROM sqlite_schema WHERE name = "
	    "'new'", &n, &f->e));
	assert_int_equal(n, 0);
	store_close(s);

	/* What was before is kept, with all that was in it. */
	old.a = (struct arena){ 0 };
	snprintf(old.path, sizeof(old.path), "%s/state.db.before-v%d", f->dir,
	    SQL_VERSION + 1);
	assert_int_equal(stat(old.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	s = open_as(&old, STORE_COPY);
	assert_int_equal(version(&old, s), SQL_VERSION);
	assert_int_equal(count(&old, s), 1);
	store_close(s);
	arena_free(&old.a);
	/* A program that knows less refuses the new one. */
	assert_int_equal(store_open(&s, f->path, STORE_COPY, &f->clock,
	    &f->e), -1);
	assert_non_null(strstr(f->e.msg, strrchr(old.path, '/') + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_upgrade),
		CASE(test_upgrade_fails),
		CASE(test_migration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
