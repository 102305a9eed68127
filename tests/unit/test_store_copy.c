/* SPDX-License-Identifier: MIT */
/* Copies of the state: for those who only look, and to keep. */
#include "store_file_fixture.h"

#include "store/backup.h"

/* Copies see everything and change nothing, whatever a killed run left. */
static void
test_copy(void **state)
{
	struct fixture *f = *state;
	struct str before = { 0 }, after = { 0 };
	struct store *s;
	size_t i, round;

	s = open_as(f, STORE_WRITE);
	add(f, s, "first");
	store_close(s);
	for (round = 0; round < 2; round++) {
		list(f, true, &before);
		assert_int_equal(strstr(str_text(&before), "-wal") != NULL,
		    round == 1);
		for (i = 0; i < 2; i++) {
			s = open_as(f, STORE_COPY);
			assert_int_equal(count(f, s), 1 + (int)round);
			add(f, s, "only in memory");
			assert_int_equal(count(f, s), 2 + (int)round);
			store_close(s);
		}
		list(f, true, &after);
		assert_string_equal(str_text(&before), str_text(&after));
		str_clear(&before);
		str_clear(&after);
		if (round == 0)
			leave_wal(f, "second");
	}
	s = open_as(f, STORE_WRITE);
	assert_int_equal(count(f, s), 2);
	store_close(s);
	str_free(&before);
	str_free(&after);
}

static void
test_copy_of_none(void **state)
{
	struct fixture *f = *state;
	struct str before = { 0 }, after = { 0 };
	struct store *s;

	list(f, true, &before);
	s = open_as(f, STORE_COPY);
	assert_int_equal(count(f, s), 0);
	store_close(s);
	list(f, true, &after);
	assert_string_equal(str_text(&before), str_text(&after));
	str_free(&before);
	str_free(&after);
}

static void
test_copy_while_open(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_as(f, STORE_WRITE), *copy;

	add(f, s, "first");
	copy = open_as(f, STORE_COPY);
	assert_int_equal(count(f, copy), 1);
	add(f, s, "second");
	assert_int_equal(count(f, copy), 1);
	store_close(copy);
	copy = open_as(f, STORE_COPY);
	assert_int_equal(count(f, copy), 2);
	store_close(copy);
	store_close(s);
}

/* A path that means something else in a URI, reached by a link. */
static void
test_odd_path(void **state)
{
	struct fixture *f = *state;
	char link[256];
	struct store *s;

	snprintf(f->path, sizeof(f->path), "%s/a%%3f?b#c.db", f->dir);
	s = open_as(f, STORE_WRITE);
	add(f, s, "u");
	store_close(s);
	snprintf(link, sizeof(link), "%s/link.db", f->dir);
	assert_int_equal(symlink(f->path, link), 0);
	leave_wal(f, "v");
	snprintf(f->path, sizeof(f->path), "%s", link);
	s = open_as(f, STORE_COPY);
	assert_int_equal(count(f, s), 2);
	store_close(s);
}

static void
test_backup(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_as(f, STORE_WRITE);
	struct str findings = { 0 }, kept = { 0 };
	char copy[256];
	struct fixture aside = *f;

	snprintf(copy, sizeof(copy), "%s/copy", f->dir);
	add(f, s, "u");
	/* Neither nothing nor itself is copied, and no other file is lost. */
	assert_int_equal(backup_write(s, "/no/state", copy, &f->clock,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_USAGE);
	assert_int_equal(backup_write(s, f->path, f->path, &f->clock, &f->e),
	    -1);
	assert_int_equal(f->e.code, ERR_USAGE);
	assert_int_equal(backup_write(s, f->path, "/etc/passwd", &f->clock,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_USAGE);
	OK(backup_write(s, f->path, copy, &f->clock, &f->e));
	OK(backup_write(s, f->path, copy, &f->clock, &f->e));
	add(f, s, "v");
	OK(backup_check(s, &findings, &f->e));
	assert_int_equal(findings.n, 0);
	store_close(s);
	leave_wal(f, "w");

	OK(backup_restore(f->path, copy, &f->clock, &kept, &f->e));
	s = open_as(f, STORE_WRITE);
	assert_int_equal(count(f, s), 1);
	store_close(s);
	snprintf(aside.path, sizeof(aside.path), "%s/state.db.before-restore",
	    f->dir);
	assert_string_equal(str_text(&kept), aside.path);
	s = open_as(&aside, STORE_COPY);
	assert_int_equal(count(&aside, s), 3);
	store_close(s);
	arena_free(&aside.a);

	/* In place of a damaged one. */
	assert_int_equal(truncate(f->path, 5000), 0);
	OK(backup_restore(f->path, copy, &f->clock, &kept, &f->e));
	s = open_as(f, STORE_COPY);
	assert_int_equal(count(f, s), 1);
	store_close(s);
	assert_string_equal(str_text(&kept) + strlen(aside.path), "-2");
	s = open_as(&aside, STORE_COPY);
	assert_int_equal(count(&aside, s), 3);
	store_close(s);
	arena_free(&aside.a);
	/* And in place of none. */
	unlink(f->path);
	OK(backup_restore(f->path, copy, &f->clock, &kept, &f->e));
	assert_int_equal(kept.n, 0);

	/* A damaged copy changes nothing. */
	assert_int_equal(truncate(copy, 5000), 0);
	assert_int_equal(backup_restore(f->path, copy, &f->clock, &kept,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
	s = open_as(f, STORE_COPY);
	assert_int_equal(count(f, s), 1);
	store_close(s);
	str_free(&findings);
	str_free(&kept);
}

/* Damage that opening does not see is found by the check. */
static void
test_check(void **state)
{
	struct fixture *f = *state;
	struct store *s;
	struct str findings = { 0 };

	s = open_as(f, STORE_WRITE);
	add(f, s, "u");
	store_close(s);
	run_sql(f, "INSERT INTO holds VALUES (77, 1, '')", SQLITE_OK);
	s = open_as(f, STORE_COPY);
	OK(backup_check(s, &findings, &f->e));
	assert_non_null(strstr(str_text(&findings), "holds"));
	store_close(s);
	str_free(&findings);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_copy),
		CASE(test_copy_of_none),
		CASE(test_copy_while_open),
		CASE(test_odd_path),
		CASE(test_backup),
		CASE(test_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
