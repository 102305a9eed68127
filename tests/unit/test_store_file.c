/* SPDX-License-Identifier: MIT */
/* The state as a file: made, opened, refused. */
#include "store_file_fixture.h"

#include "base/step.h"
#include "store/operations.h"

static void
write_at(struct fixture *f, off_t at, const char *bytes, size_t n)
{
	int fd = open(f->path, O_WRONLY | O_CREAT, 0600);

	assert_true(fd != -1);
	assert_int_equal(pwrite(fd, bytes, n, at), n);
	close(fd);
}

static void
refused(struct fixture *f, enum err_code code, const char *words)
{
	static const enum store_mode modes[] = { STORE_WRITE,
	    STORE_COPY };
	struct str before = { 0 }, after = { 0 };
	struct store *s;
	size_t i;

	list(f, false, &before);
	for (i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		s = NULL;
		f->e = (struct err){ 0 };
		assert_int_equal(store_open(&s, f->path, modes[i], &f->clock,
		    &f->e), -1);
		assert_null(s);
		assert_int_equal(f->e.code, code);
		if (!strstr(f->e.msg, words))
			fail_msg("'%s' is not in: %s", words, f->e.msg);
	}
	list(f, false, &after);
	assert_string_equal(str_text(&before), str_text(&after));
	str_free(&before);
	str_free(&after);
}

static void
test_create(void **state)
{
	struct fixture *f = *state;
	struct str text = { 0 };
	struct store *s;
	mode_t old = umask(0);
	struct slice line, rest;

	/* The folder is made, too. */
	rmdir(f->dir);
	s = open_as(f, STORE_WRITE);
	add(f, s, "u");
	list(f, true, &text);
	umask(old);
	rest = str_slice(&text);
	assert_non_null(strstr(str_text(&text), "state.db-wal"));
	assert_non_null(strstr(str_text(&text), "state.db-shm"));
	assert_null(strstr(str_text(&text), ".new"));
	while (slice_line(&rest, &line))
		if (slice_ihas(line, SLICE("state.db")))
			assert_true(slice_ihas(line, SLICE(" 100600")));
	str_free(&text);
	store_close(s);

	s = open_as(f, STORE_WRITE);
	assert_int_equal(count(f, s), 1);
	store_close(s);
}

static void
test_mode_is_mended(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	store_close(open_as(f, STORE_WRITE));
	chmod(f->path, 0644);
	store_close(open_as(f, STORE_WRITE));
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void
test_refused(void **state)
{
	struct fixture *f = *state;
	char junk[200];

	/* An empty file is never taken for a state to begin with. */
	write_at(f, 0, "", 0);
	refused(f, ERR_STATE, "empty file");
	memset(junk, 'x', sizeof(junk));
	write_at(f, 0, junk, sizeof(junk));
	refused(f, ERR_STATE, "not a state of icsreserve");
	unlink(f->path);
	run_sql(f, "PRAGMA application_id = 7; CREATE TABLE t (a)",
	    SQLITE_OK);
	refused(f, ERR_STATE, "another program");
	unlink(f->path);
	mkdir(f->path, 0700);
	refused(f, ERR_USAGE, "state.db");
	rmdir(f->path);
}

static void
test_newer(void **state)
{
	struct fixture *f = *state;
	struct store *s = NULL;

	store_close(open_as(f, STORE_WRITE));
	run_sql(f, "PRAGMA user_version = 99", SQLITE_OK);
	f->e = (struct err){ 0 };
	assert_int_equal(store_open(&s, f->path, STORE_WRITE, &f->clock,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
	assert_non_null(strstr(f->e.msg, "newer icsreserve"));
	assert_int_equal(store_open(&s, f->path, STORE_COPY, &f->clock,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
}

static void
test_damaged(void **state)
{
	struct fixture *f = *state;
	struct store *s;
	struct stat st;
	char junk[4096];
	size_t i;
	char uid[16];

	s = open_as(f, STORE_WRITE);
	for (i = 0; i < 50; i++) {
		snprintf(uid, sizeof(uid), "u%zu", i);
		add(f, s, uid);
	}
	store_close(s);
	assert_int_equal(stat(f->path, &st), 0);
	/* Cut off in its middle. */
	assert_int_equal(truncate(f->path, st.st_size / 2), 0);
	refused(f, ERR_STATE, "damaged");
	/* The schema overwritten. */
	memset(junk, 0xa5, sizeof(junk));
	write_at(f, 100, junk, sizeof(junk) - 100);
	assert_int_equal(truncate(f->path, st.st_size), 0);
	refused(f, ERR_STATE, "damaged");
}

static void
test_missing_but_wal(void **state)
{
	struct fixture *f = *state;
	struct store *s = NULL;

	leave_wal(f, "u");
	unlink(f->path);
	assert_int_equal(store_open(&s, f->path, STORE_WRITE, &f->clock,
	    &f->e), -1);
	assert_int_equal(f->e.code, ERR_STATE);
	assert_non_null(strstr(f->e.msg, "-wal"));
}

static void
test_append_only(void **state)
{
	static const char *const refusals[] = {
		"DELETE FROM operations",
		"UPDATE operations SET reserve_id = 'y' WHERE id = 1",
		"UPDATE operations SET outcome = 'open', ended = NULL",
		"UPDATE operations SET uid = 'v' WHERE id = 2",
		"UPDATE operations SET outcome = 'ok', ended = 1, "
		    "reserve_id = 'r', request = 'z' WHERE id = 2",
		"INSERT OR REPLACE INTO operations SELECT * FROM operations",
		"INSERT INTO operations SELECT 77, verb, calendar, uid, "
		    "recurrence_id, booking, reserve_id, request, end_time, "
		    "started, ended, outcome, error_http, error_code, "
		    "error_message, error_log_id, run, log_id "
		    "FROM operations WHERE id = 1",
		"UPDATE operations SET outcome = 'ok', ended = 1, "
		    "reserve_id = 'r', run = 'another' WHERE id = 2",
		"UPDATE OR REPLACE operations SET id = 1 WHERE id = 2",
	};
	struct fixture *f = *state;
	struct operation op = { .verb = OPERATION_APPLY, .calendar = "c",
	    .uid = "u", .recurrence_id = "", .request = "", .started = 1 };
	struct operation open = op;
	struct store *s = open_as(f, STORE_WRITE);
	bool made;
	size_t i;

	OK(operations_begin(s, &op, &f->e));
	OK(operations_begin(s, &open, &f->e));
	op.outcome = OPERATION_OK;
	op.reserve_id = "x";
	op.ended = 2;
	OK(operations_end(s, &op, &f->e));
	store_close(s);
	for (i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		run_sql(f, refusals[i], SQLITE_CONSTRAINT);
	s = open_as(f, STORE_WRITE);
	OK(operations_made(s, "x", &made, &f->e));
	assert_true(made);
	store_close(s);
}

/* The commit is refused by a fault: nothing of it is there. */
static void
test_commit_fails(void **state)
{
	struct fixture *f = *state;
	struct booking b = { .calendar = "c", .uid = "u",
	    .recurrence_id = "" };
	struct store *s = open_as(f, STORE_WRITE);

	OK(store_begin(s, &f->e));
	OK(bookings_put(s, &b, &f->e));
	setenv("ICSRESERVE_STEP", "fail:1", 1);
	OK(step_init(&f->e));
	assert_int_equal(store_commit(s, "test", &f->e), -1);
	unsetenv("ICSRESERVE_STEP");
	OK(step_init(&(struct err){ 0 }));
	assert_int_equal(f->e.code, ERR_FAILED);
	assert_int_equal(count(f, s), 0);
	/* And the state goes on working. */
	add(f, s, "v");
	assert_int_equal(count(f, s), 1);
	store_close(s);
}

static void
test_create_fails(void **state)
{
	struct fixture *f = *state;
	struct store *s = NULL;
	struct str text = { 0 };

	setenv("ICSRESERVE_STEP", "fail:1", 1);
	OK(step_init(&f->e));
	assert_int_equal(store_open(&s, f->path, STORE_WRITE, &f->clock,
	    &f->e), -1);
	unsetenv("ICSRESERVE_STEP");
	OK(step_init(&(struct err){ 0 }));
	assert_int_equal(f->e.code, ERR_FAILED);
	list(f, true, &text);
	assert_null(strstr(str_text(&text), "state.db"));
	str_free(&text);
	store_close(open_as(f, STORE_WRITE));
}

static void
test_full_disk(void **state)
{
	struct fixture *f = *state;
	struct store *s = open_as(f, STORE_WRITE);
	char big[100001];
	struct booking b = { .calendar = "c", .uid = "u",
	    .recurrence_id = "", .topic = big };

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	OK(db_exec(s, "PRAGMA max_page_count = 20", NULL, &f->e));
	OK(store_begin(s, &f->e));
	assert_int_equal(bookings_put(s, &b, &f->e), -1);
	assert_int_equal(f->e.code, ERR_FAILED);
	assert_non_null(strstr(f->e.msg, f->path));
	store_rollback(s);
	assert_int_equal(count(f, s), 0);
	store_close(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_create),
		CASE(test_mode_is_mended),
		CASE(test_refused),
		CASE(test_newer),
		CASE(test_damaged),
		CASE(test_missing_but_wal),
		CASE(test_append_only),
		CASE(test_commit_fails),
		CASE(test_create_fails),
		CASE(test_full_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
